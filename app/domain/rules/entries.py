"""Time entries: a span that can be, and warnings for one that is hardly meant."""

from collections.abc import Iterable

from app.domain.durations import format_duration
from app.domain.entities.time_entries import TimeEntry
from app.domain.problems import Problem, Severity
from app.domain.timer import overlap

LONG_SECONDS = 24 * 3600
# A clock a little ahead of another must not stop anybody from working.
_FUTURE_GRACE_S = 60


def check_entry(entry: TimeEntry, *, now: int) -> list[Problem]:
    """Check an entry's span: not backwards, not ending in the future, a warning over 24 hours."""
    if entry.ended_at is None:
        if entry.started_at > now + _FUTURE_GRACE_S:
            return [Problem("starts_in_future", "A running entry cannot start in the future.", "started_at")]
        return []
    if entry.ended_at < entry.started_at:
        return [Problem("ends_before_start", "The entry would end before it starts.", "ended_at")]
    problems = []
    if entry.ended_at > now + _FUTURE_GRACE_S:
        problems.append(Problem("ends_in_future", "The entry would end in the future.", "ended_at"))
    length = entry.ended_at - entry.started_at
    if length > LONG_SECONDS:
        sentence = f"The entry is {format_duration(length)} long. Is that right?"
        problems.append(Problem("very_long", sentence, "ended_at", Severity.WARNING, {"seconds": length}))
    return problems


def check_overlaps(entry: TimeEntry, others: Iterable[TimeEntry], *, now: int) -> list[Problem]:
    """Warn about entries of the same person that overlap this one."""
    common = [
        seconds
        for other in others
        if other.id != entry.id and other.user == entry.user and (seconds := overlap(entry, other, now=now))
    ]
    if not common:
        return []
    sentence = f"It overlaps {len(common)} other {'entry' if len(common) == 1 else 'entries'} by {format_duration(sum(common))}."
    return [
        Problem("overlaps", sentence, "started_at", Severity.WARNING, {"count": len(common), "seconds": sum(common)})
    ]
