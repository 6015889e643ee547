"""Disagreements: what two devices said of one thing, put together from its conflicts; pure, and the same everywhere."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.durations import format_duration
from app.domain.entities.conflicts import DELETION
from app.domain.findings import Finding
from app.domain.happenings import Stops

if TYPE_CHECKING:
    from app.domain.entities.conflicts import Conflict
    from app.domain.entities.time_entries import TimeEntry

SPAN = "span"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two versions: who said it on which device, when (Unix seconds), and what, by field as it travels."""

    user: str
    device: str
    at: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two changes of one thing, neither of whose authors had seen the other; ``shown`` holds meanwhile.

    With ``is_deletion`` the other side deleted what this side edited.
    """

    conflicts: tuple[Conflict, ...]
    shown: Side
    other: Side

    @property
    def key(self) -> str:
        """The key of its finding: the same on every device, another one once either side is another."""
        first = self.conflicts[0]
        return f"conflict:{first.entity}:{first.winner}:{first.loser}"

    @property
    def kind(self) -> str:
        """The kind of thing it is about."""
        return self.conflicts[0].kind

    @property
    def entity(self) -> str:
        """The id of the thing it is about."""
        return self.conflicts[0].entity

    @property
    def at(self) -> int:
        """When the later of both was said."""
        return max(self.shown.at, self.other.at)

    @property
    def is_deletion(self) -> bool:
        """Whether one side edited what the other deleted."""
        return any(conflict.field == DELETION for conflict in self.conflicts)


def disagreements(conflicts: Iterable[Conflict]) -> list[Disagreement]:
    """Return the open conflicts, those of the same two changes together, the newest first."""
    together: dict[tuple[str, str, str], list[Conflict]] = defaultdict(list)
    for conflict in conflicts:
        if conflict.is_open:
            together[conflict.entity, conflict.winner, conflict.loser].append(conflict)
    found = [_disagreement(sorted(group, key=lambda one: one.field)) for group in together.values()]
    return sorted(found, key=lambda one: (-one.at, one.key))


def _disagreement(group: list[Conflict]) -> Disagreement:
    first = group[0]
    return Disagreement(
        tuple(group),
        Side(
            first.winner_user, first.winner_device, first.winner_ms // 1000,
            {one.field: _read(one.winning) for one in group if one.field != DELETION},
        ),
        Side(
            first.loser_user, first.loser_device, first.loser_ms // 1000,
            {one.field: _read(one.losing) for one in group if one.field != DELETION},
        ),
    )  # fmt: skip


def stops_of(conflict: Conflict, entry: TimeEntry, before: Any) -> Stops | None:
    """Return the two ends that a running entry got, None where the conflict is about anything else.

    ``before`` is the span that both authors had seen.
    """
    spans = [_read(conflict.winning), _read(conflict.losing)] if conflict.field == SPAN else []
    if not spans or not all(_is_span(span) for span in (*spans, before)):
        return None
    (start, end, _), (other_start, other_end, _) = spans
    was_running, both_closed = before[1] is None, end is not None and other_end is not None
    # Somebody may have moved the entry since, by a device that has not heard of the conflict.
    is_as_it_was = (entry.started_at, entry.ended_at) == (start, end)
    if not (was_running and both_closed and start == other_start and is_as_it_was):
        return None
    return Stops(entry.id, entry.description, start, end, other_end)


# Where something stands in a list, or how it came here, is nobody's question.
_QUIET = frozenset(("created_at", "position", "source", "external_id"))
_UNSEEN = frozenset(("dismissal", "member"))


def is_worth_asking(disagreement: Disagreement) -> bool:
    """Return whether a person would care which of both values holds."""
    fields = {conflict.field for conflict in disagreement.conflicts}
    return disagreement.kind not in _UNSEEN and not fields <= _QUIET


def changed_twice(disagreement: Disagreement, name: str, stops: Stops | None = None) -> Finding:
    """Say that two devices disagree about a thing with this name; ``stops`` if about when its timer ended.

    The first of its two sides is the one that counts meanwhile; ``first_is_shown`` whether it is the one that is stored.
    """
    called = f"“{name or 'no description'}”"
    values: dict[str, Any] = {
        "name": name,
        "kind": disagreement.kind,
        "conflicts": tuple(c.id for c in disagreement.conflicts),
    }
    if stops is not None:
        apart = format_duration(stops.offered - stops.effective, "h:mm:ss")
        said = f"{called} was stopped twice, {apart} h apart.", "The earlier stop counts until you decide."
        values["first_is_shown"] = stops.one <= stops.other
        fixes: tuple[str, ...] = ("keep_this", "keep_that", "open")
    elif disagreement.is_deletion:
        said = f"{called} was deleted on one device and edited on another.", "The edit stays until you decide."
        fixes = ("keep_edit", "delete_after_all", "open")
    else:
        said = f"{called} was changed on two devices.", "The newer version is shown until you decide."
        fixes = ("keep_this", "keep_that", *(("keep_both",) if disagreement.kind == "time_entry" else ()), "open")
    kind = "conflict" if stops is None else "stopped_twice"
    return Finding(disagreement.key, kind, *said, (disagreement.entity,), fixes, disagreement.at,
                   {"first_is_shown": True} | values)  # fmt: skip


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        # A server may send anything; what cannot be read is shown as nothing.
        return None


def _is_span(value: Any) -> bool:
    """Return whether a value is a start, an end or None, and a zone."""
    if not isinstance(value, list) or len(value) != len(("start", "end", "zone")):
        return False
    start, end, zone = value
    return isinstance(start, int) and isinstance(end, int | None) and isinstance(zone, str)
