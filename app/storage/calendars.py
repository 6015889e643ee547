"""Where imported calendars come from, when they were read, and what was refused. Stays on this device."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.storage.repository import Session


class Source(NamedTuple):
    """A calendar's place: the path of a file, or an address.

    ``mark`` tells whether it changed since it was read (``read_at``, Unix seconds); ``failure`` is the sentence of the
    last attempt, empty when it went well.
    """

    name: str
    place: str
    color: str = ""
    mark: str = ""
    read_at: int | None = None
    failure: str = ""
    failed_at: int | None = None


class Refusal(NamedTuple):
    """An event that could not be read: the line it begins on, what it is called, and why."""

    line: int
    name: str
    reason: str


class CalendarSources:
    """The calendars this device reads, by name."""

    def __init__(self, session: Session) -> None:
        self._db = session.connection

    def all(self) -> list[Source]:
        """Return every calendar's place, by name."""
        rows = self._db.execute(
            "SELECT name, place, color, mark, read_at, failure, failed_at FROM calendar_source ORDER BY lower(name)"
        )
        return [Source._make(row) for row in rows]

    def get(self, name: str) -> Source | None:
        """Return the place of one calendar, None when it is not read by this device."""
        return next((source for source in self.all() if source.name == name), None)

    def put(self, source: Source) -> None:
        """Keep a calendar's place."""
        self._db.execute(
            "INSERT OR REPLACE INTO calendar_source (name, place, color, mark, read_at, failure, failed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            source,
        )

    def note_failure(self, name: str, sentence: str, at: int) -> None:
        """Keep why a calendar could not be read, if it is read still."""
        self._db.execute("UPDATE calendar_source SET failure = ?, failed_at = ? WHERE name = ?", (sentence, at, name))

    def forget(self, name: str) -> None:
        """Forget where a calendar comes from, and what was refused of it."""
        self._db.execute("DELETE FROM calendar_source WHERE name = ?", (name,))
        self._db.execute("DELETE FROM refused_event WHERE calendar = ?", (name,))

    def refuse(self, name: str, refused: Iterable[tuple[int, str, str]]) -> None:
        """Keep what could not be read of a calendar (line, name, reason), instead of what was kept before."""
        self._db.execute("DELETE FROM refused_event WHERE calendar = ?", (name,))
        self._db.executemany(
            "INSERT INTO refused_event (calendar, line, name, reason) VALUES (?, ?, ?, ?)",
            [(name, *one) for one in refused],
        )

    def refused(self) -> dict[str, list[Refusal]]:
        """Return what could not be read, by calendar."""
        found: dict[str, list[Refusal]] = defaultdict(list)
        for calendar, *one in self._db.execute(
            "SELECT calendar, line, name, reason FROM refused_event ORDER BY number"
        ):
            found[calendar].append(Refusal._make(one))
        return found
