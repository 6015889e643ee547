from dataclasses import replace
from typing import Any

from app.domain.entities.planning import WorkSlot
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import UserId
from app.ui.today.marks import gaps, overlaps, working_spans
from tests.support.today import EVENING, ZONE, at


def entry(start: str, end: str | None, **fields: Any) -> TimeEntry:
    ended_at = None if end is None else at(end)
    return TimeEntry(
        id=f"{start}-{end}", created_at=0, user=UserId("u"), started_at=at(start), ended_at=ended_at, tz=ZONE, **fields
    )


def test_gaps_of_five_minutes_to_four_hours_are_found() -> None:
    day = [entry("9:00", "10:00"), entry("10:05", "11:00"), entry("11:04", "12:00"), entry("16:01", "17:00")]

    assert [(gap.since, gap.until) for gap in gaps(day, now=EVENING)] == [(at("10:00"), at("10:05"))]


def test_an_entry_inside_a_longer_one_leaves_no_gap() -> None:
    day = [entry("9:00", "12:00"), entry("9:30", "10:00"), entry("12:30", "13:00")]

    assert [(gap.earlier.id, gap.since) for gap in gaps(day, now=EVENING)] == [("9:00-12:00", at("12:00"))]


def test_overlap_offers_to_cut_either() -> None:
    one, other = entry("9:00", "10:00"), entry("9:45", "11:00")

    (found,) = overlaps([other, one], now=EVENING)

    assert (found.since, found.until) == (at("9:45"), at("10:00"))
    assert found.cuts == (one, other)
    assert found.vanishing == ()


def test_an_entry_inside_another_would_vanish() -> None:
    outer, inner = entry("9:00", "12:00"), entry("10:00", "11:00")

    (found,) = overlaps([outer, inner], now=EVENING)

    assert found.cuts == (outer,)
    assert found.vanishing == (inner,)


def test_a_running_entry_is_never_stopped_by_a_cut() -> None:
    running, closed = entry("9:00", None), entry("10:00", "11:00")

    (found,) = overlaps([running, closed], now=EVENING)

    assert found.cuts == ()
    assert found.vanishing == (closed,)


def test_a_running_entry_that_began_too_early_can_be_cut() -> None:
    closed, running = entry("9:00", "11:00"), entry("10:00", None)

    (found,) = overlaps([running, closed], now=EVENING)

    assert found.cuts == (closed, running)


def test_entries_of_two_people_do_not_overlap() -> None:
    mine, theirs = entry("9:00", "11:00"), replace(entry("10:00", "12:00"), user=UserId("v"))

    assert overlaps([mine, theirs], now=EVENING) == []


def slot(start: int, end: int, weekday: int = 0) -> WorkSlot:
    return WorkSlot(
        id=f"{start}", created_at=0, user=UserId("u"), weekday=weekday, start_minute=start, end_minute=end,
        effective_from="2026-01-01",
    )  # fmt: skip


def test_a_gap_outside_the_working_time_is_no_gap() -> None:
    # Monday from nine to twelve and from one to five.
    spans = working_spans("2026-03-02", [slot(540, 720), slot(780, 1020)], ZONE)
    lunch = [entry("9:00", "12:00"), entry("13:00", "14:00")]
    late = [entry("9:00", "11:54"), entry("13:00", "14:00")]

    assert spans == ((at("9:00"), at("12:00")), (at("13:00"), at("17:00")))
    assert gaps(lunch, now=EVENING, spans=spans) == []
    assert [(gap.since, gap.until) for gap in gaps(late, now=EVENING, spans=spans)] == [(at("11:54"), at("13:00"))]


def test_on_a_day_off_nothing_is_missing() -> None:
    spans = working_spans("2026-03-01", [slot(540, 720)], ZONE)

    assert spans == ()
    assert gaps([entry("9:00", "10:00"), entry("10:30", "11:00")], now=EVENING, spans=spans) == []


def test_without_a_set_week_every_gap_counts() -> None:
    assert working_spans("2026-03-02", [], ZONE) is None
