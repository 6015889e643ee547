"""Findings about what happened to one device or one person: timers left or doubled, idle time, imports, deletions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.durations import format_duration
from app.domain.findings import Finding
from app.domain.views import effective_ends

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry


def two_running(entries: Iterable[TimeEntry]) -> list[Finding]:
    """Find timers of one person that run beside a later one; effectively each ends where the next starts."""
    running = {entry.id: entry for entry in entries if entry.running}
    return [
        Finding(
            f"two_running:{id_}:{end}",
            "two_running",
            f"“{_name(running[id_])}” was still running when another timer was started.",
            "It counts up to the start of the later one.",
            (id_,),
            ("stop", "keep_both_running", "open"),
            end,
            {"description": running[id_].description, "ended_at": end},
        )
        for id_, end in effective_ends(running.values()).items()
    ]


@dataclass(frozen=True, slots=True)
class Stops:
    """Two ends that two devices gave to the same running entry."""

    entry: str
    description: str
    started_at: int
    one: int
    other: int

    @property
    def effective(self) -> int:
        """The end that counts: the earlier stop."""
        return min(self.one, self.other)

    @property
    def offered(self) -> int:
        """The end that can be taken instead."""
        return max(self.one, self.other)


def found_running(entry: TimeEntry, *, last_sign_of_life: int, now: int) -> list[Finding]:
    """Say that a timer was found running after a crash or sleep, and for how long nobody watched it."""
    away = now - max(last_sign_of_life, entry.started_at)
    if not entry.running or away <= 0:
        return []
    return [
        Finding(
            f"found_running:{entry.id}:{last_sign_of_life}",
            "found_running",
            f"“{_name(entry)}” was found running; nothing was seen of it for {format_duration(away)} h.",
            "It may have been left running.",
            (entry.id,),
            ("keep", "stop_then", "stop", "discard"),
            entry.started_at,
            {"description": entry.description, "seconds": away},
        )
    ]


def idle_undecided(entry: TimeEntry, *, since: int, until: int) -> list[Finding]:
    """Say that nobody was at the keyboard for a part of an entry; only the part inside the entry counts."""
    end = until if entry.ended_at is None else min(until, entry.ended_at)
    idle = end - max(since, entry.started_at)
    if idle <= 0:
        return []
    return [
        Finding(
            f"idle:{entry.id}:{since}:{until}",
            "idle",
            f"You were away for {format_duration(idle)} h during “{_name(entry)}”.",
            "Does that time count?",
            (entry.id,),
            ("keep_idle", "drop_idle", "open"),
            since,
            {"description": entry.description, "seconds": idle},
        )
    ]


def restored_parents(deleted: Iterable[Project], entries: Sequence[TimeEntry]) -> list[Finding]:
    """Find deleted projects that living entries still belong to; they are shown as restored because of these."""
    found = []
    for project in sorted(deleted, key=lambda project: project.id):
        children = [entry for entry in entries if entry.project == project.id]
        if not children:
            continue
        noun = "entry" if len(children) == 1 else "entries"
        found.append(
            Finding(
                f"restored:{project.id}",
                "restored_parent",
                f"“{project.name}” was deleted, but is restored because of {len(children)} {noun}.",
                "They were added where the deletion was not known yet.",
                tuple(entry.id for entry in sorted(children, key=lambda e: (e.started_at, e.id))),
                ("restore_project", "choose_project"),
                max(entry.started_at for entry in children),
                {"name": project.name, "count": len(children)},
            )
        )
    return found


def imported_twice(groups: Iterable[Sequence[TimeEntry]]) -> list[Finding]:
    """Say that rows of one file were imported on two devices: one entry each is meant, the oldest stays."""
    found = [sorted(group, key=lambda entry: (entry.created_at, entry.id)) for group in groups if len(group) > 1]
    repeated = sorted(entry.id for _, *others in found for entry in others)
    if not repeated:
        return []
    noun = "entry was" if len(found) == 1 else "entries were"
    return [
        Finding(
            f"imported_twice:{len(repeated)}:{repeated[-1]}",
            "imported_twice",
            f"{len(found)} {noun} imported on two devices.",
            "They come from the same file and count twice until one of each is kept.",
            tuple(repeated),
            ("keep_one",),
            max(entry.created_at for group in found for entry in group),
            {"count": len(found)},
        )
    ]


def rejected_rows(batch: str, *, file: str, count: int, line: int, reason: str, at: int) -> Finding:
    """Say that rows of an import could not be used, with the first of them."""
    return Finding(
        f"rejected:{batch}",
        "import_rejected",
        f"{count} {'row' if count == 1 else 'rows'} of “{file}” could not be imported.",
        f"Line {line}: {reason}",
        (batch,),
        (),
        at,
        {"file": file, "count": count, "line": line, "reason": reason},
    )


def _name(entry: TimeEntry) -> str:
    return entry.description or "no description"
