"""What runs, as it counts: two devices may each have started a timer; the earlier effectively ends where the later starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.views import effectively

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.unit_of_work import Repositories


def timers(read: Repositories, user: str | None = None) -> list[TimeEntry]:
    """Return what is not stopped, of a person or of everybody, newest first.

    Unless a setting allows several timers, an earlier one of the same person has the end up to which it counts, so that
    sums hold no second twice. Nothing of that is stored.
    """
    found = read.time_entries.all_running(user)
    return found if len(found) < 2 or read.settings.value("several_timers") else effectively(found)
