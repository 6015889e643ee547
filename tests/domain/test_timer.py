"""What can happen to an entry: no second is lost or doubled by it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import timer
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import RuleBroken
from app.domain.ids import MilestoneId, ProjectId, TagId, UserId
from tests.support.things import an_entry

NOW = 100_000
SPANS = st.tuples(st.integers(0, 50_000), st.integers(0, 20_000)).map(lambda span: (span[0], span[0] + span[1]))
ENTRIES = SPANS.map(lambda span: an_entry(*span))


def test_stopping_ends_an_entry_now_and_never_before_its_start() -> None:
    assert timer.stop(an_entry(10, None), now=50).ended_at == 50
    assert timer.stop(an_entry(10, None), now=5).ended_at == 10


def test_resuming_takes_the_end_away() -> None:
    assert timer.resume(an_entry(10, 20)).running


def test_starting_again_keeps_what_was_worked_on_but_not_when_nor_where_it_came_from() -> None:
    earlier = an_entry(10, 20, description="fix", tags=frozenset([TagId("t")]), billable=True, source="import:toggl",
                       external_id="7", milestone=MilestoneId("m"), project=ProjectId("p"))  # fmt: skip
    new = timer.again(earlier, id="new", now=50, tz="Asia/Tokyo")

    assert (new.started_at, new.running, new.tz, new.source, new.external_id) == (50, True, "Asia/Tokyo", "timer", None)
    assert (new.description, new.tags, new.billable, new.project, new.milestone) == (
        "fix",
        earlier.tags,
        True,
        "p",
        None,
    )


@given(span=SPANS.filter(lambda span: span[1] - span[0] > 1), share=st.floats(0, 1))
def test_splitting_and_merging_conserve_every_second(span: tuple[int, int], share: float) -> None:
    entry = an_entry(*span, description="work", tags=frozenset([TagId("t")]), external_id="7")
    at = span[0] + 1 + int(share * (span[1] - span[0] - 2))

    first, second = timer.split(entry, at=at, id="second", now=NOW)

    assert first.seconds(NOW) + second.seconds(NOW) == entry.seconds(NOW)
    assert (first.ended_at, second.started_at, second.external_id) == (at, at, None)
    assert timer.merge([second, first]) == entry


@pytest.mark.parametrize("at", [9, 10, 20, 21])
def test_an_entry_is_split_only_inside(at: int) -> None:
    with pytest.raises(RuleBroken, match="inside the entry"):
        timer.split(an_entry(10, 20), at=at, id="x", now=NOW)


def test_the_second_part_of_a_running_entry_runs_on() -> None:
    first, second = timer.split(an_entry(10, None), at=20, id="x", now=NOW)

    assert (first.ended_at, second.ended_at) == (20, None)
    with pytest.raises(RuleBroken):
        timer.split(an_entry(10, None), at=NOW, id="x", now=NOW)


def test_merging_keeps_texts_in_order_and_everybody_s_tags() -> None:
    late = an_entry(50, 60, description="test", tags=frozenset([TagId("b")]))
    early = an_entry(10, 20, description="fix", tags=frozenset([TagId("a")]))
    silent, again = an_entry(30, 40), an_entry(41, 42, description="fix")

    merged = timer.merge([late, again, early, silent])

    assert (merged.id, merged.started_at, merged.ended_at) == (early.id, 10, 60)
    assert (merged.description, merged.tags) == ("fix; test", frozenset("ab"))
    assert timer.merge([early, an_entry(50, None)]).running


@pytest.mark.parametrize("other", [{"project": ProjectId("q")}, {"user": UserId("you")}, {"billable": True}])
def test_entries_that_differ_in_what_is_paid_or_reported_do_not_merge(other: dict[str, object]) -> None:
    with pytest.raises(RuleBroken, match="Only entries of the same"):
        timer.merge([an_entry(), replace(an_entry(), **other)])  # type: ignore[arg-type]


def test_merging_wants_two() -> None:
    with pytest.raises(RuleBroken, match="at least two"):
        timer.merge([an_entry()])


@given(ENTRIES, ENTRIES)
def test_overlap_is_symmetric_and_no_longer_than_either(one: TimeEntry, other: TimeEntry) -> None:
    common = timer.overlap(one, other, now=NOW)

    assert common == timer.overlap(other, one, now=NOW)
    assert 0 <= common <= min(one.seconds(NOW), other.seconds(NOW))


def test_a_running_entry_overlaps_up_to_now() -> None:
    assert timer.overlap(an_entry(10, None), an_entry(0, 30), now=20) == 10


@given(entry=ENTRIES, others=st.lists(ENTRIES, max_size=5))
def test_a_cut_entry_overlaps_nothing_and_stays_inside_itself(entry: TimeEntry, others: list[TimeEntry]) -> None:
    left = timer.cut(entry, others, now=NOW)

    if left is not None:
        assert not any(timer.overlap(left, other, now=NOW) for other in others)
        assert entry.started_at <= left.started_at < (left.ended_at or 0) <= (entry.ended_at or 0)
    else:
        assert entry.seconds(NOW) == 0 or any(timer.overlap(entry, other, now=NOW) for other in others)


@given(entry=ENTRIES.filter(lambda e: e.seconds(NOW) > 0), others=st.lists(ENTRIES, max_size=5))
def test_an_entry_that_overlaps_nothing_is_left_whole(entry: TimeEntry, others: list[TimeEntry]) -> None:
    apart = [other for other in others if not timer.overlap(entry, other, now=NOW)]

    assert timer.cut(entry, [*apart, entry], now=NOW) == entry


@pytest.mark.parametrize(
    ("other", "left"),
    [
        ((0, 15), (15, 30)),
        ((20, 40), (10, 20)),
        ((15, 20), (10, 15)),
        ((0, 40), None),
        ((10, 30), None),
        ((15, None), (10, 15)),
        ((0, None), None),
    ],
)
def test_a_neighbour_before_moves_the_start_and_one_after_the_end(
    other: tuple[int, int | None], left: tuple[int, int] | None
) -> None:
    found = timer.cut(an_entry(10, 30), [an_entry(*other)], now=NOW)

    assert (found and (found.started_at, found.ended_at)) == left


def test_a_running_entry_that_is_cut_ends_where_the_other_begins() -> None:
    found = timer.cut(an_entry(10, None), [an_entry(20, 30)], now=NOW)

    assert found is not None
    assert found.ended_at == 20
    untouched = timer.cut(an_entry(10, None), [], now=NOW)
    assert untouched is not None
    assert untouched.running


def test_a_clock_that_went_back_makes_no_negative_time() -> None:
    assert an_entry(50, None).seconds(now=10) == 0
