"""The Calendar page on a stage, and the hands of a person on it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.days import wall_clock
from app.domain.entities.planning import PlannedEvent, TimeOff, TimeOffKind
from app.orchestrators.planning.events import add_event, list_events
from app.orchestrators.projects.projects import create_project
from app.orchestrators.time_tracking.day_window import newest_days
from app.orchestrators.time_tracking.entries import add_entry
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from app.ui.calendar.blocks import Block
from app.ui.calendar.gestures import Draft
from app.ui.calendar.page import CalendarPage
from app.ui.calendar.spans import ViewName
from tests.support.pages import Stage
from tests.support.store import USER
from tests.support.today import at

NO_KEYS = Qt.KeyboardModifier.NoModifier
ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
_Left = Qt.MouseButton.LeftButton


class Wall:
    """Adds what is to be seen, opens the page, drags and types. ``day`` 0 is Monday, 2 March 2026."""

    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage, self.qtbot = stage, qtbot

    def run(self, workflow: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        return self.stage.run(self.qtbot, workflow, *args, **fields)

    def add(self, start: str, end: str, description: str = "", *, day: int = 0, **fields: Any) -> Any:
        return self.run(add_entry, started_at=at(start, day), ended_at=at(end, day), description=description, **fields)

    def plan(self, start: str, end: str, title: str = "", *, day: int = 0, **fields: Any) -> Any:
        return self.run(add_event, starts_at=at(start, day), ends_at=at(end, day), title=title, **fields)

    def project(self, name: str, **fields: Any) -> Any:
        return self.run(create_project, name=name, **fields)

    def open(self, size: tuple[int, int] = (1080, 760), view: ViewName = ViewName.WORK_WEEK) -> "Wall":
        self.page = CalendarPage(self.stage.shell)
        self.page.view = view
        self.stage.show(self.page, size)
        self.stage.window.activateWindow()
        self.wait(lambda: self.page.span is not None and self.stage.window.isActiveWindow())
        self.body = self.page.grid.body
        self.body.setFocus()
        self.wait(self.body.hasFocus)
        return self

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition)

    @property
    def blocks(self) -> list[Block]:
        return [place.block for place in self.body.grid.places]

    @property
    def said(self) -> list[str]:
        """What stands in the grid: ``02 09:00-10:00 tracked letters``."""
        return [self.words(block) for block in self.blocks]

    def words(self, block: Block) -> str:
        since, until = (wall_clock(moment, self.body.grid.axis.zone) for moment in (block.begins, block.ends))
        return f"{block.day[8:]} {since:%H:%M}-{until:%H:%M} {block.sort.value} {block.title}"

    def wait_for(self, *said: str) -> None:
        self.wait(lambda: self.said == list(said))

    def ghost(self) -> Draft | None:
        """Return what a drop would make, None when nothing is dragged."""
        return self.body.seen.draft

    def block(self, title: str) -> Block:
        return next(block for block in self.blocks if block.title == title)

    def spot(self, time: str, day: int = 0, *, across: float = 0.5) -> QPoint:
        """Return the point of the viewport at a time of a day, scrolled into view."""
        grid, instant = self.body.grid, at(time, day)
        name = next(one.day for one in self.body.span.days if one.since <= instant < one.until)  # type: ignore[union-attr]
        y = grid.y(name, instant)
        bar = self.body.verticalScrollBar()
        if not bar.value() + 4 < y < bar.value() + self.body.viewport().height() - 4:
            bar.setValue(round(y) - 200)
        return QPoint(round(grid.left(name) + grid.column * across), round(y) - bar.value())

    def on(self, title: str, part: str = "body") -> QPoint:
        """Return a point of a block: its body, or an edge."""
        place = self.body.grid.place(self.block(title).key)
        assert place is not None
        self.body.bring_into_view(place.rect)
        y = {"top": place.rect.top() + 1, "bottom": place.rect.bottom() - 1}.get(part, place.rect.center().y())
        return QPoint(round(place.rect.center().x()), round(y) - self.body.verticalScrollBar().value())

    def drag(self, start: QPoint, *ways: QPoint, keys: Qt.KeyboardModifier = NO_KEYS, drops: bool = True) -> None:
        viewport = self.body.viewport()
        QTest.mousePress(viewport, _Left, keys, start)
        for way in ways:
            self.move(way, keys)
        if drops:
            QTest.mouseRelease(viewport, _Left, keys, ways[-1])

    def move(self, point: QPoint, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Move the mouse, with keys held: QTest's own moves know of none."""
        self.body._drag(QPointF(point), keys) if self.body.gestures.is_held else self.hover(point)

    def hover(self, point: QPoint) -> None:
        QTest.mouseMove(self.body.viewport(), point)

    def click(self, point: QPoint) -> None:
        QTest.mouseClick(self.body.viewport(), _Left, NO_KEYS, point)

    def double_click(self, point: QPoint) -> None:
        QTest.mouseDClick(self.body.viewport(), _Left, NO_KEYS, point)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(self.body, key, keys)

    def stand_on(self, title: str) -> None:
        self.body.put_on(self.block(title))

    def wheel(self, notches: int, keys: Qt.KeyboardModifier, y: int = 100) -> None:
        place = QPointF(200, y)
        turned = QWheelEvent(
            place, self.body.viewport().mapToGlobal(place), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
            keys, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003
        )  # fmt: skip
        QApplication.sendEvent(self.body.viewport(), turned)

    def right_click(self, point: QPoint) -> Any:
        """Open the menu at a point and return it."""
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(
            self.body.viewport(), QContextMenuEvent(reason, point, self.body.viewport().mapToGlobal(point))
        )
        return QApplication.activePopupWidget()

    def choose(self, menu: Any, words: str) -> None:
        """Choose from a menu, and close it."""
        action = next(action for action in menu.actions() if action.text() == words)
        assert action.isEnabled()
        action.trigger()
        menu.close()

    def entries(self) -> list[str]:
        """Every entry of the store, oldest first: ``02 09:00-10:00 letters``."""
        rows = [row.entry for day in self.run(newest_days).days for row in day.rows]
        return sorted(f"{self.clock(one.started_at)}-{self.clock(one.ended_at)[3:]} {one.description}" for one in rows)

    def events(self, since: str = "2026-03-02", until: str = "2026-03-29") -> list[str]:
        """Every event of March, oldest first."""
        found = self.run(list_events, since=since, until=until)
        return [f"{self.clock(one.starts_at)}-{self.clock(one.ends_at)[3:]} {one.event.title}" for one in found]

    def clock(self, instant: int | None) -> str:
        return f"{wall_clock(instant, 'Europe/Berlin'):%d %H:%M}" if instant is not None else "-- now"


def imported(ctx: Context, start: str, end: str, title: str, day: int = 0) -> Any:
    with unit_of_work(ctx, "import_calendar") as work:
        event = PlannedEvent(
            id=ctx.new_id(), created_at=ctx.now(), user=USER, title=title, starts_at=at(start, day),
            ends_at=at(end, day), tz="Europe/Berlin", calendar="Team",
        )  # fmt: skip
        work.planned_events.save(event)
    return work.outcome(event)


def day_off(ctx: Context, first: str, last: str, name: str, fraction: float = 1.0) -> Any:
    with unit_of_work(ctx, "add_time_off", name) as work:
        off = TimeOff(
            id=ctx.new_id(), created_at=ctx.now(), user=USER, name=name, kind=TimeOffKind.VACATION, start_date=first,
            end_date=last, fraction=fraction,
        )  # fmt: skip
        work.time_off.save(off)
    return work.outcome(off)
