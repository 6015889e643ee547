"""What tests of the Timeline page share."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.support.pages import Stage
    from tests.support.timeline_page import Plan


@pytest.fixture
def bare(stage: "Stage", qtbot: "QtBot") -> "Plan":
    """An empty store; nothing is open yet."""
    from tests.support.timeline_page import Plan

    return Plan(stage, qtbot)


@pytest.fixture
def plan(bare: "Plan") -> "Plan":
    """The page over a small plan, on Monday, 2 March 2026, at nine in the morning."""
    return bare.furnish().open()
