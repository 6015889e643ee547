"""Working hours against work: by day, week and month, the balance, what was tracked beside the slots."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import day_bounds
from app.domain.entities.planning import PlannedEvent
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId, UserId
from app.domain.work_hours import inside_slots
from app.orchestrators.projects.projects import create_project
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timer import start_timer
from app.orchestrators.work_hours.analytics import capacity, overtime, work_hours_analytics
from app.orchestrators.work_hours.slots import list_slots, set_week
from app.orchestrators.work_hours.time_off import add_time_off
from app.storage.context import Context
from app.storage.slot_sums import SlotSums
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, USER, clock_of, make_context, make_entry

HOUR = 3600
TODAY = "2026-03-02"
WEEK = [(day, *times) for day in range(5) for times in ((540, 720), (780, 1020))]


def work(ctx: Context, start: int, seconds: int, **fields: object) -> None:
    with unit_of_work(ctx) as work_:
        work_.time_entries.save(make_entry(ctx, start, seconds, **fields))


def plan(ctx: Context, start: int, seconds: int, **fields: object) -> None:
    with unit_of_work(ctx) as work_:
        known: dict[str, object] = {"user": USER, "title": "Plan", "tz": "Europe/Berlin"} | fields
        work_.planned_events.save(
            PlannedEvent(id=ctx.new_id(), created_at=0, starts_at=start, ends_at=start + seconds, **known)  # type: ignore[arg-type]
        )


def test_a_day_says_what_there_is_what_is_planned_and_estimated_and_what_was_tracked(ctx: Context) -> None:
    project = create_project(ctx, name="Website", start_date=TODAY, due_date="2026-03-06", estimate_minutes=600).value
    plan(ctx, MORNING + 24 * HOUR, 2 * HOUR, project=ProjectId(project.id))
    plan(ctx, MORNING + 48 * HOUR, HOUR)
    work(ctx, MORNING - 2 * HOUR, HOUR, project=project)

    monday, tuesday, wednesday, *_, saturday = capacity(ctx, since=TODAY, until="2026-03-07")

    assert (monday.capacity, monday.planned, monday.auto, monday.tracked_seconds) == (480, 0, 0, HOUR)
    assert (tuesday.planned, tuesday.auto, tuesday.availability) == (120, 0, 360)
    # 10 h − 1 h tracked − 2 h planned, on Wednesday to Friday.
    assert (wednesday.planned, wednesday.auto, wednesday.availability) == (60, 140, 280)
    assert (saturday.capacity, saturday.auto) == (0, 0)


def test_what_runs_counts_up_to_now_and_the_work_of_others_does_not(ctx: Context) -> None:
    start_timer(ctx, description="fix")
    clock_of(ctx).forward(1800)
    other = UserId(USER[:-1] + "2")
    work(ctx, MORNING - HOUR, HOUR, user=other)
    plan(ctx, MORNING, HOUR, user=other)

    (monday,) = capacity(ctx, since=TODAY, until=TODAY)

    assert (monday.tracked_seconds, monday.planned) == (1800, 0)
    found = work_hours_analytics(ctx, since=TODAY, until=TODAY)
    assert (found.inside_seconds, found.outside_seconds) == (1800, 0)


def test_weeks_and_months_add_up_and_weeks_begin_as_the_person_has_it(ctx: Context) -> None:
    set_week(ctx, WEEK, effective_from="2026-01-01")
    days = capacity(ctx, since="2026-02-23", until="2026-04-05")

    months = work_hours_analytics(ctx, since="2026-02-23", until="2026-04-05", by="month").loads
    assert [(load.day, load.capacity) for load in months] == [
        ("2026-02-01", 5 * 420), ("2026-03-01", 22 * 420), ("2026-04-01", 3 * 420),
    ]  # fmt: skip
    assert sum(load.capacity for load in months) == sum(load.capacity for load in days)
    update_settings(ctx, week_start=6)
    weeks = work_hours_analytics(ctx, since="2026-03-01", until="2026-03-14", by="week").loads
    assert [load.day for load in weeks] == ["2026-03-01", "2026-03-08"]


def test_overtime_is_counted_from_its_day_on_top_of_what_there_was(ctx: Context) -> None:
    update_settings(ctx, balance_since="2026-02-26", balance_opening_minutes=90)
    # Thursday nine hours, Friday none, Monday one hour so far.
    work(ctx, MORNING - 4 * 24 * HOUR, 9 * HOUR)
    work(ctx, MORNING - 2 * HOUR, HOUR)

    found = work_hours_analytics(ctx, since="2026-02-23", until="2026-03-31")

    assert found.settled_seconds == 90 * 60 + HOUR - 8 * HOUR
    assert found.balance_seconds == found.settled_seconds + HOUR - 8 * HOUR
    assert found.balance_since == "2026-02-26"
    stands = overtime(ctx)
    assert (stands.today, stands.since) == (TODAY, "2026-02-26")
    assert (stands.balance_seconds, stands.settled_seconds) == (found.balance_seconds, found.settled_seconds)
    past = work_hours_analytics(ctx, since="2026-02-23", until="2026-02-26")
    assert past.balance_seconds == past.settled_seconds == 90 * 60 + HOUR


def test_a_span_tells_what_was_and_what_is_to_come(ctx: Context) -> None:
    work(ctx, MORNING - 3 * 24 * HOUR, 9 * HOUR)
    plan(ctx, MORNING + 24 * HOUR, HOUR)

    found = work_hours_analytics(ctx, since="2026-02-27", until="2026-03-03", by="week")

    assert found.span_balance_seconds == HOUR
    assert (found.ahead.day, found.ahead.capacity, found.ahead.planned) == (TODAY, 960, 60)
    past = work_hours_analytics(ctx, since="2026-02-27", until="2026-02-27").ahead
    assert (past.day, past.capacity) == (TODAY, 0)


def test_without_a_day_to_count_from_the_balance_is_that_of_the_span(ctx: Context) -> None:
    work(ctx, MORNING - 3 * 24 * HOUR, 9 * HOUR)

    found = work_hours_analytics(ctx, since="2026-02-27", until="2026-02-27")

    assert (found.balance_seconds, found.balance_since) == (HOUR, None)
    assert (overtime(ctx).since, overtime(ctx).balance_seconds) == (None, 0)


def test_a_balance_that_begins_later_is_what_it_begins_with(ctx: Context) -> None:
    update_settings(ctx, balance_since="2026-06-01", balance_opening_minutes=-30)

    assert (overtime(ctx).balance_seconds, overtime(ctx).settled_seconds) == (-1800, -1800)


def test_days_ahead_that_are_too_full_are_named(ctx: Context) -> None:
    add_time_off(ctx, name="Sea", start_date="2026-03-04", end_date="2026-03-04")
    plan(ctx, MORNING + 48 * HOUR, HOUR)
    plan(ctx, MORNING + 100 * 24 * HOUR, 20 * HOUR)
    plan(ctx, MORNING - 7 * 24 * HOUR, 9 * HOUR)

    found = work_hours_analytics(ctx, since="2026-01-01", until=TODAY)

    assert [(load.day, load.availability) for load in found.overcommitted] == [("2026-03-04", -60)]


def test_work_beside_the_slots_is_told_apart(ctx: Context) -> None:
    set_week(ctx, WEEK, effective_from="2026-01-01")
    # 7:00 to 10:00, 11:30 to 13:30 in Berlin; an evening hour; a Saturday.
    work(ctx, MORNING - 2 * HOUR, 3 * HOUR)
    work(ctx, MORNING + 9000, 2 * HOUR)
    work(ctx, MORNING + 11 * HOUR, HOUR)
    work(ctx, MORNING + 5 * 24 * HOUR, HOUR)

    found = work_hours_analytics(ctx, since=TODAY, until="2026-03-08")

    assert (found.inside_seconds, found.outside_seconds) == (2 * HOUR, 5 * HOUR)
    assert not found.usual
    assert work_hours_analytics(ctx, since="2026-03-07", until="2026-03-07").outside_seconds == HOUR


def test_before_a_week_is_set_nine_to_five_is_assumed(ctx: Context) -> None:
    work(ctx, MORNING - HOUR, 2 * HOUR)

    found = work_hours_analytics(ctx, since=TODAY, until=TODAY)

    assert (found.inside_seconds, found.outside_seconds, found.usual) == (HOUR, HOUR, True)


@pytest.mark.parametrize(
    ("since", "until", "by", "says"),
    [("2026-02-30", TODAY, "day", "no day"), (TODAY, "soon", "day", "no day"), (TODAY, "2026-03-01", "day", "before"),
     ("1700-01-01", TODAY, "day", "more than 200 years"), (TODAY, TODAY, "year", "neither day")],
)  # fmt: skip
def test_spans_that_cannot_be_are_refused(ctx: Context, since: str, until: str, by: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        work_hours_analytics(ctx, since=since, until=until, by=by)  # type: ignore[arg-type]


ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
# Around the night in which Berlin's clocks go forward.
FIRST = 1_774_000_000
ENTRIES = st.lists(
    st.tuples(st.integers(0, 15 * 86_400), st.integers(0, 40_000) | st.integers(0, 400_000), st.sampled_from(ZONES)),
    max_size=12,
)


@given(ENTRIES, st.sampled_from((0, 240)), st.integers(0, 99))
def test_sums_inside_the_slots_are_those_of_every_entry_by_itself(
    entries: list[tuple[int, int, str]], starts_at: int, seed: int
) -> None:
    ctx, random = make_context(now=FIRST + 40 * 86_400), Random(seed)
    try:
        if starts_at:
            update_settings(ctx, day_starts_at=starts_at)
        spans = [(day, start, start + random.randrange(1, 300)) for day in range(7) for start in (60, 500, 1100)]
        set_week(ctx, random.sample(spans, 14), effective_from="2020-01-01")
        for start, seconds, tz in entries:
            work(ctx, FIRST + start, seconds, tz=tz)
        found = work_hours_analytics(ctx, since="2026-03-23", until="2026-03-31")

        inside = outside = 0
        for start, seconds, tz in entries:
            begins, ends = day_bounds("2026-03-23", tz, starts_at)[0], day_bounds("2026-03-31", tz, starts_at)[1]
            first, last = max(begins, FIRST + start), min(ends, FIRST + start + seconds)
            if first < last:
                both = inside_slots(first, last, tz, list_slots(ctx))
                inside, outside = inside + both[0], outside + both[1]
        assert (found.inside_seconds, found.outside_seconds) == (inside, outside)
    finally:
        ctx.database.close()


def test_long_entries_are_looked_at_one_by_one(ctx: Context) -> None:
    work(ctx, MORNING - 40 * 24 * HOUR, 60 * 24 * HOUR)
    bounds = day_bounds(TODAY, "Europe/Berlin")
    with reading(ctx) as read:
        found = SlotSums(read.session).inside(ctx.user, lambda _: [bounds], since=TODAY, until=TODAY)

    assert found == 24 * HOUR
