"""Where calendars come from is kept on this device, and tells when all of a calendar's events went."""

from dataclasses import replace

from app.domain.entities.planning import PlannedEvent
from app.storage.calendars import Refusal, Source
from app.storage.context import Context
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, USER, clock_of

HOUR = 3600


def an_event(ctx: Context, start: int = MORNING, **fields: object) -> PlannedEvent:
    event = PlannedEvent(
        id=ctx.new_id(), created_at=ctx.now(), user=USER, title="Plan", starts_at=start, ends_at=start + HOUR, tz=ctx.zone,
        calendar="Team",
    )  # fmt: skip
    return replace(event, **fields)  # type: ignore[arg-type]


def test_places_are_kept_changed_and_forgotten_without_a_trace_in_the_log(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        work.calendar_sources.put(Source("team", "https://example.org/t.ics"))
        work.calendar_sources.put(Source("Alone", "/home/ann/a.ics", "rose"))
        work.calendar_sources.put(Source("team", "https://example.org/t.ics", "blue", '"1"', 7))
        work.calendar_sources.note_failure("team", "No network.", 9)
        work.calendar_sources.note_failure("nobody", "No network.", 9)
    with unit_of_work(ctx) as work:
        assert work.calendar_sources.all() == [
            Source("Alone", "/home/ann/a.ics", "rose"),
            Source("team", "https://example.org/t.ics", "blue", '"1"', 7, "No network.", 9),
        ]
        work.calendar_sources.forget("team")
        assert work.calendar_sources.get("team") is None
        assert work.history.actions() == []


def test_what_was_refused_is_that_of_the_last_reading(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        work.calendar_sources.refuse("Team", [(3, "A", "why"), (9, "B", "why not")])
        work.calendar_sources.refuse("Team", [(4, "C", "so")])
        work.calendar_sources.refuse("Other", [(1, "D", "that")])
        assert work.calendar_sources.refused() == {"Team": [Refusal(4, "C", "so")], "Other": [Refusal(1, "D", "that")]}
        work.calendar_sources.forget("Team")
        assert list(work.calendar_sources.refused()) == ["Other"]


def test_events_are_found_by_their_calendar_and_counted(ctx: Context) -> None:
    mine, other = an_event(ctx), an_event(ctx, calendar="Other")
    hers = an_event(ctx, user="0195f000-0000-7000-8000-0000000000ff")
    with unit_of_work(ctx) as work:
        work.planned_events.save_all((mine, other, hers, an_event(ctx, calendar=None)))

    with reading(ctx) as read:
        assert read.planned_events.of_calendar("Team", USER) == [mine]
        assert read.planned_events.count_by_calendar(USER) == {"Team": 1, "Other": 1}


def test_a_calendar_is_gone_when_nothing_is_left_and_something_went_since(ctx: Context) -> None:
    first, second = an_event(ctx), an_event(ctx)
    with unit_of_work(ctx) as work:
        work.planned_events.save_all((first, second))
    clock_of(ctx).forward(60)
    with unit_of_work(ctx) as work:
        work.planned_events.delete(first.id)
        assert not work.planned_events.calendar_is_gone("Team", USER, since=ctx.now())
        work.planned_events.delete(second.id)
        assert work.planned_events.calendar_is_gone("Team", USER, since=ctx.now())
        assert not work.planned_events.calendar_is_gone("Team", USER, since=ctx.now() + 1)
        assert not work.planned_events.calendar_is_gone("Nothing", USER, since=0)


def test_events_of_a_span_and_all_that_repeat_before_its_end_are_found(ctx: Context) -> None:
    spans = [(-3 * HOUR, HOUR), (-HOUR, HOUR), (-HOUR, HOUR + 1), (0, 0), (2 * HOUR, HOUR), (3 * HOUR, HOUR)]
    events = [an_event(ctx, MORNING + start, ends_at=MORNING + start + length) for start, length in spans]
    daily = an_event(ctx, MORNING - 900 * HOUR, recurrence="FREQ=DAILY")
    later = an_event(ctx, MORNING + 900 * HOUR, recurrence="FREQ=DAILY")
    with unit_of_work(ctx) as work:
        work.planned_events.save_all((*events, daily, later))

    with reading(ctx) as read:
        found = read.planned_events.between(MORNING, MORNING + 3 * HOUR)

    assert found == [daily, events[2], events[3], events[4]]


def test_what_the_program_brings_up_to_date_by_itself_is_not_in_the_trash(ctx: Context) -> None:
    event = an_event(ctx)
    with unit_of_work(ctx, "prepare") as work:
        work.planned_events.save(event)
    with unit_of_work(ctx, "refresh_calendar", role="refresh") as work:
        work.planned_events.delete(event.id)

    with reading(ctx) as read:
        assert read.history.trash() == []
        newest = read.history.undoable()
        assert newest is not None
        assert newest.code == "prepare"
