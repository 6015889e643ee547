"""Projects: dates in order, an estimate that holds its milestones, and what completing or deleting one means."""

from collections.abc import Sequence

from app.domain.durations import format_duration
from app.domain.entities.projects import Milestone, Project, ProjectStatus
from app.domain.problems import Problem, Severity

TRACKABLE = (ProjectStatus.ACTIVE,)


def check_project(project: Project, milestones: Sequence[Milestone] = ()) -> list[Problem]:
    """Check a project's dates and estimate, the latter against its milestones' budgets."""
    problems = []
    if project.due_date and project.start_date and project.due_date < project.start_date:
        problems.append(Problem("due_before_start", "The due date is before the start date.", "due_date"))
    if project.estimate_minutes < 0:
        problems.append(Problem("estimate_negative", "An estimate cannot be negative.", "estimate_minutes"))
    return problems + check_budgets(project, milestones)


def check_budgets(project: Project, milestones: Sequence[Milestone]) -> list[Problem]:
    """Warn when the milestones' budgets are more than the project's estimate, and by how much."""
    budgets = sum(milestone.budget_minutes for milestone in milestones)
    over = budgets - project.estimate_minutes
    if project.estimate_minutes <= 0 or over <= 0:
        return []
    sentence = f"The milestones' budgets are {format_duration(over * 60)} h more than the project's estimate."
    return [Problem("budgets_over_estimate", sentence, "estimate_minutes", Severity.WARNING, {"minutes": over})]


def check_completing(*, running: bool, open_milestones: Sequence[str], planned_events: int) -> list[Problem]:
    """Warn about what a project to be completed still has open."""
    parts = []
    if running:
        parts.append("a timer is running on it")
    if open_milestones:
        listed = ", ".join(f"“{name}”" for name in open_milestones)
        parts.append(f"{len(open_milestones)} of its milestones are open ({listed})")
    if planned_events:
        parts.append(f"{planned_events} planned events are still to come")
    if not parts:
        return []
    sentence = f"The project is not quite finished: {'; '.join(parts)}."
    return [Problem("still_open", sentence, "status", Severity.WARNING, {"milestones": len(open_milestones)})]


def check_deleting(project: Project, *, entries: int, seconds: int) -> list[Problem]:
    """Say how many entries and hours a project to be deleted has, so that somebody decides about them."""
    if not entries:
        return []
    noun = "entry" if entries == 1 else "entries"
    sentence = (
        f"“{project.name}” has {entries} {noun} with {format_duration(seconds)} h. Move them to another project, delete them"
        " too, or archive the project instead."
    )
    return [Problem("has_entries", sentence, None, values={"entries": entries, "seconds": seconds})]


def offered_for_tracking(project: Project) -> bool:
    """Return whether new work may go to a project; its history stays in every report in any case."""
    return project.status in TRACKABLE and project.merged_into is None
