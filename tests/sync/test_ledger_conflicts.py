"""What the ledger finds while it folds: conflicts, what closes them, and partial changes."""

from dataclasses import replace

import pytest

from sync.engine.conflict_records import KIND, SERVER, identity, record
from sync.engine.conflicts import Conflict
from sync.protocol.change import DELETION
from sync.protocol.messages import PushAnswer
from sync.protocol.version import LATEST_MS, MAX_COUNTER, pack, to_text
from tests.simulation.memory_log import Table
from tests.support.ledger_book import ENTITY, LAPTOP, PHONE, Book, a_deletion, an_edit, grouped, partial, v


@pytest.fixture
def book() -> Book:
    return Book(Table("one", "h"), Table("other", "h2"))


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
