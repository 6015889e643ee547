"""What a group's page asks of the workflows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.ranges.spans import days_of

if TYPE_CHECKING:
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
    """Return a group's figures of the chosen days, but for its amounts."""
    from app.orchestrators.groups.analytics import group_analytics

    since, until = days_of(ctx, *chosen)
    return GroupView(group_analytics(ctx, id, since=since, until=until, priced=False), since, until)


def load_amounts(ctx: "Context", *, id: str, chosen: "Chosen") -> dict[str, int]:  # noqa: A002 - the field's own name
    """Return what the chosen days are worth, by currency."""
    from app.orchestrators.groups.analytics import group_amounts

    since, until = days_of(ctx, *chosen)
    return group_amounts(ctx, id, since=since, until=until)
