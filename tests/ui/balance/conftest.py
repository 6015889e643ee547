"""The whole window, for every test of the frame."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.desk import Desk, desk


@pytest.fixture
def at_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """Somebody's desk with an open window on a fresh store, showing the Projects page."""
    with desk(qtbot, tmp_path) as made:
        made.show()
        yield made
