"""The span a calendar shows."""

from app.domain.entities.planning import PlannedEvent
from app.orchestrators.planning.calendar_span import CalendarSpan, calendar_span, work_week
from app.orchestrators.planning.events import add_event, cancel_event, track_event
from app.orchestrators.projects.projects import create_project, merge_projects
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.time_tracking.timer import start_timer
from app.orchestrators.work_hours.overrides import set_override
from app.orchestrators.work_hours.slots import set_week
from app.orchestrators.work_hours.time_off import add_time_off
from app.storage.calendars import Source
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.support.store import MORNING, USER, clock_of, make_context

HOUR, DAY = 3600, 86_400


def boxes(span: CalendarSpan, day: str = "2026-03-02") -> list[tuple[str, int, int]]:
    """Return what is laid on a day, in minutes after nine o'clock of Monday."""
    return [
        (one.project_name, (one.box.since - MORNING) // 60, (one.box.until - MORNING) // 60)
        for one in span.estimates
        if one.day == day
    ]


def test_a_day_holds_its_entries_and_their_sum_with_what_runs(ctx: Context) -> None:
    add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, description="letters")
    start_timer(ctx, description="design")
    clock_of(ctx).forward(600)

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-08")

    assert [row.entry.description for row in span.entries] == ["letters", "design"]
    assert [day.tracked_seconds for day in span.days] == [4200, 0, 0, 0, 0, 0, 0]
    assert [day.capacity_minutes for day in span.days] == [480] * 5 + [0, 0]
    assert (span.today, span.now, span.zone) == ("2026-03-02", MORNING + 600, "Europe/Berlin")
    monday = span.day("2026-03-02")
    assert monday is not None
    assert monday.slots == ((MORNING, MORNING + 8 * HOUR),)
    assert span.day("2026-03-09") is None


def test_estimates_lie_in_the_free_working_hours(ctx: Context) -> None:
    create_project(ctx, name="Shop", estimate_minutes=960, due_date="2026-03-03", start_date="2026-03-02")

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-03")

    assert boxes(span) == [("Shop", 0, 480)]
    assert boxes(span, "2026-03-03") == [("Shop", 1440, 1920)]
    assert [day.auto_minutes for day in span.days] == [480, 480]


def test_what_is_due_first_is_laid_first_around_what_stands_there(ctx: Context) -> None:
    create_project(ctx, name="Later", estimate_minutes=60, due_date="2026-03-03", start_date="2026-03-03")
    create_project(ctx, name="Soon", estimate_minutes=120, due_date="2026-03-03", start_date="2026-03-03")
    create_project(ctx, name="Much later", estimate_minutes=0)
    add_event(ctx, starts_at=MORNING + DAY + HOUR, ends_at=MORNING + DAY + 2 * HOUR, title="call")

    span = calendar_span(ctx, since="2026-03-03", until="2026-03-03")

    assert boxes(span, "2026-03-03") == [("Later", 1440, 1500), ("Soon", 1560, 1680)]


def test_today_is_filled_from_now_on_and_what_has_no_room_is_only_counted(ctx: Context) -> None:
    create_project(ctx, name="Shop", estimate_minutes=480, due_date="2026-03-02", start_date="2026-03-02")
    clock_of(ctx).forward(6 * HOUR)

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-02")

    assert boxes(span) == [("Shop", 360, 480)]
    assert span.days[0].auto_minutes == 480


def test_a_day_that_holds_more_than_its_hours_goes_on_after_them(ctx: Context) -> None:
    set_override(ctx, "2026-03-07", 120)
    set_override(ctx, "2026-03-06", 600)
    create_project(ctx, name="Shop", estimate_minutes=720, due_date="2026-03-07", start_date="2026-03-06")

    span = calendar_span(ctx, since="2026-03-06", until="2026-03-07")

    friday, saturday = 4 * 1440, 5 * 1440
    assert boxes(span, "2026-03-06") == [("Shop", friday, friday + 600)]
    assert boxes(span, "2026-03-07") == [("Shop", saturday, saturday + 120)]


def test_a_span_of_the_past_has_no_estimates(ctx: Context) -> None:
    create_project(ctx, name="Shop", estimate_minutes=480, due_date="2026-03-06")
    span = calendar_span(ctx, since="2026-02-23", until="2026-03-01")
    assert span.estimates == ()
    assert {day.auto_minutes for day in span.days} == {0}


def test_planned_time_is_summed_and_too_much_of_it_told(ctx: Context) -> None:
    shop = create_project(ctx, name="Shop", color="red").value
    add_event(ctx, starts_at=MORNING, ends_at=MORNING + 9 * HOUR, project=shop.id)
    gone = add_event(ctx, starts_at=MORNING, ends_at=MORNING + HOUR, title="off").value
    cancel_event(ctx, gone.id)

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-03")

    assert [(one.project_name, one.project_color, one.is_done) for one in span.events] == [("Shop", "red", False)]
    assert [(day.planned_minutes, day.over_minutes) for day in span.days] == [(540, 60), (0, 0)]


def test_an_event_that_was_tracked_is_done_also_one_of_another_calendar(ctx: Context) -> None:
    clock_of(ctx).forward(4 * HOUR)
    own = add_event(ctx, starts_at=MORNING, ends_at=MORNING + HOUR, title="own").value
    with unit_of_work(ctx, "import_calendar") as work:
        other = PlannedEvent(
            id=ctx.new_id(), created_at=ctx.now(), user=USER, title="team", starts_at=MORNING, ends_at=MORNING + HOUR,
            tz="Europe/Berlin", calendar="Team",
        )  # fmt: skip
        work.planned_events.save(other)
        work.calendar_sources.put(Source("Team", "", "teal"))
    track_event(ctx, own.id)
    track_event(ctx, other.id)

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-02")

    assert [(one.event.title, one.is_done, one.is_imported, one.project_color) for one in span.events] == [
        ("own", True, False, ""), ("team", True, True, "teal"),
    ]  # fmt: skip
    assert span.days[0].planned_minutes == 60


def test_time_off_is_named_with_how_much_of_the_day_it_takes(ctx: Context) -> None:
    add_time_off(ctx, name="Holiday", start_date="2026-03-03", end_date="2026-03-04")
    add_time_off(ctx, name="Dentist", start_date="2026-03-04", end_date="2026-03-05", fraction=0.5)

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-05")

    assert [(day.time_off, day.off) for day in span.days] == [
        ((), 0.0), (("Holiday",), 1.0), (("Holiday", "Dentist"), 1.0), (("Dentist",), 0.5),
    ]  # fmt: skip
    assert [day.capacity_minutes for day in span.days] == [480, 0, 0, 240]


def test_days_are_the_viewers_and_their_hours_too() -> None:
    ctx = make_context(zone="America/New_York", now=MORNING + 2 * HOUR)
    set_week(ctx, [(0, 540, 1020)], effective_from="2026-01-01")
    add_entry(ctx, started_at=MORNING, ended_at=MORNING + HOUR, tz="Europe/Berlin", description="from Berlin")

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-02")

    # Nine in Berlin is three at night in New York.
    assert [row.entry.started_at - span.days[0].since for row in span.entries] == [3 * HOUR]
    assert span.days[0].slots[0][0] - span.days[0].since == 9 * HOUR
    ctx.database.close()


def test_days_that_start_at_four_and_days_of_23_hours(ctx: Context) -> None:
    update_settings(ctx, day_starts_at=240)
    span = calendar_span(ctx, since="2026-03-28", until="2026-03-30")
    assert [(day.until - day.since) // HOUR for day in span.days] == [23, 24, 24]


def test_entries_and_estimates_go_under_the_project_that_views_show(ctx: Context) -> None:
    old = create_project(ctx, name="Old").value
    new = create_project(ctx, name="New", color="teal").value
    add_event(ctx, starts_at=MORNING + DAY, ends_at=MORNING + DAY + HOUR, project=old.id)
    add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, project=old.id)
    merge_projects(ctx, old.id, into=new.id)

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-03")

    assert [row.project_name for row in span.entries] == ["New"]
    assert [(one.project_name, one.project_color) for one in span.events] == [("New", "teal")]


def test_others_entries_and_events_are_not_shown(ctx: Context) -> None:
    add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, user="0195f000-0000-7000-8000-000000000009")
    span = calendar_span(ctx, since="2026-03-02", until="2026-03-02")
    assert span.entries == ()
    assert span.days[0].tracked_seconds == 0


def test_the_work_week_is_from_the_first_day_with_hours_to_the_last(ctx: Context) -> None:
    assert work_week(ctx, "2026-03-04") == ("2026-03-02", "2026-03-06")
    update_settings(ctx, week_start=6)
    assert work_week(ctx, "2026-03-01") == ("2026-03-02", "2026-03-06")
    set_week(ctx, [(6, 540, 1020), (3, 540, 1020)], effective_from="2026-03-01")
    assert work_week(ctx, "2026-03-04") == ("2026-03-01", "2026-03-05")
    set_week(ctx, [], effective_from="2026-03-08")
    assert work_week(ctx, "2026-03-11") == ("2026-03-08", "2026-03-14")
