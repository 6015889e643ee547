from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.entities.projects import ProjectStatus
from app.orchestrators.groups.groups import create_group
from app.orchestrators.history.history import undo
from app.orchestrators.projects.projects import create_project, list_projects
from app.orchestrators.time_tracking.entries import add_entry
from app.ui.projects.forms.form import Form
from app.ui.projects.page import ProjectsPage
from tests.support.pages import Stage
from tests.support.panel import choice_of, form_of
from tests.support.store import MORNING


def open_page(stage: Stage, qtbot: QtBot, projects: int) -> ProjectsPage:
    page = ProjectsPage(stage.shell)
    stage.show(page)
    qtbot.waitUntil(lambda: len(page.shelf.lines) == projects and page._lists.currentWidget() is not None)
    return page


def names(page: ProjectsPage) -> dict[str, list[str]]:
    return {group.name: [line.name for line in group.projects] for group in page.model.groups}


def fill(form: Form, field: str, text: str) -> None:
    control = form.field(field).control
    assert isinstance(control, QLineEdit)
    control.setText(text)


def test_empty_page_offers_the_first_step(stage: Stage, qtbot: QtBot) -> None:
    page = open_page(stage, qtbot, 0)
    qtbot.waitUntil(page._empty.isVisible)

    page._empty.buttons["project"].click()

    assert form_of(page).isVisible()


def test_project_made_in_the_panel_opens_its_page(stage: Stage, qtbot: QtBot) -> None:
    page = open_page(stage, qtbot, 0)
    page.panels.new_project()
    form = form_of(page)
    fill(form, "name", "Website")
    fill(form, "estimate_minutes", "40")

    press(form, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: page.detail.isVisible() and page.detail.view is not None)
    assert page.detail.view is not None
    assert page.detail.view.project.name == "Website"
    assert page.detail.view.project.estimate_minutes == 2400
    assert "Project created" in stage.toasts


def test_taken_name_is_said_at_its_field(stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, create_project, name="Website")
    page = open_page(stage, qtbot, 1)
    page.panels.new_project()
    form = form_of(page)
    fill(form, "name", "website ")

    form.submit()

    qtbot.waitUntil(lambda: form.field("name").note != "")
    assert "website" in form.field("name").note.lower()
    assert form.isVisible()


def test_unreadable_date_and_hours_are_said_before_anything_is_tried(stage: Stage, qtbot: QtBot) -> None:
    page = open_page(stage, qtbot, 0)
    page.panels.new_project()
    form = form_of(page)
    fill(form, "name", "Website")
    fill(form, "due_date", "sometime")
    fill(form, "estimate_minutes", "many")

    form.submit()

    assert form.field("due_date").note
    assert form.field("estimate_minutes").note


def test_search_and_filters_narrow_the_tree(stage: Stage, qtbot: QtBot) -> None:
    group = stage.run(qtbot, create_group, name="Clients")
    for name, home in (("Website", group.id), ("Mobile app", group.id), ("Internal", None)):
        stage.run(qtbot, create_project, name=name, group=home)
    page = open_page(stage, qtbot, 3)
    assert names(page) == {"Clients": ["Mobile app", "Website"], "": ["Internal"]}

    page.filters.search.setText("web")
    assert names(page) == {"Clients": ["Website"]}
    page.filters.search.setText("zebra")
    assert page._lists.currentWidget() is page._nothing
    page._nothing.buttons["clear"].click()
    page.filters.status.choose(frozenset({ProjectStatus.ARCHIVED}))
    assert names(page) == {"Clients": []}


def test_archiving_hides_and_undo_brings_back(stage: Stage, qtbot: QtBot) -> None:
    project = stage.run(qtbot, create_project, name="Website")
    page = open_page(stage, qtbot, 1)
    page.deciding.delete_project(project)
    qtbot.waitUntil(lambda: page.panel.content() is not None)
    form = choice_of(page)
    form.choose("archive")

    form.action.click()

    qtbot.waitUntil(lambda: names(page) == {})
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: names(page) == {"": ["Website"]})


def test_deleting_says_how_much_and_moves_the_entries(stage: Stage, qtbot: QtBot) -> None:
    project = stage.run(qtbot, create_project, name="Website")
    other = stage.run(qtbot, create_project, name="Mobile app")
    stage.run(qtbot, add_entry, started_at=MORNING - 9000, ended_at=MORNING, project=project.id)
    page = open_page(stage, qtbot, 2)
    page.deciding.delete_project(project)
    qtbot.waitUntil(lambda: page.panel.content() is not None)
    form = choice_of(page)
    assert "1 entry" in form.sentence.text()
    assert "2:30" in form.sentence.text()
    form.choose("move", other.id)

    form.action.click()

    qtbot.waitUntil(lambda: names(page) == {"": ["Mobile app"]})
    rows = stage.run(qtbot, list_projects)
    assert [(row.project.name, row.seconds) for row in rows] == [("Mobile app", 9000)]


def test_dropping_a_project_moves_it_to_the_group(stage: Stage, qtbot: QtBot) -> None:
    group = stage.run(qtbot, create_group, name="Clients")
    project = stage.run(qtbot, create_project, name="Website")
    page = open_page(stage, qtbot, 1)
    data = page.model.mimeData([page.model.find(project.id)])

    page.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, page.model.find(group.id, group=True))

    qtbot.waitUntil(lambda: names(page) == {"Clients": ["Website"]})


def test_group_with_projects_asks_where_they_go(stage: Stage, qtbot: QtBot) -> None:
    group = stage.run(qtbot, create_group, name="Clients")
    stage.run(qtbot, create_project, name="Website", group=group.id)
    page = open_page(stage, qtbot, 1)
    page.deciding.delete_group(group)
    form = choice_of(page)
    assert "1 project" in form.sentence.text()

    form.action.click()

    qtbot.waitUntil(lambda: names(page) == {"": ["Website"]})


def test_keyboard_opens_edits_and_goes_back(stage: Stage, qtbot: QtBot) -> None:
    project = stage.run(qtbot, create_project, name="Website")
    page = open_page(stage, qtbot, 1)
    page.tree.setFocus()
    page.tree.setCurrentIndex(page.model.find(project.id))

    press(page.tree, Qt.Key.Key_F2)
    assert form_of(page).isVisible()
    press(page.panel, Qt.Key.Key_Escape)
    assert page.panel.content() is None
    press(page.tree, Qt.Key.Key_Return)
    qtbot.waitUntil(page.detail.isVisible)
    page.back()

    assert page.tree.isVisible()
    assert page.tree.currentIndex() == page.model.find(project.id)


def press(widget: Any, key: Qt.Key) -> None:
    widget.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
