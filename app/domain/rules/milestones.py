"""Milestones of a project: periods that do not overlap, inside the project's dates."""

from collections.abc import Mapping, Sequence

from app.domain.days import next_day
from app.domain.entities.projects import Milestone, Project
from app.domain.problems import Problem
from app.domain.recurrence import is_rule
from app.domain.rules.projects import check_budgets, check_days


def periods(project: Project, milestones: Sequence[Milestone]) -> dict[str, tuple[str, str]]:
    """Return each milestone's first and last day, by id.

    One without a start begins the day after the milestone before it ends, the first with the project.
    """
    found: dict[str, tuple[str, str]] = {}
    previous_end: str | None = None
    for milestone in sorted(milestones, key=lambda m: (m.due_date, m.position)):
        start = milestone.start_date or (next_day(previous_end) if previous_end else project.start_date)
        found[milestone.id] = (min(start or milestone.due_date, milestone.due_date), milestone.due_date)
        previous_end = milestone.due_date
    return found


def milestone_of(named: str | None, day: str, spans: Mapping[str, tuple[str, str]]) -> str | None:
    """Return the milestone an entry of a day belongs to: the one it names, else the one whose period holds the day.

    ``spans`` are the periods of the milestones of the entry's project; a milestone named that is not among them (it
    was deleted, or is another project's) counts as none.
    """
    if named is not None and named in spans:
        return named
    return next((id_ for id_, (first, last) in spans.items() if first <= day <= last), None)


def check_milestone(milestone: Milestone, project: Project, others: Sequence[Milestone]) -> list[Problem]:
    """Check a milestone against its project and its other milestones."""
    siblings = [other for other in others if other.id != milestone.id]
    problems = _own_problems(milestone)
    if any(bool(other.recurrence) != bool(milestone.recurrence) for other in siblings):
        sentence = "A project has either recurring or dated milestones, not both."
        problems.append(Problem("mixed_recurrence", sentence, "recurrence"))
    if problems:
        return problems
    return (
        _outside(milestone, project)
        + _overlapping(milestone, project, siblings)
        + check_budgets(project, [*siblings, milestone])
    )


def _own_problems(milestone: Milestone) -> list[Problem]:
    problems = check_days(start_date=milestone.start_date, due_date=milestone.due_date)
    if not problems and milestone.start_date and milestone.due_date < milestone.start_date:
        problems.append(Problem("due_before_start", "The due date is before the start date.", "due_date"))
    if milestone.budget_minutes < 0:
        problems.append(Problem("budget_negative", "A budget cannot be negative.", "budget_minutes"))
    if milestone.recurrence and not is_rule(milestone.recurrence):
        sentence = "This is not a rule for repeating. Write for example FREQ=MONTHLY or FREQ=WEEKLY;INTERVAL=2."
        values = {"recurrence": milestone.recurrence}
        problems.append(Problem("no_such_rule", sentence, "recurrence", values=values))
    return problems


def _outside(milestone: Milestone, project: Project) -> list[Problem]:
    if project.due_date and milestone.due_date > project.due_date:
        sentence = f"The milestone is due after the project ({project.due_date}). Move the project's due date first."
        return [Problem("after_project", sentence, "due_date", values={"project_due": project.due_date})]
    first = milestone.start_date or milestone.due_date
    if project.start_date and first < project.start_date:
        sentence = (
            f"The milestone lies before the project starts ({project.start_date}). Move the project's start first."
        )
        return [Problem("before_project", sentence, "start_date", values={"project_start": project.start_date})]
    return []


def _overlapping(milestone: Milestone, project: Project, siblings: Sequence[Milestone]) -> list[Problem]:
    spans = periods(project, [*siblings, milestone])
    first, last = spans[milestone.id]
    for other in siblings:
        other_first, other_last = spans[other.id]
        if first <= other_last and other_first <= last:
            sentence = f"Its period overlaps the milestone “{other.name}” ({other_first} to {other_last})."
            values = {"name": other.name, "first_day": other_first, "last_day": other_last}
            return [Problem("periods_overlap", sentence, "due_date", values=values)]
    return []
