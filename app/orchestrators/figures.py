"""The figures of some projects' work together: of one project's page, or of a group's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from app.domain.days import month_of, next_day, week_of
from app.orchestrators.effective import timers
from app.orchestrators.merged import NOTHING, Merged
from app.orchestrators.prices import Prices
from app.orchestrators.progress import today_of
from app.storage.filters import EntryFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

WEEKS = 12
_TOP = 6


class Share(NamedTuple):
    """A name and its closed seconds."""

    name: str
    seconds: int


class LateFigures(NamedTuple):
    """Amounts in minor units by currency, and the tags with most time: no running total has them as they are asked."""

    amounts: dict[str, int]
    tags: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFigures:
    """Seconds are of closed entries; ``running_seconds`` come on top, amounts count them in.

    ``amounts`` are minor units by currency, empty when no rate is known. ``weeks`` are the last 12, oldest first;
    ``by_day`` are the closed seconds of every day worked on.
    """

    running_seconds: int
    today_seconds: int
    week_seconds: int
    month_seconds: int
    total_seconds: int
    billable_seconds: int
    amounts: dict[str, int]
    weeks: tuple[Share, ...]
    tags: tuple[Share, ...]
    people: tuple[Share, ...]
    longest_gap_days: int
    entries: int
    by_day: dict[str, int]

    @property
    def share_billable(self) -> float | None:
        """Billable ÷ all closed seconds, None before there are any."""
        return self.billable_seconds / self.total_seconds if self.total_seconds else None


def work_figures(
    ctx: Context,
    read: Repositories,
    projects: Sequence[str],
    *,
    since: str | None = None,
    until: str | None = None,
    whole: bool = True,
) -> WorkFigures:
    """Return the figures of some projects (merged ones named too), of all days or those from ``since`` to ``until``.

    Amounts and tags take longer than everything else together; without ``whole`` they are left to ``late_figures``.
    """
    chosen = chosen_of(projects, since, until)
    by_day = {row.key[0]: row for row in read.totals.by("day", chosen=chosen)}
    seconds = {day: row.seconds for day, row in by_day.items()}
    running = [entry for entry in timers(read) if entry.project in chosen.projects]
    today = today_of(ctx, read)
    week = week_of(today, read.settings.value("week_start", 0))
    late = late_figures(ctx, read, chosen) if whole else LateFigures({}, ())
    billable = EntryFilter(projects=chosen.projects, since_day=since, until_day=until, billable=True)
    return WorkFigures(
        running_seconds=sum(entry.seconds(ctx.now()) for entry in running),
        today_seconds=seconds.get(today, 0),
        week_seconds=sum(part for day, part in seconds.items() if week <= day <= next_day(week, 6)),
        month_seconds=sum(part for day, part in seconds.items() if month_of(day) == month_of(today)),
        total_seconds=sum(seconds.values()),
        billable_seconds=read.totals.seconds(billable),
        amounts=late.amounts,
        weeks=_weeks(seconds, week),
        tags=late.tags,
        people=_people(read, chosen),
        longest_gap_days=_longest_gap(seconds),
        entries=sum(row.entries for row in by_day.values()) + len(running),
        by_day=seconds,
    )


def chosen_of(projects: Sequence[str], since: str | None = None, until: str | None = None) -> EntryFilter:
    """Return the filter on some projects and days; of no projects it means no entry."""
    return EntryFilter(projects=tuple(projects) or (NOTHING,), since_day=since, until_day=until)


def late_figures(ctx: Context, read: Repositories, chosen: EntryFilter) -> LateFigures:
    """Return what the billable entries of a filter are worth, and its tags with most time."""
    return LateFigures(Prices(read, Merged(read.projects.all())).sums(ctx, chosen), _tags(read, chosen))


def seconds_by_project(ctx: Context, read: Repositories, merged: Merged) -> dict[str | None, int]:
    """Return everything tracked by project as views show them, what runs counted up to now."""
    seconds: dict[str | None, int] = {row.key[0]: row.seconds for row in read.totals.by("project")}
    for entry in timers(read):
        seconds[entry.project] = seconds.get(entry.project, 0) + entry.seconds(ctx.now())
    return merged.sums(seconds)


def _weeks(by_day: dict[str, int], this_week: str) -> tuple[Share, ...]:
    starts = [next_day(this_week, -7 * back) for back in range(WEEKS - 1, -1, -1)]
    return tuple(Share(start, sum(by_day.get(next_day(start, d), 0) for d in range(7))) for start in starts)


def _longest_gap(by_day: dict[str, int]) -> int:
    days = sorted(date.fromisoformat(day).toordinal() for day, seconds in by_day.items() if seconds)
    return max((after - before - 1 for before, after in pairwise(days)), default=0)


def _tags(read: Repositories, chosen: EntryFilter) -> tuple[Share, ...]:
    sums = {row.key[0]: row.seconds for row in read.totals.by("tag", chosen=chosen)}
    known = read.tags.by_ids(sums)
    shares = sorted((Share(known[id_].name, seconds) for id_, seconds in sums.items() if id_ in known))
    return tuple(sorted(shares, key=lambda share: -share.seconds)[:_TOP])


def _people(read: Repositories, chosen: EntryFilter) -> tuple[Share, ...]:
    rows = sorted(read.totals.by("user", chosen=chosen), key=lambda row: -row.seconds)[:_TOP]
    names = {member.user: member.name for member in read.members.all()}
    return tuple(Share(names.get(row.key[0], ""), row.seconds) for row in rows)
