"""“Track this”: a plan becomes an entry, once, and the plan knows it."""

from datetime import datetime
from typing import Any

import pytest

from app.domain.days import resolve_local
from app.domain.entities.planning import EventStatus, PlannedEvent
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.entry_checks import ProjectClosed
from app.orchestrators.planning.events import add_event, list_events, track_event
from app.orchestrators.planning.tracking_events import AlreadyTracked, NotBegun
from app.storage.context import Context
from app.storage.undo import undo
from app.storage.unit_of_work import reading, unit_of_work
from tests.orchestrators.making import HOUR, a_project, everything, put
from tests.support.store import MORNING, clock_of


def at(text: str) -> int:
    return resolve_local(datetime.fromisoformat(text), "Europe/Berlin").instants[0]


def plan(ctx: Context, start: int = MORNING - 2 * HOUR, seconds: int = HOUR, **fields: Any) -> PlannedEvent:
    return add_event(ctx, starts_at=start, ends_at=start + seconds, **{"title": "Stand-up"} | fields).value


def imported(ctx: Context, start: int = MORNING - 2 * HOUR, **fields: Any) -> PlannedEvent:
    event = PlannedEvent(
        id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, title="Board", starts_at=start, ends_at=start + HOUR,
        tz=ctx.zone, calendar="Work", **fields,
    )  # fmt: skip
    put(ctx, event)
    return event


def done(ctx: Context, since: str = "2026-03-01", until: str = "2026-03-31") -> list[tuple[str, bool]]:
    return [(one.day, one.is_done) for one in list_events(ctx, since=since, until=until)]


def test_an_event_becomes_an_entry_and_is_done_by_it_in_one_action(ctx: Context) -> None:
    project = a_project(ctx, billable=True)
    event = plan(ctx, project=project.id)
    before = everything(ctx)

    entry = track_event(ctx, event.id).value

    assert (entry.started_at, entry.ended_at) == (event.starts_at, event.ends_at)
    assert (entry.description, entry.project, entry.billable, entry.source) == ("Stand-up", project.id, True, "manual")
    with reading(ctx) as read:
        kept = read.planned_events.require(event.id)
        assert (kept.status, kept.entry) == (EventStatus.DONE, entry.id)
    assert done(ctx) == [("2026-03-02", True)]
    undo(ctx)
    assert everything(ctx) == before


def test_one_under_way_is_tracked_up_to_now(ctx: Context) -> None:
    event = plan(ctx, MORNING - HOUR, 3 * HOUR)

    assert track_event(ctx, event.id).value.ended_at == MORNING


def test_the_end_can_be_another(ctx: Context) -> None:
    event = plan(ctx)

    assert track_event(ctx, event.id, ended_at=MORNING - 600).value.ended_at == MORNING - 600


def test_what_lies_ahead_has_nothing_to_track(ctx: Context) -> None:
    event = plan(ctx, MORNING + HOUR)

    with pytest.raises(NotBegun, match=r"begins on 2026-03-02 at 10:00"):
        track_event(ctx, event.id)


def test_an_event_is_tracked_once(ctx: Context) -> None:
    event = plan(ctx)
    entry = track_event(ctx, event.id).value

    with pytest.raises(AlreadyTracked, match="tracked already"):
        track_event(ctx, event.id)
    with unit_of_work(ctx) as work:
        work.time_entries.delete(entry.id)
    assert track_event(ctx, event.id).value.id != entry.id


def test_one_time_of_a_series_is_tracked(ctx: Context) -> None:
    event = plan(ctx, at("2026-02-23 08:00"), HOUR, recurrence="FREQ=WEEKLY;COUNT=3")

    with pytest.raises(RuleBroken, match="Say which day"):
        track_event(ctx, event.id)
    with pytest.raises(NotFound):
        track_event(ctx, event.id, starts_at=at("2026-02-24 08:00"))
    track_event(ctx, event.id, starts_at=at("2026-03-02 08:00"))

    found = done(ctx, "2026-02-01")
    assert found == [("2026-02-23", False), ("2026-03-02", True), ("2026-03-09", False)]


def test_an_imported_event_stays_as_it_is_and_counts_as_done(ctx: Context) -> None:
    event = imported(ctx, recurrence="FREQ=DAILY;COUNT=2")
    project = a_project(ctx)
    clock_of(ctx).forward(30 * HOUR)

    entry = track_event(ctx, event.id, starts_at=event.starts_at + 24 * HOUR, project=project.id).value

    assert (entry.source, entry.project, entry.description) == ("calendar", project.id, "Board")
    assert done(ctx) == [("2026-03-02", False), ("2026-03-03", True)]
    with reading(ctx) as read:
        assert read.planned_events.require(event.id) == event
    with pytest.raises(AlreadyTracked):
        track_event(ctx, event.id, starts_at=event.starts_at + 24 * HOUR)
    track_event(ctx, event.id, starts_at=event.starts_at)
    assert [is_done for _, is_done in done(ctx)] == [True, True]


def test_a_project_at_its_end_takes_no_entry(ctx: Context) -> None:
    event = imported(ctx)
    closed = a_project(ctx, status=ProjectStatus.COMPLETED)

    with pytest.raises(ProjectClosed):
        track_event(ctx, event.id, project=closed.id)
    assert done(ctx) == [("2026-03-02", False)]


def test_a_whole_day_is_tracked_as_its_working_time(ctx: Context) -> None:
    event = plan(ctx, at("2026-02-27"), 24 * HOUR, all_day=True)

    entry = track_event(ctx, event.id).value

    assert (entry.started_at, entry.ended_at) == (at("2026-02-27 09:00"), at("2026-02-27 17:00"))


def test_a_whole_day_whose_capacity_was_set_by_hand_begins_in_the_morning(ctx: Context) -> None:
    from app.domain.entities.planning import DayOverride

    put(ctx, DayOverride(id=ctx.new_id(), created_at=0, user=ctx.user, date="2026-02-28", minutes=120))
    event = plan(ctx, at("2026-02-28"), 24 * HOUR, all_day=True)

    entry = track_event(ctx, event.id).value

    assert (entry.started_at, entry.ended_at) == (at("2026-02-28 09:00"), at("2026-02-28 11:00"))


@pytest.mark.parametrize(
    ("day", "days", "why"), [("2026-02-28", 1, "without working hours"), ("2026-02-25", 3, "lasts 3 days")]
)
def test_whole_days_without_times_are_left_to_the_person(ctx: Context, day: str, days: int, why: str) -> None:
    event = plan(ctx, at(day), days * 24 * HOUR, all_day=True)

    with pytest.raises(RuleBroken, match=why):
        track_event(ctx, event.id)
