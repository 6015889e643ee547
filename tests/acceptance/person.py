"""Somebody at the screen: starts Stintbook, works with hands, and checks by the command line beside it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.acceptance.screen import Screen

PATIENCE_S = 20.0
_CHECKOUT = Path(__file__).parents[2]
_STEP_S = 0.1


class Person:
    """Works on one data folder."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self.screen, self._folder = screen, folder
        self._window: subprocess.Popen[bytes] | None = None

    def opens(self) -> None:
        """Start the window and wait until it has the keyboard."""
        self._window = subprocess.Popen(self._command(), env=self.screen.environment, cwd=_CHECKOUT)
        self.sees(self.screen.has_focus, "the window")

    def opens_again(self) -> int:
        """Start a second window; return the exit code it ends with."""
        done = subprocess.run(self._command(), env=self.screen.environment, cwd=_CHECKOUT, timeout=PATIENCE_S)
        return done.returncode

    def quits(self) -> int:
        """Quit by the keyboard; return the exit code."""
        assert self._window is not None
        self.screen.key("ctrl+q")
        return self._window.wait(PATIENCE_S)

    def pulls_the_plug(self) -> None:
        """End the process without a word."""
        assert self._window is not None
        self._window.send_signal(signal.SIGKILL)
        self._window.wait(PATIENCE_S)

    def leaves(self) -> None:
        """End whatever runs still."""
        if self._window is not None and self._window.poll() is None:
            self._window.kill()
            self._window.wait(PATIENCE_S)

    def writes(self, line: str) -> None:
        """Type a line into the entry bar and press Enter."""
        self.screen.key("ctrl+l")
        self.screen.type(line)
        self.screen.key("Return")

    def asks(self, *command: str) -> Any:
        """Return what a command of the command line answers."""
        done = subprocess.run(
            [*self._command(), *command, "--json"],
            cwd=_CHECKOUT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=True,
        )
        return json.loads(done.stdout)

    def entries(self) -> list[dict[str, Any]]:
        """Return the entries of the last days, newest first."""
        return [entry for day in self.asks("log")["days"] for entry in day["entries"]]

    def running(self) -> str | None:
        """Return what is being tracked."""
        found = self.asks("status")["running"]
        return None if found is None else found["description"]

    def sees(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something is so."""
        until = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < until, f"did not see {what}"
            self._waits_a_moment()

    def _waits_a_moment(self) -> None:
        assert self._window is not None
        try:
            code = self._window.wait(_STEP_S)
        except subprocess.TimeoutExpired:
            return
        raise AssertionError(f"Stintbook ended with {code}")

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "app", "--data-dir", str(self._folder)]
