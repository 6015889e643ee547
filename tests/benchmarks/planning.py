"""The timeline of 200 projects over three years: the whole of it, after an edit, and while a bar is dragged."""

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from typing import Any

from app.domain.days import day_bounds, next_day
from app.domain.entities.planning import PlannedEvent, TimeOff, TimeOffKind, WorkSlot
from app.domain.entities.projects import Milestone, Project
from app.domain.ids import ProjectId
from app.orchestrators.planning.timeline import preview_dates, timeline, timeline_again
from app.orchestrators.planning.what_if import what_if
from app.orchestrators.projects.feasibility import feasibility_problems
from app.orchestrators.projects.projects import update_project
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.work_hours.analytics import work_hours_analytics
from app.storage.context import Context
from app.storage.unit_of_work import reading, unit_of_work
from tests.benchmarks.measure import Measured, alternately

TODAY = "2026-01-01"
YEARS = ("2025-01-01", "2027-12-31")
ZONE = "Europe/Berlin"
RECALCULATED_MS, PREVIEW_MS = 150.0, 5.0
# Also of a million entries, each of which is looked at by the clock of its zone.
HOURS_MS = 600.0


class _Noon:
    """A clock that stands at noon of the day the plans are made for."""

    def now(self) -> int:
        return day_bounds(TODAY, ZONE)[0] + 12 * 3600

    def now_ms(self) -> int:
        return self.now() * 1000


def plan(ctx: Context) -> Context:
    """Give every project dates, milestones and an estimate, and the person a week, holidays and events."""
    there = replace(ctx, clock=_Noon(), zone=ZONE)
    dice = random.Random(11)
    with reading(there) as read:
        projects = read.projects.all()
        done = {row.key[0]: row.seconds // 60 for row in read.totals.by("project")}
    with unit_of_work(there, "prepare") as work:
        for slot in _week(there):
            work.work_slots.save(slot)
        for off in _holidays(there):
            work.time_off.save(off)
        for project in projects:
            dated = _dated(project, done.get(project.id, 0), dice)
            work.projects.save(dated)
            for milestone in _milestones(there, dated, dice):
                work.milestones.save(milestone)
        for event in _events(there, projects, dice):
            work.planned_events.save(event)
    return there


def _dated(project: Project, done: int, dice: random.Random) -> Project:
    estimate = done + dice.randrange(60, 30_000)
    return replace(
        project, start_date=next_day(TODAY, -dice.randrange(30, 500)), due_date=next_day(TODAY, dice.randrange(20, 730)),
        estimate_minutes=estimate,
    )  # fmt: skip


def _milestones(ctx: Context, project: Project, dice: random.Random) -> list[Milestone]:
    if dice.random() < 0.1:
        return [_milestone(ctx, project, 0, project.due_date or "", 600, recurrence="FREQ=MONTHLY")]
    days = sorted(next_day(TODAY, dice.randrange(-25, 20)) for _ in range(2))
    dues = [*dict.fromkeys(days), project.due_date or ""]
    return [_milestone(ctx, project, at, due, dice.randrange(60, 6_000)) for at, due in enumerate(dues)]


def _milestone(ctx: Context, project: Project, at: int, due: str, budget: int, **fields: Any) -> Milestone:
    return Milestone(
        id=ctx.new_id(), created_at=ctx.now(), project=ProjectId(project.id), name=f"Milestone {at}", due_date=due,
        budget_minutes=budget, position=at, **fields,
    )  # fmt: skip


def _week(ctx: Context) -> list[WorkSlot]:
    return [
        WorkSlot(id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, weekday=day, start_minute=start, end_minute=end,
                 effective_from="2020-01-01")
        for day in range(5)
        for start, end in ((540, 720), (780, 960 if day == 4 else 1080))
    ]  # fmt: skip


def _holidays(ctx: Context) -> list[TimeOff]:
    return [
        TimeOff(id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, name="Day off", kind=TimeOffKind.VACATION,
                start_date=next_day(TODAY, at), end_date=next_day(TODAY, at + 2 if at % 3 else at + 14))
        for at in range(-300, 900, 30)
    ]  # fmt: skip


def _events(ctx: Context, projects: list[Project], dice: random.Random) -> list[PlannedEvent]:
    begins = day_bounds(TODAY, ZONE)[0]
    rules = cycle(["FREQ=WEEKLY", "FREQ=DAILY;UNTIL=20260630", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=MONTHLY"])
    return [
        PlannedEvent(
            id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, title="Meeting", tz=ZONE,
            starts_at=(start := begins + dice.randrange(1, 120) * 86_400 + 36_000), ends_at=start + 5_400,
            project=ProjectId(dice.choice(projects).id), recurrence=next(rules) if at % 10 == 0 else None,
        )
        for at in range(200)
    ]  # fmt: skip


def measure(ctx: Context, size: str) -> list[Measured]:
    """Measure the timeline of a store whose projects were given plans."""
    there = plan(ctx)
    since, until = YEARS
    before = timeline(there, since=since, until=until)
    project = before.rows[7].project
    due = next_day(project.due_date or TODAY, 30)
    moved = update_project(there, project.id, due_date=due, accept_warnings=True).changes
    worked = add_entry(
        there, started_at=there.now() - 7200, ended_at=there.now() - 3600, project=before.rows[3].project.id,
        description="measured",
    ).changes  # fmt: skip
    actions: dict[str, tuple[Callable[[], object], float]] = {
        "timeline of 3 years": (lambda: timeline(there, since=since, until=until), RECALCULATED_MS),
        "timeline after an entry": (lambda: timeline_again(there, before, worked), RECALCULATED_MS),
        "timeline after a due date": (lambda: timeline_again(there, before, moved), RECALCULATED_MS),
        "preview of a due date": (lambda: preview_dates(there, before, project=project.id, due_date=due), PREVIEW_MS),
        "what if": (lambda: what_if(there, estimate_minutes=6_000, due_date=due), RECALCULATED_MS),
        "feasibility of a project": (lambda: _feasibility(there, project), RECALCULATED_MS),
        "risk of all projects": (lambda: [row.risk for row in timeline(there, since=since, until=until).rows], 1_000),
        "working hours of a year": (
            lambda: work_hours_analytics(there, since=next_day(TODAY, -365), until=TODAY, by="week"), HOURS_MS
        ),
    }  # fmt: skip
    measured = []
    for name, (action, cap) in actions.items():
        ours, least = alternately(action, lambda: _tracked(there))
        measured.append(Measured(name, size, ours, least if name.startswith("timeline") else None, cap_ms=cap))
    return measured


def _tracked(ctx: Context) -> dict[bytes, dict[str, int]]:
    """Read what the timeline shows of the past, and nothing else, by hand: the least any timeline costs."""
    found: dict[bytes, dict[str, int]] = {}
    with ctx.database.reading() as connection:
        rows = connection.execute("SELECT project, day, seconds FROM total_day WHERE day BETWEEN ? AND ?", YEARS)
        for project, day, seconds in rows:
            by_day = found.setdefault(project, {})
            by_day[day] = by_day.get(day, 0) + seconds
    return found


def _feasibility(ctx: Context, project: Project) -> object:
    with reading(ctx) as read:
        # It fits by itself, so that all others have to be looked at as well.
        return feasibility_problems(ctx, read, replace(project, estimate_minutes=60))
