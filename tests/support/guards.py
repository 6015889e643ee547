"""Guards around every test: unexpected log records, leaked threads and network use are failures."""

import logging
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

_OURS = ("app", "sync")
_THREAD_PATIENCE_S = 2.0


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.unexpected: list[str] = []
        self.expected = False

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".")[0] in _OURS:
            self.unexpected.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[_Records]:
    """Fail when our own code logs a warning or worse that the test did not announce by ``expect_logs``."""
    records = _Records()
    logging.getLogger().addHandler(records)
    yield records
    logging.getLogger().removeHandler(records)
    if records.unexpected and not records.expected:
        pytest.fail("unexpected log records:\n" + "\n".join(records.unexpected))


@pytest.fixture
def expect_logs(log_guard: _Records) -> list[str]:
    """Announce that this test makes our code log warnings; returns the list they arrive in."""
    log_guard.expected = True
    return log_guard.unexpected


@pytest.fixture(autouse=True)
def thread_guard() -> Iterator[None]:
    """Fail when a test leaves a thread running that was not there before."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        # A shadow object of a thread that Qt started; it ends with Qt's own pool.
        if not isinstance(thread, threading._DummyThread):
            thread.join(_THREAD_PATIENCE_S)
    left = [
        thread.name
        for thread in set(threading.enumerate()) - before
        if thread.is_alive() and not isinstance(thread, threading._DummyThread)
    ]
    if left:
        pytest.fail(f"threads left running: {left}")


@pytest.fixture(autouse=True)
def network_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)
