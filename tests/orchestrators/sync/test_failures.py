"""What a failure means for the data: each has a sentence, and nothing is lost."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from app.domain.errors import AppError
from app.orchestrators.sync import identity
from app.orchestrators.sync.failing import SyncFailed, reason_of
from app.orchestrators.sync.identity import StateNotKept
from app.orchestrators.sync.link import read_link
from app.orchestrators.sync.rounds import sync_history
from app.orchestrators.sync.status import sync_status
from app.orchestrators.sync.values import SyncState
from app.orchestrators.sync.verifying import verify
from sync.client import failures
from sync.client.failures import Failure
from sync.client.transport_answers import Declined
from tests.support.hostile import Behaviour, answer, hostile, problem
from tests.support.linked import Computer, Office
from tests.support.server_process import free_port

Make = Callable[[str], Computer]


FAILURES: list[tuple[Failure, str]] = [
    (failures.Unreachable(), "offline"),
    (failures.NotAServer(), "not_a_server"),
    (failures.Nonsense(), "nonsense"),
    (failures.Diverged(), "nonsense"),
    (failures.ServerFault(), "server_fault"),
    (failures.Untrusted(), "untrusted"),
    (failures.Unauthorised(), "sign_in"),
    (failures.Revoked(), "access_lost"),
    (failures.ReadOnly(), "read_only"),
    (failures.TooOld(), "upgrade"),
    (failures.TooLarge(), "too_large"),
    (failures.NotUnderstood(), "not_understood"),
    (failures.Throttled(45), "throttled"),
    (Declined("taken", "Too many devices."), "declined"),
]


@pytest.mark.parametrize(("failure", "code"), FAILURES, ids=lambda value: getattr(value, "__class__", value).__name__)
def test_every_failure_says_what_it_means(failure: Failure, code: str) -> None:
    reason = reason_of(failure, "https://sync.example.org")

    assert reason.code == code
    assert reason.sentence.endswith((".", "!"))
    assert "{" not in reason.sentence
    if code != "declined":
        assert any(word in reason.sentence for word in ("here", "Nothing", "nothing", "untouched"))


def test_every_failure_there_is_has_a_sentence() -> None:
    known = {type(failure) for failure, _ in FAILURES}
    missing = {found.__name__ for found in Failure.__subclasses__() if found.__module__.startswith("sync.")}

    assert missing - {found.__name__ for found in known} == set()


def test_pause_is_told_in_seconds_or_minutes() -> None:
    assert "45 seconds" in reason_of(failures.Throttled(45), "s").sentence
    assert "10 minutes" in reason_of(failures.Throttled(600), "s").sentence


@pytest.mark.parametrize(
    ("behaviour", "reason", "state"),
    [
        (answer(body=b"<html/>", kind="text/html"), "not_a_server", SyncState.ATTENTION),
        (problem(503, "busy"), "server_fault", SyncState.OFFLINE),
        (problem(429, "throttled", Retry_After="60"), "throttled", SyncState.OFFLINE),
        (problem(426, "too_old"), "upgrade", SyncState.ATTENTION),
        (problem(401, "unauthorised"), "sign_in", SyncState.ATTENTION),
    ],
)
def test_trouble_with_the_server_is_told_and_nothing_is_lost(
    office: Office, computer: Make, behaviour: Behaviour, reason: str, state: SyncState
) -> None:
    laptop, port = computer("laptop"), free_port()
    with office.open_at(port) as address:
        laptop.link(address)
        laptop.sync()
    laptop.add_entry("mine")
    with hostile(port=port) as server:
        server.behaviour = behaviour
        with pytest.raises(SyncFailed) as caught:
            laptop.sync()
        with suppress(AppError):
            verify(laptop.ctx)
    status = sync_status(laptop.ctx)

    assert caught.value.reason == reason
    assert (status.state, status.waiting) == (state, 1)
    assert sync_history(laptop.ctx)[0].failure == reason_of_history(laptop)
    with office.open_at(port):
        laptop.sync()
        assert sync_status(laptop.ctx).state is SyncState.SYNCED
        assert verify(laptop.ctx).identical


def reason_of_history(computer: Computer) -> object:
    return sync_history(computer.ctx, 1)[0].failure


def test_hotel_page_at_linking_changes_nothing(computer: Make) -> None:
    laptop = computer("laptop")
    with hostile() as server:
        server.behaviour = answer(body=b"<html/>", kind="text/html")
        with pytest.raises(SyncFailed) as caught:
            laptop.link(server.url)

    assert caught.value.reason == "not_a_server"
    assert read_link(laptop.ctx) is None


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"device":"d","user":"u"}'])
def test_server_of_something_else_at_linking_changes_nothing(computer: Make, body: bytes) -> None:
    laptop = computer("laptop")
    with hostile() as server:
        server.behaviour = answer(201, body)
        with pytest.raises(SyncFailed):
            laptop.link(server.url)

    assert read_link(laptop.ctx) is None


def test_state_folder_that_cannot_be_written_is_said(laptop: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    (laptop.folder / "file").write_text("")
    monkeypatch.setenv("STINTBOOK_STATE", str(laptop.folder / "file"))
    with pytest.raises(StateNotKept, match="STINTBOOK_STATE"):
        identity.is_another(laptop.ctx)
