"""What every change of a planned event is held to, and which rows it makes of a series."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from app.domain.days import is_zone
from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.ids import ProjectId
from app.domain.rules.planning import check_event
from app.domain.series import at_day, check_recurrence, cut, first_day, from_here, is_series, moved, settled
from app.orchestrators.entry_checks import ProjectClosed
from app.orchestrators.merged import Merged
from app.orchestrators.planning.occurrences import require_occurrence

if TYPE_CHECKING:
    from app.domain.entities.planning import PlannedEvent
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

# Which of a series is meant: one time it happens, that and all later ones, or all of them.
Which = Literal["one", "following", "all"]
EDITABLE = frozenset(("title", "notes", "project", "starts_at", "ends_at", "tz", "all_day", "recurrence"))


def changed_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields of an event as they are kept.

    Raises:
        RuleBroken: there is no such field, or it cannot be changed, or the zone is none.
    """
    unknown = sorted(fields.keys() - EDITABLE)
    if unknown:
        raise RuleBroken(f"An event has no field that can be changed named {', '.join(unknown)}.", fields=unknown)
    changed = dict(fields)
    for name in fields.keys() & {"title", "notes"}:
        changed[name] = str(fields[name]).strip()
    if "recurrence" in fields:
        changed["recurrence"] = (fields["recurrence"] or "").strip().removeprefix("RRULE:") or None
    if "tz" in fields and not is_zone(fields["tz"]):
        raise RuleBroken(f"“{fields['tz']}” is no time zone, such as Europe/Berlin.", field="tz", zone=fields["tz"])
    return changed


def save(
    work: UnitOfWork, event: PlannedEvent, before: PlannedEvent | None = None
) -> tuple[PlannedEvent, list[Problem]]:
    """Save an event, changed from ``before`` when it was there, and name the action after it; returns the warnings.

    Raises:
        RuleBroken: a rule forbids it. NotFound: its project is gone. ProjectClosed: that is completed or archived.
    """
    problems = check_event(event)
    if event.recurrence:
        problems += check_recurrence(event.recurrence, first_day(event))
    raise_if_blocked(problems)
    if event.project and (before is None or before.project != event.project):
        event = replace(event, project=_planned_project(work, event.project))
    event = settled(event)
    work.planned_events.save(event)
    work.describe(called(work, event))
    return event, problems


def change(
    ctx: Context, work: UnitOfWork, event: PlannedEvent, day: str | None, which: Which, changed: dict[str, Any]
) -> tuple[PlannedEvent, list[Problem]]:
    """Change an event, or some of a series; returns the one that holds the occurrence now, and the warnings."""
    if not is_series(event):
        return save(work, replace(event, **changed), event)
    if which == "all" and day is None:
        day = first_day(event)
    day = require_occurrence(event, day)
    if which == "all":
        return save(work, _changed_series(event, day, changed), event)
    if which == "following":
        return save(work, _changed_series(later(ctx, work, event, day), day, changed), event)
    single = apart(ctx, work, event, day)
    return save(work, replace(single, **changed), event)


def apart(ctx: Context, work: UnitOfWork, event: PlannedEvent, day: str | None) -> PlannedEvent:
    """Return an event by itself: of a series the occurrence of a day, the rest of it saved around that.

    The occurrence itself is the caller's to save.
    """
    if not is_series(event):
        return event
    parts = cut(event, require_occurrence(event, day), ctx.new_id)
    work.planned_events.save_all((*filter(None, (parts.before,)), *parts.after))
    return parts.occurrence


def later(ctx: Context, work: UnitOfWork, event: PlannedEvent, day: str | None) -> PlannedEvent:
    """Return the part of a series that begins with the occurrence of a day; what comes before that is saved."""
    before, series = from_here(event, require_occurrence(event, day), ctx.new_id)
    if before is not None:
        work.planned_events.save(before)
    return series


def called(work: UnitOfWork, event: PlannedEvent) -> str:
    """Return what an action calls an event: its title, else its project's name."""
    project = work.projects.get(event.project) if event.project and not event.title else None
    return project.name if project else event.title


def _changed_series(series: PlannedEvent, day: str, changed: dict[str, Any]) -> PlannedEvent:
    """Return a series with changed fields, of which new times are those of the occurrence of a day."""
    plain = {name: value for name, value in changed.items() if name not in ("starts_at", "ends_at", "recurrence")}
    rule = changed.get("recurrence", series.recurrence)
    here = at_day(series, day)
    starts_at = changed.get("starts_at", here.starts_at)
    ends_at = changed.get("ends_at", here.ends_at)
    if rule is None:
        return replace(series, **plain, starts_at=starts_at, ends_at=ends_at, recurrence=None)
    own = changed.get("recurrence")
    if own:
        raise_if_blocked(check_recurrence(own, first_day(replace(series, starts_at=starts_at))))
    return moved(replace(series, **plain), day, starts_at=starts_at, ends_at=ends_at, rule=own)


def _planned_project(work: UnitOfWork, id_: str) -> ProjectId:
    """Return the project that an event is planned for: the one it is shown as, and not at its end."""
    project = work.projects.require(Merged(work.projects.all()).shown_as(id_))
    if project.status in ("completed", "archived"):
        sentence = f"“{project.name}” is {project.status}. Make it active to plan time for it."
        raise ProjectClosed(sentence, project=project.id, name=project.name, status=project.status)
    return ProjectId(project.id)
