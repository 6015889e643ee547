"""Toggl's entries as its API answers them: bare lists, a user with everything, the pages of a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from app.domain.days import is_zone
from app.exchange.json_text import load, stamp, text, texts
from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.source import Source

_SIGNS = ('"duronly"', '"workspace_id"', '"wid"', '"pid"', '"project_id"', '"dur"', '"time_entries"')
_LONGEST = 10**10
_BEGINS = re.compile(r"\s*[\[{]\s*[{\"]")


def is_toggl_json(source: Source) -> bool:
    """Whether this is JSON with the field names of Toggl's API."""
    start = source.start
    return (
        bool(_BEGINS.match(start))
        and ('"start"' in start or '"time_entries"' in start)
        and any(sign in start for sign in _SIGNS)
    )


def read_toggl_json(source: Source) -> Reading:
    """Understand an answer of the API.

    Raises:
        UnreadableFile: there is no list of entries in it.
    """
    content = load(source, "Toggl")
    around = content if isinstance(content, dict) else {}
    data = around.get("data", around)
    entries = content if isinstance(content, list) else data if isinstance(data, list) else None
    if entries is None and isinstance(data, dict):
        entries = data.get("time_entries")
    if not isinstance(entries, list):
        raise UnreadableFile(f"“{source.name}” has no list of Toggl's time entries. Nothing was added.")
    names = _Names(data if isinstance(data, dict) else {})
    return Reading(rows=lambda: _rows(entries, names))


class _Names:
    """What the ids of projects, clients and tasks mean, and the person's zone, where the answer says so."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.projects, self.clients, self.tasks = (
            {_key(one.get("id")): one for one in _objects(data.get(key))} for key in ("projects", "clients", "tasks")
        )
        zone = text(data.get("timezone"))
        self.zone = zone if zone and is_zone(zone) else None

    def of(self, entry: dict[str, Any]) -> tuple[str, str, str]:
        """Return the names of an entry's project, client and task: inline, or by id."""
        project = self.projects.get(_key(_either(entry, "project_id", "pid")), {})
        client = self.clients.get(_key(_either(project, "client_id", "cid")), {})
        task = self.tasks.get(_key(_either(entry, "task_id", "tid")), {})
        return (
            text(entry.get("project")) or text(project.get("name")),
            text(entry.get("client")) or text(client.get("name")),
            text(entry.get("task")) or text(task.get("name")),
        )


def _rows(entries: list[Any], names: _Names) -> Iterator[Record | BadRow]:
    return records_of(enumerate(entries, 1), lambda number, entry: _record(number, entry, names))


def _record(number: int, entry: Any, names: _Names) -> Record:
    if not isinstance(entry, dict):
        raise ValueError("This is no entry")  # noqa: TRY004 - a row that is wrong, not a caller
    if entry.get("server_deleted_at"):
        raise ValueError("It was deleted in Toggl")
    start = stamp(entry.get("start"), "start")
    stop, seconds = _either(entry, "stop", "end"), _seconds(entry)
    # A running entry says so by a negative duration, even beside a stop.
    running = (seconds is not None and seconds < 0) or (stop is None and seconds is None)
    project, client, task = names.of(entry)
    billable = _either(entry, "is_billable", "billable")
    return Record(
        number, start, None if running or stop is None else stamp(stop, "stop"), None if running else seconds, running,
        text(entry.get("description")), project, client, task, texts(entry.get("tags")),
        billable if isinstance(billable, bool) else None, text(entry.get("id")) or None, text(entry.get("user")).casefold(),
        names.zone,
    )  # fmt: skip


def _seconds(entry: dict[str, Any]) -> int | None:
    for key, divisor in (("duration", 1), ("dur", 1000)):
        value = entry.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return int(value / divisor) if abs(value) < _LONGEST * divisor else None
    return None


def _either(entry: dict[str, Any], *keys: str) -> Any:
    return next((entry[key] for key in keys if entry.get(key) is not None), None)


def _key(value: Any) -> Any:
    """Return an id; what cannot be one is as good as none."""
    return value if isinstance(value, int | str) else None


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
