"""A group's page: its projects' figures together, and how each of them stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple

from app.domain.milestone_figures import MilestoneSummary, summary
from app.domain.risk import Risk
from app.orchestrators.figures import LateFigures, WorkFigures, chosen_of, late_figures, work_figures
from app.orchestrators.merged import Merged
from app.orchestrators.outlook import Outlooks
from app.orchestrators.progress import today_of
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.entities.projects import Group, Project, ProjectStatus
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

_ENDANGERED = (Risk.AT_RISK, Risk.OVER_BUDGET, Risk.LATE)


class ProjectShare(NamedTuple):
    """A project of the group: its seconds of the days asked for, all its seconds, and its risk."""

    project: Project
    seconds: int
    all_seconds: int
    risk: Risk

    @property
    def used(self) -> float | None:
        """Tracked ÷ estimate, None without an estimate."""
        return self.all_seconds / (self.project.estimate_minutes * 60) if self.project.estimate_minutes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAnalytics(WorkFigures):
    """A group's figures.

    ``estimate_minutes`` is the sum of the projects' estimates, ``estimated_seconds`` what was tracked on those that have
    one; both are of all days.
    """

    group: Group
    by_status: dict[ProjectStatus, int]
    by_project: tuple[ProjectShare, ...]
    estimate_minutes: int
    estimated_seconds: int
    milestone_figures: MilestoneSummary

    @property
    def at_risk(self) -> tuple[ProjectShare, ...]:
        """The projects that are late, over budget or at risk."""
        return tuple(share for share in self.by_project if share.risk in _ENDANGERED)

    @property
    def used(self) -> float | None:
        """Tracked ÷ estimate over the projects that have an estimate, None when none has."""
        return self.estimated_seconds / (self.estimate_minutes * 60) if self.estimate_minutes else None


@workflow
def group_analytics(
    ctx: Context,
    id: str,  # noqa: A002 - the field's own name
    *,
    since: str | None = None,
    until: str | None = None,
    whole: bool = True,
) -> GroupAnalytics:
    """Return a group's figures, of all days or those from ``since`` to ``until``.

    Without ``whole`` there are neither amounts nor tags: ``group_late_figures`` tells them by themselves.

    Raises:
        NotFound: it is gone.
    """
    with reading(ctx) as read:
        group = read.groups.require(id)
        own, members = _projects(read, id)
        today = today_of(ctx, read)
        outlooks = Outlooks(ctx, read)
        shares = _shares(read, own, outlooks, since, until)
        estimated = [share for share in shares if share.project.estimate_minutes]
        work = work_figures(ctx, read, members, since=since, until=until, whole=whole)
        milestones = [row.standing for row in outlooks.milestones() if row.project.group == id]
        return GroupAnalytics(
            **{f.name: getattr(work, f.name) for f in fields(work)},
            group=group,
            by_status=dict(Counter(project.status for project in own)),
            by_project=tuple(sorted(shares, key=lambda share: (-share.seconds, share.project.name.casefold()))),
            estimate_minutes=sum(share.project.estimate_minutes for share in estimated),
            estimated_seconds=sum(share.all_seconds for share in estimated),
            milestone_figures=summary(milestones, today=today),
        )


@workflow
def group_late_figures(
    ctx: Context,
    id: str,  # noqa: A002 - the field's own name
    *,
    since: str | None = None,
    until: str | None = None,
) -> LateFigures:
    """Return a group's amounts and tags, of all days or some: what takes longest when there are many entries.

    Raises:
        NotFound: it is gone.
    """
    with reading(ctx) as read:
        read.groups.require(id)
        return late_figures(ctx, read, chosen_of(_projects(read, id)[1], since, until))


def _projects(read: Repositories, group: str) -> tuple[list[Project], list[str]]:
    """Return the projects of a group that views show, and the ids they stand for."""
    merged = Merged(read.projects.all())
    own = [project for project in merged.shown() if project.group == group]
    return own, [member for project in own for member in merged.members(project.id)]


def _shares(
    read: Repositories, own: list[Project], outlooks: Outlooks, since: str | None, until: str | None
) -> list[ProjectShare]:
    chosen = outlooks.seconds
    if since or until:
        rows = read.totals.by("project", chosen=EntryFilter(since_day=since, until_day=until))
        sums = outlooks.merged.sums({row.key[0]: row.seconds for row in rows})
        chosen = {project or "": seconds for project, seconds in sums.items()}
    return [
        ProjectShare(project, chosen.get(project.id, 0), outlooks.seconds.get(project.id, 0), outlooks.risk(project))
        for project in own
    ]
