"""A server process that is killed in the middle of an answer: the devices come together, and its doctor finds nothing."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.orchestrators.sync.failing import SyncFailed
from app.orchestrators.sync.status import sync_status
from app.orchestrators.sync.verifying import verify
from app.system.keychain import CHOICE
from tests.support.dying_server import AFTER, BEFORE, WRITTEN, DyingServer
from tests.support.linked import Computer
from tests.support.postgres import new_database, running_postgres
from tests.support.server_process import EMAIL, PASSWORD

POINTS = [
    ("push", BEFORE), ("push", AFTER), ("pull", BEFORE), ("pull", AFTER), ("snapshot", BEFORE), ("snapshot", AFTER),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _own_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CHOICE, "file")
    monkeypatch.setenv("STINTBOOK_STATE", str(tmp_path / "state"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "server"
    made.mkdir()
    return made


@pytest.fixture
def sqlite(folder: Path) -> Iterator[DyingServer]:
    server = DyingServer(folder)
    yield server
    server.kill()


@pytest.fixture
def postgres(folder: Path) -> Iterator[DyingServer]:
    with running_postgres() as address:
        server = DyingServer(folder, new_database(address), workers=2)
        yield server
        server.kill()


def test_server_that_dies_loses_and_doubles_nothing(sqlite: DyingServer, tmp_path: Path) -> None:
    die_at_each(sqlite, tmp_path, [("push", WRITTEN), ("push", AFTER), ("snapshot", AFTER)])


@pytest.mark.postgres
def test_worker_that_dies_loses_and_doubles_nothing_and_the_other_goes_on(
    postgres: DyingServer, tmp_path: Path
) -> None:
    die_at_each(postgres, tmp_path, [("push", BEFORE), ("push", AFTER), ("pull", AFTER)])


@pytest.mark.slow
def test_server_that_dies_anywhere_loses_and_doubles_nothing(sqlite: DyingServer, tmp_path: Path) -> None:
    die_at_each(sqlite, tmp_path, [*POINTS, ("push", WRITTEN)])


@pytest.mark.slow
@pytest.mark.postgres
def test_worker_that_dies_anywhere_loses_and_doubles_nothing(postgres: DyingServer, tmp_path: Path) -> None:
    die_at_each(postgres, tmp_path, POINTS)


def die_at_each(server: DyingServer, tmp_path: Path, points: list[tuple[str, str]]) -> None:
    server.set_up()
    server.start()
    with ExitStack() as close:

        def computer(name: str, seed: int) -> Computer:
            made = Computer(tmp_path / name, seed)
            close.callback(made.close)
            made.link(server.address, email=EMAIL, password=PASSWORD)
            return made

        laptop, desk = computer("laptop", 1), computer("desk", 2)
        recorded = []
        for number, (what, moment) in enumerate(points):
            recorded += [f"{what} {moment} {name}" for name in ("laptop", "desk")]
            laptop.add_entry(recorded[-2])
            desk.add_entry(recorded[-1])
            asking = computer(f"tablet {number}", 10 + number) if what == "snapshot" else laptop
            if what == "snapshot":
                laptop.sync()
            server.die_at(what, moment)
            with pytest.raises(SyncFailed) as caught:
                asking.sync()
            assert caught.value.reason in ("offline", "server_fault")
            assert server.somebody_died
            if server.workers == 1:
                server.start_again()
            # Of two workers the other one answers at once.
            desk.sync()
            together(recorded, laptop, desk, *({asking} - {laptop}))
    assert "all is well" in server.admin("doctor")


def together(recorded: list[str], *computers: Computer) -> None:
    """Exchange until all have the same as the server, and that is everything, once."""
    for each in (*computers, *computers):
        each.sync()
    for each in computers:
        assert each.descriptions() == sorted(recorded)
        assert verify(each.ctx).identical
        status = sync_status(each.ctx)
        assert (status.waiting, status.set_aside, status.conflicts) == (0, 0, 0)
