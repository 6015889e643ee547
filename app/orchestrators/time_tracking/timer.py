"""The timer: start, stop, switch, continue. One running entry a person, unless a setting allows several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain import timer
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.rules.entries import check_entry
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.ids import MilestoneId, ProjectId, TagId, TaskId
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


class NoTimerRunning(RuleBroken):
    """Nothing is being tracked."""

    code = "no_timer_running"


class NothingToContinue(RuleBroken):
    """There is no earlier entry to go on with."""

    code = "nothing_to_continue"


class ProjectClosed(RuleBroken):
    """The project is completed, on hold or archived, so no new work goes to it."""

    code = "project_closed"


@workflow
def start_timer(
    ctx: Context,
    *,
    description: str = "",
    project: ProjectId | None = None,
    task: TaskId | None = None,
    milestone: MilestoneId | None = None,
    tags: Iterable[TagId] = (),
    billable: bool | None = None,
    started_at: int | None = None,
) -> Outcome[TimeEntry]:
    """Start a timer now, or as of ``started_at``; a running one ends at that moment.

    ``billable`` None takes the project's own.

    Raises:
        RuleBroken: the start lies in the future. ProjectClosed: the project takes no new work.
    """
    with unit_of_work(ctx, "start_timer", description) as work:
        entry = TimeEntry(
            id=ctx.new_id(),
            created_at=ctx.now(),
            user=ctx.user,
            started_at=ctx.now() if started_at is None else started_at,
            tz=ctx.zone,
            description=description.strip(),
            project=project,
            task=task,
            milestone=milestone,
            tags=frozenset(tags),
            billable=bool(billable)
            if billable is not None or project is None
            else work.projects.require(project).billable,
        )
        begin(ctx, work, entry)
    return work.outcome(entry)


def begin(ctx: Context, work: UnitOfWork, entry: TimeEntry) -> None:
    """Save a new running entry, ending whatever runs at its start.

    Raises:
        RuleBroken: see start_timer.
    """
    raise_if_blocked(check_entry(entry, now=ctx.now()))
    require_open(work, entry)
    if not work.settings.value("several_timers"):
        for running in work.time_entries.all_running(ctx.user):
            work.time_entries.save(timer.stop(running, now=entry.started_at))
    work.time_entries.save(entry)


def require_open(work: UnitOfWork, entry: TimeEntry) -> None:
    """Refuse new work for a project that takes none.

    Raises:
        ProjectClosed: the project is completed, on hold or archived. NotFound: it is in the trash.
    """
    if entry.project is None:
        return
    project = work.projects.require(entry.project)
    if project.status != "active" or project.merged_into is not None:
        words = project.status.replace("_", " ")
        raise ProjectClosed(f"“{project.name}” is {words}. Make it active to track time on it.", project=project.id)


@workflow
def stop_timer(ctx: Context, *, at: int | None = None) -> Outcome[TimeEntry]:
    """Stop the running timer now, or as of ``at``.

    Raises:
        NoTimerRunning: nothing is being tracked. RuleBroken: ``at`` is before the start or in the future.
    """
    with unit_of_work(ctx, "stop_timer") as work:
        running = require_running(ctx, work)
        stopped = timer.stop(running, now=ctx.now()) if at is None else replace(running, ended_at=at)
        raise_if_blocked(check_entry(stopped, now=ctx.now()))
        work.time_entries.save(stopped)
        work.describe(stopped.description)
    return work.outcome(stopped)


def require_running(ctx: Context, work: UnitOfWork) -> TimeEntry:
    """Return the running entry.

    Raises:
        NoTimerRunning: nothing is being tracked.
    """
    running = work.time_entries.running(ctx.user)
    if running is None:
        raise NoTimerRunning("No timer is running.")
    return running


@workflow
def discard_running(ctx: Context) -> Outcome[TimeEntry]:
    """Throw the running entry away; it waits in the trash.

    Raises:
        NoTimerRunning: nothing is being tracked.
    """
    with unit_of_work(ctx, "discard_timer") as work:
        running = require_running(ctx, work)
        work.time_entries.delete(running.id)
        work.describe(running.description)
    return work.outcome(running)


@workflow
def continue_last(ctx: Context) -> Outcome[TimeEntry]:
    """Start a new timer for what was worked on last.

    Raises:
        NothingToContinue: there is no earlier entry. ProjectClosed: its project takes no new work.
    """
    with unit_of_work(ctx, "continue_timer") as work:
        last = work.time_entries.last(ctx.user)
        if last is None:
            raise NothingToContinue("There is no earlier entry to continue.")
        entry = _again(ctx, work, last)
    return work.outcome(entry)


@workflow
def continue_entry(ctx: Context, id: str) -> Outcome[TimeEntry]:  # noqa: A002 - the field's own name
    """Start a new timer like an earlier entry.

    Raises:
        NotFound: the entry is gone. ProjectClosed: its project takes no new work.
    """
    with unit_of_work(ctx, "continue_timer") as work:
        entry = _again(ctx, work, work.time_entries.require(id))
    return work.outcome(entry)


def _again(ctx: Context, work: UnitOfWork, earlier: TimeEntry) -> TimeEntry:
    entry = timer.again(earlier, id=ctx.new_id(), now=ctx.now(), tz=ctx.zone)
    begin(ctx, work, entry)
    work.describe(entry.description)
    return entry


@workflow
def resume_as_if_never_stopped(ctx: Context, id: str | None = None) -> Outcome[TimeEntry]:  # noqa: A002
    """Take the end off an entry (the last one when None), so that the time since then counts too.

    Raises:
        NothingToContinue: there is no closed entry. RuleBroken: something else was tracked since.
    """
    with unit_of_work(ctx, "resume_timer") as work:
        entry = work.time_entries.require(id) if id else work.time_entries.last(ctx.user)
        if entry is None or entry.ended_at is None:
            raise NothingToContinue("There is no stopped entry to go on with.")
        later = [
            o for o in work.time_entries.between(entry.ended_at, ctx.now()) if o.id != entry.id and o.user == ctx.user
        ]
        if later and not work.settings.value("several_timers"):
            raise RuleBroken("Something else was tracked since, so the entry cannot go on as if never stopped.")
        resumed = timer.resume(entry)
        work.time_entries.save(resumed)
        work.describe(resumed.description)
    return work.outcome(resumed)


@workflow
def move_start(ctx: Context, started_at: int) -> Outcome[TimeEntry]:
    """Let the running entry have begun at another time.

    Raises:
        NoTimerRunning: nothing is being tracked. RuleBroken: the time lies in the future.
    """
    with unit_of_work(ctx, "move_start") as work:
        moved = replace(require_running(ctx, work), started_at=started_at)
        raise_if_blocked(check_entry(moved, now=ctx.now()))
        work.time_entries.save(moved)
        work.describe(moved.description)
    return work.outcome(moved)
