"""The command as a process: set up, run, asked over real HTTP, stopped; several workers on PostgreSQL."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from sync.server.settings import PREFIX, Settings
from tests.support.server_process import free_port

_CHEAP = {
    PREFIX + "ARGON2_MEMORY_KIB": "8", PREFIX + "ARGON2_PASSES": "1", PREFIX + "ARGON2_LANES": "1",
    PREFIX + "METRICS_TOKEN": "see",
}  # fmt: skip
_READY_S = 40


@contextmanager
def running(*arguments: str) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """Run a server until it says that it listens; returns it and what it printed so far."""
    line = [sys.executable, "-u", "-m", "sync.server", *arguments]
    process = subprocess.Popen(
        line, env=os.environ | _CHEAP, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    printed: list[str] = []
    try:
        for text in process.stdout:
            printed.append(text)
            if "Uvicorn running" in text:
                break
        yield process, printed
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=_READY_S)[0]
        printed.append(rest)


def signed_in(address: str, email: str, password: str) -> dict[str, str]:
    body = {"name": "Laptop", "email": email, "password": password}
    transport = httpx.HTTPTransport(retries=10)
    with httpx.Client(base_url=address, transport=transport, timeout=_READY_S) as client:
        added = client.post("/sync/v1/devices", json=body)
        assert added.status_code == 201, added.text
        return {"Authorization": f"Bearer {added.json()['token']}"}


def test_a_server_for_development_needs_one_command(tmp_path: Path) -> None:
    folder, port = tmp_path / "dev", free_port()
    for attempt in range(2):
        with running("run", "--dev", str(folder), "--port", str(port)) as (process, printed):
            said = "".join(printed)
            email = re.search(r"e-mail +(\S+)", said)
            password = re.search(r"password +(.+)", said)
            assert email is not None, said
            assert password is not None
            device = signed_in(f"http://127.0.0.1:{port}", email[1], password[1])
            hello = httpx.get(f"http://127.0.0.1:{port}/sync/v1/hello", headers=device)
            assert [one["role"] for one in hello.json()["scopes"]] == ["owner", "owner"]
            assert "server" not in hello.headers
            if not attempt:
                second = subprocess.run(
                    [sys.executable, "-m", "sync.server", "run", "--dev", str(folder)], capture_output=True, text=True
                )
                assert second.returncode == 1
                assert "A server is running" in second.stderr
        assert process.returncode in (0, 130, -signal.SIGINT)
        everything = "".join(printed)
        assert device["Authorization"].split()[1] not in everything
        assert "Traceback" not in everything


@pytest.mark.postgres
@pytest.mark.slow
def test_two_workers_on_postgresql_are_one_server(settings_of: Callable[[str], Settings], tmp_path: Path) -> None:
    url, port = settings_of("postgres").database_url, free_port()
    common = ["--data-dir", str(tmp_path / "server"), "--database-url", url]
    begun = subprocess.run(
        [sys.executable, "-m", "sync.server", *common, "init", "--email", "a@b.example", "--name", "A", "--password-stdin"],
        input="correct horse battery\n", env=os.environ | _CHEAP, capture_output=True, text=True,
    )  # fmt: skip
    assert begun.returncode == 0, begun.stderr

    with running(*common, "run", "--workers", "2", "--port", str(port)) as (_, printed):
        address = f"http://127.0.0.1:{port}"
        device = signed_in(address, "a@b.example", "correct horse battery")
        for _ in range(20):
            # A new connection each time: now one worker takes it, now the other.
            assert httpx.get(f"{address}/sync/v1/hello", headers=device).status_code == 200
        figures = httpx.get(f"{address}/metrics", headers={"Authorization": "Bearer see"}).text

    assert 'stintbook_requests_total{method="GET",route="/hello",status="200"} 20.0' in figures
    assert "Traceback" not in "".join(printed)
