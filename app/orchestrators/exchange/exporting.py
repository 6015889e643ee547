"""Take everything out: entries as a table for spreadsheets, or the whole store in one documented file, and back in."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.days import zone
from app.exchange.writers.sheet import harmless
from app.orchestrators.exchange.everything import (
    ExportSummary,
    ReadBack,
    read_everything,
    try_everything,
    write_everything,
)
from app.orchestrators.exchange.writing import ExportCancelled, Meter, whole_file
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

__all__ = ["ExportSummary", "ReadBack", "export_csv", "export_everything", "import_everything", "preview_everything"]

COLUMNS = (
    "start", "end", "zone", "seconds", "hours", "description", "project", "client", "task", "milestone", "tags",
    "billable", "source",
)  # fmt: skip
_MISSING = "(missing)"
_HOUR = 3600


@workflow
def export_csv(
    ctx: Context,
    target: Path,
    *,
    chosen: EntryFilter | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write entries as CSV (UTF-8), oldest first; returns how many.

    Instants are ISO 8601 with the offset of the entry's zone; ``hours`` is decimal; a running entry has neither end nor
    length. Texts that a spreadsheet would take for a formula begin with an apostrophe.

    Raises:
        NotWritten: the file could not be written. ExportCancelled: ``cancelled`` said so. No file was left.
    """
    wanted = chosen or EntryFilter()
    with whole_file(target) as unfinished, reading(ctx) as read:
        total, _ = read.time_entries.summary(wanted)
        meter = Meter(total, progress, cancelled, ExportCancelled("The export was stopped. No file was written."))
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            names = EntryNames(read)
            for entry in read.time_entries.iterate(wanted):
                writer.writerow(_row(entry, names))
                meter.step()
        meter.tell()
    return meter.done


@workflow
def export_everything(
    ctx: Context,
    target: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ExportSummary:
    """Write the whole store into one zip file of documented JSON lines; returns how many entities of each kind.

    Raises:
        NotWritten: the file could not be written. ExportCancelled: ``cancelled`` said so. No file was left.
    """
    return write_everything(ctx, target, progress, cancelled)


@workflow
def import_everything(
    ctx: Context,
    source: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[ReadBack]:
    """Add what an export of everything has and this store lacks, in one action that one undo takes back.

    Raises:
        UnreadableFile: it is no such export, cut off, or made by a newer version. ImportCancelled: ``cancelled`` said
            so. Nothing was changed.
    """
    return read_everything(ctx, source, progress, cancelled)


@workflow
def preview_everything(
    ctx: Context,
    source: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReadBack:
    """Say what reading an export back would do. It is done for that, and none of it is kept.

    Raises:
        UnreadableFile, ImportCancelled: see import_everything.
    """
    return try_everything(ctx, source, progress, cancelled)


class EntryNames:
    """What ids are called; what is in the trash or not here yet is said to be missing."""

    def __init__(self, read: Repositories) -> None:
        self.projects = {project.id: project for project in read.projects.all()}
        self.clients, self.tasks, self.milestones, self.tags = (
            {one.id: one.name for one in things}
            for things in (read.clients.all(), read.tasks.all(), read.milestones.all(), read.tags.all())
        )

    def project_and_client(self, id_: str | None) -> tuple[str, str]:
        """Return the names of a project and of its client."""
        if id_ is None:
            return "", ""
        project = self.projects.get(id_)
        return (project.name, named(self.clients, project.client)) if project else (_MISSING, "")


def named(names: Mapping[str, str], id_: str | None) -> str:
    """Return the name of an id, empty for none."""
    return names.get(id_, _MISSING) if id_ else ""


def _row(entry: TimeEntry, names: EntryNames) -> list[str]:
    project, client = names.project_and_client(entry.project)
    seconds = None if entry.ended_at is None else entry.ended_at - entry.started_at
    texts: Iterable[str] = (
        entry.description, project, client, named(names.tasks, entry.task), named(names.milestones, entry.milestone),
        ", ".join(sorted(named(names.tags, tag) for tag in entry.tags)),
    )  # fmt: skip
    return [
        _iso(entry.started_at, entry.tz),
        "" if entry.ended_at is None else _iso(entry.ended_at, entry.tz),
        entry.tz,
        "" if seconds is None else str(seconds),
        "" if seconds is None else f"{seconds / _HOUR:.4f}",
        *map(harmless, texts),
        "yes" if entry.billable else "no",
        harmless(entry.source),
    ]


def _iso(instant: int, tz: str) -> str:
    return datetime.fromtimestamp(instant, zone(tz)).isoformat()
