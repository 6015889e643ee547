"""The timesheet: a week to read and to type into. A cell's time is made of entries like any other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.days import next_day, resolve_local, wall_clock, week_of
from app.domain.errors import RuleBroken
from app.orchestrators.time_tracking.timesheet_cell import CellWriter, NoRoom
from app.orchestrators.time_tracking.timesheet_week import RowKey, Timesheet, Week, rows_setting
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.domain.timesheet import Part
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Copied:
    """What came over from the week before: rows, and seconds; ``left_out`` are seconds that found no room."""

    rows: int
    seconds: int = 0
    left_out: int = 0


@workflow
def timesheet(ctx: Context, *, week: str | None = None) -> Timesheet:
    """Return the week a day is in; this one when None."""
    with reading(ctx) as read:
        return Week(ctx, read, _first_day(ctx, read, week)).sheet()


@workflow
def set_cell(ctx: Context, *, day: str, project: str | None, task: str | None = None, seconds: int) -> Outcome[int]:
    """Let the time of a project and task on a day be exactly ``seconds``; returns what it was before.

    More is added after the cell's last entry, in an empty cell in the first free time of the working day. An entry that
    was typed grows; what was measured or imported gets a new one beside it. Less is taken from the latest entries; 0
    clears the cell. Nothing on other days or in other rows changes.

    Raises:
        NoRoom: it would pass the day's end or go beyond now. TimerInCell, StopUndecided: see there. RuleBroken: an
            entry is locked, or the seconds are negative. ProjectClosed, NotFound: the project takes no new work.
    """
    if seconds < 0:
        raise RuleBroken("A cell's time cannot be less than nothing.", field="seconds")
    with unit_of_work(ctx, "set_time") as work:
        week = Week(ctx, work, _first_day(ctx, work, day))
        key = RowKey(project, task)
        lasted = sum(part.seconds for part in week.cells.get(key, {}).get(day, ()))
        problems = [] if seconds == lasted > 0 else CellWriter(ctx, work, week).set(key, day, seconds)
        work.describe(_name_of(work, key))
    return work.outcome(lasted, problems)


@workflow
def add_row(ctx: Context, *, week: str, project: str | None, task: str | None = None) -> Outcome[RowKey]:
    """Show a row in the week a day is in, also without time."""
    with unit_of_work(ctx, "add_timesheet_row") as work:
        sheet, key = Week(ctx, work, _first_day(ctx, work, week)), RowKey(project, task)
        if key not in sheet.keys:
            _keep(work, sheet, [*sheet.kept, key])
        work.describe(_name_of(work, key))
    return work.outcome(key)


@workflow
def remove_row(ctx: Context, *, week: str, project: str | None, task: str | None = None) -> Outcome[RowKey]:
    """Show a row without time no longer in the week a day is in.

    Raises:
        RuleBroken: it has time.
    """
    with unit_of_work(ctx, "remove_timesheet_row") as work:
        sheet, key = Week(ctx, work, _first_day(ctx, work, week)), RowKey(project, task)
        if key in sheet.cells:
            raise RuleBroken("This row has time in this week. Clear its cells to take it away.")
        if key in sheet.kept:
            _keep(work, sheet, [other for other in sheet.kept if other != key])
        work.describe(_name_of(work, key))
    return work.outcome(key)


@workflow
def copy_last_week(ctx: Context, *, week: str, times: bool) -> Outcome[Copied]:
    """Show the rows of the week before in the week a day is in, those that take new work; with ``times`` their time.

    Time goes into cells that are empty, at the same time of the day if that is free, else later on the day. What finds
    no room before the day's end and before now is left out.

    Raises:
        RuleBroken: there is nothing to copy that is not here already, or a day is locked.
    """
    with unit_of_work(ctx, "copy_last_week") as work:
        sheet = Week(ctx, work, _first_day(ctx, work, week))
        earlier = Week(ctx, work, next_day(sheet.first, -7))
        rows = [key for key in _open_ones(earlier) if key not in sheet.keys]
        copied = _copy_times(ctx, work, earlier, sheet) if times else Copied(0)
        if not rows and not copied.seconds:
            raise RuleBroken("There is nothing to copy from the week before that is not here already.")
        if rows:
            _keep(work, sheet, [*sheet.kept, *rows])
    return work.outcome(Copied(len(rows), copied.seconds, copied.left_out))


def _copy_times(ctx: Context, work: UnitOfWork, earlier: Week, sheet: Week) -> Copied:
    writer = CellWriter(ctx, work, sheet)
    done = left_out = 0
    for key in _open_ones(earlier):
        for day, parts in earlier.cells.get(key, {}).items():
            target = next_day(day, 7)
            if target in sheet.cells.get(key, {}):
                continue
            for part in parts:
                like = replace(part.entry, milestone=None)
                try:
                    writer.add(key, target, part.seconds, _week_later(part), tz=part.entry.tz, like=like)
                    done += part.seconds
                except NoRoom:
                    left_out += part.seconds
    return Copied(0, done, left_out)


def _week_later(part: Part) -> int:
    """Return the same time of the day a week later; in a repeated hour the first."""
    return resolve_local(wall_clock(part.since, part.entry.tz) + _WEEK, part.entry.tz).instants[0]


def _open_ones(week: Week) -> list[RowKey]:
    return [row.key for row in week.sheet().rows if row.is_open]


def _keep(work: UnitOfWork, week: Week, keys: list[RowKey]) -> None:
    work.settings.put(rows_setting(week.first), [list(key) for key in keys])


def _first_day(ctx: Context, read: Repositories, day: str | None) -> str:
    from app.orchestrators.progress import today_of

    return week_of(day or today_of(ctx, read), read.settings.value("week_start", 0))


def _name_of(read: Repositories, key: RowKey) -> str:
    project = read.projects.get(key.project) if key.project else None
    return project.name if project else ""
