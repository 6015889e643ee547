"""Entries: add, edit, split, merge, duplicate, cut overlaps, delete; one at a time or many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain import timer
from app.domain.days import local_day
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import NotFound, RuleBroken, raise_if_blocked
from app.domain.problems import Severity
from app.domain.rules.entries import check_entry, check_overlaps
from app.domain.rules.locks import check_locked
from app.orchestrators.time_tracking.timer import require_open
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.outcome import Outcome
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

EDITABLE = frozenset(
    ("started_at", "ended_at", "tz", "description", "project", "task", "milestone", "billable", "tags", "user")
)


@workflow
def add_entry(
    ctx: Context, *, started_at: int, ended_at: int, accept_warnings: bool = True, **fields: Any
) -> Outcome[TimeEntry]:
    """Add a closed entry; fields as of TimeEntry (description, project, task, milestone, tags, billable, tz, source).

    Raises:
        RuleBroken: the span is impossible, the day is locked, the project takes no work, or there are warnings and
            they are not accepted.
    """
    values = {"tz": ctx.zone, "user": ctx.user, "source": "manual"} | fields
    values["tags"] = frozenset(values.get("tags", ()))
    with unit_of_work(ctx, "add_entry", str(values.get("description", ""))) as work:
        entry = TimeEntry(id=ctx.new_id(), created_at=ctx.now(), started_at=started_at, ended_at=ended_at, **values)
        if "billable" not in fields and entry.project:
            entry = replace(entry, billable=work.projects.require(entry.project).billable)
        require_open(work, entry)
        problems = _save(ctx, work, entry, accept_warnings=accept_warnings)
    return work.outcome(entry, problems)


@workflow
def edit_entry(ctx: Context, id: str, *, accept_warnings: bool = True, **fields: Any) -> Outcome[TimeEntry]:  # noqa: A002
    """Change fields of one entry.

    Raises:
        NotFound: the entry is gone. RuleBroken: the change is impossible, or the day is locked.
    """
    with unit_of_work(ctx, "edit_entry") as work:
        before = work.time_entries.require(id)
        entry = replace(before, **_checked(fields))
        if entry.project != before.project:
            require_open(work, entry)
            # A task and a milestone belong to their project; they do not move with the entry.
            entry = replace(entry, task=fields.get("task"), milestone=fields.get("milestone"))
        _require_unlocked(work, before)
        problems = _save(ctx, work, entry, accept_warnings=accept_warnings)
        work.describe(entry.description or before.description)
    return work.outcome(entry, problems)


@workflow
def bulk_edit(ctx: Context, ids: Iterable[str], **fields: Any) -> Outcome[int]:
    """Change the same fields of many entries in one action; returns how many there were.

    Raises:
        RuleBroken: one of the changes is impossible; then none is made.
    """
    changed = _checked(fields)
    with unit_of_work(ctx, "edit_entries") as work:
        found = list(work.time_entries.by_ids(ids).values())
        for before in found:
            _require_unlocked(work, before)
            entry = replace(before, **changed)
            require_open(work, entry)
            _save(ctx, work, entry, accept_warnings=True)
        work.describe(str(len(found)))
    return work.outcome(len(found))


@workflow
def split_entry(ctx: Context, id: str, at: int) -> Outcome[tuple[TimeEntry, TimeEntry]]:  # noqa: A002
    """Split an entry in two at an instant.

    Raises:
        RuleBroken: the instant is not inside the entry, or the day is locked.
    """
    with unit_of_work(ctx, "split_entry") as work:
        before = work.time_entries.require(id)
        _require_unlocked(work, before)
        first, second = timer.split(before, at=at, id=ctx.new_id(), now=ctx.now())
        work.time_entries.save_all((first, second))
        work.describe(before.description)
    return work.outcome((first, second))


@workflow
def merge_entries(ctx: Context, ids: Iterable[str]) -> Outcome[TimeEntry]:
    """Make one entry of several of the same project, task and person: from the first start to the last end.

    Raises:
        RuleBroken: fewer than two, or not alike.
    """
    with unit_of_work(ctx, "merge_entries") as work:
        entries = list(work.time_entries.by_ids(ids).values())
        merged = timer.merge(entries)
        for entry in entries:
            _require_unlocked(work, entry)
        work.time_entries.delete_all(entry.id for entry in entries if entry.id != merged.id)
        work.time_entries.save(merged)
        work.describe(merged.description)
    return work.outcome(merged)


@workflow
def duplicate_entry(ctx: Context, id: str) -> Outcome[TimeEntry]:  # noqa: A002
    """Add a closed copy of an entry, at the same time.

    Raises:
        NotFound: the entry is gone. RuleBroken: it is running, or its day is locked.
    """
    with unit_of_work(ctx, "duplicate_entry") as work:
        original = work.time_entries.require(id)
        if original.running:
            raise RuleBroken("A running entry cannot be duplicated. Stop it first.")
        _require_unlocked(work, original)
        copy = replace(original, id=ctx.new_id(), created_at=ctx.now(), source="manual", external_id=None)
        work.time_entries.save(copy)
        work.describe(copy.description)
    return work.outcome(copy)


@workflow
def cut_overlaps(ctx: Context, id: str) -> Outcome[TimeEntry | None]:  # noqa: A002
    """Shorten an entry so that it overlaps no other of the same person; delete it when nothing is left.

    Raises:
        NotFound: the entry is gone. RuleBroken: the day is locked.
    """
    with unit_of_work(ctx, "cut_overlaps") as work:
        entry = work.time_entries.require(id)
        _require_unlocked(work, entry)
        others = [
            other
            for other in work.time_entries.between(entry.started_at, entry.ended_at or ctx.now())
            if other.id != entry.id and other.user == entry.user
        ]
        shortened = timer.cut(entry, others, now=ctx.now())
        if shortened is None:
            work.time_entries.delete(entry.id)
        else:
            work.time_entries.save(shortened)
        work.describe(entry.description)
    return work.outcome(shortened)


@workflow
def delete_entries(ctx: Context, ids: Iterable[str]) -> Outcome[int]:
    """Move entries to the trash in one action; returns how many.

    Raises:
        NotFound: none of them is here. RuleBroken: one is locked; then none is deleted.
    """
    with unit_of_work(ctx, "delete_entries") as work:
        found = list(work.time_entries.by_ids(ids).values())
        if not found:
            raise NotFound("This entry is not here any more. It may be in the trash.")
        for entry in found:
            _require_unlocked(work, entry)
        work.time_entries.delete_all(entry.id for entry in found)
        work.describe(found[0].description if len(found) == 1 else str(len(found)))
    return work.outcome(len(found))


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise RuleBroken(f"An entry has no field that can be changed named {', '.join(sorted(unknown))}.")
    if "tags" in fields:
        fields["tags"] = frozenset(fields["tags"])
    return fields


def _save(ctx: Context, work: UnitOfWork, entry: TimeEntry, *, accept_warnings: bool) -> list[Problem]:
    problems = check_entry(entry, now=ctx.now())
    raise_if_blocked(problems)
    _require_unlocked(work, entry)
    end = entry.ended_at or ctx.now()
    problems += check_overlaps(entry, work.time_entries.between(entry.started_at, end), now=ctx.now())
    warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
    if warnings and not accept_warnings:
        raise RuleBroken(" ".join(problem.message for problem in warnings), problems=tuple(warnings))
    work.time_entries.save(entry)
    return problems


def _require_unlocked(work: UnitOfWork, entry: TimeEntry) -> None:
    day = local_day(entry.started_at, entry.tz, work.session.day_starts_at)
    locked_before = work.settings.value("locked_before")
    raise_if_blocked(check_locked(day, locked_before=locked_before, invoice=_invoice_of(work, entry)))


def _invoice_of(work: UnitOfWork, entry: TimeEntry) -> str | None:
    lines: Sequence[Any] = [line for line in work.invoice_lines.all() if entry.id in line.entries]
    for line in lines:
        invoice = work.invoices.get(line.invoice)
        if invoice and invoice.status in ("issued", "paid"):
            return str(invoice.number)
    return None
