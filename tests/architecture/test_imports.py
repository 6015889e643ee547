"""The import contracts hold, and each of them notices when it is broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# contract, the module a careless change would touch, the line it would add
BREACHES = [
    ("Rooms of the app, from the door to the ground", "app/domain/ids.py", "import app.storage"),
    ("Rooms of the app, from the door to the ground", "app/new_room.py", "x = 1"),
    ("Rooms of sync", "sync/protocol/version.py", "import sync.engine"),
    ("Sync knows nothing of the app", "sync/engine/merge.py", "import app.domain.ids"),
    ("Qt only in the window", "app/orchestrators/workflow.py", "import PySide6.QtCore"),
    ("SQL only in storage", "app/orchestrators/workflow.py", "import sqlite3"),
    ("The network only in the sync client", "app/ui/jobs.py", "import requests"),
    ("One door to the sync client", "app/cli/__init__.py", "import sync.client"),
]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ("app", "sync"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_hold(copy: Path) -> None:
    result = lint_imports(copy)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "module", "line"), BREACHES)
def test_breach_is_noticed(copy: Path, contract: str, module: str, line: str) -> None:
    target = copy / module
    text = target.read_text("utf-8") if target.exists() else '"""A room nobody placed."""\n'
    target.write_text(f"{text}\n{line}\n", "utf-8")

    result = lint_imports(copy)

    assert result.returncode != 0
    broken = {line.removesuffix("BROKEN").strip() for line in result.stdout.splitlines() if line.endswith("BROKEN")}
    assert contract in broken or contract in result.stdout + result.stderr
