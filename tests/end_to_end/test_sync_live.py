"""Two running programs: what is recorded in one is told in the other, without anybody asking for it."""

from pathlib import Path

import pytest

from app.system.keychain import CHOICE
from tests.load.latency import two_devices
from tests.support.server_process import ServerProcess


def test_what_is_recorded_in_one_program_is_told_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "file")
    monkeypatch.setenv("STINTBOOK_STATE", str(tmp_path / "state"))
    folder = tmp_path / "server"
    folder.mkdir()
    server = ServerProcess(folder)
    server.set_up()
    with server.start(), two_devices(server, tmp_path) as pair:
        # Each comes back when the other one was told; how soon is measured elsewhere.
        for number in range(3):
            assert pair.edit(number) > 0
