"""Entries: add, edit, split, merge, duplicate, cut overlaps, delete; one at a time or many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain import timer
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.entry_checks import Saver, changed_fields, fit_parts, require_open
from app.orchestrators.locks import Locks
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.ids import TagId
    from app.domain.outcome import Outcome
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


@workflow
def add_entry(
    ctx: Context,
    *,
    started_at: int,
    ended_at: int,
    accept_warnings: bool = True,
    source: str = "manual",
    external_id: str | None = None,
    **fields: Any,
) -> Outcome[TimeEntry]:
    """Add a closed entry; fields as of TimeEntry (description, project, task, milestone, tags, billable, tz, user).

    Raises:
        RuleBroken: the span is impossible, the day is locked, task or milestone are another project's, or there are
            warnings and they are not accepted. ProjectClosed: the project takes no new work.
    """
    values: dict[str, Any] = {"tz": ctx.zone, "user": ctx.user} | changed_fields(fields)
    with unit_of_work(ctx, "add_entry", str(values.get("description", ""))) as work:
        entry = TimeEntry(
            id=ctx.new_id(), created_at=ctx.now(), started_at=started_at, ended_at=ended_at, source=source,
            external_id=external_id, **values,
        )  # fmt: skip
        project = require_open(work, entry)
        if "billable" not in fields and project:
            entry = replace(entry, billable=project.billable)
        entry = fit_parts(work, entry, named=values)
        problems = Saver(ctx, work).save(entry, accept_warnings=accept_warnings)
    return work.outcome(entry, problems)


@workflow
def edit_entry(ctx: Context, id: str, *, accept_warnings: bool = True, **fields: Any) -> Outcome[TimeEntry]:  # noqa: A002
    """Change fields of one entry. In another project it loses its task and milestone, unless new ones are named.

    Raises:
        NotFound: the entry is gone. ProjectClosed: the new project takes no new work. RuleBroken: the change is
            impossible, the day it is on or goes to is locked, or there are warnings and they are not accepted.
    """
    changed = changed_fields(fields)
    with unit_of_work(ctx, "edit_entry") as work:
        before = work.time_entries.require(id)
        entry = _changed(work, before, changed)
        problems = Saver(ctx, work).save(entry, before, accept_warnings=accept_warnings)
        work.describe(entry.description or before.description)
    return work.outcome(entry, problems)


@workflow
def bulk_edit(
    ctx: Context,
    ids: Iterable[str],
    *,
    add_tags: Iterable[TagId] = (),
    remove_tags: Iterable[TagId] = (),
    **fields: Any,
) -> Outcome[int]:
    """Change the same fields of many entries in one action, as ``edit_entry`` does; returns how many there were.

    ``add_tags`` and ``remove_tags`` leave the other tags alone.

    Raises:
        NotFound: none of them is here. RuleBroken: one of the changes is impossible; then none is made.
    """
    changed, added, removed = changed_fields(fields), frozenset(add_tags), frozenset(remove_tags)
    problems: list[Problem] = []
    with unit_of_work(ctx, "edit_entries") as work:
        found, saver = _require_some(work, ids), Saver(ctx, work)
        for before in found:
            entry = _changed(work, before, changed)
            entry = replace(entry, tags=(entry.tags | added) - removed)
            problems += saver.save(entry, before)
        work.describe(str(len(found)))
    return work.outcome(len(found), problems)


@workflow
def split_entry(ctx: Context, id: str, at: int) -> Outcome[tuple[TimeEntry, TimeEntry]]:  # noqa: A002
    """Split an entry in two at an instant; of a running one the second part runs on.

    Raises:
        NotFound: the entry is gone. RuleBroken: the instant is not inside the entry, or the day is locked.
    """
    with unit_of_work(ctx, "split_entry") as work:
        before = work.time_entries.require(id)
        first, second = timer.split(before, at=at, id=ctx.new_id(), now=ctx.now())
        Locks(work).require_all_open((before,))
        work.time_entries.save_all((first, second))
        work.describe(before.description)
    return work.outcome((first, second))


@workflow
def merge_entries(ctx: Context, ids: Iterable[str]) -> Outcome[TimeEntry]:
    """Make one entry of several of the same project, task and person: from the first start to the last end.

    A warning says when it now overlaps others that lay between.

    Raises:
        NotFound: none of them is here. RuleBroken: fewer than two, not alike, or one is locked.
    """
    with unit_of_work(ctx, "merge_entries") as work:
        entries = _require_some(work, ids)
        merged = timer.merge(entries)
        Locks(work).require_all_open(entries)
        work.time_entries.delete_all(entry.id for entry in entries if entry.id != merged.id)
        problems = Saver(ctx, work).save(merged)
        work.describe(merged.description)
    return work.outcome(merged, problems)


@workflow
def duplicate_entry(ctx: Context, id: str) -> Outcome[TimeEntry]:  # noqa: A002
    """Add a closed copy of an entry, at the same time.

    Raises:
        NotFound: the entry is gone. RuleBroken: it is running, or its day is locked. ProjectClosed: its project takes
            no new work.
    """
    with unit_of_work(ctx, "duplicate_entry") as work:
        original = work.time_entries.require(id)
        if original.running:
            raise RuleBroken("A running entry cannot be duplicated. Stop it first.", id=id)
        copy = replace(original, id=ctx.new_id(), created_at=ctx.now(), source="manual", external_id=None)
        require_open(work, copy)
        problems = Saver(ctx, work).save(copy)
        work.describe(copy.description)
    return work.outcome(copy, problems)


@workflow
def cut_overlaps(ctx: Context, id: str) -> Outcome[TimeEntry | None]:  # noqa: A002
    """Shorten an entry so that it overlaps no other of the same person; delete it when nothing is left.

    Raises:
        NotFound: the entry is gone. RuleBroken: the day is locked.
    """
    with unit_of_work(ctx, "cut_overlaps") as work:
        entry = work.time_entries.require(id)
        others = [
            other
            for other in work.time_entries.between(entry.started_at, entry.ended_at or ctx.now())
            if other.id != entry.id and other.user == entry.user
        ]
        shortened = timer.cut(entry, others, now=ctx.now())
        Locks(work).require_all_open((entry,))
        if shortened is None:
            work.time_entries.delete(entry.id)
        else:
            work.time_entries.save(shortened)
        work.describe(entry.description)
    return work.outcome(shortened)


@workflow
def delete_entries(ctx: Context, ids: Iterable[str]) -> Outcome[int]:
    """Move entries to the trash in one action; returns how many. A running one may be among them.

    Raises:
        NotFound: none of them is here. RuleBroken: one is locked; then none is deleted.
    """
    from app.storage.backups import make_before_deleting

    ids = tuple(ids)
    make_before_deleting(ctx, len(ids))
    with unit_of_work(ctx, "delete_entries") as work:
        found = _require_some(work, ids)
        Locks(work).require_all_open(found)
        work.time_entries.delete_all(entry.id for entry in found)
        work.describe(found[0].description if len(found) == 1 else str(len(found)))
    return work.outcome(len(found))


def _require_some(work: UnitOfWork, ids: Iterable[str]) -> list[TimeEntry]:
    wanted = list(ids)
    found = list(work.time_entries.by_ids(wanted).values())
    if not found:
        raise NotFound("This entry is not here any more. It may be in the trash.", ids=wanted)
    return found


def _changed(work: UnitOfWork, before: TimeEntry, changed: dict[str, Any]) -> TimeEntry:
    entry = replace(before, **changed)
    if entry.project != before.project:
        require_open(work, entry)
    if (entry.project, entry.task, entry.milestone) == (before.project, before.task, before.milestone):
        return entry
    return fit_parts(work, entry, named=changed)
