"""What counts where devices said different things: shown so, in lists and sums alike, and stored nowhere."""

import pytest

from app.domain.entities.base import Kind
from app.domain.ids import ProjectId
from app.orchestrators.history.history import undo
from app.orchestrators.projects.projects import list_projects
from app.orchestrators.reports.reports import summary_report
from app.orchestrators.review.review import apply_fix, review_items
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.day_window import newest_days
from app.orchestrators.time_tracking.log import entry_page
from app.orchestrators.time_tracking.status import status, week_strip
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.storage.context import Context
from tests.orchestrators.making import HOUR, a_project, an_entry, everything, running, stored
from tests.support.disagreeing import disagree
from tests.support.store import MORNING, clock_of

# The clock stands at 09:00; a day has begun at 00:00.


@pytest.fixture
def web(ctx: Context) -> ProjectId:
    return ProjectId(a_project(ctx).id)


def shown(ctx: Context) -> tuple[list[int | None], list[int]]:
    """The ends of the entries of today as they are listed, newest first, and every figure that says how long the day was."""
    (day,) = newest_days(ctx).days
    (page,) = entry_page(ctx).days
    totals = [day.total_seconds, page.total_seconds, status(ctx).today_seconds, sum(d.seconds for d in week_strip(ctx))]
    ends = [row.entry.ended_at for row in day.rows]
    assert ends == [row.entry.ended_at for row in page.rows]
    return ends, totals


def test_of_two_timers_the_earlier_counts_up_to_the_later(ctx: Context, web: ProjectId) -> None:
    an_entry(ctx, MORNING - 3 * HOUR, None, project=web)
    late = an_entry(ctx, MORNING - HOUR, None, project=web)
    before = everything(ctx)

    ends, totals = shown(ctx)

    assert (ends, totals) == ([None, MORNING - HOUR], [3 * HOUR] * 4)
    assert (status(ctx).running, status(ctx).also_running) == (late, ())
    assert list_projects(ctx)[0].seconds == 3 * HOUR
    for by in (("project",), ("description", "day")):
        assert summary_report(ctx, group_by=by).total_seconds == 3 * HOUR
    assert everything(ctx) == before


def test_where_several_timers_are_allowed_each_counts_whole(ctx: Context, web: ProjectId) -> None:
    early = an_entry(ctx, MORNING - 3 * HOUR, None, project=web)
    an_entry(ctx, MORNING - HOUR, None, project=web)
    update_settings(ctx, several_timers=True)

    assert shown(ctx) == ([None, None], [4 * HOUR] * 4)
    assert status(ctx).also_running == (early,)
    stop_timer(ctx)
    assert running(ctx) == [early]


def test_stopping_the_later_ends_the_earlier_where_it_counted_to(ctx: Context, web: ProjectId) -> None:
    early = an_entry(ctx, MORNING - 3 * HOUR, None, project=web)
    late = an_entry(ctx, MORNING - HOUR, None, project=web)
    before = everything(ctx)
    clock_of(ctx).forward(60)

    stop_timer(ctx)

    assert (stored(ctx, early).ended_at, stored(ctx, late).ended_at) == (MORNING - HOUR, MORNING + 60)
    undo(ctx)
    assert everything(ctx) == before


def test_starting_a_third_ends_both_where_they_counted_to(ctx: Context, web: ProjectId) -> None:
    early = an_entry(ctx, MORNING - 3 * HOUR, None, project=web)
    late = an_entry(ctx, MORNING - HOUR, None, project=web)

    start_timer(ctx, description="third")

    assert (stored(ctx, early).ended_at, stored(ctx, late).ended_at) == (MORNING - HOUR, MORNING)


@pytest.mark.parametrize("earlier_is_stored", [True, False])
def test_of_two_stops_the_earlier_counts_until_somebody_decides(
    ctx: Context, web: ProjectId, earlier_is_stored: bool
) -> None:
    timer = an_entry(ctx, MORNING - 3 * HOUR, None, project=web)
    ends = [MORNING - HOUR, MORNING - 2 * HOUR]
    here, there = ends if earlier_is_stored else ends[::-1]
    disagree(ctx, Kind.TIME_ENTRY, timer, {"ended_at": here}, {"ended_at": there})

    assert shown(ctx) == ([MORNING - 2 * HOUR], [HOUR] * 4)

    (item,) = [item for item in review_items(ctx) if item.kind == "stopped_twice"]
    apply_fix(ctx, item.key, "keep_that")
    assert shown(ctx) == ([MORNING - HOUR], [2 * HOUR] * 4)
    undo(ctx)
    assert shown(ctx) == ([MORNING - 2 * HOUR], [HOUR] * 4)
