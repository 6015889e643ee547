"""Typing into the week, as into a spreadsheet."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.domain.outcome import Changes
from app.orchestrators.history.history import undo
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timer import start_timer
from app.ui.timesheet.model import Column
from tests.support.timesheet import FIRST, Sheet
from tests.support.today import at

Key = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def week(sheet: Sheet) -> Sheet:
    """Two projects; an hour on Monday for each."""
    sheet.add("9:00", "10:00", project=sheet.project("App").id)
    sheet.add("10:00", "11:00", project=sheet.project("Website").id)
    return sheet.open()


def test_the_keyboard_is_on_today_and_the_week_is_summed(week: Sheet) -> None:
    assert week.place == (0, FIRST + 2)
    assert week.page.view.hasFocus()
    assert [week.row(row) for row in (0, 1)] == [
        ["App", "1:00", "", "", "", "", "", "", "1:00"], ["Website", "1:00", "", "", "", "", "", "", "1:00"],
    ]  # fmt: skip
    sums = [week.page.model.sum(column).seconds for column in (FIRST, FIRST + 1, Column.SUM)]
    assert sums == [7200, 0, 7200]
    assert week.page.bar.title.text() == "2 – 8 March 2026"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1:30", "1:30"),
        ("1.5", "1:30"),
        ("90m", "1:30"),
        ("1h30", "1:30"),
        ("130", "1:30"),
        (".5", "0:30"),
        ("+15m", "0:15"),
        ("1", "1:00"),
    ],
)
def test_a_time_is_typed_as_people_write_it(week: Sheet, text: str, shown: str) -> None:
    week.stand(FIRST + 1)

    week.type(text)

    assert week.row()[FIRST + 1] == shown
    week.qtbot.waitUntil(lambda: bool(week.stage.toasts))
    assert week.stage.toasts == [f"App, Tue 3 Mar: {shown}"]
    week.qtbot.waitUntil(lambda: not week.page.model.done())
    assert week.row()[FIRST + 1] == shown
    assert week.spans()[2].startswith("3 09:00-")


def test_each_edit_is_one_undo(week: Sheet) -> None:
    week.stand(FIRST)
    week.type("2:30")
    week.wait_for(FIRST, "2:30")
    assert week.spans() == ["2 09:00-10:00", "2 10:00-11:00", "2 11:00-12:30"]

    week.stage.shell.hub.publish(_undone(week))
    week.wait_for(FIRST, "1:00")


def _undone(week: Sheet) -> Changes:
    answers: list[Changes] = []
    week.stage.jobs.submit(undo, owner=None, on_done=lambda outcome: answers.append(outcome.changes))
    week.qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def test_enter_goes_down_tab_right_and_arrows_as_in_a_spreadsheet(week: Sheet) -> None:
    week.stand(FIRST)
    for key, keys, place in (
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, (1, FIRST)),
        (Key.Key_Return, SHIFT, (0, FIRST)),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier, (0, FIRST + 1)),
        (Key.Key_Right, Qt.KeyboardModifier.NoModifier, (0, FIRST + 2)),
        (Key.Key_Backtab, SHIFT, (0, FIRST + 1)),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier, (1, FIRST + 1)),
    ):
        week.key(key, keys)
        assert week.place == place

    week.stand(FIRST + 6)
    week.key(Key.Key_Tab)
    assert week.place == (1, FIRST)
    week.key(Key.Key_Backtab, SHIFT)
    assert week.place == (0, FIRST + 6)


def test_keys_leave_the_line_that_is_typed_into(week: Sheet) -> None:
    for key, place in (
        (Key.Key_Tab, (0, FIRST + 1)), (Key.Key_Down, (1, FIRST)), (Key.Key_Right, (0, FIRST + 1)),
    ):  # fmt: skip
        week.stand(FIRST)
        week.type("0:45", key)
        assert week.place == place
        assert week.line is None
        assert week.row()[FIRST] == "0:45"

    week.stand(FIRST, 1)
    week.type("3", None)
    week.key(Key.Key_Return, SHIFT)
    assert week.place == (0, FIRST)
    week.qtbot.waitUntil(lambda: not week.page.model.done())


def test_tab_leads_out_behind_the_last_cell_and_before_the_first(week: Sheet) -> None:
    week.stand(FIRST + 6, 1)
    QTest.keyClick(week.page.view, Key.Key_Tab)
    assert not week.page.view.hasFocus()

    week.stand(FIRST)
    QTest.keyClick(week.page.view, Key.Key_Backtab, SHIFT)
    assert not week.page.view.hasFocus()


def test_f2_and_double_click_edit_what_stands_there_and_escape_leaves_it(week: Sheet) -> None:
    week.stand(FIRST)
    week.key(Key.Key_F2)
    assert week.line_text() == "1:00"
    week.key(Key.Key_Left)
    assert week.line_text() == "1:00"
    week.key(Key.Key_Escape)
    assert week.line_text() is None

    QTest.mouseDClick(week.page.view.viewport(), Qt.MouseButton.LeftButton, pos=week.center(FIRST, 1))
    assert week.line_text() == "1:00"
    week.key(Key.Key_Return)
    assert week.stage.toasts == []
    week.page.view.edit_cell()
    assert week.line is not None
    QTest.keyClicks(week.line, "2:00")
    week.key(Key.Key_Return)
    week.wait_for(FIRST, "2:00", 1)


def test_what_is_no_time_is_said_and_can_be_mended(week: Sheet) -> None:
    week.stand(FIRST)
    week.type("5x")
    assert week.line is not None
    assert week.line.problem == week.page.hint.text() == "“5x” is no time. Write 1:30, 1.5, 90m or 1h30."

    week.line.selectAll()
    QTest.keyClicks(week.line, "-2:00")
    week.key(Key.Key_Return)
    assert week.page.hint.text() == "That is more than the cell holds."
    week.key(Key.Key_Escape)
    assert week.page.hint.text().startswith("Type 1:30")
    assert week.row()[FIRST] == "1:00"


def test_a_line_that_is_left_by_the_mouse_counts(week: Sheet) -> None:
    week.stand(FIRST)
    week.type("2:00", None)

    week.page.bar.copy.setFocus()

    week.wait_for(FIRST, "2:00")
    assert week.line is None

    week.stand(FIRST)
    week.type("2x", None)
    week.page.bar.copy.setFocus()
    assert week.stage.toasts[-1].startswith("“2x” is no time")
    assert week.row()[FIRST] == "2:00"


def test_delete_clears_and_cells_can_be_copied(week: Sheet) -> None:
    week.stand(FIRST)
    week.key(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "1:00"
    week.stand(FIRST + 1)
    week.key(Key.Key_V, CTRL)
    week.wait_for(FIRST + 1, "1:00")
    week.key(Key.Key_Delete)
    week.wait_for(FIRST + 1, "")
    week.key(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "0"
    QGuiApplication.clipboard().setText("nonsense")
    week.key(Key.Key_V, CTRL)
    assert "nonsense" in week.page.hint.text()
    week.qtbot.waitUntil(lambda: len(week.stage.toasts) == 2 and not week.page.model.done())


def test_a_refused_time_goes_back_and_the_reason_is_said(week: Sheet) -> None:
    week.stand(FIRST + 4)
    week.type("1:00")
    week.qtbot.waitUntil(lambda: bool(week.stage.toasts))
    assert week.stage.toasts[0].startswith("Fri 6 Mar is still to come")
    assert week.row()[FIRST + 4] == ""

    week.stand(FIRST + 2)
    week.type("23:00")
    week.qtbot.waitUntil(lambda: len(week.stage.toasts) == 2)
    assert "would go beyond now, 18:00" in week.stage.toasts[1]
    assert week.row()[FIRST + 2] == ""


def test_a_running_cell_grows_and_says_that_it_runs(week: Sheet) -> None:
    project = week.page.model.row(0).key.project
    week.run(start_timer, project=project, started_at=at("17:00", 2))
    week.wait_for(FIRST + 2, "1:00")
    assert week.page._tick.isActive()
    assert "now" in str(week.page.model.index(0, FIRST + 2).data(Qt.ItemDataRole.ToolTipRole))

    week.run(update_settings, duration_style="h:mm:ss")
    week.qtbot.waitUntil(lambda: week.row()[FIRST + 2] > "1:00:00", timeout=5000)
    assert not week.page.card.grab().isNull()
    week.stand(FIRST + 2)
    week.type("2:00")
    week.qtbot.waitUntil(lambda: bool(week.stage.toasts))
    assert "timer is running in this cell" in week.stage.toasts[0]
    week.page.hide()
    assert not week.page._tick.isActive()


def test_what_changes_meanwhile_does_not_disturb_the_typing(week: Sheet) -> None:
    week.stand(FIRST)
    week.type("2:0", None)
    week.add("12:00", "13:00", day=1)
    week.qtbot.waitUntil(lambda: week.page._waiting is not None)
    assert week.line is not None
    assert week.line.text() == "2:0"

    QTest.keyClicks(week.line, "0")
    week.key(Key.Key_Return)

    week.qtbot.waitUntil(lambda: week.page.model.rowCount() == 3)
    week.wait_for(FIRST, "2:00")
    assert week.row(2)[0] == "No project"
