"""One pass over a file: from rows through the sieve and the name book to entries, and the figures of it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.entities.time_entries import TimeEntry
from app.orchestrators.exchange.names import NameBook
from app.orchestrators.exchange.plans import Rejected
from app.orchestrators.exchange.sieve import Sieve
from app.orchestrators.exchange.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Reading, Record
    from app.orchestrators.exchange.sieve import Accepted
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


class Intake:
    """The entries of a file that are new here. With ``create`` their names are made, else only counted.

    The dry run and the import are both this pass, so that they cannot disagree.
    """

    def __init__(self, ctx: Context, read: Repositories, reading: Reading, *, format: str, zone: str,  # noqa: A002
                 repeated: str | None, create: bool = False) -> None:  # fmt: skip
        self.zone = zone
        self.reading = reading
        self.spans = Spans(zone, repeated)
        self.names = NameBook(ctx, read, create=create)
        self.sieve = Sieve(ctx, read, reading, f"import:{format}", self.spans, zone)
        self.created = self.running = self.total_seconds = 0
        self._ctx = ctx
        self._source = self.sieve.source

    def batches(self) -> Iterator[list[TimeEntry]]:
        """Yield the new entries, a few hundred at a time."""
        for batch in self.sieve.batches():
            yield [self._entry(accepted) for accepted in batch]

    def count(self) -> None:
        """Go through all rows for their figures alone."""
        for batch in self.sieve.batches():
            for accepted in batch:
                self._count(accepted)
                self.names.of(accepted.record)

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The rows left out, in the file's order."""
        return tuple(sorted(self.sieve.rejected, key=lambda row: row.line))

    @property
    def rows_done(self) -> int:
        """How many rows have met their fate so far."""
        return self.created + self.running + self.sieve.duplicates + len(self.sieve.rejected)

    def counts(self) -> dict[str, int]:
        """Return the figures of Counts."""
        names = self.names
        return {
            "created": self.created, "duplicates": self.sieve.duplicates, "running": self.running,
            "total_seconds": self.total_seconds, "projects": names.new_projects, "clients": names.new_clients,
            "tags": names.new_tags, "tasks": names.new_tasks,
        }  # fmt: skip

    def _count(self, accepted: Accepted) -> None:
        if accepted.end is None:
            self.running += 1
        else:
            self.created += 1
            self.total_seconds += accepted.end - accepted.start

    def _entry(self, accepted: Accepted) -> TimeEntry:
        record, start, end, tz, external_id = accepted
        self._count(accepted)
        ctx = self._ctx
        project, task, tags, billable = self.names.of(record)
        return TimeEntry(
            id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, started_at=start, ended_at=end, tz=tz,
            description=_description(record, has_project=project is not None), project=project, task=task, tags=tags,
            billable=billable, source=self._source, external_id=external_id,
        )  # fmt: skip


def _description(record: Record, *, has_project: bool) -> str:
    text = record.description.strip()
    if record.task and not has_project:
        # A task stands in its project; without one its name must not get lost.
        text = f"{record.task}: {text}" if text else record.task
    if not text.isascii():
        # Half a surrogate pair, which JSON can spell, is no text that can be stored.
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\x00", "")
