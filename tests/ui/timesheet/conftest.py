"""What tests of the Timesheet page share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.support.timesheet import Sheet


@pytest.fixture
def sheet(qtbot: "QtBot", tmp_path: Path) -> Iterator["Sheet"]:
    """The page over a fresh store, on Wednesday, 4 March 2026, at six in the evening in Berlin."""
    from tests.support.pages import staged
    from tests.support.timesheet import Sheet
    from tests.support.today import EVENING

    with staged(tmp_path, now=EVENING + 2 * 86_400) as stage:
        yield Sheet(stage, qtbot)
        assert stage.errors == []
