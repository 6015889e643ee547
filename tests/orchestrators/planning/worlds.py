"""Random small worlds: projects, milestones, a week, time off, events and entries around 2 March 2026."""

import random
from dataclasses import dataclass, field
from typing import Any

from app.domain.days import day_bounds, next_day
from app.domain.entities.base import Entity
from app.domain.entities.planning import DayOverride, EventStatus, PlannedEvent, TimeOff, TimeOffKind, WorkSlot
from app.domain.entities.projects import Milestone, Project, ProjectStatus
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import MilestoneId, ProjectId
from app.storage.context import Context
from tests.orchestrators.making import put
from tests.support.store import make_project

TODAY = "2026-03-02"
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata")
RULES = (
    "FREQ=WEEKLY", "FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20260520", "FREQ=MONTHLY", "FREQ=DAILY;INTERVAL=3",
)  # fmt: skip


@dataclass
class Maker:
    """Makes things at random, of one seed, and puts them into a store."""

    ctx: Context
    dice: random.Random
    projects: list[Project] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)

    def day(self, first: int = -60, last: int = 90) -> str:
        return next_day(TODAY, self.dice.randint(first, last))

    def maybe(self, value: Any, chance: float = 0.5) -> Any:
        return value if self.dice.random() < chance else None

    def known(self, **fields: Any) -> dict[str, Any]:
        return {"id": self.ctx.new_id(), "created_at": self.ctx.now(), **fields}

    def project(self) -> Project:
        start, due = sorted((self.day(), self.day()))
        project = make_project(
            self.ctx, f"p{len(self.projects)}", start_date=self.maybe(start, 0.8), due_date=self.maybe(due, 0.8),
            estimate_minutes=self.dice.choice((0, 60, 1234, 7200, 20_000, 6_000_000)),
            weekdays=self.maybe(tuple(sorted(self.dice.sample(range(7), 3))), 0.3),
            status=self.dice.choice((ProjectStatus.ACTIVE, ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)),
        )  # fmt: skip
        self.projects.append(project)
        return project

    def milestones_of(self, project: Project) -> list[Milestone]:
        first, last = project.start_date or self.day(-60, -40), project.due_date or self.day(40, 90)
        if self.dice.random() < 0.2:
            rule = self.dice.choice(("FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=WEEKLY;INTERVAL=2"))
            return [self._milestone(project, last, 0, start_date=first, recurrence=rule)]
        dues = sorted({day for _ in range(self.dice.randint(0, 4)) if first <= (day := self.day()) <= last})
        return [self._milestone(project, due, at) for at, due in enumerate(dues)]

    def _milestone(self, project: Project, due: str, at: int, **fields: Any) -> Milestone:
        milestone = Milestone(**self.known(
            project=ProjectId(project.id), name=f"m{at}", due_date=due, position=at,
            budget_minutes=self.dice.choice((0, 45, 600, 4000)),
            completed_at=self.maybe(self.ctx.now(), 0.25) if not fields else None, **fields,
        ))  # fmt: skip
        self.milestones.append(milestone)
        return milestone

    def slot(self) -> WorkSlot:
        start = self.dice.randrange(0, 1200, 15)
        return WorkSlot(**self.known(
            user=self.ctx.user, weekday=self.dice.randrange(7), start_minute=start,
            end_minute=self.dice.randint(start + 5, 1440), effective_from=self.day(-120, 20),
            effective_to=self.maybe(self.day(20, 60), 0.2),
        ))  # fmt: skip

    def override(self) -> DayOverride:
        return DayOverride(
            **self.known(user=self.ctx.user, date=self.day(-5, 60), minutes=self.dice.choice((0, 100, 600)))
        )

    def off(self) -> TimeOff:
        first = self.day(-20, 80)
        return TimeOff(**self.known(
            user=self.ctx.user, name="off", kind=TimeOffKind.VACATION, start_date=first,
            end_date=next_day(first, self.dice.randint(0, 6)), fraction=self.dice.choice((1.0, 0.5)),
        ))  # fmt: skip

    def event(self) -> PlannedEvent:
        all_day, tz = self.dice.random() < 0.15, self.dice.choice(ZONES)
        start = day_bounds(self.day(-10, 80), tz)[0] + (0 if all_day else self.dice.randrange(0, 86_400, 900))
        length = 86_400 if all_day else self.dice.randrange(900, 30_000, 900)
        return PlannedEvent(**self.known(
            user=self.ctx.user, title="event", starts_at=start, ends_at=start + length, tz=tz, all_day=all_day,
            project=self.maybe(self._project_id(), 0.9), recurrence=None if all_day else self.maybe(self.dice.choice(RULES), 0.3),
            status=self.dice.choice((EventStatus.PLANNED, EventStatus.PLANNED, EventStatus.DONE, EventStatus.CANCELLED)),
        ))  # fmt: skip

    def entry(self, *, running: bool = False) -> TimeEntry:
        now, project = self.ctx.now(), self.maybe(self._project_id(), 0.95)
        start = now - self.dice.randrange(60, 60 * 86_400 if not running else 40_000)
        end = None if running else min(now, start + self.dice.randrange(0, 40_000))
        own = [one for one in self.milestones if one.project == project]
        named = self.maybe(self.dice.choice(self.milestones).id, 0.1) if self.milestones else None
        if own and self.dice.random() < 0.3:
            named = self.dice.choice(own).id
        return TimeEntry(**self.known(
            user=self.ctx.user, started_at=start, ended_at=end, tz=self.dice.choice(ZONES), project=project,
            milestone=MilestoneId(named) if named else None,
        ))  # fmt: skip

    def _project_id(self) -> ProjectId:
        return ProjectId(self.dice.choice(self.projects).id)


def fill(ctx: Context, dice: random.Random) -> Maker:
    """Fill an empty store with a small world."""
    maker = Maker(ctx, dice)
    things: list[Entity] = [maker.project() for _ in range(dice.randint(1, 4))]
    for project in list(maker.projects):
        things += maker.milestones_of(project)
    things += [maker.slot() for _ in range(dice.choice((0, 0, 3, 9)))]
    things += [maker.override() for _ in range(dice.randint(0, 4))] + [maker.off() for _ in range(dice.randint(0, 3))]
    things += [maker.event() for _ in range(dice.randint(0, 8))] + [maker.entry() for _ in range(dice.randint(0, 25))]
    if dice.random() < 0.3:
        things.append(maker.entry(running=True))
    put(ctx, *things)
    return maker
