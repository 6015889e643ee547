"""One project's page: its figures, milestones, tasks, shares and latest entries."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from app.domain.days import next_day
from app.domain.milestone_figures import MilestoneSummary, summary
from app.orchestrators.effective import timers
from app.orchestrators.figures import WorkFigures, work_figures
from app.orchestrators.merged import Merged
from app.orchestrators.outlook import Outlook, Outlooks
from app.orchestrators.progress import MilestoneRow, today_of
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.entities.projects import Client, Group, Project, Task
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.pace import Finish
    from app.domain.risk import Risk
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

_RECENT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOverview(WorkFigures):
    """Everything the page of a project shows; ``used`` is tracked ÷ estimate, None without an estimate.

    What was merged into the project counts as its own.
    """

    project: Project
    group: Group | None
    client: Client | None
    risk: Risk
    outlook: Outlook
    used: float | None
    milestones: tuple[MilestoneRow, ...]
    milestone_figures: MilestoneSummary
    tasks: tuple[tuple[Task, int], ...]
    recent: tuple[TimeEntry, ...]

    @property
    def finish(self) -> Finish | None:
        """When it will be finished, how sure that is; None without an estimate or enough history."""
        return self.outlook.finish

    @property
    def currency(self) -> str | None:
        """The currency most of the amount is in, None when no rate is known."""
        return max(self.amounts, key=lambda currency: self.amounts[currency], default=None)

    @property
    def amount(self) -> int | None:
        """The amount in that currency, in minor units."""
        return self.amounts[self.currency] if self.currency else None

    @property
    def top_tasks(self) -> tuple[tuple[Task, int], ...]:
        """The tasks by what was tracked, the most first."""
        return tuple(sorted(self.tasks, key=lambda pair: -pair[1]))


@workflow
def project_overview(ctx: Context, id: str) -> ProjectOverview:  # noqa: A002 - the field's own name
    """Return everything the page of a project shows; of a merged one, that of the project it was merged into.

    Raises:
        NotFound: the project is gone.
    """
    with reading(ctx) as read:
        merged = Merged(read.projects.all())
        project = read.projects.require(merged.shown_as(id))
        members = merged.members(project.id)
        today = today_of(ctx, read)
        work = work_figures(ctx, read, members)
        tracked = work.total_seconds + work.running_seconds
        outlook = Outlooks(ctx, read, only=project).of(project).settled()
        milestones = outlook.milestones
        return ProjectOverview(
            **{f.name: getattr(work, f.name) for f in fields(work)},
            project=project,
            group=read.groups.get(project.group) if project.group else None,
            client=read.clients.get(project.client) if project.client else None,
            risk=outlook.risk,
            outlook=outlook,
            used=tracked / (project.estimate_minutes * 60) if project.estimate_minutes else None,
            milestones=milestones,
            milestone_figures=summary([row.standing for row in milestones], today=today),
            tasks=_tasks(ctx, read, members),
            recent=tuple(read.time_entries.select(_newest(members, work.by_day), limit=_RECENT)),
        )


def _newest(members: tuple[str, ...], by_day: dict[str, int]) -> EntryFilter:
    # So many days worked on hold as many entries at least; one over midnight may have begun the day before.
    days = sorted(by_day)[-_RECENT - 1 :]
    return EntryFilter(projects=members, since_day=next_day(days[0], -1) if len(days) > _RECENT else None)


def _tasks(ctx: Context, read: Repositories, members: tuple[str, ...]) -> tuple[tuple[Task, int], ...]:
    seconds = {row.key[0]: row.seconds for row in read.totals.by("task", chosen=EntryFilter(projects=members))}
    for entry in timers(read):
        if entry.task:
            seconds[entry.task] = seconds.get(entry.task, 0) + entry.seconds(ctx.now())
    return tuple((task, seconds.get(task.id, 0)) for task in read.tasks.all() if task.project in members)
