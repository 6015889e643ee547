"""The ledger: takes each change once, groups whole, refuses what is forged, and writes the conflicts it finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from sync.engine.conflict_records import KIND, SERVER, Author, identity, record
from sync.engine.conflicts import Conflict
from sync.engine.lineage import follow
from sync.protocol.change import DELETION, Change, Value
from sync.protocol.messages import Cursor, Limits, Push, PushAnswer
from sync.protocol.version import LATEST_MS, MAX_COUNTER, NONE, Version, pack, to_text
from sync.server.admission import GROUP_INCOMPLETE, MALFORMED, VERSION_TAKEN, WRONG_SCOPE
from sync.server.ledger import Diverged, TooMany, page_end, push
from tests.simulation.memory_log import MemoryTransaction, Table

ENTITY = bytes(range(16))
PHONE, LAPTOP = Author("phone", "ann"), Author("laptop", "ann")


def v(number: int) -> Version:
    return pack(1_000 + number, 0, number)


def an_edit(
    number: int, *, by: Author = PHONE, entity: bytes = ENTITY, base: int | None = None, **fields: Value
) -> Change:
    seen = NONE if base is None else v(base)
    fields = fields or {"name": number}
    return Change(v(number), "client", entity, fields, dict.fromkeys(fields, seen), "set", v(number), 1, *by, 1, 7)


def a_deletion(number: int, *, by: Author = PHONE, **seen: int) -> Change:
    base = {name: v(at) for name, at in seen.items()}
    return replace(an_edit(number, by=by), fields={}, base=base, op="del")


def grouped(*changes: Change) -> list[Change]:
    group = min(change.version for change in changes)
    return [replace(change, group=group, group_size=len(changes)) for change in changes]


def partial(change: Change, **fields: Value) -> Change:
    fields = fields or dict(change.fields)
    base = change.base if change.op == "del" else dict.fromkeys(fields, NONE)
    return replace(change, fields=fields if change.op == "set" else {}, base=base, partial=True)


@dataclass
class Book:
    """A scope and another one beside it."""

    table: Table
    other: Table

    def push(
        self, *changes: Change, by: Author = PHONE, cursor: Cursor | None = None, limits: Limits | None = None
    ) -> PushAnswer:
        tx = MemoryTransaction({"one": self.table, "other": self.other}, self.table)
        answer = push(tx, Push(cursor or Cursor(), changes), by, limits)
        tx.commit()
        return answer

    @property
    def log(self) -> list[Change]:
        return [logged.change for logged in self.table.log]

    @property
    def versions(self) -> list[Version]:
        return [change.version for change in self.log if change.kind != KIND]

    @property
    def conflicts(self) -> list[Mapping[str, Value]]:
        return [held.values for (kind, _), held in self.table.entities.items() if kind == KIND]

    def named(self, entity: bytes = ENTITY) -> Value:
        return self.table.entities["client", entity].values.get("name")


@pytest.fixture
def book() -> Book:
    return Book(Table("one", "h"), Table("other", "h2"))


def test_a_change_is_taken_at_the_next_place(book: Book) -> None:
    answer = book.push(an_edit(1), an_edit(2, base=1))

    assert answer == PushAnswer([(v(1), 1), (v(2), 2)], {}, 2)
    assert book.named() == 2
    assert book.table.chain == follow(b"", [v(1), v(2)])


def test_a_push_of_nothing_tells_the_head(book: Book) -> None:
    book.push(an_edit(1))

    assert book.push() == PushAnswer([], {}, 1)


def test_what_is_pushed_again_is_acknowledged_at_its_place_and_written_once(book: Book) -> None:
    group = grouped(an_edit(1), an_edit(2, entity=bytes(16)))
    first = book.push(*group)

    assert book.push(*group, an_edit(3, base=1)) == PushAnswer([*first.acks, (v(3), 3)], {}, 3)
    assert book.versions == [v(1), v(2), v(3)]


def test_the_author_of_what_somebody_else_brings_is_kept_and_the_bringer_noted(book: Book) -> None:
    book.push(an_edit(1), replace(an_edit(2, by=LAPTOP, base=1), relay="forged"), by=PHONE)
    book.push(replace(an_edit(3, base=2), user="somebody else"), by=PHONE)

    assert [(change.device, change.relay) for change in book.log] == [
        ("phone", ""),
        ("laptop", "phone"),
        ("phone", "phone"),
    ]


def test_a_relay_that_a_client_claims_is_not_kept(book: Book) -> None:
    book.push(replace(an_edit(1), relay="forged"))

    assert book.log[0].relay == ""


def test_what_one_pushes_and_another_offers_again_is_the_same_change(book: Book) -> None:
    book.push(an_edit(1), by=PHONE)

    assert book.push(replace(an_edit(1), relay="x", base={}), by=LAPTOP) == PushAnswer([(v(1), 1)], {}, 1)


@pytest.mark.parametrize(
    "group",
    [
        [replace(an_edit(1), group_size=2)],
        [replace(an_edit(2), group=v(1))],
        [replace(an_edit(1), group=v(1), group_size=2), replace(an_edit(2), group=v(1), group_size=3)],
        grouped(an_edit(1), an_edit(2), an_edit(3))[1:],
        grouped(an_edit(1), an_edit(2), an_edit(3))[:2],
        [*grouped(an_edit(1), an_edit(2)), replace(an_edit(3), group=v(1), group_size=2)],
        [grouped(an_edit(1), an_edit(2))[0]] * 2,
        [replace(an_edit(number), group=v(1), group_size=2) for number in (2, 3)],
    ],
    ids=["one of two", "another's name", "sizes differ", "first lacks", "last lacks", "one too many", "twice", "no first"],
)  # fmt: skip
def test_a_group_that_is_not_whole_is_refused_whole_and_the_others_flow(book: Book, group: list[Change]) -> None:
    answer = book.push(*group, an_edit(9))

    assert answer.refused == {change.version: GROUP_INCOMPLETE for change in group}
    assert book.versions == [v(9)]


def test_a_group_torn_apart_by_another_is_refused(book: Book) -> None:
    first, second = grouped(an_edit(1), an_edit(3))
    answer = book.push(first, an_edit(2), second)

    assert set(answer.refused) == {v(1), v(3)}
    assert book.versions == [v(2)]


def test_a_partial_change_in_a_group_of_several_is_refused(book: Book) -> None:
    answer = book.push(*(partial(change) for change in grouped(an_edit(1), an_edit(2))))

    assert answer.refused == {v(1): MALFORMED, v(2): MALFORMED}


@pytest.mark.parametrize(
    "forged",
    [
        an_edit(1, name="other"), an_edit(1, name=1, note=1), an_edit(1, name=True), an_edit(1, base=0), a_deletion(1),
        an_edit(1, entity=bytes(16)), partial(an_edit(1), name=5), partial(an_edit(1), note=5),
    ],
    ids=["value", "field", "type", "base", "deletion", "entity", "partial value", "partial field"],
)  # fmt: skip
def test_other_content_under_a_version_that_is_taken_is_refused(book: Book, forged: Change) -> None:
    book.push(an_edit(1))

    assert book.push(forged, an_edit(2, base=1)).refused == {v(1): VERSION_TAKEN}
    assert book.named() == 2


def test_a_version_used_twice_in_a_push_is_taken_once(book: Book) -> None:
    # Between the two stands another group, so that they are not one.
    assert book.push(an_edit(1), an_edit(2), an_edit(1, name="other")).refused == {v(1): VERSION_TAKEN}
    assert book.versions == [v(1), v(2)]


def test_a_group_that_borrows_a_logged_change_is_refused_whole(book: Book) -> None:
    first, second = grouped(an_edit(1), an_edit(2))
    book.push(first, second)
    borrowed = replace(an_edit(3), group=v(1), group_size=2)

    assert book.push(first, borrowed).refused == {v(1): VERSION_TAKEN, v(3): VERSION_TAKEN}
    assert book.versions == [v(1), v(2)]


def test_a_version_of_another_scope_is_refused_with_its_group(book: Book) -> None:
    Book(book.other, book.table).push(an_edit(1))

    assert book.push(*grouped(an_edit(1), an_edit(2))).refused == {v(1): WRONG_SCOPE, v(2): WRONG_SCOPE}
    assert book.log == []


@pytest.mark.parametrize(
    "cursor",
    [Cursor("h", 2, b"x"), Cursor("h", 1, b"x" * 16), Cursor("h", 0, b"x" * 16), Cursor("other", 0), Cursor("h", -1)],
    ids=["beyond the end", "chain", "chain of nothing", "history", "before the beginning"],
)
def test_a_cursor_of_another_history_is_answered_with_the_name_of_this_one(book: Book, cursor: Cursor) -> None:
    book.push(an_edit(1))

    with pytest.raises(Diverged) as diverged:
        book.push(an_edit(2), cursor=cursor)

    assert diverged.value.history == "h"
    assert book.versions == [v(1)]


def test_a_cursor_within_this_history_may_push(book: Book) -> None:
    book.push(an_edit(1), an_edit(2, base=1))

    assert book.push(an_edit(3, base=1), cursor=Cursor("h", 1, follow(b"", [v(1)]))).acks == [(v(3), 3)]


def test_more_than_the_limit_is_not_looked_at(book: Book) -> None:
    with pytest.raises(TooMany):
        book.push(an_edit(1), an_edit(2), limits=Limits(changes=1))

    assert book.log == []


def test_a_change_of_the_far_future_is_taken_as_it_is(book: Book) -> None:
    in_2099 = replace(an_edit(1), version=pack(4_086_000_000_000, 0, 5), group=pack(4_086_000_000_000, 0, 5))

    assert book.push(in_2099).refused == {}
    assert book.versions == [in_2099.version]


def test_two_edits_of_one_field_leave_a_conflict_right_after_the_second(book: Book) -> None:
    book.push(an_edit(1))
    book.push(an_edit(3, base=1, name="phone"))
    answer = book.push(an_edit(2, base=1, by=LAPTOP, name="laptop"), an_edit(4, base=3), by=LAPTOP)

    assert [change.kind for change in book.log] == ["client", "client", "client", KIND, "client"]
    assert answer == PushAnswer([(v(2), 3), (v(4), 5)], {}, 5)
    [conflict] = book.conflicts
    assert (conflict["winning"], conflict["losing"], conflict["state"]) == ('"phone"', '"laptop"', "open")
    assert (conflict["winner_device"], conflict["loser_device"]) == ("phone", "laptop")
    assert (book.log[3].device, book.log[3].relay) == (SERVER.device, "")


def test_a_conflict_within_a_group_follows_the_whole_group(book: Book) -> None:
    book.push(an_edit(1))
    book.push(an_edit(4, base=1))
    book.push(*grouped(an_edit(2, base=1, name="x"), an_edit(3, entity=bytes(16))))

    assert [change.kind for change in book.log] == ["client"] * 4 + [KIND]


def test_an_edit_against_a_deletion_is_a_conflict(book: Book) -> None:
    book.push(an_edit(1), an_edit(3, base=1, by=LAPTOP))
    book.push(a_deletion(2, name=1))

    assert [(one["field"], one["loser"]) for one in book.conflicts] == [(DELETION, to_text(v(2)))]


def test_a_chain_from_one_branch_shows_its_newest_loser(book: Book) -> None:
    book.push(an_edit(1), an_edit(9, base=1, name="winner"))
    book.push(an_edit(2, base=1), by=LAPTOP)
    book.push(an_edit(3, base=2, by=LAPTOP), an_edit(4, base=3, by=LAPTOP), by=LAPTOP)

    assert [(one["losing"], one["state"]) for one in book.conflicts] == [
        ("2", "superseded"), ("3", "superseded"), ("4", "open"),
    ]  # fmt: skip


def test_a_branch_that_wins_in_the_end_has_lost_nothing(book: Book) -> None:
    book.push(an_edit(1), an_edit(5, base=1, name="theirs"))
    book.push(an_edit(2, base=1), an_edit(6, base=2))

    states = {one["losing"]: one["state"] for one in book.conflicts}
    assert states == {"2": "superseded", '"theirs"': "open"}


def test_a_branch_that_comes_to_the_same_value_has_nothing_left_to_say(book: Book) -> None:
    book.push(an_edit(1), an_edit(5, base=1, name="same"))
    book.push(an_edit(2, base=1), an_edit(3, base=2, name="same"))

    assert [one["state"] for one in book.conflicts] == ["superseded"]


def test_a_conflict_is_superseded_by_a_later_push_that_conflicts_with_nothing(book: Book) -> None:
    book.push(an_edit(1), an_edit(5, base=1, name="same"), an_edit(2, base=1))
    book.push(an_edit(3, base=2, name="same"))
    book.push(an_edit(4, base=2, name="same"))

    assert [one["state"] for one in book.conflicts] == ["superseded"]
    assert [change.kind for change in book.log].count(KIND) == 2


def test_who_built_upon_the_winner_leaves_the_conflict_open(book: Book) -> None:
    book.push(an_edit(1), an_edit(5, base=1))
    book.push(an_edit(2, base=1))
    book.push(an_edit(6, base=5))

    assert [one["state"] for one in book.conflicts] == ["open"]


def test_a_conflict_that_somebody_has_answered_is_not_superseded(book: Book) -> None:
    book.push(an_edit(1), an_edit(5, base=1), an_edit(2, base=1))
    opened = book.log[-1]
    taken = replace(an_edit(7, state="taken"), kind=KIND, entity=opened.entity, base={"state": opened.version})
    book.push(taken)
    book.push(an_edit(3, base=2))

    assert [one["state"] for one in book.conflicts] == ["taken", "open"]


def test_two_answers_to_a_conflict_are_no_conflict(book: Book) -> None:
    book.push(an_edit(1), an_edit(5, base=1), an_edit(2, base=1))
    opened = book.log[-1]
    for number, state in ((8, "kept"), (7, "taken")):
        answer = replace(an_edit(number, state=state), kind=KIND, entity=opened.entity, base={"state": opened.version})
        assert book.push(answer).refused == {}

    assert [one["state"] for one in book.conflicts] == ["kept"]


def test_a_conflict_that_is_offered_again_is_found_once(book: Book) -> None:
    changes = [an_edit(1), an_edit(5, base=1), an_edit(2, base=1)]
    book.push(*changes)
    opened = book.log[-1]
    again = Book(Table("one", "h"), book.other)
    once = Book(Table("one", "h"), book.other)

    # Before the change that raises it, and in the same push after it.
    again.push(*changes[:2], opened, changes[2])
    once.push(*changes, opened)

    assert [change.version for change in again.log] == [v(1), v(5), opened.version, v(2)]
    assert [change.version for change in once.log] == [v(1), v(5), v(2), opened.version]


def test_a_conflict_that_was_offered_earlier_is_not_written_again(book: Book) -> None:
    opened = record("client", Conflict(ENTITY, "name", v(5), v(2), 5, 2), PHONE, PHONE)
    book.push(an_edit(1), an_edit(5, base=1))
    book.push(opened)
    book.push(an_edit(2, base=1))

    assert [change.version for change in book.log] == [v(1), v(5), opened.version, v(2)]


def test_at_the_end_of_all_clocks_a_conflict_is_not_superseded(book: Book) -> None:
    last = pack(LATEST_MS, MAX_COUNTER, 1)
    book.push(an_edit(1), an_edit(5, base=1), an_edit(2, base=1))
    book.push(replace(an_edit(3, base=2), version=last, group=last))

    assert {one["state"] for one in book.conflicts} == {"open"}


def test_an_edit_in_the_knowledge_of_the_deletion_closes_its_conflict(book: Book) -> None:
    book.push(an_edit(1), an_edit(3, base=1, by=LAPTOP), a_deletion(2, name=1))
    back = replace(an_edit(4, base=1, name=1), base={"name": v(1), DELETION: v(2)})
    book.push(back)

    states = {one["field"]: one["state"] for one in book.conflicts}
    assert states == {DELETION: "superseded", "name": "open"}


def test_a_partial_change_conflicts_with_whatever_it_meets(book: Book) -> None:
    book.push(an_edit(1))
    book.push(partial(an_edit(2, base=1)))

    assert [(one["winning"], one["losing"]) for one in book.conflicts] == [("2", "1")]


def test_a_partial_change_is_the_same_as_an_original_that_is_there(book: Book) -> None:
    book.push(an_edit(1, name=1, note=2))

    assert book.push(partial(an_edit(1, name=1, note=2), note=2)) == PushAnswer([(v(1), 1)], {}, 1)


def test_an_original_is_taken_after_its_partial_change_and_only_once(book: Book) -> None:
    whole = an_edit(1, name=1, note=2)
    book.push(partial(whole, note=2))

    assert book.push(whole).acks == [(v(1), 2)]
    assert book.push(whole).acks == [(v(1), 2)]
    assert book.push(partial(whole, name=1)).acks == [(v(1), 2)]
    assert [change.partial for change in book.log] == [True, False]
    assert book.table.entities["client", ENTITY].values == {"name": 1, "note": 2}
    assert book.conflicts == []


def test_partial_changes_that_say_more_are_taken_with_all_that_was_said_before(book: Book) -> None:
    whole = an_edit(1, name=1, note=2)
    book.push(partial(whole, note=2))

    assert book.push(partial(whole, name=1)).acks == [(v(1), 2)]
    assert book.push(partial(whole, note=2)).acks == [(v(1), 2)]
    assert [change.fields for change in book.log] == [{"note": 2}, {"name": 1, "note": 2}]


def test_a_partial_deletion_that_knows_more_than_the_original_is_taken_once(book: Book) -> None:
    book.push(an_edit(1, name=1), an_edit(2, base=1, name=2), an_edit(3, note=1))
    book.push(a_deletion(5, name=1, note=3))
    knowing = partial(a_deletion(5, name=2, note=3))

    assert book.table.entities["client", ENTITY].stamps.alive
    assert [book.push(knowing).acks for _ in range(2)] == [[(v(5), 6)]] * 2
    assert not book.table.entities["client", ENTITY].stamps.alive


def test_what_a_newer_record_of_the_same_conflict_says_counts(book: Book) -> None:
    whole = an_edit(2, base=1, name="x")
    book.push(an_edit(1), an_edit(5, base=1))
    book.push(partial(replace(whole, device="unknown")))
    book.push(whole)

    assert len(book.conflicts) == 1
    assert [entity for kind, entity in book.table.entities if kind == KIND] == [identity(ENTITY, "name", v(2))]


@pytest.mark.parametrize(("limit", "end"), [(1, 1), (2, 1), (3, 3), (4, 3), (5, 3), (6, 6), (99, 6)])
def test_pages_end_on_the_borders_of_groups(limit: int, end: int) -> None:
    changes = [an_edit(1), *grouped(an_edit(2), an_edit(3)), *grouped(an_edit(4), an_edit(5), an_edit(6))]

    assert page_end(changes, limit) == end


def test_a_page_is_never_less_than_a_group_and_never_more_than_there_is() -> None:
    group = grouped(an_edit(1), an_edit(2), an_edit(3))

    assert page_end(group, 1) == 3
    assert page_end([], 1) == 0
    assert page_end([*group, *grouped(an_edit(4), an_edit(5))[:1]], 9) == 3


def test_a_page_ends_before_it_is_too_large() -> None:
    changes = [an_edit(1), an_edit(2), an_edit(3)]
    sizes: Sequence[int] = [10, 10, 10]

    assert [page_end(changes, 9, most, sizes) for most in (5, 10, 20, 25, 30, 0)] == [1, 1, 2, 2, 3, 3]
