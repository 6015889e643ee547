"""Questions that are on their way while the store is at work: nothing is skipped, whatever fails in between."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import pytest

from sync.client import failures
from sync.client.asking import Beside, at_once
from sync.client.rounds import Rounds
from sync.client.scope_round import Bounds
from sync.protocol.messages import Limits
from sync.protocol.version import Version
from tests.support.sync_pairs import SCOPE, failing, office


@contextmanager
def beside() -> Iterator[Beside]:
    lane = Beside()
    try:
        yield lane
    finally:
        lane.close()


def fail() -> int:
    raise failures.Unreachable


def test_a_failure_is_told_by_the_result_not_by_the_asking() -> None:
    with beside() as lane:
        for answer in (at_once(fail), lane(fail)):
            with pytest.raises(failures.Unreachable):
                answer.result()


def test_a_question_beside_is_asked_in_another_thread_and_answered_in_order() -> None:
    with beside() as lane:
        first, second = lane(threading.get_ident), lane(threading.get_ident)
        assert first.result() == second.result() != threading.get_ident()
    assert at_once(threading.get_ident).result() == threading.get_ident()


@pytest.mark.parametrize("count", [1, 2, 7, 12])
def test_pages_on_their_way_arrive_whole_and_in_order(count: int) -> None:
    _, (phone, laptop) = office("phone", "laptop", bounds=Bounds(page=2))
    laptop.set(99, name="mine")
    for entity in range(1, count + 1):
        phone.set(entity, name=f"n{entity}")
    phone.sync()
    with beside() as lane:
        report = Rounds(laptop.store, laptop.line, laptop.clock, bounds=laptop.bounds, ask=lane).run()

    assert (report.pulled, report.pushed, report.failure, report.failures) == (count, 1, None, {})
    assert [laptop.values(entity) for entity in range(1, count + 1)] == [{"name": f"n{e}"} for e in range(1, count + 1)]


def test_the_next_page_is_asked_for_before_the_last_is_stored() -> None:
    _, (phone, laptop) = office("phone", "laptop", bounds=Bounds(page=2))
    for entity in range(1, 5):
        phone.set(entity, name="x")
    phone.sync()
    stored: list[int] = []
    seen: list[int] = []
    receive = laptop.store.receive

    def noting(*given: object) -> object:
        stored.append(len(laptop.line.calls))
        return receive(*given)  # type: ignore[arg-type]

    laptop.store.receive = noting  # type: ignore[method-assign, assignment]
    laptop.line.interfere = lambda call, when: seen.append(len(stored)) if (call, when) == ("pull", "before") else None
    laptop.sync()

    assert seen[:2] == [0, 0]


def test_what_arrived_is_stored_although_the_next_page_fails() -> None:
    _, (phone, laptop) = office("phone", "laptop", bounds=Bounds(page=2))
    for entity in range(1, 6):
        phone.set(entity, name="x")
    phone.sync()
    asked: list[str] = []

    def second_fails(call: str, when: str) -> None:
        if (call, when) == ("pull", "before"):
            asked.append(call)
            if len(asked) == 2:
                raise failures.Unreachable

    laptop.line.interfere = second_fails
    assert isinstance(laptop.sync().failures[SCOPE], failures.Unreachable)
    assert (laptop.values(2), laptop.values(3)) == ({"name": "x"}, None)


def test_a_batch_is_read_while_the_last_is_on_its_way_and_each_is_offered_once() -> None:
    server, (phone,) = office("phone")
    server.limits = Limits(changes=2)
    for entity in range(1, 6):
        phone.set(entity, name="x")
    phone.line.calls.clear()
    asked: list[tuple[int, bytes | None]] = []
    pending = phone.store.pending

    def noting(scope: str, limit: int, after: Version | None = None) -> object:
        asked.append((phone.line.calls.count("push"), after))
        return pending(scope, limit, after)

    phone.store.pending = noting  # type: ignore[method-assign, assignment]
    assert phone.sync().pushed == 5
    assert phone.line.calls.count("push") == 3
    assert len(server.log()) == 5
    assert [after is not None for _, after in asked] == [False, True, True, True, False]


def test_a_refused_batch_does_not_keep_the_one_read_beside_it() -> None:
    server, (phone,) = office("phone")
    server.limits = Limits(changes=1)
    for entity in range(1, 4):
        phone.set(entity, name="x")
    phone.line.interfere = failing("push", failures.TooLarge(), when="before", times=1)

    report = phone.sync()
    assert (report.pushed, report.quarantined, report.pending) == (2, 1, 0)


def test_a_lane_that_closes_lets_go_what_nobody_began_to_ask() -> None:
    lane, begun, go_on = Beside(), threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        go_on.wait(10)
        return "answered"

    under_way: Future[str] = lane(slow)
    begun.wait(10)
    waiting: Future[str] = lane(lambda: "never asked")
    closing = threading.Thread(target=lane.close)
    closing.start()
    go_on.set()
    closing.join(10)
    assert under_way.result() == "answered"
    assert waiting.cancelled()
