"""The power fails while a large file is imported: afterwards all of it is there, or nothing."""

import contextlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import Asking, command, killed_after

# Enough to be written in bulk.
ROWS = 1_500
HEAD = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()"

# Kills itself when a share of the rows has been read, or, with 2, when all is committed but nothing said yet.
KILL_ITSELF = """
import os, signal, sys
from pathlib import Path
from app import bootstrap
from app.orchestrators.exchange.importing import plan_import, run_import
folder, file, share = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
ctx = bootstrap.open_context(folder)
def progress(done, total):
    if done >= share * total:
        os.kill(os.getpid(), signal.SIGKILL)
run_import(ctx, plan_import(ctx, file, zone="UTC"), progress=progress)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Asking:
    return Asking(tmp_path, capsys)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of many entries of one minute, each of its own minute."""
    path = tmp_path_factory.mktemp("export") / "toggl.csv"
    lines = [HEAD]
    for n in range(ROWS):
        day, clock = f"2025-{n // 1440 % 12 + 1:02d}-10", f"{n % 1440 // 60:02d}:{n % 60:02d}"
        lines.append(
            f"Jo,,Acme,Project {n % 9},Task {n % 4},work {n},No,{day},{clock}:00,{day},{clock}:30,00:00:30,t{n % 7},"
        )
    path.write_text("\n".join(lines), "utf-8")
    return path


def require_nothing_or_all(ask: Asking, file: Path) -> bool:
    """Check the store after a crash, complete the import, take it back; returns whether all of it was there."""
    seconds = ask("report")["total_seconds"]
    assert seconds in (0, ROWS * 30)
    assert ask("doctor") == {"ok": True, "findings": []}
    again = ask("import", str(file), "--zone", "UTC", "--yes")
    assert again["entries"]["created"] + again["entries"]["duplicate"] == ROWS
    assert (again["entries"]["created"] == 0) == (seconds > 0)
    assert ask("report")["total_seconds"] == ROWS * 30
    assert ask("undo")["undone"]["action"] == "import"
    assert ask("report")["total_seconds"] == 0
    assert ask("projects")["projects"] == []
    return bool(seconds)


@pytest.mark.parametrize(("share", "kept"), [(0.0, False), (0.5, False), (1.0, False), (2.0, True)])
def test_an_import_killed_inside_is_there_whole_or_not_at_all(
    ask: Asking, large: Path, share: float, kept: bool
) -> None:
    ran = subprocess.run([sys.executable, "-c", KILL_ITSELF, str(ask.folder), str(large), str(share)])

    assert ran.returncode == -signal.SIGKILL
    assert require_nothing_or_all(ask, large) is kept


@pytest.mark.parametrize("seconds", [0.4, 0.8])
def test_an_import_killed_from_outside_is_there_whole_or_not_at_all(ask: Asking, large: Path, seconds: float) -> None:
    line = command(ask.folder, "import", str(large), "--zone", "UTC", "--yes", "--json")

    said = killed_after(seconds, line)

    kept = require_nothing_or_all(ask, large)
    if said:
        assert json.loads(said)["entries"]["created"] == ROWS
        assert kept


@pytest.mark.parametrize("seconds", [0.5, 0.9])
def test_ctrl_c_during_an_import_says_what_was_kept(ask: Asking, large: Path, seconds: float) -> None:
    process = subprocess.Popen(
        command(ask.folder, "import", str(large), "--zone", "UTC", "--yes"),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=seconds)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()

    kept = require_nothing_or_all(ask, large)
    assert process.returncode in (0, 1, -signal.SIGINT)
    if process.returncode == 0:
        assert kept
    if process.returncode == 1:
        assert said == "Stopped. Nothing half-done was kept.\n"
