"""What a server may answer: anything else is nonsense, and nothing of it is applied."""

from dataclasses import replace

import pytest

from sync.client.checks import checked_answer, checked_objects, checked_page
from sync.client.failures import Diverged, Nonsense
from sync.engine.lineage import follow
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, ObjectPage, ObjectState, Page, PushAnswer
from sync.protocol.version import Version, pack
from tests.sync.test_batches import queue

START = Cursor("h", 3, b"c" * 16)


def page_of(changes: list[Change], start: Cursor = START, head: int | None = None) -> Page:
    end = start.seq + len(changes)
    return Page(
        changes, end, follow(start.chain, (change.version for change in changes)), end if head is None else head
    )


def test_a_page_that_goes_on_where_one_stands_is_taken() -> None:
    page = page_of(queue([1, 3, 2]), head=99)

    assert checked_page("h", START, page, 10) == Cursor("h", 9, page.chain)


def test_an_empty_page_at_the_head_is_taken() -> None:
    assert checked_page("h", START, page_of([]), 10) == START


def test_a_group_larger_than_the_page_asked_for_is_taken_whole() -> None:
    page = page_of(queue([400]))

    assert checked_page("h", START, page, 10).seq == 403


@pytest.mark.parametrize(
    "page",
    [
        replace(page_of(queue([1, 1])), next=4), replace(page_of(queue([1, 1])), next=6, head=9), replace(page_of(queue([1])), head=3),
        page_of([], head=9), page_of(queue([3])[:2]), page_of(queue([3])[1:]), page_of(queue([1, 3])[:3]),
        page_of([*queue([2])[:1], *queue([1, 2])[1:]]), page_of(queue([1] * 501)),
    ],
    ids=["next too low", "next too high", "head too low", "empty", "last lacks", "first lacks", "torn", "mixed", "too long"],
)  # fmt: skip
def test_a_page_that_is_none_is_nonsense(page: Page) -> None:
    with pytest.raises(Nonsense):
        checked_page("h", START, page, 10)


def test_a_page_that_does_not_continue_what_was_read_is_of_another_history() -> None:
    with pytest.raises(Diverged) as diverged:
        checked_page("h", START, replace(page_of(queue([1])), chain=b"x" * 16), 10)

    assert diverged.value.history == "h"


def test_a_wrong_chain_from_the_beginning_is_nonsense() -> None:
    with pytest.raises(Nonsense):
        checked_page("h", Cursor("h"), replace(page_of(queue([1]), Cursor("h")), chain=b"x" * 16), 10)


SENT = queue([1, 1])
ONE, OTHER = (change.version for change in SENT)


@pytest.mark.parametrize(
    "answer",
    [PushAnswer([(ONE, 1), (OTHER, 2)], {}, 2), PushAnswer([(ONE, 1)], {OTHER: "malformed"}, 9), PushAnswer([], {ONE: "x", OTHER: "x"}, 0)],
)  # fmt: skip
def test_an_answer_about_every_change_is_taken(answer: PushAnswer) -> None:
    checked_answer(SENT, answer)


STRANGE: Version = pack(9, 9, 9)


@pytest.mark.parametrize(
    "answer",
    [
        PushAnswer([(ONE, 1)], {}, 2), PushAnswer([(ONE, 1), (OTHER, 2)], {ONE: "x"}, 2), PushAnswer([], {}, 0),
        PushAnswer([(ONE, 1), (OTHER, 2), (STRANGE, 3)], {}, 3), PushAnswer([(ONE, 1), (OTHER, 2)], {STRANGE: "x"}, 3),
        PushAnswer([(ONE, 0), (OTHER, 2)], {}, 2), PushAnswer([(ONE, 1), (OTHER, 3)], {}, 2),
    ],
    ids=["none for one", "two for one", "none", "strange", "strange refused", "place 0", "place beyond the head"],
)  # fmt: skip
def test_an_answer_about_something_else_is_nonsense(answer: PushAnswer) -> None:
    with pytest.raises(Nonsense):
        checked_answer(SENT, answer)


AT = Cursor("h", 7, b"c" * 16)
OBJECTS = [ObjectState("k", bytes([number]) * 16, {}, {}) for number in range(4)]


def test_a_part_of_a_snapshot_that_goes_on_is_taken() -> None:
    page = ObjectPage(OBJECTS, AT, "token")

    assert checked_objects("h", None, None, page, 4) is page
    assert checked_objects("h", AT, "before", page, 4) is page
    assert checked_objects("h", AT, "token", ObjectPage([], AT, None), 4).objects == []


@pytest.mark.parametrize(
    "page",
    [
        ObjectPage(OBJECTS, AT, "token"), ObjectPage(OBJECTS[:1], AT, "before"), ObjectPage([], AT, "token"),
        ObjectPage(OBJECTS[::-1][:2], AT, None), ObjectPage(OBJECTS[:1] * 2, AT, None),
    ],
    ids=["too many", "no step", "nothing and more", "order", "twice"],
)  # fmt: skip
def test_a_snapshot_that_is_none_is_nonsense(page: ObjectPage) -> None:
    with pytest.raises(Nonsense):
        checked_objects("h", AT, "before", page, 3)


@pytest.mark.parametrize("at", [Cursor("h", 8, b"c" * 16), Cursor("other", 7, b"c" * 16)])
def test_a_snapshot_of_another_place_is_of_another_history(at: Cursor) -> None:
    with pytest.raises(Diverged):
        checked_objects("h", AT, "before", ObjectPage(OBJECTS, at, None), 9)
