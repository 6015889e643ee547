"""What stands around every page: the rail, the entry bar on top, the status line at the foot."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.entry_bar.bar import EntryBar
from app.ui.entry_bar.line import EntryLine
from app.ui.formats import hours
from app.ui.ground import SIDE, TOP
from app.ui.page_stack import PageStack
from app.ui.pages import page_named
from app.ui.rail import Rail
from app.ui.shell import Shell
from app.ui.status_line import StatusLine
from app.ui.theme.tokens import S
from app.ui.tracking import Tracking

if TYPE_CHECKING:
    from app.orchestrators.sync.values import SyncStatus
    from app.ui.first_start.page import FirstStart

_SYNC_TICK_MS = 20_000


class Frame(QWidget):
    """Lays out the parts and keeps them in step with what is tracked and which page is shown."""

    page_shown = Signal(str)
    settled = Signal()
    """What the page shows has been read and stands."""
    first_made = Signal(QWidget)
    """The page of the first start, when it is made."""

    def __init__(self, shell: Shell, tracking: Tracking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._tracking = shell, tracking
        self.rail, self.bar, self.status = Rail(), EntryBar(), StatusLine()
        self.line = EntryLine(self.bar, shell, tracking, over=self)
        self.pages = PageStack(shell)
        self._first: FirstStart | None = None
        self.page = ""
        self._is_empty = False
        self._lay_out()
        self.pages.settled.connect(self.settled)
        self.rail.chosen.connect(shell.go)
        shell.page_wanted.connect(self.show_page)
        shell.badge_wanted.connect(self.rail.show_badge)
        shell.appearance.switched.connect(self.restyle)
        self.status.sync_wanted.connect(lambda: shell.go("sync"))
        self.status.hours_wanted.connect(lambda: shell.go("balance"))
        shell.syncing.changed.connect(self._show_sync)
        self._minute = QTimer(self)
        self._minute.setInterval(_SYNC_TICK_MS)
        self._minute.timeout.connect(lambda: self.status.tick_sync(self._now()))
        self._minute.start()
        tracking.changed.connect(self._show_status)
        tracking.ticked.connect(self._show_status)
        self.restyle()

    @property
    def first(self) -> "FirstStart":
        """The page of the first start, made when it is asked for: most starts are not the first."""
        from app.ui.first_start.page import FirstStart

        if self._first is None:
            self._first = FirstStart()
            self._middle.addWidget(self._first)
            self.first_made.emit(self._first)
        return self._first

    def _lay_out(self) -> None:
        self._middle = QStackedWidget()
        self._middle.addWidget(self.pages)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(SIDE, TOP, SIDE, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.bar)
        self._column.addSpacing(S)
        self._column.addWidget(self._middle, 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._column, 1)
        right.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)

    def put_card(self, card: QWidget) -> None:
        """Show a card between the entry bar and the page."""
        card.setContentsMargins(0, 0, 0, S)
        self._column.insertWidget(self._column.indexOf(self._middle), card)

    def show_page(self, name: str, target: object = None) -> None:
        """Show a page; on an empty store Today gives way to the first start."""
        self.page = page_named(name).name
        self.rail.show_page(self.page)
        is_first = self._is_empty and self.page == "today"
        self.bar.setVisible(not is_first)
        self._middle.setCurrentWidget(self.first if is_first else self.pages)
        if is_first:
            self._show_first()
            self.settled.emit()
        else:
            self.pages.show_page(self.page, target)
            self.line.begin()
        self.page_shown.emit(self.page)

    def show_empty(self, *, is_empty: bool) -> None:
        """Nothing was ever tracked here, or something is now."""
        if is_empty != self._is_empty:
            self._is_empty = is_empty
            if self._first is not None:
                self._first.field.clear()
            if self.page == "today":
                self.show_page("today")

    def focus_entry(self, *, selected: bool = True) -> None:
        """Put the keyboard where work begins; what stands there is ``selected``, or was not typed, to be typed over."""
        field = self.bar.field if self._middle.currentWidget() is self.pages else self.first.field
        field.setFocus()
        if selected or not field.isModified():
            field.selectAll()

    def _show_first(self) -> None:
        # Somebody may have typed before the store was open: not a letter is lost.
        typed, is_entered = self.line.take_back()
        self.first.field.insert(typed)
        self.first.field.setFocus()
        if is_entered:
            self.first.enter()

    def restyle(self) -> None:
        """Follow the colours."""
        self.bar.restyle()
        self.status.restyle()
        self.status.tick_sync(self._now())
        self._show_status()
        self.update()

    def _show_sync(self, status: "SyncStatus") -> None:
        self.status.show_sync(status, self._now())

    def _now(self) -> int:
        return self._tracking.now if self._tracking.status is not None else QDateTime.currentSecsSinceEpoch()

    def _show_status(self) -> None:
        status = self._tracking.status
        if status is None:
            return
        running = status.running
        words = ""
        if running is not None:
            name = running.description or (status.project.name if status.project else self.tr("No description"))
            words = f"{name} · {hours(self._tracking.elapsed)}"
        self.status.show_status(status, self._tracking.passed if running is not None else 0, words)
