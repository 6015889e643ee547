"""A studio with some projects alike, and its timeline."""

from __future__ import annotations

from app.domain.entities.projects import Project
from app.orchestrators.planning.timeline import Timeline, timeline
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.orchestrators.making import (
    HOUR,
    a_milestone,
    a_project,
    an_entry,
)
from tests.support.store import MORNING

SINCE, UNTIL = "2025-11-01", "2026-12-31"


def of(ctx: Context) -> Timeline:
    return timeline(ctx, since=SINCE, until=UNTIL)


def studio(ctx: Context, count: int = 12) -> list[Project]:
    projects = [
        a_project(ctx, f"p{at:02}", start_date="2026-02-01", due_date="2026-08-31", estimate_minutes=6000)
        for at in range(count)
    ]
    for project in projects:
        a_milestone(ctx, project, "Beta", "2026-05-01", budget_minutes=600)
        an_entry(ctx, MORNING - 30 * HOUR, HOUR, project=project)
    return projects


def beta(ctx: Context, project: Project) -> str:
    with unit_of_work(ctx) as work:
        return work.milestones.of_project(project.id)[0].id
