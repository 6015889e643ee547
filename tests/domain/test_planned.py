"""Planned time lands on its days."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import resolve_local
from app.domain.entities.planning import EventStatus, PlannedEvent
from app.domain.ids import ProjectId
from app.domain.planned import happenings, planned_minutes, planned_seconds, tracked_key
from tests.support.things import BERLIN, ME

FAR: dict[str, Any] = {"since": "2026-01-01", "until": "2026-12-31"}
EIGHT_HOURS: dict[str, int] = {"2026-03-02": 480}


def at(text: str) -> int:
    return resolve_local(datetime.fromisoformat(text), BERLIN).instants[0]


def an_event(start: str, end: str, **fields: object) -> PlannedEvent:
    event = PlannedEvent(id="e", created_at=0, user=ME, title="Plan", starts_at=at(start), ends_at=at(end), tz=BERLIN)
    return replace(event, **{"project": ProjectId("p")} | fields)  # type: ignore[arg-type]


def test_an_event_over_midnight_counts_on_both_days() -> None:
    event = an_event("2026-03-02 23:00", "2026-03-03 01:30")

    assert planned_minutes([event], **FAR, capacity={}) == {"p": {"2026-03-02": 60, "2026-03-03": 90}}
    assert planned_minutes([event], since="2026-03-03", until="2026-03-03", capacity={}) == {"p": {"2026-03-03": 90}}
    assert planned_minutes([event], **FAR, capacity={}, day_starts_at=240) == {"p": {"2026-03-02": 150}}


def test_what_is_done_or_cancelled_is_not_planned_any_more() -> None:
    done = [
        an_event("2026-03-02 09:00", "2026-03-02 10:00", status=status)
        for status in (EventStatus.DONE, EventStatus.CANCELLED)
    ]

    assert planned_minutes(done, **FAR, capacity={}) == {}


def test_an_all_day_event_takes_the_day_s_capacity() -> None:
    event = an_event("2026-03-02", "2026-03-04", all_day=True)

    assert planned_minutes([event], **FAR, capacity=EIGHT_HOURS) == {"p": {"2026-03-02": 480, "2026-03-03": 0}}


def test_a_weekly_event_stays_at_its_time_by_the_clock() -> None:
    event = an_event("2026-03-23 23:30", "2026-03-24 00:30", recurrence="FREQ=WEEKLY")

    found = planned_minutes([event], since="2026-03-24", until="2026-03-31", capacity={})

    assert found == {"p": {"2026-03-24": 30, "2026-03-30": 30, "2026-03-31": 30}}


def test_a_rule_that_cannot_be_read_leaves_the_event_itself() -> None:
    event = an_event("2026-03-02 09:00", "2026-03-02 10:00", recurrence="often", project=None)

    assert planned_minutes([event], **FAR, capacity={}) == {None: {"2026-03-02": 60}}


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5), st.sampled_from(["p", "q", None])), max_size=5))
def test_planned_minutes_are_those_of_the_events_less_a_minute_a_day_at_most(
    spans: list[tuple[int, int, str | None]],
) -> None:
    base = at("2026-03-02")
    events = [
        replace(
            an_event("2026-03-02", "2026-03-02", project=project), starts_at=base + start, ends_at=base + start + length
        )
        for start, length, project in spans
    ]
    found = planned_minutes(events, **FAR, capacity={})
    days = [minutes for by_day in found.values() for minutes in by_day.values()]

    assert 0 <= sum(length for _, length, _ in spans) - sum(days) * 60 < 60 * len(days) + 1


def test_a_whole_day_of_an_imported_calendar_takes_no_time() -> None:
    birthday = an_event("2026-03-02", "2026-03-03", all_day=True, calendar="Family")
    meeting = an_event("2026-03-02 09:00", "2026-03-02 10:00", calendar="Family")

    assert planned_minutes([birthday, meeting], **FAR, capacity=EIGHT_HOURS) == {"p": {"2026-03-02": 60}}


def test_a_whole_day_is_one_of_the_calendar_whenever_days_start() -> None:
    event = an_event("2026-03-02", "2026-03-03", all_day=True)

    found = planned_minutes([event], **FAR, capacity={"2026-03-01": 60, "2026-03-02": 480}, day_starts_at=240)

    assert found == {"p": {"2026-03-02": 480}}


def test_an_occurrence_of_long_ago_that_still_goes_on_is_found() -> None:
    event = an_event("2026-03-02 09:00", "2026-03-05 09:00", recurrence="FREQ=MONTHLY")

    assert list(happenings(event, "2026-04-04", "2026-04-04"))[-1] == (at("2026-04-02 09:00"), at("2026-04-05 09:00"))


def test_an_occurrence_that_was_begun_counts_from_then_on_and_one_that_is_over_no_more() -> None:
    event = an_event("2026-03-02 09:00", "2026-03-02 11:00", recurrence="FREQ=DAILY;COUNT=3")
    begun = {
        ("e", at("2026-03-02 09:00")): at("2026-03-02 12:00"),
        ("e", at("2026-03-03 09:00")): at("2026-03-03 09:45"),
    }

    assert planned_seconds([event], **FAR, capacity={}, begun=begun) == {"p": {"2026-03-03": 4500, "2026-03-04": 7200}}


def test_an_imported_occurrence_is_known_by_its_event_and_start() -> None:
    event = an_event("2026-03-02 09:00", "2026-03-02 11:00")

    assert tracked_key(event, event.starts_at) == f"e:{event.starts_at}"
