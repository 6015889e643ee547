"""A little work to show on pages: a group, a client, three projects, milestones, tasks, entries, things to review."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Client, Group, Milestone, Project, Task
from app.orchestrators.clients.clients import create_client
from app.orchestrators.groups.groups import create_group
from app.orchestrators.milestones.milestones import create_milestone
from app.orchestrators.projects.projects import create_project
from app.orchestrators.rates.rates import set_rate
from app.orchestrators.tags.tags import create_tag
from app.orchestrators.tasks.tasks import create_task
from app.orchestrators.time_tracking.entries import add_entry
from tests.support.store import MORNING

if TYPE_CHECKING:
    from app.storage.context import Context

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Studio:
    """What was made."""

    group: Group
    client: Client
    website: Project
    app: Project
    loose: Project
    milestones: tuple[Milestone, ...]
    tasks: tuple[Task, ...]


def open_studio(ctx: "Context") -> Studio:
    """Fill an empty store; two entries overlap, one has no project, one milestone is overdue."""
    group = create_group(ctx, name="Client work", color="blue").value
    client = create_client(ctx, name="Acme", currency="EUR").value
    set_rate(ctx, amount=9500, currency="EUR", effective_from="2026-01-01")
    made: dict[str, Any] = {"start_date": "2026-02-01", "billable": True}
    website = create_project(
        ctx, name="Website", group=group.id, client=client.id, estimate_minutes=2400, due_date="2026-04-30",
        code="WEB", **made,
    ).value  # fmt: skip
    app = create_project(ctx, name="Mobile app", group=group.id, **made).value
    loose = create_project(ctx, name="Loose ends", **made).value
    milestones = tuple(
        create_milestone(ctx, project=website.id, name=name, due_date=due, budget_minutes=budget).value
        for name, due, budget in (("Concept", "2026-02-20", 600), ("Beta", "2026-03-31", 900))
    )
    tasks = tuple(create_task(ctx, project=website.id, name=name).value for name in ("Design", "Front end"))
    tag = create_tag(ctx, name="bug").value
    for back in range(1, 6):
        begin = MORNING - back * DAY
        add_entry(
            ctx, started_at=begin, ended_at=begin + 2 * HOUR, project=website.id, task=tasks[0].id, billable=True,
            description=f"Work {back}", tags=frozenset({tag.id}),
        )  # fmt: skip
    add_entry(ctx, started_at=MORNING - 5 * HOUR, ended_at=MORNING - 3 * HOUR, project=app.id, description="First")
    add_entry(ctx, started_at=MORNING - 4 * HOUR, ended_at=MORNING - 2 * HOUR, project=app.id, description="Second")
    add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, description="Nobody's")
    return Studio(group, client, website, app, loose, milestones, tasks)
