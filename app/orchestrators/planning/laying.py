"""Lays out a timeline from what is known, taking over what was laid out before and is still right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.capacity import is_off
from app.domain.days import days_between
from app.domain.entities.projects import ProjectStatus
from app.domain.milestone_figures import stage_id
from app.domain.sums import ByDay, add_to, exchanged
from app.domain.work_hours import loads
from app.orchestrators.known import own_by_day
from app.orchestrators.outlook import outlook_of
from app.orchestrators.planning.rows import Basis, Timeline, TimelineGroup, TimelineMilestone, TimelineRow
from app.orchestrators.shown import project_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from app.domain.entities.projects import Project
    from app.orchestrators.known import Known
    from app.orchestrators.outlook import Outlook
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


class Laying:
    """A timeline while it is laid out.

    ``before`` is one to take over from: all that is not of the projects ``touched``, which have changed since.
    """

    def __init__(
        self, ctx: Context, read: Repositories, facts: Known, since: str, until: str, *,
        before: Timeline | None = None, touched: Collection[str] = (),
    ) -> None:  # fmt: skip
        self._ctx, self._read, self._facts, self._since, self._until = ctx, read, facts, since, until
        self._before, self._touched = before, touched
        self._kept = before.basis if before and (since, until) == (before.since, before.until) else None
        self._names = project_names(read)

    def timeline(self) -> Timeline:
        """Return the timeline."""
        done = self._done()
        rows = {
            project.id: self._row(project, done.get(project.id, {}))
            for project in self._facts.merged.shown()
            if _is_shown(project, done)
        }
        is_alone = self._read.totals.is_alone(self._ctx.user)
        tracked = self._tracked(done, is_alone=is_alone)
        basis = Basis(self._facts, done, tracked, self._auto(rows), self._capacity(), is_alone, rows)
        days = loads(
            self._since, self._until, capacity=basis.capacity, planned=self._facts.planned.own, auto=basis.auto,
            tracked=basis.tracked,
        )  # fmt: skip
        groups = tuple(self._groups(rows))
        return Timeline(self._facts.today, self._since, self._until, tuple(days), self._off(), groups, basis)

    def _done(self) -> Mapping[str, ByDay]:
        """Return what was worked by project and day of the span."""
        facts, kept = self._facts, self._kept
        whole = facts.worked_since == self._since and facts.worked_until <= self._until
        if whole:
            return facts.worked
        return {
            id_: kept.done[id_] if kept and id_ not in self._touched and id_ in kept.done else self._cut(days)
            for id_, days in facts.worked.items()
        }

    def _cut(self, days: ByDay) -> ByDay:
        return {day: seconds for day, seconds in days.items() if self._since <= day <= self._until}

    def _row(self, project: Project, done: ByDay) -> TimelineRow:
        name = self._names.get(project.id, project.name)
        before = self._before.row(project.id) if self._before and project.id not in self._touched else None
        if before is None:
            outlook = outlook_of(self._facts, project, self._facts.rows.get(project.id, ()))
            return row_of(outlook, name, done, self._facts.planned.shown.get(project.id, {}))
        if self._kept is not None and before.shown_name == name:
            return before
        return row_of(before.outlook, name, done, before.planned)

    def _tracked(self, done: Mapping[str, ByDay], *, is_alone: bool) -> ByDay:
        """Return what the person tracked by day."""
        if not is_alone:
            return own_by_day(self._ctx, self._read, self._since, self._until)
        if self._kept is None or not self._kept.is_alone:
            total: ByDay = {}
            for days in done.values():
                add_to(total, days)
            return total
        total = self._kept.tracked
        for id_ in self._touched:
            total = exchanged(total, self._kept.done.get(id_, {}), done.get(id_, {}))
        return total

    def _auto(self, rows: Mapping[str, TimelineRow]) -> ByDay:
        """Return what is estimated by day, of all projects."""
        before = self._before.basis if self._before else None
        if before is None:
            total: ByDay = {}
            for row in rows.values():
                add_to(total, row.auto)
            return total
        total = before.auto
        for id_ in rows.keys() | before.rows.keys():
            was, now = before.rows.get(id_), rows.get(id_)
            if was is not now:
                total = exchanged(total, was.auto if was else {}, now.auto if now else {})
        return total

    def _capacity(self) -> ByDay:
        if self._kept is not None and self._kept.known.calendar is self._facts.calendar:
            return self._kept.capacity
        known = self._facts.workdays.capacity
        calendar = self._facts.calendar
        return {
            day: known[day] if day in known else calendar.capacity(day)
            for day in days_between(self._since, self._until)
        }

    def _off(self) -> Mapping[str, str]:
        if self._before and self._kept is not None and self._kept.known.calendar is self._facts.calendar:
            return self._before.time_off
        names: dict[str, list[str]] = {}
        for off in self._read.time_off.all():
            if off.user == self._ctx.user:
                first = max(self._since, off.start_date)
                last = self._until if off.recurs_annually else min(self._until, off.end_date)
                for day in days_between(first, last):
                    if is_off(off, day):
                        names.setdefault(day, []).append(off.name)
        return {day: ", ".join(dict.fromkeys(names[day])) for day in sorted(names)}

    def _groups(self, rows: Mapping[str, TimelineRow]) -> Iterator[TimelineGroup]:
        known = {group.id: group for group in self._read.groups.all()}
        of_group: dict[str, list[TimelineRow]] = {id_: [] for id_ in ["", *known]}
        for row in rows.values():
            group = row.project.group or ""
            of_group[group if group in known else ""].append(row)
        for id_ in [*known, ""]:
            if of_group[id_]:
                group_ = known.get(id_)
                yield TimelineGroup(group_, group_.name if group_ else "", tuple(of_group[id_]))


def row_of(outlook: Outlook, name: str, done: Mapping[str, int], planned: Mapping[str, int]) -> TimelineRow:
    """Return a project's row."""
    project, found = outlook.project, outlook.forecast
    goes_on = project.status is ProjectStatus.ACTIVE
    return TimelineRow(
        project,
        name,
        project.color,
        outlook.seconds,
        project.estimate_minutes,
        done,
        planned,
        found.auto if goes_on else {},
        found.unscheduled if goes_on else 0,
        outlook.finish_day,
        tuple(_milestones(outlook)),
        outlook,
    )


def _milestones(outlook: Outlook) -> Iterator[TimelineMilestone]:
    stages = {stage.id: stage for stage in outlook.forecast.stages}
    for row in outlook.rows:
        stage = stages[stage_id(row.milestone, row.first_day)]
        yield TimelineMilestone(
            row.milestone, row.first_day, row.last_day, row.seconds, row.overdue, stage.carried_over, stage.planned,
            stage.auto, stage.over,
        )  # fmt: skip


def _is_shown(project: Project, done: Mapping[str, ByDay]) -> bool:
    if project.status is ProjectStatus.COMPLETED:
        return bool(done.get(project.id))
    return project.status in (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)
