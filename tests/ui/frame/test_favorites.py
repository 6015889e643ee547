"""Favourites under the star of the entry bar."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.entities.projects import ProjectStatus
from app.domain.ids import ProjectId, TagId
from app.orchestrators.projects.projects import create_project, set_status
from app.orchestrators.tags.tags import create_tag
from app.orchestrators.tasks.tasks import create_task
from app.orchestrators.time_tracking.favorites import create_favorite, list_favorites
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer
from app.ui.entry_bar.favorites_list import Part, places
from app.ui.entry_bar.favorites_popup import FavoritesPopup
from tests.support.desk import Desk, desk

Key, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class Star:
    """The star, and what opens under it."""

    def __init__(self, at: Desk) -> None:
        self.desk, self.favorites = at, at.window.frame.line.favorites

    def keep(self, *descriptions: str, **fields: Any) -> None:
        for description in descriptions:
            self.desk.run(create_favorite, description=description, **fields)

    def open(self) -> FavoritesPopup:
        self.desk.window.frame.bar.favorites.click()
        self.desk.sees(lambda: self.favorites.popup is not None and self.favorites.popup.isVisible())
        return self.popup

    @property
    def popup(self) -> FavoritesPopup:
        assert self.favorites.popup is not None
        return self.favorites.popup

    @property
    def said(self) -> list[str]:
        model = self.popup.list.favorites
        return [str(model.index(place).data()) for place in range(model.rowCount())]

    def stored(self) -> list[str]:
        return [one.description for one in self.desk.run(list_favorites)]

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.popup.list, key, keys)

    def spot(self, row: int, part: Part | None = None) -> QPoint:
        view = self.popup.list
        rect = view.visualRect(view.favorites.index(row))
        return places(rect)[part].center() if part is not None else rect.center()

    def click(self, row: int, part: Part | None = None) -> None:
        QTest.mouseMove(self.popup.list.viewport(), self.spot(row, part))
        QTest.mouseClick(self.popup.list.viewport(), LEFT, pos=self.spot(row, part))

    def editor(self) -> QLineEdit:
        """The line a name is typed into; those before it may not be gone yet."""
        return next(one for one in self.popup.list.viewport().findChildren(QLineEdit) if one.isVisible())

    def running(self) -> str:
        found = self.desk.run(status).running
        return found.description if found is not None else ""


@pytest.fixture
def star(qtbot: QtBot, tmp_path: Path) -> Iterator[Star]:
    with desk(qtbot, tmp_path) as at:
        at.show()
        yield Star(at)


def test_favorites_are_listed_with_their_number_and_place(star: Star) -> None:
    project = star.desk.run(create_project, name="Website")
    task, tag = star.desk.run(create_task, project=project.id, name="Design"), star.desk.run(create_tag, name="bug")
    star.keep("fix", project=ProjectId(project.id), task=task.id, tags=[TagId(tag.id)])
    star.keep("", project=ProjectId(project.id))

    popup = star.open()

    assert star.said == ["1. fix, Website · Design  #bug", "2. Website"]
    assert popup.list.hasFocus()
    assert not popup.grab().isNull()
    assert popup.list.favorites.index(0).data(Qt.ItemDataRole.FontRole) is None
    assert popup.list.favorites.rowCount(popup.list.favorites.index(0)) == 0


@pytest.mark.parametrize("way", ["number", "enter", "click"])
def test_one_is_started_by_its_number_by_enter_or_a_click(star: Star, way: str) -> None:
    star.keep("mail", "call")
    popup = star.open()
    if way == "number":
        star.key(Key.Key_9)
        star.key(Key.Key_2)
    elif way == "enter":
        star.key(Key.Key_Down)
        star.key(Key.Key_Return)
    else:
        star.click(1)

    star.desk.sees(lambda: star.running() == "call")
    assert not popup.isVisible()


def test_the_shortcut_opens_them(star: Star) -> None:
    star.keep("mail")

    shortcuts = star.desk.window.findChildren(QShortcut)
    next(one for one in shortcuts if one.key() == QKeySequence("Ctrl+D")).activated.emit()

    star.desk.sees(lambda: star.favorites.popup is not None and star.popup.isVisible())
    star.key(Key.Key_1, CTRL)
    assert star.popup.isVisible()
    star.key(Key.Key_Escape)
    assert not star.popup.isVisible()


def test_a_closed_project_says_why_it_does_not_start(star: Star) -> None:
    project = star.desk.run(create_project, name="Website")
    star.keep("fix", project=ProjectId(project.id))
    star.desk.run(set_status, project.id, ProjectStatus.ARCHIVED, accept_warnings=True)
    star.open()

    star.key(Key.Key_1)

    star.desk.sees(lambda: "archived" in star.desk.said)


def test_the_line_is_kept(star: Star) -> None:
    popup = star.open()
    assert popup.none.isVisible()
    assert not popup.save.isEnabled()
    assert popup.save.text() == "Type something to keep it as a favourite"
    popup.close()
    star.desk.type("fix login #bug")

    star.open()
    assert popup.save.text() == "Keep “fix login #bug” as a favourite"
    assert popup.save.hasFocus()
    QTest.keyClick(popup.save, Key.Key_Return)

    star.desk.sees(lambda: star.desk.said == "Kept as a favourite")
    assert star.stored() == ["fix login"]
    assert star.desk.field_text == "fix login #bug"
    star.desk.type("x @Nowhere")
    star.open().save.click()
    star.desk.sees(lambda: "no project named" in star.desk.said)


def test_what_runs_is_kept_once(star: Star) -> None:
    star.desk.run(start_timer, description="fix")
    star.desk.window.tracking.refresh()
    star.desk.sees(lambda: star.desk.field_text == "fix")
    popup = star.open()
    popup.save.click()
    star.desk.sees(lambda: star.stored() == ["fix"])

    star.open()

    assert popup.save.text() == "“fix” is a favourite already"
    assert not popup.save.isEnabled()


def test_keys_move_between_the_list_and_the_offer(star: Star) -> None:
    star.keep("mail", "call")
    star.desk.type("fix")
    popup = star.open()

    star.key(Key.Key_Down)
    star.key(Key.Key_Down)
    assert popup.save.hasFocus()
    QTest.keyClick(popup.save, Key.Key_Up)
    assert popup.list.hasFocus()


def test_one_is_renamed_in_place(star: Star) -> None:
    star.keep("mail", "call")
    star.open()
    star.key(Key.Key_F2)
    editor = star.editor()
    assert star.popup.list.is_renaming
    assert not star.popup.grab().isNull()
    QTest.keyClicks(editor, "post")
    QTest.keyClick(editor, Key.Key_Return)

    star.desk.sees(lambda: star.said == ["1. post", "2. call"])
    assert star.popup.isVisible()
    assert star.running() == ""
    star.click(1, Part.RENAME)
    editor = star.editor()
    QTest.keyClick(editor, Key.Key_Backspace)
    QTest.keyClick(editor, Key.Key_Return)
    star.desk.sees(lambda: "needs a description or a project" in star.desk.said)
    assert star.stored() == ["post", "call"]


def test_they_are_put_in_order_by_keys_and_buttons(star: Star) -> None:
    star.keep("mail", "call", "plan")
    star.open()

    star.key(Key.Key_Down, ALT)
    star.desk.sees(lambda: star.stored() == ["call", "mail", "plan"])
    assert star.popup.list.currentIndex().row() == 1
    star.key(Key.Key_Up, ALT)
    star.key(Key.Key_Up, ALT)
    star.desk.sees(lambda: star.stored() == ["mail", "call", "plan"])
    star.click(0, Part.DOWN)
    star.desk.sees(lambda: star.stored() == ["call", "mail", "plan"])
    star.click(1, Part.UP)
    star.desk.sees(lambda: star.said == ["1. mail", "2. call", "3. plan"])


def test_one_is_removed_with_a_way_back(star: Star) -> None:
    star.keep("mail", "call")
    star.open()

    star.key(Key.Key_Delete)

    star.desk.sees(lambda: star.said == ["1. call"])
    assert star.desk.said == "Favourite “mail” removed"
    star.desk.window.toast.button.click()
    star.desk.sees(lambda: star.stored() == ["mail", "call"])
    star.click(0, Part.REMOVE)
    star.desk.sees(lambda: len(star.stored()) == 1)


def test_the_buttons_say_what_they_do(star: Star) -> None:
    star.keep("mail", "call")
    popup = star.open()

    QTest.mouseMove(popup.list.viewport(), star.spot(0, Part.REMOVE))
    star.desk.sees(lambda: popup.list.toolTip() == "Remove (Del)")
    assert not popup.grab().isNull()
    QTest.mouseMove(popup.list.viewport(), star.spot(0) - QPoint(90, 0))
    star.desk.sees(lambda: popup.list.toolTip() == "")
    QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.RightButton, pos=star.spot(0))
    assert popup.isVisible()
