"""Solidtime: the export of an organisation (zip, or its unpacked tables), its import table, its report. Times are UTC."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.bundle import ZIP_MAGIC, Bundle
from app.exchange.json_text import stamp
from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of
from app.exchange.table import find_header, require, rows_under
from app.exchange.timesheet import COLUMNS, Timesheet, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source
    from app.exchange.table import Header

_ENTRIES = "time_entries.csv"
_EXPORT = ("id", "description", "start", "end", "member_id", "project_id", "task_id", "tags")
_IMPORT = ("description", "billable", "client", "project", "tags", "start", "end", "task", "user_name", "user_email")
_REPORT = ("description", "task", "project", "client", "user", "start", "end", "duration (decimal)", "billable", "tags")
_PROJECTS = ("name", "color", "billable_rate", "is_public", "client")
_REPORT_COLUMNS = COLUMNS | {"start_date": ("start",), "end_date": ("end",), "start_time": (), "end_time": ()}


class Solidtime:
    """A break is time, but nobody's project."""

    name = "solidtime"
    title = "solidtime"

    def recognises(self, source: Source) -> int:
        """The tables of an export with their ids, or the columns of its other tables."""
        if source.head.startswith(ZIP_MAGIC):
            with suppress(UnreadableFile):
                return 95 if {"meta.json", _ENTRIES} <= Bundle(source).all_names else 0
            return 0
        known = (_EXPORT, _IMPORT, _REPORT, _PROJECTS)
        return 92 if any(find_header(source, columns, needed=len(columns)) for columns in known) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:
        """Understand an export, an import table or a report."""
        bundle = Bundle(source)
        table = bundle.file(_ENTRIES) if bundle.is_zip else source
        if table is None:
            raise UnreadableFile(f"“{source.name}” holds no table of time entries. Nothing was added.")
        if find_header(table, _PROJECTS, needed=len(_PROJECTS)):
            raise UnreadableFile("This is a list of projects, which has no time entries. Nothing was added.")
        if (export := _header(table, _EXPORT)) is not None:
            names = _Names.of(bundle)
            return Reading(rows=lambda: _exported(table, export, names))
        if (generic := _header(table, _IMPORT)) is not None:
            return Reading(rows=lambda: _imported(table, generic))
        header = require(_header(table, _REPORT), self.title, "Description, Project, Client, Start, End …")
        return Timesheet(table, header, title=self.title, columns=_REPORT_COLUMNS).reading(order)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the ids of an export stand for; a project's client by the project's id."""

    clients: dict[str, str]
    projects: dict[str, str]
    client_of: dict[str, str]
    tasks: dict[str, str]
    tags: dict[str, str]
    members: dict[str, str]

    @classmethod
    def of(cls, bundle: Bundle) -> _Names:
        projects = dict(_pairs(bundle, "projects.csv", "name"))
        clients = dict(_pairs(bundle, "clients.csv", "name"))
        return cls(
            clients,
            projects,
            dict(_pairs(bundle, "projects.csv", "client_id")),
            dict(_pairs(bundle, "tasks.csv", "name")),
            dict(_pairs(bundle, "tags.csv", "name")),
            dict(_pairs(bundle, "members.csv", "email")),
        )


def _pairs(bundle: Bundle, file: str, column: str) -> Iterator[tuple[str, str]]:
    table = bundle.file(file)
    header = find_header(table, ("id", column), needed=2) if table is not None else None
    if table is None or header is None:
        return
    id_, value = header.place("id"), header.place(column)
    for item in rows_under(table, header):
        if not isinstance(item, BadRow):
            yield item[1][id_].strip(), item[1][value].strip()


def _header(source: Source, columns: tuple[str, ...]) -> Header | None:
    return find_header(source, columns, needed=len(columns))


def _exported(table: Source, header: Header, names: _Names) -> Iterator[Record | BadRow]:
    columns = (*_EXPORT, "billable", "type")
    at = {name: header.place(name) for name in columns}

    def read(line: int, row: list[str]) -> Record:
        cells = {name: row[place].strip() for name, place in at.items()}
        project, end = cells["project_id"], cells["end"]
        is_break = cells["type"] == "break"
        return Record(
            line,
            stamp(cells["start"], "start"),
            stamp(end, "end") if end else None,
            running=not end,
            description=cells["description"] or ("Break" if is_break else ""),
            project=names.projects.get(project, ""),
            client=names.clients.get(names.client_of.get(project, ""), ""),
            task=names.tasks.get(cells["task_id"], ""),
            tags=_tags(cells["tags"], names.tags),
            billable=cells["billable"] == "true",
            external_id=cells["id"] or None,
            user=names.members.get(cells["member_id"], "").casefold(),
        )

    return records_of(rows_under(table, header), read)


def _tags(cell: str, names: dict[str, str]) -> tuple[str, ...]:
    try:
        ids = json.loads(cell or "[]")
    except (ValueError, RecursionError):
        raise ValueError(f"“{cell[:40]}” is no list of tags") from None
    known = (names.get(id_, "") for id_ in ids if isinstance(id_, str)) if isinstance(ids, list) else ()
    return tuple(dict.fromkeys(filter(None, known)))


def _imported(table: Source, header: Header) -> Iterator[Record | BadRow]:
    at = {name: header.place(name) for name in _IMPORT}

    def read(line: int, row: list[str]) -> Record:
        cells = {name: row[place].strip() for name, place in at.items()}
        end = cells["end"]
        return Record(
            line, stamp(cells["start"], "start"), stamp(end, "end") if end else None, running=not end,
            description=cells["description"], project=cells["project"], client=cells["client"], task=cells["task"],
            tags=tags_of(cells["tags"]), billable=cells["billable"] == "true", user=cells["user_email"].casefold(),
        )  # fmt: skip

    return records_of(rows_under(table, header), read)


FORMATS: tuple[Format, ...] = (Solidtime(),)
