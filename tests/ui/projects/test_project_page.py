"""One project's page: figures to read; milestones and tasks changed in place, each change one undo."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.milestones.milestones import list_milestones
from app.orchestrators.projects.projects import delete_project, list_projects
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.tasks.tasks import list_tasks
from app.orchestrators.time_tracking.entries import add_entry
from app.ui.projects.detail.milestones_model import Column
from app.ui.projects.page import ProjectsPage
from app.ui.widgets.value_fields import DateField
from tests.support.pages import Stage
from tests.support.store import MORNING
from tests.support.studio import DAY, HOUR, Studio

Offers = dict[str, Callable[[], None]]


def milestones(page: ProjectsPage) -> list[str]:
    return [line.name for line in page.detail.milestones.model.lines]


def tasks(page: ProjectsPage) -> list[tuple[str, bool]]:
    return [(line.name, line.done) for line in page.detail.tasks.model.lines]


def cell(page: ProjectsPage, row: int, column: Column) -> QModelIndex:
    return page.detail.milestones.model.index(row, column)


def click(view: Any, index: QModelIndex, at: QPoint | None = None) -> None:
    rect: QRect = view.visualRect(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at or rect.center())


def editor_in(view: QWidget) -> QLineEdit:
    (editor,) = (edit for edit in view.findChildren(QLineEdit) if edit.objectName() == "cellEditor")
    return editor


def enter(editor: QLineEdit, text: str) -> None:
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def open_menus() -> list[QMenu]:
    return [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]


def test_figures_say_hours_budget_money_and_due_date(opened: ProjectsPage) -> None:
    figures = opened.detail.figures

    assert figures["tracked"].value == "10:00"
    assert figures["tracked"].below == "25 % of 40:00"
    assert figures["month"].value == "2:00"
    assert figures["money"].value == "€950.00"
    assert figures["money"].below == "100 % billable"
    assert figures["due"].value == "30 Apr"
    assert figures["due"].below == "59 days left"
    assert opened.detail.tags.accessibleDescription() == "bug 10:00"
    assert [week.seconds for week in opened.detail.chart.weeks][-2:] == [10 * HOUR, 0]


def test_durations_and_times_are_written_as_the_settings_say(opened: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, update_settings, duration_style="decimal", clock24=False)

    qtbot.waitUntil(lambda: opened.detail.figures["tracked"].value == "10.00")

    assert opened.detail.view is not None
    assert opened.detail.view.entries[0].times == "9:00 am – 11:00 am"
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: opened.detail.figures["tracked"].value == "10:00")


def test_a_bar_says_its_week_under_the_mouse(opened: ProjectsPage) -> None:
    chart = opened.detail.chart
    opened.detail.grab()
    middle = QPoint(chart.width() - 20, chart.height() // 2)

    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, middle, chart.mapToGlobal(middle)))

    assert QToolTip.text() == "Week of 2 Mar: 0:00"


def test_a_project_without_anything_says_what_would_stand_here(
    page: ProjectsPage, qtbot: QtBot, studio: Studio
) -> None:
    page.open_project(studio.loose.id)

    qtbot.waitUntil(page.detail.isVisible)

    assert page.detail.figures["tracked"].below == "no estimate"
    assert page.detail.figures["due"].below == "continuous"
    assert page.detail.figures["money"].below == "nothing billable"
    assert not page.detail.milestones.table.isVisible()


def test_milestone_is_added_by_keyboard_and_undone(opened: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    card = opened.detail.milestones
    QTest.keyClicks(card.add.name, "Launch")
    QTest.keyClicks(card.add.due, "30 Apr 2026")
    QTest.keyClicks(card.add.budget, "7.5")

    QTest.keyClick(card.add.budget, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: milestones(opened) == ["Concept", "Beta", "Launch"])
    assert card.model.lines[-1].budget_minutes == 450
    assert card.add.name.text() == ""
    assert "Milestone added" in stage.toasts
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: milestones(opened) == ["Concept", "Beta"])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Launch", "due": "soon"}, "Not a date"),
        ({"name": "Launch", "due": "30 Apr 2026", "budget": "lots"}, "Write hours"),
        ({"due": "30 Apr 2026"}, "needs a name"),
        ({"name": "Launch"}, "needs a due date"),
        ({"name": "Launch", "due": "30 Jun 2026"}, "outside"),
        ({"name": "beta", "due": "30 Apr 2026"}, "beta"),
    ],
)
def test_what_is_wrong_with_a_new_milestone_is_said_in_its_card(
    opened: ProjectsPage, qtbot: QtBot, fields: dict[str, str], said: str
) -> None:
    card = opened.detail.milestones
    for name, text in fields.items():
        getattr(card.add, name).setText(text)

    card.add.button.click()

    qtbot.waitUntil(card.note.isVisible)
    if said != "outside":
        assert said.casefold() in card.note.text().casefold()
    assert milestones(opened) == ["Concept", "Beta"]


def test_budgets_above_the_estimate_are_saved_once_the_warning_is_accepted(
    opened: ProjectsPage, qtbot: QtBot, offers: Offers
) -> None:
    card = opened.detail.milestones
    card.model.setData(cell(opened, 1, Column.BUDGET), 6000)
    qtbot.waitUntil(lambda: "Do it anyway" in offers)
    assert card.note.isVisible()

    offers["Do it anyway"]()

    qtbot.waitUntil(lambda: card.model.lines[1].budget_minutes == 6000)
    assert not card.note.isVisible()


def test_milestone_is_renamed_in_place(opened: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    table = opened.detail.milestones.table
    table.setFocus()
    table.setCurrentIndex(cell(opened, 1, Column.NAME))
    QTest.keyClick(table, Qt.Key.Key_Return)

    enter(editor_in(table), "Public beta")

    qtbot.waitUntil(lambda: milestones(opened) == ["Concept", "Public beta"])
    assert [row.milestone.name for row in stage.run(qtbot, list_milestones)] == ["Concept", "Public beta"]


def test_due_date_and_budget_are_edited_in_place(opened: ProjectsPage, qtbot: QtBot) -> None:
    table, model = opened.detail.milestones.table, opened.detail.milestones.model
    table.edit(cell(opened, 1, Column.DUE))
    editor = editor_in(table)
    assert isinstance(editor, DateField)
    assert editor.text() == "31 Mar 2026"
    enter(editor, "2026-04-15")
    qtbot.waitUntil(lambda: model.lines[1].due_date == "2026-04-15")

    table.edit(cell(opened, 1, Column.BUDGET))
    enter(editor_in(table), "10")

    qtbot.waitUntil(lambda: model.lines[1].budget_minutes == 600)


@pytest.mark.parametrize("column", [Column.DUE, Column.BUDGET])
def test_nonsense_in_a_cell_leaves_what_was_there(opened: ProjectsPage, column: Column) -> None:
    table, model = opened.detail.milestones.table, opened.detail.milestones.model
    before = list(model.lines)
    table.edit(cell(opened, 0, column))

    enter(editor_in(table), "whenever")

    assert model.lines == before


def test_milestone_is_completed_by_click_and_opened_again_by_space(
    opened: ProjectsPage, stage: Stage, qtbot: QtBot
) -> None:
    card = opened.detail.milestones
    opened.detail.ensureWidgetVisible(card.table)
    click(card.table, cell(opened, 0, Column.DONE))
    qtbot.waitUntil(lambda: card.model.lines[0].completed)

    card.table.setCurrentIndex(cell(opened, 0, Column.DONE))
    QTest.keyClick(card.table, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: not card.model.lines[0].completed)
    assert stage.toasts[-2:] == ["Milestone completed", "Milestone open again"]


def test_focus_is_seen_on_a_control_and_not_around_the_whole_page(
    opened: ProjectsPage, stage: Stage, qtbot: QtBot
) -> None:
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    opened.detail.setFocus()
    assert opened.detail.header.back.hasFocus()
    middle = opened.detail.height() // 2
    with_focus = opened.detail.grab().toImage().pixelColor(0, middle)
    opened.detail.header.back.clearFocus()

    assert with_focus == opened.detail.grab().toImage().pixelColor(0, middle)


def test_milestones_change_places_by_keyboard_and_by_drag(opened: ProjectsPage, qtbot: QtBot) -> None:
    table, model = opened.detail.milestones.table, opened.detail.milestones.model
    table.setCurrentIndex(cell(opened, 0, Column.NAME))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: milestones(opened) == ["Beta", "Concept"])
    table.setCurrentIndex(cell(opened, 0, Column.NAME))
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert milestones(opened) == ["Beta", "Concept"]

    dragged = model.mimeData([cell(opened, 1, Column.NAME)])
    assert dragged.hasFormat(model.mimeTypes()[0])
    model.dropMimeData(dragged, Qt.DropAction.MoveAction, 0, 0, QModelIndex())

    qtbot.waitUntil(lambda: milestones(opened) == ["Concept", "Beta"])
    model.dropMimeData(model.mimeData([cell(opened, 0, Column.NAME)]), Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    qtbot.waitUntil(lambda: milestones(opened) == ["Beta", "Concept"])


def test_milestone_is_deleted_by_key(opened: ProjectsPage, qtbot: QtBot) -> None:
    table = opened.detail.milestones.table
    table.setCurrentIndex(cell(opened, 0, Column.NAME))

    QTest.keyClick(table, Qt.Key.Key_Delete)

    qtbot.waitUntil(lambda: milestones(opened) == ["Beta"])


def test_overdue_is_said_to_eye_and_ear(opened: ProjectsPage) -> None:
    due = cell(opened, 0, Column.DUE)

    assert due.data(Qt.ItemDataRole.AccessibleTextRole) == "20 Feb 2026 overdue"
    assert cell(opened, 1, Column.DUE).data(Qt.ItemDataRole.AccessibleTextRole) == "31 Mar 2026"
    assert cell(opened, 0, Column.USED).data() == "0:00 · 0 %"


def test_task_is_added_renamed_done_and_deleted(opened: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    card = opened.detail.tasks
    QTest.keyClicks(card.add, "Content")
    QTest.keyClick(card.add, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(tasks(opened)) == 3)
    card.list.setFocus()
    card.list.setCurrentIndex(card.model.index(2))

    QTest.keyClick(card.list, Qt.Key.Key_Return)
    enter(editor_in(card.list), "Texts")
    qtbot.waitUntil(lambda: ("Texts", False) in tasks(opened))
    card.list.setCurrentIndex(card.model.index(0))
    QTest.keyClick(card.list, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tasks(opened)[-1] == ("Design", True))
    card.list.setCurrentIndex(card.model.index(2))
    QTest.keyClick(card.list, Qt.Key.Key_Delete)

    qtbot.waitUntil(lambda: tasks(opened) == [("Front end", False), ("Texts", False)])
    assert sorted(task.name for task in stage.run(qtbot, list_tasks)) == ["Front end", "Texts"]
    assert stage.toasts[-4:] == ["Task added", "Task renamed", "Task done", "Task deleted"]


def test_a_click_on_the_check_and_only_there_finishes_a_task(opened: ProjectsPage, qtbot: QtBot) -> None:
    card = opened.detail.tasks
    opened.detail.ensureWidgetVisible(card.list)
    row: QRect = card.list.visualRect(card.model.index(0))
    click(card.list, card.model.index(0), row.center())
    assert tasks(opened) == [("Design", False), ("Front end", False)]

    click(card.list, card.model.index(0), QPoint(20, row.center().y()))

    qtbot.waitUntil(lambda: tasks(opened) == [("Front end", False), ("Design", True)])
    opened.detail.grab()


def test_a_taken_name_of_a_task_is_said_in_its_card(opened: ProjectsPage, qtbot: QtBot) -> None:
    card = opened.detail.tasks
    card.add.setText("  ")
    QTest.keyClick(card.add, Qt.Key.Key_Return)
    card.add.setText("design")
    QTest.keyClick(card.add, Qt.Key.Key_Return)

    qtbot.waitUntil(card.note.isVisible)

    assert "design" in card.note.text().casefold()
    assert card.add.text() == "design"


def test_tasks_are_read_out_whole(opened: ProjectsPage) -> None:
    model = opened.detail.tasks.model

    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Design, open, 10:00"
    assert model.index(0).data(Qt.ItemDataRole.DecorationRole) is None


def test_recent_entries_follow_what_is_tracked(
    opened: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    entry = {"started_at": MORNING - 900, "ended_at": MORNING, "project": studio.website.id}
    stage.run(qtbot, add_entry, **entry, description="Hot fix")

    qtbot.waitUntil(lambda: "Hot fix" in opened.detail.entries.accessibleDescription())

    assert opened.detail.figures["month"].value == "2:15"
    assert not opened.detail.entries.grab().toImage().allGray()


def test_finish_is_told_once_there_is_history_enough(
    opened: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    card = opened.detail.figures["finish"]
    assert (card.value, card.below) == ("–", "not enough history")

    for back in range(6, 20):
        begin = MORNING - back * DAY
        stage.run(qtbot, add_entry, started_at=begin, ended_at=begin + HOUR, project=studio.website.id)

    qtbot.waitUntil(lambda: card.value != "–")
    assert card.below.startswith("85 % sure: ")
    assert "even chance by" in card.toolTip()
    assert "chance to meet the due date" in card.toolTip()


def test_narrow_window_puts_figures_in_two_rows(opened: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    figures = opened.detail.figures
    assert figures["tracked"].y() == figures["finish"].y()

    stage.window.resize(520, 480)

    qtbot.waitUntil(lambda: figures["finish"].y() > figures["tracked"].y())
    assert opened.detail.milestones.table.isColumnHidden(Column.START)


def test_head_leads_back_to_the_form_and_the_menu(opened: ProjectsPage, qtbot: QtBot) -> None:
    head = opened.detail.header
    head.edit.click()
    assert opened.panel.isVisible()
    opened.panel.dismiss()
    QTest.mouseClick(head.more, Qt.MouseButton.LeftButton)
    (menu,) = open_menus()
    assert "Open" not in [action.text() for action in menu.actions()]
    menu.close()

    head.back.click()

    assert opened.tree.isVisible()


def test_a_project_deleted_elsewhere_leads_back_with_a_word(
    opened: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    stage.run(qtbot, delete_project, studio.website.id, delete_entries=True)

    qtbot.waitUntil(opened.tree.isVisible)

    assert stage.toasts
    assert len(stage.run(qtbot, list_projects)) == 2
