"""The Today page: the week, and the entries by day, newest first."""

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.ui.page import Page
from app.ui.shell import Shell
from app.ui.today.actions import Actions
from app.ui.today.editing import Editing
from app.ui.today.model import DayListModel
from app.ui.today.selection_bar import SelectionBar
from app.ui.today.view import DayListView
from app.ui.today.week_strip import WeekStrip
from app.ui.today.window import DayWindowLoader
from app.ui.today.words import number, tr
from app.ui.today.work import Loaded
from app.ui.widgets.empty_page import EmptyPage


class TodayPage(Page):
    """Shows the window of days that ``DayWindowLoader`` holds; wires what the person wants to the workflows."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.TIME_ENTRY, Kind.PROJECT, Kind.TASK, Kind.TAG, Kind.SETTING, Kind.DISMISSAL, Kind.WORK_SLOT,
        Kind.DAY_OVERRIDE, Kind.TIME_OFF,
    )  # fmt: skip

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.model = DayListModel(self)
        self.view = DayListView(self.model)
        self.strip = WeekStrip()
        self.empty = EmptyPage(
            "today",
            self.tr("Nothing tracked yet"),
            self.tr("Say above what you are working on and press Enter. What you track appears here, day by day."),
        )
        self.empty.offer("import", self.tr("Import from another tracker"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)
        self.editing = Editing(shell, self.view, self.model, self)
        self.actions_ = Actions(shell, self.view, self.editing, self)
        self.bar = SelectionBar(self.view)
        self.loader = DayWindowLoader(shell, self.view, self.model, self)
        self._marked = ""
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._wire()
        self.restyle()

    def _wire(self) -> None:
        self.view.edit_wanted.connect(self.editing.begin)
        self.view.fold_wanted.connect(self._fold)
        self.view.chosen_changed.connect(self._show_chosen)
        self.view.scrolled.connect(self._mark_day)
        self.bar.act_wanted.connect(self.actions_.act)
        self.bar.let_go.connect(lambda: self.view.put_on(self.view.currentIndex()))
        self.strip.day_wanted.connect(self.go_to_day)
        self.strip.week_wanted.connect(self.loader.show_week)
        self.empty.stepped.connect(lambda _: self.shell.import_wanted.emit())
        self.loader.loaded.connect(self._show)
        self.loader.week_loaded.connect(lambda week, block: self.strip.show_week(week, block.style, block.today))
        self._tick.timeout.connect(self._on_tick)
        home = QShortcut(QKeySequence("Ctrl+Home"), self)
        home.activated.connect(self.loader.go_to_newest)

    def activate(self) -> None:
        """The page has come into view: the list has the keyboard."""
        super().activate()
        self.view.setFocus()

    def reload(self) -> None:
        """Read anew what is shown; what one looks at stays in its place."""
        self.loader.reload()

    def restyle(self) -> None:
        """Follow colours and row height."""
        super().restyle()
        self.view.delegate.compact = bool(self.shell.device_setting("compact_rows", False))  # noqa: FBT003
        self.view.delegate.restyle(self.font())
        self.strip.week.restyle()
        self.bar.restyle()
        self.view.doItemsLayout()

    def open_target(self, target: object) -> None:
        """Go to an ISO day, or to an entry by its id."""
        if isinstance(target, str):
            if _is_day(target):
                self.go_to_day(target)
            else:
                self.loader.go_to_entry(target)

    def go_to_day(self, day: str) -> None:
        """Bring a day to the top of the list."""
        self.strip.choose(day)
        self.loader.go_to_day(day)

    def showEvent(self, event: QShowEvent) -> None:
        """Time goes on where one looks."""
        super().showEvent(event)
        self._tick.start(self.model.next_second_ms)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing ticks."""
        super().hideEvent(event)
        self._tick.stop()

    def _show(self, loaded: Loaded) -> None:
        self.view.delegate.restyle(self.font())
        if self._tick.isActive():
            self._tick.start(self.model.next_second_ms)
        self._stack.setCurrentWidget(self.view if loaded.block.days else self.empty)
        self.editing.after_reload()
        self._show_chosen()
        self._mark_day()
        self.settled.emit()

    def _fold(self, key: str, is_open: bool) -> None:
        with self.view.keeping_place():
            self.model.fold(key, is_open=is_open)
        self.editing.follow()

    def _show_chosen(self) -> None:
        lines = self.view.chosen_lines()
        is_many = len(self.view.selectionModel().selectedIndexes()) > 1
        ids = {id_ for line in lines for id_ in line.ids}
        seconds = sum(self.model.seconds(line) for line in lines if not (line.is_open and line.count > 1))
        words = tr("{count} chosen · {time}").format(count=number(len(ids)), time=self.model.style.length(seconds))
        self.bar.show_chosen(words, is_shown=is_many)

    def _mark_day(self) -> None:
        day = self.view.top_day()
        if day != self._marked:
            self._marked = day
            self.strip.choose(day)
            self.loader.follow_week(day)

    def _on_tick(self) -> None:
        self._tick.start(self.model.next_second_ms)
        self.view.repaint_running()
        # The week may have been read later than the rows: one clock for both, counted from each one's own reading.
        passed = max(0, self.model.now - self.loader.week_read_at)
        self.strip.grow(sum(line.running for line in self.model.days()) * passed)
        self.loader.keep_time()


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"
