"""Where a project stands, in one word."""

from datetime import date
from enum import StrEnum

from app.domain.entities.projects import Project, ProjectStatus


class Risk(StrEnum):
    """On track, at risk, over budget, late, or no estimate to measure against."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OVER_BUDGET = "over_budget"
    LATE = "late"
    NO_ESTIMATE = "no_estimate"


# Used up this many hundredths faster than the calendar, a budget will not last.
_AHEAD = 15


def risk_of(
    project: Project, *, seconds: int, today: str, unscheduled_minutes: int = 0, is_likely_late: bool = False
) -> Risk:
    """Return a project's risk on a day.

    Late: past its due date and not closed. Over budget: more tracked than estimated. At risk: work that fits nowhere
    before the due date, a likely finish (the P50, ``is_likely_late``) after it, or the share of the estimate used runs
    more than 15 points ahead of the share of time gone.
    """
    if (
        project.due_date
        and project.due_date < today
        and project.status in (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)
    ):
        return Risk.LATE
    if project.estimate_minutes <= 0:
        return Risk.NO_ESTIMATE
    estimate = project.estimate_minutes * 60
    if seconds > estimate:
        return Risk.OVER_BUDGET
    gone, days = _time_gone(project, today)
    # Exactly, in whole numbers: seconds ÷ estimate − gone ÷ days > 15 %.
    ahead = 100 * (seconds * days - gone * estimate) > _AHEAD * estimate * days
    return Risk.AT_RISK if unscheduled_minutes > 0 or is_likely_late or ahead else Risk.ON_TRACK


def _time_gone(project: Project, today: str) -> tuple[int, int]:
    """Return how many of the project's days are gone, today included; all of one for a project without dates."""
    if not project.start_date or not project.due_date:
        return 1, 1
    start, due, now = (date.fromisoformat(day).toordinal() for day in (project.start_date, project.due_date, today))
    days = max(1, due - start + 1)
    return min(days, max(0, now - start + 1)), days
