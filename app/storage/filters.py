"""Which entries are meant: one filter for lists, sums, reports and bulk edits."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from app.domain.days import day_bounds
from app.storage.columns import id_to_row
from app.storage.search_index import MATCHING

# A zone is at most 14 hours from UTC, and a day may begin up to 12 hours after midnight.
_MARGIN_S = 26 * 3600
_FIRST_DAY, _LAST_DAY = "0002-01-01", "9999-01-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """All given conditions hold; an empty tuple or None is no condition.

    Days are ISO text, both included; ids are text. ``tags_any`` wants at least one of the tags.
    """

    since_day: str | None = None
    until_day: str | None = None
    projects: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    tags_any: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    billable: bool | None = None
    text: str | None = None
    source: str | None = None
    without_project: bool = False
    with_milestone: bool = False

    @property
    def only_span(self) -> bool:
        """Whether nothing but days is asked for."""
        return all(getattr(self, f.name) == f.default for f in fields(self) if f.name not in ("since_day", "until_day"))

    @property
    def needs_entries(self) -> bool:
        """Whether running totals cannot answer: the condition is on something they do not keep."""
        return bool(self.milestones or self.with_milestone or self.tags_any or self.text or self.source)


def conditions(
    chosen: EntryFilter, *, day: str = "day", empty: bytes | None = None, by_start: bool = True
) -> tuple[str, list[Any]]:
    """Return the SQL condition and parameters of a filter on entries, or on totals whose day column is ``day``.

    ``empty`` is how "no project" is stored: NULL in entries, empty bytes in totals. Days of entries are looked up
    ``by_start``, unless the index of projects and days is to answer alone.
    """
    parts: list[str] = []
    values: list[Any] = []
    if empty is None and by_start:
        _bound_starts(chosen, parts, values)
    if chosen.since_day:
        parts.append(f"{day} >= ?")
        values.append(chosen.since_day)
    if chosen.until_day:
        parts.append(f"{day} <= ?")
        values.append(chosen.until_day)
    for clause, ids in (
        ("project IN ({})", chosen.projects),
        ("task IN ({})", chosen.tasks),
        ("milestone IN ({})", chosen.milestones),
        ('"user" IN ({})', chosen.users),
        ('project IN (SELECT id FROM project WHERE "group" IN ({}))', chosen.groups),
        ("project IN (SELECT id FROM project WHERE client IN ({}))", chosen.clients),
        ("rowid IN (SELECT entry FROM entry_tag WHERE tag IN ({}))", chosen.tags_any),
    ):
        if ids:
            parts.append(clause.format(",".join("?" * len(ids))))
            values.extend(map(id_to_row, ids))
    if chosen.billable is not None:
        parts.append("billable = ?")
        values.append(int(chosen.billable))
    if chosen.without_project:
        parts.append("project IS NULL" if empty is None else "project = x''")
    _entry_conditions(chosen, parts, values)
    return " AND ".join(parts) or "1", values


def _bound_starts(chosen: EntryFilter, parts: list[str], values: list[Any]) -> None:
    # Entries are indexed by their start, not by their day: wherever on earth, both are never further apart than this.
    if chosen.since_day and chosen.since_day > _FIRST_DAY:
        parts.append("started_at >= ?")
        values.append(day_bounds(chosen.since_day, "UTC")[0] - _MARGIN_S)
    if chosen.until_day and chosen.until_day < _LAST_DAY:
        parts.append("started_at < ?")
        values.append(day_bounds(chosen.until_day, "UTC")[1] + _MARGIN_S)


def _entry_conditions(chosen: EntryFilter, parts: list[str], values: list[Any]) -> None:
    if chosen.with_milestone:
        parts.append("milestone IS NOT NULL")
    if chosen.source:
        parts.append("source = ?")
        values.append(chosen.source)
    if chosen.text:
        condition, patterns = text_condition(chosen.text)
        parts.append(condition)
        values.extend(patterns)


def text_condition(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the condition "the description contains this text" and its parameters.

    A trigram index needs three letters; shorter texts are looked for row by row.
    """
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    if len(text) >= 3 and not set(text) & {"%", "_", "\\"}:
        return f"rowid IN ({MATCHING})", (f"%{text}%",) * 2
    return "description LIKE ? ESCAPE '\\'", (pattern,)
