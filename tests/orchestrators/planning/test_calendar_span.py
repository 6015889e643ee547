"""The span a calendar shows."""

from app.orchestrators.planning.calendar_span import calendar_span
from app.orchestrators.projects.projects import create_project
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from tests.support.store import MORNING, clock_of


def test_a_day_holds_its_entries_and_their_sum_with_what_runs(ctx: Context) -> None:
    add_entry(ctx, started_at=MORNING - 3600, ended_at=MORNING, description="letters")
    start_timer(ctx, description="design")
    clock_of(ctx).forward(600)

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-08")

    assert [row.entry.description for row in span.entries] == ["letters", "design"]
    assert [day.tracked_seconds for day in span.days] == [4200, 0, 0, 0, 0, 0, 0]
    assert [day.capacity_minutes for day in span.days] == [480] * 5 + [0, 0]


def test_estimates_lie_in_the_free_working_hours(ctx: Context) -> None:
    create_project(ctx, name="Shop", estimate_minutes=960, due_date="2026-03-03", start_date="2026-03-02")

    span = calendar_span(ctx, since="2026-03-02", until="2026-03-03")

    boxes = [(one.day, (one.box.since - MORNING) // 60, (one.box.until - MORNING) // 60) for one in span.estimates]
    assert boxes == [("2026-03-02", 0, 480), ("2026-03-03", 1440, 1920)]
    assert [day.auto_minutes for day in span.days] == [480, 480]
