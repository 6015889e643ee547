"""The Calendar page: a head, and one of the views of days under it."""

from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.orchestrators.planning.calendar_span import CalendarSpan
from app.ui.calendar import work
from app.ui.calendar.grid import DayGrid
from app.ui.calendar.header import Header
from app.ui.calendar.spans import ViewName, step, title
from app.ui.calendar.view import CalendarView
from app.ui.page import Page
from app.ui.shell import Shell

_MONTH = "app.ui.calendar.month:MonthView"
_VIEW_SETTING, _ZOOM_SETTING, _SNAP_SETTING = "calendar_view", "calendar_hour", "calendar_snap"


class CalendarPage(Page):
    """Shows the span that was asked for last; wires what the person wants to the workflows."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.TIME_ENTRY, Kind.PLANNED_EVENT, Kind.PROJECT, Kind.TASK, Kind.TAG, Kind.MILESTONE, Kind.WORK_SLOT,
        Kind.DAY_OVERRIDE, Kind.TIME_OFF, Kind.SETTING,
    )  # fmt: skip

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.header, self.grid = Header(), DayGrid()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._month: CalendarView | None = None
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)
        self.view = _view_named(shell.device_setting(_VIEW_SETTING))
        self.day: str | None = None
        self.span: CalendarSpan | None = None
        self._asked = 0
        self._wire()
        self.header.switch.choose(self.view.value)
        if find_spec(_MONTH.partition(":")[0]) is None:
            self.header.switch.buttons[-1].hide()

    def _wire(self) -> None:
        self.header.view_wanted.connect(lambda name: self.show_view(ViewName(name)))
        self.header.step_wanted.connect(self.step)
        self.header.today_wanted.connect(partial(self.go_to, None))
        self._wire_view(self.grid)

    def _wire_view(self, view: CalendarView) -> None:
        view.day_wanted.connect(self.show_day)

    def activate(self) -> None:
        """The page has come into view: the days have the keyboard."""
        super().activate()
        self._current().setFocus()

    def reload(self) -> None:
        """Read what is shown anew."""
        self._asked += 1
        job = partial(work.load, view=self.view, day=self.day)
        self.shell.jobs.read(job, owner=self, on_done=partial(self._show, self._asked), on_error=self.shell.say_error)

    def restyle(self) -> None:
        """Follow the colours."""
        super().restyle()
        self.grid.restyle()
        if self._month is not None:
            self._month.restyle()

    def open_target(self, target: object) -> None:
        """Go to an ISO day."""
        if isinstance(target, str):
            self.go_to(target)

    def show_view(self, view: ViewName) -> None:
        """Show the same day in another way."""
        self.view = view
        self.header.switch.choose(view.value)
        self.shell.put_device_setting(**{_VIEW_SETTING: view.value})
        self.reload()

    def show_day(self, day: str) -> None:
        """Show a day by itself."""
        self.day = day
        self.show_view(ViewName.DAY)

    def go_to(self, day: str | None) -> None:
        """Show a day, today when None, in the present view."""
        self.day = day
        self.reload()

    def step(self, direction: int) -> None:
        """Go on or back by what is shown."""
        day = self.day or (self.span.today if self.span is not None else None)
        if day is not None:
            self.go_to(step(self.view, day, direction))

    def _show(self, asked: int, loaded: tuple[CalendarSpan, str]) -> None:
        if asked != self._asked:
            # Somebody has gone on meanwhile; what they asked for is on its way.
            return
        self.span, day = loaded
        view = self._current()
        self.header.title.setText(title(self.view, day, self.span.since, self.span.until))
        had_focus = self._stack.isAncestorOf(self.window().focusWidget() or self)
        view.show_span(self.span, day)
        self._stack.setCurrentWidget(view)
        if had_focus:
            view.setFocus()
        self.settled.emit()

    def _current(self) -> CalendarView:
        if self.view is not ViewName.MONTH:
            return self.grid
        if self._month is None:
            module, _, name = _MONTH.partition(":")
            self._month = getattr(import_module(module), name)()
            self._wire_view(self._month)
            self._stack.addWidget(self._month)
        return self._month


def _view_named(name: object) -> ViewName:
    return ViewName(name) if name in list(ViewName) else ViewName.WORK_WEEK
