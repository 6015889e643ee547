"""The forecast of one project, as of today or of any other day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.milestone_figures import stage_id
from app.orchestrators.catalogue import require_day
from app.orchestrators.merged import Merged
from app.orchestrators.outlook import Outlook, Outlooks
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.entities.projects import Milestone, Project
    from app.domain.pace import Finish
    from app.domain.risk import Risk
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class MilestoneForecast:
    """How a milestone will go, of a recurring one each occurrence; ``over_minutes`` are beyond its budget.

    ``moved_on_minutes`` find no open day in its period and go to the next milestone as ``carried_over_minutes``.
    """

    milestone: Milestone
    first_day: str
    last_day: str
    completed: bool
    completed_minutes: int
    planned_minutes: int
    auto_minutes: int
    carried_over_minutes: int
    moved_on_minutes: int
    over_minutes: int


@dataclass(frozen=True, slots=True)
class ProjectForecast:
    """How a project will go as of a day, in minutes; ``auto`` by day.

    ``later_minutes`` lie on days too far away to be told one by one, of a project that is due in many years.
    """

    project: Project
    as_of: str
    completed_minutes: int
    planned_minutes: int
    remaining_minutes: int
    auto: Mapping[str, int]
    unscheduled_minutes: int
    later_minutes: int
    risk: Risk
    pace: float | None
    finish_day: str | None
    finish: Finish | None
    milestones: tuple[MilestoneForecast, ...]


@workflow
def project_forecast(ctx: Context, project_id: str, *, as_of: str | None = None) -> ProjectForecast:
    """Return a project's forecast; of a merged one, that of the project it was merged into.

    As of another day everything that was tracked counts as completed all the same, whenever it was; what is to come
    begins with that day.

    Raises:
        NotFound: the project is gone. RuleBroken: the day is none.
    """
    require_day(as_of, "as_of")
    with reading(ctx) as read:
        project = read.projects.require(Merged(read.projects.all()).shown_as(project_id))
        outlooks = Outlooks(ctx, read, only=project, as_of=as_of)
        outlook = outlooks.of(project)
    found = outlook.forecast
    return ProjectForecast(
        project,
        outlook.today,
        found.completed,
        found.planned,
        found.remaining,
        dict(sorted(found.auto.items())),
        found.unscheduled,
        found.later,
        outlook.risk,
        outlook.pace,
        outlook.finish_day,
        outlook.finish,
        tuple(_milestones(outlook)),
    )


def _milestones(outlook: Outlook) -> list[MilestoneForecast]:
    owners = {stage_id(row.milestone, first): row.milestone for row in outlook.rows for first, _ in row.occurrences}
    stages = {stage.id: stage for stage in outlook.stages}
    return [
        MilestoneForecast(
            owners[one.id], stages[one.id].first_day, stages[one.id].last_day, stages[one.id].completed, one.completed,
            one.planned, one.auto, one.carried_over, one.moved_on, one.over,
        )
        for one in outlook.forecast.stages
    ]  # fmt: skip
