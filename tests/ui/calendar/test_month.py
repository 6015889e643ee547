"""The month: what its days show, and how it is used by mouse and keyboard."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.domain.days import days_between
from app.domain.entities.planning import PlannedEvent, TimeOff, TimeOffKind
from app.orchestrators.planning.events import add_event, track_event
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from app.ui.calendar.month import MonthView
from app.ui.calendar.month_layout import MonthLayout
from app.ui.calendar.spans import ViewName, span_of
from tests.support.calendar_page import Wall
from tests.support.store import USER
from tests.support.today import at

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


class Month:
    """The page with the month in front."""

    def __init__(self, wall: Wall) -> None:
        wall.open()
        wall.page.show_view(ViewName.MONTH)
        wall.wait(lambda: wall.page._month is not None and bool(wall.page._month.days) and wall.page._month.isVisible())
        assert wall.page._month is not None
        self.wall, self.view = wall, wall.page._month
        self.view.setFocus()
        wall.wait(self.view.hasFocus)

    def said(self, day: str) -> list[str]:
        """The bars of a day of March."""
        bars = self.view.bars[f"2026-03-{day}"]
        return [f"{bar.sort.value if bar.sort else 'off'} {bar.title} {bar.seconds // 60}" for bar in bars]

    def number(self, day: str) -> int:
        return self.view.days.index(f"2026-03-{day}")

    def cell(self, day: str) -> QPoint:
        """A point of a day where no bar stands."""
        cell = self.view.layout_.cell(self.number(day))
        return QPointF(cell.center().x(), cell.bottom() - 3).toPoint()

    def bar(self, day: str, place: int = 0) -> QPoint:
        number = self.number(day)
        return self.view.layout_.places(number, len(self.view.bars_on(number))).bars[place].center().toPoint()

    def drag(self, start: QPoint, end: QPoint, *, drops: bool = True) -> None:
        QTest.mousePress(self.view, LEFT, pos=start)
        QTest.mouseMove(self.view, start + QPoint(20, 12))
        QTest.mouseMove(self.view, end)
        QApplication.processEvents()
        if drops:
            QTest.mouseRelease(self.view, LEFT, pos=end)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, keys)

    @property
    def day(self) -> str:
        return self.view.days[self.view.current][8:]

    @property
    def heard(self) -> str:
        return self.view.accessibleDescription()


def imported(ctx: Context, start: str, end: str, title: str, day: int = 0, **fields: Any) -> Any:
    with unit_of_work(ctx, "import_calendar") as work:
        event = PlannedEvent(
            id=ctx.new_id(), created_at=ctx.now(), user=USER, title=title, starts_at=at(start, day),
            ends_at=at(end, day), tz="Europe/Berlin", calendar="Team", **fields,
        )  # fmt: skip
        work.planned_events.save(event)
    return work.outcome(event)


def day_off(ctx: Context, day: str, name: str) -> Any:
    with unit_of_work(ctx, "add_time_off", name) as work:
        off = TimeOff(
            id=ctx.new_id(), created_at=ctx.now(), user=USER, name=name, kind=TimeOffKind.VACATION, start_date=day,
            end_date=day,
        )  # fmt: skip
        work.time_off.save(off)
    return work.outcome(off)


def test_a_day_shows_projects_events_forecasts_and_time_off(wall: Wall) -> None:
    project = wall.project("Website", estimate_minutes=60_000, due_date="2026-03-31")
    wall.add("09:00", "10:00", "letters", project=project.id)
    wall.add("10:30", "11:00", project=project.id)
    wall.add("11:00", "11:30", "alone")
    wall.plan("09:00", "10:00", "Kickoff", day=3)
    wall.run(add_event, starts_at=at("00:00", 4), ends_at=at("00:00", 6), title="Fair", all_day=True)
    wall.run(imported, "10:00", "11:00", "Team call", 3)
    wall.run(day_off, "2026-03-20", "Vacation")
    month = Month(wall)

    assert month.said("02") == ["tracked Website 90", "tracked alone 30"]
    assert month.said("05") == ["planned Kickoff 60", "imported Team call 60", "estimate Website 360"]
    assert [words for words in month.said("06") if "Fair" in words] == ["planned Fair 0"]
    assert [words for words in month.said("07") if "Fair" in words] == ["planned Fair 0"]
    assert month.said("20") == ["off Vacation 0"]
    assert month.view.days[0] == "2026-02-23"
    assert len(month.view.days) == 42
    assert not month.view.grab().isNull()


def test_what_was_tracked_stands_for_the_event(wall: Wall) -> None:
    event = wall.plan("09:00", "10:00", "Kickoff", day=1)
    wall.run(track_event, event.id)
    month = Month(wall)

    assert month.said("03") == ["tracked Kickoff 60"]


def test_a_click_opens_the_day(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    month = Month(wall)
    QTest.mouseClick(month.view, LEFT, pos=month.cell("10"))
    wall.wait(lambda: wall.page.view is ViewName.DAY)
    assert wall.page.day == "2026-03-10"

    wall.page.show_view(ViewName.MONTH)
    wall.wait(month.view.isVisible)
    QTest.mouseClick(month.view, LEFT, pos=month.bar("02"))
    assert wall.page.day == "2026-03-02"


def test_an_event_is_dragged_to_another_day(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "Kickoff", day=3)
    month = Month(wall)

    month.drag(month.bar("05"), month.cell("31"), drops=False)
    assert month.view.dragged is not None
    assert month.view.target == month.number("31")
    assert not month.view.grab().isNull()
    QTest.mouseRelease(month.view, LEFT, pos=month.cell("31"))

    # The clocks went forward on the 29th; it is at nine all the same.
    wall.wait(lambda: wall.events(until="2026-04-05") == ["31 09:00-10:00 Kickoff"])
    assert wall.stage.toasts == ["Event moved"]
    wall.wait(lambda: month.said("31") == ["planned Kickoff 60"])


def test_a_drag_is_given_up_with_escape_or_at_home(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "Kickoff", day=3)
    month = Month(wall)

    month.drag(month.bar("05"), month.cell("10"), drops=False)
    month.key(Key.Key_Escape)
    assert month.view.dragged is None
    QTest.mouseRelease(month.view, LEFT, pos=month.cell("10"))
    month.drag(month.bar("05"), month.cell("05"))
    month.drag(month.bar("05"), QPoint(-20, -20))

    assert wall.events() == ["05 09:00-10:00 Kickoff"]
    assert wall.stage.toasts == []
    assert wall.page.view is ViewName.MONTH


def test_events_of_other_calendars_stay_where_they_are(wall: Wall) -> None:
    wall.run(imported, "10:00", "11:00", "Team call", 3)
    month = Month(wall)

    month.drag(month.bar("05"), month.cell("10"))

    assert wall.events() == ["05 10:00-11:00 Team call"]
    assert month.heard == "Team call, calendar “Team”, 10:00 – 11:00"


def test_a_double_click_edits_an_event(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "Kickoff", day=3)
    month = Month(wall)
    wanted: list[Any] = []
    month.view.event_wanted.connect(wanted.append)

    QTest.mouseDClick(month.view, LEFT, pos=month.bar("05"))
    QTest.mouseDClick(month.view, LEFT, pos=month.cell("09"))

    assert [one.event.title for one in wanted] == ["Kickoff"]


def test_the_keyboard_goes_from_day_to_day_and_bar_to_bar(wall: Wall) -> None:
    project = wall.project("Website")
    wall.plan("09:00", "10:00", "Kickoff", day=3, project=project.id)
    wall.plan("11:00", "12:00", "Review", day=3)
    month = Month(wall)
    assert month.day == "04"
    assert month.heard == "Wednesday, 4 March, 0:00 tracked, 8:00 of working time"

    month.key(Key.Key_Right)
    assert month.heard == "Thursday, 5 March, 0:00 tracked, 2:00 planned, 8:00 of working time"
    month.key(Key.Key_Tab)
    assert month.heard == "Kickoff, Website, planned, 09:00 – 10:00"
    assert not month.view.grab().isNull()
    month.key(Key.Key_Tab)
    assert month.heard == "Review, planned, 11:00 – 12:00"
    month.key(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert month.view.chosen == 0
    month.key(Key.Key_Escape)
    assert month.view.chosen == -1
    month.key(Key.Key_Down)
    assert month.day == "12"
    month.key(Key.Key_Return)
    wall.wait(lambda: wall.page.view is ViewName.DAY)
    assert wall.page.day == "2026-03-12"


def test_alt_and_an_arrow_move_the_chosen_event(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "Kickoff", day=3)
    month = Month(wall)
    month.key(Key.Key_Down, ALT)
    month.key(Key.Key_Right)
    month.key(Key.Key_Tab)

    month.key(Key.Key_Down, ALT)

    wall.wait(lambda: wall.events() == ["12 09:00-10:00 Kickoff"])
    wall.wait(lambda: (month.day, month.view.chosen) == ("12", 0))
    assert month.view.hasFocus()
    month.key(Key.Key_Right, ALT)
    wall.wait(lambda: wall.events() == ["13 09:00-10:00 Kickoff"])


def test_enter_edits_the_chosen_event(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "Kickoff", day=2)
    month = Month(wall)
    wanted: list[Any] = []
    month.view.event_wanted.connect(wanted.append)

    month.key(Key.Key_Tab)
    month.key(Key.Key_Return)

    assert [one.event.title for one in wanted] == ["Kickoff"]


def test_the_menu_of_an_event_opens_by_mouse_and_keyboard(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "Kickoff", day=2)
    month = Month(wall)
    asked: list[Any] = []
    month.view.menu_wanted.connect(lambda one, _: asked.append(one.event.title))
    month.key(Key.Key_Tab)
    for reason, spot in (
        (QContextMenuEvent.Reason.Mouse, month.bar("04")),
        (QContextMenuEvent.Reason.Keyboard, month.cell("09")),
        (QContextMenuEvent.Reason.Mouse, month.cell("09")),
    ):
        QApplication.sendEvent(month.view, QContextMenuEvent(reason, spot, month.view.mapToGlobal(spot)))
        menu = QApplication.activePopupWidget()
        if menu is not None:
            menu.close()

    assert asked == ["Kickoff", "Kickoff"]


def test_tab_leads_on_where_a_day_has_no_more(wall: Wall) -> None:
    month = Month(wall)

    month.key(Key.Key_Tab)

    assert not month.view.hasFocus()
    assert not month.view.grab().isNull()


def test_keys_turn_the_months(wall: Wall) -> None:
    month = Month(wall)

    month.key(Key.Key_PageDown)
    wall.wait(lambda: wall.page.header.title.text() == "April 2026")
    month.key(Key.Key_T)
    wall.wait(lambda: wall.page.header.title.text() == "March 2026")
    month.view.current = 0
    month.key(Key.Key_Left)
    wall.wait(lambda: wall.page.header.title.text() == "February 2026")
    month.key(Key.Key_3)
    wall.wait(lambda: wall.page.view is ViewName.WEEK)
    month.key(Key.Key_X)


def test_what_is_under_the_mouse_is_told_in_whole(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.run(day_off, "2026-03-03", "Vacation")
    month = Month(wall)

    def tip(point: QPoint) -> str:
        QApplication.sendEvent(month.view, QHelpEvent(QEvent.Type.ToolTip, point, month.view.mapToGlobal(point)))
        return QToolTip.text()

    assert tip(month.bar("02")) == "letters, tracked, 1:00"
    assert tip(month.cell("03")).splitlines() == [
        "Tuesday, 3 March, 0:00 tracked, 0:00 of working time, Vacation", "Vacation, time off",
    ]  # fmt: skip
    assert month.view._tip(QPointF(5, 5)) == ""
    QTest.mouseMove(month.view, month.bar("02"))
    QToolTip.hideText()


def test_a_running_entry_grows(wall: Wall) -> None:
    wall.run(start_timer, description="letters", started_at=at("12:00", 2))
    month = Month(wall)
    assert month.said("04") == ["tracked letters 60"]

    month.view._clock = _LaterBy(600)  # type: ignore[assignment]
    month.view.tick()

    assert month.said("04") == ["tracked letters 70"]
    assert not month.view.grab().isNull()


def test_it_follows_colours_and_sizes(wall: Wall) -> None:
    wall.run(add_event, starts_at=at("09:00", 3), ends_at=at("20:00", 3), title="Long", all_day=False)
    month = Month(wall)

    wall.page.restyle()

    for size in ((620, 420), (400, 240)):
        wall.stage.window.resize(*size)
        assert not month.view.grab().isNull()


@pytest.mark.parametrize(("day", "week_start", "first"), [
    ("2026-02-10", 6, "2026-02-01"), ("2026-02-10", 0, "2026-01-26"), ("2026-03-31", 0, "2026-02-23"),
])  # fmt: skip
def test_a_month_is_always_six_weeks(day: str, week_start: int, first: str) -> None:
    since, until = span_of(ViewName.MONTH, day, week_start)

    assert since == first
    assert len(list(days_between(since, until))) == 42


def test_what_finds_no_room_is_counted() -> None:
    layout = MonthLayout(700, 32 + 6 * 80, 6)

    roomy, crowded = layout.places(8, 2), layout.places(8, 5)

    assert (len(roomy.bars), roomy.more.isEmpty()) == (2, True)
    assert (len(crowded.bars), crowded.more.isEmpty()) == (2, False)
    assert crowded.bars[-1].right() == crowded.more.left()
    assert layout.day_at(QPointF(350, 10)) is None
    assert MonthLayout(700, 60, 6).places(0, 3).bars == ()
    assert [layout.day_at(layout.cell(number).center()) for number in (0, 20, 41)] == [0, 20, 41]


def test_without_a_span_it_is_an_empty_card(wall: Wall) -> None:
    view = MonthView()
    wall.qtbot.addWidget(view)

    view.tell()

    assert not view.grab().isNull()
    assert view.accessibleDescription() == ""


class _LaterBy:
    """The clock of somebody who has looked at the month for some seconds."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds

    def elapsed(self) -> int:
        return self._seconds * 1000

    def isValid(self) -> bool:
        return True
