"""Every page can be used without a mouse and without eyes: all controls have names, Tab goes the way of reading."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.orchestrators.projects.projects import delete_project
from app.ui.page import Page
from app.ui.projects.page import ProjectsPage
from app.ui.review.page import ReviewPage
from app.ui.settings.page import SettingsPage
from app.ui.trash.page import TrashPage
from tests.support.pages import Stage
from tests.support.reach import out_of_order, tab_stops, unnamed
from tests.support.studio import Studio, open_studio


def projects(stage: Stage, qtbot: QtBot, studio: Studio) -> ProjectsPage:
    page = ProjectsPage(stage.shell)
    stage.show(page)
    qtbot.waitUntil(lambda: len(page.shelf.lines) == 3)
    return page


def one_project(stage: Stage, qtbot: QtBot, studio: Studio) -> ProjectsPage:
    page = projects(stage, qtbot, studio)
    page.open_project(studio.website.id)
    qtbot.waitUntil(page.detail.isVisible)
    return page


def in_panel(open_form: Callable[[ProjectsPage, Studio], None]) -> Callable[[Stage, QtBot, Studio], QWidget]:
    def opened(stage: Stage, qtbot: QtBot, studio: Studio) -> QWidget:
        page = projects(stage, qtbot, studio)
        open_form(page, studio)
        qtbot.waitUntil(lambda: page.panel.content() is not None)
        return page.panel

    return opened


def review(stage: Stage, qtbot: QtBot, studio: Studio) -> ReviewPage:
    page = ReviewPage(stage.shell)
    stage.show(page)
    qtbot.waitUntil(lambda: bool(page.cards) and page.cards[-1].isVisible())
    return page


def trash(stage: Stage, qtbot: QtBot, studio: Studio) -> TrashPage:
    stage.run(qtbot, delete_project, studio.loose.id)
    page = TrashPage(stage.shell)
    stage.show(page)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    return page


def settings(section: str) -> Callable[[Stage, QtBot, Studio], Page]:
    def opened(stage: Stage, qtbot: QtBot, studio: Studio) -> Page:
        page = SettingsPage(stage.shell)
        stage.show(page)
        page.open_target(section)
        return page

    return opened


PLACES: dict[str, Callable[[Stage, QtBot, Studio], QWidget]] = {
    "projects": projects,
    "project": one_project,
    "new project": in_panel(lambda page, _: page.panels.new_project()),
    "new group": in_panel(lambda page, _: page.panels.new_group()),
    "new client": in_panel(lambda page, _: page.panels.new_client()),
    "clients": in_panel(lambda page, _: page.panels.clients()),
    "rate": in_panel(lambda page, studio: page.panels.project_rate(studio.website)),
    "delete project": in_panel(lambda page, studio: page.deciding.delete_project(studio.website)),
    "delete group": in_panel(lambda page, studio: page.deciding.delete_group(studio.group)),
    "merge": in_panel(lambda page, studio: page.deciding.merge_project(studio.website)),
    "review": review,
    "trash": trash,
    **{
        f"settings {section}": settings(section)
        for section in ("general", "tracking", "appearance", "data", "shortcuts", "about")
    },
}


@pytest.mark.parametrize("name", PLACES)
def test_controls_have_names_and_tab_goes_the_way_of_reading(stage: Stage, qtbot: QtBot, name: str) -> None:
    studio = stage.run(qtbot, open_studio)

    place = PLACES[name](stage, qtbot, studio)

    assert unnamed(place) == []
    assert tab_stops(place)
    assert out_of_order(place) == []


@pytest.mark.parametrize("make", [ProjectsPage, ReviewPage, TrashPage])
def test_empty_pages_say_what_belongs_there(stage: Stage, qtbot: QtBot, make: type[Page]) -> None:
    page = make(stage.shell)
    stage.show(page)
    shown = [widget for widget in page.findChildren(QWidget) if widget.objectName() == "emptyTitle"]

    qtbot.waitUntil(lambda: any(title.isVisible() for title in shown))

    assert unnamed(page) == []
