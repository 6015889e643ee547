"""Importing in the window: choose, look, answer, run or cancel, and take it back."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.orchestrators.exchange.plans import FileChanged
from app.orchestrators.projects.projects import list_projects
from app.orchestrators.review.review import review_items
from app.ui.importing.dialog import ImportDialog
from tests.support.pages import Stage
from tests.support.reach import out_of_order, tab_stops, unnamed

pytestmark = [
    # Qt means to replace the only way there is to make a drag.
    pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning"),
]

HEAD = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"
GOOD = (
    "Ann,a@b.c,Acme,Website,Login,fix,Yes,2026-02-02,09:00:00,2026-02-02,10:30:00,01:30:00,bug",
    "Ann,a@b.c,,Website,,read,No,2026-02-02,11:00:00,2026-02-02,11:15:00,00:15:00,",
)
BAD = "Ann,a@b.c,,Website,,odd,No,2026-02-99,11:00:00,2026-02-02,11:15:00,00:15:00,"
UNCLEAR = "Ann,a@b.c,,Website,,x,No,03/02/2026,11:00:00,03/02/2026,11:15:00,00:15:00,"


def write(folder: Path, *rows: str) -> Path:
    path = folder / "toggl.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def dialog(stage: Stage, qtbot: QtBot) -> Iterator[ImportDialog]:
    made = ImportDialog(stage.jobs)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def look_at(dialog: ImportDialog, qtbot: QtBot, path: Path) -> None:
    dialog.open_file(path)
    qtbot.waitUntil(lambda: dialog.stage in ("plan", "choose"))


def value(dialog: ImportDialog, figure: str) -> str:
    return dialog.view.figures[figure].value


def seconds(stage: Stage, qtbot: QtBot) -> list[int]:
    return sorted(row.seconds for row in stage.run(qtbot, list_projects))


def test_dry_run_says_what_would_come_and_what_would_not(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    look_at(dialog, qtbot, write(tmp_path, *GOOD, BAD))

    assert (value(dialog, "created"), value(dialog, "duplicates"), value(dialog, "rejected")) == ("2", "0", "1")
    assert value(dialog, "hours") == "1:45"
    assert dialog.view.source == "toggl.csv, read as Toggl\nBrings 2 new projects, 1 client, 1 task, 1 tag"
    assert dialog.view.rejected.index(0, 0).data() == "4"
    assert "2026-02-99" in dialog.view.rejected.index(0, 1).data()
    assert dialog.go.text() == "Add 2 entries"
    dialog.grab()


def test_words_under_the_figures_fit_what_they_say(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    def below() -> list[str]:
        return [dialog.view.figures[name].below for name in ("duplicates", "rejected", "hours")]

    look_at(dialog, qtbot, write(tmp_path, *GOOD))
    assert below() == ["none of these entries", "every row is fine", "in new entries"]
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.stage == "result")

    look_at(dialog, qtbot, write(tmp_path, *GOOD, BAD))
    assert below() == ["not added again", "see below", "in new entries"]


def test_file_of_which_nothing_can_be_added_says_why(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    look_at(dialog, qtbot, write(tmp_path, BAD))

    assert dialog.note.text().startswith("Nothing can be added: each new row")
    assert dialog.go.text() == "Nothing to add"
    assert not dialog.go.isEnabled()


def test_controls_of_every_step_have_names(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    assert unnamed(dialog) == []
    look_at(dialog, qtbot, write(tmp_path, *GOOD, BAD))

    assert unnamed(dialog) == []
    assert tab_stops(dialog)
    assert out_of_order(dialog) == []


def test_import_is_run_shown_and_taken_back_whole(
    dialog: ImportDialog, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    look_at(dialog, qtbot, write(tmp_path, *GOOD, BAD))
    with qtbot.waitSignal(dialog.imported):
        dialog.go.click()
    qtbot.waitUntil(lambda: dialog.stage == "result")
    assert dialog.result_title.text() == "2 entries added"
    assert dialog.result_about.text() == "1 row was left out and waits in Review."
    assert seconds(stage, qtbot) == [900, 5400]
    assert any(item.kind == "import_rejected" for item in stage.run(qtbot, review_items))

    dialog.undo.click()

    qtbot.waitUntil(lambda: dialog.result_title.text() == "The import was undone")
    assert seconds(stage, qtbot) == []
    dialog.go.click()
    assert not dialog.isVisible()


def test_same_file_again_adds_nothing_and_says_so(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD[0])
    look_at(dialog, qtbot, path)
    assert dialog.go.text() == "Add 1 entry"
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.stage == "result")
    assert dialog.result_title.text() == "1 entry added"
    dialog.other.click()
    assert dialog.stage == "choose"

    look_at(dialog, qtbot, path)

    assert (value(dialog, "created"), value(dialog, "duplicates")) == ("0", "1")
    assert not dialog.go.isEnabled()
    assert dialog.note.isVisible()


def test_order_of_the_date_is_asked_before_anything_can_run(
    dialog: ImportDialog, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    look_at(dialog, qtbot, write(tmp_path, UNCLEAR))
    assert not dialog.go.isEnabled()
    box = dialog.view.choices["date_order"]
    box.activated.emit(box.currentIndex())
    assert dialog.stage == "plan"

    box.choose(next(box.itemData(place) for place in range(box.count()) if box.itemData(place)))
    box.activated.emit(box.currentIndex())

    qtbot.waitUntil(lambda: dialog.stage == "plan" and dialog.go.isEnabled())
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.stage == "result")
    assert seconds(stage, qtbot) == [900]


def test_another_zone_moves_the_times(dialog: ImportDialog, stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    look_at(dialog, qtbot, write(tmp_path, *GOOD))
    zones = dialog.view.choices["zone"]
    assert zones.currentData() == "Europe/Berlin"
    assert zones.isEditable()

    zones.choose("America/New_York")
    zones.activated.emit(zones.currentIndex())

    qtbot.waitUntil(lambda: dialog.stage == "plan" and dialog.view.choices["zone"].currentData() == "America/New_York")
    assert dialog.go.isEnabled()


def test_file_that_is_no_export_is_said_and_another_can_be_chosen(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")

    look_at(dialog, qtbot, tmp_path / "photo.csv")

    assert dialog.stage == "choose"
    assert dialog.note.text()


def test_file_changed_meanwhile_adds_nothing(dialog: ImportDialog, stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    path = write(tmp_path, *GOOD)
    look_at(dialog, qtbot, path)
    write(tmp_path, GOOD[0])

    dialog.go.click()

    qtbot.waitUntil(dialog.note.isVisible)
    assert dialog.stage == "plan"
    assert FileChanged.code == "file_changed"
    assert seconds(stage, qtbot) == []


def test_cancelling_adds_nothing(dialog: ImportDialog, stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    look_at(dialog, qtbot, write(tmp_path, *GOOD))
    gate = Event()
    stage.jobs.submit(lambda _ctx: gate.wait(5), owner=None)
    dialog.go.click()
    assert dialog.stage == "run"

    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.running.text() == "Stopping…"
    gate.set()

    qtbot.waitUntil(lambda: dialog.stage in ("plan", "result"))
    assert dialog.stage == "plan"
    assert seconds(stage, qtbot) == []
    assert dialog.isVisible()
    dialog.cancel.click()
    assert not dialog.isVisible()


def test_closing_while_it_runs_cancels(dialog: ImportDialog, stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    look_at(dialog, qtbot, write(tmp_path, *GOOD))
    gate = Event()
    stage.jobs.submit(lambda _ctx: gate.wait(5), owner=None)
    dialog.go.click()

    dialog.close()
    gate.set()

    assert seconds(stage, qtbot) == []


def test_a_mistake_of_ours_is_logged_and_said_calmly(dialog: ImportDialog, expect_logs: list[str]) -> None:
    dialog._on_unreadable(ZeroDivisionError())
    assert dialog.note.text() == "This file could not be read."

    dialog._on_failed(ZeroDivisionError())

    assert dialog.note.text() == "Nothing was added."
    assert len(expect_logs) == 2


def test_progress_counts_rows(dialog: ImportDialog) -> None:
    dialog._progressed.emit(30, 120)

    assert (dialog.progress.value(), dialog.progress.maximum()) == (30, 120)


def drop(dialog: ImportDialog, data: QMimeData) -> QDragEnterEvent:
    zone, none = dialog.drop, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    zone.dragEnterEvent(enter)
    if enter.isAccepted():
        zone.grab()
        zone.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    return enter


def test_dropped_file_is_looked_at_at_once(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(tmp_path, *GOOD)))])

    assert drop(dialog, data).isAccepted()

    qtbot.waitUntil(lambda: dialog.stage == "plan")


def test_only_files_can_be_dropped(dialog: ImportDialog) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/export.csv")])
    event = drop(dialog, data)
    dialog.drop.dragLeaveEvent(QDragLeaveEvent())

    assert not event.isAccepted()
    assert dialog.stage == "choose"


def test_file_is_chosen_by_button(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Any] = [("", ""), (str(write(tmp_path, *GOOD)), "")]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: answers.pop(0))
    dialog.drop.button.click()
    assert dialog.stage == "choose"

    dialog.drop.button.click()

    qtbot.waitUntil(lambda: dialog.stage == "plan")
    QApplication.processEvents()
