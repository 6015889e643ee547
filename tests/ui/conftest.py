"""What tests of the window share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.support.pages import Stage


@pytest.fixture
def stage(qtbot: "QtBot", tmp_path: Path) -> Iterator["Stage"]:
    """A stage for one page over a fresh store in a file."""
    from tests.support.pages import staged

    with staged(tmp_path) as made:
        yield made


@pytest.fixture(autouse=True)
def usual_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test begin with the usual way of writing times, whatever the one before has set."""
    from app.ui import formats
    from app.ui.today.words import Style

    monkeypatch.setattr(formats, "_current", Style())
