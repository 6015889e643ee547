"""The quick-entry line at work: what it means here, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import raise_if_blocked
from app.domain.ids import MilestoneId, ProjectId, TagId, TaskId
from app.domain.quick_entry.parser import QuickEntry, parse
from app.orchestrators.entry_checks import Saver, require_open
from app.orchestrators.progress import WhatIsLeft, what_is_left
from app.orchestrators.references import Found, Wanted, find_or_create, look_up
from app.orchestrators.time_tracking.timer import begin
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.domain.problems import Problem
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class Preview:
    """What a line would do: as read, what its names mean here, what is unknown, and what is left of the project."""

    line: QuickEntry
    found: Found
    unknown_project: str | None = None
    unknown_task: str | None = None
    unknown_milestone: str | None = None
    left: WhatIsLeft | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the line from being done."""
        return self.line.problems


@workflow
def preview_text(ctx: Context, text: str) -> Preview:
    """Say what a line would do; nothing is written."""
    line = parse(text, now=ctx.now(), tz=ctx.zone)
    with reading(ctx) as read:
        found = look_up(read, _wanted(line))
        return Preview(
            line,
            found,
            line.project if line.project and not found.project else None,
            line.task if line.task and not found.task else None,
            line.milestone if line.milestone and not found.milestone else None,
            what_is_left(ctx, read, found.project, named=found.milestone.id if found.milestone else None)
            if found.project
            else None,
        )


@workflow
def start_from_text(
    ctx: Context, text: str, *, create_missing: bool = False, repeated: str | None = None
) -> Outcome[TimeEntry]:
    """Do what a line says: start a timer, or add a closed entry when it has a span.

    Unknown tags and tasks are created; an unknown project only with ``create_missing``. ``repeated`` (first, second)
    says which of two equal clock times is meant where the clocks went back.

    Raises:
        RuleBroken: the line cannot be read, or a rule forbids the entry. UnknownName: no such project or milestone.
    """
    line = parse(text, now=ctx.now(), tz=ctx.zone, repeated=repeated)
    raise_if_blocked(list(line.problems))
    closed = line.ended_at is not None
    with unit_of_work(ctx, "add_entry" if closed else "start_timer", line.description) as work:
        found = find_or_create(ctx, work, _wanted(line), create_project=create_missing)
        entry = _entry(ctx, line, found)
        if closed:
            require_open(work, entry)
            problems = Saver(ctx, work).save(entry)
        else:
            problems = begin(ctx, work, entry)
    return work.outcome(entry, problems)


def _wanted(line: QuickEntry) -> Wanted:
    return Wanted(line.project, line.task, line.milestone, line.tags)


def _entry(ctx: Context, line: QuickEntry, found: Found) -> TimeEntry:
    billable = line.billable
    if billable is None:
        billable = bool(found.project and found.project.billable)
    return TimeEntry(
        id=ctx.new_id(),
        created_at=ctx.now(),
        user=ctx.user,
        started_at=ctx.now() if line.started_at is None else line.started_at,
        ended_at=line.ended_at,
        tz=ctx.zone,
        description=line.description,
        project=ProjectId(found.project.id) if found.project else None,
        task=TaskId(found.task.id) if found.task else None,
        milestone=MilestoneId(found.milestone.id) if found.milestone else None,
        tags=frozenset(TagId(tag.id) for tag in found.tags),
        billable=billable,
        source="timer" if line.ended_at is None else "manual",
    )
