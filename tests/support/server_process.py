"""A real server process on a free port of this machine, to be asked, killed and restored."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

EMAIL, PASSWORD, WORKSPACE = "jo@example.org", "a long enough password", "Studio"

# Cheap passwords, and no limits that a machine asking all day would meet.
_SETTINGS = {
    "ARGON2_MEMORY_KIB": "8", "ARGON2_PASSES": "1", "ARGON2_LANES": "1", "REQUESTS_PER_MINUTE": "0",
    "FAILURES_PER_ACCOUNT": "0", "FAILURES_PER_ADDRESS": "0", "DEVICES_PER_ACCOUNT": "0",
}  # fmt: skip


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class ServerProcess:
    """``stintbook-server``, with a first account; on PostgreSQL when ``database_url`` is given."""

    folder: Path
    database_url: str = ""
    workers: int = 1
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    module: str = "sync.server"

    @property
    def address(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.port}"

    def admin(self, *arguments: str, stdin: str = "") -> str:
        """Run an administrator's command and return what it printed."""
        done = subprocess.run(
            [*self._line(), *arguments], input=stdin, capture_output=True, text=True, env=self._environment()
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def set_up(self) -> None:
        """Make the tables and the first account."""
        self.admin(
            "init", "--email", EMAIL, "--name", "Jo", "--workspace", WORKSPACE, "--password-stdin", stdin=PASSWORD
        )

    def start(self) -> Self:
        """Start it and wait until it is ready."""
        line = [*self._line(), "run", "--port", str(self.port), "--workers", str(self.workers)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                line, stdout=log, stderr=log, env=self._environment(), start_new_session=True
            )
        self._wait()
        return self

    def kill(self) -> None:
        """End it and its workers without warning."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        """Ask it something and return the JSON of the answer."""
        request = urllib.request.Request(
            self.address + path, method=method, data=None if body is None else json.dumps(body).encode()
        )
        request.add_header("Content-Type", "application/json")
        request.add_header("Stintbook-Protocol", "1")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=30) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD, name: str = "laptop") -> dict[str, str]:
        """Register a device; returns its device, user and token."""
        found: dict[str, str] = self.ask(
            "POST", "/sync/v1/devices", {"email": email, "password": password, "name": name}
        )
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=30)
            self.process = None

    def _line(self) -> list[str]:
        line = [sys.executable, "-m", self.module, "--data-dir", str(self.folder)]
        return [*line, "--database-url", self.database_url] if self.database_url else line

    def _environment(self) -> dict[str, str]:
        return os.environ | {f"STINTBOOK_SERVER_{name}": value for name, value in _SETTINGS.items()}

    def _wait(self) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            assert self.process is not None
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            try:
                self.ask("GET", "/ready")
            except (urllib.error.URLError, OSError):
                threading.Event().wait(0.05)
            else:
                return
        raise TimeoutError("the server does not become ready")
