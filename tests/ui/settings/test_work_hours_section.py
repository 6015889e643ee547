"""Settings › Work hours: the week by mouse and by keyboard, from a day on; single days; overtime."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.settings.settings import get_settings, update_settings
from app.orchestrators.work_hours.overrides import list_overrides
from app.orchestrators.work_hours.slots import list_weeks, set_week
from app.ui.settings.page import SettingsPage
from app.ui.settings.work_hours.grid import WeekGrid
from app.ui.settings.work_hours.places import HEAD
from app.ui.settings.work_hours.section import WorkHoursSection
from app.ui.theme import tokens
from tests.support.pages import Stage

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
NONE_BUTTON = Qt.MouseButton.NoButton
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
USUAL = tuple((day, 540, 1020) for day in range(5))
MONDAY = "2026-03-02"


@pytest.fixture
def section(stage: Stage, qtbot: QtBot) -> WorkHoursSection:
    page = SettingsPage(stage.shell)
    stage.show(page)
    page.open_target("work_hours")
    qtbot.waitUntil(lambda: page.work_hours.is_built and page.work_hours.week.grid.spans != ())
    return page.work_hours


@pytest.fixture
def grid(section: WorkHoursSection, stage: Stage, qtbot: QtBot) -> WeekGrid:
    stage.window.activateWindow()
    section.week.grid.setFocus()
    qtbot.waitUntil(section.week.grid.hasFocus)
    return section.week.grid


def spot(grid: WeekGrid, weekday: int, minute: int) -> QPoint:
    return QPoint(round(grid.places().x(minute)), grid.places().row_of(weekday).center().y())


def drag(grid: WeekGrid, begin: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE, *, drops: bool = True) -> None:
    QTest.mousePress(grid, LEFT, NONE, begin)
    QTest.mouseMove(grid, (begin + end) / 2)
    # QTest's moves carry no modifiers.
    place = end.toPointF()
    event = QMouseEvent(QEvent.Type.MouseMove, place, grid.mapToGlobal(end).toPointF(), NONE_BUTTON, LEFT, keys)
    QApplication.sendEvent(grid, event)
    if drops:
        QTest.mouseRelease(grid, LEFT, keys, end)


def stored(stage: Stage, qtbot: QtBot) -> list[tuple[str | None, tuple[Any, ...]]]:
    return [(plan.since, plan.spans) for plan in stage.run(qtbot, list_weeks)[1:]]


def settled(stage: Stage, qtbot: QtBot, spans: tuple[Any, ...], since: str = MONDAY) -> None:
    qtbot.waitUntil(lambda: stored(stage, qtbot) == [(since, spans)])


def here(grid: WeekGrid) -> tuple[int, Any]:
    return grid.weekday, grid.chosen


# --- the mouse ---


def test_drawing_on_a_free_day_sets_the_week_from_monday_on(grid: WeekGrid, stage: Stage, qtbot: QtBot) -> None:
    drag(grid, spot(grid, 5, 600), spot(grid, 5, 720))

    settled(stage, qtbot, (*USUAL, (5, 600, 720)))
    assert stage.toasts == ["Working hours changed"]
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: grid.spans == USUAL)


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


# --- from when on ---


def test_until_it_is_set_the_week_can_be_kept_as_it_is(section: WorkHoursSection, stage: Stage, qtbot: QtBot) -> None:
    assert "not set your week yet" in section.week.hint.text()

    section.week.keep.click()

    settled(stage, qtbot, USUAL)
    qtbot.waitUntil(section.week.keep.isHidden)
    assert "Changes hold from 2 Mar 2026 on" in section.week.hint.text()
    assert section.week.total.text() == "40:00 a week"


def test_a_later_day_begins_another_week_and_the_list_shows_both(
    section: WorkHoursSection, grid: WeekGrid, stage: Stage, qtbot: QtBot
) -> None:
    section.week.keep.click()
    settled(stage, qtbot, USUAL)
    section.week.since.setText("1 Jun 2026")
    section.week.since.editingFinished.emit()
    qtbot.waitUntil(lambda: "1 Jun 2026" in section.week.hint.text())
    grid.choose(4, None)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(stored(stage, qtbot)) == 2)

    assert stored(stage, qtbot) == [(MONDAY, USUAL), ("2026-06-01", USUAL[:4])]
    qtbot.waitUntil(lambda: set(section.weeks.show_buttons) == {MONDAY, "2026-06-01"})
    section.weeks.show_buttons[MONDAY].click()
    qtbot.waitUntil(lambda: section.week.until.text() == "until 31 May 2026")
    assert grid.spans == USUAL
    section.weeks.drop_buttons["2026-06-01"].click()
    settled(stage, qtbot, USUAL)
    assert stage.toasts[-1] == "Week removed; the one before goes on"


def test_a_day_that_is_none_is_said_at_its_field(section: WorkHoursSection) -> None:
    since = section.week.since
    since.setText("soon")
    since.editingFinished.emit()
    assert "Not a date" in section.week._since_field.note
    since.clear()
    since.editingFinished.emit()
    assert since.day() == MONDAY


def test_a_week_before_the_first_day_there_can_be_is_refused(
    section: WorkHoursSection, stage: Stage, qtbot: QtBot
) -> None:
    section.week.week_wanted.emit(USUAL, "1850-01-01")

    qtbot.waitUntil(lambda: bool(stage.toasts))
    assert "kept from" in stage.toasts[-1]


def test_rows_follow_the_start_of_the_week(section: WorkHoursSection, stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, update_settings, week_start=6)

    qtbot.waitUntil(lambda: section.week.grid.places().week_start == 6)
    assert section.week.grid.weekday == 6
    assert section.week.since.day() == "2026-03-01"


# --- single days, overtime ---


def test_a_single_day_is_set_listed_and_cleared(section: WorkHoursSection, stage: Stage, qtbot: QtBot) -> None:
    days = section.days
    days.day.setText("4 Mar 2026")
    days.hours.setText("2:30")
    days.note.setText("Dentist")
    QTest.keyClick(days.note, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: list(days.clear_buttons) == ["2026-03-04"])
    (kept,) = stage.run(qtbot, list_overrides)
    assert (kept.date, kept.minutes, kept.note) == ("2026-03-04", 150, "Dentist")
    assert days.day.text() == ""
    days.clear_buttons["2026-03-04"].click()
    qtbot.waitUntil(lambda: days.clear_buttons == {})
    assert stage.toasts == ["Day set", "The day has the week's hours again"]


def test_a_single_day_that_cannot_be_is_said_at_its_field(
    section: WorkHoursSection, stage: Stage, qtbot: QtBot
) -> None:
    days = section.days
    days.set.click()
    assert days._fields["date"].note == "Which day?"
    days.day.setText("4 Mar 2026")
    days.hours.setText("much")
    days.set.click()
    assert "Write hours" in days._fields["minutes"].note
    days.hours.setText("25")
    days.set.click()
    qtbot.waitUntil(lambda: "between 0 and 24 hours" in days._fields["minutes"].note)
    assert stage.run(qtbot, list_overrides) == []


def test_overtime_is_counted_from_a_day_with_what_there_was(
    section: WorkHoursSection, stage: Stage, qtbot: QtBot
) -> None:
    section.since.setText("26 Feb 2026")
    section.opening.setText("-4:30")
    section.since.editingFinished.emit()

    qtbot.waitUntil(lambda: not section._balance_row.isHidden() and section.balance.text() == "−20:30")
    kept = stage.run(qtbot, get_settings)
    assert (kept.balance_since, kept.balance_opening_minutes) == ("2026-02-26", -270)
    assert section.opening.text() == "−4:30"
    section.opening.setText("+20")
    section.opening.editingFinished.emit()
    qtbot.waitUntil(lambda: section.balance.text() == "+4:00")
    section.opening.setText("some")
    section.opening.editingFinished.emit()
    assert "Write hours like" in section._opening_field.note


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
