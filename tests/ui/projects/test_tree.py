"""The tree by mouse and keyboard: opening, folding, menus, dragging, filters."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.domain.entities.projects import ProjectStatus
from app.domain.risk import Risk
from app.orchestrators.groups.groups import create_group, list_groups
from app.orchestrators.history.history import undo
from app.orchestrators.projects.projects import create_project, list_projects
from app.ui.projects.lines import NO_GROUP, GroupLine, ProjectLine
from app.ui.projects.page import ProjectsPage
from app.ui.projects.tree_delegate import MENU
from tests.support.pages import Stage
from tests.support.studio import Studio

Offers = dict[str, Callable[[], None]]


def names(page: ProjectsPage) -> dict[str, list[str]]:
    return {group.name: [line.name for line in group.projects] for group in page.model.groups}


def click(page: ProjectsPage, index: QModelIndex, from_right: int | None = None) -> None:
    rect: QRect = page.tree.visualRect(index)
    at = rect.center() if from_right is None else QPoint(rect.right() - from_right, rect.bottom() - 12)
    QTest.mouseClick(page.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)


def open_menus() -> list[QMenu]:
    return [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]


def choose(words: str) -> None:
    """Trigger the entry of the open menu, or of a menu in it."""
    (menu,) = open_menus()
    inside = [action for nested in menu.findChildren(QMenu) for action in nested.actions()]
    (action,) = (action for action in [*menu.actions(), *inside] if action.text() == words)
    action.trigger()
    menu.close()


def menu_of(page: ProjectsPage, index: QModelIndex) -> None:
    click(page, index, from_right=8 + MENU // 2)


def test_click_opens_a_project_and_folds_a_group(page: ProjectsPage, qtbot: QtBot, studio: Studio) -> None:
    group = page.model.find(studio.group.id, group=True)
    click(page, group)
    assert not page.tree.isExpanded(group)
    page.reload()
    qtbot.wait(50)
    assert not page.tree.isExpanded(page.model.find(studio.group.id, group=True))
    click(page, page.model.find(studio.group.id, group=True))

    click(page, page.model.find(studio.website.id))

    qtbot.waitUntil(page.detail.isVisible)
    assert page.detail.view is not None
    assert page.detail.view.project.name == "Website"


def test_arrows_fold_and_unfold_a_group(page: ProjectsPage, studio: Studio) -> None:
    group = page.model.find(studio.group.id, group=True)
    page.tree.setCurrentIndex(group)

    QTest.keyClick(page.tree, Qt.Key.Key_Left)
    assert not page.tree.isExpanded(group)
    QTest.keyClick(page.tree, Qt.Key.Key_Right)
    assert page.tree.isExpanded(group)
    QTest.keyClick(page.tree, Qt.Key.Key_Space)
    assert not page.tree.isExpanded(group)


def test_group_says_the_sums_of_its_projects(page: ProjectsPage) -> None:
    group = page.model.groups[0]

    assert (group.name, group.tracked_seconds, group.estimate_minutes) == ("Client work", 14 * 3600, 2400)
    assert names(page) == {"Client work": ["Mobile app", "Website"], "": ["Loose ends"]}


def test_rows_are_read_out_whole(page: ProjectsPage, studio: Studio) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole

    assert page.model.index(0, 0).data(role) == "Client work, 2 projects, 14:00 of 40:00"
    said = page.model.find(studio.website.id).data(role)
    assert said.startswith("Website, Acme · WEB, 10:00 of 40:00, due 30 Apr, ")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_rows_are_painted_wide_narrow_and_compact(page: ProjectsPage, stage: Stage, theme: str) -> None:
    stage.appearance.choose(theme)
    pictures = []
    for size in ((1200, 700), (700, 480)):
        stage.window.resize(*size)
        pictures.append(page.tree.grab().toImage())
    high = page.tree.sizeHintForIndex(page.model.index(0, 0, page.model.index(0, 0))).height()
    stage.shell.put_device_setting(compact_rows=True)

    stage.appearance.choose(theme)

    assert page.tree.sizeHintForIndex(page.model.index(0, 0, page.model.index(0, 0))).height() < high
    pictures.append(page.tree.grab().toImage())
    assert all(picture.allGray() is False for picture in pictures)


def test_dots_open_the_menu_that_moves_a_project(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    menu_of(page, page.model.find(studio.website.id))

    choose("Without a group")

    qtbot.waitUntil(lambda: names(page) == {"Client work": ["Mobile app"], "": ["Loose ends", "Website"]})
    assert stage.toasts[-1] == "Project moved"


def test_right_button_and_menu_key_open_the_same_menu(page: ProjectsPage, studio: Studio) -> None:
    index = page.model.find(studio.app.id)
    at = page.tree.visualRect(index).center()
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        page.tree.setCurrentIndex(index)
        QApplication.sendEvent(
            page.tree.viewport(), QContextMenuEvent(reason, at, page.tree.viewport().mapToGlobal(at))
        )
        (menu,) = open_menus()
        assert "Open" in [action.text() for action in menu.actions()]
        menu.close()


def test_completing_warns_of_open_milestones_and_does_it_when_told_to(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio, offers: Offers
) -> None:
    menu_of(page, page.model.find(studio.website.id))
    choose("Complete")
    qtbot.waitUntil(lambda: "Do it anyway" in offers)
    assert "Concept" in stage.toasts[-1]

    offers["Do it anyway"]()

    qtbot.waitUntil(lambda: names(page) == {"Client work": ["Mobile app"], "": ["Loose ends"]})
    assert stage.toasts[-1].startswith("Project completed")
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: "Website" in names(page)["Client work"])


def test_menu_opens_edits_and_makes_projects(page: ProjectsPage, qtbot: QtBot, studio: Studio) -> None:
    menu_of(page, page.model.find(studio.app.id))
    choose("Edit…")
    assert page.panel.accessibleName() == "Edit project"
    page.panel.dismiss()
    menu_of(page, page.model.find(studio.group.id, group=True))
    choose("New project here…")
    assert page.panel.accessibleName() == "New project"
    page.panel.dismiss()
    menu_of(page, page.model.find(studio.app.id))
    choose("Open")
    qtbot.waitUntil(page.detail.isVisible)


def test_a_group_moves_up_among_groups(page: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    second = stage.run(qtbot, create_group, name="Products")
    qtbot.waitUntil(lambda: len(page.model.groups) == 3)
    menu_of(page, page.model.find(second.id, group=True))

    choose("Move up")

    qtbot.waitUntil(lambda: page.model.groups[0].name == "Products")
    assert [row.group.name for row in stage.run(qtbot, list_groups)] == ["Products", "Client work"]


def test_those_without_a_group_have_no_menu(page: ProjectsPage) -> None:
    loose = page.model.index(1, 0)
    menu_of(page, loose)
    page.tree.edit_wanted.emit(page.model.line(loose))
    page.tree.delete_wanted.emit(page.model.line(loose))

    assert open_menus() == []
    assert page.panel.content() is None


def test_keys_edit_and_delete_a_group(page: ProjectsPage, qtbot: QtBot, studio: Studio) -> None:
    page.tree.setCurrentIndex(page.model.find(studio.group.id, group=True))
    QTest.keyClick(page.tree, Qt.Key.Key_F2)
    assert page.panel.accessibleName() == "Edit group"
    page.panel.dismiss()

    QTest.keyClick(page.tree, Qt.Key.Key_Delete)

    assert page.panel.accessibleName() == "Delete group"
    page.panel.dismiss()
    page.tree.setCurrentIndex(page.model.find(studio.app.id))
    QTest.keyClick(page.tree, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.panel.accessibleName() == "Delete project" and page.panel.isVisible())


def test_keys_without_a_row_do_nothing(page: ProjectsPage) -> None:
    page.tree.setCurrentIndex(QModelIndex())

    QTest.keyClick(page.tree, Qt.Key.Key_Delete)

    assert page.panel.content() is None


def test_a_hand_shows_what_can_be_clicked(page: ProjectsPage, studio: Studio) -> None:
    viewport = page.tree.viewport()
    over = page.tree.visualRect(page.model.find(studio.app.id)).center()
    for at, shape in ((over, Qt.CursorShape.PointingHandCursor), (QPoint(5, 690), Qt.CursorShape.ArrowCursor)):
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove, QPointF(at), QPointF(viewport.mapToGlobal(at)), Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(viewport, move)
        assert viewport.cursor().shape() is shape


def test_only_projects_can_be_dropped_and_only_somewhere(page: ProjectsPage, studio: Studio) -> None:
    model, group = page.model, page.model.find(studio.group.id, group=True)
    dragged = model.mimeData([model.find(studio.loose.id)])

    assert model.canDropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, group)
    assert not model.canDropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert not model.dropMimeData(QMimeData(), Qt.DropAction.MoveAction, -1, -1, group)
    assert model.supportedDropActions() == Qt.DropAction.MoveAction
    assert not model.mimeData([group]).hasFormat(model.mimeTypes()[0])


def test_dropping_on_a_project_moves_into_its_group_and_back_on_its_own_does_nothing(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    model, website = page.model, page.model.find(studio.website.id)
    model.dropMimeData(model.mimeData([website]), Qt.DropAction.MoveAction, -1, -1, website)
    assert stage.toasts == []

    dragged = model.mimeData([model.find(studio.loose.id)])
    model.dropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, model.find(studio.website.id))

    qtbot.waitUntil(lambda: names(page) == {"Client work": ["Loose ends", "Mobile app", "Website"]})


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("status", frozenset({ProjectStatus.ON_HOLD}), {"Client work": []}),
        ("group", NO_GROUP, {"": ["Loose ends"]}),
        ("client", "acme", {"Client work": ["Website"]}),
        ("risk", Risk.NO_ESTIMATE, {"Client work": ["Mobile app"], "": ["Loose ends"]}),
    ],
)
def test_filters_narrow_and_say_so(
    page: ProjectsPage, studio: Studio, name: str, value: object, shown: dict[str, list[str]]
) -> None:
    button = getattr(page.filters, name)
    quiet = button.text()

    button.choose(studio.client.id if value == "acme" else value)

    assert names(page) == shown
    assert button.text() != quiet
    assert button.property("narrows")


def test_a_filter_is_chosen_from_its_menu_by_keyboard(page: ProjectsPage) -> None:
    QTest.keyClick(page.filters.risk, Qt.Key.Key_Down)

    choose("No estimate")

    assert page.filters.wanted().risk is Risk.NO_ESTIMATE
    page.filters.risk.grab()


def test_a_twin_s_group_tells_it_apart_where_one_is_chosen(
    page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    stage.run(qtbot, create_project, name="Website")
    qtbot.waitUntil(lambda: len(page.shelf.lines) == 4)

    assert sorted(page.shelf.names().values()) == ["Loose ends", "Mobile app", "Website", "Website (Client work)"]


def test_shortcuts_search_and_make_projects(page: ProjectsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.filters.search.hasFocus)

    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert page.panel.accessibleName() == "New project"


def test_other_pages_lead_to_a_project_or_to_a_new_one(page: ProjectsPage, qtbot: QtBot, studio: Studio) -> None:
    page.open_target("new")
    assert page.panel.isVisible()
    page.panel.dismiss()
    page.open_target(None)

    page.open_target(studio.app.id)

    qtbot.waitUntil(page.detail.isVisible)


def test_hidden_page_loads_only_when_it_is_shown_again(page: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    page.hide()
    stage.run(qtbot, create_project, name="Unseen")
    qtbot.wait(50)
    assert "Unseen" not in str(names(page))

    page.show()
    page.activate()

    qtbot.waitUntil(lambda: "Unseen" in names(page)[""])
    assert len(stage.run(qtbot, list_projects)) == 4


def test_first_steps_make_a_project_or_import(stage: Stage, qtbot: QtBot) -> None:
    page = ProjectsPage(stage.shell)
    stage.show(page)
    qtbot.waitUntil(page._empty.isVisible)
    with qtbot.waitSignal(stage.shell.import_wanted):
        page._empty.buttons["import"].click()

    page._empty.buttons["project"].click()

    assert page.panel.isVisible()


def test_invisible_rows_say_nothing(page: ProjectsPage) -> None:
    model = page.model

    assert model.data(QModelIndex()) is None
    assert model.index(99, 0).isValid() is False
    assert model.find("nowhere").isValid() is False
    assert isinstance(model.line(model.index(0, 0)), GroupLine)
    assert isinstance(model.line(model.index(0, 0, model.index(0, 0))), ProjectLine)
