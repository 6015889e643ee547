"""Reports: sums by up to three keys, whose lines always add up to the total."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.domain.days import local_day, split_by_day, week_of
from app.domain.errors import RuleBroken
from app.domain.money import amount_minor, rate_for
from app.domain.rounding import Rounding
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.entities.billing import Rate
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
    amounts: bool = False,
) -> Report:
    """Return sums of the days from ``since`` to ``until`` (None: all there are), both included.

    ``chosen`` narrows the entries down. ``rounding`` rounds each entry's seconds of a day; ``amounts`` prices billable
    entries one by one. By tag, an entry stands under each of its tags, and under "no tag"; the total counts it once.

    Raises:
        RuleBroken: more than three keys, or one that does not exist.
    """
    if not 1 <= len(group_by) <= DEEPEST or not set(group_by) <= set(KEYS) or len(set(group_by)) < len(group_by):
        raise RuleBroken(f"A report groups by one to three different keys of: {', '.join(KEYS)}.")
    with reading(ctx) as read:
        span = _span(ctx, read, since, until)
        wanted = _within(chosen or EntryFilter(), *span)
        exact = rounding is not None or amounts or bool({"tag", "description"} & set(group_by)) or wanted.needs_entries
        rows = (
            _from_entries(ctx, read, wanted, group_by, rounding, amounts)
            if exact
            else _from_totals(read, wanted, group_by)
        )
        running = [] if exact else list(_running(ctx, read, wanted, group_by))
        names = _Names(read)
        total = _total(ctx, read, wanted, rounding, amounts) if "tag" in group_by else None
        keyed = [*rows, *running]
        seconds, count, money = total or _sum(keyed)
        is_running = bool(running) or any(_fits(read, entry, wanted) for entry in read.time_entries.all_running())
        return Report(*span, group_by, seconds, count, money, _nest(keyed, group_by, names), is_running)


def _within(chosen: EntryFilter, since: str, until: str) -> EntryFilter:
    from dataclasses import replace

    return replace(chosen, since_day=since, until_day=until)


def _span(ctx: Context, read: Repositories, since: str | None, until: str | None) -> tuple[str, str]:
    today = local_day(ctx.now(), ctx.zone, read.session.day_starts_at)
    first, last = read.totals.span()
    found = (since or min(first or today, today), until or max(last or today, today))
    if found[0] > found[1]:
        raise RuleBroken(f"The report would end ({found[1]}) before it begins ({found[0]}).")
    return found


def _from_totals(read: Repositories, wanted: EntryFilter, group_by: tuple[str, ...]) -> list[_Keyed]:
    # Groups and clients are their projects' sums.
    keys = tuple(dict.fromkeys("project" if key in ("group", "client") else key for key in group_by))
    monday = read.settings.value("week_start", 0) == 0
    asked = keys if monday else tuple(dict.fromkeys("day" if key == "week" else key for key in keys))
    parents = _Parents(read)
    rows = []
    for row in read.totals.by(*asked, chosen=wanted):
        values = dict(zip(asked, row.key, strict=True))
        if "week" in keys and not monday:
            values["week"] = week_of(values["day"], read.settings.value("week_start", 0))
        parents.fill(values)
        rows.append((tuple(values[key] for key in group_by), row.seconds, row.entries, dict[str, int]()))
    return rows


def _from_entries(
    ctx: Context,
    read: Repositories,
    wanted: EntryFilter,
    group_by: tuple[str, ...],
    rounding: Rounding | None,
    amounts: bool,
) -> list[_Keyed]:
    parents, week_start = _Parents(read), int(read.settings.value("week_start", 0))
    rows: list[_Keyed] = []
    for day, entry, seconds, count, money in _pieces(ctx, read, wanted, rounding, amounts):
        values: dict[str, Any] = {
            "day": day, "week": week_of(day, week_start), "month": day[:7], "project": entry.project, "task": entry.task,
            "user": entry.user, "billable": entry.billable, "description": entry.description,
        }  # fmt: skip
        parents.fill(values)
        for tag in entry.tags if "tag" in group_by and entry.tags else (None,):
            rows.append((tuple((values | {"tag": tag})[key] for key in group_by), seconds, count, money))
    return rows


def _pieces(
    ctx: Context, read: Repositories, wanted: EntryFilter, rounding: Rounding | None, amounts: bool
) -> Iterable[Any]:
    """Yield day, entry, seconds on that day, 1 on the first day, amounts."""
    from dataclasses import replace

    from app.domain.days import next_day

    rates = read.rates.all() if amounts else []
    clients = {project.id: project.client for project in read.projects.all()} if amounts else {}
    shift = read.session.day_starts_at
    # An entry that began the day before may reach into the span.
    wider = replace(wanted, since_day=next_day(wanted.since_day or "0001-01-02", -1))
    for entry in read.time_entries.iterate(wider):
        end = ctx.now() if entry.ended_at is None else entry.ended_at
        for place, (day, seconds) in enumerate(split_by_day(entry.started_at, end, entry.tz, shift)):
            if (wanted.since_day or "") <= day <= (wanted.until_day or "9999"):
                shown = rounding.apply(seconds) if rounding else seconds
                money = _priced(rates, entry, day, shown, clients) if amounts and entry.billable else {}
                yield day, entry, shown, int(place == 0), money


def _priced(rates: list[Rate], entry: Any, day: str, seconds: int, clients: dict[str, Any]) -> dict[str, int]:
    rate = rate_for(rates, day=day, user=entry.user, project=entry.project, client=clients.get(entry.project))
    return {rate.currency: amount_minor(rate.amount, seconds)} if rate else {}


def _running(ctx: Context, read: Repositories, wanted: EntryFilter, group_by: tuple[str, ...]) -> Iterable[_Keyed]:
    parents, week_start = _Parents(read), int(read.settings.value("week_start", 0))
    for entry in read.time_entries.all_running():
        if not _fits(read, entry, wanted):
            continue
        pieces = split_by_day(entry.started_at, ctx.now(), entry.tz, read.session.day_starts_at)
        for place, (day, seconds) in enumerate(pieces):
            if not (wanted.since_day or "") <= day <= (wanted.until_day or "9999"):
                continue
            values: dict[str, Any] = {
                "day": day, "week": week_of(day, week_start), "month": day[:7], "project": entry.project,
                "task": entry.task, "user": entry.user, "billable": entry.billable,
            }  # fmt: skip
            parents.fill(values)
            yield tuple(values[key] for key in group_by), seconds, int(place == 0), {}


def _fits(read: Repositories, entry: Any, wanted: EntryFilter) -> bool:
    project = read.projects.get(entry.project) if entry.project else None
    return all(
        (
            not wanted.projects or entry.project in wanted.projects,
            not wanted.tasks or entry.task in wanted.tasks,
            not wanted.users or entry.user in wanted.users,
            not wanted.groups or (project is not None and project.group in wanted.groups),
            not wanted.clients or (project is not None and project.client in wanted.clients),
            wanted.billable is None or entry.billable == wanted.billable,
            not wanted.without_project or entry.project is None,
            not wanted.tags_any or bool(entry.tags & set(wanted.tags_any)),
            not wanted.text or wanted.text.casefold() in entry.description.casefold(),
        )
    )


def _total(
    ctx: Context, read: Repositories, wanted: EntryFilter, rounding: Rounding | None, amounts: bool
) -> tuple[int, int, dict[str, int]]:
    pieces = _pieces(ctx, read, wanted, rounding, amounts)
    return _sum(((), seconds, count, money) for _, _, seconds, count, money in pieces)


def _sum(rows: Iterable[_Keyed]) -> tuple[int, int, dict[str, int]]:
    seconds = entries = 0
    money: dict[str, int] = defaultdict(int)
    for _, part, count, amounts in rows:
        seconds += part
        entries += count
        for currency, amount in amounts.items():
            money[currency] += amount
    return seconds, entries, dict(money)


def _nest(rows: list[_Keyed], group_by: tuple[str, ...], names: _Names, level: int = 0) -> tuple[ReportGroup, ...]:
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


class _Parents:
    """Which group and client a project has; a merged project counts as the one it was merged into."""

    def __init__(self, read: Repositories) -> None:
        self._projects = {project.id: project for project in read.projects.all()}

    def fill(self, values: dict[str, Any]) -> None:
        if "project" not in values:
            return
        project = self._projects.get(values["project"] or "")
        if project and project.merged_into:
            values["project"] = project.merged_into
            project = self._projects.get(project.merged_into)
        values["group"] = project.group if project else None
        values["client"] = project.client if project else None


class _Names:
    """What the keys of a report are called."""

    def __init__(self, read: Repositories) -> None:
        self._read = read
        self._known: dict[str, dict[str, Any]] = {}

    def of(self, kind: str, key: Any) -> tuple[str, str]:
        """Return a key's name and colour."""
        if kind in ("day", "week", "month", "description"):
            return key or "(no description)", ""
        if kind == "billable":
            return "billable" if key else "not billable", ""
        if key is None:
            return f"(no {kind})", ""
        if kind == "user":
            names = {member.user: member.name for member in self._read.members.all()}
            return names.get(key, "me"), ""
        found = self._things(kind).get(key)
        return (found.name, getattr(found, "color", "")) if found else (f"(missing {kind})", "")

    def _things(self, kind: str) -> dict[str, Any]:
        if kind not in self._known:
            repository = getattr(self._read, f"{kind}s")
            self._known[kind] = {thing.id: thing for thing in repository.all()}
        return self._known[kind]
