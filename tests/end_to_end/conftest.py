"""A server of one account and computers to be linked to it, as the drills of sync need them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.system.keychain import CHOICE
from tests.support.linked import Computer, Office


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A server that is set up once and copied for each test."""
    return Office(tmp_path_factory.mktemp("office") / "server")


@pytest.fixture
def office(empty_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A server with one account; neither the keychain nor the state folder of the machine is touched."""
    monkeypatch.setenv(CHOICE, "file")
    monkeypatch.setenv("STINTBOOK_STATE", str(tmp_path / "state"))
    return empty_office.copied_to(tmp_path / "server")


@pytest.fixture
def computer(office: Office, tmp_path: Path) -> Iterator[Callable[[str], Computer]]:
    """Make computers by their name."""
    made: list[Computer] = []

    def make(name: str) -> Computer:
        made.append(Computer(tmp_path / name, len(made) + 1))
        return made[-1]

    yield make
    for each in made:
        each.close()
