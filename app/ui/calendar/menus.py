"""The menus of the grid: of a block, of empty time, of an event of whole days, and of steps and zoom."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.days import day_bounds
from app.orchestrators.planning.calendar_span import CalendarEvent
from app.ui import icons
from app.ui.calendar.actions import Actions
from app.ui.calendar.blocks import Block, Sort
from app.ui.calendar.gestures import SNAPS
from app.ui.calendar.hands import GridHands
from app.ui.calendar.words import tr
from app.ui.formats import clock
from app.ui.theme import tokens


class Menus(QObject):
    """Makes menus; ``set_snap`` is told the step that was chosen."""

    def __init__(
        self, body: GridHands, actions: Actions, set_snap: Callable[[int], None], show_day: Callable[[str], None],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._body, self._actions, self._set_snap, self._show_day, self._parent = (
            body,
            actions,
            set_snap,
            show_day,
            parent,
        )

    def of_block(self, block: Block, instant: int) -> QMenu:
        """Return what can be done with a block; ``instant`` is where it was clicked."""
        menu, event = self._menu(), block.event
        act = partial(self._act, menu, block)
        if block.sort is Sort.ESTIMATE:
            act("plan", tr("Plan this time"), "calendar", "")
            act("edit", tr("Plan it differently…"), "edit", "Return")
            act("continue", tr("Start a timer"), "play", "C")
            return menu
        if event is not None and not event.is_done:
            action = act("track", tr("Track this"), "check", "K")
            action.setEnabled(block.begins <= self._body.now)
        act("continue", tr("Start a timer") if event is not None else tr("Continue"), "play", "C")
        act("edit", tr("Open…") if block.sort is Sort.IMPORTED else tr("Edit…"), "edit", "Return")
        if event is None:
            menu.addSeparator()
            self._split(menu, block, instant)
        act(
            "duplicate", tr("Copy as my own") if block.sort is Sort.IMPORTED else tr("Duplicate"), "duplicate", "D"
        ).setEnabled(not block.is_running)
        menu.addSeparator()
        act("today", tr("Open in Today"), "today", "O")
        if block.sort is Sort.PLANNED:
            act("cancel", tr("Call it off"), "close", "")
        if block.sort is not Sort.IMPORTED:
            act("delete", tr("Delete"), "trash", "Del")
        return menu

    def of_event(self, one: CalendarEvent) -> QMenu:
        """Return what can be done with an event of whole days."""
        menu = self._menu()
        if not one.is_done:
            self._add(menu, tr("Track this"), partial(self._actions.track, one), "check").setEnabled(
                one.starts_at <= self._body.now
            )
        self._add(menu, tr("Edit…"), partial(self._actions.edit_event, one), "edit")
        return menu

    def of_time(self, instant: int) -> QMenu:
        """Return what can be begun at an instant."""
        menu = self._menu()
        span = self._body.span
        if span is None:
            return menu
        time = clock(instant, span.zone)
        if instant < self._body.now:
            self._add(
                menu, tr("New entry at {time}").format(time=time), partial(self._actions.begin, instant), "plus", "N"
            )
        plan = partial(self._actions.begin, instant, plans=True)
        self._add(menu, tr("Plan time at {time}").format(time=time), plan, "calendar")
        day = next((day for day in span.days if day.since <= instant < day.until), None)
        if day is not None:
            whole = day_bounds(day.day, span.zone)
            self._add(menu, tr("Plan the whole day"), partial(self._actions.events.add, *whole, all_day=True), "sun")
        menu.addSeparator()
        if day is not None and len(span.days) > 1:
            self._add(menu, tr("Show this day"), partial(self._show_day, day.day), "open")
        self._add_options(menu)
        return menu

    def of_options(self) -> QMenu:
        """Return steps and zoom."""
        menu = self._menu()
        self._add_options(menu)
        return menu

    def _add_options(self, menu: QMenu) -> None:
        steps = menu.addMenu(tr("Steps when dragging"))
        group = QActionGroup(steps)
        for minutes in SNAPS:
            words = tr("1 minute") if minutes == 1 else tr("{n} minutes").format(n=minutes)
            action = steps.addAction(words)
            action.setCheckable(True)
            action.setChecked(minutes == self._body.gestures.snap_minutes)
            action.triggered.connect(lambda *_, minutes=minutes: self._set_snap(minutes))
            group.addAction(action)
        menu.addSeparator()
        self._add(menu, tr("Higher hours"), partial(self._body.zoom, 1.2), "plus", "+")
        self._add(menu, tr("Lower hours"), partial(self._body.zoom, 1 / 1.2), "", "-")

    def _split(self, menu: QMenu, block: Block, instant: int) -> None:
        span = self._body.span
        is_inside = block.begins < instant < block.ends
        at = instant if is_inside else (block.begins + block.ends) // 120 * 60
        if span is None or not block.begins < at < block.ends:
            return
        words = tr("Split at {time}").format(time=clock(at, span.zone))
        self._add(menu, words, partial(self._actions.split_at, block, at), "split", "" if is_inside else "S")

    def _act(self, menu: QMenu, block: Block, name: str, words: str, icon: str, key: str) -> QAction:
        action = self._add(menu, words, partial(self._actions.act, name, block), icon, key)
        action.setObjectName(name)
        return action

    def _add(self, menu: QMenu, words: str, does: Callable[[], object], icon: str = "", key: str = "") -> QAction:
        action = QAction(words, menu)
        if icon:
            action.setIcon(icons.icon(icon, tokens.current().dim))
        if key:
            action.setShortcut(QKeySequence(key))
            # The grid itself reads the key; in the menu it is only told.
            action.setShortcutVisibleInContextMenu(True)
        # What Qt says along, whether it is checked, is nothing that any of these takes.
        action.triggered.connect(lambda *_: does())
        menu.addAction(action)
        return action

    def _menu(self) -> QMenu:
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
