"""What the sample's work is for: groups, clients, projects with milestones and estimates, tasks, tags, rates, hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.domain.entities.billing import Rate, RateScope
from app.domain.entities.projects import Client, Group, Milestone, Project, ProjectStatus, Tag, Task
from app.domain.ids import ClientId, GroupId, ProjectId
from app.orchestrators.references import next_color
from app.orchestrators.sample.studio import (
    CLIENTS,
    EUROS_AN_HOUR,
    EUROS_AN_HOUR_BEFORE,
    GROUPS,
    JOBS,
    PROJECTS,
    TAGS,
    Plan,
)

if TYPE_CHECKING:
    from app.domain.ids import UserId
    from app.orchestrators.sample.stints import Days
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

_FIVE_HOURS = 300
# A finished milestone used a little less than it was given.
_TYPICAL_USE = 0.95


@dataclass(frozen=True, slots=True)
class Sample:
    """How many things the sample has."""

    groups: int
    clients: int
    projects: int
    milestones: int
    tasks: int
    tags: int
    entries: int


class Catalogue:
    """Makes and holds what entries refer to, by name."""

    def __init__(self, ctx: Context, work: UnitOfWork, days: Days) -> None:
        self._ctx, self._work, self._days = ctx, work, days
        self.milestones = 0
        self.groups: dict[str, Group] = {}
        self.clients: dict[str, Client] = {}
        self.projects: dict[str, Project] = {}
        self.tasks: dict[tuple[str, str], Task] = {}
        self.tags: dict[str, Tag] = {}

    def make(self, seconds: dict[str, dict[str, int]]) -> None:
        """Make everything; ``seconds`` of each project by day are what estimates and budgets are made from."""
        begin = self._days.ago(730)
        for position, (name, color) in enumerate(GROUPS):
            self.groups[name] = Group(**self._new(begin), name=name, color=color, position=position)
        for firm in CLIENTS:
            self.clients[firm.name] = Client(
                **self._new(begin), name=firm.name, email=firm.email, address=firm.city, currency="EUR"
            )
        for name, color in TAGS:
            self.tags[name] = Tag(**self._new(begin), name=name, color=color)
        self._work.groups.save_all(self.groups.values())
        self._work.clients.save_all(self.clients.values())
        self._work.tags.save_all(self.tags.values())
        for plan in PROJECTS:
            self._project(plan, seconds.get(plan.name, {}))
        self._rates()

    def counted(self, entries: int) -> Sample:
        """Return how many things were made."""
        return Sample(
            len(self.groups), len(self.clients), len(self.projects), self.milestones, len(self.tasks), len(self.tags),
            entries,
        )  # fmt: skip

    def _new(self, day: date) -> dict[str, Any]:
        return {"id": self._ctx.new_id(), "created_at": self._days.instant(day, 9 * 60)}

    def _project(self, plan: Plan, by_day: dict[str, int]) -> None:
        estimate = 0
        if plan.used:
            estimate = max(1, round(sum(by_day.values()) / 60 / plan.used / _FIVE_HOURS)) * _FIVE_HOURS
        begin = self._days.ago(plan.begins)
        project = Project(
            **self._new(begin),
            name=plan.name,
            code=plan.code,
            color=next_color(other.color for other in self.projects.values()),
            group=GroupId(self.groups[plan.group].id),
            client=ClientId(self.clients[plan.client].id) if plan.client else None,
            status=plan.status,
            start_date=begin.isoformat(),
            due_date=None if plan.due is None else self._days.ago(-plan.due).isoformat(),
            estimate_minutes=estimate,
            billable=plan.billable,
        )
        self.projects[plan.name] = project
        self._work.projects.save(project)
        for position, name in enumerate(dict.fromkeys(job.task for job in JOBS[plan.kind])):
            task = Task(**self._new(begin), project=ProjectId(project.id), name=name, position=position)
            self.tasks[plan.name, name] = task
            self._work.tasks.save(task)
        self._make_milestones(plan, project, by_day)

    def _make_milestones(self, plan: Plan, project: Project, by_day: dict[str, int]) -> None:
        """Share the project's days among its milestones; what was worked in each decides its budget."""
        if plan.due is None or not plan.milestones:
            return
        begin, length = self._days.ago(plan.begins), plan.begins + plan.due
        left, previous = project.estimate_minutes, ""
        for position, name in enumerate(plan.milestones):
            to_come = len(plan.milestones) - position
            due = begin + timedelta(days=length * (position + 1) // len(plan.milestones))
            worked = sum(s for day, s in by_day.items() if previous < day <= due.isoformat()) // 60
            over = due < self._days.today
            wanted = worked / _TYPICAL_USE if over and to_come > 1 else left / to_come
            budget = max(60, min(round(wanted / 60) * 60, left))
            left, previous = max(0, left - budget), due.isoformat()
            done = over and not (plan.status is ProjectStatus.ACTIVE and to_come == 1)
            self._work.milestones.save(
                Milestone(
                    **self._new(begin), project=ProjectId(project.id), name=name, due_date=due.isoformat(),
                    budget_minutes=budget, position=position,
                    completed_at=self._days.instant(due, 16 * 60) if done else None,
                )
            )  # fmt: skip
            self.milestones += 1

    def _rates(self) -> None:
        begin, year_ago = self._days.ago(730), self._days.ago(365)
        for day, euros in ((begin, EUROS_AN_HOUR_BEFORE), (year_ago, EUROS_AN_HOUR)):
            self._rate(day, euros, scope=RateScope.USER, user=self._ctx.user)
        for firm in CLIENTS:
            if firm.rate:
                self._rate(begin, firm.rate, scope=RateScope.CLIENT, client=ClientId(self.clients[firm.name].id))
        audit = ProjectId(self.projects["Accessibility audit"].id)
        self._rate(self._days.ago(70), 120, scope=RateScope.PROJECT, project=audit)

    def _rate(self, day: date, euros: int, *, scope: RateScope, user: UserId | None = None,
              client: ClientId | None = None, project: ProjectId | None = None) -> None:  # fmt: skip
        self._work.rates.save(
            Rate(
                **self._new(day), scope=scope, amount=euros * 100, currency="EUR", effective_from=day.isoformat(),
                user=user, client=client, project=project,
            )
        )  # fmt: skip
