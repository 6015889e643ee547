"""Findings: what wants a decision, as a pure function of what is there; the same on every device, written nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.durations import format_duration
from app.domain.rules.names import clean_name
from app.domain.timer import overlap

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to decide: a key that is the same on every device, a kind, a sentence, whom it concerns, what can be
    done about it (codes, the likeliest first).
    """

    key: str
    kind: str
    message: str
    detail: str
    subjects: tuple[str, ...]
    fixes: tuple[str, ...]
    at: int = 0


def long_entries(entries: Iterable[TimeEntry], *, now: int, hours: int = 10) -> list[Finding]:
    """Find entries over so many hours, running ones among them."""
    return [
        Finding(
            f"long:{entry.id}:{entry.started_at}:{entry.ended_at}",
            "running_long" if entry.running else "long_entry",
            f"“{_name(entry)}” has been running for {format_duration(entry.seconds(now))} h."
            if entry.running
            else f"“{_name(entry)}” is {format_duration(entry.seconds(now))} h long.",
            "Was it left running?",
            (entry.id,),
            ("stop", "discard", "open") if entry.running else ("open",),
            entry.started_at,
        )
        for entry in entries
        if entry.seconds(now) > hours * 3600
    ]


def overlaps(entries: Sequence[TimeEntry], *, now: int) -> list[Finding]:
    """Find pairs of entries of one person that overlap; ``entries`` are sorted by start."""
    found = []
    for at, entry in enumerate(entries):
        end = now if entry.ended_at is None else entry.ended_at
        for later in entries[at + 1 :]:
            if later.started_at >= end:
                break
            common = overlap(entry, later, now=now)
            if later.user == entry.user and common:
                found.append(
                    Finding(
                        f"overlap:{entry.id}:{later.id}:{common}",
                        "overlap",
                        f"“{_name(entry)}” and “{_name(later)}” overlap by {format_duration(common)} h.",
                        "Both count, so this time is counted twice.",
                        (entry.id, later.id),
                        ("cut_first", "cut_second", "open"),
                        later.started_at,
                    )
                )
    return found


def without_project(entries: Iterable[TimeEntry]) -> list[Finding]:
    """Find entries that belong to no project, one finding for each description."""
    groups: dict[str, list[TimeEntry]] = defaultdict(list)
    for entry in entries:
        if entry.project is None:
            groups[entry.description].append(entry)
    return [
        Finding(
            f"no_project:{group[-1].id}",
            "no_project",
            f"“{_name(group[-1])}” belongs to no project."
            if len(group) == 1
            else f"{len(group)} entries “{_name(group[-1])}” belong to no project.",
            "Reports by project leave it out.",
            tuple(entry.id for entry in group),
            ("choose_project",),
            group[-1].started_at,
        )
        for group in groups.values()
    ]


def missing_projects(entries: Iterable[TimeEntry], known: set[str]) -> list[Finding]:
    """Find entries whose project is not here: in the trash, or still on its way."""
    groups: dict[str, list[TimeEntry]] = defaultdict(list)
    for entry in entries:
        if entry.project is not None and entry.project not in known:
            groups[entry.project].append(entry)
    return [
        Finding(
            f"missing_project:{project}",
            "missing_project",
            f"{len(group)} {'entry belongs' if len(group) == 1 else 'entries belong'} to a project that is not here.",
            "It may be in the trash.",
            tuple(entry.id for entry in group),
            ("restore_project", "choose_project"),
            group[-1].started_at,
        )
        for project, group in groups.items()
    ]


def twins(projects: Iterable[Project]) -> list[Finding]:
    """Find living projects of one group and client that have the same name."""
    groups: dict[tuple[str, str | None, str | None], list[Project]] = defaultdict(list)
    for project in projects:
        if project.merged_into is None:
            groups[clean_name(project.name).casefold(), project.group, project.client].append(project)
    found = []
    for group in groups.values():
        first, *others = sorted(group, key=lambda project: (project.created_at, project.id))
        found += [
            Finding(
                f"twins:{first.id}:{other.id}",
                "twins",
                f"There are two projects named “{first.name}”.",
                "They can be merged; one undo takes it back.",
                (other.id, first.id),
                ("merge",),
                other.created_at,
            )
            for other in others
        ]
    return found


def _name(entry: TimeEntry) -> str:
    return entry.description or "no description"
