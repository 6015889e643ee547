"""Naming the columns of a table that no program is known for: shown as it stands, previewed live, remembered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.orchestrators.projects.projects import list_projects
from app.ui.importing.dialog import ImportDialog
from tests.support.pages import Stage
from tests.support.reach import out_of_order, tab_stops, unnamed

TABLE = """\
Mein Verein;;;;
Wann;Los;Fertig;Wofuer;Was
2026-02-02;9:00;10:00;Web;Startseite
2026-02-02;10:00;10:30;Web;
2026-02-99;10:00;10:30;Web;
"""
SAID = {"Wann": "date", "Los": "start", "Fertig": "end", "Wofuer": "project"}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "verein.csv"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.fixture
def dialog(stage: Stage) -> Iterator[ImportDialog]:
    made = ImportDialog(stage.jobs)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def choose(dialog: ImportDialog, said: dict[str, str]) -> None:
    sample = dialog.columns.sample
    names = [box.accessibleName() for box in sample.choices]
    for name, field in said.items():
        box = sample.choices[next(place for place, words in enumerate(names) if f"“{name}”" in words)]
        box.choose(field)
        box.activated.emit(box.currentIndex())


def name_columns(dialog: ImportDialog, qtbot: QtBot, path: Path) -> None:
    dialog.open_file(path)
    qtbot.waitUntil(dialog.name_columns.isVisible)
    dialog.name_columns.click()
    qtbot.waitUntil(lambda: dialog.stage == "columns")


def test_unknown_table_is_named_previewed_and_added(
    dialog: ImportDialog, stage: Stage, qtbot: QtBot, table: Path
) -> None:
    name_columns(dialog, qtbot, table)
    qtbot.waitUntil(dialog.columns.missing.isVisible)
    assert "it has to have a date" in dialog.columns.missing.text()
    assert not dialog.go.isEnabled()

    choose(dialog, SAID)
    qtbot.waitUntil(dialog.go.isEnabled)
    first, second, third = dialog.columns.rows.text.splitlines()
    assert ("1:00" in first, "Web" in first, "0:30" in second) == (True, True, True)
    assert "2026-02-99" in third
    assert dialog.columns.figures.text() == "In the whole file: 2 new entries, 1:30 hours, 1 left out"
    dialog.grab()

    dialog.go.click()
    assert (dialog.stage, dialog.view.figures["created"].value) == ("plan", "2")
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.stage == "result")
    assert [row.seconds for row in stage.run(qtbot, list_projects)] == [5400]


def test_way_back_keeps_what_was_said(dialog: ImportDialog, qtbot: QtBot, table: Path) -> None:
    name_columns(dialog, qtbot, table)
    choose(dialog, SAID)
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.go.click()

    dialog.name_columns.click()

    qtbot.waitUntil(lambda: dialog.stage == "columns" and dialog.go.isEnabled())
    assert dialog.columns.sample.columns == {field: name for name, field in SAID.items()}
    dialog.other.click()
    assert (dialog.stage, dialog.name_columns.isVisible()) == ("choose", False)


def test_field_is_held_by_one_column(dialog: ImportDialog, qtbot: QtBot, table: Path) -> None:
    name_columns(dialog, qtbot, table)

    choose(dialog, {"Wofuer": "project", "Was": "project"})

    assert dialog.columns.sample.columns == {"project": "Was"}


def test_columns_without_a_name_of_their_own_cannot_be_chosen(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("Wann,Los,Los,\nx,y,z,x\n", "utf-8")
    name_columns(dialog, qtbot, path)

    assert [box.isEnabled() for box in dialog.columns.sample.choices] == [True, True, False, False]


def test_usual_names_are_taken_at_once_and_can_be_changed(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "usual.csv"
    path.write_text("Date,Hours,Account,Extra\n2026-02-02,1.5,Web,Shop\n", "utf-8")
    dialog.open_file(path)
    qtbot.waitUntil(lambda: dialog.stage == "plan")
    dialog.name_columns.click()
    qtbot.waitUntil(lambda: dialog.stage == "columns" and dialog.go.isEnabled())
    assert dialog.columns.sample.columns == {"date": "Date", "duration": "Hours", "project": "Account"}

    choose(dialog, {"Extra": "task"})

    qtbot.waitUntil(lambda: "Shop" in dialog.columns.rows.text)


def test_table_known_to_a_program_is_not_asked_about(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "toggl.csv"
    head = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"
    row = "Ann,a@b.c,,Web,,read,No,2026-02-02,11:00:00,2026-02-02,11:15:00,00:15:00,"
    path.write_text(f"{head}\n{row}\n", "utf-8")
    dialog.open_file(path)
    qtbot.waitUntil(lambda: dialog.stage == "plan")

    assert not dialog.name_columns.isVisible()


def test_keyboard_and_screen_reader_reach_every_choice(dialog: ImportDialog, qtbot: QtBot, table: Path) -> None:
    name_columns(dialog, qtbot, table)
    choose(dialog, SAID)
    qtbot.waitUntil(dialog.go.isEnabled)

    assert unnamed(dialog) == []
    assert out_of_order(dialog) == []
    assert set(dialog.columns.sample.choices) <= set(tab_stops(dialog))


def test_letter_offers_no_columns(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader,\nthis is no export.\n", "utf-8")
    dialog.open_file(path)
    qtbot.waitUntil(lambda: bool(dialog.note.text()))
    dialog._on_maybe_table(None)

    assert not dialog.name_columns.isVisible()


def test_the_programs_that_are_read_are_named(dialog: ImportDialog) -> None:
    for name in ("Toggl", "Harvest", "Kimai", "TimeTagger", "gtimelog", "ICS", "CSV"):
        assert name in dialog.drop.programs.text()
