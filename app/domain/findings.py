"""Findings: what wants a decision, as a pure function of what is there; the same on every device, written nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.domain.durations import format_duration
from app.domain.timer import overlap
from app.domain.views import Named, twin_groups

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.milestone_figures import MilestoneStanding
    from app.domain.work_hours import Load


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to decide.

    The ``key`` is the same on every device and changes with what the finding is about, so that one put away comes back
    only when something is new. ``subjects`` are the ids it concerns, ``fixes`` codes of what can be done, the likeliest
    first; ``values`` is what the sentences speak of, so that a window can say it in another language.
    """

    key: str
    kind: str
    message: str
    detail: str
    subjects: tuple[str, ...]
    fixes: tuple[str, ...]
    at: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)


def long_entries(entries: Iterable[TimeEntry], *, now: int, hours: int = 10) -> list[Finding]:
    """Find entries over so many hours, running ones among them."""
    return [_long(entry, entry.seconds(now)) for entry in entries if entry.seconds(now) > hours * 3600]


def _long(entry: TimeEntry, seconds: int) -> Finding:
    verb = "has been running for" if entry.running else "lasts"
    return Finding(
        f"long:{entry.id}:{entry.started_at}:{entry.ended_at}",
        "running_long" if entry.running else "long_entry",
        f"“{_name(entry)}” {verb} {format_duration(seconds)} h.",
        "Was it left running?",
        (entry.id,),
        ("stop", "discard", "open") if entry.running else ("open",),
        entry.started_at,
        {"description": entry.description, "seconds": seconds},
    )


def overlaps(entries: Iterable[TimeEntry], *, now: int) -> list[Finding]:
    """Find pairs of entries of one person that overlap, in whatever order they are given."""
    found: list[Finding] = []
    by_start = sorted(entries, key=lambda entry: (entry.started_at, entry.id))
    for at, entry in enumerate(by_start):
        end = now if entry.ended_at is None else entry.ended_at
        # By place: a slice for each would copy the rest of the list every time.
        for place in range(at + 1, len(by_start)):
            later = by_start[place]
            if later.started_at >= end:
                break
            common = overlap(entry, later, now=now)
            if later.user == entry.user and common:
                found.append(_overlap(entry, later, common))
    return found


def _overlap(first: TimeEntry, second: TimeEntry, common: int) -> Finding:
    # Not the common seconds: those of a running entry grow, and one put away would come back every second.
    spans = f"{first.started_at}-{first.ended_at}:{second.started_at}-{second.ended_at}"
    return Finding(
        f"overlap:{first.id}:{second.id}:{spans}",
        "overlap",
        f"“{_name(first)}” and “{_name(second)}” overlap by {format_duration(common)} h.",
        "Both count, so this time is counted twice.",
        (first.id, second.id),
        ("cut_first", "cut_second", "open"),
        second.started_at,
        {"first": first.description, "second": second.description, "seconds": common},
    )


def without_project(entries: Iterable[TimeEntry]) -> list[Finding]:
    """Find entries that belong to no project, one finding for each description."""
    loose = [entry for entry in entries if entry.project is None]
    return [_without_project(group) for group in _grouped(loose, lambda entry: entry.description).values()]


def _without_project(group: list[TimeEntry]) -> Finding:
    newest = group[-1]
    return Finding(
        f"no_project:{newest.id}",
        "no_project",
        f"“{_name(newest)}” belongs to no project."
        if len(group) == 1
        else f"{len(group)} entries “{_name(newest)}” belong to no project.",
        "Reports by project leave it out.",
        tuple(entry.id for entry in group),
        ("choose_project",),
        newest.started_at,
        {"description": newest.description, "count": len(group)},
    )


def missing_projects(entries: Iterable[TimeEntry], known: set[str]) -> list[Finding]:
    """Find entries whose project is not here: in the trash, or still on its way."""
    lost = [entry for entry in entries if entry.project is not None and entry.project not in known]
    return [
        _missing("project", project, group, ("restore_project", "choose_project"))
        for project, group in _grouped(lost, lambda entry: entry.project or "").items()
    ]


def missing_tasks(entries: Iterable[TimeEntry], known: set[str]) -> list[Finding]:
    """Find entries whose task is not here."""
    lost = [entry for entry in entries if entry.task is not None and entry.task not in known]
    return [_missing("task", task, group, ("open",)) for task, group in _grouped(lost, lambda e: e.task or "").items()]


def missing_milestones(entries: Iterable[TimeEntry], known: set[str]) -> list[Finding]:
    """Find entries that name a milestone that is not here; they count for the one whose period holds them."""
    lost = [entry for entry in entries if entry.milestone is not None and entry.milestone not in known]
    return [
        _missing("milestone", milestone, group, ("open",))
        for milestone, group in _grouped(lost, lambda e: e.milestone or "").items()
    ]


def _missing(noun: str, id_: str, group: list[TimeEntry], fixes: tuple[str, ...]) -> Finding:
    verb = "entry belongs" if len(group) == 1 else "entries belong"
    return Finding(
        f"missing_{noun}:{id_}",
        f"missing_{noun}",
        f"{len(group)} {verb} to a {noun} that is not here.",
        "It may be in the trash.",
        tuple(entry.id for entry in group),
        fixes,
        group[-1].started_at,
        {"count": len(group), noun: id_},
    )


def twins(projects: Iterable[Project]) -> list[Finding]:
    """Find living projects of one group and client that have the same name."""
    living = [project for project in projects if project.merged_into is None]
    return [
        _twins(first, other, "project", ("merge",))
        for first, *others in twin_groups(living, within=lambda p: (p.group, p.client))
        for other in others
    ]


def twin_names(things: Iterable[Named], noun: str) -> list[Finding]:
    """Find groups, clients or tags that have the same name; of a pair the older keeps it."""
    return [_twins(first, other, noun, ("open",)) for first, *others in twin_groups(list(things)) for other in others]


def _twins(first: Named, other: Named, noun: str, fixes: tuple[str, ...]) -> Finding:
    can = "They can be merged; one undo takes it back." if "merge" in fixes else "One of them can be renamed."
    return Finding(
        f"twins:{first.id}:{other.id}",
        "twins",
        f"There are two {noun}s named “{first.name}”.",
        can,
        (other.id, first.id),
        fixes,
        other.created_at,
        {"noun": noun, "name": first.name},
    )


def milestone_findings(rows: Iterable[MilestoneStanding], *, today: str, names: Mapping[str, str]) -> list[Finding]:
    """Find open milestones that are overdue or over their budget; ``names`` are the projects' by id.

    One that is both is found once, as overdue: completing it or moving its day is the decision to take.
    """
    found = []
    for row in rows:
        name = names.get(row.milestone.project, "missing project")
        if row.overdue(today):
            found.append(_milestone(row, "milestone_overdue", f"was due on {row.last_day}", row.last_day, name))
        elif row.state == "open" and 0 < (budget := row.milestone.budget_minutes * 60) < row.seconds:
            over = format_duration(row.seconds - budget)
            found.append(_milestone(row, "milestone_over", f"is {over} h over its budget", str(budget), name))
    return found


def _milestone(row: MilestoneStanding, kind: str, says: str, mark: str, project: str) -> Finding:
    milestone = row.milestone
    return Finding(
        f"{kind}:{milestone.id}:{mark}",
        kind,
        f"The milestone “{milestone.name}” of “{project}” {says}.",
        "",
        (milestone.id,),
        ("complete", "open"),
        milestone.created_at,
        {
            "name": milestone.name,
            "project": project,
            "due": row.last_day,
            "over_seconds": max(0, row.seconds - milestone.budget_minutes * 60),
        },
    )


def overcommitted_weeks(weeks: Sequence[Load], *, now: int) -> list[Finding]:
    """Find weeks for which more is planned and estimated than there is capacity."""
    return [
        Finding(
            f"overcommitted:{week.day}:{week.availability}",
            "overcommitted",
            f"The week of {week.day} is overcommitted by {format_duration(-week.availability * 60)} h.",
            f"{format_duration(week.planned * 60)} h are planned and {format_duration(week.auto * 60)} h estimated, with"
            f" {format_duration(week.capacity * 60)} h of working time.",
            (),
            ("open_timeline", "open_calendar"),
            now,
            {
                "week": week.day,
                "minutes": -week.availability,
                "planned": week.planned,
                "auto": week.auto,
                "capacity": week.capacity,
            },
        )
        for week in weeks
        if week.overcommitted
    ]


def _grouped(entries: list[TimeEntry], key: Callable[[TimeEntry], str]) -> dict[str, list[TimeEntry]]:
    groups: dict[str, list[TimeEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: (entry.started_at, entry.id)):
        groups[key(entry)].append(entry)
    return groups


def _name(entry: TimeEntry) -> str:
    return entry.description or "no description"
