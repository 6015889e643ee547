"""The main window: puts the frame, the toasts, the keys and what goes on beside them together."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from app.domain.entities.base import Kind
from app.domain.errors import AppError
from app.domain.outcome import Changes
from app.ui import icons, keys, placement, rail
from app.ui.frame import Frame
from app.ui.shell import Shell
from app.ui.tracking import Tracking

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.ui.opening.place import Place
    from app.ui.shortcuts_sheet import ShortcutsSheet


class MainWindow(QMainWindow):
    """Painted first, then completed while the store is opened; the first page is shown when it is.

    What is not seen in the first moment is neither imported nor built before it.
    """

    completed = Signal()
    """Everything stands; the store is about to be open."""

    def __init__(self, shell: Shell, place: "Place") -> None:
        super().__init__()
        self.setWindowTitle("Stintbook")
        self.setWindowIcon(icons.app_icon())
        self.shell, self._place = shell, place
        self.tracking = Tracking(shell, self)
        self.frame = Frame(shell, self.tracking)
        self._root = QStackedWidget()
        self._root.addWidget(self.frame)
        self.setCentralWidget(self._root)
        self.sheet: ShortcutsSheet | None = None
        self.is_complete = self._is_painted = self._is_open = self._may_lose = False
        placement.restore(self, shell)
        self.frame.rail.show_page(placement.last_page(shell))
        self.frame.focus_entry()

    def _complete(self) -> None:
        from app.ui.found_running import FoundRunningCard, FoundRunningWork
        from app.ui.kept_notice import KeptNotice
        from app.ui.notice import Notice
        from app.ui.opening.opener import Opener
        from app.ui.opening.page import OpeningFault
        from app.ui.undoing import Undoing
        from app.ui.upkeep import Upkeep
        from app.ui.widgets.toast import Toast

        # The writing lane opens the store while the rest is built here; its answer comes after that.
        self.shell.jobs.open(self._on_failed)
        self.frame.complete()
        self.fault, self.notice, self.found = OpeningFault(), Notice(), FoundRunningCard()
        self._root.addWidget(self.fault)
        self.kept = KeptNotice(self.shell.jobs)
        self.frame.put_card(self.notice)
        self.frame.put_card(self.kept)
        self.frame.put_card(self.found)
        self.toast = Toast(self, left=rail.WIDTH)
        self.opener = Opener(self.shell, self.fault, self._place)
        self.found_work = FoundRunningWork(self.shell, self.found)
        self.undoing = Undoing(self.shell, self)
        self.upkeep = Upkeep(self.shell, self.tracking, self)
        self._wire()
        keys.install(self, self._actions())
        self.is_complete = True
        self.completed.emit()
        self.frame.pages.page(placement.last_page(self.shell))

    def _wire(self) -> None:
        shell, frame = self.shell, self.frame
        shell.toast_wanted.connect(self.toast.say)
        shell.import_wanted.connect(self.open_import)
        shell.jobs.failed.connect(shell.say_error)
        shell.jobs.opened.connect(self._on_opened)
        shell.hub.changed.connect(self._on_changed)
        shell.appearance.switched.connect(self.toast.restyle)
        self.opener.failed.connect(self._on_unopened)
        self.opener.moved.connect(lambda: shell.move_to(self._place.paths))
        self.opener.quit_wanted.connect(self.close)
        self.kept.quit_wanted.connect(self._quit_all_the_same)
        self.tracking.changed.connect(self._show_title)
        self.found_work.settled.connect(self.upkeep.allow_heartbeat)
        frame.first.started.connect(self._start_first)
        frame.first.import_wanted.connect(self.open_import)
        frame.first.project_wanted.connect(lambda: shell.go("projects", "new"))

    def _actions(self) -> dict[str, Any]:
        pages = ("today", "projects", "review", "trash", "settings")
        return {
            "entry": self.frame.focus_entry,
            "toggle": self.frame.line.toggle,
            "undo": self.undoing.undo,
            "redo": self.undoing.redo,
            "import": self.open_import,
            "shortcuts": self.open_shortcuts,
            "quit": self.close,
            **{name: partial(self.shell.go, name) for name in pages},
        }

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; after the first time the rest may begin."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self._complete)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where the window stood; what was submitted is finished after it is gone.

        What the full disk has no room for would be lost with the process, so that is asked about.
        """
        if self.shell.jobs.kept and not self._may_lose:
            self.kept.ask_to_quit()
            event.ignore()
            return
        if self._is_open:
            placement.keep(self, self.shell, self.frame.page or placement.last_page(self.shell))
        super().closeEvent(event)

    def _quit_all_the_same(self) -> None:
        self._may_lose = True
        self.close()

    def stop(self) -> None:
        """Begin nothing new."""
        if self.is_complete:
            self.upkeep.stop()

    def come_forward(self) -> None:
        """Stand before all other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def open_import(self) -> None:
        """Open the import dialog."""
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
        self.notice.say(ctx.notices)
        self.tracking.refresh()
        self.shell.jobs.read(_is_empty, owner=self, on_done=self._show_first_page)

    def show_frame(self) -> None:
        """Show the pages, not the page that says why there are none."""
        self._root.setCurrentWidget(self.frame)

    def _on_failed(self, error: Exception) -> None:
        self.opener.show_fault(error)

    def _on_unopened(self) -> None:
        self._root.setCurrentWidget(self.fault)

    def _show_first_page(self, is_empty: bool) -> None:
        self.frame.show_empty(is_empty=is_empty)
        self.frame.show_page(self.frame.page or placement.last_page(self.shell))
        self.frame.focus_entry(selected=False)
        QTimer.singleShot(0, self._begin_upkeep)

    def _begin_upkeep(self) -> None:
        self.found_work.look()
        self.upkeep.start()

    def _on_changed(self, changes: Changes) -> None:
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
