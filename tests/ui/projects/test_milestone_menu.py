"""What can be done with a milestone of a project beyond its cells: its menu, repeating, its place."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.orchestrators.milestones.milestones import create_milestone
from app.ui.projects.detail.milestones_model import Column
from app.ui.projects.page import ProjectsPage
from tests.support.pages import Stage
from tests.support.studio import Studio


def milestones(page: ProjectsPage) -> list[str]:
    return [line.name for line in page.detail.milestones.model.lines]


def cell(page: ProjectsPage, row: int, column: Column) -> QModelIndex:
    return page.detail.milestones.model.index(row, column)


def rename_in(view: QWidget, text: str) -> None:
    (editor,) = (edit for edit in view.findChildren(QLineEdit) if edit.objectName() == "cellEditor")
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def open_menus() -> list[QMenu]:
    return [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]


def menu_of(page: ProjectsPage, row: int) -> dict[str, Any]:
    page.detail.milestones._open_menu(row, QPoint(0, 0))
    (menu,) = open_menus()
    found = {action.text(): action for action in menu.actions()}
    repeats = found["Repeats"].menu()
    assert isinstance(repeats, QMenu)
    return found | {action.text(): action for action in repeats.actions()}


def close_menus() -> None:
    for menu in open_menus():
        menu.close()


def test_a_milestone_is_made_to_repeat_and_says_which_time_is_on(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    page.open_project(studio.loose.id)
    qtbot.waitUntil(page.detail.isVisible)
    card = page.detail.milestones
    card.add.name.setText("Report")
    card.add.due.setText("2026-06-28")
    card.add.budget.setText("2")
    card.add.repeats.choose("FREQ=WEEKLY")
    card.add.button.click()
    qtbot.waitUntil(lambda: len(card.model.lines) == 1)
    assert card.add.repeats.value() is None

    name = card.model.index(0, Column.NAME)
    assert name.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Report every week · now ")
    card.table.grab()
    actions = menu_of(page, 0)
    assert actions["Every week"].isChecked()
    actions["Every month"].trigger()
    close_menus()

    qtbot.waitUntil(lambda: card.model.lines[0].recurrence == "FREQ=MONTHLY")
    menu_of(page, 0)["Once"].trigger()
    close_menus()
    qtbot.waitUntil(lambda: card.model.lines[0].recurrence == "")


def test_a_rule_from_elsewhere_is_kept_in_the_menu(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    rule = "FREQ=WEEKLY;BYDAY=FR;INTERVAL=3"
    stage.run(qtbot, create_milestone, project=studio.loose.id, name="Report", due_date="2026-06-28", recurrence=rule)
    page.open_project(studio.loose.id)
    qtbot.waitUntil(lambda: len(page.detail.milestones.model.lines) == 1)

    assert menu_of(page, 0)["Every 3 weeks"].isChecked()
    close_menus()


def test_the_menu_of_a_milestone_completes_moves_renames_and_deletes(opened: ProjectsPage, qtbot: QtBot) -> None:
    card = opened.detail.milestones
    menu_of(opened, 0)["Complete"].trigger()
    close_menus()
    qtbot.waitUntil(lambda: card.model.lines[0].completed)
    actions = menu_of(opened, 0)
    assert not actions["Move up"].isEnabled()
    actions["Move down"].trigger()
    close_menus()
    qtbot.waitUntil(lambda: milestones(opened) == ["Beta", "Concept"])
    menu_of(opened, 1)["Open again"].trigger()
    close_menus()
    qtbot.waitUntil(lambda: not card.model.lines[1].completed)
    menu_of(opened, 0)["Rename"].trigger()
    close_menus()
    rename_in(card.table, "Public beta")
    qtbot.waitUntil(lambda: milestones(opened) == ["Public beta", "Concept"])

    menu_of(opened, 0)["Delete"].trigger()
    close_menus()

    qtbot.waitUntil(lambda: milestones(opened) == ["Concept"])


def test_the_keyboard_stays_with_the_milestone_it_moved(opened: ProjectsPage, qtbot: QtBot) -> None:
    table = opened.detail.milestones.table
    table.setCurrentIndex(cell(opened, 0, Column.NAME))

    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: milestones(opened) == ["Beta", "Concept"])
    assert table.currentIndex().row() == 1
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)

    qtbot.waitUntil(lambda: milestones(opened) == ["Concept", "Beta"])
    assert table.currentIndex().row() == 0


def test_the_menu_opens_by_key_and_by_the_right_button(opened: ProjectsPage) -> None:
    table = opened.detail.milestones.table
    opened.detail.ensureWidgetVisible(table)
    table.setCurrentIndex(cell(opened, 1, Column.NAME))
    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        at = table.visualRect(cell(opened, 1, Column.NAME)).center()
        QApplication.sendEvent(table.viewport(), QContextMenuEvent(reason, at, table.viewport().mapToGlobal(at)))
        assert open_menus()
        close_menus()
