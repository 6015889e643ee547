"""The timer: start, stop, switch, continue. One running entry a person, unless a setting allows several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain import timer
from app.domain.days import wall_clock
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.ids import ProjectId
from app.domain.rules.entries import check_entry
from app.domain.views import effective_ends
from app.orchestrators.entry_checks import Saver, fit_parts, require_open
from app.orchestrators.merged import Merged
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.ids import MilestoneId, TagId, TaskId
    from app.domain.outcome import Outcome
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


class NoTimerRunning(RuleBroken):
    """Nothing is being tracked."""

    code = "no_timer_running"


class NothingToContinue(RuleBroken):
    """There is no earlier entry to go on with."""

    code = "nothing_to_continue"


class StartsBeforeRunning(RuleBroken):
    """The new timer would begin before the running one did, so the running one could not end there."""

    code = "starts_before_running"


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

    ``billable`` None takes the project's own. A warning says which time it counts twice.

    Raises:
        RuleBroken: the start lies in the future or on a locked day, or task or milestone are another project's.
        StartsBeforeRunning: the start lies before that of the running timer. ProjectClosed: the project takes no work.
    """
    with unit_of_work(ctx, "start_timer", description.strip()) as work:
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
            billable=bool(billable),
        )
        if billable is None and project is not None:
            entry = replace(entry, billable=work.projects.require(project).billable)
        entry = fit_parts(work, entry, named=("task", "milestone"))
        problems = begin(ctx, work, entry)
    return work.outcome(entry, problems)


def begin(ctx: Context, work: UnitOfWork, entry: TimeEntry) -> list[Problem]:
    """Save a new running entry, ending whatever runs at its start; returns the warnings.

    Raises:
        RuleBroken: see start_timer.
    """
    require_open(work, entry)
    if not work.settings.value("several_timers"):
        timers = work.time_entries.all_running(entry.user)
        ends = effective_ends(timers)
        for running in timers:
            # Started now, it begins before the other only if the clock went back: then the other has no length.
            if entry.started_at < min(running.started_at, ctx.now()):
                since = wall_clock(running.started_at, running.tz)
                raise StartsBeforeRunning(
                    f"A timer has been running since {since:%H:%M}. The new one cannot begin before that; stop the running"
                    " one first, or change its start.",
                    entry=running.id,
                    started_at=running.started_at,
                )
            # One that ran beside a later one ends where it counted up to, not where the new one begins.
            end = ends.get(running.id, entry.started_at)
            work.time_entries.save(timer.stop(running, now=end))
    return Saver(ctx, work).start(entry)


@workflow
def stop_timer(ctx: Context, *, id: str | None = None, at: int | None = None) -> Outcome[TimeEntry]:  # noqa: A002
    """Stop the running timer (the newest where several run, or the one named) now, or as of ``at``.

    When the clock went back behind its start, it ends at its start.

    Raises:
        NoTimerRunning: nothing is being tracked. RuleBroken: ``at`` is before the start or in the future.
    """
    with unit_of_work(ctx, "stop_timer") as work:
        running = require_running(ctx, work, id)
        if at is None:
            stopped, problems = timer.stop(running, now=ctx.now()), []
        else:
            stopped = replace(running, ended_at=at)
            problems = check_entry(stopped, now=ctx.now())
            raise_if_blocked(problems)
        work.time_entries.save(stopped)
        if id is None:
            _end_others(work, stopped)
        work.describe(stopped.description)
    return work.outcome(stopped, problems)


def _end_others(work: UnitOfWork, stopped: TimeEntry) -> None:
    """End, where they count up to, the timers that ran beside a later one: stopping it must not let them run on."""
    if work.settings.value("several_timers"):
        return
    others = work.time_entries.all_running(stopped.user)
    ends = effective_ends([*others, timer.resume(stopped)])
    work.time_entries.save_all(timer.stop(other, now=ends[other.id]) for other in others)


def require_running(ctx: Context, work: UnitOfWork, id: str | None = None) -> TimeEntry:  # noqa: A002
    """Return the running entry, the newest or the one named.

    Raises:
        NoTimerRunning: nothing is being tracked, or this entry is not running.
    """
    running = work.time_entries.running(ctx.user) if id is None else work.time_entries.get(id)
    if running is None or not running.running:
        raise NoTimerRunning("No timer is running." if id is None else "This timer is not running any more.", id=id)
    return running


@workflow
def discard_running(ctx: Context, *, id: str | None = None) -> Outcome[TimeEntry]:  # noqa: A002
    """Throw the running entry (the newest, or the one named) away; it waits in the trash.

    Raises:
        NoTimerRunning: nothing is being tracked.
    """
    with unit_of_work(ctx, "discard_timer") as work:
        running = require_running(ctx, work, id)
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
        entry, problems = _again(ctx, work, last)
    return work.outcome(entry, problems)


@workflow
def continue_entry(ctx: Context, id: str) -> Outcome[TimeEntry]:  # noqa: A002 - the field's own name
    """Start a new timer like an earlier entry.

    Raises:
        NotFound: the entry is gone. ProjectClosed: its project takes no new work.
    """
    with unit_of_work(ctx, "continue_timer") as work:
        entry, problems = _again(ctx, work, work.time_entries.require(id))
    return work.outcome(entry, problems)


def _again(ctx: Context, work: UnitOfWork, earlier: TimeEntry) -> tuple[TimeEntry, list[Problem]]:
    entry = timer.again(earlier, id=ctx.new_id(), now=ctx.now(), tz=ctx.zone)
    if entry.project:
        # What was merged goes on in the project that views show.
        entry = replace(entry, project=ProjectId(Merged(work.projects.all()).shown_as(entry.project)))
    entry = replace(fit_parts(work, entry), user=ctx.user)
    problems = begin(ctx, work, entry)
    work.describe(entry.description)
    return entry, problems


@workflow
def resume_as_if_never_stopped(ctx: Context, id: str | None = None) -> Outcome[TimeEntry]:  # noqa: A002
    """Take the end off an entry (the last one when None), so that the time since then counts too.

    Raises:
        NothingToContinue: there is no closed entry. RuleBroken: something else was tracked since, or the day is locked.
        ProjectClosed: the project takes no work any more.
    """
    with unit_of_work(ctx, "resume_timer") as work:
        entry = work.time_entries.require(id) if id else work.time_entries.last(ctx.user)
        if entry is None or entry.ended_at is None:
            raise NothingToContinue("There is no stopped entry to go on with.")
        # What begins this very second was tracked since, too.
        since = work.time_entries.between(entry.ended_at, max(ctx.now(), entry.ended_at) + 1)
        later = [other for other in since if other.id != entry.id and other.user == entry.user]
        if later and not work.settings.value("several_timers"):
            sentence = "Something else was tracked since, so the entry cannot go on as if never stopped."
            raise RuleBroken(sentence, id=entry.id, since=[other.id for other in later])
        require_open(work, entry)
        resumed = timer.resume(entry)
        problems = Saver(ctx, work).save(resumed, entry)
        work.describe(resumed.description)
    return work.outcome(resumed, problems)


@workflow
def move_start(ctx: Context, started_at: int, *, id: str | None = None) -> Outcome[TimeEntry]:  # noqa: A002
    """Let the running entry (the newest, or the one named) have begun at another time.

    Raises:
        NoTimerRunning: nothing is being tracked. RuleBroken: the time lies in the future, or on a locked day.
    """
    with unit_of_work(ctx, "move_start") as work:
        running = require_running(ctx, work, id)
        moved = replace(running, started_at=started_at)
        problems = Saver(ctx, work).save(moved, running)
        work.describe(moved.description)
    return work.outcome(moved, problems)
