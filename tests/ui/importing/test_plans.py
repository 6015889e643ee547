"""The import dialog over the real workflows: look, answer, run, undo, with every page told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.domain.outcome import Changes
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading
from app.ui.importing.dialog import ImportDialog
from tests.support.pages import Stage, staged

CLOCKIFY = """\
Project,Client,Description,Task,User,Email,Start Date,Start Time,End Date,End Time,Duration (h)
Intern,,Standup,,Max,max@example.com,02/01/2026,08:00,02/01/2026,08:15,00:15:00
Intern,,Switch,,Max,max@example.com,02/02/2026,09:00,02/02/2026,11:00,02:00:00
Intern,,Broken,,Max,max@example.com,02/02/2026,09:00,01/02/2026,11:00,02:00:00
"""


@pytest.fixture
def stage(tmp_path: Path, qtbot: Any) -> Iterator[Stage]:
    with staged(tmp_path) as made:
        yield made


def opened(stage: Stage, qtbot: Any, path: Path) -> ImportDialog:
    dialog = ImportDialog(stage.shell.jobs, stage.window)
    dialog.open_file(path)
    qtbot.waitUntil(lambda: dialog.stage in ("plan", "choose"))
    return dialog


def entries(stage: Stage) -> tuple[int, int]:
    assert stage.ctx is not None
    with reading(stage.ctx) as read:
        return read.time_entries.summary(EntryFilter())


def test_look_answer_run_and_undo(stage: Stage, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "clockify.csv"
    path.write_text(CLOCKIFY, encoding="utf-8")
    told: list[Changes] = []
    stage.shell.jobs.wrote.connect(told.append)
    dialog = opened(stage, qtbot, path)
    assert not dialog.go.isEnabled()
    assert dialog.view.choices["zone"].currentData() == "Europe/Berlin"

    dialog.view.answered.emit("date_order", "mdy")
    qtbot.waitUntil(lambda: dialog.stage == "plan" and dialog.go.isEnabled())
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.stage == "result")

    assert dialog.result_title.text() == "2 entries added"
    assert "1 row was left out" in dialog.result_about.text()
    assert entries(stage) == (2, 8_100)
    assert told
    assert told[-1]

    qtbot.mouseClick(dialog.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.result_title.text() == "The import was undone")
    assert entries(stage) == (0, 0)


def test_a_file_that_is_no_export_is_told(stage: Stage, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader,\nthis is no export.\n", encoding="utf-8")
    dialog = opened(stage, qtbot, path)

    assert dialog.stage == "choose"
    assert "is no export that is known here" in dialog.note.text()
