"""What the menu of favourites asks of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.entities.planning import Favorite
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class FavoriteLine:
    """A favourite as it is listed: what it is called, where it belongs in words and by ids, and the colour of that."""

    id: str
    description: str
    where: str = ""
    color: str = ""
    tags: tuple[str, ...] = ()
    project: str | None = None
    task: str | None = None

    @property
    def title(self) -> str:
        """What it is called: its description, else where it belongs."""
        return self.description or self.where

    @property
    def about(self) -> str:
        """Where it belongs, as far as the title does not say it."""
        parts = [self.where if self.description else "", *(f"#{tag}" for tag in self.tags)]
        return "  ".join(part for part in parts if part)


def load(ctx: "Context") -> tuple[FavoriteLine, ...]:
    """Return the favourites, in their order."""
    from app.orchestrators.time_tracking.favorites import list_favorites
    from app.storage.unit_of_work import reading

    favorites = list_favorites(ctx)
    with reading(ctx) as read:
        projects = read.projects.by_ids(one.project for one in favorites if one.project)
        tasks = read.tasks.by_ids(one.task for one in favorites if one.task)
        tags = read.tags.by_ids(tag for one in favorites for tag in one.tags)
    lines = []
    for one in favorites:
        project, task = projects.get(one.project or ""), tasks.get(one.task or "")
        name = project.name if project else ""
        where = " · ".join(part for part in (name, task.name if task else "") if part)
        names = tuple(sorted(tags[tag].name for tag in one.tags if tag in tags))
        lines.append(
            FavoriteLine(one.id, one.description, where, project.color if project else "", names, one.project, one.task)
        )
    return tuple(lines)


def start(ctx: "Context", *, id: str) -> "Outcome[TimeEntry]":  # noqa: A002 - the field's own name
    """Start a timer for a favourite."""
    from app.orchestrators.time_tracking.favorites import start_favorite

    return start_favorite(ctx, id)


def save_line(ctx: "Context", *, text: str) -> "Outcome[Favorite]":
    """Make a favourite of what stands in the entry line."""
    from app.orchestrators.time_tracking.favorites import favorite_from_text

    return favorite_from_text(ctx, text)


def save_entry(ctx: "Context", *, entry: "TimeEntry") -> "Outcome[Favorite]":
    """Make a favourite of what is running."""
    from app.orchestrators.time_tracking.favorites import create_favorite

    return create_favorite(
        ctx, description=entry.description, project=entry.project, task=entry.task, tags=entry.tags,
        billable=entry.billable,
    )  # fmt: skip


def rename(ctx: "Context", *, id: str, description: str) -> "Outcome[Favorite]":  # noqa: A002
    """Give a favourite another description."""
    from app.orchestrators.time_tracking.favorites import update_favorite

    return update_favorite(ctx, id, description=description.strip())


def reorder(ctx: "Context", *, ids: tuple[str, ...]) -> "Outcome[int]":
    """Put the favourites in an order."""
    from app.orchestrators.time_tracking.favorites import reorder_favorites

    return reorder_favorites(ctx, ids)


def remove(ctx: "Context", *, id: str) -> "Outcome[Favorite]":  # noqa: A002
    """Delete a favourite."""
    from app.orchestrators.time_tracking.favorites import delete_favorite

    return delete_favorite(ctx, id)
