"""Weeks, rows, copies and marks of the timesheet."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.entities.projects import ProjectStatus
from app.orchestrators.projects.projects import set_status
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timer import start_timer
from app.orchestrators.time_tracking.timesheet import add_row
from app.orchestrators.time_tracking.timesheet_week import RowKey, SheetRow
from app.orchestrators.work_hours.time_off import add_time_off
from app.ui.choices import Choice
from app.ui.timesheet.delegate import fitting
from app.ui.timesheet.keys import timesheet_keys
from app.ui.timesheet.looks import widths
from app.ui.timesheet.model import Column
from app.ui.timesheet.words import quiet_line, row_name, typed, week_name
from app.ui.widgets.picker import Picker
from tests.support.pages import staged
from tests.support.timesheet import FIRST, MONDAY, Sheet
from tests.support.today import EVENING, at

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def picker(sheet: Sheet) -> Picker:
    sheet.qtbot.waitUntil(lambda: bool(sheet.page.findChildren(Picker)))
    return sheet.page.findChildren(Picker)[-1]


def test_an_empty_week_offers_a_row_and_the_rows_of_the_last(sheet: Sheet) -> None:
    project = sheet.project("Website")
    sheet.add("9:00", "10:00", day=-7, project=project.id)
    sheet.open()
    assert sheet.page._stack.currentWidget() is sheet.page.empty
    assert sheet.page.empty.buttons["add"].hasFocus()

    sheet.page.empty.buttons["copy"].click()

    sheet.wait_for(0, "Website")
    assert sheet.stage.toasts == ["Copied from last week: 1 row"]
    assert sheet.page._stack.currentIndex() == 0
    assert sheet.page.model.sum(Column.SUM).seconds == 0


def test_rows_and_times_come_over_and_what_found_no_room_is_said(sheet: Sheet) -> None:
    project = sheet.project("Website")
    sheet.add("9:00", "10:00", day=-7, project=project.id)
    sheet.add("9:00", "11:00", day=-3, project=project.id)
    sheet.open()

    sheet.page.bar.copy.opens.actions()[1].trigger()

    sheet.wait_for(FIRST, "1:00")
    assert sheet.stage.toasts == ["Copied from last week: 1 row, 1:00 · 2:00 found no room or is still to come"]
    sheet.page.bar.copy.opens.actions()[0].trigger()
    sheet.qtbot.waitUntil(lambda: len(sheet.stage.toasts) == 2)
    assert "nothing to copy" in sheet.stage.toasts[1]


def test_a_row_is_picked_and_taken_away_again(sheet: Sheet) -> None:
    website = sheet.project("Website")
    task = sheet.task(website, "Design")
    sheet.open()
    sheet.page.empty.buttons["add"].click()
    QTest.keyClicks(picker(sheet).field, "design")
    QTest.keyClick(picker(sheet).field, Key.Key_Return)

    sheet.wait_for(0, "Website · Design")
    assert sheet.page.view.hasFocus()
    sheet.page._add_row(Choice(website.id, "Website"))
    sheet.wait_for(0, "Website · Design", 1)
    assert sheet.place == (0, FIRST + 2)
    sheet.page._add_row(Choice(f"{website.id}/{task.id}", "Website · Design"))
    sheet.qtbot.waitUntil(lambda: sheet.place == (1, FIRST + 2))

    sheet.menu(FIRST, 1)["Take the row away"].trigger()
    sheet.qtbot.waitUntil(lambda: sheet.page.model.rowCount() == 1)
    assert sheet.stage.toasts == ["Row taken away"]
    sheet.page._add_row(None)
    sheet.wait_for(0, "No project", 1)


def test_the_insert_key_asks_for_a_row(sheet: Sheet) -> None:
    sheet.add("9:00", "10:00")
    sheet.open()

    sheet.key(Key.Key_Insert)

    picker(sheet).close()


def test_weeks_are_turned_by_keys_and_buttons(sheet: Sheet) -> None:
    sheet.add("9:00", "10:00", day=-7)
    sheet.add("9:00", "10:00")
    sheet.open()
    assert not sheet.page.bar.this.isEnabled()

    sheet.key(Key.Key_Left, ALT)
    sheet.qtbot.waitUntil(lambda: sheet.page.bar.title.text() == "23 February – 1 March 2026")
    assert sheet.place == (0, FIRST + 2)
    sheet.page.bar.later.click()
    sheet.qtbot.waitUntil(lambda: sheet.page.bar.title.text() == "2 – 8 March 2026")
    sheet.page.bar.earlier.click()
    sheet.qtbot.waitUntil(sheet.page.bar.this.isEnabled)
    sheet.page.bar.this.click()
    sheet.qtbot.waitUntil(lambda: not sheet.page.bar.this.isEnabled())
    sheet.page.open_target("2026-02-25")
    sheet.qtbot.waitUntil(sheet.page.bar.this.isEnabled)
    sheet.page.open_target("no day")
    sheet.page.open_target(None)
    assert week_name("2026-12-28", "2027-01-03") == "28 December 2026 – 3 January 2027"


def test_a_row_opens_its_project(sheet: Sheet) -> None:
    project = sheet.project("Website")
    sheet.add("9:00", "10:00", project=project.id)
    sheet.add("10:00", "11:00")
    sheet.open()

    QTest.mouseDClick(sheet.page.view.viewport(), Qt.MouseButton.LeftButton, pos=sheet.center(Column.NAME))
    sheet.stand(Column.NAME)
    sheet.key(Key.Key_Return)
    sheet.menu(Column.NAME)["Open the project"].trigger()
    sheet.stand(Column.NAME, 1)
    sheet.key(Key.Key_Return)

    assert sheet.stage.went == [("projects", project.id)] * 3
    assert not sheet.menu(Column.NAME, 1)["Open the project"].isEnabled()


def test_the_menu_of_a_cell_changes_clears_and_shows_its_day(sheet: Sheet) -> None:
    sheet.add("9:00", "10:00")
    sheet.open()
    wanted: list[tuple[int, int]] = []
    sheet.page.view.menu_wanted.connect(lambda row, column, _: wanted.append((row, column)))
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        spot = sheet.center(FIRST)
        event = QContextMenuEvent(reason, spot, sheet.page.view.viewport().mapToGlobal(spot))
        QApplication.sendEvent(sheet.page.view.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        menu.close()
    assert wanted == [(0, FIRST), (0, FIRST)]

    sheet.menu(FIRST)["Show the entries of this day"].trigger()
    assert sheet.stage.went == [("today", MONDAY)]
    sheet.menu(FIRST)["Change"].trigger()
    assert sheet.line is not None
    sheet.key(Key.Key_Escape)
    assert not sheet.menu(FIRST + 1)["Clear"].isEnabled()
    sheet.menu(FIRST)["Clear"].trigger()
    sheet.qtbot.waitUntil(lambda: sheet.page._stack.currentWidget() is sheet.page.empty)


def test_the_mouse_shows_where_it_is_and_what_a_cell_is_made_of(sheet: Sheet) -> None:
    sheet.add("9:00", "10:00", description="fix login")
    sheet.add("11:00", "11:30")
    sheet.open()
    view = sheet.page.view

    QTest.mouseMove(view.viewport(), sheet.center(FIRST) + QPoint(1, 1))
    QTest.mouseMove(view.viewport(), sheet.center(FIRST))
    sheet.qtbot.waitUntil(lambda: view.delegate.hovered == (0, FIRST))
    view.leaveEvent(None)  # type: ignore[arg-type]
    assert view.delegate.hovered == (-1, -1)
    tip = sheet.page.model.index(0, FIRST).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "09:00 – 10:00  fix login\n11:00 – 11:30  no description"


def test_a_screen_reader_hears_rows_days_and_times(sheet: Sheet) -> None:
    sheet.add("9:00", "10:00")
    sheet.open()
    model, role = sheet.page.model, Qt.ItemDataRole.AccessibleTextRole

    assert model.index(0, FIRST).data(role) == "No project, Mon 2 Mar: 1:00"
    assert model.index(0, FIRST + 1).data(role) == "No project, Tue 3 Mar: nothing"
    assert model.index(0, Column.NAME).data(role) == "No project"
    assert model.index(0, Column.SUM).data(role) == "No project, Sum: 1:00"
    horizontal = [model.headerData(place, Qt.Orientation.Horizontal) for place in (0, FIRST, Column.SUM)]
    assert horizontal == ["Project and task", "Mon 2 Mar", "Sum"]
    assert model.headerData(0, Qt.Orientation.Vertical) == "No project"
    assert model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.FontRole) is None
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole) is None
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0


def test_closed_missing_and_free_standing_work_is_named(sheet: Sheet) -> None:
    closed = sheet.project("Old")
    sheet.add("9:00", "10:00", project=closed.id)
    sheet.run(set_status, closed.id, ProjectStatus.ARCHIVED, accept_warnings=True)
    sheet.add("12:00", "13:00")
    sheet.open()

    assert [sheet.row(row)[0] for row in range(2)] == ["Old", "No project"]
    assert quiet_line(sheet.page.model.row(0)) == "closed"
    assert row_name(SheetRow(RowKey("gone", "gone"), "")) == "Missing project · Missing task"
    assert not sheet.page.grab().isNull()


def test_days_off_and_locked_days_are_marked(sheet: Sheet) -> None:
    sheet.add("9:00", "10:00")
    sheet.run(add_time_off, name="Fair", start_date="2026-03-05", end_date="2026-03-05")
    sheet.run(update_settings, locked_before="2026-03-03")
    sheet.open()

    assert [sheet.page.model.day(FIRST + place).time_off for place in (2, 3)] == [(), ("Fair",)]
    assert sheet.page.model.day(FIRST).is_locked
    assert not sheet.page.grab().isNull()
    sheet.stand(FIRST)
    sheet.type("2:00")
    sheet.qtbot.waitUntil(lambda: bool(sheet.stage.toasts))
    assert "locked" in sheet.stage.toasts[0]


def test_columns_share_the_width_exactly() -> None:
    for width in range(660, 2600, 7):
        shares = widths(width)
        assert sum(shares) == width
        assert max(shares[1:8]) - min(shares[1:8]) <= 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_rows_are_roomy_or_compact(qtbot: QtBot, tmp_path: Path, theme: str) -> None:
    with staged(tmp_path, theme, now=EVENING) as stage:
        sheet = Sheet(stage, qtbot)
        project: Any = sheet.project("Website", color="blue")
        sheet.add("9:00", "10:00", project=project.id, task=sheet.task(project, "Design").id)
        sheet.run(add_row, week=MONDAY, project=project.id)
        sheet.open((660, 420))
        roomy = sheet.page.view.rowHeight(0)
        assert not sheet.page.grab().isNull()

        stage.shell.put_device_setting(compact_rows=True)
        sheet.page.restyle()

        assert sheet.page.view.rowHeight(0) < roomy
        assert not sheet.page.grab().isNull()
        assert sheet.page.card.minimumSizeHint().height() <= sheet.page.card.sizeHint().height() + roomy * 2


def test_work_on_a_free_day_and_long_figures_find_their_room(sheet: Sheet) -> None:
    sheet.add("9:00", "20:00", day=-1)
    sheet.add("9:00", "20:00", day=-3)
    sheet.run(update_settings, duration_style="h:mm:ss", locked_before="2026-03-01")
    sheet.run(start_timer, started_at=at("7:00", 2))
    sheet.open((640, 420))
    sheet.wait_for(FIRST + 2, "11:00:00")
    assert not sheet.page.grab().isNull()

    sheet.page.turn(-1)
    sheet.wait_for(FIRST + 6, "11:00:00")

    assert sheet.page.model.sum(Column.SUM).capacity == 5 * 8 * 3600
    assert sheet.page.model.sum(FIRST + 6).capacity == 0
    assert not sheet.page.grab().isNull()


def test_a_long_figure_is_written_smaller_instead_of_cut(sheet: Sheet) -> None:
    base = sheet.stage.window.font()

    small, large = fitting(base, "100:30:05", 48), fitting(base, "1:00", 48)

    assert QFontMetrics(small).horizontalAdvance("100:30:05") < QFontMetrics(large).horizontalAdvance("100:30:05")
    assert fitting(base, "100:30:05", 5).pixelSize() == 9


def test_the_keys_of_the_page_are_listed() -> None:
    assert dict(timesheet_keys())["F2"] == "Change what stands in the cell"
    assert typed("  ", 3600) == 0
