"""An office with a server, and computers that can be linked to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.system.keychain import CHOICE
from tests.support.linked import Computer, Office


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the keychain nor the state folder of the machine is touched."""
    monkeypatch.setenv(CHOICE, "file")
    monkeypatch.setenv("STINTBOOK_STATE", str(tmp_path / "state"))


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A server that is set up once and copied for each test."""
    return Office(tmp_path_factory.mktemp("office") / "server")


@pytest.fixture
def office(empty_office: Office, tmp_path: Path) -> Office:
    """A server with one account."""
    return empty_office.copied_to(tmp_path / "server")


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """The address of a server that serves during the test."""
    with office.open() as found:
        yield found


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Callable[[str], Computer]]:
    """Make computers by their name."""
    made: list[Computer] = []

    def make(name: str) -> Computer:
        made.append(Computer(tmp_path / name, len(made) + 1))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def laptop(computer: Callable[[str], Computer], address: str) -> Computer:
    """A linked computer."""
    made = computer("laptop")
    made.link(address)
    made.sync()
    return made
