"""What tests of the Calendar page share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.support.calendar_page import Wall


@pytest.fixture
def wall(qtbot: "QtBot", tmp_path: Path) -> Iterator["Wall"]:
    """The page over a fresh store, on Wednesday, 4 March 2026, at one o'clock in Berlin."""
    from tests.support.calendar_page import Wall
    from tests.support.pages import staged
    from tests.support.today import at

    with staged(tmp_path, now=at("13:00", 2)) as stage:
        yield Wall(stage, qtbot)
        assert stage.errors == []
