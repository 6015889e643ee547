"""How much was tracked within certain spans of time: added up by SQLite, not entry by entry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.domain.days import day_bounds
from app.domain.work_hours import seconds_within
from app.storage.columns import id_to_row
from app.storage.measuring import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.storage.repository import Session

    Spans = Sequence[tuple[int, int]]

# How far before a span an entry may begin that reaches into it; the few that are longer are looked at one by one.
_SHORT_S = 6 * 3600
# Wherever on earth an entry was made.
_MARGIN_S = 26 * 3600
_MINE = 'deleted_at IS NULL AND ended_at IS NOT NULL AND "user" = ?'
_ZONES = f"SELECT tz, max(seconds) FROM time_entry WHERE {_MINE} AND started_at >= ? AND started_at < ? GROUP BY tz"
_SHORT = f"""
    SELECT coalesce(sum(min(ended_at, ends) - max(started_at, begins)), 0)
    FROM (SELECT value ->> 0 AS begins, value ->> 1 AS ends FROM json_each(?)) CROSS JOIN time_entry
    WHERE started_at >= begins - {_SHORT_S} AND started_at < ends AND ended_at > begins AND seconds <= {_SHORT_S}
        AND tz = ? AND {_MINE}
"""
_LONG = f"""
    SELECT started_at, ended_at FROM time_entry
    WHERE seconds > {_SHORT_S} AND tz = ? AND {_MINE} AND started_at >= ? AND started_at < ?
"""


class SlotSums:
    """Asks the entries of one person."""

    def __init__(self, session: Session) -> None:
        self._db = session.connection
        self._longest = int(session.meta.get("longest_entry") or 0)

    def inside(self, user: str, spans_in: Callable[[str], Spans], *, since: str, until: str) -> int:
        """Return the closed seconds within the spans that ``spans_in`` has for a zone, all of them from day to day."""
        begins = day_bounds(since, "UTC")[0] - _MARGIN_S - self._longest
        ends = day_bounds(until, "UTC")[1] + _MARGIN_S
        raw = id_to_row(user)
        zones = self._db.execute(_ZONES, (raw, begins, ends)).fetchall()
        return sum(self._of_zone(raw, tz, longest, spans_in(tz), (begins, ends)) for tz, longest in zones)

    def _of_zone(self, user: bytes, tz: str, longest: int, spans: Spans, bounds: tuple[int, int]) -> int:
        (seconds,) = self._db.execute(_SHORT, (json.dumps(spans), tz, user)).fetchone()
        if longest > _SHORT_S:
            rows: Any = self._db.execute(_LONG, (tz, user, *bounds))
            seconds += sum(seconds_within(started_at, ended_at, spans) for started_at, ended_at in rows)
        return int(seconds)


measure(SlotSums, "slot_sums")
