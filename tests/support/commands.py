"""Commands in this process, and processes that are ended without warning."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main


class Asking:
    """Commands in this process, each on a store opened anew."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def __call__(self, *arguments: str) -> Any:
        code = main(["--data-dir", str(self.folder), *arguments, "--json"])
        printed = self._capsys.readouterr()
        assert (code, printed.err) == (0, "")
        return json.loads(printed.out)


def command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "app", "--data-dir", str(folder), *arguments]


def killed_after(seconds: float, arguments: list[str]) -> str:
    """Start a process, kill it without warning after a while, and return what it had said by then."""
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
    return said
