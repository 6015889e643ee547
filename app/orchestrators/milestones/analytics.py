"""How milestones stand: counts, completion, time against budget, over any choice of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.days import next_day
from app.domain.errors import RuleBroken
from app.domain.milestone_figures import MilestoneStanding, MilestoneSummary, chosen, summary
from app.orchestrators.catalogue import require_day
from app.orchestrators.merged import Merged
from app.orchestrators.outlook import Outlooks
from app.orchestrators.progress import MilestoneRow, today_of
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.storage.context import Context

UPCOMING_DAYS = 14


class MilestoneStatus(StrEnum):
    """What milestones can be filtered by; overdue and upcoming ones are open ones."""

    OPEN = "open"
    COMPLETED = "completed"
    OVERDUE = "overdue"
    UPCOMING = "upcoming"


@dataclass(frozen=True, slots=True)
class MilestoneAnalytics:
    """The milestones chosen and their figures, as of ``today``; upcoming ones are due in the next ``upcoming_days``."""

    rows: tuple[MilestoneRow, ...]
    today: str
    upcoming_days: int = UPCOMING_DAYS

    @property
    def figures(self) -> MilestoneSummary:
        """Counts and sums."""
        return summary([row.standing for row in self.rows], today=self.today, upcoming_days=self.upcoming_days)

    def of(self, status: MilestoneStatus | str | None) -> MilestoneAnalytics:
        """Return those of a status alone, all for None."""
        if status is None:
            return self
        horizon = next_day(self.today, self.upcoming_days)
        rows = (row for row in self.rows if _is(row.standing, MilestoneStatus(status), self.today, horizon))
        return replace(self, rows=tuple(rows))


@workflow
def milestone_analytics(
    ctx: Context,
    *,
    project: str | None = None,
    group: str | None = None,
    status: MilestoneStatus | str | None = None,
    since: str | None = None,
    until: str | None = None,
    upcoming_days: int = UPCOMING_DAYS,
) -> MilestoneAnalytics:
    """Return counts and sums over milestones: of a project or a group, of a status, whose period touches a span.

    Raises:
        NotFound: the project or group is gone. RuleBroken: there is no such status, or a date is none.
    """
    if status is not None and status not in set(MilestoneStatus):
        sentence = f"Milestones are {', '.join(MilestoneStatus)}, not “{status}”."
        raise RuleBroken(sentence, field="status", status=status, possible=tuple(MilestoneStatus))
    require_day(since, "since")
    require_day(until, "until")
    with reading(ctx) as read:
        only = read.projects.require(Merged(read.projects.all()).shown_as(project)) if project else None
        groups = (read.groups.require(group).id,) if group else ()
        rows = {row.milestone.id: row for row in Outlooks(ctx, read, only=only).milestones()}
        fitting = chosen((row.standing for row in rows.values()), since=since, until=until, groups=groups)
        found = tuple(rows[one.milestone.id] for one in fitting)
        return MilestoneAnalytics(found, today_of(ctx, read), upcoming_days).of(status)


def _is(standing: MilestoneStanding, status: MilestoneStatus, today: str, horizon: str) -> bool:
    if status is MilestoneStatus.OVERDUE:
        return standing.overdue(today)
    if status is MilestoneStatus.UPCOMING:
        return standing.state == "open" and today <= standing.last_day <= horizon
    return standing.state == status
