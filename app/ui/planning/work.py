"""What the form of planned events asks of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.ui import formats
from app.ui.choices import Choice, load_choices

if TYPE_CHECKING:
    from app.domain.entities.planning import PlannedEvent
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the form has to know beside the event: projects to choose from, the viewer's zone, now, the first weekday."""

    projects: tuple[Choice, ...] = ()
    zone: str = "UTC"
    now: int = 0
    week_start: int = 0


def load(ctx: "Context", *, project: str | None) -> Surroundings:
    """Return the surroundings; ``project`` is offered also when it takes no new work."""
    from app.orchestrators.shown import project_names
    from app.storage.unit_of_work import reading

    settings = formats.follow(ctx)
    offered = load_choices(ctx).projects
    if project and all(one.id != project for one in offered):
        with reading(ctx) as read:
            found = read.projects.get(project)
            if found is not None:
                name = project_names(read).get(found.id, found.name)
                offered = (*offered, Choice(found.id, name, found.color))
    return Surroundings(offered, ctx.zone, ctx.now(), settings.week_start)


def add(ctx: "Context", *, fields: dict[str, Any]) -> "Outcome[PlannedEvent]":
    """Plan an event."""
    from app.orchestrators.planning.events import add_event

    return add_event(ctx, **fields)


def edit(ctx: "Context", *, id: str, day: str, which: Any, fields: dict[str, Any]) -> "Outcome[PlannedEvent]":  # noqa: A002 - the field's own name
    """Change an event, or some of a series."""
    from app.orchestrators.planning.events import edit_event

    return edit_event(ctx, id, day=day, which=which, **fields)


def delete(ctx: "Context", *, id: str, day: str, which: Any) -> "Outcome[PlannedEvent]":  # noqa: A002
    """Delete an event, or some of a series."""
    from app.orchestrators.planning.events import delete_event

    return delete_event(ctx, id, day=day, which=which)


def track(ctx: "Context", *, id: str, starts_at: int, project: str | None) -> "Outcome[TimeEntry]":  # noqa: A002
    """Make an entry of an event."""
    from app.orchestrators.planning.events import track_event

    return track_event(ctx, id, starts_at=starts_at, project=project)
