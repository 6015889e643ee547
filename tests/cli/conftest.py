"""The command line in process: real stores in a folder, a clock that stands still, what was printed."""

import io
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from app.bootstrap import prepare
from app.cli import run
from app.domain.ids import UserId
from app.storage.context import Context
from app.storage.opening import open_store
from app.system.clock import SystemIds
from app.system.paths import Paths
from tests.support.store import DEVICE, MORNING, USER, FakeClock, FakeIds


class Ran(NamedTuple):
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A keyboard with a person at it who has typed their answers beforehand."""

    def isatty(self) -> bool:
        return True


class Cli:
    """Runs commands one after another on the store of a folder, each as a process of its own would."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.now = MORNING
        self.device = DEVICE
        self.windows: list[str | None] = []
        self._capsys, self._monkeypatch = capsys, monkeypatch
        self._opened = 0

    def open(self, data_dir: str | None) -> Context:
        self._opened += 1
        paths = Paths(Path(data_dir) if data_dir else self.folder)
        prepare(paths, SystemIds())
        clock = FakeClock(self.now)
        opened = open_store(paths.database, backups=paths.backups, device=self.device, user=USER, now=self.now)
        ids = FakeIds(clock, self._opened)
        return Context(opened.database, clock, ids, UserId(opened.user), "Europe/Berlin", opened.notices)

    def open_window(self, data_dir: str | None) -> int:
        self.windows.append(data_dir)
        return 0

    def __call__(self, *arguments: str, typing: str | None = None, piped: str = "") -> Ran:
        """Run a command; ``typing`` is what a person at the terminal answers, ``piped`` what a script hands over."""
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(piped) if typing is None else Terminal(typing))
        code = run(arguments, self.open, self.open_window)
        printed = self._capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    def lines(self, *arguments: str, typing: str | None = None, piped: str = "") -> list[str]:
        """Run a command that has to go well; returns its lines."""
        ran = self(*arguments, typing=typing, piped=piped)
        assert (ran.code, ran.err) == (0, ""), ran
        return [line.rstrip() for line in ran.out.splitlines()]

    def json(self, *arguments: str, piped: str = "") -> Any:
        """Run a command with --json that has to go well; returns what it answered."""
        ran = self(*arguments, "--json", piped=piped)
        assert (ran.code, ran.err) == (0, ""), ran
        return json.loads(ran.out)

    def refused(self, *arguments: str, code: int = 1, piped: str = "") -> str:
        """Run a command that has to be refused; returns the sentence."""
        ran = self(*arguments, piped=piped)
        assert (ran.code, ran.out) == (code, ""), ran
        assert "Traceback" not in ran.err
        return ran.err.strip()

    def later(self, minutes: int) -> None:
        """Let time pass."""
        self.now += minutes * 60


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("STINTBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    return Cli(tmp_path / "home", capsys, monkeypatch)
