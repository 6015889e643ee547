"""What Hamster exports of its history: XML, or a table with tabs whose headings are in the language of its user."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from xml.parsers import expat

from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of
from app.exchange.table import find_header, rows_under
from app.exchange.timesheet import tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source
    from app.exchange.table import Header

_XML = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^<>\[]*(?:\[[^\]]*\])?\s*>\s*)?<activities\b")
_FIELDS = ("name", "start_time", "end_time", "duration_minutes", "category", "description", "tags")
_TSV = re.compile(
    r"[^\n]*\n[^\t\n]*\t\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\t(?:\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})?\t[\d.]*\t"
)
_CHUNK = 1 << 20


class HamsterText:
    """A category is the client, an activity in it the project, as in the history itself."""

    name = "hamster-text"
    title = "Hamster (XML or TSV)"

    def recognises(self, source: Source) -> int:
        """An element of activities; or seven cells, a start and an end among them."""
        return 90 if _XML.match(source.start) or _table(source) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - ISO times
        """Understand an export."""
        if _XML.match(source.start):
            found = _activities(source)
            return Reading(rows=lambda: records_of(found, _record), local=True)
        header = _table(source)
        if header is None:
            raise UnreadableFile(f"“{source.name}” is neither of Hamster's exports (XML, TSV). Nothing was added.")
        return Reading(rows=lambda: _rows(source, header), local=True)


def _activities(source: Source) -> list[tuple[int, dict[str, str]]]:
    """Return the activities with their lines; entities are none of Hamster's and are refused, whatever they stand for."""
    found: list[tuple[int, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def started(name: str, attributes: dict[str, str]) -> None:
        if name == "activity":
            found.append((parser.CurrentLineNumber, attributes))

    def refused(*_: object) -> None:
        raise UnreadableFile(f"“{source.name}” defines entities, which Hamster never does. Nothing was added.")

    parser.StartElementHandler = started
    parser.EntityDeclHandler = refused
    try:
        with source.open() as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 - positional only
            parser.Parse(b"", True)  # noqa: FBT003 - positional only
    except (LookupError, ValueError) as error:
        sentence = f"“{source.name}” names an encoding that cannot be read. Save it as UTF-8. Nothing was added."
        raise UnreadableFile(sentence) from error
    except expat.ExpatError as error:
        raise UnreadableFile(
            f"“{source.name}” is no whole XML file: in line {error.lineno}, column {error.offset + 1} something else was"
            " expected. It may have been cut off. Nothing was added.",
            line=error.lineno,
            column=error.offset + 1,
        ) from error
    return found


def _table(source: Source) -> Header | None:
    """Return the heading of a table: its words are translated, so what counts is what stands below it."""
    if not _TSV.match(source.start):
        return None
    first = source.start.partition("\n")[0].rstrip("\r").split("\t")
    return find_header(source, {cell.strip().casefold() for cell in first}) if len(first) == len(_FIELDS) else None


def _rows(source: Source, header: Header) -> Iterator[Record | BadRow]:
    return records_of(
        rows_under(source, header), lambda line, row: _record(line, dict(zip(_FIELDS, row, strict=False)))
    )


def _record(line: int, cells: dict[str, str]) -> Record:
    end = cells.get("end_time", "").strip()
    return Record(
        line, _wall(cells.get("start_time", ""), "start"), _wall(end, "end") if end else None, running=not end,
        description=cells.get("description", "").strip(), project=cells.get("name", "").strip(),
        client=cells.get("category", "").strip(), tags=tags_of(cells.get("tags", "")),
    )  # fmt: skip


def _wall(value: str, what: str) -> datetime:
    try:
        return datetime.fromisoformat(value.strip()).replace(microsecond=0, tzinfo=None)
    except ValueError:
        raise ValueError(f"The {what} “{value[:40]}” is no time") from None


FORMATS: tuple[Format, ...] = (HamsterText(),)
