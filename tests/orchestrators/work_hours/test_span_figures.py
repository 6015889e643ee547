"""What a span's working hours are, apart from what is over and what is to come."""

from app.domain.work_hours import Load
from app.orchestrators.work_hours.analytics import work_hours_analytics
from app.storage.context import Context
from tests.orchestrators.making import DAY, HOUR, a_project, an_entry
from tests.support.store import MORNING

TODAY = "2026-03-02"


def test_the_balance_of_a_span_ends_before_today_and_the_rest_is_to_come(ctx: Context) -> None:
    project = a_project(ctx)
    an_entry(ctx, MORNING - 3 * DAY, 9 * HOUR, project=project)
    an_entry(ctx, MORNING - HOUR, HOUR, project=project)

    found = work_hours_analytics(ctx, since="2026-02-27", until="2026-03-04", by="month")

    assert [load.day for load in found.days] == [
        "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04",
    ]  # fmt: skip
    assert (found.today, found.span_balance_seconds) == (TODAY, HOUR)
    assert found.ahead == Load(TODAY, capacity=3 * 480, tracked_seconds=HOUR)


def test_of_a_span_that_is_over_nothing_is_to_come(ctx: Context) -> None:
    an_entry(ctx, MORNING - 10 * DAY, HOUR)
    found = work_hours_analytics(ctx, since="2026-02-23", until="2026-02-24")

    assert found.ahead == Load(TODAY)
    assert found.span_balance_seconds == -16 * HOUR


def test_days_before_anything_was_tracked_count_for_nothing(ctx: Context) -> None:
    assert work_hours_analytics(ctx, since="2026-02-23", until="2026-03-04").span_balance_seconds == 0
    an_entry(ctx, MORNING - 3 * DAY, 9 * HOUR)

    found = work_hours_analytics(ctx, since="2026-02-02", until="2026-03-04")
    assert (found.span_balance_seconds, found.settled_seconds) == (HOUR, HOUR)
