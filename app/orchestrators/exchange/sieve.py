"""What becomes of each row of a file: new, here already, or not usable. The dry run and the import both go through it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from app.domain.days import local_day
from app.domain.entities.time_entries import TimeEntry
from app.domain.problems import errors
from app.domain.rules.entries import LONG_SECONDS, check_entry
from app.domain.rules.locks import check_locked
from app.exchange.records import BEYOND, BadRow, Record
from app.orchestrators.exchange.plans import Rejected
from app.orchestrators.exchange.spans import Spans
from app.storage.bulk import imported_before

if TYPE_CHECKING:
    from app.exchange.records import Reading
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

BATCH = 500
_FUTURE_GRACE_S = 60


class Accepted(NamedTuple):
    """A record that is new here: its instants (no end while it runs), its zone, the id that marks it as imported."""

    record: Record
    start: int
    end: int | None
    tz: str
    external_id: str


@dataclass(slots=True)
class Sieve:
    """Sorts the rows of one file; figures grow while ``batches`` is iterated."""

    ctx: Context
    read: Repositories
    reading: Reading
    source: str
    spans: Spans
    zone: str
    duplicates: int = 0
    long_entries: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    _seen: dict[str, int] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _running_here: bool = False
    _locked_before: str | None = None

    def batches(self) -> Iterator[list[Accepted]]:
        """Yield what is new, a few hundred records at a time."""
        self._running_here = self.read.time_entries.running(self.ctx.user) is not None
        self._locked_before = self.read.settings.value("locked_before")
        waiting: list[tuple[Record, str]] = []
        for row in self.reading.rows():
            if isinstance(row, BadRow):
                self.rejected.append(Rejected(row.line, row.reason))
                continue
            try:
                waiting.append((row, self._fingerprint(row)))
            except OverflowError:
                self.rejected.append(Rejected(row.line, BEYOND))
                continue
            if len(waiting) >= BATCH:
                yield self._sift(waiting)
                waiting = []
        yield self._sift(waiting)

    def _sift(self, waiting: list[tuple[Record, str]]) -> list[Accepted]:
        known = imported_before(self.read, self.source, [id_ for _, id_ in waiting])
        accepted = []
        for record, id_ in waiting:
            if id_ in known or id_ in self._ids:
                self.duplicates += 1
                continue
            start, end = self.spans.of(record)
            tz = record.zone or self.zone
            reason = self._refused(start, end, tz)
            if reason:
                self.rejected.append(Rejected(record.line, reason))
                continue
            self._note(record, id_, start, end)
            accepted.append(Accepted(record, start, end, tz, id_))
        return accepted

    def _note(self, record: Record, id_: str, start: int, end: int | None) -> None:
        if record.external_id is not None:
            self._ids.add(id_)
        if record.user:
            self.people.add(record.user)
        if end is None:
            self._running_here = True
        elif end - start > LONG_SECONDS:
            self.long_entries += 1

    def _refused(self, start: int, end: int | None, tz: str) -> str | None:
        now = self.ctx.now()
        if start < 0:
            return "The entry lies before 1970."
        if end is None and self._running_here:
            return "It is still running there, and a timer is running here. Stop that timer, then import again."
        latest = start if end is None else end
        if latest < start or latest > now + _FUTURE_GRACE_S:
            entry = TimeEntry(id="", created_at=now, user=self.ctx.user, started_at=start, ended_at=end, tz=tz)
            problems = errors(check_entry(entry, now=now))
            return problems[0].message if problems else None
        if self._locked_before:
            day = local_day(start, tz, self.read.session.day_starts_at)
            problems = check_locked(day, locked_before=self._locked_before)
            return problems[0].message if problems else None
        return None

    def _fingerprint(self, record: Record) -> str:
        """Return the format's own id, else a hash of user, times, project and description.

        The times are those of the file, so that reading it again in another zone adds nothing either. Equal rows of one
        file are counted through: they are as many entries there.
        """
        if record.external_id is not None:
            return record.external_id
        start, end = record.start, record.end
        if start.tzinfo is not None:
            start, end = start.astimezone(UTC), end and end.astimezone(UTC)
        text = f"{record.user}\x1f{start}\x1f{record.seconds if end is None else end}\x1f{record.project}\x1f{record.description}"
        digest = urlsafe_b64encode(blake2b(text.encode("utf-8", "replace"), digest_size=9).digest()).decode()
        # The day leads, so that the index grows at its end for a file in time order. Kept three times for each entry (row,
        # index, change record), it is short: two different entries of one day share 72 bits with no chance worth a name.
        fingerprint = f"{start.toordinal():05x}{digest}"
        times = self._seen[fingerprint] = self._seen.get(fingerprint, 0) + 1
        return fingerprint if times == 1 else f"{fingerprint}-{times}"
