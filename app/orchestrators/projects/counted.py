"""The entries a figure counts: the newest of them, how many there are, and their sum."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.days import next_day
from app.orchestrators.effective import as_they_count
from app.orchestrators.merged import NOTHING, Merged
from app.orchestrators.shown import project_names
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

MOST = 200
_WINDOWS, _LAST_DAY = (31, 124, 496), "9999-12-31"


@dataclass(frozen=True, slots=True)
class Counted:
    """The newest entries with their projects' names, and how many and how much there is in all, running ones apart."""

    entries: tuple[TimeEntry, ...]
    names: dict[str, str]
    count: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What a figure counts: entries of a project or a group, of some days, with a tag, of a person, billable ones."""

    project: str | None = None
    group: str | None = None
    since: str | None = None
    until: str | None = None
    tag: str | None = None
    person: str | None = None
    billable: bool | None = None


@workflow
def counted_entries(ctx: Context, counting: Counting, *, most: int = MOST) -> Counted:
    """Return the entries a figure counts, newest first; tag and person by their names.

    Raises:
        NotFound: the project or the group is gone.
    """
    with reading(ctx) as read:
        chosen = _chosen(ctx, read, counting)
        sums = read.totals.by(chosen=chosen)
        entries = as_they_count(read, _newest(read, chosen, most))
        names = {project.id: project.name for project in read.projects.all()} | project_names(read)
        return Counted(tuple(entries), names, sum(row.entries for row in sums), sum(row.seconds for row in sums))


def _newest(read: Repositories, chosen: EntryFilter, most: int) -> list[TimeEntry]:
    """Return the newest entries; looked for in the last weeks first, since of a million most need not be sorted."""
    last = min(chosen.until_day or _LAST_DAY, read.totals.span()[1] or _LAST_DAY)
    for days in _WINDOWS:
        since = next_day(last, -days)
        if since <= (chosen.since_day or ""):
            break
        found = read.time_entries.select(replace(chosen, since_day=since), limit=most)
        if len(found) == most:
            return found
    return read.time_entries.select(chosen, limit=most)


def _chosen(ctx: Context, read: Repositories, counting: Counting) -> EntryFilter:
    merged = Merged(read.projects.all())
    own: list[str] = []
    if counting.project is not None:
        own = list(merged.members(read.projects.require(merged.shown_as(counting.project)).id))
    elif counting.group is not None:
        group = read.groups.require(counting.group)
        own = [m for project in merged.shown() if project.group == group.id for m in merged.members(project.id)]
    return EntryFilter(
        projects=tuple(own) or (NOTHING,),
        since_day=counting.since,
        until_day=counting.until,
        tags_any=_tags(read, counting.tag),
        users=_people(ctx, read, counting.person),
        billable=counting.billable,
    )


def _tags(read: Repositories, name: str | None) -> tuple[str, ...]:
    if name is None:
        return ()
    return tuple(tag.id for tag in read.tags.all() if tag.name == name) or (NOTHING,)


def _people(ctx: Context, read: Repositories, name: str | None) -> tuple[str, ...]:
    if name is None:
        return ()
    # Without a server nobody has a name; what is here is one's own.
    users = tuple(member.user for member in read.members.all() if member.name == name)
    return users or (NOTHING if name else ctx.user,)
