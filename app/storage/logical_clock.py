"""The logical clock of a file: the last time it gave out or saw.

What was written here stands in the log with its version, so that a write need not note the time a second time. The file's
facts hold only what no change of the log shows: what a snapshot brought, and the clock of the file that a backup replaced.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from app.storage.meta import Fact
from sync.engine.clock import HybridTime, observe

MS, COUNTER = "hlc_ms", "hlc_counter"


def last_time(connection: sqlite3.Connection, meta: Mapping[str, Fact]) -> HybridTime:
    """Return the clock; ``meta`` is what the file says of itself."""
    noted = HybridTime(*(int(meta.get(key) or 0) for key in (MS, COUNTER)))
    (newest,) = connection.execute("SELECT max(version) FROM change").fetchone()
    return noted if newest is None else observe(noted, newest)
