"""Lists and pages ask the store a number of questions that does not grow with what is in it."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.ids import ProjectId, TagId
from app.orchestrators.clients.clients import list_clients
from app.orchestrators.groups.analytics import group_analytics
from app.orchestrators.groups.groups import list_groups
from app.orchestrators.milestones.analytics import milestone_analytics
from app.orchestrators.milestones.milestones import list_milestones
from app.orchestrators.planning.forecasts import project_forecast
from app.orchestrators.planning.timeline import timeline
from app.orchestrators.planning.what_if import what_if
from app.orchestrators.projects.overview import project_overview
from app.orchestrators.projects.projects import list_projects
from app.orchestrators.rates.rates import set_rate
from app.orchestrators.review.review import review_items
from app.orchestrators.tags.tags import list_tags
from app.orchestrators.time_tracking.log import entry_page, suggestions
from app.orchestrators.time_tracking.status import status, week_strip
from app.orchestrators.time_tracking.timesheet import timesheet
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import (
    HOUR,
    a_client,
    a_group,
    a_milestone,
    a_project,
    a_tag,
    a_task,
    an_entry,
    counted_statements,
)
from tests.support.store import MORNING

ASK: dict[str, Callable[[Context], Any]] = {
    "list_projects": list_projects,
    "list_groups": list_groups,
    "list_clients": list_clients,
    "list_tags": list_tags,
    "list_milestones": list_milestones,
    "milestone_analytics": milestone_analytics,
    "group_analytics": lambda ctx: group_analytics(ctx, first(ctx, "groups")),
    "project_overview": lambda ctx: project_overview(ctx, first(ctx, "projects")),
    "timeline": lambda ctx: timeline(ctx, since="2025-01-01", until="2027-12-31"),
    "project_forecast": lambda ctx: project_forecast(ctx, first(ctx, "projects")),
    "what_if": lambda ctx: what_if(ctx, estimate_minutes=600, due_date="2026-06-30"),
    "status": status,
    "week_strip": week_strip,
    "entry_page": entry_page,
    "suggestions": suggestions,
    "review_items": review_items,
    "timesheet": lambda ctx: timesheet(ctx, week="2026-03-02"),
}


def first(ctx: Context, things: str) -> str:
    with reading(ctx) as read:
        return str(getattr(read, things).all()[0].id)


def fill(ctx: Context, since: int, until: int) -> None:
    for n in range(since, until):
        project = a_project(
            ctx, f"p{n:03}", group=a_group(ctx, f"g{n:03}").id, client=a_client(ctx, f"c{n:03}").id,
            start_date="2026-01-01", due_date="2026-12-31", estimate_minutes=600,
        )  # fmt: skip
        a_milestone(ctx, project, "Alpha", "2026-02-15", budget_minutes=60)
        beta = a_milestone(ctx, project, "Beta", "2026-03-31", budget_minutes=60)
        tag, task = a_tag(ctx, f"t{n:03}"), a_task(ctx, project)
        for at in range(2):
            an_entry(
                ctx, MORNING - (2 * n + at + 2) * HOUR, HOUR, project=project, task=task.id, description=f"{n} {at}",
                tags=frozenset((TagId(tag.id),)), billable=True, milestone=beta.id if at else None,
            )  # fmt: skip
    if since == 0:
        an_entry(ctx, MORNING - 60, None, project=ProjectId(first(ctx, "projects")))
        set_rate(ctx, amount=9500, currency="EUR", effective_from="2026-01-01")


def asked(ctx: Context, ask: Callable[[Context], Any]) -> int:
    ctx.database.cache.__init__()  # type: ignore[misc]  # as cold as after the start
    with counted_statements(ctx) as statements:
        ask(ctx)
    return len(statements)


@pytest.mark.parametrize("name", ASK)
def test_the_number_of_statements_does_not_grow_with_the_rows(ctx: Context, name: str) -> None:
    fill(ctx, 0, 2)
    few = asked(ctx, ASK[name])

    fill(ctx, 2, 15)

    assert asked(ctx, ASK[name]) == few
    assert few <= 40
