"""The Calendar page: a head, and one of the views of days under it."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.orchestrators.planning.calendar_span import CalendarSpan
from app.ui.calendar import work
from app.ui.calendar.actions import Actions
from app.ui.calendar.blocks import Block
from app.ui.calendar.body import HIGHEST_HOUR, LOWEST_HOUR
from app.ui.calendar.gestures import SNAPS
from app.ui.calendar.grid import DayGrid
from app.ui.calendar.hands import PAGE_KEYS
from app.ui.calendar.header import Header
from app.ui.calendar.menus import Menus
from app.ui.calendar.spans import ViewName, short_title, step, title
from app.ui.calendar.view import CalendarView
from app.ui.page import Page
from app.ui.shell import Shell
from app.ui.widgets.side_panel import WIDTH as PANEL_WIDTH
from app.ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from app.ui.calendar.month import MonthView

_VIEW_SETTING, _ZOOM_SETTING, _SNAP_SETTING = "calendar_view", "calendar_hour", "calendar_snap"
_ZOOM_KEPT_MS, _LEAST_BESIDE = 400, 560


class CalendarPage(Page):
    """Shows the span that was asked for last; wires what the person wants to the workflows."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.TIME_ENTRY, Kind.PLANNED_EVENT, Kind.PROJECT, Kind.TASK, Kind.TAG, Kind.MILESTONE, Kind.WORK_SLOT,
        Kind.DAY_OVERRIDE, Kind.TIME_OFF, Kind.SETTING,
    )  # fmt: skip

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.header, self.grid = Header(), DayGrid()
        self.panel = SidePanel(self)
        self.actions_ = Actions(shell, self.grid.body, self.panel, self)
        self.menus = Menus(self.grid.body, self.actions_, self.set_snap, self.show_day, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._month: MonthView | None = None
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)
        self.view = _view_named(shell.device_setting(_VIEW_SETTING))
        self.day: str | None = None
        self.span: CalendarSpan | None = None
        self._asked = 0
        # The wheel says it many times a second; the disk hears of it once.
        self._zoomed = QTimer(self)
        self._zoomed.setSingleShot(True)
        self._zoomed.setInterval(_ZOOM_KEPT_MS)
        self._wire()
        self._restore()
        self.panel.installEventFilter(self)
        self.header.switch.choose(self.view.value)

    def _wire(self) -> None:
        self.header.view_wanted.connect(lambda name: self.show_view(ViewName(name)))
        self.header.step_wanted.connect(self.step)
        self.header.today_wanted.connect(partial(self.go_to, None))
        self.header.options_wanted.connect(self._open_options)
        body = self.grid.body
        body.menu_wanted.connect(self._open_menu)
        body.lost.connect(self._on_key)
        body.zoomed.connect(lambda _: self._zoomed.start())
        self._zoomed.timeout.connect(self._keep_zoom)
        self.actions_.entries.saved.connect(body.expect)
        self.actions_.events.saved.connect(body.expect)
        self.grid.outdated.connect(self.reload)
        self.grid.strip.menu_wanted.connect(lambda one, at: self.menus.of_event(one).popup(at.toPoint()))
        self._wire_view(self.grid)

    def _wire_view(self, view: CalendarView) -> None:
        view.day_wanted.connect(self.show_day)
        view.event_wanted.connect(self.actions_.edit_event)
        view.entry_wanted.connect(self._edit_entry)

    def activate(self) -> None:
        """The page has come into view: the days have the keyboard."""
        # Forecasts and the colours of calendars may be others by now, though nothing that is watched changed.
        self._is_stale = True
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room for the panel at the side, so that it covers nothing that one is about to plan."""
        if watched is self.panel and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._make_room(is_open=event.type() == QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the panel it lies over the days."""
        super().resizeEvent(event)
        self._make_room(is_open=self.panel.isVisible())

    def _make_room(self, *, is_open: bool) -> None:
        layout = self.layout()
        if layout is not None:
            has_room = self.width() - PANEL_WIDTH >= _LEAST_BESIDE
            layout.setContentsMargins(0, 0, PANEL_WIDTH + 12 if is_open and has_room else 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the page work wherever the keyboard is on it, but in a form."""
        focused = QApplication.focusWidget()
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if is_plain and key in PAGE_KEYS and not (focused is not None and self.panel.isAncestorOf(focused)):
            self._on_key(PAGE_KEYS[key])
        else:
            super().keyPressEvent(event)

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

    def set_snap(self, minutes: int) -> None:
        """Drag in steps of so many minutes on this device from now on."""
        self.grid.body.gestures.snap_minutes = minutes
        self.shell.put_device_setting(**{_SNAP_SETTING: minutes})

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
        shown = (self.view, day, self.span.since, self.span.until)
        self.header.show_title(title(*shown), short_title(*shown))
        had_focus = self._has_keyboard()
        view.show_span(self.span, day)
        self._stack.setCurrentWidget(view)
        if had_focus:
            view.setFocus()
        self.settled.emit()

    def _restore(self) -> None:
        """Zoom and snap as this device did last."""
        hour, snap = self.shell.device_setting(_ZOOM_SETTING), self.shell.device_setting(_SNAP_SETTING)
        body = self.grid.body
        if isinstance(hour, int | float) and LOWEST_HOUR <= hour <= HIGHEST_HOUR:
            body.hour = float(hour)
        if snap in SNAPS:
            body.gestures.snap_minutes = int(str(snap))

    def _keep_zoom(self) -> None:
        self.shell.put_device_setting(**{_ZOOM_SETTING: round(self.grid.body.hour)})

    def _open_menu(self, block: Block | None, at: QPoint, instant: int) -> None:
        menu = self.menus.of_block(block, instant) if block is not None else self.menus.of_time(instant)
        menu.popup(at)

    def _open_options(self) -> None:
        button = self.header.options
        self.menus.of_options().popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _on_key(self, name: str) -> None:
        steps = {"earlier": -1, "later": 1}
        if name in steps:
            self.step(steps[name])
        elif name == "today":
            self.go_to(None)
        else:
            self.show_view(ViewName(name))

    def _edit_entry(self, id_: str) -> None:
        rows = self.span.entries if self.span is not None else ()
        row = next((row for row in rows if row.entry.id == id_), None)
        if row is not None and self.span is not None:
            self.actions_.entries.edit(row.entry, self.span.now)

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self._stack.isAncestorOf(focused)

    def _current(self) -> CalendarView:
        if self.view is not ViewName.MONTH:
            return self.grid
        if self._month is None:
            from app.ui.calendar.month import MonthView

            self._month = MonthView()
            self._month.event_moved.connect(self.actions_.shift)
            self._month.lost.connect(self._on_key)
            self._month.menu_wanted.connect(lambda one, at: self.menus.of_event(one).popup(at))
            self._wire_view(self._month)
            self._stack.addWidget(self._month)
        return self._month


def _view_named(name: object) -> ViewName:
    return next((view for view in ViewName if view.value == name), ViewName.WORK_WEEK)
