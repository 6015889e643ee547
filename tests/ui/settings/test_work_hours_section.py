"""Settings › Work hours: from which day on a week holds; single days; overtime."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.orchestrators.settings.settings import get_settings, update_settings
from app.orchestrators.work_hours.overrides import list_overrides
from app.orchestrators.work_hours.slots import set_week
from app.ui.settings.work_hours.grid import WeekGrid
from app.ui.settings.work_hours.section import WorkHoursSection
from tests.support.pages import Stage
from tests.ui.settings.week_desk import (
    MONDAY,
    USUAL,
    focused_grid,
    open_section,
    settled,
    stored,
)


@pytest.fixture
def section(stage: Stage, qtbot: QtBot) -> WorkHoursSection:
    return open_section(stage, qtbot)


@pytest.fixture
def grid(section: WorkHoursSection, stage: Stage, qtbot: QtBot) -> WeekGrid:
    return focused_grid(section, stage, qtbot)


# --- from when on ---


def test_until_it_is_set_the_week_can_be_kept_as_it_is(section: WorkHoursSection, stage: Stage, qtbot: QtBot) -> None:
    assert "not set your week yet" in section.week.hint.text()

    section.week.keep.click()

    settled(stage, qtbot, USUAL)
    qtbot.waitUntil(section.week.keep.isHidden)
    assert "Changes hold from 2 Mar 2026 on" in section.week.hint.text()
    assert section.week.total.text() == "40:00 a week"


def test_the_section_fits_the_smallest_window(section: WorkHoursSection, stage: Stage, qtbot: QtBot) -> None:
    room = 444
    assert section.minimumSizeHint().width() <= room
    stage.run(qtbot, set_week, USUAL, effective_from=MONDAY)
    stage.run(qtbot, set_week, USUAL[:2], effective_from="2027-09-30")
    qtbot.waitUntil(lambda: "until" in section.week.until.text())

    assert section.minimumSizeHint().width() <= room


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


def test_it_leads_to_working_hours_against_work(section: WorkHoursSection, stage: Stage) -> None:
    section.see.click()

    assert stage.went == [("balance", None)]
