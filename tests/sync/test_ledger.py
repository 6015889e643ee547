"""The ledger: takes each change once, groups whole, refuses what is forged, and writes the conflicts it finds."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sync.engine.lineage import follow
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, Limits, PushAnswer
from sync.protocol.version import pack
from sync.server.log.admission import GROUP_INCOMPLETE, MALFORMED, VERSION_TAKEN, WRONG_SCOPE
from sync.server.log.ledger import Diverged, TooMany, page_end
from tests.simulation.memory_log import Table
from tests.support.ledger_book import LAPTOP, PHONE, Book, a_deletion, an_edit, grouped, partial, v


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
