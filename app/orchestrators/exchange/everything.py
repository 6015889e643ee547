"""The whole store in one zip file: a manifest, and a file of JSON lines for each kind. See help/export-format.md."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.exchange.records import UnreadableFile
from app.orchestrators.exchange.archive import FORMAT, VERSION, Archive
from app.orchestrators.exchange.plans import ImportCancelled
from app.orchestrators.exchange.safety import make_safe
from app.orchestrators.exchange.writing import ExportCancelled, Meter, whole_file
from app.storage.bulk_copy import ADDED, PRESENT, REVIVED, Newcomers, count_of, everything_of
from app.storage.schema import SCHEMA_VERSION
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from zipfile import ZipFile

    from app.domain.outcome import Outcome
    from app.orchestrators.exchange.archive import Line
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """How many entities of each kind were written, those in the trash included."""

    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """How many entities of each kind were added, brought back from the trash, and here already.

    ``notes`` say what could not be taken over as it was.
    """

    counts: dict[str, int]
    revived: dict[str, int]
    present: dict[str, int]
    notes: tuple[str, ...] = ()


def write_everything(
    ctx: Context, target: Path, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None
) -> ExportSummary:
    """Write the export; see export_everything."""
    from zipfile import ZIP_DEFLATED, ZipFile

    with whole_file(target) as unfinished, reading(ctx) as read:
        counts = {kind.value: count_of(read, kind) for kind in Kind}
        stop = ExportCancelled("The export was stopped. No file was written.")
        meter = Meter(sum(counts.values()), progress, cancelled, stop)
        with ZipFile(unfinished, "w", ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", json.dumps(_manifest(ctx, counts), indent=2))
            for kind in Kind:
                _write_kind(archive, read, kind, meter)
        meter.tell()
    return ExportSummary(counts)


def _manifest(ctx: Context, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "schema": SCHEMA_VERSION,
        "exported_at": ctx.now(),
        "user": ctx.user,
        "counts": counts,
    }


def _write_kind(archive: ZipFile, read: Repositories, kind: Kind, meter: Meter) -> None:
    with archive.open(f"{kind.value}.jsonl", "w", force_zip64=True) as stream:
        for copied in everything_of(read, kind):
            line: dict[str, Any] = {"id": copied.id, "fields": copied.fields}
            if copied.deleted_at is not None:
                line["deleted_at"] = copied.deleted_at
            stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n")
            meter.step()


@dataclass(slots=True)
class _Tally:
    counts: dict[str, int] = field(default_factory=dict)
    revived: dict[str, int] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def note(self, kind: Kind, fate: str) -> None:
        """Count one entity."""
        counts = {ADDED: self.counts, REVIVED: self.revived, PRESENT: self.present}[fate]
        counts[kind.value] = counts.get(kind.value, 0) + 1


def read_everything(
    ctx: Context, source: Path, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None
) -> Outcome[ReadBack]:
    """Read an export back; see import_everything."""
    with Archive(source) as archive:
        make_safe(ctx, sum(archive.counts.values()))
        with unit_of_work(ctx, "import", source.name) as work:
            back = _take_over(ctx, work, archive, progress, cancelled)
    return work.outcome(back)


class _Tried(Exception):
    """Everything was read, and is not to be kept."""


def try_everything(
    ctx: Context, source: Path, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None
) -> ReadBack:
    """Read an export and take all of it back; see preview_everything."""
    found: list[ReadBack] = []
    with contextlib.suppress(_Tried), Archive(source) as archive, unit_of_work(ctx, "import", source.name) as work:
        found.append(_take_over(ctx, work, archive, progress, cancelled))
        raise _Tried
    return found[0]


def _take_over(
    ctx: Context,
    work: UnitOfWork,
    archive: Archive,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> ReadBack:
    stop = ImportCancelled("Reading back was stopped. Nothing was added.")
    meter = Meter(sum(archive.counts.values()), progress, cancelled, stop)
    tally, newcomers = _Tally(), Newcomers(work)
    for kind in Kind:
        for number, line in archive.lines(kind.value):
            with _named(archive, kind, number):
                tally.note(kind, _add(ctx, work, newcomers, kind, archive, line, tally))
            meter.step()
    newcomers.finish()
    meter.tell()
    return ReadBack(tally.counts, tally.revived, tally.present, tuple(tally.notes))


@contextlib.contextmanager
def _named(archive: Archive, kind: Kind, number: int) -> Iterator[None]:
    """Say which line it is that makes no sense."""
    try:
        yield
    except ValueError as error:
        raise UnreadableFile(
            f"Line {number} of “{kind.value}.jsonl” in “{archive.name}” is not understood ({error}). Nothing was added.",
            file=archive.name, part=kind.value, line=number,
        ) from error  # fmt: skip


def _add(ctx: Context, work: UnitOfWork, newcomers: Newcomers, kind: Kind, archive: Archive, line: Line,
         tally: _Tally) -> str:  # fmt: skip
    id_, deleted = str(line.id), line.deleted_at is not None
    fields = archive.as_mine(line.fields, ctx.user)
    if kind is Kind.TIME_ENTRY and not deleted:
        fields = _one_running(work, id_, fields, archive.exported_at, tally)
    return newcomers.add(kind, id_, fields, deleted=deleted)


def _one_running(work: UnitOfWork, id_: str, fields: dict[str, Any], exported_at: int, tally: _Tally) -> dict[str, Any]:
    """End an entry that was running when it was exported at that moment, if another timer is running here."""
    span = fields.get("span")
    if not isinstance(span, list) or len(span) != len(("started_at", "ended_at", "tz")) or span[1] is not None:
        return fields
    running = work.time_entries.running()
    if running is None or running.id == id_:
        return fields
    tally.notes.append("A timer is running here, so the one in the file was ended at the time of the export.")
    return fields | {"span": [span[0], max(int(span[0]), exported_at), span[2]]}
