"""Writing a timesheet's cells: time is added where it is free, and taken from the latest entries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.days import day_bounds, local_day, wall_clock
from app.domain.durations import format_duration
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId, TaskId
from app.domain.time_boxes import at_minute
from app.domain.timesheet import free_seconds, lowered, room
from app.orchestrators.effective import stopped_twice
from app.orchestrators.entry_checks import Saver, fit_parts, require_open
from app.orchestrators.locks import Locks
from app.orchestrators.progress import calendar_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.problems import Problem
    from app.domain.time_boxes import Span
    from app.domain.timesheet import Part
    from app.orchestrators.time_tracking.timesheet_week import RowKey, Week
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

_MORNING = 9 * 60


class NoRoom(RuleBroken):
    """The time would pass midnight, or go beyond now."""

    code = "no_room"


class StillToCome(NoRoom):
    """The day has not begun."""

    code = "to_come"


class TimerInCell(RuleBroken):
    """What a running timer adds to is not changed under its hands."""

    code = "timer_in_cell"


class StopUndecided(RuleBroken):
    """Two devices stopped an entry at different times, and nobody decided yet."""

    code = "stop_undecided"


class CellWriter:
    """Changes cells of one week in a transaction; what is added takes its place for what comes after."""

    def __init__(self, ctx: Context, work: UnitOfWork, week: Week) -> None:
        self._ctx, self._work, self._week = ctx, work, week
        self._saver, self._locks = Saver(ctx, work), Locks(work)
        self._shift = work.session.day_starts_at
        now = ctx.now()
        self._taken = [(entry.started_at, entry.until(now)) for entry in week.entries]

    def set(self, key: RowKey, day: str, seconds: int) -> list[Problem]:
        """Let a cell last so long; returns the warnings.

        Raises:
            RuleBroken: a timer runs in it, its stop is undecided, or an entry is locked. NoRoom: see ``add``.
            ProjectClosed, NotFound: the project takes no new work, or is not here.
        """
        parts = self._week.cells.get(key, {}).get(day, [])
        self._require_settled(parts)
        lasted = sum(part.seconds for part in parts)
        if seconds > lasted:
            return self._grow(key, day, seconds - lasted, parts)
        self._shrink(parts, seconds)
        return []

    def add(self, key: RowKey, day: str, seconds: int, since: int, *, tz: str, like: TimeEntry | None) -> list[Problem]:
        """Add time of a row to a day, in the first free time after ``since``; returns the warnings.

        Raises:
            NoRoom: it would pass the day's end, or go beyond now. RuleBroken: the day is locked, or the project
                takes no new work.
        """
        spans = self._room(day, seconds, since, tz)
        return [problem for span in spans for problem in self._save_new(key, span, tz, like)]

    def _grow(self, key: RowKey, day: str, seconds: int, parts: Sequence[Part]) -> list[Problem]:
        if not parts:
            return self.add(key, day, seconds, self._morning(day), tz=self._ctx.zone, like=None)
        last = max(parts, key=lambda part: (part.until, part.since))
        entry = last.entry
        first, *others = self._room(day, seconds, last.until, entry.tz)
        # What a timer measured, or another program, stays as it was measured; only what was typed grows.
        if first[0] != entry.ended_at or not self._was_typed(entry):
            return self._save_all_new(key, (first, *others), entry)
        self._require_open(key, entry)
        problems = self._saver.save(replace(entry, ended_at=first[1]), entry)
        return problems + self._save_all_new(key, others, entry)

    def _was_typed(self, entry: TimeEntry) -> bool:
        return entry.source == "manual" and entry.external_id is None and bool(self._locks.open_ones([entry]))

    def _shrink(self, parts: Sequence[Part], seconds: int) -> None:
        for cut in lowered(parts, seconds):
            entry = self._work.time_entries.require(cut.entry.id)
            self._locks.require_open(entry)
            if cut.before is not None:
                self._saver.save(cut.before, entry)
                if cut.after is not None:
                    rest = replace(cut.after, id=self._ctx.new_id(), created_at=self._ctx.now(), external_id=None)
                    self._saver.save(rest)
            elif cut.after is not None:
                self._saver.save(cut.after, entry)
            else:
                self._work.time_entries.delete(entry.id)

    def _save_all_new(self, key: RowKey, spans: Sequence[Span], like: TimeEntry) -> list[Problem]:
        return [problem for span in spans for problem in self._save_new(key, span, like.tz, like)]

    def _save_new(self, key: RowKey, span: Span, tz: str, like: TimeEntry | None) -> list[Problem]:
        entry = TimeEntry(
            id=self._ctx.new_id(), created_at=self._ctx.now(), user=self._ctx.user, tz=tz, started_at=span[0],
            ended_at=span[1], project=ProjectId(key.project) if key.project else None,
            task=TaskId(key.task) if key.task else None, source="manual",
        )  # fmt: skip
        project = require_open(self._work, entry)
        if like is not None:
            entry = replace(
                entry, description=like.description, tags=like.tags, billable=like.billable, milestone=like.milestone
            )
        elif project is not None:
            entry = replace(entry, billable=project.billable)
        problems = self._saver.save(fit_parts(self._work, entry, named=("task",)))
        self._taken.append(span)
        return problems

    def _require_open(self, key: RowKey, entry: TimeEntry) -> None:
        require_open(self._work, replace(entry, project=ProjectId(key.project) if key.project else None))

    def _require_settled(self, parts: Sequence[Part]) -> None:
        ids = {part.entry.id for part in parts}
        if ids & self._week.running:
            sentence = "A timer is running in this cell. Stop it, then change the time. Nothing was changed."
            raise TimerInCell(sentence, entries=sorted(ids & self._week.running))
        if any(stops.entry in ids for stops in stopped_twice(self._work)):
            raise StopUndecided(
                "Two devices stopped an entry of this cell at different times. Decide in Review which one counts, then"
                " change it. Nothing was changed."
            )

    def _morning(self, day: str) -> int:
        """Return when work on a day begins: with its first slot, else at nine."""
        spans = calendar_of(self._work, self._ctx.user).spans(day)
        begins = at_minute(day, spans[0][0] if spans else _MORNING, self._ctx.zone)
        return max(begins, day_bounds(day, self._ctx.zone, self._shift)[0])

    def _room(self, day: str, seconds: int, since: int, tz: str) -> list[Span]:
        end = day_bounds(day, tz, self._shift)[1]
        until = min(end, self._ctx.now())
        spans = room(since, until, self._taken, seconds)
        if spans:
            return spans
        if local_day(self._ctx.now(), tz, self._shift) < day:
            sentence = f"{day} is still to come. Time can be entered once it has passed. Nothing was changed."
            raise StillToCome(sentence, day=day)
        free, begins = format_duration(free_seconds(since, until, self._taken)), f"{wall_clock(since, tz):%H:%M}"
        if since >= until:
            why = f"It would begin at {begins}, and there is nothing free from then on"
        else:
            why = f"From {begins} on only {free} is free"
        limit = "would pass midnight" if until == end else f"would go beyond now, {wall_clock(until, tz):%H:%M}"
        raise NoRoom(
            f"{format_duration(seconds)} more {limit}. {why}. Enter less, or add an entry with times of its own."
            " Nothing was changed.",
            day=day, seconds=seconds, since=since, until=until,
        )  # fmt: skip
