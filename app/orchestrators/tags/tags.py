"""Create, rename, merge, delete and list tags."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Tag
from app.domain.ids import TagId
from app.domain.rules.names import clean_name
from app.orchestrators.catalogue import cleaned, require_name
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag with its closed seconds and entries."""

    tag: Tag
    seconds: int
    entries: int


@workflow
def create_tag(ctx: Context, *, name: str, color: str = "") -> Outcome[Tag]:
    """Create a tag.

    Raises:
        RuleBroken: the name is empty, too long or taken.
    """
    with unit_of_work(ctx, "create_tag", name) as work:
        require_name(name, (tag.name for tag in work.tags.all()), "tag")
        tag = Tag(id=ctx.new_id(), created_at=ctx.now(), name=clean_name(name), color=color)
        work.tags.save(tag)
    return work.outcome(tag)


@workflow
def update_tag(ctx: Context, id: str, **fields: Any) -> Outcome[Tag]:  # noqa: A002 - the field's own name
    """Rename or recolour a tag.

    Raises:
        NotFound: it is gone. RuleBroken: the name cannot be used.
    """
    with unit_of_work(ctx, "update_tag") as work:
        tag = cleaned(work.tags.require(id), fields)
        require_name(tag.name, (other.name for other in work.tags.all() if other.id != id), "tag")
        work.tags.save(tag)
        work.describe(tag.name)
    return work.outcome(tag)


@workflow
def delete_tag(ctx: Context, id: str) -> Outcome[int]:  # noqa: A002
    """Delete a tag and take it off its entries; returns how many had it.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_tag") as work:
        tag = work.tags.require(id)
        entries = work.time_entries.select(EntryFilter(tags_any=(id,)))
        work.time_entries.save_all(replace(entry, tags=entry.tags - {TagId(id)}) for entry in entries)
        work.tags.delete(id)
        work.describe(tag.name)
    return work.outcome(len(entries))


@workflow
def list_tags(ctx: Context) -> list[TagRow]:
    """Return every tag with its total, by name."""
    with reading(ctx) as read:
        totals = {row.key[0]: row for row in read.totals.by("tag")}
        return [
            TagRow(tag, totals[tag.id].seconds, totals[tag.id].entries) if tag.id in totals else TagRow(tag, 0, 0)
            for tag in read.tags.all()
        ]
