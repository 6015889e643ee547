"""What a quick command loads: nothing that takes longer to load than the command takes to run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SLOW = (
    "PySide6", "typer", "rich", "click", "pydantic", "sqlite_utils", "requests", "urllib3", "http.client", "ssl",
    "socket", "asyncio", "secrets", "random", "app.domain.forecast", "zipfile", "platformdirs", "tzlocal", "email", "logging.handlers", "importlib.metadata",
)  # fmt: skip


def loaded_by(folder: Path, *arguments: str) -> set[str]:
    # Measuring coverage would load things of its own.
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "app", "--data-dir", str(folder), *arguments],
        capture_output=True, text=True, env=quiet | {"TZ": "Europe/Berlin"},
    )  # fmt: skip
    lines = ran.stderr.splitlines()
    return {line.rsplit("|", 1)[1].strip() for line in lines if line.startswith("import time:")}


@pytest.mark.parametrize("command", [["start", "work"], ["status"], ["stop"], ["status", "--json"]])
def test_a_quick_command_loads_nothing_slow(tmp_path: Path, command: list[str]) -> None:
    loaded_by(tmp_path, "start", "something")

    loaded = loaded_by(tmp_path, *command)

    assert "app.cli.quick" in loaded
    assert [name for name in loaded if any(name == slow or name.startswith(f"{slow}.") for slow in SLOW)] == []


def test_no_command_loads_the_window(tmp_path: Path) -> None:
    loaded = loaded_by(tmp_path, "report")

    assert "typer" in loaded
    assert not {name for name in loaded if name.startswith(("PySide6", "app.ui", "app.exchange"))}
