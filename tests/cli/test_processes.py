"""Real processes on one store: a command beside a window, and two commands at once."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from app import bootstrap
from app.__main__ import main
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer


def command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "app", "--data-dir", str(folder), *arguments]


def ask(folder: Path, *arguments: str) -> Any:
    ran = subprocess.run(command(folder, *arguments, "--json"), capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    return json.loads(ran.stdout)


def test_a_command_sees_and_stops_what_a_window_started(tmp_path: Path) -> None:
    window = bootstrap.open_context(str(tmp_path))
    started = start_timer(window, description="from the window").value

    assert ask(tmp_path, "status")["running"]["id"] == started.id
    assert ask(tmp_path, "stop")["id"] == started.id

    assert status(window).running is None
    add_entry(window, started_at=window.now() - 600, ended_at=window.now() - 300, description="after it")
    assert ask(tmp_path, "log")["days"][0]["entries"].pop()["description"] == "after it"
    window.database.close()


def test_a_window_sees_a_project_that_a_command_renamed(tmp_path: Path) -> None:
    ask(tmp_path, "start", "work", "@Website", "--create")
    window = bootstrap.open_context(str(tmp_path))
    project = status(window).project
    assert project is not None

    ask(tmp_path, "projects", "edit", project.name, "--name", "Renamed")

    renamed = status(window).project
    assert renamed is not None
    assert (renamed.id, renamed.name) == (project.id, "Renamed")
    window.database.close()


def test_commands_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    ask(tmp_path, "status")
    running = [
        subprocess.Popen(command(tmp_path, "add", f"2026-01-0{n + 1} 9-10 work {n} #tag{n}"), stderr=subprocess.PIPE)
        for n in range(4)
    ]
    for process in running:
        _, err = process.communicate()
        assert (process.returncode, err) == (0, b"")

    found = ask(tmp_path, "log", "--since", "2026-01-01")
    assert found["total_seconds"] == 4 * 3600
    assert ask(tmp_path, "doctor") == {"ok": True, "findings": []}


def test_two_starts_at_the_same_time_leave_one_timer(tmp_path: Path) -> None:
    ask(tmp_path, "status")
    both = [subprocess.Popen(command(tmp_path, "start", f"work {n}"), stdout=subprocess.DEVNULL) for n in range(2)]
    assert [process.wait() for process in both] == [0, 0]

    entries = ask(tmp_path, "log")["days"][0]["entries"]
    assert sum(entry["ended_at"] is None for entry in entries) == 1


def test_the_entry_point_runs_commands_and_the_window(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    opened: list[str | None] = []

    def open_window(folder: str | None = None) -> int:
        opened.append(folder)
        return 0

    monkeypatch.setattr(bootstrap, "run_window", open_window)

    assert main(["--data-dir", str(tmp_path), "status"]) == 0
    assert main([]) == 0
    assert main(["--data-dir", "/a"]) == 0
    assert main(["open", "--data-dir=/b"]) == 0
    assert opened == [None, "/a", "/b"]
    assert capsys.readouterr().out.startswith("No timer is running.")
