"""Dragging in the grid: create, move, resize, copy, and what is refused."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timer import start_timer
from app.ui.calendar.blocks import Sort
from app.ui.calendar.gestures import Deed
from tests.support.calendar_page import ALT, CTRL, SHIFT, Wall
from tests.support.today import at


def test_dragging_over_past_time_opens_the_form_of_an_entry_and_saving_adds_it(wall: Wall) -> None:
    wall.open()
    wall.drag(wall.spot("09:02"), wall.spot("10:00"), wall.spot("10:31"))
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    form = wall.page.actions_.entries.form
    assert form is not None
    draft = wall.body.seen.draft
    assert draft is not None
    assert (draft.deed, draft.sort) == (Deed.CREATE, Sort.TRACKED)

    QTest.keyClicks(form.description, "letters")
    QTest.keyClick(form.description, Qt.Key.Key_Return)

    wall.wait_for("02 09:00-10:30 tracked letters")
    assert wall.body.seen.draft is None
    assert wall.body.current is wall.block("letters")
    assert wall.stage.toasts == ["Entry added"]


def test_dragging_over_time_to_come_plans(wall: Wall) -> None:
    wall.open()
    wall.drag(wall.spot("15:00", 3), wall.spot("16:00", 3))
    wall.wait(lambda: wall.page.actions_.events.form is not None)
    form = wall.page.actions_.events.form
    assert form is not None

    QTest.keyClicks(form.title, "workshop")
    QTest.keyClick(form.title, Qt.Key.Key_Return)

    wall.wait_for("05 15:00-16:00 planned workshop")


def test_ctrl_plans_also_in_the_past(wall: Wall) -> None:
    wall.open()
    wall.drag(wall.spot("09:00"), wall.spot("10:00"), keys=CTRL)

    wall.wait(lambda: wall.page.actions_.events.form is not None)
    wall.page.panel.dismiss()
    assert wall.body.seen.draft is None
    assert wall.events() == []


def test_leaving_the_form_takes_the_marked_span_away(wall: Wall) -> None:
    wall.open()
    wall.drag(wall.spot("11:00"), wall.spot("10:00"))
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    draft = wall.body.seen.draft
    assert draft is not None
    assert (draft.since, draft.until) == (at("10:00"), at("11:00"))

    QTest.keyClick(wall.page.panel, Qt.Key.Key_Escape)

    assert wall.body.seen.draft is None
    assert wall.entries() == []


def test_an_entry_is_moved_to_another_day_with_one_undo(wall: Wall) -> None:
    wall.add("09:00", "10:30", "letters")
    wall.open()
    grip = wall.on("letters")
    wall.drag(grip, wall.spot("11:00", 1), grip + QPoint(round(wall.body.grid.column), 0))

    wall.wait_for("03 09:00-10:30 tracked letters")
    assert wall.stage.toasts == ["Entry moved"]
    wall.wait(lambda: wall.body.seen.draft is None)
    assert wall.entries() == ["03 09:00-10:30 letters"]


def test_a_block_snaps_to_five_minutes_and_with_shift_to_one(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.body.zoom(3)
    grip = wall.on("letters")
    down = round(wall.body.hour * 17 / 60)
    wall.drag(grip, grip + QPoint(0, down), drops=False)
    rough = wall.body.seen.draft
    wall.move(grip + QPoint(0, down), SHIFT)
    fine = wall.body.seen.draft

    assert rough is not None
    assert fine is not None
    assert (rough.since - at("09:00")) // 60 == 15
    assert (fine.since - at("09:00")) // 60 == 17
    wall.body.let_go()


def test_escape_leaves_a_dragged_block_where_it_was(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.drag(wall.on("letters"), wall.spot("12:00", 1), drops=False)
    assert wall.ghost() is not None

    wall.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(wall.body.viewport(), Qt.MouseButton.LeftButton, pos=wall.spot("12:00", 1))

    assert wall.ghost() is None
    assert wall.entries() == ["02 09:00-10:00 letters"]


def test_edges_make_a_block_longer_and_shorter(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.plan("09:00", "10:00", "workshop", day=3)
    wall.open()

    wall.drag(wall.on("letters", "bottom"), wall.spot("11:30"))
    wall.wait(lambda: "02 09:00-11:30 tracked letters" in wall.said)
    wall.drag(wall.on("letters", "top"), wall.spot("09:30"))
    wall.wait(lambda: "02 09:30-11:30 tracked letters" in wall.said)
    wall.drag(wall.on("workshop", "bottom"), wall.spot("09:30", 3))
    wall.wait(lambda: "05 09:00-09:30 planned workshop" in wall.said)

    assert wall.stage.toasts == ["Entry changed", "Entry changed", "Event changed"]


def test_an_edge_never_passes_the_other_one(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()

    wall.drag(wall.on("letters", "top"), wall.spot("12:00"))

    wall.wait_for("02 09:55-10:00 tracked letters")


def test_alt_copies(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.plan("15:00", "16:00", "workshop", day=2)
    wall.open()
    grip = wall.on("letters")
    wall.drag(grip, grip + QPoint(round(wall.body.grid.column), 0), keys=ALT)
    wall.wait(lambda: "03 09:00-10:00 tracked letters" in wall.said)
    grip = wall.on("workshop")
    wall.drag(grip, grip + QPoint(round(wall.body.grid.column), 0), keys=ALT)
    wall.wait(lambda: "05 15:00-16:00 planned workshop" in wall.said)

    assert wall.stage.toasts == ["Entry copied", "Event copied"]
    assert len(wall.entries()) == len(wall.events()) == 2


def test_ctrl_copies_too_where_a_desktop_keeps_alt_to_itself(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    grip = wall.on("letters")
    wall.drag(grip, grip + QPoint(0, 2 * round(wall.body.hour)), keys=CTRL)
    wall.wait_for("02 09:00-10:00 tracked letters", "02 11:00-12:00 tracked letters")


def test_an_entry_dropped_into_the_future_goes_back_with_its_reason(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()

    grip = wall.on("letters")
    wall.drag(grip, grip + QPoint(3 * round(wall.body.grid.column), 0))

    wall.wait(lambda: bool(wall.stage.toasts))
    assert "future" in wall.stage.toasts[0]
    assert wall.body.seen.draft is None
    assert wall.said == ["02 09:00-10:00 tracked letters"]


def test_an_entry_of_a_locked_day_stays(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.run(update_settings, locked_before="2026-03-03")
    wall.open()

    grip = wall.on("letters")
    wall.drag(grip, grip + QPoint(0, 100))

    wall.wait(lambda: bool(wall.stage.toasts))
    assert "locked" in wall.stage.toasts[0]
    assert wall.entries() == ["02 09:00-10:00 letters"]


def test_a_running_entry_can_begin_earlier_but_not_be_moved(wall: Wall) -> None:
    wall.run(start_timer, description="design", started_at=at("11:00", 2))
    wall.open()
    wall.drag(wall.on("design"), wall.spot("09:00", 1))
    assert wall.body.seen.draft is None

    wall.drag(wall.on("design", "top"), wall.spot("10:00", 2))

    wall.wait(lambda: wall.said == ["04 10:00-13:00 tracked design"])
    assert wall.entries() == ["04 10:00-now design"]


def test_only_the_dragged_time_of_a_series_moves(wall: Wall) -> None:
    wall.plan("15:00", "15:30", "stand-up", recurrence="FREQ=DAILY;COUNT=5")
    wall.open()
    thursday = next(block for block in wall.blocks if block.day == "2026-03-05")
    place = wall.body.grid.place(thursday.key)
    assert place is not None
    grip = QPoint(
        round(place.rect.center().x()), round(place.rect.center().y()) - wall.body.verticalScrollBar().value()
    )
    wall.drag(grip, grip + QPoint(0, round(wall.body.hour)))

    wall.wait(lambda: "05 16:00-16:30 planned stand-up" in wall.said)
    assert wall.stage.toasts == ["Event moved, only this time"]
    assert [line[:8] for line in wall.events()] == ["02 15:00", "03 15:00", "04 15:00", "05 16:00", "06 15:00"]


def test_a_dragged_forecast_becomes_a_planned_event(wall: Wall) -> None:
    shop = wall.project("Shop", estimate_minutes=480, due_date="2026-03-06", start_date="2026-03-05", color="red")
    wall.open()
    block = next(block for block in wall.blocks if block.sort is Sort.ESTIMATE)
    place = wall.body.grid.place(block.key)
    assert place is not None
    grip = QPoint(round(place.rect.center().x()), round(place.rect.top()) + 30 - wall.body.verticalScrollBar().value())
    wall.drag(grip, grip + QPoint(0, round(wall.body.hour)))

    wall.wait(lambda: any(block.sort is Sort.PLANNED for block in wall.blocks))
    planned = next(block for block in wall.blocks if block.sort is Sort.PLANNED)
    assert planned.event is not None
    assert planned.event.event.project == shop.id
    assert planned.begins == block.begins + 3600
    assert planned.seconds == block.seconds


def test_an_entry_over_midnight_is_one_thing_on_two_days(wall: Wall) -> None:
    wall.run(_night_shift, wall)
    wall.open()
    assert wall.said == ["02 22:00-02:00 tracked night", "03 22:00-02:00 tracked night"]

    wall.body.verticalScrollBar().setValue(0)
    morning = wall.body.grid.place(wall.blocks[1].key)
    assert morning is not None
    grip = morning.rect.center().toPoint()
    wall.drag(grip, grip + QPoint(0, round(wall.body.hour)))

    wall.wait(lambda: wall.said == ["02 23:00-03:00 tracked night", "03 23:00-03:00 tracked night"])


def _night_shift(ctx: object, wall: Wall) -> object:
    from app.orchestrators.time_tracking.entries import add_entry

    return add_entry(ctx, started_at=at("22:00"), ended_at=at("02:00", 1), description="night")  # type: ignore[arg-type]


def test_holding_at_the_edge_scrolls_on(wall: Wall) -> None:
    wall.add("12:00", "13:00", "letters")
    wall.open((900, 420))
    grip = wall.on("letters")
    before = wall.body.verticalScrollBar().value()
    wall.drag(grip, QPoint(grip.x(), wall.body.viewport().height() - 2), drops=False)

    wall.wait(lambda: wall.body.verticalScrollBar().value() > before + 20)
    wall.move(QPoint(grip.x(), 1))
    wall.wait(lambda: wall.body.verticalScrollBar().value() < before)
    wall.body.let_go()
