"""What the milestones' page asks of the workflows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.ranges.range_filter import ALL_TIME, Chosen
from app.ui.ranges.spans import days_of

if TYPE_CHECKING:
    from app.orchestrators.milestones.analytics import MilestoneAnalytics
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which milestones: of a project or a group, whose days touch some days."""

    project: str | None = None
    group: str | None = None
    chosen: Chosen = ALL_TIME


def load_milestones(ctx: "Context", *, wanted: Wanted) -> "MilestoneAnalytics":
    """Return the milestones that are wanted, of every status."""
    from app.orchestrators.milestones.analytics import milestone_analytics

    since, until = days_of(ctx, *wanted.chosen)
    return milestone_analytics(ctx, project=wanted.project, group=wanted.group, since=since, until=until)
