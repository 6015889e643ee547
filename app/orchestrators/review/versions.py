"""Both versions of what two devices disagree about, field by field, with names instead of ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.disagreements import changed_twice, disagreements, is_worth_asking
from app.domain.entities.base import Kind
from app.orchestrators.device_names import device_names
from app.orchestrators.effective import stops_of_conflict
from app.orchestrators.preferences import TIMESHEET_ROWS
from app.storage.columns import id_from_row, id_to_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.domain.disagreements import Disagreement, Side
    from app.domain.findings import Finding
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

# Of an entry everything is shown, so that one sees which it is; of other things only what differs.
_OF_ENTRY = ("description", "span", "project", "task", "tags", "billable")
_POINTS_TO = {
    "project": Kind.PROJECT, "merged_into": Kind.PROJECT, "group": Kind.GROUP, "client": Kind.CLIENT, "task": Kind.TASK,
    "milestone": Kind.MILESTONE, "entry": Kind.TIME_ENTRY, "invoice": Kind.INVOICE,
}  # fmt: skip
_TAG = "tag:"


@dataclass(frozen=True, slots=True)
class Author:
    """Who said something, on which device, and when (Unix seconds). Names may be unknown; then they are empty."""

    person: str
    device: str
    at: int
    is_here: bool = False
    has_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A field in both versions: what it is called, its two values, whether they differ.

    Values are as they travel, but for references, which are names (None for none), and tags, which are sorted names.
    """

    field: str
    first: Any
    second: Any
    differs: bool = True


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of one thing; the first counts until somebody decides."""

    kind: str
    name: str
    first: Author
    second: Author
    fields: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A disagreement as Review asks about it."""

    finding: Finding
    versions: Versions


def questions(ctx: Context, read: Repositories) -> list[Question]:
    """Return what two devices disagree about, the newest first."""
    if not read.conflicts.count_open():
        return []
    found = [_question(ctx, read, one) for one in disagreements(read.conflicts.open()) if is_worth_asking(one)]
    return [question for question in found if question is not None]


def _question(ctx: Context, read: Repositories, one: Disagreement) -> Question | None:
    try:
        repository = read.of(Kind(one.kind))
    except ValueError:
        # Of a kind that only a newer version knows: that one will ask.
        return None
    stored = repository.stored(id_to_row(one.entity))
    if stored is None:
        return None
    wire = repository.wire(stored)
    name = name_of(wire)
    if one.kind == Kind.SETTING and name.startswith(TIMESHEET_ROWS):
        return None
    stops = stops_of_conflict(read, one.conflicts[0]) if len(one.conflicts) == 1 else None
    finding = changed_twice(one, name, stops)
    sides = (one.shown, one.other) if finding.values["first_is_shown"] else (one.other, one.shown)
    first, second = (_author(ctx, read, side) for side in sides)
    if one.is_deletion:
        second = _deleting(second)
    fields = tuple(_compared(read, one, wire, sides))
    return Question(finding, Versions(one.kind, name, first, second, fields))


def name_of(wire: Mapping[str, Any]) -> str:
    """Return what a person calls a thing."""
    for field in ("name", "description", "title", "number", "text", "key", "date", "note"):
        if wire.get(field):
            return str(wire[field])
    return ""


def _deleting(author: Author) -> Author:
    return Author(author.person, author.device, author.at, author.is_here, has_deleted=True)


def _author(ctx: Context, read: Repositories, side: Side) -> Author:
    device, user = (text.replace("-", "") for text in (side.device, side.user))
    names = {member.user.replace("-", ""): member.name for member in read.members.all()}
    is_here = device == str(read.session.meta.get("device") or "").replace("-", "")
    person = "" if user == ctx.user.replace("-", "") else names.get(user, "")
    return Author(person, device_names(read).get(device, ""), side.at, is_here)


def _compared(
    read: Repositories, one: Disagreement, wire: Mapping[str, Any], sides: tuple[Side, Side]
) -> Iterator[Compared]:
    # What counts is what is stored: its author may have gone on from the value that won.
    pair = [dict(wire) | (dict(side.values) if side is one.other else {}) for side in sides]
    if one.is_deletion:
        pair[1] = {}
    changed = {"tags" if field.startswith(_TAG) else field for side in sides for field in side.values}
    wanted = (*_OF_ENTRY, *sorted(changed - set(_OF_ENTRY))) if one.kind == Kind.TIME_ENTRY else sorted(changed)
    for field in wanted:
        first, second = (_reading(read, field, values) for values in pair)
        if first not in (None, "", []) or second not in (None, "", []):
            yield Compared(field, first, second, differs=field in changed)


def _reading(read: Repositories, field: str, wire: Mapping[str, Any]) -> Any:
    if field == "tags":
        ids = [_id(name.removeprefix(_TAG)) for name, value in wire.items() if name.startswith(_TAG) and value]
        known = read.tags.by_ids(ids)
        return sorted(known[id_].name if id_ in known else "?" for id_ in ids)
    value = wire.get(field)
    kind = _POINTS_TO.get(field)
    return value if kind is None or value is None else _name_at(read, kind, str(value))


def _name_at(read: Repositories, kind: Kind, hex_id: str) -> str:
    repository = read.of(kind)
    # What is in the trash has a name, too.
    stored = repository.stored(bytes.fromhex(hex_id))
    return (name_of(repository.wire(stored)) if stored else "") or "?"


def _id(hex_id: str) -> str:
    return id_from_row(bytes.fromhex(hex_id))
