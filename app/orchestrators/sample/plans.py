"""What the sample's studio has planned: events of its own and of a calendar it reads, hours a month, favourites."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.domain.entities.planning import EventStatus, Favorite, PlannedEvent
from app.domain.entities.projects import Milestone
from app.domain.ids import ProjectId, TagId, TaskId, TimeEntryId, derived_id
from app.orchestrators.sample.agenda import AGENDA, CALENDAR, FAVORITES, IN_CALENDAR, MONTHLY, REPEATED, Meeting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.entities.time_entries import TimeEntry
    from app.orchestrators.sample.catalogue import Catalogue
    from app.orchestrators.sample.stints import Days
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

# So many entries of the last days had been planned.
_KEPT = 6
_QUARTER = 15 * 60


def make_plans(ctx: Context, work: UnitOfWork, days: Days, catalogue: Catalogue, entries: Sequence[TimeEntry]) -> None:
    """Save events, favourites and the hours a month that retainers have."""
    new = _Made(ctx, days, catalogue)
    work.planned_events.save_all([*new.kept(entries), *new.to_come(), *new.repeated(), *new.in_calendar()])
    monthly = list(new.monthly())
    work.milestones.save_all(monthly)
    catalogue.milestones += len(monthly)
    work.favorites.save_all(new.favorites())


class _Made:
    """Makes the entities."""

    def __init__(self, ctx: Context, days: Days, catalogue: Catalogue) -> None:
        self._ctx, self._days, self._catalogue = ctx, days, catalogue
        monday = days.today - timedelta(days=days.today.weekday())
        self._weeks = [monday + timedelta(weeks=n) for n in range(-1, 5)]

    def kept(self, entries: Sequence[TimeEntry]) -> Iterator[PlannedEvent]:
        """Yield what was planned and worked: the longest pieces of the last days, a quarter of an hour apart at most."""
        midnight = self._days.instant(self._days.today, 0)
        recent = [one for one in entries if midnight - 6 * 86_400 < one.started_at < midnight and one.project]
        for entry in sorted(recent, key=lambda one: -one.seconds(self._ctx.now()))[:_KEPT]:
            start = round(entry.started_at / _QUARTER) * _QUARTER
            end = max(start + _QUARTER, round(entry.until(self._ctx.now()) / _QUARTER) * _QUARTER)
            yield replace(
                self._event(start, end, entry.description), project=entry.project, status=EventStatus.DONE,
                entry=TimeEntryId(entry.id),
            )  # fmt: skip

    def to_come(self) -> Iterator[PlannedEvent]:
        """Yield the agenda of this and the next weeks; what it has of the past was called off."""
        for meeting in AGENDA:
            event = self._of(meeting)
            yield event if event.ends_at > self._ctx.now() else replace(event, status=EventStatus.CANCELLED)

    def repeated(self) -> Iterator[PlannedEvent]:
        for meeting, rule in REPEATED:
            yield replace(self._of(meeting), recurrence=rule)

    def in_calendar(self) -> Iterator[PlannedEvent]:
        """Yield what comes from the calendar of a file."""
        for number, (meeting, rule, days) in enumerate(IN_CALENDAR):
            event = self._of(meeting)
            if days:
                first = self._day(meeting)
                event = replace(
                    event, all_day=True, starts_at=self._days.instant(first, 0),
                    ends_at=self._days.instant(first + timedelta(days=days), 0),
                )  # fmt: skip
            id_ = derived_id("sample_calendar", self._ctx.user, str(number))
            yield replace(event, id=id_, calendar=CALENDAR, recurrence=rule)

    def monthly(self) -> Iterator[Milestone]:
        """Yield the hours a month of retainers, from last month to half a year ahead."""
        today = self._days.today
        first = _months_later(today.replace(day=1), -1)
        last = _months_later(today.replace(day=1), 7) - timedelta(days=1)
        for name, hours in MONTHLY:
            project = self._catalogue.projects[name]
            yield Milestone(
                id=self._ctx.new_id(), created_at=self._days.instant(first, 9 * 60), project=ProjectId(project.id),
                name="Hours of the month", start_date=first.isoformat(), due_date=last.isoformat(),
                budget_minutes=hours * 60, recurrence="FREQ=MONTHLY;BYMONTHDAY=1",
            )  # fmt: skip

    def favorites(self) -> Iterator[Favorite]:
        for position, one in enumerate(FAVORITES):
            project = self._catalogue.projects[one.project] if one.project else None
            task = self._catalogue.tasks.get((one.project, one.task))
            yield Favorite(
                id=self._ctx.new_id(), created_at=self._days.instant(self._days.ago(90), 9 * 60),
                description=one.text, project=ProjectId(project.id) if project else None, task=TaskId(task.id) if task else None,
                tags=frozenset(TagId(self._catalogue.tags[name].id) for name in one.tags),
                billable=bool(project and project.billable), position=position, shortcut=one.shortcut,
            )  # fmt: skip

    def _of(self, meeting: Meeting) -> PlannedEvent:
        start = self._days.instant(self._day(meeting), meeting.start)
        event = self._event(start, start + meeting.minutes * 60, meeting.title)
        project = self._catalogue.projects[meeting.project] if meeting.project else None
        return replace(event, project=ProjectId(project.id) if project else None, notes=meeting.notes)

    def _day(self, meeting: Meeting) -> date:
        return self._weeks[meeting.week + 1] + timedelta(days=meeting.weekday)

    def _event(self, start: int, end: int, title: str) -> PlannedEvent:
        made: dict[str, Any] = {"created_at": min(self._ctx.now(), start) - 86_400, "user": self._ctx.user}
        return PlannedEvent(
            id=self._ctx.new_id(), title=title, starts_at=start, ends_at=end, tz=self._ctx.zone, **made
        )  # fmt: skip


def _months_later(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
