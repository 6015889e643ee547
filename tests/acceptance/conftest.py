"""A screen for all scenarios of a module, and somebody at it with an empty data folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.person import Person
from tests.acceptance.screen import Screen, screen


@pytest.fixture(scope="module")
def a_screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    with screen(tmp_path_factory.mktemp("screen")) as made:
        yield made


@pytest.fixture
def somebody(a_screen: Screen, tmp_path: Path) -> Iterator[Person]:
    made = Person(a_screen, tmp_path / "data")
    yield made
    made.leaves()
