"""A real server for the tests of this room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office import Office, office


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Office]:
    """A server in a thread of its own, where Kim has an account."""
    with office(tmp_path / "server") as made:
        yield made
