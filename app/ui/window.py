"""The main window: painted at once, then filled, then furnished with what can wait until the first page stands."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from app.ui import placement
from app.ui.ground import RAIL_WIDTH, Ground

if TYPE_CHECKING:
    from app.domain.outcome import Changes, Outcome
    from app.storage.context import Context
    from app.system.config import Config
    from app.ui.first_start.page import FirstStart
    from app.ui.opening.place import Place
    from app.ui.shortcuts_sheet import ShortcutsSheet
    from app.ui.theme.appearance import Appearance

# What can wait is built this long after the first page has its content, which is painted by then,
_PAINTED_MS = 30
# or this long after the frame stands, when there is nothing to show yet.
_PATIENCE_MS = 500


class MainWindow(QMainWindow):
    """Opens in three steps; ``app/decisions/0005-the-window-opens-in-three-steps.md`` says why.

    Shown, it has only its ground. Painted, it is filled in one go, while the store opens in its lane. With the first
    page on it, it is furnished with the rest. A step imports what it needs and no more.
    """

    filled = Signal()
    """The shell and the frame stand; the store is about to be open."""
    furnished = Signal()
    """Everything stands."""

    def __init__(self, place: "Place", config: "Config", appearance: "Appearance") -> None:
        super().__init__()
        self.setWindowTitle("Stintbook")
        self._place, self._config, self._appearance = place, config, appearance
        self._root = QStackedWidget()
        self._ground = Ground()
        self._root.addWidget(self._ground)
        self.setCentralWidget(self._root)
        self.sheet: ShortcutsSheet | None = None
        self.is_painted = self.is_filled = self.is_furnished = self._is_open = self._may_lose = False
        self.wants_restart = False
        self._notices: tuple[str, ...] = ()
        self._ctx: Context | None = None
        self._furnishing = QTimer(self)
        self._furnishing.setSingleShot(True)
        self._furnishing.timeout.connect(self.furnish)
        placement.restore(self, config)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; after the first time the window may be filled."""
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self.fill)

    def fill(self) -> None:
        """Open the store in the writing lane, and build the frame and the first page meanwhile; once."""
        if self.is_filled:
            return
        from app.ui.jobs import Jobs

        jobs = Jobs(self._place.open)
        jobs.open(self._on_failed)
        from app.ui.frame import Frame
        from app.ui.shell import Shell
        from app.ui.tracking import Tracking

        self.shell = Shell(jobs, self._appearance, config=self._config, paths=self._place.paths, parent=self)
        self.tracking = Tracking(self.shell, self)
        self.frame = Frame(self.shell, self.tracking)
        self.frame.first_made.connect(self._wire_first)
        self.shell.toast_wanted.connect(self._say)
        self.shell.hub.changed.connect(self._on_changed)
        jobs.failed.connect(self.shell.say_error)
        jobs.opened.connect(self._on_opened)
        page = placement.last_page(self._config)
        self.frame.rail.show_page(page)
        self.frame.pages.page(page)
        self._root.addWidget(self.frame)
        self.show_frame()
        self._ground.deleteLater()
        self.frame.focus_entry()
        self.is_filled = True
        self._furnishing.start(_PATIENCE_MS)
        self.filled.emit()

    def furnish(self) -> None:
        """Build what is not seen in the first moments; once."""
        if self.is_furnished:
            return
        from app.ui import icons, keys
        from app.ui.found_running import FoundRunningCard, FoundRunningWork
        from app.ui.kept_notice import KeptNotice
        from app.ui.notice import Notice
        from app.ui.opening.opener import Opener
        from app.ui.opening.page import OpeningFault
        from app.ui.undoing import Undoing
        from app.ui.upkeep import Upkeep
        from app.ui.widgets.toast import Toast

        self.is_furnished = True
        self._furnishing.stop()
        self.setWindowIcon(icons.app_icon())
        self.fault, self.notice, self.found = OpeningFault(), Notice(), FoundRunningCard()
        self._root.addWidget(self.fault)
        self.kept = KeptNotice(self.shell.jobs)
        self.frame.put_card(self.notice)
        self.frame.put_card(self.kept)
        self.frame.put_card(self.found)
        self.toast = Toast(self, left=RAIL_WIDTH)
        self.opener = Opener(self.shell, self.fault, self._place)
        self.found_work = FoundRunningWork(self.shell, self.found)
        self.undoing = Undoing(self.shell, self)
        self.upkeep = Upkeep(self.shell, self.tracking, self)
        self._wire()
        keys.install(self, self._actions())
        self._begin_upkeep()
        self.furnished.emit()

    def _wire(self) -> None:
        shell = self.shell
        shell.import_wanted.connect(self.open_import)
        shell.restart_wanted.connect(self._restart)
        shell.appearance.switched.connect(self.toast.restyle)
        self.opener.failed.connect(self._on_unopened)
        self.opener.moved.connect(lambda: shell.move_to(self._place.paths))
        self.opener.quit_wanted.connect(self.close)
        self.kept.quit_wanted.connect(self._quit_all_the_same)
        self.tracking.changed.connect(self._show_title)
        self.found_work.settled.connect(self.upkeep.allow_heartbeat)
        self._show_title()

    def _actions(self) -> dict[str, Any]:
        from app.ui.pages import PAGES

        return {
            "entry": self.frame.focus_entry,
            "toggle": self.frame.line.toggle,
            "favorites": self.frame.line.favorites.open,
            "undo": self.undoing.undo,
            "redo": self.undoing.redo,
            "import": self.open_import,
            "shortcuts": self.open_shortcuts,
            "quit": self.close,
            **{entry.name: partial(self.shell.go, entry.name) for entry in PAGES},
        }

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where the window stood; what was submitted is finished after it is gone.

        What the full disk has no room for would be lost with the process, so that is asked about.
        """
        if self.is_filled and self.shell.jobs.kept and not self._may_lose:
            self.furnish()
            self.kept.ask_to_quit()
            event.ignore()
            return
        if self._is_open:
            placement.keep(self, self.shell, self.frame.page or placement.last_page(self._config))
        super().closeEvent(event)

    def _restart(self) -> None:
        self.wants_restart = self.close()

    def _quit_all_the_same(self) -> None:
        self._may_lose = True
        self.close()

    def stop(self) -> None:
        """Begin nothing new."""
        self._furnishing.stop()
        if self.is_filled:
            self.shell.syncing.stop()
        if self.is_furnished:
            self.upkeep.stop()

    def close_store(self) -> None:
        """Let what was submitted finish, then close the store."""
        if self.is_filled:
            self.shell.jobs.close()

    def come_forward(self) -> None:
        """Stand before all other windows."""
        from PySide6.QtCore import Qt

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def open_import(self) -> None:
        """Open the import dialog."""
        from PySide6.QtCore import Qt

        from app.ui.importing.dialog import ImportDialog

        dialog = ImportDialog(self.shell.jobs, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.imported.connect(self.shell.hub.publish)
        dialog.open()

    def open_shortcuts(self) -> None:
        """Lay the sheet of shortcuts over the window."""
        from app.ui.shortcuts_sheet import ShortcutsSheet

        if self.sheet is None:
            self.sheet = ShortcutsSheet(self)
        self.sheet.open()

    def _on_opened(self, ctx: "Context") -> None:
        self._is_open = True
        self.show_frame()
        if not self.is_furnished:
            self._furnishing.start(_PATIENCE_MS)
        self._notices, self._ctx = ctx.notices, ctx
        self.tracking.refresh()
        self.shell.jobs.read(_is_empty, owner=self, on_done=self._show_first_page)
        if self.is_furnished:
            self._begin_upkeep()

    def show_frame(self) -> None:
        """Show the pages, not the page that says why there are none."""
        self._root.setCurrentWidget(self.frame)

    def _on_failed(self, error: Exception) -> None:
        self.furnish()
        self.opener.show_fault(error)

    def _on_unopened(self) -> None:
        self._root.setCurrentWidget(self.fault)

    def _show_first_page(self, is_empty: bool) -> None:
        self.frame.settled.connect(self._on_settled)
        self.frame.show_empty(is_empty=is_empty)
        self.frame.show_page(self.frame.page or placement.last_page(self._config))
        self.frame.focus_entry(selected=False)

    def _on_settled(self) -> None:
        self.frame.settled.disconnect(self._on_settled)
        if not self.is_furnished:
            self._furnishing.start(_PAINTED_MS)

    def _begin_upkeep(self) -> None:
        """Say what has to be known, and look after the store: once it is open and everything stands."""
        if not self._is_open:
            return
        self.notice.say(self._notices)
        self.found_work.look()
        self.upkeep.start()
        if self._ctx is not None:
            self.shell.syncing.begin(self._ctx)

    def _say(self, text: str, action: str, on_action: object, seconds: int) -> None:
        self.furnish()
        self.toast.say(text, action, on_action, seconds)

    def _wire_first(self, first: "FirstStart") -> None:
        first.started.connect(self._start_first)
        first.import_wanted.connect(self.open_import)
        first.server_wanted.connect(lambda: self.shell.go("sync"))
        first.week_wanted.connect(lambda: self.shell.go("settings", "work_hours"))

    def _on_changed(self, changes: "Changes") -> None:
        from app.domain.entities.base import Kind

        if changes.touches(Kind.TIME_ENTRY, Kind.PROJECT):
            self.shell.jobs.read(
                _is_empty, owner=self, on_done=lambda is_empty: self.frame.show_empty(is_empty=is_empty)
            )

    def _start_first(self, text: str) -> None:
        from app.ui.entry_bar.line import start_first

        self.shell.jobs.submit(
            partial(start_first, text=text), owner=self, on_done=self._on_first_started, on_error=self._on_first_refused
        )

    def _on_first_started(self, _outcome: "Outcome[Any]") -> None:
        self.frame.first.field.clear()
        self.tracking.refresh()

    def _on_first_refused(self, error: Exception) -> None:
        from app.domain.errors import AppError

        if isinstance(error, AppError):
            self.frame.first.say(str(error))
        else:
            self.shell.say_error(error)

    def _show_title(self) -> None:
        status = self.tracking.status
        running = status.running if status is not None else None
        words = running.description if running is not None else ""
        self.setWindowTitle(f"{words} – Stintbook" if words else "Stintbook")


def _is_empty(ctx: "Context") -> bool:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        return not read.projects.all() and not read.time_entries.recent(None, 1)
