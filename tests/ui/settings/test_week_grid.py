"""Settings › Work hours: the week by mouse, by keyboard and as it is typed."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.work_hours.slots import set_week
from app.ui.settings.work_hours.grid import WeekGrid
from app.ui.settings.work_hours.places import HEAD
from app.ui.settings.work_hours.section import WorkHoursSection
from app.ui.theme import tokens
from app.ui.words import undone_line
from tests.support.pages import Stage
from tests.ui.settings.week_desk import (
    ALT,
    CTRL,
    LEFT,
    MONDAY,
    NONE,
    SHIFT,
    USUAL,
    drag,
    focused_grid,
    here,
    open_section,
    settled,
    spot,
    stored,
)


@pytest.fixture
def section(stage: Stage, qtbot: QtBot) -> WorkHoursSection:
    return open_section(stage, qtbot)


@pytest.fixture
def grid(section: WorkHoursSection, stage: Stage, qtbot: QtBot) -> WeekGrid:
    return focused_grid(section, stage, qtbot)


# --- the mouse ---


def test_drawing_on_a_free_day_sets_the_week_from_monday_on(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    drag(grid, spot(grid, 5, 600), spot(grid, 5, 720))

    settled(stage, qtbot, (*USUAL, (5, 600, 720)))
    assert stage.toasts == ["Working hours changed"]
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: grid.spans == USUAL)


def test_what_was_undone_is_named_by_its_day() -> None:
    assert undone_line("set_week", MONDAY, redone=False) == "Undone: set week “2 Mar 2026”"


def test_a_span_is_moved_to_another_day_stretched_and_copied(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    drag(grid, spot(grid, 4, 700), spot(grid, 5, 760))
    moved = (*USUAL[:4], (5, 600, 1080))
    settled(stage, qtbot, moved)

    drag(grid, spot(grid, 5, 1080) - QPoint(2, 0), spot(grid, 5, 780))
    settled(stage, qtbot, (*USUAL[:4], (5, 600, 780)))
    drag(grid, spot(grid, 5, 600) + QPoint(2, 0), spot(grid, 5, 545), SHIFT)
    settled(stage, qtbot, (*USUAL[:4], (5, 545, 780)))
    drag(grid, spot(grid, 5, 660), spot(grid, 6, 660), ALT)
    settled(stage, qtbot, (*USUAL[:4], (5, 545, 780), (6, 545, 780)))


def test_a_drop_over_another_span_goes_back_with_the_reason(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    both = ((0, 540, 720), (0, 780, 1020))
    stage.run(qtbot, set_week, both, effective_from=MONDAY)
    qtbot.waitUntil(lambda: grid.spans == both)

    drag(grid, spot(grid, 0, 600), spot(grid, 0, 760))

    qtbot.waitUntil(lambda: bool(stage.toasts))
    assert "overlap those from" in stage.toasts[-1]
    qtbot.waitUntil(lambda: grid.spans == both)
    settled(stage, qtbot, both)


def test_escape_gives_up_a_drag_and_a_click_changes_nothing(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    drag(grid, spot(grid, 5, 600), spot(grid, 5, 720), drops=False)
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    QTest.mouseRelease(grid, LEFT, NONE, spot(grid, 5, 720))
    QTest.mouseClick(grid, LEFT, NONE, spot(grid, 2, 600))

    assert grid.spans == USUAL
    assert here(grid) == (2, USUAL[2])
    assert stored(stage, qtbot) == []


def test_what_comes_from_elsewhere_waits_until_the_hand_is_empty(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    drag(grid, spot(grid, 5, 600), spot(grid, 5, 720), drops=False)
    stage.run(qtbot, set_week, USUAL[:3], effective_from=MONDAY)
    qtbot.waitUntil(lambda: grid._late is not None)
    assert grid.spans == USUAL

    QTest.keyClick(grid, Qt.Key.Key_Escape)

    assert grid.spans == USUAL[:3]


def test_the_pointer_says_what_can_be_done(grid: WeekGrid, qtbot: QtBot) -> None:
    for place, shape in (
        (spot(grid, 0, 700), Qt.CursorShape.OpenHandCursor),
        (spot(grid, 0, 540), Qt.CursorShape.SizeHorCursor),
        (spot(grid, 0, 300), Qt.CursorShape.CrossCursor),
        (grid.places().menu_of(0).center(), Qt.CursorShape.PointingHandCursor),
        (QPoint(5, HEAD // 2), Qt.CursorShape.ArrowCursor),
    ):
        QTest.mouseMove(grid, place)
        assert grid.cursor().shape() is shape
    assert [grid._tip(grid.places().hit(place, grid.spans)) for place in (
        spot(grid, 0, 700), spot(grid, 5, 700), grid.places().menu_of(0).center(), QPoint(5, 5),
    )] == ["09:00–17:00 (8:00)", "Drag to set working time", "Copy, type or clear this day", ""]  # fmt: skip
    QApplication.sendEvent(grid, QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))


def actions_of(menu: QMenu) -> dict[str, Any]:
    return {action.text(): action for action in menu.actions()}


def test_a_day_is_copied_to_others_and_cleared_by_its_menu(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    QTest.mouseClick(grid, LEFT, NONE, grid.places().menu_of(0).center())
    menu = grid.menu.menu
    assert menu.isVisible()
    menu.close()
    to: Any = actions_of(menu)["Copy Monday to"].menu()
    actions_of(to)["Every day"].trigger()
    settled(stage, qtbot, tuple((day, 540, 1020) for day in range(7)))

    grid.choose(6, None)
    grid.menu.fill()
    actions_of(menu)["No work on Sunday"].trigger()
    settled(stage, qtbot, tuple((day, 540, 1020) for day in range(6)))
    grid.choose(5, (5, 540, 1020))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot(grid, 5, 700), grid.mapToGlobal(spot(grid, 5, 700)))
    QApplication.sendEvent(grid, event)
    actions_of(menu)["Delete 09:00–17:00"].trigger()
    menu.close()
    settled(stage, qtbot, USUAL)


# --- the keyboard ---


def test_arrows_go_over_days_and_spans_and_say_where_they_are(grid: WeekGrid) -> None:
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert here(grid) == (1, None)
    assert grid.accessibleDescription() == "Tuesday: 09:00–17:00. 8:00 in all."
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.chosen == USUAL[1]
    QTest.keyClick(grid, Qt.Key.Key_Left)
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert here(grid) == (1, None)
    for _ in range(9):
        QTest.keyClick(grid, Qt.Key.Key_Down)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert here(grid) == (6, None)
    assert grid.accessibleDescription() == "Sunday: no work. 0:00 in all."


def test_the_keyboard_moves_stretches_adds_and_deletes(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right, CTRL)
    QTest.keyClick(grid, Qt.Key.Key_Left, SHIFT)
    QTest.keyClick(grid, Qt.Key.Key_Left, CTRL | SHIFT)
    assert grid.spans[0] == (0, 540, 1020)
    QTest.keyClick(grid, Qt.Key.Key_Right, CTRL | SHIFT)
    QTest.keyClick(grid, Qt.Key.Key_Up, SHIFT)
    settled(stage, qtbot, ((0, 555, 1020), *USUAL[1:]))

    QTest.keyClick(grid, Qt.Key.Key_Insert)
    settled(stage, qtbot, ((0, 555, 1020), (0, 1080, 1140), *USUAL[1:]))
    assert grid.chosen == (0, 1080, 1140)
    QTest.keyClick(grid, Qt.Key.Key_Down, CTRL)
    settled(stage, qtbot, ((0, 555, 1020), USUAL[1], (1, 1080, 1140), *USUAL[2:]))
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    settled(stage, qtbot, ((0, 555, 1020), *USUAL[1:]))
    grid.choose(3, None)
    QTest.keyClick(grid, Qt.Key.Key_Backspace)
    settled(stage, qtbot, ((0, 555, 1020), *USUAL[1:3], USUAL[4]))


def test_a_day_is_copied_and_pasted(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    QTest.keyClick(grid, Qt.Key.Key_V, CTRL)
    QTest.keyClick(grid, Qt.Key.Key_C, CTRL)
    grid.choose(6, None)
    QTest.keyClick(grid, Qt.Key.Key_V, CTRL)

    settled(stage, qtbot, (*USUAL, (6, 540, 1020)))


def test_keys_that_say_nothing_here_are_left_to_the_window(grid: WeekGrid) -> None:
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    QTest.keyClick(grid, Qt.Key.Key_X)
    QTest.keyClick(grid, Qt.Key.Key_Up, CTRL)

    assert grid.spans == USUAL


# --- typing ---


def line_of(grid: WeekGrid) -> Any:
    return grid._line


def test_the_times_of_a_day_are_typed(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    QTest.keyClick(grid, Qt.Key.Key_Return)
    line = line_of(grid)
    assert line.text() == "09:00–17:00"
    QTest.keyClicks(line, "8-12, 13-16:30")
    QTest.keyClick(line, Qt.Key.Key_Return)

    settled(stage, qtbot, ((0, 480, 720), (0, 780, 990), *USUAL[1:]))
    assert line.isHidden()
    assert grid.hasFocus()


def test_what_cannot_be_read_is_said_and_stays_to_be_put_right(
    section: WorkHoursSection, grid: WeekGrid, stage: Stage, qtbot: QtBot
) -> None:
    QTest.mouseDClick(grid, LEFT, NONE, spot(grid, 2, 700))
    line = line_of(grid)
    QTest.keyClicks(line, "nine to five")
    QTest.keyClick(line, Qt.Key.Key_Return)

    assert "“nine to five” is no working time" in section.week.problem.text()
    assert line.isVisible()
    line.clear()
    QTest.keyClick(line, Qt.Key.Key_Return)
    settled(stage, qtbot, (*USUAL[:2], *USUAL[3:]))
    assert section.week.problem.isHidden()


def test_times_over_midnight_are_refused_with_the_two_slots_to_set(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    grid.type_day(4)
    QTest.keyClicks(line_of(grid), "22-6")
    QTest.keyClick(line_of(grid), Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: bool(stage.toasts))
    assert "Friday 22:00 to 24:00 and Saturday 0:00 to 6:00" in stage.toasts[-1]
    qtbot.waitUntil(lambda: grid.spans == USUAL)


def test_escape_leaves_a_line_as_it_was_and_going_away_takes_it(
    section: WorkHoursSection, grid: WeekGrid, stage: Stage, qtbot: QtBot
) -> None:
    grid.type_day(0)
    QTest.keyClicks(line_of(grid), "1-2")
    QTest.keyClick(line_of(grid), Qt.Key.Key_Escape)
    assert grid.spans == USUAL
    grid.type_day(0)
    section.week.since.setFocus()
    assert line_of(grid).isHidden()
    grid.type_day(0)
    QTest.keyClicks(line_of(grid), "1-2")
    section.week.since.setFocus()

    settled(stage, qtbot, ((0, 60, 120), *USUAL[1:]))


@pytest.mark.parametrize("theme", [tokens.LIGHT, tokens.DARK])
@pytest.mark.parametrize("size", [(880, 560), (1240, 760)])
def test_the_section_is_painted_in_every_state(
    section: WorkHoursSection, grid: WeekGrid, stage: Stage, qtbot: QtBot, theme: Any, size: tuple[int, int]
) -> None:
    tokens.use(theme)
    stage.window.resize(*size)
    stage.run(qtbot, set_week, [(0, 540, 720), (0, 780, 1020), (1, 0, 20)], effective_from=MONDAY)
    qtbot.waitUntil(lambda: len(grid.spans) == 3)
    grid.choose(0, grid.spans[0])
    QTest.mouseMove(grid, spot(grid, 0, 900))
    plain = grid.grab().toImage()
    drag(grid, spot(grid, 0, 600), spot(grid, 0, 760), drops=False)
    held = grid.grab().toImage()
    grid.cancel()
    QTest.mouseMove(grid, grid.places().menu_of(3).center())
    grid.choose(3, None)

    assert held != plain
    assert grid.grab().toImage() != plain
    tokens.use(tokens.LIGHT)
