"""What every test gets: real parts, and guards that fail on warnings, logs, leaked threads and the network."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

# Set before Qt is imported anywhere: tests never need a screen unless they start one themselves.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from app.storage.context import Context

pytest_plugins = ["tests.support.guards", "tests.support.profiles"]


@pytest.fixture
def ctx() -> Iterator["Context"]:
    """A context over a fresh store in memory; its clock stands at Monday 2026-03-02 09:00 in Berlin."""
    from tests.support.store import make_context

    context = make_context()
    yield context
    context.database.close()
