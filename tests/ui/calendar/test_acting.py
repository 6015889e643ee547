"""What can be done in the calendar: menus, tracking, planning, deleting."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.orchestrators.history.history import undo
from app.ui.calendar.blocks import Sort
from app.ui.calendar.page import CalendarPage
from app.ui.calendar.spans import ViewName
from tests.support.calendar_page import ALT, Wall, imported
from tests.support.today import at


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


def test_after_deleting_the_keyboard_is_on_what_stands_in_its_place(wall: Wall) -> None:
    for hour in (9, 11, 13):
        wall.add(f"{hour:02d}:00", f"{hour + 1:02d}:00", f"at {hour}")
    wall.open()
    wall.stand_on("at 11")
    wall.key(Qt.Key.Key_Delete)
    wall.wait(lambda: len(wall.said) == 2)
    assert wall.body.current is wall.block("at 13")


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


def test_an_event_is_called_off_and_takes_no_time_any_more(wall: Wall) -> None:
    wall.plan("15:00", "16:00", "workshop", day=3)
    wall.open()
    wall.choose(wall.right_click(wall.on("workshop")), "Call it off")
    wall.wait(lambda: wall.said == [])
    assert wall.stage.toasts == ["Event called off"]
    assert wall.body.span is not None
    assert wall.body.span.days[3].planned_minutes == 0


def test_what_was_tracked_of_a_plan_opens_in_today(wall: Wall) -> None:
    wall.plan("09:00", "10:00", "workshop")
    wall.open()
    wall.stand_on("workshop")
    wall.key(Qt.Key.Key_K)
    wall.wait(lambda: len(wall.said) == 2)
    done = next(block for block in wall.blocks if block.sort is Sort.DONE)
    assert done.event is not None
    wall.page.actions_.act("today", done)
    assert wall.stage.went == [("today", done.event.event.entry)]


def test_every_edit_is_taken_back_by_one_undo(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.plan("15:00", "16:00", "workshop", day=3)
    wall.plan("15:30", "16:00", "stand-up", day=1, recurrence="FREQ=DAILY;COUNT=3")
    wall.open()
    before = sorted(wall.said)
    grips = [(title, QPoint(0, 2 * round(wall.body.hour))) for title in ("letters", "workshop", "stand-up")]
    for title, by in grips:
        start = wall.on(title)
        wall.drag(start, start + by)
        wall.wait(lambda: sorted(wall.said) != before and wall.ghost() is None)

        wall.run(undo)

        wall.wait(lambda: sorted(wall.said) == before)
