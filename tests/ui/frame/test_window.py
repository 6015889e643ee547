from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.orchestrators.projects.projects import create_project, list_projects, update_project
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.orchestrators.work_hours.time_off import list_time_off
from app.storage.context import Context
from app.storage.database import Database
from app.system.config import Config
from app.ui.importing.dialog import ImportDialog
from app.ui.pages import PAGES
from app.ui.theme import tokens
from tests.support.desk import Desk, desk
from tests.support.store import DEVICE, MORNING, make_context


def press(at_desk: Desk, keys: str) -> None:
    modifiers = Qt.KeyboardModifier.NoModifier
    *held, last = keys.split("+")
    for name in held:
        modifiers |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier}[name]
    QTest.keyClick(QApplication.focusWidget() or at_desk.window, Qt.Key(ord(last)) if len(last) == 1 else {
        "Esc": Qt.Key.Key_Escape, "F1": Qt.Key.Key_F1,
    }[last], modifiers)  # fmt: skip


def test_window_is_painted_before_the_store_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    painted: list[bool] = []

    def open_late(data_dir: str) -> Context:
        painted.append(at_desk.window.is_painted)
        return make_context(Path(data_dir) / "stintbook.db")

    with desk(qtbot, tmp_path, open_context=open_late) as at_desk:
        at_desk.show()

        assert painted == [True]
        assert at_desk.window.frame.pages.count() == 1


def test_first_start_asks_one_thing_and_makes_what_the_line_names(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path, page="today") as at_desk:
        first = at_desk.show().frame.first
        assert first.isVisible()
        assert not at_desk.window.frame.bar.isVisible()
        QTest.keyClicks(first.field, "2026-02-30 9-10 plan")
        QTest.keyClick(first.field, Qt.Key.Key_Return)
        at_desk.sees(first.note.isVisible)
        assert "2026-02-30" in first.note.text()
        first.field.clear()
        QTest.keyClick(first.field, Qt.Key.Key_Return)
        assert at_desk.run(status).running is None

        QTest.keyClicks(first.field, "fix login @Website #bug")
        QTest.keyClick(first.field, Qt.Key.Key_Return)

        at_desk.sees(at_desk.window.frame.bar.isVisible)
        at_desk.sees(lambda: at_desk.field_text == "fix login")
        assert [row.project.name for row in at_desk.run(list_projects)] == ["Website"]
        assert not first.isVisible()


def open_when(gate: Event, data_dir: str) -> Context:
    gate.wait(5)
    return make_context(Path(data_dir) / "stintbook.db")


def test_what_is_typed_before_the_store_is_open_is_not_lost(qtbot: QtBot, tmp_path: Path) -> None:
    gate = Event()
    with desk(qtbot, tmp_path, page="today", open_context=partial(open_when, gate)) as at_desk:
        QTest.keyClicks(at_desk.begin().frame.bar.field, "fix lo")
        gate.set()
        at_desk.show()

        first = at_desk.window.frame.first.field
        at_desk.sees(first.hasFocus)
        QTest.keyClicks(first, "gin")
        assert first.text() == "fix login"
        assert at_desk.field_text == ""


@pytest.mark.parametrize("page", ["today", "projects"])
def test_what_is_entered_before_the_store_is_open_is_done_when_it_is(qtbot: QtBot, tmp_path: Path, page: str) -> None:
    gate = Event()
    with desk(qtbot, tmp_path, page=page, open_context=partial(open_when, gate)) as at_desk:
        at_desk.begin()
        QTest.keyClicks(at_desk.window.frame.bar.field, "fix login")
        QTest.keyClick(at_desk.window.frame.bar.field, Qt.Key.Key_Return)
        gate.set()

        at_desk.sees(lambda: at_desk.field_text == "fix login" and at_desk.window.frame.bar.elapsed.isVisible())
        assert at_desk.run(status).running.description == "fix login"


def test_first_start_leads_to_the_working_week_and_to_an_import(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path, page="today") as at_desk:
        first = at_desk.show().frame.first
        first.import_button.click()
        dialog = at_desk.window.findChild(ImportDialog)
        assert dialog is not None
        assert dialog.isVisible()
        dialog.close()

        first.week_button.click()

        assert at_desk.window.frame.page == "settings"
        settings: Any = at_desk.window.frame.pages.page("settings")
        assert settings.work_hours.is_built
        assert at_desk.window.frame.bar.isVisible()


def test_undo_by_key_names_what_was_undone_and_redo_brings_it_back(at_desk: Desk) -> None:
    at_desk.run(start_timer, description="fix login")
    at_desk.sees(lambda: at_desk.field_text == "fix login")
    press(at_desk, "Ctrl+Z")
    at_desk.sees(lambda: at_desk.said == "Undone: start timer “fix login”")
    assert at_desk.run(status).running is None

    press(at_desk, "Ctrl+Shift+Z")

    at_desk.sees(lambda: at_desk.said == "Redone: start timer “fix login”")
    assert at_desk.run(status).running is not None


def test_undo_in_a_line_that_was_typed_takes_back_what_was_typed(at_desk: Desk) -> None:
    at_desk.run(create_project, name="Website")
    at_desk.type("abc")

    press(at_desk, "Ctrl+Z")

    assert at_desk.field_text != "abc"
    assert len(at_desk.run(list_projects)) == 1


def test_undo_reaches_back_over_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()
        at_desk.run(create_project, name="Website")
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()

        press(at_desk, "Ctrl+Z")

        at_desk.sees(lambda: at_desk.said == "Undone: create project “Website”")
        assert at_desk.run(list_projects) == []


def test_nothing_to_undo_is_said(at_desk: Desk) -> None:
    at_desk.window.undoing.undo()
    at_desk.sees(lambda: "nothing to undo" in at_desk.said)

    at_desk.window.undoing.redo()
    at_desk.sees(lambda: "nothing to redo" in at_desk.said)


def test_undo_that_would_overwrite_a_newer_change_asks(at_desk: Desk) -> None:
    project = at_desk.run(create_project, name="Website")
    at_desk.run(update_project, project.id, name="Web site")
    renamed: list[Any] = []
    at_desk.jobs.wrote.connect(renamed.append)
    at_desk.run(update_project, project.id, notes="x")
    at_desk.run(update_project, project.id, name="Home page")
    number = at_desk.run(lambda ctx: _number_of(ctx, "Web site", project.id))

    at_desk.window.undoing.undo(number)
    at_desk.sees(lambda: "changed again" in at_desk.said)
    assert at_desk.run(list_projects)[0].project.name == "Home page"
    at_desk.window.toast.button.click()

    at_desk.sees(lambda: at_desk.run(list_projects)[0].project.name == "Website")


def _number_of(ctx: Context, name: str, project: str) -> int:
    from app.orchestrators.history.history import actions

    updates = [action for action in actions(ctx) if action.code == "update_project"]
    return updates[-1].number


def test_undo_of_a_toast_takes_back_its_own_action(at_desk: Desk) -> None:
    at_desk.run(create_project, name="Website")
    at_desk.shell.toast_undoable("Created")
    at_desk.run(create_project, name="Mobile app")

    at_desk.window.toast.button.click()

    at_desk.sees(lambda: "“Website”" in at_desk.said)
    assert [row.project.name for row in at_desk.run(list_projects)] == ["Mobile app"]


def test_write_of_another_process_is_noticed(at_desk: Desk) -> None:
    at_desk.window.upkeep._look.setInterval(20)
    with_other = make_context(at_desk.paths.database, seed=7)
    create_project(with_other, name="From the command line")
    start_timer(with_other, description="typed in a terminal")
    with_other.database.close()

    at_desk.sees(lambda: at_desk.field_text == "typed in a terminal")
    page: Any = at_desk.window.frame.pages.page("projects")
    at_desk.sees(lambda: [line.name for line in page.shelf.lines] == ["From the command line"])


def test_keys_lead_to_pages_and_to_the_entry_line(at_desk: Desk) -> None:
    keys = {entry.name: f"Ctrl+{number}" for number, entry in enumerate(PAGES[:9], 1)} | {"balance": "Ctrl+B"}
    for entry in PAGES[1:]:
        press(at_desk, keys[entry.name])
        assert at_desk.window.frame.page == entry.name
        assert at_desk.window.frame.rail.button(entry.rail or entry.name).isChecked()
    at_desk.window.frame.rail.button("projects").setFocus()

    press(at_desk, "Ctrl+L")

    assert at_desk.window.frame.bar.field.hasFocus()


def test_sheet_of_shortcuts_comes_and_goes(at_desk: Desk) -> None:
    at_desk.window.frame.rail.button("projects").setFocus()
    press(at_desk, "?")
    sheet = at_desk.window.sheet
    assert sheet is not None
    assert sheet.isVisible()
    at_desk.window.resize(1000, 700)
    assert sheet.size() == at_desk.window.size()
    press(at_desk, "Esc")
    assert not sheet.isVisible()
    assert at_desk.window.frame.rail.button("projects").hasFocus()

    press(at_desk, "F1")
    click(sheet, 500, 350)
    assert sheet.isVisible()
    click(sheet, 5, 5)
    assert not sheet.isVisible()


def click(widget: Any, x: int, y: int) -> None:
    at = QPointF(x, y)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    widget.mousePressEvent(QMouseEvent(QEvent.Type.MouseButtonPress, at, at, left, left, none))


def test_size_and_page_are_there_again_after_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show().resize(900, 710)
        at_desk.shell.go("review")
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()

        assert (at_desk.window.width(), at_desk.window.height()) == (900, 710)
        assert at_desk.window.frame.page == "review"


def test_page_that_is_no_more_gives_way_to_today(qtbot: QtBot, tmp_path: Path) -> None:
    Config(tmp_path / "device.json").put(window_page="horoscope", window_geometry="nonsense")
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()

        assert at_desk.window.frame.page == "today"
        assert at_desk.window.minimumWidth() == 900


def test_window_keeps_what_others_wrote_into_the_settings_of_the_device(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()
        Config(tmp_path / "device.json").put(device="made while opening")

    assert Config(tmp_path / "device.json").get("device") == "made while opening"
    assert Config(tmp_path / "device.json").get("window_geometry")


def test_status_line_counts_today_and_the_week(at_desk: Desk) -> None:
    at_desk.run(add_entry, started_at=MORNING - 5400, ended_at=MORNING - 1800)
    at_desk.run(start_timer, description="fix login", started_at=MORNING - 600)
    line = at_desk.window.frame.status

    at_desk.sees(lambda: line.running.text() == "fix login · 0:10")
    assert "1:10" in line.today.text()
    assert "of 8:00" in line.today.text()
    assert "of 40:00" in line.week.text()
    at_desk.sees(lambda: line.sync.text().strip() == "Only on this device")
    assert line.sync.accessibleName() == "Sync: Only on this device"
    line.sync.click()
    assert at_desk.window.frame.page == "sync"
    assert at_desk.window.frame.rail.button("settings").isChecked()
    at_desk.run(stop_timer)
    at_desk.sees(lambda: line.running.text() == "")


def test_badge_counts_what_waits_in_review(at_desk: Desk) -> None:
    at_desk.run(add_entry, started_at=MORNING - 5400, ended_at=MORNING - 1800, description="no project")

    at_desk.sees(lambda: at_desk.window.frame.rail.button("review").count == 1)
    assert "1 waiting" in at_desk.window.frame.rail.button("review").accessibleName()


def test_dark_and_light_switch_live(at_desk: Desk) -> None:
    at_desk.shell.appearance.choose("dark")
    assert tokens.current().is_dark
    dark = at_desk.window.grab().toImage().pixelColor(400, 300)

    at_desk.shell.appearance.choose("light")

    assert at_desk.window.grab().toImage().pixelColor(400, 300).lightness() > dark.lightness()


def test_mistake_of_ours_is_logged_and_said_and_the_window_lives(at_desk: Desk, expect_logs: list[str]) -> None:
    at_desk.jobs.submit(lambda _: 1 / 0, owner=None)

    at_desk.sees(lambda: "our mistake" in at_desk.said)
    assert any("a mistake of ours" in line for line in expect_logs)
    assert at_desk.window.isVisible()


def test_store_that_can_only_be_read_says_so_and_nothing_writes_on_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()
        at_desk.run(start_timer, description="fix login")

    def read_only(data_dir: str) -> Context:
        ctx = make_context(Path(data_dir) / "stintbook.db")
        ctx.database.close()
        why = "It can be read only."
        store = Database.open(Path(data_dir) / "stintbook.db", device=DEVICE, why_read_only=why)
        return replace(ctx, database=store, notices=(why,))

    with desk(qtbot, tmp_path, open_context=read_only) as at_desk:
        at_desk.show()
        notice = at_desk.window.notice
        assert notice.isVisible()
        assert notice.words.text() == "It can be read only."
        at_desk.sees(at_desk.window.upkeep._beat.isActive)
        at_desk.window.upkeep._beat.timeout.emit()
        at_desk.window.upkeep._routine.timeout.emit()
        at_desk.run(status)
        assert at_desk.said == ""
        at_desk.window.tracking.stop()
        at_desk.sees(lambda: at_desk.said == "It can be read only.")

        notice.close_button.click()

        assert not notice.isVisible()


def test_public_holidays_of_a_year_that_has_come_near_are_kept_by_themselves(at_desk: Desk) -> None:
    at_desk.run(update_settings, holiday_region="DE-BY")
    assert at_desk.run(list_time_off) == []

    at_desk.window.upkeep._routine.timeout.emit()

    at_desk.sees(lambda: len(at_desk.run(list_time_off)) > 30)
    press(at_desk, "Ctrl+Z")
    at_desk.sees(lambda: "Undone: change settings" in at_desk.said)


def test_window_comes_forward_from_the_task_bar(at_desk: Desk) -> None:
    at_desk.window.showMinimized()

    at_desk.window.come_forward()

    assert not at_desk.window.isMinimized()
    assert at_desk.window.isVisible()
