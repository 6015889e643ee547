"""What a group's page asks of the workflows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.ranges.spans import days_of

if TYPE_CHECKING:
    from app.orchestrators.figures import LateFigures
    from app.orchestrators.groups.analytics import GroupAnalytics
    from app.storage.context import Context
    from app.ui.ranges.range_filter import Chosen


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group's figures, and the days they are of."""

    figures: "GroupAnalytics"
    since: str | None
    until: str | None


def load_group(ctx: "Context", *, id: str, chosen: "Chosen") -> GroupView:  # noqa: A002 - the field's own name
    """Return a group's figures of the chosen days, but for amounts and tags."""
    from app.orchestrators.groups.analytics import group_analytics

    since, until = days_of(ctx, *chosen)
    return GroupView(group_analytics(ctx, id, since=since, until=until, whole=False), since, until)


def load_late(ctx: "Context", *, id: str, chosen: "Chosen") -> "LateFigures":  # noqa: A002 - the field's own name
    """Return amounts and tags of the chosen days."""
    from app.orchestrators.groups.analytics import group_late_figures

    since, until = days_of(ctx, *chosen)
    return group_late_figures(ctx, id, since=since, until=until)
