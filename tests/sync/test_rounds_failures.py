"""Rounds that meet failures: lost access, old clients, dead networks, servers that lie, processes that die."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sync.client import failures
from sync.protocol.messages import Cursor, ObjectPage, Page, PushAnswer
from sync.protocol.version import pack
from tests.support.sync_pairs import SCOPE, Device, Died, failing, group, office

OTHER = "0" * 31 + "9"


@pytest.mark.parametrize(
    ("role", "failure"), [("none", failures.Revoked), ("viewer", failures.ReadOnly)], ids=["revoked", "read only"]
)
def test_a_scope_that_is_lost_meanwhile_does_not_keep_the_others(role: str, failure: type[failures.Failure]) -> None:
    server, (phone,) = office("phone", scopes=(SCOPE, OTHER))
    phone.set(1, name="x")
    phone.set(1, name="y", scope=OTHER)
    phone.line.interfere = lambda call, when: server.role.update({SCOPE: role}) if when == "after" else None

    report = phone.sync()

    assert {scope: type(failed) for scope, failed in report.failures.items()} == {SCOPE: failure}
    assert (report.failure, report.pushed, report.pending) == (None, 1, 1)
    assert len(server.log(OTHER)) == 1


def test_access_that_was_taken_away_and_given_back_loses_nothing() -> None:
    server, (phone,) = office("phone")
    phone.set(1, name="x")
    server.role[SCOPE] = "none"
    assert phone.sync().pending == 1
    assert phone.store.shelves[SCOPE].state.phase == "revoked"

    server.role[SCOPE] = "member"
    assert phone.sync().pending == 0
    assert len(server.log()) == 1


def test_who_may_only_read_reads_and_keeps_the_rest() -> None:
    server, (laptop,) = office("laptop")
    server.role[SCOPE] = "viewer"
    laptop.set(1, name="x")
    report = laptop.sync()

    assert (report.pending, report.failures) == (1, {})
    assert "push" not in laptop.line.calls


@pytest.mark.parametrize("by", ["answer", "failure"])
def test_who_is_too_old_still_pushes_what_is_pending(by: str) -> None:
    server, (phone,) = office("phone", scopes=(SCOPE, OTHER))
    server.role[OTHER] = "viewer"
    phone.sync()
    phone.set(1, name="x")
    phone.set(1, name="y", scope=OTHER)
    if by == "answer":
        server.oldest_protocol = 9
    else:
        phone.line.interfere = failing("hello", failures.TooOld())

    report = phone.sync()

    assert isinstance(report.failure, failures.TooOld)
    assert (report.pushed, report.pending) == (1, 1)
    assert len(server.log()) == 1


@pytest.mark.parametrize(
    "failure", [failures.NotAServer(), failures.Throttled(9), failures.Unauthorised(), failures.Untrusted()]
)
def test_what_concerns_the_whole_server_ends_the_round(failure: failures.Failure) -> None:
    _, (phone,) = office("phone", scopes=(SCOPE, OTHER))
    phone.line.calls.clear()
    phone.line.interfere = failing("pull", failure)

    assert phone.sync().failure is failure
    assert phone.line.calls == ["hello", "pull"]


def test_without_a_network_nothing_happens_and_nothing_is_lost() -> None:
    _, (phone,) = office("phone")
    phone.set(1, name="x")
    phone.line.interfere = failing("hello", failures.Unreachable())
    report = phone.sync()

    assert isinstance(report.failure, failures.Unreachable)
    assert (report.server_ms, report.pending) == (None, 1)


def test_one_lost_question_does_not_keep_the_other_scopes_but_two_do() -> None:
    scopes = (SCOPE, OTHER, "0" * 31 + "a")
    _, (phone,) = office("phone", scopes=scopes)
    phone.line.interfere = failing("pull", failures.Unreachable(), times=1)
    once = phone.sync()
    phone.line.interfere = failing("pull", failures.Unreachable())
    phone.line.calls.clear()
    twice = phone.sync()

    assert (len(once.failures), once.failure) == (1, None)
    assert isinstance(twice.failure, failures.Unreachable)
    assert phone.line.calls == ["hello", "pull", "pull"]


def test_a_server_that_fails_in_one_scope_serves_the_others() -> None:
    server, (phone,) = office("phone", scopes=(SCOPE, OTHER))
    phone.set(1, name="x", scope=OTHER)
    phone.line.interfere = failing("pull", failures.ServerFault(), times=1)
    report = phone.sync()

    assert isinstance(report.failures[SCOPE], failures.ServerFault)
    assert len(server.log(OTHER)) == 1


LIES: dict[str, Callable[[Page], Page]] = {
    "wrong place": lambda page: replace(page, next=page.next + 1, head=page.head + 1),
    "endless empty pages": lambda page: Page([], 1, page.chain, 99),
    "torn group": lambda page: replace(page, changes=page.changes[:-1], next=page.next - 1),
}


@pytest.mark.parametrize("lie", LIES)
def test_of_a_page_that_lies_nothing_is_applied(lie: str) -> None:
    _, (phone, laptop) = office("phone", "laptop")
    phone.write(*group(1, 2))
    phone.sync()
    pull = laptop.line.pull

    def lying(scope: str, cursor: Cursor, limit: int) -> Page:
        return LIES[lie](pull(scope, cursor, limit))

    laptop.line.pull = lying  # type: ignore[method-assign]
    before = laptop.store.shelves[SCOPE].copy()
    assert isinstance(laptop.sync().failures[SCOPE], failures.Nonsense)
    after = laptop.store.shelves[SCOPE]
    assert (after.log, after.entities, after.state.cursor) == (before.log, before.entities, before.state.cursor)
    laptop.line.pull = pull  # type: ignore[method-assign]
    laptop.sync()
    assert laptop.values(2) == {"name": "x"}


def test_a_page_that_does_not_continue_what_was_read_is_read_from_the_beginning() -> None:
    _, (phone, laptop) = office("phone", "laptop")
    phone.set(1, name="x")
    phone.sync()
    laptop.sync()
    phone.set(2, name="y")
    phone.sync()
    pull = laptop.line.pull

    def wrong_once(scope: str, cursor: Cursor, limit: int) -> Page:
        laptop.line.pull = pull  # type: ignore[method-assign]
        return replace(pull(scope, cursor, limit), chain=b"x" * 16)

    laptop.line.pull = wrong_once  # type: ignore[method-assign]
    report = laptop.sync()

    assert (report.diverged, report.failures) == ((SCOPE,), {})
    assert laptop.values(2) == {"name": "y"}


def test_a_server_that_answers_about_something_else_takes_nothing_from_the_queue() -> None:
    _, (phone,) = office("phone")
    phone.set(1, name="x")
    phone.line.push = lambda scope, push: PushAnswer([], {}, 0)  # type: ignore[method-assign]
    report = phone.sync()

    assert isinstance(report.failures[SCOPE], failures.Nonsense)
    assert report.pending == 1


def test_a_snapshot_that_never_ends_is_nonsense() -> None:
    server, (phone,) = office("phone")
    phone.set(1, name="x")
    phone.sync()
    laptop = Device(server, "laptop")
    snapshot = laptop.line.snapshot

    def endless(scope: str, at: Cursor | None, after: str | None, limit: int) -> ObjectPage:
        return replace(snapshot(scope, at, None, limit), after="again")

    laptop.line.snapshot = endless  # type: ignore[method-assign]

    assert isinstance(laptop.sync().failures[SCOPE], failures.Nonsense)


def test_a_change_of_the_far_future_travels_as_it_is() -> None:
    server, (phone, laptop) = office("phone", "laptop")
    phone.clock.skew_ms = 75 * 365 * 86_400_000
    [made] = [phone.set(1, name="2099")]
    phone.sync()
    laptop.sync()

    assert [change.version for change in server.log()] == [made.version]
    assert made.version > pack(4_000_000_000_000, 0, 0)
    later = laptop.set(1, name="corrected")
    assert later.version > made.version


def test_the_difference_of_the_clocks_is_learnt_and_told() -> None:
    server, (phone,) = office("phone")
    phone.clock.skew_ms = -3_600_000

    assert phone.sync().offset_ms == 3_600_000
    assert phone.store.offset_ms == 3_600_000
    assert phone.sync().server_ms == server.clock.ms


@pytest.mark.parametrize("call", ["hello", "pull", "push"])
def test_a_round_can_be_ended_between_its_steps(call: str) -> None:
    server, (phone,) = office("phone")
    phone.set(1, name="x")

    def cancel(called: str, when: str) -> None:
        phone.cancelled = called == call

    phone.line.interfere = cancel
    report = phone.sync()
    assert report.cancelled
    assert phone.line.calls[-1] == call
    phone.cancelled = False
    phone.line.interfere = lambda called, when: None
    assert not phone.sync().cancelled
    assert len(server.log()) == 1


@pytest.mark.parametrize("call", ["hello", "pull", "push"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_dies_at_a_question_goes_on_where_it_was(call: str, when: str) -> None:
    server, (phone, laptop) = office("phone", "laptop")
    laptop.set(1, name="x")
    laptop.sync()
    phone.write(*group(2, 3))
    phone.line.interfere = failing(call, Died(), when=when, times=1)
    with pytest.raises(Died):
        phone.sync()
    phone.rounds = phone.opened()
    phone.sync()

    assert len(server.log()) == 3
    assert phone.values(1) == {"name": "x"}
    assert phone.store.shelves[SCOPE].acked == phone.store.shelves[SCOPE].pending == {}
