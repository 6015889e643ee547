"""The driver and the live hints in real threads: woken at once, never waiting where it can be stopped."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import pytest

from sync.client.address import read_address
from sync.client.driver import Driver
from sync.client.failures import Failure, Nonsense, Throttled, Unreachable
from sync.client.live import Heads, LiveHints
from sync.client.transport import HttpTransport
from sync.client.transport_http import Door
from tests.support.hostile import Asked, hostile

PATIENCE_S = 5.0


class Listening:
    """Remembers what it was told, and lets a test wait for it."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._changed = threading.Condition()

    def began(self) -> None:
        self._note("began")

    def succeeded(self, outcome: str) -> None:
        self._note(f"succeeded: {outcome}")

    def failed(self, failure: Failure, again_s: float) -> None:
        self._note(f"failed: {type(failure).__name__}")
        assert again_s > 0

    def put_off(self) -> None:
        self._note("put off")

    def wait_for(self, number: int) -> list[str]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.told) >= number, PATIENCE_S), self.told
            return list(self.told)

    def _note(self, what: str) -> None:
        with self._changed:
            self.told.append(what)
            self._changed.notify_all()


@contextmanager
def running(driver: Driver[str]) -> Iterator[None]:
    thread = threading.Thread(target=driver.run)
    thread.start()
    try:
        yield
    finally:
        driver.stop()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def failing(*failures: Failure | str) -> Callable[[], str]:
    """Return rounds that come to one thing after another, and to the last for good."""
    rest = list(failures)

    def run_round() -> str:
        found = rest.pop(0) if len(rest) > 1 else rest[0]
        if isinstance(found, Failure):
            raise found
        return found

    return run_round


def test_driver_exchanges_at_once_and_whenever_it_is_told() -> None:
    told = Listening()
    driver = Driver(failing("done"), told)
    with running(driver):
        told.wait_for(2)
        for number, tell in enumerate((driver.demand, driver.committed, driver.network_returned, driver.hinted), 2):
            tell()
            told.wait_for(2 * number)

    assert told.told == ["began", "succeeded: done"] * 5


def test_failure_is_told_and_the_driver_lives_on() -> None:
    told = Listening()
    driver = Driver(failing(Unreachable("gone"), Throttled(100), "back"), told)
    with running(driver):
        told.wait_for(2)
        driver.demand()
        told.wait_for(4)
        driver.demand()
        told.wait_for(6)

    assert told.told == ["began", "failed: Unreachable", "began", "failed: Throttled", "began", "succeeded: back"]


def test_commit_that_has_to_wait_is_told_as_such() -> None:
    told = Listening()
    driver = Driver(failing(Unreachable()), told, dice=lambda: 0.9)
    with running(driver):
        told.wait_for(2)
        driver.committed()
        assert told.wait_for(3)[-1] == "put off"


def test_unfinished_round_is_followed_by_the_next_at_once() -> None:
    told = Listening()
    driver = Driver(failing("more", "more", "done"), told, is_unfinished=lambda outcome: outcome == "more")
    with running(driver):
        assert told.wait_for(6)[1::2] == ["succeeded: more", "succeeded: more", "succeeded: done"]


def test_hint_or_commit_that_means_nothing_starts_no_round() -> None:
    told, asked = Listening(), threading.Event()

    def is_wanted() -> bool:
        asked.set()
        return False

    driver = Driver(failing("done"), told, is_wanted=is_wanted)
    with running(driver):
        told.wait_for(2)
        for tell in (driver.hinted, driver.committed):
            asked.clear()
            tell()
            assert asked.wait(PATIENCE_S)
        driver.demand()
        told.wait_for(4)

    assert told.told == ["began", "succeeded: done"] * 2


def test_driver_stopped_before_it_began_does_nothing() -> None:
    told = Listening()
    driver = Driver(failing("done"), told)
    driver.stop()
    driver.run()

    assert driver.stopped
    assert told.told == []


def test_waits_are_measured_by_the_clock_that_only_moves_on() -> None:
    told, now = Listening(), [0.0]
    driver = Driver(failing(Unreachable(), "done"), told, dice=lambda: 0.0, monotonic=lambda: now[0])
    with running(driver):
        told.wait_for(2)
        # The wait of a second is over by that clock; a commit that has to wait lets the driver look at it.
        now[0] = 2.0
        driver.committed()
        told.wait_for(4)

    assert told.told[2:] == ["began", "succeeded: done"]


class Script:
    """A source of hints that plays streams one after another; the last stays silent until it is aborted."""

    def __init__(self, *streams: list[Heads | Failure]) -> None:
        self.streams = list(streams)
        self.aborted = threading.Event()

    def heads(self) -> Generator[Heads, None, None]:
        if not self.streams:
            self.aborted.wait(PATIENCE_S)
            raise Unreachable("aborted")
        for each in self.streams.pop(0):
            if isinstance(each, Failure):
                raise each
            yield each

    def abort(self) -> None:
        self.aborted.set()


def collected(source: Script, number: int) -> list[Heads]:
    found: list[Heads] = []
    enough = threading.Event()

    def on_heads(heads: Heads) -> None:
        found.append(heads)
        if len(found) >= number:
            enough.set()

    # The shortest wait is a second, so these streams begin in a time that is over at once.
    live = LiveHints(source, on_heads, dice=lambda: 0.0, floor_s=0.0)
    live.start()
    try:
        assert enough.wait(PATIENCE_S), found
    finally:
        live.stop(PATIENCE_S)
    return found


def test_hints_are_passed_on_and_the_stream_is_opened_anew_when_it_ends() -> None:
    source = Script([{}, {"s": 1}], [Unreachable()], [{}, Nonsense()], [Throttled(0.0)], [{}, {"s": 2}])

    assert collected(source, 5) == [{}, {"s": 1}, {}, {}, {"s": 2}]


def test_nothing_is_passed_on_after_the_stop() -> None:
    source = Script()
    found: list[Heads] = []
    live = LiveHints(source, found.append)
    live.start()
    live.stop(PATIENCE_S)
    live.stop(PATIENCE_S)

    assert found == []
    assert source.aborted.is_set()


def test_live_hints_of_a_real_server_end_promptly() -> None:
    with hostile() as server:
        streaming = threading.Event()

        def stream(_asked: Asked, connection: object) -> None:
            connection.sendall(  # type: ignore[attr-defined]
                b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                b'event: heads\ndata: {"s": 7}\n\n'
            )
            streaming.set()
            server.closing.wait(30)

        server.behaviour = stream
        transport = HttpTransport(Door(read_address(server.url), "token"))
        found: list[Heads] = []
        heard = threading.Event()

        def on_heads(heads: Heads) -> None:
            found.append(heads)
            if heads:
                heard.set()

        live = LiveHints(transport, on_heads)
        live.start()
        assert heard.wait(PATIENCE_S)
        live.stop(PATIENCE_S)
        transport.close()

        assert found == [{}, {"s": 7}]
        assert "stintbook-live" not in [thread.name for thread in threading.enumerate()]
        assert not server.closing.is_set()


@pytest.mark.parametrize("early", [True, False])
def test_stop_ends_a_connection_that_never_answers(early: bool) -> None:
    with hostile() as server:
        asked = threading.Event()

        def silent(_asked: Asked, _connection: object) -> None:
            asked.set()
            server.closing.wait(30)

        server.behaviour = silent
        transport = HttpTransport(Door(read_address(server.url), "token"))
        live = LiveHints(transport, lambda _: None)
        live.start()
        if not early:
            assert asked.wait(PATIENCE_S)
        live.stop(PATIENCE_S)
        transport.close()

        assert "stintbook-live" not in [thread.name for thread in threading.enumerate()]
