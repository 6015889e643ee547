from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.tasks.tasks import create_task
from app.orchestrators.time_tracking.entries import delete_entries
from app.orchestrators.time_tracking.timer import start_timer
from app.ui.widgets.picker import Picker
from tests.support.pages import staged
from tests.support.today import Today, at

TWICE_1, TWICE_2 = 1_792_888_200, 1_792_891_800


def picker_of(today: Today) -> Picker:
    today.wait(lambda: today.page.editing.picking.picker is not None and today.page.editing.picking.picker.isVisible())
    picker = today.page.editing.picking.picker
    assert picker is not None
    return picker


def pick(today: Today, text: str) -> None:
    picker = picker_of(today)
    picker.field.setText(text)
    QTest.keyClick(picker.field, Qt.Key.Key_Return)


def test_description_is_edited_by_click_and_saved_by_enter(today: Today) -> None:
    today.add("9:00", "10:00", "fix logn")
    today.open()
    today.click("fix logn", "description")
    assert today.page.editing.editor.line.text() == "fix logn"
    assert today.page.editing.editor.line.accessibleName() == "Description"

    today.type("fix login")

    today.wait_for("09:00-10:00 fix login")
    assert today.stage.toasts == ["Entry changed"]
    assert not today.page.editing.editor.is_open
    assert today.page.view.hasFocus()
    today.run(undo)
    today.wait_for("09:00-10:00 fix logn")


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_description_is_edited_by_key_and_restored_by_escape(today: Today, key: Qt.Key) -> None:
    today.add("9:00", "10:00", "one")
    today.open()
    today.stand_on("one")

    today.key(key)
    today.type("two", Qt.Key.Key_Escape)

    assert not today.page.editing.editor.is_open
    assert today.page.view.hasFocus()
    assert [entry.description for entry in today.stored()] == ["one"]


def test_enter_without_a_change_writes_nothing(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.open()
    today.click("one", "description")

    today.type("one")

    assert not today.page.editing.editor.is_open
    assert today.stage.toasts == []


def test_letters_typed_in_the_field_are_no_commands(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.open()
    today.click("one", "description")

    today.type("cdsb", None)

    assert today.page.editing.editor.line.text() == "cdsb"
    assert len(today.stored()) == 1


@pytest.mark.parametrize(
    ("part", "text", "times"),
    [
        ("start", "930", "09:30-11:00 one"),
        ("start", "9:30am", "09:30-11:00 one"),
        ("end", "12:15", "09:00-12:15 one"),
        ("length", "1:30", "09:00-10:30 one"),
        ("length", "45m", "09:00-09:45 one"),
    ],
)
def test_times_are_edited_in_place(today: Today, part: str, text: str, times: str) -> None:
    today.add("9:00", "11:00", "one")
    today.open()
    today.click("one", part)

    today.type(text)

    today.wait_for(times)


def test_impossible_time_says_why_at_the_field_and_keeps_it_open(today: Today) -> None:
    today.add("9:00", "11:00", "one")
    today.open()
    today.click("one", "end")

    today.type("8:00")

    assert today.note == "The end, 08:00, lies before the start, 09:00."
    assert today.page.editing.editor.line.accessibleDescription() == today.note
    today.type("10:30")
    today.wait_for("09:00-10:30 one")
    assert today.note == ""


def test_what_a_workflow_refuses_is_said_at_the_field(today: Today) -> None:
    today.add("9:00", "11:00", "one")
    today.run(update_settings, locked_before="2026-03-03")
    today.open()
    today.click("one", "description")

    today.type("two")

    today.wait(lambda: today.note != "")
    assert today.page.editing.editor.is_open
    assert today.stored()[0].description == "one"


def test_tab_goes_from_field_to_field_and_saves(today: Today) -> None:
    today.add("9:00", "11:00", "one")
    today.open()
    today.click("one", "description")

    today.type("two", Qt.Key.Key_Tab)
    today.wait(lambda: today.page.editing.editor.line.text() == "09:00")
    today.type("09:00", Qt.Key.Key_Tab)
    assert today.page.editing.editor.line.text() == "11:00"
    today.type("10:00", Qt.Key.Key_Tab)
    today.wait(lambda: today.page.editing.editor.line.text() == "1:00")
    today.type("1:00", Qt.Key.Key_Backtab)
    assert today.page.editing.editor.line.text() == "10:00"
    today.type("10:00", Qt.Key.Key_Escape)

    today.wait_for("09:00-10:00 two")


def test_leaving_the_field_saves_what_can_be_and_restores_what_was_not_changed(today: Today) -> None:
    today.add("9:00", "11:00", "one")
    today.add("8:00", "9:00", "two")
    today.open()
    today.click("one", "description")
    today.type("uno", None)
    today.page.strip.cards[0].setFocus()
    today.wait_for("09:00-11:00 uno", "08:00-09:00 two")

    today.click("two", "end")
    today.page.strip.cards[0].setFocus()

    assert not today.page.editing.editor.is_open
    assert today.stage.toasts == ["Entry changed"]


def test_end_of_a_running_entry_stops_it_there(today: Today) -> None:
    today.run(start_timer, description="one", started_at=at("16:00"))
    today.open()
    today.click("one", "end")
    assert today.page.editing.editor.line.text() == ""

    today.type("17:30")

    today.wait_for("16:00-17:30 one")


def test_length_of_a_running_entry_moves_its_start(today: Today) -> None:
    today.run(start_timer, description="one", started_at=at("16:00"))
    today.open()
    today.click("one", "length")

    today.type("0:30")

    today.wait_for("17:30-now one")


def test_more_than_a_day_asks_and_is_saved_when_confirmed(today: Today) -> None:
    today.add("9:00", "11:00", "one", day=-5)
    today.open()
    today.click("one", "length")
    today.type("40h")
    buttons = today.page.editing.editor.note.buttons
    assert [button.text() for button in buttons] == ["Save it"]
    assert buttons[0].hasFocus()

    QTest.keyClick(buttons[0], Qt.Key.Key_Escape)
    assert today.note == ""
    assert today.page.editing.editor.line.hasFocus()
    QTest.keyClick(today.page.editing.editor.line, Qt.Key.Key_Return)
    today.page.editing.editor.note.buttons[0].click()

    today.wait_for("09:00-01:00 +2 one")


@pytest.fixture
def october(qtbot: QtBot, tmp_path: Path) -> Iterator[Today]:
    """The page on the evening of 25 October 2026, the day with two hours from two to three."""
    with staged(tmp_path, now=TWICE_2 + 16 * 3600) as stage:
        yield Today(stage, qtbot)


def test_time_that_came_twice_asks_which_one(october: Today) -> None:
    october.add("0:00", "0:00", "night", day=0)
    from app.orchestrators.time_tracking.entries import add_entry

    october.run(add_entry, started_at=TWICE_1 - 5400, ended_at=TWICE_2 + 7200, description="shift")
    october.open()
    october.click("shift", "start")

    october.type("2:30")

    note = october.page.editing.editor.note
    assert [button.text() for button in note.buttons] == ["The first (CEST)", "The second (CET)"]
    note.buttons[1].click()
    october.wait(lambda: october.stored()[0].started_at == TWICE_2)


def test_project_and_task_are_picked(today: Today) -> None:
    website = today.project("Website", color="blue")
    task = today.run(create_task, project=website.id, name="Design")
    today.add("9:00", "10:00", "one")
    today.open()

    today.click("one", "project")
    pick(today, "website design")

    today.wait(lambda: today.line("one").where == "Website · Design")
    assert (today.stored()[0].project, today.stored()[0].task) == (website.id, task.id)
    assert today.stage.toasts == ["Project changed"]
    today.stand_on("one")
    today.key(Qt.Key.Key_P)
    pick(today, "")
    today.wait(lambda: today.line("one").where == "Website")
    today.wait(lambda: today.stored()[0].task is None)


def test_project_is_taken_off(today: Today) -> None:
    website = today.project("Website", color="blue")
    today.add("9:00", "10:00", "one", project=website.id)
    today.open()
    today.click("one", "project")

    picker = picker_of(today)
    QTest.keyClick(picker.field, Qt.Key.Key_Up)
    QTest.keyClick(picker.field, Qt.Key.Key_Return)

    today.wait(lambda: today.line("one").where == "")


def test_a_new_project_is_made_while_picking(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.open()
    today.click("one", "project")

    pick(today, "Garden")

    today.wait(lambda: today.line("one").where == "Garden")


def test_tags_are_put_on_and_taken_off_in_one_step(today: Today) -> None:
    ux, ops = today.tag("ux"), today.tag("ops")
    today.add("9:00", "10:00", "one", tags=[ux.id])
    today.open()
    today.stand_on("one")
    today.key(Qt.Key.Key_T)
    picker = picker_of(today)

    pick(today, "ux")
    pick(today, "ops")
    picker.close()

    today.wait(lambda: today.line("one").tags == ("ops",))
    assert today.stored()[0].tags == {ops.id}
    assert today.stage.toasts == ["Tags changed"]


def test_a_new_tag_is_made_while_picking(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.open()
    today.click("one", "tags")

    pick(today, "urgent")

    today.wait(lambda: today.line("one").tags == ("urgent",))


def test_tags_that_stay_as_they_are_write_nothing(today: Today) -> None:
    today.tag("ux")
    today.add("9:00", "10:00", "one")
    today.open()
    today.click("one", "tags")
    picker = picker_of(today)

    picker.close()

    today.run(lambda ctx: None)
    assert today.stage.toasts == []


def test_billing_is_flipped_by_click_and_key(today: Today) -> None:
    today.add("9:00", "10:00", "one")
    today.open()

    today.click("one", "billable")
    today.wait(lambda: today.line("one").entry.billable)
    today.stand_on("one")
    today.key(Qt.Key.Key_B)

    today.wait(lambda: not today.line("one").entry.billable)
    assert today.stage.toasts == ["Billable now", "Not billable any more"]


def test_folded_entries_are_changed_together(today: Today) -> None:
    website = today.project("Website")
    today.add("9:00", "10:00", "mails")
    today.add("11:00", "12:00", "mails")
    today.open()
    today.click("mails", "description")
    today.type("emails")
    today.wait(lambda: today.entries == ["09:00-12:00 emails"])

    today.click("emails", "project")
    pick(today, "web")

    today.wait(lambda: [entry.project for entry in today.stored()] == [website.id, website.id])
    assert today.stage.toasts[-1] == "Project of 2 entries changed"


def test_the_field_follows_the_list_and_closes_when_its_entry_goes(today: Today) -> None:
    entry = today.add("9:00", "10:00", "one")
    for day in range(1, 12):
        today.add("9:00", "10:00", f"day {day}", day=-day)
    today.open((900, 400))
    today.click("one", "description")
    line = today.page.editing.editor.line
    before = line.y()

    today.page.view.verticalScrollBar().setValue(20)
    assert line.y() == before - 20
    today.run(delete_entries, [entry.id])

    today.wait(lambda: not today.page.editing.editor.is_open)


def test_the_note_stands_over_the_line_where_there_is_no_room_below(today: Today) -> None:
    for place in range(4):
        today.add(f"{9 + place}:00", f"{10 + place}:00", f"entry {place}")
    today.open((900, 380))
    view = today.page.view
    last = next(
        f"entry {place}"
        for place in range(4)
        if view.viewport().rect().contains(view.visualRect(today.index(f"entry {place}")))
    )
    today.click(last, "start")

    today.type("soon")

    editor = today.page.editing.editor
    host: QWidget = view.viewport()
    assert host.rect().contains(editor.note.geometry())
    assert not editor.note.geometry().intersects(editor.line.geometry())


def test_the_list_to_pick_from_stays_on_the_screen(today: Today) -> None:
    for place in range(9):
        today.project(f"Project {place}")
    for place in range(8):
        today.add(f"{9 + place}:00", f"{10 + place}:00", f"entry {place}")
    today.open((900, 640))
    screen = today.stage.window.screen().availableGeometry()
    today.stage.window.move(screen.left(), screen.bottom() - 640)
    today.page.view.scrollToBottom()

    today.page.editing.begin(today.line("entry 0"), "project")

    assert screen.contains(picker_of(today).geometry())
