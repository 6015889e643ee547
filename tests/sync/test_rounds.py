"""Rounds in stories: what a device and a server say to one another, and what may go wrong on the way."""

from dataclasses import replace

import pytest

from sync.client import failures
from sync.client.rounds import Rounds
from sync.client.scope_round import Bounds
from sync.protocol.messages import Limits, Push, PushAnswer, ScopeOffer
from tests.support.sync_pairs import SCOPE, Device, Died, failing, group, office

OTHER = "0" * 31 + "9"


def test_what_one_device_records_reaches_the_other() -> None:
    server, (phone, laptop) = office("phone", "laptop")
    phone.set(1, name="Web")

    assert (phone.sync().pushed, laptop.sync().pulled) == (1, 1)
    assert laptop.values(1) == {"name": "Web"}
    assert len(server.log()) == 1


def test_a_round_without_news_asks_only_for_the_head() -> None:
    _, (phone,) = office("phone")
    phone.set(1, name="Web")
    phone.sync()
    phone.line.calls.clear()

    report = phone.sync()

    assert phone.line.calls == ["hello", "pull"]
    assert (report.pushed, report.pulled, report.pending, report.failure, report.unfinished) == (0, 0, 0, None, False)


def test_a_round_needs_nothing_but_a_store_a_server_and_a_clock() -> None:
    _, (phone,) = office("phone")
    phone.set(1, name="Web")

    assert Rounds(phone.store, phone.line, phone.clock).run().pushed == 1


def test_pages_are_no_larger_than_a_store_takes_in_at_once() -> None:
    server, (phone,) = office("phone")
    for entity in range(1, 6):
        phone.set(entity, name="x")
    phone.sync()
    laptop = Device(server, "laptop", bounds=Bounds(page=2, first_page=3))
    laptop.sync()

    assert laptop.line.calls.count("snapshot") == 2
    # The history before it comes in the background, in smaller parts.
    assert laptop.line.calls[-3:] == ["pull"] * 3
    assert laptop.line.calls.count("pull") == 4


def test_what_was_pushed_is_read_again_before_it_counts() -> None:
    _, (phone,) = office("phone")
    phone.set(1, name="Web")
    phone.line.calls.clear()
    phone.sync()

    assert phone.line.calls == ["hello", "pull", "push", "pull"]
    assert phone.store.shelves[SCOPE].acked == {}


def test_an_answer_lost_on_its_way_doubles_nothing() -> None:
    server, (phone,) = office("phone")
    phone.set(1, name="Web")
    phone.line.interfere = failing("push", failures.Unreachable(), when="after", times=1)

    assert isinstance(phone.sync().failures[SCOPE], failures.Unreachable)
    assert phone.sync().pending == 0
    assert len(server.log()) == 1


def test_what_was_acknowledged_and_does_not_come_back_is_offered_again() -> None:
    server, (phone,) = office("phone")
    phone.set(1, name="Web")
    before = server.backup()
    # The server forgets what it has just taken, before it is read again.
    phone.line.interfere = lambda call, when: server.restore(before) if (call, when) == ("push", "after") else None

    assert phone.sync().pending == 1
    phone.line.interfere = lambda call, when: None
    assert phone.sync().pending == 0
    assert len(server.log()) == 1


@pytest.mark.parametrize("what", ["edit", "add", "delete"])
def test_a_restored_server_is_offered_everything_it_lacks_by_whoever_holds_it(what: str) -> None:
    server, (phone, laptop) = office("phone", "laptop")
    phone.set(1, name="Web")
    phone.sync()
    laptop.sync()
    backup = server.backup()
    if what == "delete":
        phone.delete(1)
    else:
        phone.set(1 if what == "edit" else 2, name="later")
    phone.sync()
    laptop.sync()
    server.restore(backup)

    report = laptop.sync()

    assert (report.diverged, report.pushed, report.failures) == ((SCOPE,), 1, {})
    assert [(change.device, change.relay) for change in server.log()] == [("phone", ""), ("phone", "laptop")]
    assert phone.sync().pending == 0
    assert len(server.log()) == 2
    assert phone.values(1) == laptop.values(1)


def test_nothing_is_pushed_while_a_history_is_read_again() -> None:
    server, (phone,) = office("phone", bounds=Bounds(pages=1))
    server.limits = Limits(page=1)
    for entity in (1, 2, 3):
        phone.set(entity, name="x")
        phone.sync()
    while phone.sync().unfinished:
        pass
    server.tables[SCOPE].history = "another"
    phone.set(4, name="waits")
    phone.line.calls.clear()

    reports = [phone.sync() for _ in range(2)]

    assert "push" not in phone.line.calls
    assert [report.unfinished for report in reports] == [True, True]
    assert (phone.sync().pushed, len(server.log())) == (1, 4)


def test_a_server_that_keeps_changing_its_history_ends_the_round() -> None:
    server, (phone,) = office("phone")
    phone.set(1, name="x")
    phone.line.interfere = failing("pull", failures.Diverged("other"))

    report = phone.sync()

    assert isinstance(report.failures[SCOPE], failures.Diverged)
    assert report.diverged == (SCOPE, SCOPE)
    assert report.pending == 1
    phone.line.interfere = lambda call, when: None
    assert phone.sync().pending == 0
    assert len(server.log()) == 1


def test_a_divergence_that_names_no_history_keeps_the_one_offered() -> None:
    _, (phone,) = office("phone")
    phone.line.interfere = failing("pull", failures.Diverged(), times=1)
    phone.sync()

    assert phone.store.shelves[SCOPE].state.cursor.history == "h1"


def test_a_new_device_takes_the_snapshot_and_reads_the_history_behind_it() -> None:
    server, (phone,) = office("phone")
    for number in range(20):
        phone.set(1, name=str(number))
    phone.sync()
    server.limits = Limits(page=3)
    laptop = Device(server, "laptop")

    first = laptop.sync()

    assert laptop.line.calls[:3] == ["hello", "snapshot", "pull"]
    assert laptop.values(1) == {"name": "19"}
    assert (first.backfill, first.unfinished) == (5, True)
    assert (laptop.sync().backfill, laptop.sync().unfinished) == (0, False)
    assert len(laptop.store.shelves[SCOPE].log) == 20


def test_a_device_that_holds_rows_reads_the_log_instead() -> None:
    server, (phone,) = office("phone")
    phone.set(1, name="Web")
    phone.sync()
    laptop = Device(server, "laptop")
    laptop.store.follow([ScopeOffer(SCOPE, SCOPE, None, "h1", 1, "member")])
    laptop.set(2, name="own")
    laptop.sync()

    assert laptop.line.calls == ["hello", "pull", "push", "pull"]
    assert laptop.values(1) == {"name": "Web"}


def test_a_snapshot_goes_on_where_it_was_interrupted() -> None:
    server, (phone,) = office("phone")
    for entity in range(1, 6):
        phone.set(entity, name="x")
    phone.sync()
    server.limits = Limits(page=2)
    laptop = Device(server, "laptop")
    laptop.line.interfere = failing("snapshot", Died(), when="after", times=1)
    with pytest.raises(Died):
        laptop.sync()
    laptop = laptop_again(laptop, bounds=Bounds(pages=1))

    assert [laptop.sync().unfinished for _ in range(2)] == [True, True]
    assert laptop.store.shelves[SCOPE].state.phase == "copying"
    laptop.sync()
    assert laptop.values(5) == {"name": "x"}


def laptop_again(device: Device, bounds: Bounds) -> Device:
    """Start the program anew over the same store."""
    again = Device(device.server, device.name, bounds=bounds)
    again.store, again.rounds = device.store, again.rounds
    again.rounds = again.opened()
    return again


def test_a_server_restored_during_a_snapshot_is_noticed_and_what_was_copied_is_offered() -> None:
    server, (phone,) = office("phone")
    empty = server.backup()
    for entity in range(1, 6):
        phone.set(entity, name="x")
    phone.sync()
    server.limits = Limits(page=2)
    laptop = Device(server, "laptop")
    calls: list[str] = []

    def restore(call: str, when: str) -> None:
        calls.append(call + when)
        if calls == ["hellobefore", "helloafter", "snapshotbefore", "snapshotafter"]:
            server.restore(empty)

    laptop.line.interfere = restore
    report = laptop.sync()

    assert (report.diverged, report.pushed) == ((SCOPE,), 2)
    assert [change.partial for change in server.log()] == [True, True]
    phone.sync()
    assert [change.partial for change in server.log()] == [True] * 2 + [False] * 5
    laptop.sync()
    assert laptop.values(5) == phone.values(5) == {"name": "x"}


def test_a_log_that_does_not_lead_to_the_snapshot_is_another_history() -> None:
    server, (phone,) = office("phone")
    for entity in range(1, 6):
        phone.set(entity, name="x")
    phone.sync()
    laptop = Device(server, "laptop", bounds=Bounds(backfill_pages=0))
    laptop.sync()
    shelf = laptop.store.shelves[SCOPE]
    shelf.state = replace(shelf.state, copied_at=replace(shelf.state.cursor, chain=b"x" * 16))
    laptop = laptop_again(laptop, Bounds())

    assert laptop.sync().diverged == (SCOPE,)
    assert len(shelf.log) == 5


def test_a_log_that_ends_before_the_snapshot_is_another_history() -> None:
    server, (phone,) = office("phone")
    phone.set(1, name="x")
    phone.sync()
    laptop = Device(server, "laptop", bounds=Bounds(backfill_pages=0))
    laptop.sync()
    shelf = laptop.store.shelves[SCOPE]
    shelf.state = replace(shelf.state, backfill=shelf.state.cursor, copied_at=replace(shelf.state.cursor, seq=9))

    assert laptop_again(laptop, Bounds()).sync().diverged == (SCOPE,)
    assert len(shelf.log) == 1


def test_two_said_different_things_and_both_are_told() -> None:
    _, (phone, laptop) = office("phone", "laptop")
    phone.set(1, name="Web")
    phone.sync()
    laptop.sync()
    phone.set(1, name="phone")
    laptop.set(1, name="laptop")
    phone.sync()

    assert laptop.sync().conflicts == 1
    assert phone.sync().conflicts == 1
    assert phone.values(1) == laptop.values(1) == {"name": "laptop"}
    assert [(one["losing"], one["loser_device"]) for one in phone.conflicts()] == [('"phone"', "phone")]


def test_a_refused_change_is_set_aside_with_its_group_and_the_others_flow() -> None:
    server, (phone,) = office("phone")
    bad = phone.write(*group(1, 2))
    phone.set(3, name="good")
    shelf = phone.store.shelves[SCOPE]
    for record in list(shelf.log):
        if shelf.log[record].group == bad[0].group:
            shelf.log[record] = replace(shelf.log[record], group_size=3)

    report = phone.sync()

    assert (report.pushed, report.quarantined, report.pending) == (1, 2, 0)
    assert [change.fields["name"] for change in server.log()] == ["good"]


@pytest.mark.parametrize("failure", [failures.TooLarge(), failures.NotUnderstood()], ids=["too_large", "malformed"])
def test_a_change_that_no_server_can_take_is_found_and_set_aside(failure: failures.Failure) -> None:
    server, (phone,) = office("phone")
    for entity in (1, 2):
        phone.set(entity, name="good")
    phone.write(*group(3, 4, name="bad"))
    phone.set(5, name="good")
    accept = phone.line.push

    def picky(scope: str, push: Push) -> PushAnswer:
        if any(change.fields["name"] == "bad" for change in push.changes):
            raise failure
        return accept(scope, push)

    phone.line.push = picky  # type: ignore[method-assign]
    report = phone.sync()

    assert (report.pushed, report.quarantined, report.pending) == (3, 2, 0)
    assert set(phone.store.shelves[SCOPE].quarantined.values()) == {
        "too_large" if isinstance(failure, failures.TooLarge) else "malformed"
    }
    assert len(server.log()) == 3


def test_pushes_keep_to_the_limits_of_the_server() -> None:
    server, (phone,) = office("phone")
    server.limits = Limits(changes=4)
    for _ in range(3):
        phone.write(*group(1, 2, 3))

    assert phone.sync().pushed == 9
    assert phone.line.calls.count("push") == 3


def test_a_round_ends_however_much_there_is() -> None:
    server, (phone,) = office("phone", bounds=Bounds(pushes=2))
    server.limits = Limits(changes=1)
    for entity in range(1, 6):
        phone.set(entity, name="x")

    report = phone.sync()

    assert (report.pushed, report.pending, report.unfinished) == (2, 3, True)


def test_after_a_push_what_is_not_read_yet_waits_for_the_next_round() -> None:
    server, (phone,) = office("phone", bounds=Bounds(pages=1))
    server.limits = Limits(page=1)
    phone.set(1, name="x")
    phone.set(2, name="x")

    assert (phone.sync().unfinished, phone.sync().unfinished) == (True, False)
    assert phone.store.shelves[SCOPE].acked == {}
