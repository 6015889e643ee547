from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.bootstrap import open_context
from app.domain.errors import AppError, EnvironmentFailed
from app.orchestrators.maintenance.backups import back_up
from app.orchestrators.projects.projects import create_project, list_projects
from app.storage.context import Context
from app.storage.failures import Damaged, Locked
from app.system.paths import Paths
from app.ui.opening.words import title_of, ways_of
from tests.support.desk import Desk, desk
from tests.support.store import make_context


class Door:
    """Opens after it was refused some times."""

    def __init__(self, *refusals: Exception) -> None:
        self.refusals = list(refusals)
        self.folders: list[str] = []

    def __call__(self, data_dir: str) -> Context:
        self.folders.append(data_dir)
        if self.refusals:
            raise self.refusals.pop(0)
        Path(data_dir).mkdir(exist_ok=True)
        return make_context(Path(data_dir) / "stintbook.db")


def refused(qtbot: QtBot, at_desk: Desk) -> None:
    at_desk.window.show()
    qtbot.waitUntil(lambda: at_desk.window.is_furnished and at_desk.window.fault.isVisible())


def test_locked_store_can_be_tried_again(qtbot: QtBot, tmp_path: Path) -> None:
    door = Door(Locked("Another program is holding it."), Locked("Another program is still holding it."))
    with desk(qtbot, tmp_path, open_context=door) as at_desk:
        refused(qtbot, at_desk)
        fault = at_desk.window.fault
        assert fault.title.text() == "Another program is using your database"
        assert fault.about.text() == "Another program is holding it."
        assert list(fault.buttons) == ["retry", "folder", "quit"]
        fault.buttons["retry"].click()
        qtbot.waitUntil(lambda: "still" in fault.about.text())
        assert all(button.isEnabled() for button in fault.buttons.values())

        fault.buttons["retry"].click()

        qtbot.waitUntil(at_desk.window.frame.isVisible)
        at_desk.sees(lambda: at_desk.window.frame.page == "projects")
        assert not fault.isVisible()


def test_another_folder_can_be_used(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "elsewhere"
    answers = ["", str(other)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: answers.pop(0))
    door = Door(EnvironmentFailed("Stintbook cannot write there."))
    with desk(qtbot, tmp_path, open_context=door) as at_desk:
        refused(qtbot, at_desk)
        at_desk.window.fault.buttons["folder"].click()
        assert door.folders == [str(tmp_path)]

        at_desk.window.fault.buttons["folder"].click()

        qtbot.waitUntil(at_desk.window.frame.isVisible)
        assert door.folders == [str(tmp_path), str(other)]
        assert at_desk.shell.paths == Paths(other)


def test_a_way_with_a_button_is_not_named_as_the_command_line_has_it(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with desk(qtbot, tmp_path, open_context=lambda _: open_context(str(tmp_path / "file"))) as at_desk:
        refused(qtbot, at_desk)
        fault = at_desk.window.fault

        assert "Choose another folder" in fault.about.text()
        assert "--data-dir" not in fault.about.text()
        assert fault.buttons["folder"].text() == "Use another folder…"


def test_leaving_is_always_possible(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path, open_context=Door(EnvironmentFailed("No."))) as at_desk:
        refused(qtbot, at_desk)

        at_desk.window.fault.buttons["quit"].click()

        assert not at_desk.window.isVisible()
        assert not (tmp_path / "stintbook.db").exists()


def test_mistake_of_ours_on_opening_says_that_nothing_was_changed(
    qtbot: QtBot, tmp_path: Path, expect_logs: list[str]
) -> None:
    with desk(qtbot, tmp_path, open_context=Door(ZeroDivisionError("oops"))) as at_desk:
        refused(qtbot, at_desk)

        assert at_desk.window.fault.title.text() == "Stintbook cannot open your data"
        assert "Nothing was changed" in at_desk.window.fault.about.text()
        assert str(tmp_path / "logs") in at_desk.window.fault.about.text()
        assert expect_logs


def test_newest_backup_takes_the_place_of_a_damaged_file(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()
        at_desk.run(create_project, name="Website")
        at_desk.run(back_up)
    ruin(tmp_path)
    with desk(qtbot, tmp_path, open_context=really_open) as at_desk:
        refused(qtbot, at_desk)
        fault = at_desk.window.fault
        assert list(fault.buttons)[:2] == ["restore", "salvage"]

        fault.buttons["restore"].click()

        qtbot.waitUntil(at_desk.window.frame.isVisible)
        at_desk.sees(lambda: "The damaged file is kept" in at_desk.said)
        assert [row.project.name for row in at_desk.run(list_projects)] == ["Website"]


def test_what_can_be_read_of_a_damaged_file_is_saved(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()
        at_desk.run(create_project, name="Website")
    with desk(qtbot, tmp_path, open_context=Door(Damaged("It is damaged."))) as at_desk:
        refused(qtbot, at_desk)
        assert next(iter(at_desk.window.fault.buttons)) == "salvage"

        at_desk.window.fault.buttons["salvage"].click()

        qtbot.waitUntil(at_desk.window.frame.isVisible)
        at_desk.sees(lambda: at_desk.said.startswith("Everything could be read"))
        assert [row.project.name for row in at_desk.run(list_projects)] == ["Website"]


def test_file_of_which_nothing_can_be_read_stays_as_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path) as at_desk:
        at_desk.show()
    ruin(tmp_path)
    before = (tmp_path / "stintbook.db").read_bytes()
    with desk(qtbot, tmp_path, open_context=really_open) as at_desk:
        refused(qtbot, at_desk)
        fault = at_desk.window.fault

        fault.buttons["salvage"].click()

        qtbot.waitUntil(lambda: fault.note.property("tone") == "problem")
        assert (tmp_path / "stintbook.db").read_bytes() == before


def test_repair_that_fails_says_why_and_can_be_tried_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_logs: list[str]
) -> None:
    errors: list[Exception] = [EnvironmentFailed("The disk is full."), ZeroDivisionError()]

    def fail(*_arguments: object) -> None:
        raise errors.pop(0)

    monkeypatch.setattr("app.ui.opening.opener._salvage", fail)
    with desk(qtbot, tmp_path, open_context=Door(Damaged("It is damaged."))) as at_desk:
        refused(qtbot, at_desk)
        fault = at_desk.window.fault
        fault.buttons["salvage"].click()
        qtbot.waitUntil(lambda: fault.note.text() == "The disk is full.")
        assert fault.buttons["salvage"].isEnabled()

        fault.buttons["salvage"].click()

        qtbot.waitUntil(lambda: "our mistake" in fault.note.text())


def test_every_fault_has_a_title_and_a_way_out(tmp_path: Path) -> None:
    for error in (Damaged("x"), Locked("x"), EnvironmentFailed("x"), AppError("x"), ValueError("x")):
        assert title_of(error)
        names = [name for name, _ in ways_of(error, Paths(tmp_path))]
        assert names[-1] == "quit"
        assert "folder" in names


def ruin(folder: Path) -> None:
    path = folder / "stintbook.db"
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * (4096 - 100)
    path.write_bytes(content)


def really_open(data_dir: str) -> Context:
    from app.bootstrap import open_context

    return open_context(data_dir)
