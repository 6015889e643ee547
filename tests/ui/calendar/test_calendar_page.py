"""The Calendar page: what stands where, menus, tracking, reloading."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.domain.entities.planning import PlannedEvent, TimeOff, TimeOffKind
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from app.ui.calendar import glide
from app.ui.calendar.blocks import Sort
from app.ui.calendar.page import CalendarPage
from app.ui.calendar.spans import ViewName
from app.ui.calendar.words import draft_hint, draft_words
from tests.support.calendar_page import ALT, CTRL, NO_KEYS, Wall
from tests.support.reach import out_of_order, unnamed
from tests.support.store import USER, clock_of
from tests.support.today import at


class LaterBy:
    """The clock of somebody who has looked at the page for some seconds."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds

    def elapsed(self) -> int:
        return self._seconds * 1000

    def isValid(self) -> bool:
        return True


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


def test_kinds_of_time_stand_in_their_places(wall: Wall) -> None:
    wall.add("09:00", "11:00", "letters")
    wall.add("10:00", "11:00", "call")
    wall.run(imported, "10:30", "11:30", "team")
    wall.add("14:00", "15:00", "alone")
    wall.open()

    places = {place.block.title: place.rect for place in wall.body.grid.places}
    assert places["letters"].right() <= places["call"].left()
    assert places["call"].right() <= places["team"].left()
    assert places["alone"].width() > places["letters"].width() * 2
    assert wall.block("team").sort is Sort.IMPORTED


def test_what_others_write_is_shown(wall: Wall) -> None:
    wall.open()
    assert wall.said == []
    wall.add("09:00", "10:00", "letters")
    wall.wait_for("02 09:00-10:00 tracked letters")


def test_a_running_entry_grows_with_the_clock(wall: Wall) -> None:
    wall.run(start_timer, description="design", started_at=at("12:00", 2))
    wall.open()
    before = wall.body.grid.places[0].rect.height()
    assert wall.stage.ctx is not None
    clock_of(wall.stage.ctx).forward(1800)
    wall.page.reload()

    wall.wait(lambda: wall.body.grid.places[0].rect.height() > before + 20)
    assert wall.page.grid.heads.words(wall.body.span.days[2]).startswith("Wednesday, 4 March, 1:30 tracked")  # type: ignore[union-attr]


def test_time_passes_while_one_looks(wall: Wall) -> None:
    wall.run(start_timer, description="design", started_at=at("12:00", 2))
    wall.open()
    span = wall.body.span
    assert span is not None
    ends = wall.blocks[0].ends
    wall.body._since_read = LaterBy(60)  # type: ignore[assignment]
    wall.body.tick()
    wall.page.grid.heads.grow(60)

    assert wall.body.now >= span.now + 60
    assert wall.blocks[0].ends >= ends + 60
    assert "1:01 tracked" in wall.page.grid.heads.words(span.days[2])


def test_tracking_an_event_makes_an_entry_and_marks_it_done(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "workshop")
    wall.open()
    menu = wall.right_click(wall.on("workshop"))
    wall.choose(menu, "Track this")

    wall.wait(lambda: "02 09:00-10:00 tracked workshop" in wall.said)
    assert "02 09:00-10:00 done workshop" in wall.said
    assert wall.stage.toasts == ["Event tracked"]


def test_an_imported_event_is_tracked_and_stays_as_it_is(wall: Wall) -> None:
    wall.run(imported, "09:00", "10:00", "team")
    wall.open()
    wall.stand_on("team")
    wall.key(Qt.Key.Key_K)

    wall.wait(lambda: "02 09:00-10:00 tracked team" in wall.said)
    block = next(block for block in wall.blocks if block.sort is Sort.IMPORTED)
    assert block.event is not None
    assert block.event.is_done
    assert "Track this" not in [action.text() for action in wall.page.menus.of_block(block, block.begins).actions()]


def test_an_imported_event_cannot_be_moved_or_deleted(wall: Wall) -> None:
    wall.run(imported, "09:00", "10:00", "team")
    wall.open()
    wall.drag(wall.on("team"), wall.spot("12:00", 1))
    assert wall.body.seen.draft is None
    wall.key(Qt.Key.Key_Delete)

    assert wall.stage.toasts == ["This event is of the calendar “Team” and can only be deleted there."]


def test_an_imported_event_can_be_copied_to_be_ones_own(wall: Wall) -> None:
    wall.run(imported, "15:00", "16:00", "team", 3)
    wall.open()
    grip = wall.on("team")
    wall.drag(grip, grip + QPoint(-round(wall.body.grid.column / 2), 2 * round(wall.body.hour)), keys=ALT)
    wall.wait(lambda: "05 17:00-18:00 planned team" in wall.said)
    assert "05 15:00-16:00 imported team" in wall.said


def test_an_event_is_deleted_and_of_a_series_only_one_time(wall: Wall) -> None:
    wall.plan("15:00", "16:00", "workshop", day=3)
    wall.plan("09:00", "09:15", "stand-up", recurrence="FREQ=DAILY;COUNT=3")
    wall.open()
    wall.stand_on("workshop")
    wall.key(Qt.Key.Key_Delete)
    wall.wait(lambda: len(wall.said) == 3)
    wall.stand_on("stand-up")
    wall.key(Qt.Key.Key_Delete)
    wall.wait(lambda: len(wall.said) == 2)

    assert wall.stage.toasts == ["Event deleted", "Event deleted, only this time"]


def test_a_forecast_can_be_planned_or_started_but_not_deleted(wall: Wall) -> None:
    wall.project("Shop", estimate_minutes=120, due_date="2026-03-05", start_date="2026-03-05")
    wall.open()
    wall.stand_on("Shop")
    wall.key(Qt.Key.Key_Delete)
    assert "forecast" in wall.stage.toasts[0]
    wall.key(Qt.Key.Key_Return)
    wall.wait(lambda: wall.page.actions_.events.form is not None)
    wall.page.panel.dismiss()

    wall.choose(wall.right_click(wall.on("Shop")), "Plan this time")

    wall.wait(lambda: [block.sort for block in wall.blocks] == [Sort.PLANNED])


def test_starting_a_timer_for_an_event(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "workshop")
    wall.open()
    wall.choose(wall.right_click(wall.on("workshop")), "Start a timer")
    wall.wait(lambda: wall.entries() == ["04 13:00-now workshop"])


def test_the_menu_of_empty_time_begins_something_there(wall: Wall) -> None:
    wall.open()
    menu = wall.right_click(wall.spot("10:20"))
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[:4] == ["New entry at 10:15", "Plan time at 10:15", "Plan the whole day", "Show this day"]
    wall.choose(menu, "Show this day")
    wall.wait(lambda: wall.page.view is ViewName.DAY and wall.page.day == "2026-03-02")

    menu = wall.right_click(wall.spot("11:00"))
    wall.choose(menu, "Plan time at 11:00")
    wall.wait(lambda: wall.page.actions_.events.form is not None)


def test_splitting_where_one_clicked(wall: Wall) -> None:
    wall.add("09:00", "11:00", "letters")
    wall.open()
    menu = wall.right_click(wall.spot("09:45", across=0.3))
    wall.choose(menu, "Split at 09:45")
    wall.wait_for("02 09:00-09:45 tracked letters", "02 09:45-11:00 tracked letters")


def test_a_double_click_edits_or_begins(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.plan("15:00", "16:00", "workshop", day=3)
    wall.open()
    wall.double_click(wall.on("letters"))
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    wall.page.panel.dismiss()
    wall.double_click(wall.on("workshop"))
    wall.wait(lambda: wall.page.actions_.events.form is not None)
    wall.page.panel.dismiss()
    wall.double_click(wall.spot("11:00", 1))

    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    assert wall.body.seen.draft is not None
    assert wall.body.seen.draft.since == at("11:00", 1)


def test_time_off_and_whole_days_stand_above_the_hours(wall: Wall) -> None:
    wall.run(day_off, "2026-03-05", "2026-03-06", "Skiing")
    wall.run(day_off, "2026-03-03", "2026-03-03", "Dentist", fraction=0.5)
    fair = wall.plan("00:00", "00:00", "Fair", all_day=True)
    wall.run(_stretch, fair.id)
    wall.open()
    strip = wall.page.grid.strip

    assert strip.isVisible()
    shown = {one.title: (one.first, one.last) for one, _ in strip.places()}
    assert shown == {
        "Fair": ("2026-03-02", "2026-03-03"),
        "Dentist · 50 %": ("2026-03-03", "2026-03-03"),
        "Skiing": ("2026-03-05", "2026-03-06"),
    }
    assert wall.body.span is not None
    assert [day.capacity_minutes for day in wall.body.span.days] == [480, 240, 480, 0, 0]
    spot = next(rect.center().toPoint() for one, rect in strip.places() if one.title == "Fair")
    QTest.mouseDClick(strip, Qt.MouseButton.LeftButton, NO_KEYS, spot)
    wall.wait(lambda: wall.page.actions_.events.form is not None)
    wall.page.panel.dismiss()
    QTest.mouseClick(strip, Qt.MouseButton.RightButton, NO_KEYS, spot)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Track this", "Edit…"]
    menu.close()
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleDescription() == "Fair"
    QTest.keyClick(strip, Qt.Key.Key_Return)
    wall.wait(lambda: wall.page.actions_.events.form is not None)


def _stretch(ctx: Context, id_: str) -> Any:
    from app.orchestrators.planning.events import edit_event

    return edit_event(ctx, id_, starts_at=at("00:00"), ends_at=at("00:00", 2))


def test_a_click_on_a_head_shows_that_day(wall: Wall) -> None:
    wall.open()
    heads = wall.page.grid.heads
    QTest.mouseClick(heads, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(heads.width() - 20, 10))
    wall.wait(lambda: wall.page.header.title.text() == "Friday, 6 March 2026")


def test_heads_say_what_was_tracked_planned_and_is_too_much(wall: Wall) -> None:
    wall.add("09:00", "10:30", "letters")
    wall.plan("09:00", "18:00", "workshop", day=3)
    wall.project("Shop", estimate_minutes=600, due_date="2026-03-06", start_date="2026-03-06")
    wall.open()
    assert wall.body.span is not None
    words = [wall.page.grid.heads.words(day) for day in wall.body.span.days]

    assert words[0] == "Monday, 2 March, 1:30 tracked, 8:00 of working time"
    assert words[3] == "Thursday, 5 March, 0:00 tracked, 9:00 planned, 1:00 too much, 8:00 of working time"
    assert words[4] == "Friday, 6 March, 0:00 tracked, 10:00 forecast, 2:00 too much, 8:00 of working time"


def test_ctrl_and_the_wheel_zoom_around_the_mouse(wall: Wall) -> None:
    wall.open()
    before = wall.body.grid.instant_at("2026-03-02", wall.body.at(QPointF(0, 100)).y())
    wall.wheel(2, CTRL)
    after = wall.body.grid.instant_at("2026-03-02", wall.body.at(QPointF(0, 100)).y())

    assert wall.body.hour > 50
    assert abs(after - before) < 120
    top = wall.body.verticalScrollBar().value()
    wall.wheel(-1, NO_KEYS)
    wall.wait(lambda: wall.body.verticalScrollBar().value() > top)


def test_steps_are_chosen_and_remembered(wall: Wall) -> None:
    wall.open()
    wall.page.header.options.click()
    menu = QApplication.activePopupWidget()
    assert menu is not None
    steps = next(action.menu() for action in menu.actions() if action.menu() is not None)
    next(action for action in steps.actions() if action.text() == "15 minutes").trigger()  # type: ignore[attr-defined]
    menu.close()

    assert wall.body.gestures.snap_minutes == 15
    again = CalendarPage(wall.stage.shell)
    assert again.grid.body.gestures.snap_minutes == 15
    again.deleteLater()


def test_hovering_tells_everything_about_a_block(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    spot = wall.on("letters")
    wall.hover(spot)
    assert wall.body.seen.hover == wall.block("letters").key
    wall.hover(wall.on("letters", "bottom"))
    assert wall.body.viewport().cursor().shape() is Qt.CursorShape.SizeVerCursor

    QApplication.sendEvent(wall.body.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, QPoint(5, 5)))
    assert QToolTip.text() == "letters\ntracked\nMonday, 2 March\n09:00 – 10:00 · 1:00"
    QToolTip.hideText()
    QApplication.sendEvent(wall.body, QEvent(QEvent.Type.Leave))
    assert wall.body.seen.hover == ""


def test_colours_switch_live(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    light = wall.body.viewport().grab().toImage().pixelColor(200, 5)
    wall.stage.appearance.choose("dark")
    dark = wall.body.viewport().grab().toImage().pixelColor(200, 5)
    assert light.lightness() > 150 > dark.lightness()


def test_twelve_hours_and_a_week_that_begins_on_sunday(wall: Wall) -> None:
    wall.run(update_settings, clock24=False, week_start=6)
    wall.add("14:00", "15:00", "letters")
    wall.open(view=ViewName.WEEK)

    assert wall.page.header.title.text() == "1 – 7 March 2026"
    wall.stand_on("letters")
    assert "2:00" in wall.body.accessibleDescription()
    assert "pm" in wall.body.accessibleDescription().lower()


def test_another_page_leads_to_a_day(wall: Wall) -> None:
    wall.open()
    wall.page.open_target("2026-05-13")
    wall.wait(lambda: wall.page.header.title.text() == "11 – 15 May 2026")
    wall.page.header.forth.click()
    wall.wait(lambda: wall.page.header.title.text() == "18 – 22 May 2026")
    wall.page.header.today.click()
    wall.wait(lambda: wall.page.header.title.text() == "2 – 6 March 2026")
    wall.page.header.switch.buttons[2].click()
    wall.wait(lambda: wall.page.header.title.text() == "2 – 8 March 2026")


def test_an_empty_week_says_what_belongs_there_and_begins_it(wall: Wall) -> None:
    wall.open()
    hint = wall.page.grid.hint
    assert hint.isVisible()
    hint.new.click()
    wall.wait(lambda: wall.page.actions_.events.form is not None)
    wall.page.panel.dismiss()
    wall.add("09:00", "10:00", "letters")
    wall.wait(lambda: not hint.isVisible())


def test_a_past_drag_says_how_it_could_become_a_plan(wall: Wall) -> None:
    wall.open()
    wall.drag(wall.spot("09:00"), wall.spot("10:30"), drops=False)
    draft = wall.body.seen.draft
    assert draft is not None
    assert draft_words(draft, "Europe/Berlin") == "Entry 09:00 – 10:30 · 1:30"
    assert draft_hint(draft) == "With Ctrl: a plan"
    before = wall.body.viewport().grab().toImage()
    wall.body.let_go()
    assert wall.body.viewport().grab().toImage() != before


def test_the_wheel_glides_and_jumps_where_no_motion_is_wanted(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    wall.open((900, 420))
    bar = wall.body.verticalScrollBar()
    bar.setValue(0)
    asked = {"ms": 200}
    monkeypatch.setattr(glide, "asked_ms", lambda _widget: asked["ms"])
    wall.wheel(-1, NO_KEYS)
    wall.wheel(-1, NO_KEYS)
    wall.wait(lambda: bar.value() == round(2 * wall.body.hour))
    asked["ms"] = 0
    wall.wheel(1, NO_KEYS)
    assert bar.value() == round(wall.body.hour)


def test_controls_have_names_and_tab_goes_the_way_of_reading(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    assert unnamed(wall.page) == []
    assert out_of_order(wall.page) == []
    wall.stand_on("letters")
    wall.key(Qt.Key.Key_Return)
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    assert unnamed(wall.page.panel) == []
    assert out_of_order(wall.page.panel) == []


def test_after_deleting_the_keyboard_is_on_what_stands_in_its_place(wall: Wall) -> None:
    for hour in (9, 11, 13):
        wall.add(f"{hour:02d}:00", f"{hour + 1:02d}:00", f"at {hour}")
    wall.open()
    wall.stand_on("at 11")
    wall.key(Qt.Key.Key_Delete)
    wall.wait(lambda: len(wall.said) == 2)
    assert wall.body.current is wall.block("at 13")


def test_a_narrow_window_has_a_shorter_title(wall: Wall) -> None:
    wall.open((720, 560))
    assert wall.page.header.title.text() == "2 – 6 Mar 2026"
    assert wall.page.header.title.toolTip() == "2 – 6 March 2026"
    assert wall.page.header.switch.width() >= wall.page.header.switch.sizeHint().width()
    wall.stage.window.resize(1200, 700)
    wall.wait(lambda: wall.page.header.title.text() == "2 – 6 March 2026")


def test_a_whole_day_is_planned_from_the_menu(wall: Wall) -> None:
    wall.open()
    wall.choose(wall.right_click(wall.spot("10:00", 3)), "Plan the whole day")
    wall.wait(lambda: wall.page.actions_.events.form is not None)
    form = wall.page.actions_.events.form
    assert form is not None
    QTest.keyClicks(form.title, "Fair")
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    wall.wait(wall.page.grid.strip.isVisible)
    assert [one.title for one, _ in wall.page.grid.strip.places()] == ["Fair"]
