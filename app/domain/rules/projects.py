"""Projects: dates in order, an estimate that holds its milestones, and what completing or deleting one means."""

from collections.abc import Sequence

from app.domain.days import is_day
from app.domain.durations import format_duration
from app.domain.entities.projects import Client, Group, Milestone, Project, ProjectStatus
from app.domain.problems import Problem, Severity

TRACKABLE = (ProjectStatus.ACTIVE,)


def check_project(project: Project, milestones: Sequence[Milestone] = ()) -> list[Problem]:
    """Check a project's dates and estimate, the latter against its milestones' budgets."""
    problems = check_days(start_date=project.start_date, due_date=project.due_date)
    if not problems and project.due_date and project.start_date and project.due_date < project.start_date:
        problems.append(Problem("due_before_start", "The due date is before the start date.", "due_date"))
    if project.estimate_minutes < 0:
        problems.append(Problem("estimate_negative", "An estimate cannot be negative.", "estimate_minutes"))
    return problems + check_budgets(project, milestones)


def check_days(**days: str | None) -> list[Problem]:
    """Check that what is given is calendar days, each under the name of its field."""
    return [no_such_day(day, field) for field, day in days.items() if day is not None and not is_day(day)]


def no_such_day(text: str, field: str) -> Problem:
    """Return the problem of a text that is no calendar day."""
    return Problem(
        "no_such_day", f"There is no day “{text}”. Write for example 2026-03-31.", field, values={"part": text}
    )


def check_budgets(project: Project, milestones: Sequence[Milestone]) -> list[Problem]:
    """Warn when the milestones' budgets are more than the project's estimate, and by how much."""
    budgets = sum(milestone.budget_minutes for milestone in milestones)
    over = budgets - project.estimate_minutes
    if project.estimate_minutes <= 0 or over <= 0:
        return []
    sentence = f"The milestones' budgets are {format_duration(over * 60)} h more than the project's estimate."
    return [Problem("budgets_over_estimate", sentence, "estimate_minutes", Severity.WARNING, {"minutes": over})]


def check_milestones_inside(project: Project, milestones: Sequence[Milestone]) -> list[Problem]:
    """Say which milestones lie outside the project's dates."""
    problems = []
    for milestone in milestones:
        first = milestone.start_date or milestone.due_date
        if project.due_date and milestone.due_date > project.due_date:
            sentence = f"The milestone “{milestone.name}” is due later ({milestone.due_date}). Move it first."
            problems.append(Problem("milestone_after", sentence, "due_date", values={"name": milestone.name}))
        elif project.start_date and first < project.start_date:
            sentence = f"The milestone “{milestone.name}” begins before ({first}). Move it first."
            problems.append(Problem("milestone_before", sentence, "start_date", values={"name": milestone.name}))
    return problems


def check_completing(*, running: bool, open_milestones: Sequence[str], planned_events: int) -> list[Problem]:
    """Warn about what a project to be completed still has open."""
    parts = []
    if running:
        parts.append("a timer is running on it")
    if open_milestones:
        listed = ", ".join(f"“{name}”" for name in open_milestones)
        verb = "milestone is" if len(open_milestones) == 1 else "milestones are"
        parts.append(f"{len(open_milestones)} {verb} open ({listed})")
    if planned_events:
        verb = "event is" if planned_events == 1 else "events are"
        parts.append(f"{planned_events} planned {verb} still to come")
    if not parts:
        return []
    sentence = f"The project is not quite finished: {'; '.join(parts)}."
    values = {"running": running, "milestones": tuple(open_milestones), "planned_events": planned_events}
    return [Problem("still_open", sentence, "status", Severity.WARNING, values)]


def check_deleting(project: Project, *, entries: int, seconds: int) -> list[Problem]:
    """Say how many entries and hours a project to be deleted has, so that somebody decides about them."""
    if not entries:
        return []
    noun = "entry" if entries == 1 else "entries"
    sentence = (
        f"“{project.name}” has {entries} {noun} with {format_duration(seconds)} h. Move them to another project, delete them"
        " too, or archive the project instead."
    )
    values = {"name": project.name, "entries": entries, "seconds": seconds}
    return [Problem("has_entries", sentence, None, values=values)]


def check_deleting_group(group: Group, *, projects: int) -> list[Problem]:
    """Say how many projects a group to be deleted has, so that somebody decides where they go."""
    return _has_projects(group.name, projects, "group")


def check_deleting_client(client: Client, *, projects: int) -> list[Problem]:
    """Say how many projects a client to be deleted has, so that somebody decides where they go."""
    return _has_projects(client.name, projects, "client")


def _has_projects(name: str, projects: int, kind: str) -> list[Problem]:
    if not projects:
        return []
    noun = "project" if projects == 1 else "projects"
    sentence = f"“{name}” has {projects} {noun}. Move them to another {kind}, or keep them without one."
    return [Problem("has_projects", sentence, None, values={"name": name, "projects": projects})]


def offered_for_tracking(project: Project) -> bool:
    """Return whether new work may go to a project; its history stays in every report in any case."""
    return project.status in TRACKABLE and project.merged_into is None
