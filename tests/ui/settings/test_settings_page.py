"""Settings: each change in force at once and undone by one key; data taken out, kept, checked and brought back."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.maintenance.backups import back_up
from app.orchestrators.projects.projects import create_project, list_projects
from app.orchestrators.rates.rates import list_rates
from app.orchestrators.settings.settings import get_settings, update_settings
from app.ui import keys
from app.ui.settings.about import as_text
from app.ui.settings.page import SettingsPage
from app.ui.settings.shortcuts import ShortcutsSection
from app.ui.theme import tokens
from tests.support.pages import Stage
from tests.support.studio import open_studio


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(stage.shell)
    stage.show(made)
    qtbot.waitUntil(lambda: made.general.box("currency").currentData() == "EUR")
    return made


def choose(box: Any, value: object) -> None:
    """Choose as a person does, who is told apart from the program by the signal."""
    box.setCurrentIndex(box.place_of(value))
    box.activated.emit(box.currentIndex())


def stored(stage: Stage, qtbot: QtBot) -> Any:
    return stage.run(qtbot, get_settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [("duration_style", "decimal"), ("clock24", False), ("week_start", 6), ("day_starts_at", 240), ("currency", "CHF")],
)
def test_general_setting_is_stored_at_once_and_undone(
    page: SettingsPage, stage: Stage, qtbot: QtBot, name: str, value: object
) -> None:
    before = getattr(stored(stage, qtbot), name)

    choose(page.general.box(name), value)

    qtbot.waitUntil(lambda: stage.toasts == ["Setting changed"])
    assert getattr(stored(stage, qtbot), name) == value
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: page.general.box(name).currentData() == before)


def test_value_set_elsewhere_that_is_not_offered_is_shown_all_the_same(
    page: SettingsPage, stage: Stage, qtbot: QtBot
) -> None:
    stage.run(qtbot, update_settings, currency="ISK", week_start=2)

    qtbot.waitUntil(lambda: page.general.box("currency").currentText() == "ISK")

    assert page.general.box("week_start").currentData() == 2


def test_own_hourly_rate_is_set_by_enter(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.general.rate, "much")
    QTest.keyClick(page.general.rate, Qt.Key.Key_Return)
    assert stage.run(qtbot, list_rates) == []
    page.general.rate.clear()
    QTest.keyClicks(page.general.rate, "95.5")

    QTest.keyClick(page.general.rate, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: stage.toasts == ["Rate set"])
    (rate,) = stage.run(qtbot, list_rates)
    assert (rate.amount, rate.currency) == (9550, "EUR")
    qtbot.waitUntil(lambda: page.general.rate.text() == "95.50")
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: page.general.rate.text() == "")


def test_timers_and_long_entries(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    page.open_target("tracking")
    QTest.mouseClick(page.tracking.several, Qt.MouseButton.LeftButton)
    choose(page.tracking.long_hours, 6)

    qtbot.waitUntil(lambda: len(stage.toasts) == 2)

    assert (stored(stage, qtbot).several_timers, stored(stage, qtbot).long_entry_hours) == (True, 6)


def test_rounding_asks_for_steps_only_when_it_rounds(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    page.open_target("tracking")
    tracking = page.tracking
    assert not tracking.step.isEnabled()

    choose(tracking.mode, "nearest")
    choose(tracking.per, "day")

    qtbot.waitUntil(lambda: len(stage.toasts) == 2)
    assert tracking.step.isEnabled()
    settings = stored(stage, qtbot)
    assert (settings.rounding_mode, settings.rounding_minutes, settings.rounding_per) == ("nearest", 15, "day")


def test_days_are_locked_and_unlocked_by_a_date(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    page.open_target("tracking")
    field = page.tracking.locked
    field.setText("long ago")
    field.editingFinished.emit()
    assert "Not a date" in field.accessibleDescription()
    field.setText("2026-02-01")
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: stored(stage, qtbot).locked_before == "2026-02-01")
    assert field.accessibleDescription() == ""
    field.editingFinished.emit()

    field.clear()
    field.editingFinished.emit()

    qtbot.waitUntil(lambda: stored(stage, qtbot).locked_before is None)
    assert stage.toasts == ["Setting changed"] * 2


def test_refused_value_is_said_and_what_is_stored_is_shown_again(
    page: SettingsPage, stage: Stage, qtbot: QtBot
) -> None:
    page.general.changed.emit({"week_start": 99})

    qtbot.waitUntil(lambda: bool(stage.toasts))

    assert "week_start" in stage.toasts[0]
    assert stored(stage, qtbot).week_start == 0


def test_colours_change_at_once_and_stay_on_this_device(page: SettingsPage, stage: Stage) -> None:
    page.open_target("appearance")

    choose(page.appearance.theme, "dark")

    assert tokens.current() is tokens.DARK
    assert stage.shell.device_setting("theme") == "dark"
    QTest.mouseClick(page.appearance.compact, Qt.MouseButton.LeftButton)
    assert stage.shell.device_setting("compact_rows") is True
    other = SettingsPage(stage.shell)
    other.open_target("appearance")
    assert other.appearance.compact.isChecked()
    choose(page.appearance.theme, "light")


def test_sections_are_opened_by_name_and_by_arrow(page: SettingsPage) -> None:
    page.open_target("no such section")
    assert page.list.currentRow() == 0
    page.open_target("tracking")
    assert page.tracking.isVisible()

    QTest.keyClick(page.list, Qt.Key.Key_Down)

    assert page.appearance.isVisible()


def test_shortcuts_are_those_in_force(page: SettingsPage) -> None:
    section = ShortcutsSection()
    section.open()
    words = [label.text() for label in section.findChildren(QLabel)]

    assert all(key.about in words for key in keys.everywhere())
    assert "Ctrl+N" in words


def test_backup_is_made_listed_and_restored_on_the_second_click(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, create_project, name="Kept")
    page.open_target("data")
    qtbot.waitUntil(lambda: hasattr(page.data, "backup_button"))
    page.data.backup_button.click()
    qtbot.waitUntil(lambda: page.data.note == "A backup was made and verified.")
    qtbot.waitUntil(lambda: len(page.data.restore_buttons) == 1)
    stage.run(qtbot, create_project, name="Later")

    page.data.restore_buttons[0].click()
    assert "Restoring replaces" in page.data.note
    page.data.restore_buttons[0].click()

    qtbot.waitUntil(lambda: page.data.note == "The backup is in place.")
    assert [row.project.name for row in stage.run(qtbot, list_projects)] == ["Kept"]


def test_asking_for_one_backup_forgets_the_other(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    for reason in ("manual", "daily"):
        stage.run(qtbot, back_up, reason=reason)
    page.open_target("data")
    qtbot.waitUntil(lambda: len(page.data.restore_buttons) == 2)
    one, other = page.data.restore_buttons

    one.click()
    other.click()

    assert (one.text(), other.text()) == ("Restore", "Really restore")


def test_integrity_check_says_that_all_is_well(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, open_studio)
    page.open_target("data")

    page.data.check_button.click()

    qtbot.waitUntil(lambda: page.data.note == "Everything is in order.")


def test_findings_of_the_check_are_listed(page: SettingsPage) -> None:
    page.open_target("data")

    page._on_checked(["One sum was wrong.", "One index was missing."])

    assert page.data.note == "One sum was wrong.\nOne index was missing."
    assert page.data.busy.tone == "warning"


@pytest.fixture
def saving(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Answer the file dialogs, which are the system's and not ours."""

    def answer(path: Path | None) -> None:
        reply = (str(path) if path else "", "")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: reply)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: reply)

    return answer


def test_entries_are_exported_as_a_table(
    page: SettingsPage, stage: Stage, qtbot: QtBot, tmp_path: Path, saving: Callable[[Path | None], None]
) -> None:
    stage.run(qtbot, open_studio)
    page.open_target("data")
    saving(tmp_path / "out.csv")

    page.data.csv_button.click()

    qtbot.waitUntil(lambda: page.data.note.startswith("Saved as"))
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 9


def test_export_is_stopped_and_leaves_no_file(
    page: SettingsPage, stage: Stage, qtbot: QtBot, tmp_path: Path, saving: Callable[[Path | None], None]
) -> None:
    stage.run(qtbot, open_studio)
    page.open_target("data")
    saving(tmp_path / "out.csv")
    gate = Event()
    stage.jobs.upkeep(lambda _ctx: gate.wait(5), owner=None)
    page.data.csv_button.click()
    page._progressed.emit(1, 4)
    assert (page.data.busy.bar.value(), page.data.busy.bar.maximum()) == (1, 4)

    page.data.busy.cancel.click()
    gate.set()

    qtbot.waitUntil(lambda: bool(stage.toasts))
    assert page.data.note == ""
    assert not (tmp_path / "out.csv").exists()


def test_everything_is_exported_and_read_back(
    page: SettingsPage, stage: Stage, qtbot: QtBot, tmp_path: Path, saving: Callable[[Path | None], None]
) -> None:
    stage.run(qtbot, open_studio)
    page.open_target("data")
    saving(tmp_path / "all.zip")
    page.data.all_button.click()
    qtbot.waitUntil(lambda: page.data.note.startswith("Saved as"))

    page.data.read_button.click()

    qtbot.waitUntil(lambda: page.data.note == "The export was read back.")


def test_a_file_that_is_no_export_is_said(
    page: SettingsPage, stage: Stage, qtbot: QtBot, tmp_path: Path, saving: Callable[[Path | None], None]
) -> None:
    page.open_target("data")
    (tmp_path / "odd.zip").write_bytes(b"not a zip")
    saving(tmp_path / "odd.zip")

    page.data.read_button.click()

    qtbot.waitUntil(lambda: bool(stage.toasts))
    assert page.data.note == ""


def test_given_up_file_dialogs_do_nothing(page: SettingsPage, saving: Callable[[Path | None], None]) -> None:
    page.open_target("data")
    saving(None)

    for button in (page.data.csv_button, page.data.all_button, page.data.read_button):
        button.click()

    assert page.data.note == ""


def test_import_and_trash_lead_to_their_places(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    page.open_target("data")
    with qtbot.waitSignal(stage.shell.import_wanted):
        page.data.import_button.click()

    page.data.trash_button.click()

    assert stage.went == [("trash", None)]


def test_data_folder_is_opened_by_the_system(page: SettingsPage, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    page.open_target("data")
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)

    page.data.folder_button.click()

    assert stage.shell.paths is not None
    assert opened == [QUrl.fromLocalFile(str(stage.shell.paths.data))]


def test_diagnostics_can_be_copied_as_text(page: SettingsPage, stage: Stage, qtbot: QtBot) -> None:
    page.open_target("about")
    qtbot.waitUntil(lambda: "database" in page.about.text)
    assert page.about.version.text() != "–"

    page.about.copy.click()

    assert QApplication.clipboard().text() == page.about.text
    assert page.about.copy.text() == "Copied"
    page.about.refresh.click()
    qtbot.waitUntil(lambda: "settings.get_settings" in page.about.text)


def test_figures_become_indented_lines_and_tables() -> None:
    figures = {
        "one_thing": 1,
        "nested": {"share": 0.5},
        "table": {"a": {"runs": 1, "ms": 0.25}, "b": {"runs": 22, "ms": 1.0}},
    }

    assert as_text(figures) == [
        "one thing: 1",
        "nested",
        "  share: 0.50",
        "table",
        "     runs    ms",
        "  a     1  0.25",
        "  b    22  1.00",
    ]
