"""The trash: what was deleted, how long it is kept, and one click to have it back whole."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.orchestrators.projects.projects import delete_project, list_projects
from app.orchestrators.time_tracking.entries import add_entry, delete_entries
from app.ui.trash.page import TrashPage
from app.ui.trash.trash_list import restore_place
from tests.support.pages import Stage
from tests.support.store import MORNING, clock_of
from tests.support.studio import DAY, Studio, open_studio


@pytest.fixture
def studio(stage: Stage, qtbot: QtBot) -> Studio:
    made = stage.run(qtbot, open_studio)
    assert isinstance(made, Studio)
    return made


@pytest.fixture
def page(stage: Stage, qtbot: QtBot, studio: Studio) -> TrashPage:
    """The trash with a project and its five entries, and with another project."""
    stage.run(qtbot, delete_project, studio.loose.id)
    stage.run(qtbot, delete_project, studio.website.id, delete_entries=True)
    made = TrashPage(stage.shell)
    stage.show(made)
    qtbot.waitUntil(lambda: made.model.rowCount() == 2)
    return made


def button(page: TrashPage, row: int) -> QPoint:
    return restore_place(page.list.visualRect(page.model.index(row))).center()


def test_one_line_says_what_one_action_deleted(page: TrashPage) -> None:
    newest = page.model.lines[0]

    assert newest.title == "Website"
    assert "5 entries" in newest.detail
    assert "2 milestones" in newest.detail
    assert newest.kept == "30 days left"
    assert "Website" in page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.model.index(0).data(Qt.ItemDataRole.DecorationRole) is None


def test_click_on_the_button_restores_all_of_it(page: TrashPage, stage: Stage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=button(page, 0))

    qtbot.waitUntil(lambda: [line.title for line in page.model.lines] == ["Loose ends"])
    rows = {row.project.name: row.seconds for row in stage.run(qtbot, list_projects)}
    assert rows["Website"] == 36_000
    assert stage.toasts == ["Restored"]


def test_click_beside_the_button_only_marks_the_line(page: TrashPage, qtbot: QtBot) -> None:
    at = page.list.visualRect(page.model.index(1)).center()

    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert page.list.currentIndex().row() == 1
    assert page.model.rowCount() == 2


def test_keyboard_restores_until_the_trash_is_empty(page: TrashPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)

    QTest.keyClick(page.list, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: page.is_empty)


def test_restoring_what_is_gone_is_said(page: TrashPage, stage: Stage, qtbot: QtBot) -> None:
    page.list.restore_wanted.emit(99_999)

    qtbot.waitUntil(lambda: bool(stage.toasts))

    assert page.model.rowCount() == 2


def test_single_entry_is_named_and_its_last_day_counted(stage: Stage, qtbot: QtBot, studio: Studio) -> None:
    entry = stage.run(qtbot, add_entry, started_at=MORNING - 60, ended_at=MORNING, description="Call")
    stage.run(qtbot, delete_entries, [entry.id])
    assert stage.ctx is not None
    clock_of(stage.ctx).forward(29 * DAY)
    page = TrashPage(stage.shell)
    stage.show(page)

    qtbot.waitUntil(lambda: page.model.rowCount() == 1)

    assert page.model.lines[0].kept == "1 day left"
    assert page.model.lines[0].detail == "1 entry"


def test_rows_and_hands_show_where_to_click(page: TrashPage) -> None:
    viewport = page.list.viewport()
    for at, shape in (
        (button(page, 0), Qt.CursorShape.PointingHandCursor),
        (QPoint(20, 20), Qt.CursorShape.ArrowCursor),
    ):
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove, QPointF(at), QPointF(viewport.mapToGlobal(at)), Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(viewport, move)
        assert viewport.cursor().shape() is shape
    assert page.model.data(QModelIndex()) is None
    page.grab()
