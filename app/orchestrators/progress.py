"""How far milestones have come, and what is left of a project; shared by the families that show it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.capacity import Calendar
from app.domain.days import local_day, next_day
from app.domain.rules.milestones import periods
from app.domain.workdays import FARTHEST_DAYS, HORIZON_DAYS, Workdays
from app.orchestrators.effective import timers
from app.orchestrators.merged import Merged
from app.storage.filters import EntryFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.entities.projects import Milestone, Project
    from app.domain.milestone_figures import MilestoneStanding
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

Period = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone as it stands (running entries counted up to now), the project it is shown in, and whether it is late.

    Of a recurring one the standing is that of the occurrence that is on, or of the next; ``period`` is the whole series,
    ``occurrences`` are those of the years that are looked ahead, and ``worked`` their seconds, by the first day.
    """

    standing: MilestoneStanding
    project: Project
    overdue: bool
    period: Period
    occurrences: tuple[Period, ...]
    worked: Mapping[str, int]

    @property
    def milestone(self) -> Milestone:
        """The milestone itself."""
        return self.standing.milestone

    @property
    def first_day(self) -> str:
        """The first day of its period."""
        return self.standing.first_day

    @property
    def last_day(self) -> str:
        """The last day of its period."""
        return self.standing.last_day

    @property
    def seconds(self) -> int:
        """What was tracked for it."""
        return self.standing.seconds

    @property
    def used(self) -> float | None:
        """Tracked ÷ budget, None without a budget."""
        budget = self.milestone.budget_minutes * 60
        return self.seconds / budget if budget else None


@dataclass(frozen=True, slots=True)
class WhatIsLeft:
    """Of what, how many seconds are left (negative: over), until when, over how many free days, and a day's share.

    As of ``today``; the share is what has to be done a day so that it is enough.
    """

    name: str
    seconds: int
    due: str | None = None
    free_days: int = 0
    per_day_seconds: int | None = None
    today: str = ""


def today_of(ctx: Context, read: Repositories) -> str:
    """Return the viewer's day."""
    return local_day(ctx.now(), ctx.zone, read.session.day_starts_at)


def calendar_of(read: Repositories, user: str) -> Calendar:
    """Return a person's working time."""
    return Calendar(
        [slot for slot in read.work_slots.all() if slot.user == user],
        [override for override in read.day_overrides.all() if override.user == user],
        [off for off in read.time_off.all() if off.user == user],
    )


def milestone_rows(ctx: Context, read: Repositories, only: Project | None = None) -> list[MilestoneRow]:
    """Return the milestones of a project, or of all, by due date, in a few statements however many there are.

    An entry belongs to the milestone it names, else to the one of its project whose period holds the day it began on.
    """
    merged = Merged(read.projects.all())
    found = rows_by_project(ctx, read, merged, [only] if only else merged.shown(), every=only is None)
    return sorted(
        (row for rows in found.values() for row in rows), key=lambda row: (row.last_day, row.milestone.position)
    )


def rows_by_project(
    ctx: Context, read: Repositories, merged: Merged, owners: Iterable[Project], *, every: bool = False,
    today: str | None = None, milestones: Iterable[Milestone] | None = None,
) -> dict[str, tuple[MilestoneRow, ...]]:  # fmt: skip
    """Return the milestones of some projects by the project's id, each project's by due date.

    ``every`` says that all projects are among them, which is asked for in one piece. ``milestones`` stand for those that
    are saved: so somebody tries what others would do.
    """
    # The forecast that it knows of is slow to load, and a quick command asks only for what is left.
    from app.domain.milestone_figures import MilestoneStanding, occurrences_of

    by_id, today = {project.id: project for project in owners}, today or today_of(ctx, read)
    by_owner: dict[str, list[Milestone]] = defaultdict(list)
    for milestone in read.milestones.all() if milestones is None else milestones:
        owner = merged.shown_as(milestone.project)
        if owner in by_id:
            by_owner[owner].append(milestone)
    spans: dict[str, Period] = {}
    for owner, found in by_owner.items():
        spans.update(periods(by_id[owner], found))
    horizon = next_day(today, HORIZON_DAYS)
    shares = {one.id: occurrences_of(one, spans[one.id], horizon) for found in by_owner.values() for one in found}
    worked = _Sums(merged, by_owner, shares).seconds(ctx, read, every=every)
    rows: dict[str, tuple[MilestoneRow, ...]] = {}
    for owner, found in by_owner.items():
        made = []
        for one in found:
            first, last = next((share for share in shares[one.id] if today <= share[1]), shares[one.id][-1])
            standing = MilestoneStanding(one, first, last, worked[one.id][first], group=by_id[owner].group)
            made.append(
                MilestoneRow(
                    standing,
                    by_id[owner],
                    standing.overdue(today),
                    spans[one.id],
                    tuple(shares[one.id]),
                    worked[one.id],
                )
            )
        rows[owner] = tuple(sorted(made, key=lambda row: (row.last_day, row.milestone.position)))
    return rows


class _Sums:
    """The seconds of milestones and their occurrences: what names them, and what nobody named in the days they hold."""

    def __init__(self, merged: Merged, by_owner: dict[str, list[Milestone]], shares: dict[str, list[Period]]) -> None:
        self._merged = merged
        self._owner_of = {m.id: owner for owner, milestones in by_owner.items() for m in milestones}
        self._claims = {
            owner: _claims([(shares[m.id][0][0], shares[m.id][-1][1], m.id) for m in milestones])
            for owner, milestones in by_owner.items()
        }
        self._shares = shares
        self._found = {id_: dict.fromkeys((first for first, _ in shares[id_]), 0) for id_ in self._owner_of}

    def seconds(self, ctx: Context, read: Repositories, *, every: bool) -> dict[str, dict[str, int]]:
        """Return the seconds by milestone and first day of its occurrences; one that does not recur has one."""
        if not self._owner_of:
            return self._found
        self._add_periods(read)
        for row in read.time_entries.named_milestones(None if every else tuple(self._owner_of)):
            if self._names(row.milestone, row.project):
                self._add(row.milestone, row.day, row.seconds)
                self._add(self._holder(row.project, row.day), row.day, -row.seconds)
        for entry in timers(read):
            day = local_day(entry.started_at, entry.tz, read.session.day_starts_at)
            if entry.milestone and self._names(entry.milestone, entry.project):
                self._add(entry.milestone, day, entry.seconds(ctx.now()))
            else:
                self._add(self._holder(entry.project, day), day, entry.seconds(ctx.now()))
        return self._found

    def _add_periods(self, read: Repositories) -> None:
        asked = [
            (milestone, (member, max(first, since), min(last, until)))
            for owner, claims in self._claims.items()
            for first, last, milestone in claims
            for since, until in self._shares[milestone]
            if since <= last and first <= until
            for member in self._merged.members(owner)
        ]
        sums = read.totals.in_periods([period for _, period in asked])
        for (milestone, (_, first, _)), seconds in zip(asked, sums, strict=True):
            self._add(milestone, first, seconds)

    def _names(self, milestone: str | None, project: str | None) -> bool:
        # A milestone of another project says nothing about an entry.
        return project is not None and self._owner_of.get(milestone or "") == self._merged.shown_as(project)

    def _holder(self, project: str | None, day: str) -> str | None:
        claims = self._claims.get(self._merged.shown_as(project), ()) if project else ()
        return next((milestone for first, last, milestone in claims if first <= day <= last), None)

    def _add(self, milestone: str | None, day: str, seconds: int) -> None:
        if milestone:
            # What names a milestone outside its days counts for the occurrence next to that day.
            shares = self._shares[milestone]
            at = bisect_right(shares, day, key=lambda share: share[0]) - 1
            self._found[milestone][shares[max(0, at)][0]] += seconds


def _claims(spans: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Give every day to one milestone only: of periods that overlap, as two devices may make them, to the first due."""
    claimed: list[tuple[str, str, str]] = []
    for first, last, milestone in sorted(spans, key=lambda span: (span[1], span[2])):
        free = [(first, last)]
        for taken_first, taken_last, _ in claimed:
            free = [part for span in free for part in _without(span, taken_first, taken_last)]
        claimed += [(*span, milestone) for span in free]
    return claimed


def _without(span: Period, taken_first: str, taken_last: str) -> list[Period]:
    first, last = span
    if last < taken_first or taken_last < first:
        return [span]
    before, after = (first, next_day(taken_first, -1)), (next_day(taken_last), last)
    return [part for part in (before, after) if part[0] <= part[1]]


def what_is_left(ctx: Context, read: Repositories, project: Project, *, named: str | None = None) -> WhatIsLeft | None:
    """Return what is left of the milestone that is ``named``, else of the current one, else of the estimate.

    None when the project has none of these. What runs now is counted up to now.
    """
    today = today_of(ctx, read)
    budgeted = [
        row
        for row in milestone_rows(ctx, read, project)
        if row.milestone.budget_minutes and row.milestone.completed_at is None
    ]
    current = [row for row in budgeted if row.first_day <= today <= row.last_day]
    for row in [*(row for row in budgeted if row.milestone.id == named), *current]:
        left = row.milestone.budget_minutes * 60 - row.seconds
        return _per_day(ctx, read, project, row.milestone.name, left, row.last_day)
    if not project.estimate_minutes:
        return None
    members = Merged(read.projects.all()).members(project.id)
    used = read.totals.seconds(EntryFilter(projects=members)) + sum(
        entry.seconds(ctx.now()) for entry in timers(read) if entry.project in members
    )
    return _per_day(ctx, read, project, project.name, project.estimate_minutes * 60 - used, project.due_date)


def _per_day(
    ctx: Context, read: Repositories, project: Project, name: str, seconds: int, due: str | None
) -> WhatIsLeft:
    today = today_of(ctx, read)
    if due is None or due < today:
        return WhatIsLeft(name, seconds, due, today=today)
    free = free_days(calendar_of(read, ctx.user), project, today, due)
    return WhatIsLeft(name, seconds, due, free, max(0, seconds) // free if free else None, today)


def free_days(calendar: Calendar, project: Project, since: str, until: str) -> int:
    """Return on how many days a project can be worked on, both ends included."""
    known = Workdays(calendar.by_day(since, min(until, next_day(since, FARTHEST_DAYS))))
    return known.on(project.weekdays).count(since, until)
