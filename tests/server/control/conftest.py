"""A server for each test, from tables that were made once."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync.server.migrations import upgrade
from tests.support.house import CHEAP, House, house_in


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    upgrade(replace(CHEAP, data_dir=folder))
    return folder / "server.db"


@pytest.fixture
def folder(made_once: Path, tmp_path: Path) -> Path:
    """A data folder with empty tables."""
    shutil.copy(made_once, tmp_path / "server.db")
    return tmp_path


@pytest.fixture
def house(folder: Path) -> Iterator[House]:
    with house_in(folder) as house:
        yield house
