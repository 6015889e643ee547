"""Widgets in the light appearance and an English locale."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from app.ui.theme.appearance import Appearance


@pytest.fixture(autouse=True)
def look(qtbot: QtBot) -> Iterator[Appearance]:
    """The appearance in force, light again afterwards."""
    made = Appearance("light")
    made.apply()
    yield made
    made.choose("light")


@pytest.fixture
def locale(request: pytest.FixtureRequest) -> Iterator[QLocale]:
    """The locale a test is parametrized with, for as long as it runs."""
    before = QLocale()
    made = QLocale(request.param)
    QLocale.setDefault(made)
    yield made
    QLocale.setDefault(before)
