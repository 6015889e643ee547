"""What can happen to a time entry, as pure functions: each returns new entries and leaves the given ones alone."""

from dataclasses import replace

from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import RuleBroken


def stop(running: TimeEntry, *, now: int) -> TimeEntry:
    """Return the entry ended at ``now``, or at its start if that lies later (a clock that went back)."""
    return replace(running, ended_at=max(now, running.started_at))


def resume(entry: TimeEntry) -> TimeEntry:
    """Return the entry as if it had never been stopped."""
    return replace(entry, ended_at=None)


def again(entry: TimeEntry, *, id: str, now: int, tz: str) -> TimeEntry:  # noqa: A002 - the field's own name
    """Return a new running entry with the same description, project, task, tags and billing."""
    return replace(
        entry,
        id=id,
        created_at=now,
        started_at=now,
        ended_at=None,
        tz=tz,
        source="timer",
        external_id=None,
        milestone=None,
    )


def split(entry: TimeEntry, *, at: int, id: str, now: int) -> tuple[TimeEntry, TimeEntry]:  # noqa: A002
    """Return the entry up to ``at`` and a new one from there on; together they last as long as before.

    Raises:
        RuleBroken: ``at`` is not inside the entry.
    """
    end = now if entry.ended_at is None else entry.ended_at
    if not entry.started_at < at < end:
        raise RuleBroken("The point to split at has to lie inside the entry.", code="split_outside", field="at")
    second = replace(entry, id=id, created_at=now, started_at=at, external_id=None)
    return replace(entry, ended_at=at), second


def merge(entries: list[TimeEntry]) -> TimeEntry:
    """Return one entry from the earliest start to the latest end, with everybody's tags.

    Raises:
        RuleBroken: fewer than two, or entries of different projects, tasks, people or billing.
    """
    if len(entries) < 2:
        raise RuleBroken("Choose at least two entries to merge.", code="merge_too_few")
    first = min(entries, key=lambda entry: entry.started_at)
    if len({(entry.project, entry.task, entry.user, entry.billable) for entry in entries}) > 1:
        raise RuleBroken(
            "Only entries of the same project, task, person and billing can be merged.", code="merge_unlike"
        )
    ends = [entry.ended_at for entry in entries]
    texts = dict.fromkeys(
        entry.description for entry in sorted(entries, key=lambda e: e.started_at) if entry.description
    )
    return replace(
        first,
        ended_at=None if None in ends else max(end for end in ends if end is not None),
        description="; ".join(texts),
        tags=frozenset().union(*(entry.tags for entry in entries)),
    )


def overlap(one: TimeEntry, other: TimeEntry, *, now: int) -> int:
    """Return the seconds two entries have in common."""
    first_end = now if one.ended_at is None else one.ended_at
    second_end = now if other.ended_at is None else other.ended_at
    return max(0, min(first_end, second_end) - max(one.started_at, other.started_at))


def cut(entry: TimeEntry, others: list[TimeEntry], *, now: int) -> TimeEntry | None:
    """Return the entry shortened so that it overlaps none of the closed ``others``; None when nothing is left.

    A neighbour that begins earlier moves the start, one that begins later moves the end.
    """
    start, end = entry.started_at, entry.ended_at
    for other in sorted(others, key=lambda o: o.started_at):
        left = replace(entry, started_at=start, ended_at=end)
        if other.id == entry.id or not overlap(left, other, now=now):
            continue
        if other.started_at <= start:
            start = now if other.ended_at is None else other.ended_at
        else:
            end = other.started_at
    if start >= (now if end is None else end):
        return None
    return replace(entry, started_at=start, ended_at=end)
