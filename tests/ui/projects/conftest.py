"""A small studio's projects on their page."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.ui.projects.page import ProjectsPage
from tests.support.pages import Stage
from tests.support.studio import Studio, open_studio


@pytest.fixture
def studio(stage: Stage, qtbot: QtBot) -> Studio:
    made = stage.run(qtbot, open_studio)
    assert isinstance(made, Studio)
    return made


@pytest.fixture
def page(stage: Stage, qtbot: QtBot, studio: Studio) -> ProjectsPage:
    """The tree, loaded."""
    made = ProjectsPage(stage.shell)
    stage.show(made)
    qtbot.waitUntil(lambda: len(made.shelf.lines) == 3)
    return made


@pytest.fixture
def opened(page: ProjectsPage, qtbot: QtBot, studio: Studio) -> ProjectsPage:
    """The page of the project Website."""
    page.open_project(studio.website.id)
    qtbot.waitUntil(page.detail.isVisible)
    return page


@pytest.fixture
def offers(stage: Stage) -> dict[str, Callable[[], None]]:
    """What the toasts offered to do, by their words."""
    found: dict[str, Callable[[], None]] = {}
    stage.shell.toast_wanted.connect(lambda _text, action, on_action, _seconds: found.update({action: on_action}))
    return found
