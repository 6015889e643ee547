import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sync.engine.conflict_records import Author
from sync.engine.stamps import Stamps
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, Limits, Push
from sync.protocol.version import Version
from sync.protocol.wire import dump_push, load_push_answer
from sync.server.database import on_sqlite, open_engine
from sync.server.log import ledger
from sync.server.log.checks import check_scope
from sync.server.log.intake import LARGE_BYTES, MOST_PUSHES, Asked, Intake, Left, Outcome
from sync.server.log.lanes import Question
from sync.server.log.ports import Held
from sync.server.log.store import MAX_OBJECT_BYTES, Store
from sync.server.log.taking import Turns
from sync.server.people import devices, sharing
from sync.server.people.access import Ask, Caller
from sync.server.people.desk import OPERATOR, Desk
from sync.server.people.gate import DatabaseGate
from sync.server.problems import Busy, Diverged, Malformed, Problem, ReadOnly, Revoked, TooLarge, Unauthorised
from sync.server.settings import Settings
from tests.support.server import Person, add_device, change, grouped, join, new_person, version


class Recorder:
    """Notes which pushes were taken together, and holds the first turn until it is let go."""

    def __init__(self) -> None:
        self.turns: list[list[str]] = []
        self.waiting: list[list[str]] = []
        self.by_themselves: list[str] = []
        self.began, self.go_on = threading.Event(), threading.Event()

    def together(self, turn: Sequence[Asked], *, wait: bool) -> Sequence[Outcome]:
        if wait:
            self.waiting.append([name(one) for one in turn])
            return [b"waited"] * len(turn)
        self.turns.append([name(one) for one in turn])
        self.began.set()
        assert self.go_on.wait(5)
        if any(one.body == b"broken" for one in turn):
            raise ZeroDivisionError
        left = {b"locked": Left.LOCKED, b"alone": Left.ALONE}
        return [left.get(one.body, one.body) for one in turn]

    def alone(self, asked: Asked) -> bytes:
        self.by_themselves.append(name(asked))
        return b"alone"


def name(asked: Asked) -> str:
    return f"{asked.ask.scope}{asked.body[:9].decode()}"


def asked(scope: str, body: bytes = b"") -> Asked:
    return Asked(Ask("", "", scope), body, "")


def taken(recorder: Recorder, first: Asked, *later: Asked, turns_at_once: int = 1) -> list[Any]:
    """Push the first, and the later ones while its turn is under way; returns what each was answered."""

    async def run() -> list[Any]:
        with ThreadPoolExecutor(4) as threads:
            intake = Intake(recorder, threads, turns_at_once)
            pushes = [asyncio.create_task(intake.take(first))]
            await asyncio.to_thread(recorder.began.wait, 5)
            pushes += [asyncio.create_task(intake.take(one)) for one in later]
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_soon(recorder.go_on.set)
            return await asyncio.gather(*pushes, return_exceptions=True)

    return asyncio.run(run())


def test_pushes_that_wait_are_taken_together_in_their_order() -> None:
    recorder = Recorder()

    answers = taken(recorder, asked("a", b"1"), asked("a", b"2"), asked("b", b"3"), asked("a", b"4"))

    assert recorder.turns == [["a1"], ["a2", "b3", "a4"]]
    assert answers == [b"1", b"2", b"3", b"4"]


def test_a_scope_that_a_turn_works_on_waits_for_its_end_and_keeps_its_order() -> None:
    recorder = Recorder()

    taken(recorder, asked("a", b"1"), asked("a", b"2"), asked("b", b"3"), asked("a", b"4"), turns_at_once=2)

    assert recorder.turns[:2] == [["a1"], ["b3"]]
    assert [each for turn in recorder.turns[2:] for each in turn] == ["a2", "a4"]


def test_a_turn_has_an_end() -> None:
    recorder = Recorder()

    taken(recorder, asked("a"), *(asked(f"b{number}.") for number in range(MOST_PUSHES + 1)))

    assert [len(turn) for turn in recorder.turns] == [1, MOST_PUSHES, 1]


def test_what_is_large_or_fails_among_others_goes_by_itself() -> None:
    recorder = Recorder()

    answers = taken(recorder, asked("a", b"1"), asked("b", b"2" * (LARGE_BYTES + 1)), asked("c", b"alone"))

    assert recorder.turns == [["a1"], ["calone"]]
    assert sorted(recorder.by_themselves) == ["b222222222", "calone"]
    assert answers == [b"1", b"alone", b"alone"]


def test_what_was_locked_follows_in_a_turn_that_waits_and_the_others_are_answered_before() -> None:
    recorder = Recorder()

    answers = taken(recorder, asked("a", b"locked"), asked("a", b"2"), asked("b", b"locked"), asked("c", b"locked"))

    assert recorder.waiting[0] == ["alocked"]
    assert sorted(each for turn in recorder.waiting[1:] for each in turn) == ["blocked", "clocked"]
    assert answers == [b"waited", b"2", b"waited", b"waited"]


def test_a_turn_that_fails_is_told_to_all_in_it_and_the_next_one_begins() -> None:
    recorder = Recorder()

    answers = taken(recorder, asked("a", b"broken"), asked("b", b"2"))

    assert isinstance(answers[0], ZeroDivisionError)
    assert answers[1] == b"2"


# What a turn does, over a real database.


@pytest.fixture
def told() -> list[dict[str, int]]:
    return []


@pytest.fixture
def turns(store: Store, desk: Desk, told: list[dict[str, int]]) -> Turns:
    return Turns(store, DatabaseGate(desk), Limits(), lambda heads: told.append(dict(heads)))


@pytest.fixture
def other(settings: Settings) -> Iterator[Store]:
    """A store with connections of its own, as another worker has."""
    engine = open_engine(settings)
    yield Store(engine)
    engine.dispose()


def pushing(person: Person, *changes: Change, scope: str = "", cursor: Cursor | None = None) -> Asked:
    body = dump_push(Push(cursor or Cursor(), changes))
    return Asked(Ask(f"Bearer {person.token}", "", scope or person.own), body, "")


def seqs(outcome: Outcome) -> list[int]:
    assert isinstance(outcome, bytes), outcome
    return [seq for _, seq in load_push_answer(outcome).acks]


def together(turns: Turns, turn: Sequence[Asked], *, wait: bool = False) -> Sequence[Outcome]:
    return turns.together(turn, wait=wait)


def head(store: Store, scope: str) -> int:
    with store.locked(scope) as locked:
        return locked.head


def test_a_turn_takes_many_pushes_of_many_scopes_and_tells_each_head_once(
    turns: Turns, store: Store, desk: Desk, person: Person, told: list[dict[str, int]]
) -> None:
    friend = new_person(desk)
    turn = [
        pushing(person, change(1)),
        pushing(friend, change(2), change(3)),
        pushing(person, *grouped(change(1), change(4))),
        pushing(person, change(5), scope=person.shared),
    ]

    outcomes = together(turns, turn)

    assert [seqs(outcome) for outcome in outcomes] == [[1], [1, 2], [2, 3], [head(store, person.shared)]]
    assert told == [{person.own: 3, friend.own: 2, person.shared: head(store, person.shared)}]
    assert [list(check_scope(store, scope)) for scope in (person.own, friend.own, person.shared)] == [[], [], []]


def test_the_same_push_twice_in_a_turn_is_taken_once(turns: Turns, store: Store, person: Person) -> None:
    one = pushing(person, change(1))

    assert [seqs(outcome) for outcome in together(turns, [one, one])] == [[1], [1]]
    assert head(store, person.own) == 1


def test_two_pushes_of_a_turn_may_conflict_as_if_one_came_after_the_other(
    turns: Turns, store: Store, person: Person
) -> None:
    outcomes = together(turns, [pushing(person, change(1, {"name": text})) for text in ("A", "B")])

    # The record of the conflict stands right after the change that raised it.
    assert [seqs(outcome) for outcome in outcomes] == [[1], [2]]
    assert head(store, person.own) == 3


def test_who_is_refused_leaves_nothing_behind_and_keeps_nobody(
    turns: Turns, store: Store, desk: Desk, person: Person
) -> None:
    stranger = new_person(desk)
    broken = pushing(person)._replace(body=b"{")
    nobody = pushing(person, change(6))._replace(ask=Ask("Bearer nobody", "", person.own))
    other_past = pushing(person, change(7), cursor=Cursor("", 1, b"\1" * 16))

    outcomes = together(turns,
        [pushing(person, change(1)), pushing(stranger, change(2), scope=person.own), broken, nobody, other_past,
         pushing(person, change(3))]
    )  # fmt: skip

    assert [type(outcome) for outcome in outcomes] == [bytes, Revoked, Malformed, Unauthorised, Diverged, bytes]
    assert (seqs(outcomes[0]), seqs(outcomes[-1])) == ([1], [2])
    assert list(check_scope(store, person.own)) == []


def test_more_changes_than_are_taken_at_once_are_refused(store: Store, desk: Desk, person: Person) -> None:
    turns = Turns(store, DatabaseGate(desk), Limits(changes=1), lambda _heads: None)

    too_many, one = together(turns, [pushing(person, change(1), change(2)), pushing(person, change(3))])

    assert isinstance(too_many, TooLarge)
    assert seqs(one) == [1]


def test_a_push_that_breaks_a_turn_is_refused_alone_and_the_others_are_taken_alone(
    turns: Turns, store: Store, person: Person, told: list[dict[str, int]]
) -> None:
    with store.locked(person.own) as scope:
        stuffed = {f"f{number}": "x" * 60_000 for number in range(MAX_OBJECT_BYTES // 60_000)}
        stamps = Stamps(dict.fromkeys(stuffed, version()))
        scope.put({("project", (1).to_bytes(16, "big")): Held(dict(stuffed), stamps)})
    too_large = pushing(person, change(1, {f"g{number}": "y" * 10_000 for number in range(6)}))
    small = pushing(person, change(2))

    assert together(turns, [too_large, small]) == [Left.ALONE, Left.ALONE]
    assert head(store, person.own) == 0
    assert told == []
    with pytest.raises(TooLarge):
        turns.alone(too_large)
    assert seqs(turns.alone(small)) == [1]
    assert told == [{person.own: 1}]


def test_a_version_in_two_scopes_of_a_turn_is_taken_where_it_came_first(
    turns: Turns, store: Store, person: Person
) -> None:
    one = change(1)
    first, second = pushing(person, one), pushing(person, one, scope=person.shared)

    outcomes = together(turns, [first, second])

    assert seqs(outcomes[0]) == [1]
    assert outcomes[1] is Left.ALONE
    assert load_push_answer(turns.alone(second)).refused == {one.version: "wrong_scope"}


def test_a_scope_that_another_worker_has_locked_does_not_keep_the_turn(
    turns: Turns, store: Store, other: Store, desk: Desk, person: Person
) -> None:
    if on_sqlite(store.engine):
        pytest.skip("a file has one worker")
    friend = new_person(desk)
    turn = [pushing(person, change(1)), pushing(friend, change(2))]

    with other.locked(person.own):
        outcomes = together(turns, turn)

    assert outcomes[0] is Left.LOCKED
    assert seqs(outcomes[1]) == [1]
    assert [seqs(outcome) for outcome in together(turns, turn, wait=True)] == [[1], [1]]


def test_a_database_that_does_not_answer_in_time_is_told_to_all(settings: Settings, desk: Desk, person: Person) -> None:
    with_little_patience = open_engine(settings)
    with_little_patience.pool.dispose()
    store = Store(with_little_patience)
    turns = Turns(store, DatabaseGate(desk), Limits(), lambda _heads: None)
    pool: Any = with_little_patience.pool
    pool._timeout = 0
    borrowed = [pool.connect() for _ in range(pool.size())]

    outcomes = together(turns, [pushing(person, change(1)), pushing(person, change(2))])

    assert [type(outcome) for outcome in outcomes] == [Busy, Busy]
    for connection in borrowed:
        connection.close()
    with_little_patience.dispose()


def test_what_is_taken_away_is_gone_with_the_next_push(turns: Turns, desk: Desk, person: Person) -> None:
    added = add_device(desk, person.account)
    laptop = Person(person.account, person.email, person.workspace, added.device, added.token)
    assert seqs(together(turns, [pushing(laptop, change(1))])[0]) == [1]

    with desk.acting(OPERATOR) as act:
        devices.revoke(act, person.account, added.device)

    refused, taken = together(turns, [pushing(laptop, change(2)), pushing(person, change(3))])
    assert isinstance(refused, Unauthorised)
    assert seqs(taken) == [2]


def test_a_turn_lets_in_exactly_whom_the_gate_lets_in_one_by_one(desk: Desk, person: Person) -> None:
    people = {role: new_person(desk) for role in ("viewer", "member", "admin")}
    for role, somebody in people.items():
        join(desk, somebody, person.workspace, role)  # type: ignore[arg-type]
    with desk.acting(Caller(person.account, person.account, person.device)) as act:
        sharing.share(act, person.workspace, people["member"].account, "member")
    everybody = [person, *people.values(), new_person(desk)]
    scopes = [each for somebody in everybody for each in (somebody.own, somebody.shared)]
    scopes += [f"{person.workspace}.{somebody.account}" for somebody in everybody] + ["no scope"]
    asks = [Ask(f"Bearer {somebody.token}", "", scope) for somebody in everybody for scope in scopes]
    asks += [Ask("", "", person.own), Ask("Bearer wrong", "", person.own)]
    gate = DatabaseGate(desk)

    def alone(ask: Ask) -> str:
        try:
            caller = gate.caller(ask.authorization, ask.address)
            gate.granted(caller, ask.scope, write=True)
        except Problem as problem:
            return type(problem).__name__
        return caller.device

    found = [each.device if isinstance(each, Caller) else type(each).__name__ for each in gate.writers(asks)]

    assert found == [alone(ask) for ask in asks]
    assert {ReadOnly.__name__, Revoked.__name__, Unauthorised.__name__, person.device} <= set(found)


def test_a_ledger_may_ask_for_more_than_a_turn_has_looked_up(store: Store, person: Person) -> None:
    changes = [change(number) for number in (1, 2)]
    with store.together([(person.own, Question()), (person.own, Question())], wait=True) as scopes:
        for one in changes:
            answer = ledger.push(scopes[person.own], Push(Cursor(), [one]), Author("device", "user"))

    assert answer.head == 2
    unknown = Version(b"\7" * 16)
    with store.locked(person.own) as scope:
        assert scope.chain_at(1) is not None
        assert scope.chain_at(9) is None
        assert scope.known([changes[0].version, unknown]).keys() == {changes[0].version}
