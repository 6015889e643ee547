"""A real server for the tests of this room."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.office import Office, office


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Office]:
    """A server in a thread of its own, where Kim has an account."""
    with office(tmp_path / "server") as made:
        yield made


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QWidget], Any]:
    """Show a widget for a test."""

    def show(widget: QWidget) -> Any:
        qtbot.addWidget(widget)
        widget.resize(800, 500)
        widget.show()
        return widget

    return show
