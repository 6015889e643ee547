"""The power fails while a timer runs: whatever a command has said it did is there afterwards."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import Asking, command, killed_after

HOLD = """
import sys
from app import bootstrap
from app.orchestrators.time_tracking.timer import start_timer
ctx = bootstrap.open_context(sys.argv[1])
print(start_timer(ctx, description="in the window").value.id, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Asking:
    return Asking(tmp_path, capsys)


def test_a_killed_window_leaves_its_timer_running(ask: Asking) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ask.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    started = process.stdout.readline().strip()
    process.kill()
    process.communicate()

    running = ask("status")["running"]
    assert (running["id"], running["description"]) == (started, "in the window")
    assert ask("stop")["id"] == started
    assert ask("doctor")["ok"] is True


@pytest.mark.parametrize("seed", range(8))
def test_a_start_killed_at_any_moment_is_there_whole_or_not_at_all(ask: Asking, seed: int) -> None:
    ask("start", "before")

    said = killed_after(random.Random(seed).uniform(0.05, 0.5), command(ask.folder, "start", "work", "#tag"))

    running = ask("status")["running"]
    entries = ask("log")["days"][0]["entries"]
    assert (running["description"], running["tags"], len(entries)) in [("before", [], 1), ("work", ["tag"], 2)]
    if said:
        assert running["description"] == "work"
    assert ask("doctor") == {"ok": True, "findings": []}
