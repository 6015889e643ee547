"""A week as a timesheet: rows of a project and a task, a cell a day, sums against capacity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from app.domain.capacity import is_off
from app.domain.days import day_bounds, days_between, next_day, split_by_day
from app.domain.timesheet import Part, part_on
from app.orchestrators.effective import as_they_count
from app.orchestrators.merged import Merged
from app.orchestrators.preferences import TIMESHEET_ROWS, Settings, load_settings
from app.orchestrators.progress import calendar_of, today_of
from app.orchestrators.shown import project_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

# An entry's own zone is at most this far from the viewer's.
_ZONE_MARGIN_S = 26 * 3600
_DAYS = 7


class RowKey(NamedTuple):
    """What a row is of: the project as it is shown, and its task; either may be none."""

    project: str | None
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A row's time of a day, what runs counted up to now; ``parts`` are the entries it is made of, oldest first."""

    seconds: int = 0
    parts: tuple[Part, ...] = ()
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A project and a task with a cell for each day; ``is_open`` when new work may go to it.

    ``about`` is the project's group or client. A row that is ``kept`` is there without any time.
    """

    key: RowKey
    project_name: str
    color: str = ""
    about: str = ""
    task_name: str = ""
    cells: tuple[Cell, ...] = ()
    is_open: bool = True
    is_kept: bool = False

    @property
    def seconds(self) -> int:
        """The row's sum."""
        return sum(cell.seconds for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A day of the week: its capacity, its sum, what is off on it, and whether it is locked."""

    day: str
    capacity_minutes: int
    seconds: int
    time_off: tuple[str, ...] = ()
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Timesheet:
    """A week from its first day, as it is at ``now``."""

    week: str
    today: str
    now: int
    zone: str
    settings: Settings
    days: tuple[SheetDay, ...]
    rows: tuple[SheetRow, ...]

    @property
    def seconds(self) -> int:
        """The week's sum."""
        return sum(day.seconds for day in self.days)

    @property
    def capacity_minutes(self) -> int:
        """The week's capacity."""
        return sum(day.capacity_minutes for day in self.days)


def rows_setting(week: str) -> str:
    """Return the setting that keeps which rows without time a week shows."""
    return f"{TIMESHEET_ROWS}{week}"


class Week:
    """One person's entries of the seven days from ``first`` on, by row and day."""

    def __init__(self, ctx: Context, read: Repositories, first: str) -> None:
        self._ctx, self._read, self.first = ctx, read, first
        self.days = tuple(days_between(first, next_day(first, _DAYS - 1)))
        self._shift = read.session.day_starts_at

    @cached_property
    def entries(self) -> list[TimeEntry]:
        """The person's entries around the week, with the ends up to which they count, oldest first."""
        since = day_bounds(self.days[0], self._ctx.zone, self._shift)[0] - _ZONE_MARGIN_S
        until = day_bounds(self.days[-1], self._ctx.zone, self._shift)[1] + _ZONE_MARGIN_S
        found = [entry for entry in self._read.time_entries.between(since, until) if entry.user == self._ctx.user]
        return as_they_count(self._read, found)

    @cached_property
    def running(self) -> frozenset[str]:
        """The ids of what is not stopped."""
        return frozenset(entry.id for entry in self._read.time_entries.all_running(self._ctx.user))

    @cached_property
    def merged(self) -> Merged:
        """Which project each one is shown as."""
        return Merged(self._read.projects.all())

    def key_of(self, entry: TimeEntry) -> RowKey:
        """Return the row an entry belongs to."""
        return RowKey(entry.project and self.merged.shown_as(entry.project), entry.task)

    @cached_property
    def cells(self) -> dict[RowKey, dict[str, list[Part]]]:
        """What falls on each day of the week, by row, oldest first."""
        found: dict[RowKey, dict[str, list[Part]]] = defaultdict(lambda: defaultdict(list))
        wanted, now = set(self.days), self._ctx.now()
        for entry in self.entries:
            for day, _ in split_by_day(entry.started_at, entry.until(now), entry.tz, self._shift):
                part = part_on(entry, day, now=now, day_starts_at=self._shift) if day in wanted else None
                if part is not None:
                    found[self.key_of(entry)][day].append(part)
        return found

    @cached_property
    def kept(self) -> list[RowKey]:
        """The rows that are shown without time, of projects and tasks that are here."""
        stored = self._read.settings.value(rows_setting(self.first))
        keys = [key for one in stored if (key := _key(one))] if isinstance(stored, list) else []
        tasks = self._read.tasks.by_ids(key.task for key in keys if key.task)
        projects = {project.id for project in self.merged.shown()}
        return [
            key
            for key in keys
            if (key.project is None or key.project in projects) and (key.task is None or key.task in tasks)
        ]

    @property
    def keys(self) -> list[RowKey]:
        """Every row: those with time, then those without."""
        return list(dict.fromkeys((*self.cells, *self.kept)))

    def sheet(self) -> Timesheet:
        """Return the week with everything that is shown of it."""
        rows = sorted(self._rows(), key=_order)
        return Timesheet(
            week=self.first,
            today=today_of(self._ctx, self._read),
            now=self._ctx.now(),
            zone=self._ctx.zone,
            settings=load_settings(self._read),
            days=tuple(self._sheet_days(rows)),
            rows=tuple(rows),
        )

    def _rows(self) -> Iterable[SheetRow]:
        keys = self.keys
        tasks = self._read.tasks.by_ids(key.task for key in keys if key.task)
        wanted = {key.project for key in keys if key.project}
        projects = self._read.projects.by_ids(wanted)
        lost = self._read.projects.in_trash(wanted - projects.keys())
        names = project_names(self._read)
        groups = {group.id: group.name for group in self._read.groups.all()}
        clients = {client.id: client.name for client in self._read.clients.all()}
        for key in keys:
            project = projects.get(key.project or "")
            shown = project or lost.get(key.project or "")
            task = tasks.get(key.task or "")
            yield SheetRow(
                key=key,
                project_name=names.get(shown.id, shown.name) if shown else "",
                color=shown.color if shown else "",
                about=(groups.get(shown.group or "") or clients.get(shown.client or "") or "") if shown else "",
                task_name=task.name if task else "",
                cells=tuple(self._cell(key, day) for day in self.days),
                is_open=_is_open(key, project),
                is_kept=key not in self.cells,
            )

    def _cell(self, key: RowKey, day: str) -> Cell:
        parts = self.cells.get(key, {}).get(day, ())
        is_running = any(part.entry.id in self.running for part in parts)
        return Cell(sum(part.seconds for part in parts), tuple(parts), is_running)

    def _sheet_days(self, rows: list[SheetRow]) -> Iterable[SheetDay]:
        capacity = calendar_of(self._read, self._ctx.user).by_day(self.days[0], self.days[-1])
        off = [one for one in self._read.time_off.all() if one.user == self._ctx.user]
        locked = load_settings(self._read).locked_before or ""
        for place, day in enumerate(self.days):
            yield SheetDay(
                day,
                capacity[day],
                sum(row.cells[place].seconds for row in rows),
                tuple(one.name for one in off if is_off(one, day)),
                day < locked,
            )


def _order(row: SheetRow) -> tuple[bool, str, str, str, str]:
    project, task = row.key
    return project is None, row.project_name.casefold(), project or "", row.task_name.casefold(), task or ""


def _is_open(key: RowKey, project: Project | None) -> bool:
    return key.project is None or (project is not None and project.status == "active")


def _key(stored: object) -> RowKey | None:
    """Return the row a setting means; None for what another version may have written."""
    match stored:
        case [str() | None as project, str() | None as task]:
            return RowKey(project, task)
    return None
