"""Create, rename, merge, delete and list tags."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Tag
from app.domain.ids import TagId
from app.domain.rules.names import clean_name
from app.orchestrators.catalogue import cleaned, require_name
from app.orchestrators.effective import timers
from app.orchestrators.locks import Locks
from app.orchestrators.twins import merge_into
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag with its seconds and entries."""

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

    Locked entries stay as they are; they just no longer show it.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_tag") as work:
        tag = work.tags.require(id)
        entries = work.time_entries.select(EntryFilter(tags_any=(id,)))
        work.time_entries.save_all(
            replace(entry, tags=entry.tags - {TagId(id)}) for entry in Locks(work).open_ones(entries)
        )
        work.favorites.save_all(replace(f, tags=f.tags - {TagId(id)}) for f in work.favorites.all() if id in f.tags)
        work.tags.delete(id)
        work.describe(tag.name)
    return work.outcome(len(entries))


@workflow
def merge_tags(ctx: Context, id: str, into: str) -> Outcome[int]:  # noqa: A002
    """Give every entry of a tag another one instead, and delete the tag; returns how many entries that were.

    Raises:
        NotFound: one of them is gone. RuleBroken: it is the same tag, or an entry is locked.
    """
    with unit_of_work(ctx, "merge_tags") as work:
        tag, target = work.tags.require(id), work.tags.require(into)
        work.describe(tag.name)
        count = merge_into(work, tag, target)
    return work.outcome(count)


@workflow
def list_tags(ctx: Context) -> list[TagRow]:
    """Return every tag with its total, by name; what runs is counted up to now."""
    with reading(ctx) as read:
        totals = {row.key[0]: (row.seconds, row.entries) for row in read.totals.by("tag")}
        for entry in timers(read):
            for tag in entry.tags:
                seconds, entries = totals.get(tag, (0, 0))
                totals[tag] = (seconds + entry.seconds(ctx.now()), entries + 1)
        return [TagRow(tag, *totals.get(tag.id, (0, 0))) for tag in read.tags.all()]
