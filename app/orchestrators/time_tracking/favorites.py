"""Favourites: work to start with one click or key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.planning import Favorite
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.ids import ProjectId, TagId, TaskId
from app.domain.quick_entry.parser import parse
from app.orchestrators.catalogue import cleaned
from app.orchestrators.entry_checks import fit_parts
from app.orchestrators.merged import Merged
from app.orchestrators.references import Wanted, find_or_create
from app.orchestrators.time_tracking.timer import begin
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


@workflow
def create_favorite(ctx: Context, *, description: str = "", **fields: Any) -> Outcome[Favorite]:
    """Add a favourite, after the others; fields as of Favorite.

    Raises:
        RuleBroken: it has neither a description nor a project, the shortcut is taken, or there is no such field.
    """
    with unit_of_work(ctx, "create_favorite", description.strip()) as work:
        favorite = Favorite(
            id=ctx.new_id(), created_at=ctx.now(), description=description.strip(), position=_next_position(work)
        )
        favorite = _changed(work, favorite, fields)
        work.favorites.save(favorite)
    return work.outcome(favorite)


@workflow
def favorite_from_text(ctx: Context, text: str) -> Outcome[Favorite]:
    """Add what a quick-entry line says as a favourite, after the others; its times mean nothing here.

    Unknown tags and tasks are created.

    Raises:
        RuleBroken: the line cannot be read, or it names neither work nor a project. UnknownName: no such project.
    """
    line = parse(text, now=ctx.now(), tz=ctx.zone)
    raise_if_blocked([problem for problem in line.problems if problem.field != "time"])
    with unit_of_work(ctx, "create_favorite", line.description) as work:
        found = find_or_create(ctx, work, Wanted(line.project, line.task, None, line.tags), create_project=False)
        project = found.project
        favorite = Favorite(
            id=ctx.new_id(), created_at=ctx.now(), description=line.description, position=_next_position(work),
            project=ProjectId(project.id) if project else None, task=TaskId(found.task.id) if found.task else None,
            tags=frozenset(TagId(tag.id) for tag in found.tags),
            billable=bool(project and project.billable) if line.billable is None else line.billable,
        )  # fmt: skip
        work.favorites.save(_changed(work, favorite, {}))
    return work.outcome(favorite)


@workflow
def update_favorite(ctx: Context, id: str, **fields: Any) -> Outcome[Favorite]:  # noqa: A002 - the field's own name
    """Change a favourite.

    Raises:
        NotFound: it is gone. RuleBroken: see create_favorite.
    """
    with unit_of_work(ctx, "update_favorite") as work:
        favorite = _changed(work, work.favorites.require(id), fields)
        work.favorites.save(favorite)
        work.describe(favorite.description)
    return work.outcome(favorite)


@workflow
def delete_favorite(ctx: Context, id: str) -> Outcome[Favorite]:  # noqa: A002
    """Delete a favourite.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_favorite") as work:
        favorite = work.favorites.require(id)
        work.favorites.delete(id)
        work.describe(favorite.description)
    return work.outcome(favorite)


@workflow
def reorder_favorites(ctx: Context, ids: Sequence[str]) -> Outcome[int]:
    """Put favourites in this order.

    Raises:
        NotFound: one of them is gone.
    """
    with unit_of_work(ctx, "reorder_favorites", str(len(ids))) as work:
        favorites = [work.favorites.require(id_) for id_ in ids]
        work.favorites.save_all(replace(one, position=place) for place, one in enumerate(favorites))
    return work.outcome(len(ids))


@workflow
def list_favorites(ctx: Context) -> list[Favorite]:
    """Return the favourites, by position."""
    with reading(ctx) as read:
        return read.favorites.all()


@workflow
def start_favorite(ctx: Context, id: str) -> Outcome[TimeEntry]:  # noqa: A002
    """Start a timer for a favourite; a running one ends now.

    Raises:
        NotFound: it is gone. ProjectClosed: its project takes no new work.
    """
    with unit_of_work(ctx, "start_timer") as work:
        favorite = work.favorites.require(id)
        project = favorite.project and ProjectId(Merged(work.projects.all()).shown_as(favorite.project))
        entry = TimeEntry(
            id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, started_at=ctx.now(), tz=ctx.zone,
            description=favorite.description, project=project, task=favorite.task, tags=favorite.tags,
            billable=favorite.billable,
        )  # fmt: skip
        entry = fit_parts(work, entry)
        problems = begin(ctx, work, entry)
        work.describe(entry.description)
    return work.outcome(entry, problems)


def _next_position(work: UnitOfWork) -> int:
    return max((other.position for other in work.favorites.all()), default=-1) + 1


def _changed(work: UnitOfWork, favorite: Favorite, fields: dict[str, Any]) -> Favorite:
    if "tags" in fields:
        fields = fields | {"tags": frozenset(fields["tags"])}
    favorite = cleaned(favorite, fields)
    if not favorite.description.strip() and favorite.project is None:
        raise RuleBroken("A favourite needs a description or a project.", field="description")
    others = (other for other in work.favorites.all() if other.id != favorite.id)
    if favorite.shortcut and any(other.shortcut == favorite.shortcut for other in others):
        sentence = f"Another favourite has the shortcut {favorite.shortcut} already."
        raise RuleBroken(sentence, field="shortcut", shortcut=favorite.shortcut)
    return favorite
