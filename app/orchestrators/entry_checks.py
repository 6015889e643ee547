"""What every change of an entry is held to: rules, locks, the project it goes to, one running timer. Shared by families."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.days import is_zone
from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.problems import Severity
from app.domain.rules.entries import check_entry, check_overlaps
from app.orchestrators.locks import Locks
from app.orchestrators.merged import Merged

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

EDITABLE = frozenset(
    ("started_at", "ended_at", "tz", "description", "project", "task", "milestone", "billable", "tags", "user")
)


class ProjectClosed(RuleBroken):
    """The project is completed, on hold or archived, so no new work goes to it."""

    code = "project_closed"


class AnotherRuns(RuleBroken):
    """Another timer runs, and only one is allowed."""

    code = "another_runs"


def changed_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields of an entry as they are kept: tags as a set, the description trimmed.

    Raises:
        RuleBroken: there is no such field, it cannot be changed, or the zone is none.
    """
    unknown = fields.keys() - EDITABLE
    if unknown:
        names = sorted(unknown)
        raise RuleBroken(f"An entry has no field that can be changed named {', '.join(names)}.", fields=names)
    changed = dict(fields)
    if "tags" in changed:
        changed["tags"] = frozenset(changed["tags"])
    if "description" in changed:
        changed["description"] = str(changed["description"]).strip()
    if "tz" in changed and not is_zone(changed["tz"]):
        raise RuleBroken(f"“{changed['tz']}” is no time zone, such as Europe/Berlin.", field="tz", zone=changed["tz"])
    return changed


def require_open(work: UnitOfWork, entry: TimeEntry) -> Project | None:
    """Return the project new work goes to; None when the entry has none.

    Raises:
        ProjectClosed: it is completed, on hold, archived or merged into another. NotFound: it is in the trash.
    """
    if entry.project is None:
        return None
    project = work.projects.require(entry.project)
    if project.merged_into is not None:
        shown = work.projects.get(Merged(work.projects.all()).shown_as(project.id))
        if shown is not None and shown.id != project.id:
            sentence = f"“{project.name}” was merged into “{shown.name}”. Track the time there."
            raise ProjectClosed(sentence, project=shown.id, name=project.name, shown_name=shown.name)
    if project.status != "active":
        words = project.status.replace("_", " ")
        sentence = f"“{project.name}” is {words}. Make it active to track time on it."
        raise ProjectClosed(sentence, project=project.id, name=project.name, status=project.status)
    return project


def fit_parts(work: UnitOfWork, entry: TimeEntry, *, named: Collection[str] = ()) -> TimeEntry:
    """Return the entry without a task or milestone of another project, or of none.

    Raises:
        RuleBroken: one that does not fit was named for this very change.
    """
    if entry.task is None and entry.milestone is None:
        return entry
    merged = Merged(work.projects.all())
    home = merged.shown_as(entry.project) if entry.project else None
    for field, part in (
        ("task", work.tasks.get(entry.task) if entry.task else None),
        ("milestone", work.milestones.get(entry.milestone) if entry.milestone else None),
    ):
        if part is not None and merged.shown_as(part.project) == home:
            continue
        if part is not None and field in named:
            sentence = f"The {field} “{part.name}” belongs to another project."
            raise RuleBroken(sentence, field=field, name=part.name, code="other_project")
        if part is not None or home is None or "project" in named:
            entry = replace(entry, task=None) if field == "task" else replace(entry, milestone=None)
    return entry


class Saver:
    """Saves entries after checking them; what the checks need is read once, however many entries there are."""

    def __init__(self, ctx: Context, work: UnitOfWork) -> None:
        self._ctx = ctx
        self._work = work
        self._locks = Locks(work)

    def save(self, entry: TimeEntry, before: TimeEntry | None = None, *, accept_warnings: bool = True) -> list[Problem]:
        """Save an entry, changed from ``before`` when it was there; returns the warnings.

        Raises:
            RuleBroken: a rule or a lock forbids it, or there are warnings and they are not accepted.
        """
        now = self._ctx.now()
        problems = self._span_problems(entry, before, now)
        raise_if_blocked(problems)
        self._require_unlocked(entry, before)
        if entry.running and (before is None or not before.running):
            self._require_only_one(entry)
        if before is None or _span(before) != _span(entry) or before.user != entry.user:
            problems += self.overlaps(entry)
        warnings = tuple(problem for problem in problems if problem.severity is Severity.WARNING)
        if warnings and not accept_warnings:
            raise RuleBroken(" ".join(problem.message for problem in warnings), problems=warnings)
        self._work.time_entries.save(entry)
        return problems

    def start(self, entry: TimeEntry) -> list[Problem]:
        """Save a new running entry beside which no other runs, or may run; returns the warnings.

        Raises:
            RuleBroken: it starts in the future, or on a locked day.
        """
        problems = check_entry(entry, now=self._ctx.now())
        raise_if_blocked(problems)
        self._locks.require_open(entry)
        problems += self.overlaps(entry)
        self._work.time_entries.add(entry)
        return problems

    def overlaps(self, entry: TimeEntry) -> list[Problem]:
        """Return the warning about entries of the same person that overlap this one."""
        now = self._ctx.now()
        end = now if entry.ended_at is None else entry.ended_at
        if end <= entry.started_at:
            # As of a timer started now: no time, so none that is counted twice.
            return []
        return check_overlaps(entry, self._work.time_entries.between(entry.started_at, end), now=now)

    def _span_problems(self, entry: TimeEntry, before: TimeEntry | None, now: int) -> list[Problem]:
        # What was in the file before, however odd, must not keep its description from being changed.
        if before is not None and _span(before) == _span(entry):
            return []
        return check_entry(entry, now=now)

    def _require_unlocked(self, entry: TimeEntry, before: TimeEntry | None) -> None:
        if before is None:
            self._locks.require_open(entry)
        elif not before.running:
            self._locks.require_open(before, entry)
        elif (before.started_at, before.tz) != (entry.started_at, entry.tz):
            self._locks.require_open(entry)

    def _require_only_one(self, entry: TimeEntry) -> None:
        if self._work.settings.value("several_timers"):
            return
        if any(other.id != entry.id for other in self._work.time_entries.all_running(entry.user)):
            raise AnotherRuns("Another timer is running. Stop it first, or give the entry an end.", field="ended_at")


def _span(entry: TimeEntry) -> tuple[int, int | None, str]:
    return entry.started_at, entry.ended_at, entry.tz
