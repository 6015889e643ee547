"""What tests of the Today page share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.support.today import Today


@pytest.fixture
def today(qtbot: "QtBot", tmp_path: Path) -> Iterator["Today"]:
    """The page over a fresh store, on Monday, 2 March 2026, at six in the evening in Berlin."""
    from tests.support.pages import staged
    from tests.support.today import EVENING, Today

    with staged(tmp_path, now=EVENING) as stage:
        yield Today(stage, qtbot)
        assert stage.errors == []
