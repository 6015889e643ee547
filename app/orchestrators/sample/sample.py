"""Fill an empty store with two years of a small studio's work, up to this minute."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.days import local_day
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId, TagId, TaskId
from app.orchestrators.sample.catalogue import Catalogue, Sample
from app.orchestrators.sample.hours import make_hours
from app.orchestrators.sample.plans import make_plans
from app.orchestrators.sample.stints import Days, Span, Stint, fill, spread, working_day
from app.orchestrators.sample.studio import PROJECTS, WITHOUT_PROJECT, Job, Plan
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

ENTRIES = 6_000
_SEED = 20
_RUNNING_MINUTES = 50
_LONG = Job("Move the servers", "Backend", ("deploy", "urgent"))
_RUNNING = Job("Page templates", "Frontend")
# What Review shows stays within its ninety days: entries of the last six weeks.
_RECENT_S = 42 * 86_400
_OVERLAPS = 4


class NotEmpty(RuleBroken):
    """There is work in the store already, and a sample would mix with it."""

    code = "not_empty"


@workflow
def make_sample(ctx: Context) -> Outcome[Sample]:
    """Fill an empty store: groups, clients, projects, milestones, rates, working hours and 6,000 entries up to now.

    The same on every run but for the day it is made on. It is one action.

    Raises:
        NotEmpty: there are projects or entries already; nothing was added.
    """
    days = Days(date.fromisoformat(local_day(ctx.now(), ctx.zone)), ctx.zone)
    with unit_of_work(ctx, "make_sample", "sample") as work:
        if work.projects.all() or work.time_entries.recent(limit=1):
            raise NotEmpty("There is work here already. A sample goes only into a new data directory.")
        stints = _stints(ctx, days, random.Random(_SEED))  # noqa: S311 - a sample, no secret
        catalogue = Catalogue(ctx, work, days)
        catalogue.make(_seconds_by_day(days, stints))
        make_hours(ctx, work, days)
        entries = _save_entries(ctx, work, catalogue, stints)
        make_plans(ctx, work, days, catalogue, entries)
        work.settings.put("first_start_done", value=True)
    return work.outcome(catalogue.counted(entries=len(stints) + 1))


def _stints(ctx: Context, days: Days, dice: random.Random) -> list[Stint]:
    """Return all work but the running entry, oldest first."""
    today = list(_today(ctx, days, dice))
    worked = days.worked(days.ago(728))
    counts = spread(ENTRIES - 2 - len(today), len(worked), dice)
    stints = [stint for day, count in zip(worked, counts, strict=True) for stint in working_day(days, day, count, dice)]
    _leave_work_for_review(ctx, stints, dice)
    stints.append(_long_saturday(days))
    return sorted([*stints, *today], key=lambda stint: stint.start)


def running_since(ctx: Context) -> int:
    """Return when the timer of the sample was started: fifty minutes ago, on the minute."""
    return (ctx.now() - _RUNNING_MINUTES * 60) // 60 * 60


def _today(ctx: Context, days: Days, dice: random.Random) -> list[Stint]:
    midnight = days.instant(days.today, 0)
    until = (running_since(ctx) - midnight) // 60
    begin = 8 * 60 + 20 if until > 9 * 60 + 30 else max(0, until - 180)
    whole = Span(begin, min(until, 18 * 60))
    minutes = whole.end - whole.start
    return list(fill(days, days.today, whole, max(1, minutes // 40), dice)) if minutes >= 30 else []


def _long_saturday(days: Days) -> Stint:
    day = days.ago(8)
    day -= timedelta(days=(day.weekday() - 5) % 7)
    plan = next(plan for plan in PROJECTS if plan.name == "Platform support")
    return Stint(days.instant(day, 9 * 60 + 10), days.instant(day, 20 * 60 + 10), plan, _LONG)


def _leave_work_for_review(ctx: Context, stints: list[Stint], dice: random.Random) -> None:
    """Let some recent entries overlap the next, and some have no project."""
    recent = [at for at in range(len(stints) - 1) if stints[at].start > ctx.now() - _RECENT_S]
    chosen = dice.sample(recent, _OVERLAPS + len(WITHOUT_PROJECT))
    for at in chosen[:_OVERLAPS]:
        following = stints[at + 1]
        longer = following.start + min(dice.randint(5, 20) * 60, following.end - following.start)
        if following.start - stints[at].end < 3600:
            stints[at] = stints[at]._replace(end=longer)
    for at, text in zip(chosen[_OVERLAPS:], WITHOUT_PROJECT, strict=True):
        stints[at] = stints[at]._replace(plan=None, job=Job(text, ""))


def _seconds_by_day(days: Days, stints: list[Stint]) -> dict[str, dict[str, int]]:
    """Return the seconds of each project by day."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for stint in stints:
        if stint.plan:
            found[stint.plan.name][local_day(stint.start, days.tz)] += stint.end - stint.start
    return found


def _save_entries(ctx: Context, work: UnitOfWork, catalogue: Catalogue, stints: list[Stint]) -> list[TimeEntry]:
    dice = random.Random(_SEED + 1)  # noqa: S311 - a sample, no secret
    entries = [_entry(ctx, catalogue, stint, dice) for stint in stints]
    work.time_entries.save_all(entries)
    plan = PROJECTS[0]
    since = running_since(ctx)
    running = _entry(ctx, catalogue, Stint(since, since, plan, _RUNNING), dice, running=True)
    work.time_entries.save(running)
    return entries


def _entry(
    ctx: Context, catalogue: Catalogue, stint: Stint, dice: random.Random, *, running: bool = False
) -> TimeEntry:
    plan = stint.plan
    meeting = "meeting" in stint.job.tags
    by_hand = not running and dice.random() < 0.12
    return TimeEntry(
        id=ctx.new_id(),
        created_at=stint.start,
        user=ctx.user,
        started_at=stint.start,
        ended_at=None if running else stint.end,
        tz=ctx.zone,
        description=stint.job.text,
        project=ProjectId(catalogue.projects[plan.name].id) if plan else None,
        task=_task(catalogue, plan, stint.job),
        billable=bool(plan and plan.billable) and not (meeting and dice.random() < 0.1),
        tags=frozenset(TagId(catalogue.tags[name].id) for name in stint.job.tags),
        source="manual" if by_hand else "timer",
    )


def _task(catalogue: Catalogue, plan: Plan | None, job: Job) -> TaskId | None:
    return (
        TaskId(catalogue.tasks[plan.name, job.task].id) if plan and (plan.name, job.task) in catalogue.tasks else None
    )
