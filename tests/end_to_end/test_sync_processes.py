"""Real processes: a server and three devices, one with a window, that are killed, restored, and one with a wrong clock."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_context
from app.domain.entities.base import Kind
from app.orchestrators.maintenance.doctor import check
from app.orchestrators.review.review import review_items
from tests.support.fleet import DeviceProcess, settle, work_a_while
from tests.support.postgres import new_database, running_postgres
from tests.support.server_process import ServerProcess

# How often everything is killed and begun again; `make drills` asks for more.
ROUNDS = int(os.environ.get("ROUNDS", "1"))
AN_HOUR = 3_600


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("STINTBOOK_KEYRING", "file")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[ServerProcess]:
    folder = tmp_path / "server"
    folder.mkdir()
    server = ServerProcess(folder)
    yield server
    server.kill()


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[ServerProcess]:
    folder = tmp_path / "server"
    folder.mkdir()
    with running_postgres() as address:
        server = ServerProcess(folder, new_database(address), workers=2)
        yield server
        server.kill()


def test_three_devices_agree_after_crashes_wrong_clocks_and_restores(sqlite: ServerProcess, tmp_path: Path) -> None:
    live_through_everything(sqlite, tmp_path)


@pytest.mark.postgres
def test_three_devices_agree_on_postgresql_with_two_workers(postgres: ServerProcess, tmp_path: Path) -> None:
    live_through_everything(postgres, tmp_path)


def live_through_everything(server: ServerProcess, tmp_path: Path) -> None:
    dice = random.Random(5)
    devices = [
        DeviceProcess(tmp_path / "desktop", 100, ("--window", "--pace", "0.06")),
        DeviceProcess(tmp_path / "laptop", 200),
        DeviceProcess(tmp_path / "tower", 300, ("--ahead", str(AN_HOUR))),
    ]
    server.set_up()
    server.start()
    for device in devices:
        device.link(server)
    settle(devices)
    for _ in range(ROUNDS):
        # Online, the server killed as well in the middle of it; then without any network.
        work_a_while(devices, dice)
        server.kill()
        work_a_while(devices, dice)
        server.start()
        settle(devices)
    agree(devices)

    # What is kept of the laptop and the server gets old, and is put back.
    devices[1].back_up(tmp_path / "old.db")
    backup = tmp_path / "server.backup"
    server.admin("backup", str(backup))
    work_a_while(devices, dice)
    settle(devices)
    devices[1].restore(tmp_path / "old.db")
    settle(devices)
    agree(devices)

    server.stop()
    work_a_while(devices, dice)
    server.admin("restore", str(backup), "--yes")
    server.start()
    # The laptop became a device of its own when its file was put back; this server has never heard of it.
    assert devices[1].is_signed_out()
    devices[1].link(server)
    settle(devices)
    agree(devices)


def agree(devices: list[DeviceProcess]) -> None:
    """All equal, nothing acknowledged lost, nothing twice, every file sound, the disagreements asked about."""
    first, *others = (device.everything() for device in devices)
    for other in others:
        for kind, rows in first.items():
            assert rows == other[kind], kind
    said: set[str] = set().union(*(device.acknowledged for device in devices))
    assert said
    held = [device.changes() for device in devices]
    assert all(said <= changes.keys() for changes in held)
    assert held[0].keys() == held[1].keys() == held[2].keys()
    # Everything came back from the server.
    assert {state for changes in held for state in changes.values()} == {2}
    assert all(device.is_identical_with_server() for device in devices)
    assert first[Kind.CONFLICT]
    for device in devices:
        ctx = open_context(str(device.folder))
        assert check(ctx).ok
        assert any(item.key.startswith("conflict") for item in review_items(ctx))
        ctx.database.close()
