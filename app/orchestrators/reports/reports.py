"""Reports: sums by up to three keys, whose lines always add up to the total."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.domain.days import next_day, split_by_day, week_of
from app.domain.errors import RuleBroken
from app.domain.money import amount_minor
from app.orchestrators.catalogue import require_day
from app.orchestrators.effective import timers
from app.orchestrators.merged import Merged
from app.orchestrators.prices import Prices
from app.orchestrators.progress import today_of
from app.orchestrators.reports.names import REPEATED, Names, Places
from app.orchestrators.reports.pieces import DAY_S, Shown, pieces, pieces_of
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from app.domain.entities.billing import Rate
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.rounding import Rounding
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

KEYS = ("day", "week", "month", "group", "client", "project", "task", "user", "billable", "tag", "description")
DEEPEST = 3

_COLUMN_OF = {"tag": "tags", "group": "project", "client": "project"}

_Sums = tuple[int, int, dict[str, int]]
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
        sentence = f"A report groups by one to three different keys of: {', '.join(KEYS)}."
        raise RuleBroken(sentence, field="group_by", group_by=group_by, possible=KEYS)
    require_day(since, "since")
    require_day(until, "until")
    with reading(ctx) as read:
        merged = Merged(read.projects.all())
        span = _span(ctx, read, since, until)
        wanted = replace(merged.widen(chosen or EntryFilter()), since_day=span[0], until_day=span[1])
        shown = Shown(rounding, per_day and rounding is not None, Prices(read, merged) if amounts else None)
        making = _Making(ctx, read, wanted, group_by, merged)
        exact = rounding is not None or amounts or bool({"tag", "description"} & set(group_by)) or wanted.needs_entries
        settled = shown.per_day or ((rounding or amounts or exact) and bool({"day", "week", "month"} & set(group_by)))
        rows = (
            making.from_totals() if not exact else making.from_entries(shown) if settled else making.from_alike(shown)
        )
        seconds, count, money = _sum(rows)
        return Report(*span, group_by, seconds, count, money, _nest(rows, group_by, Names(read)), making.is_running())


def _span(ctx: Context, read: Repositories, since: str | None, until: str | None) -> tuple[str, str]:
    today = today_of(ctx, read)
    first, last = read.totals.span()
    running = [today]
    for entry in timers(read):
        pieces_ = split_by_day(entry.started_at, entry.until(ctx.now()), entry.tz, read.session.day_starts_at)
        running += [pieces_[0][0], pieces_[-1][0]]
    found = (since or min(first or today, *running), until or max(last or today, *running))
    if found[0] > found[1]:
        sentence = f"The report would end ({found[1]}) before it begins ({found[0]})."
        raise RuleBroken(sentence, field="until", since=found[0], until=found[1])
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
            rows += self._spread(values, piece.entry.tags, (piece.seconds, piece.count, piece.amounts))
        return rows

    def from_alike(self, shown: Shown) -> list[_Keyed]:
        """Answer from sums over entries that are alike: exact where nothing but the rate depends on the day.

        Entries that may reach into the span or out of it are looked at one by one.
        """
        since, until = str(self._wanted.since_day), str(self._wanted.until_day)
        days = self._read.time_entries.longest() // DAY_S + 2
        last_inside = next_day(until, -days)
        if last_inside < since:
            return self.from_entries(shown)
        rows: list[_Keyed] = []
        for values, sums in self._alike(replace(self._wanted, until_day=last_inside), shown):
            rows += self._spread(values, values.get("tags", ()), sums)
        for first, last in ((next_day(since, -days), next_day(since, -1)), (next_day(last_inside), until)):
            edge = replace(self._wanted, since_day=first, until_day=last)
            for entry in self._read.time_entries.iterate(edge):
                if not entry.running:
                    rows += self._clipped(entry, shown)
        for entry in timers(self._read):
            if _fits(entry, self._wanted):
                rows += self._clipped(entry, shown)
        return rows

    def _alike(self, inside: EntryFilter, shown: Shown) -> Iterator[tuple[dict[str, Any], _Sums]]:
        """Yield what entries have in common, and what they show together."""
        columns = dict.fromkeys(_COLUMN_OF.get(key, key) for key in self._group_by)
        prices, rounding = shown.prices, shown.rounding
        if rounding or prices:
            # What each shows is settled by how long it is.
            columns |= dict.fromkeys(("seconds", *(("project", "billable") if prices else ())))
        if prices and prices.by_user:
            columns["user"] = None
        for part in prices.periods(inside) if prices else (inside,):
            for values, seconds, count in self._read.time_entries.alike(tuple(columns), part):
                if not columns.keys() & {"seconds"}:
                    yield values, (seconds, count, {})
                    continue
                each, money = rounding.apply(values["seconds"]) if rounding else values["seconds"], {}
                rate = self._rate_of(values, part, prices)
                if rate:
                    money = {rate.currency: amount_minor(rate.amount, each) * count}
                yield values, (each * count, count, money)

    def _rate_of(self, values: dict[str, Any], part: EntryFilter, prices: Prices | None) -> Rate | None:
        if prices is None or not values["billable"]:
            return None
        user = values.get("user") or prices.only_user or ""
        return prices.rate(day=part.since_day or "", user=user, project=values["project"])

    def _clipped(self, entry: TimeEntry, shown: Shown) -> Iterator[_Keyed]:
        for piece in pieces_of(self._ctx, entry, shown, self._read.session.day_starts_at):
            if str(self._wanted.since_day) <= piece.day <= str(self._wanted.until_day):
                sums = (piece.seconds, piece.count, piece.amounts)
                yield from self._spread(self._values(piece.day, entry), entry.tags, sums)

    def is_running(self) -> bool:
        """Whether an entry that still runs is in the report."""
        return any(True for _ in self._running())

    def _spread(self, values: dict[str, Any], tags: Collection[str], sums: _Sums) -> Iterator[_Keyed]:
        """Yield a row, or one for each tag, and what takes the repetition back."""
        if "tag" not in self._group_by:
            yield self._key(values), *sums
            return
        for tag in sorted(tags) or (None,):
            yield self._key(values | {"tag": tag}), *sums
        again, (seconds, count, money) = len(tags) - 1, sums
        if again > 0:
            taken = {currency: -amount * again for currency, amount in money.items()}
            yield self._key(values | {"tag": REPEATED}), -seconds * again, -count * again, taken

    def _running(self) -> Iterator[_Keyed]:
        since, until = self._wanted.since_day or "", self._wanted.until_day or "9999"
        for entry in timers(self._read):
            if not _fits(entry, self._wanted):
                continue
            days = split_by_day(
                entry.started_at, entry.until(self._ctx.now()), entry.tz, self._read.session.day_starts_at
            )
            for place, (day, seconds) in enumerate(days):
                if since <= day <= until:
                    yield self._key(self._values(day, entry)), seconds, int(place == 0), {}

    def _values(self, day: str, entry: TimeEntry) -> dict[str, Any]:
        return {
            "day": day, "week": week_of(day, self._week_start), "month": day[:7], "project": entry.project,
            "task": entry.task, "user": entry.user, "billable": entry.billable, "description": entry.description,
            "tag": None,
        }  # fmt: skip

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
