"""Reports: sums by up to three keys, whose lines always add up to the total."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.domain.days import split_by_day, week_of
from app.domain.errors import RuleBroken
from app.orchestrators.catalogue import require_day
from app.orchestrators.merged import Merged
from app.orchestrators.prices import Prices
from app.orchestrators.progress import today_of
from app.orchestrators.reports.names import REPEATED, Names, Places
from app.orchestrators.reports.pieces import Piece, Shown, pieces
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.entities.time_entries import TimeEntry
    from app.domain.rounding import Rounding
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

KEYS = ("day", "week", "month", "group", "client", "project", "task", "user", "billable", "tag", "description")
DEEPEST = 3

_Keyed = tuple[tuple[Any, ...], int, int, dict[str, int]]


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """One line of a report and the lines below it; ``amounts`` are minor units by currency."""

    key: Any
    name: str
    seconds: int
    entries: int
    amounts: dict[str, int] = field(default_factory=dict)
    color: str = ""
    children: tuple[ReportGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report; ``running`` says that an entry still running is counted up to now."""

    since: str
    until: str
    group_by: tuple[str, ...]
    total_seconds: int
    entries: int
    amounts: dict[str, int]
    groups: tuple[ReportGroup, ...]
    running: bool = False


@workflow
def summary_report(
    ctx: Context,
    *,
    since: str | None = None,
    until: str | None = None,
    group_by: tuple[str, ...] = ("project",),
    chosen: EntryFilter | None = None,
    rounding: Rounding | None = None,
    per_day: bool = False,
    amounts: bool = False,
) -> Report:
    """Return sums of the days from ``since`` to ``until`` (None: all there are), both included.

    ``chosen`` narrows the entries down. ``rounding`` rounds each entry, or with ``per_day`` each day's time of a
    project; ``amounts`` prices billable entries. By tag, an entry stands under each of its tags; a line "counted under
    several tags" takes the repetition back, so that the lines add up to the total as they always do.

    Raises:
        RuleBroken: more than three keys, or one that does not exist; a date that is none, or an end before the start.
    """
    if not 1 <= len(group_by) <= DEEPEST or not set(group_by) <= set(KEYS) or len(set(group_by)) < len(group_by):
        raise RuleBroken(f"A report groups by one to three different keys of: {', '.join(KEYS)}.")
    require_day(since, "since")
    require_day(until, "until")
    with reading(ctx) as read:
        merged = Merged(read.projects.all())
        span = _span(ctx, read, since, until)
        wanted = replace(merged.widen(chosen or EntryFilter()), since_day=span[0], until_day=span[1])
        shown = Shown(rounding, per_day and rounding is not None, Prices(read, merged) if amounts else None)
        making = _Making(ctx, read, wanted, group_by, merged)
        exact = rounding is not None or amounts or bool({"tag", "description"} & set(group_by)) or wanted.needs_entries
        rows = making.from_entries(shown) if exact else making.from_totals()
        seconds, count, money = _sum(rows)
        return Report(*span, group_by, seconds, count, money, _nest(rows, group_by, Names(read)), making.is_running())


def _span(ctx: Context, read: Repositories, since: str | None, until: str | None) -> tuple[str, str]:
    today = today_of(ctx, read)
    first, last = read.totals.span()
    running = [today]
    for entry in read.time_entries.all_running():
        pieces_ = split_by_day(entry.started_at, ctx.now(), entry.tz, read.session.day_starts_at)
        running += [pieces_[0][0], pieces_[-1][0]]
    found = (since or min(first or today, *running), until or max(last or today, *running))
    if found[0] > found[1]:
        raise RuleBroken(f"The report would end ({found[1]}) before it begins ({found[0]}).")
    return found


class _Making:
    """Makes the rows of one report: a key for each level, seconds, entries, amounts."""

    def __init__(
        self, ctx: Context, read: Repositories, wanted: EntryFilter, group_by: tuple[str, ...], merged: Merged
    ) -> None:
        self._ctx, self._read, self._wanted, self._group_by, self._merged = ctx, read, wanted, group_by, merged
        self._places = Places(read, merged)
        self._week_start = int(read.settings.value("week_start", 0))

    def from_totals(self) -> list[_Keyed]:
        """Answer from running totals, and what runs from the running entries."""
        # Groups and clients are their projects' sums.
        keys = tuple(dict.fromkeys("project" if key in ("group", "client") else key for key in self._group_by))
        asked = keys if self._week_start == 0 else tuple(dict.fromkeys("day" if k == "week" else k for k in keys))
        rows: list[_Keyed] = []
        for row in self._read.totals.by(*asked, chosen=self._wanted):
            values = dict(zip(asked, row.key, strict=True))
            if "week" in keys and "week" not in values:
                values["week"] = week_of(values["day"], self._week_start)
            rows.append((self._key(values), row.seconds, row.entries, {}))
        return rows + list(self._running())

    def from_entries(self, shown: Shown) -> list[_Keyed]:
        """Answer from the entries one by one."""
        rows: list[_Keyed] = []
        for piece in pieces(self._ctx, self._read, self._wanted, shown, self._merged):
            values = self._values(piece.day, piece.entry)
            rows += self._by_tag(values, piece) if "tag" in self._group_by else [self._row(values, piece)]
        return rows

    def is_running(self) -> bool:
        """Whether an entry that still runs is in the report."""
        return any(True for _ in self._running())

    def _by_tag(self, values: dict[str, Any], piece: Piece) -> Iterator[_Keyed]:
        tags: list[str] = sorted(piece.entry.tags)
        for tag in tags or (None,):
            yield self._row(values | {"tag": tag}, piece)
        for _ in tags[1:]:
            key, seconds, count, money = self._row(values | {"tag": REPEATED}, piece)
            yield key, -seconds, -count, {currency: -amount for currency, amount in money.items()}

    def _running(self) -> Iterator[_Keyed]:
        since, until = self._wanted.since_day or "", self._wanted.until_day or "9999"
        for entry in self._read.time_entries.all_running():
            if not _fits(entry, self._wanted):
                continue
            days = split_by_day(entry.started_at, self._ctx.now(), entry.tz, self._read.session.day_starts_at)
            for place, (day, seconds) in enumerate(days):
                if since <= day <= until:
                    yield self._row(self._values(day, entry), Piece(day, entry, seconds, int(place == 0)))

    def _values(self, day: str, entry: TimeEntry) -> dict[str, Any]:
        return {
            "day": day, "week": week_of(day, self._week_start), "month": day[:7], "project": entry.project,
            "task": entry.task, "user": entry.user, "billable": entry.billable, "description": entry.description,
            "tag": None,
        }  # fmt: skip

    def _row(self, values: dict[str, Any], piece: Piece) -> _Keyed:
        return self._key(values), piece.seconds, piece.count, piece.amounts

    def _key(self, values: dict[str, Any]) -> tuple[Any, ...]:
        self._places.fill(values)
        return tuple(values[key] for key in self._group_by)


def _fits(entry: TimeEntry, wanted: EntryFilter) -> bool:
    return all(
        (
            not wanted.projects or entry.project in wanted.projects,
            not wanted.tasks or entry.task in wanted.tasks,
            not wanted.milestones or entry.milestone in wanted.milestones,
            not wanted.with_milestone or entry.milestone is not None,
            not wanted.users or entry.user in wanted.users,
            wanted.billable is None or entry.billable == wanted.billable,
            not wanted.without_project or entry.project is None,
            not wanted.tags_any or bool(entry.tags & set(wanted.tags_any)),
            not wanted.source or entry.source == wanted.source,
            not wanted.text or wanted.text.casefold() in entry.description.casefold(),
        )
    )


def _sum(rows: Iterable[_Keyed]) -> tuple[int, int, dict[str, int]]:
    seconds = entries = 0
    money: dict[str, int] = defaultdict(int)
    for _, part, count, amounts in rows:
        seconds += part
        entries += count
        for currency, amount in amounts.items():
            money[currency] += amount
    return seconds, entries, dict(money)


def _nest(rows: list[_Keyed], group_by: tuple[str, ...], names: Names, level: int = 0) -> tuple[ReportGroup, ...]:
    parts: dict[Any, list[_Keyed]] = defaultdict(list)
    for row in rows:
        parts[row[0][level]].append(row)
    kind = group_by[level]
    groups = []
    for key, part in parts.items():
        children = _nest(part, group_by, names, level + 1) if level + 1 < len(group_by) else ()
        name, color = names.of(kind, key)
        groups.append(ReportGroup(key, name, *_sum(part), color, children))
    if kind in ("day", "week", "month"):
        return tuple(sorted(groups, key=lambda group: group.key))
    return tuple(sorted(groups, key=lambda group: (-group.seconds, group.name.casefold())))
