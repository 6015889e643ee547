"""How an entity becomes a row, how a row becomes an entity, and how both become the fields that travel.

Everything is derived from the entity's dataclass, so that a field is named in one place. Three forms of a value::

    entity   "0192…-…" text ids, bools, enums, tuples, frozensets
    row      16-byte ids, 0/1, text, JSON text, concatenated ids
    wire     JSON scalars: ids as 32 hex digits; composites as lists; set members as fields of their own
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.domain.entities.base import Entity, Kind
from app.storage.fitting import Check, check_of, is_id, is_instant, is_interval
from sync.engine.stamps import Stamps, decode, encode

if TYPE_CHECKING:
    from sync.protocol.change import Value

E = TypeVar("E", bound=Entity)

_ID_FIELDS = frozenset(
    ("user", "project", "group", "client", "task", "milestone", "merged_into", "invoice", "entry", "entity")
)
_ID_SET_FIELDS = frozenset(("tags", "entries"))
_ID_SIZE = 16

# Columns that travel and merge as one field: a merge must never make an interval or a price nobody entered.
COMPOSITES: dict[str, dict[str, tuple[str, ...]]] = {
    "time_entry": {"span": ("started_at", "ended_at", "tz")},
    "planned_event": {"span": ("starts_at", "ends_at", "tz", "all_day")},
    "rate": {"money": ("amount", "currency")},
    "invoice_line": {"money": ("amount", "currency")},
}
# Each member of a set is a field of its own ("tag:<id>"), so that adding on two devices never conflicts.
MEMBERS: dict[str, tuple[str, str]] = {
    "time_entry": ("tags", "tag"),
    "favorite": ("tags", "tag"),
    "invoice_line": ("entries", "entry"),
}


@lru_cache(maxsize=4096)
def id_to_row(text: str) -> bytes:
    """Return the 16 bytes of a UUID's text."""
    return bytes.fromhex(text.replace("-", ""))


@lru_cache(maxsize=4096)
def id_from_row(raw: bytes) -> str:
    """Return the UUID text of 16 bytes."""
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def ids_to_row(ids: Iterable[str]) -> bytes:
    """Return a set of ids as one blob, sorted so that equal sets are equal bytes."""
    return b"".join(sorted(map(id_to_row, ids)))


def ids_from_row(raw: bytes) -> frozenset[str]:
    """Return the set of ids of a blob."""
    if not raw:
        return frozenset()
    return frozenset(id_from_row(raw[at : at + _ID_SIZE]) for at in range(0, len(raw), _ID_SIZE))


def _same(value: Any) -> Any:
    return value


def _optional(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the conversions both ways, and the row value of a field nobody has set.

    ``to_row`` and ``from_row`` are never asked about None.
    """

    name: str
    to_row: Callable[[Any], Any]
    from_row: Callable[[Any], Any]
    to_wire: Callable[[Any], Any]
    from_wire: Callable[[Any], Any]
    default: Any
    # The enum its values are spelled by, if any.
    enum: Any = None


def _column(name: str, annotation: str, default: Any) -> Column:
    if name in _ID_FIELDS:
        hex_of, of_hex = _optional(bytes.hex), _optional(bytes.fromhex)
        return Column(name, id_to_row, id_from_row, hex_of, of_hex, None)
    if name in _ID_SET_FIELDS:
        return Column(name, ids_to_row, ids_from_row, _same, _same, b"")
    if annotation == "bool":
        return Column(name, int, bool, bool, int, int(default or False))
    if annotation.startswith("tuple"):
        return Column(name, _list_text, _tuple_of, _optional(json.loads), _optional(_list_text), None)
    if isinstance(default, str) or annotation in ("str", "int", "float") or "None" in annotation:
        enum: Any = type(default) if hasattr(default, "value") else None
        return Column(name, _plain, enum or _same, _same, _same, default.value if enum else default, enum)
    enum = _enum_named(annotation)
    return Column(name, _plain, enum, _same, _same, next(iter(enum)).value, enum)


def _plain(value: Any) -> Any:
    # An enum member is a str to Python, but SQLite's binding wants the bare text.
    return value.value if hasattr(value, "value") else value


def _list_text(value: Iterable[int]) -> str:
    return json.dumps(list(value), separators=(",", ":"))


def _tuple_of(text: str) -> tuple[int, ...]:
    return tuple(json.loads(text))


def _enum_named(annotation: str) -> Any:
    from app.domain.entities import planning

    if hasattr(planning, annotation):
        return getattr(planning, annotation)
    from app.domain.entities import billing

    return getattr(billing, annotation)


_EMPTY = {"str": "", "int": 0, "float": 0.0, "bool": 0}


class Layout(Generic[E]):
    """The columns of one kind and how its fields travel."""

    def __init__(self, kind: Kind, entity_class: type[E]) -> None:
        self.kind = kind
        self.entity_class = entity_class
        self.columns = tuple(
            _column(f.name, _annotation(f.type), _default(f))
            for f in fields(entity_class)
            if f.name not in ("id", "created_at")
        )
        self.names = tuple(column.name for column in self.columns)
        self.listing = ", ".join(f'"{name}"' for name in self.names)
        self.index = {name: at for at, name in enumerate(self.names)}
        self.members = MEMBERS.get(kind.value)
        composites = COMPOSITES.get(kind.value, {})
        grouped = {part for parts in composites.values() for part in parts}
        # The fields of the first change of an entity. Their set must never grow for a kind that was released: a
        # field added later spells its version out (see sync.engine.stamps).
        self.fields: dict[str, tuple[int, ...]] = {"created_at": ()} | {
            name: tuple(self.index[part] for part in parts) for name, parts in composites.items()
        }
        members = self.members[0] if self.members else None
        self.fields |= {n: (i,) for n, i in self.index.items() if n not in grouped and n != members}
        self.standard = frozenset(self.fields)
        self.member_column = self.index[members] if members else None
        self._values_of = attrgetter(*self.names) if len(self.names) > 1 else _one_value(self.names[0])
        # Most columns are stored as they are: only the others are looked at, row by row.
        self._to_row = _converted(column.to_row for column in self.columns)
        self._from_row = _converted(column.from_row for column in self.columns)
        self._defaults = tuple(column.default for column in self.columns)
        # What a field is in the form that travels while nobody has set it.
        self.unset = self.to_wire(0, self._defaults)

    def to_row(self, entity: E) -> tuple[Any, ...]:
        """Return the row values of an entity's own columns."""
        return tuple(_convert(self._values_of(entity), self._to_row))

    def read_stamps(self, clock: bytes, row: tuple[Any, ...]) -> Stamps:
        """Return the stamps of a row, whose set members are fields that need not be listed."""
        return decode(clock, self._standard_of(row))

    def write_stamps(self, stamps: Stamps, row: tuple[Any, ...]) -> bytes:
        """Return the stored form of a row's stamps."""
        return encode(stamps, self._standard_of(row))

    def _standard_of(self, row: tuple[Any, ...]) -> frozenset[str]:
        members = self._members_of(row)
        return self.standard.union(members) if members else self.standard

    def _members_of(self, row: tuple[Any, ...]) -> list[str]:
        """Return the fields that a row's set travels as."""
        if self.members is None or self.member_column is None:
            return []
        prefix, raw = self.members[1], row[self.member_column]
        return [f"{prefix}:{raw[at : at + _ID_SIZE].hex()}" for at in range(0, len(raw), _ID_SIZE)]

    def from_row(self, raw_id: bytes, created_at: int, row: tuple[Any, ...]) -> E:
        """Return the entity of a row."""
        values = dict(zip(self.names, _convert(row, self._from_row), strict=True))
        return self.entity_class(id=id_from_row(raw_id), created_at=created_at, **values)

    def to_wire(self, created_at: int, row: tuple[Any, ...]) -> dict[str, Value]:
        """Return every field of a row in the form that travels."""
        wire: dict[str, Value] = {}
        columns = self.columns
        for name, places in self.fields.items():
            if len(places) == 1:
                wire[name] = columns[places[0]].to_wire(row[places[0]])
            elif places:
                wire[name] = [columns[place].to_wire(row[place]) for place in places]
        wire["created_at"] = created_at
        wire.update(dict.fromkeys(self._members_of(row), True))
        return wire

    def differing(self, before: tuple[Any, ...], now: tuple[Any, ...]) -> dict[str, Value]:
        """Return the fields whose values differ, as they travel; a member of a set that is gone is null."""
        wire: dict[str, Value] = {}
        for name, places in self.fields.items():
            if any(before[place] != now[place] for place in places):
                values = [self.columns[place].to_wire(now[place]) for place in places]
                wire[name] = values if len(values) > 1 else values[0]
        if self.member_column is not None and before[self.member_column] != now[self.member_column]:
            members, earlier = (dict.fromkeys(self._members_of(row)) for row in (now, before))
            wire.update((name, True) for name in members if name not in earlier)
            wire.update((name, None) for name in earlier if name not in members)
        return wire

    def from_wire(self, wire: Mapping[str, Value]) -> tuple[int, tuple[Any, ...], dict[str, Value]]:
        """Return ``created_at``, the row values, and the fields this version does not know."""
        row, unknown, members = list(self._defaults), {}, []
        prefix = f"{self.members[1]}:" if self.members else None
        for name, value in wire.items():
            places = self.fields.get(name)
            if places is not None:
                for place, part in zip(places, value if len(places) > 1 else (value,), strict=bool(places)):  # type: ignore[arg-type]
                    row[place] = self.columns[place].from_wire(part)
            elif prefix and name.startswith(prefix):
                if value:
                    members.append(bytes.fromhex(name[len(prefix) :]))
            else:
                unknown[name] = value
        if self.member_column is not None:
            row[self.member_column] = b"".join(sorted(members))
        return int(wire.get("created_at") or 0), tuple(row), unknown  # type: ignore[arg-type]

    def taken_in(
        self, wire: Mapping[str, Value], before: tuple[Any, ...] | None, created_at: int = 0
    ) -> tuple[int, tuple[Any, ...], dict[str, Value]] | None:
        """Return the same of fields from anywhere: what does not fit its column is among the unknown ones.

        The column keeps what it had in the row ``before``, or its default. None where there is no row before and one
        cannot be made: something an entity cannot be without is missing or does not fit.
        """
        row, unknown, members = list(self._defaults if before is None else before), {}, []
        missing = set(self._needed) if before is None else set()
        born = wire.get("created_at", created_at)
        for name, value in wire.items():
            places, fitting = self.fields.get(name), self._fitting.get(name)
            if places is not None and fitting is not None and fitting(value):
                for place, part in zip(places, value if len(places) > 1 else (value,), strict=bool(places)):  # type: ignore[arg-type]
                    row[place] = self.columns[place].from_wire(part)
                missing.discard(name)
            elif (member := self._member(name)) and (value is True or value is None):
                if value:
                    members.append(member)
            else:
                unknown[name] = value
        if self.member_column is not None:
            row[self.member_column] = b"".join(sorted(members))
        return None if missing else (born if is_instant(born) else created_at, tuple(row), unknown)  # type: ignore[return-value]

    def fits(self, name: str, value: Value) -> bool:
        """Return whether a field is one of the columns' and a value fits them."""
        check = self._fitting.get(name)
        return check is not None and check(value)

    def misfits(self, wire: Mapping[str, Value]) -> list[str]:
        """Return the fields of the columns whose values do not fit them."""
        return [name for name, value in wire.items() if name in self.fields and not self.fits(name, value)]

    def _member(self, name: str) -> bytes | None:
        """Return the id of the set's member that a field is, None for any other field."""
        if self.members is None or not name.startswith(f"{self.members[1]}:"):
            return None
        text = name[len(self.members[1]) + 1 :]
        return bytes.fromhex(text) if is_id(text) else None

    @cached_property
    def _fitting(self) -> dict[str, Check]:
        """What tells, of each field, whether a value fits its columns."""
        declared = {f.name: f for f in fields(self.entity_class)}
        checks = [
            check_of(
                column.name,
                _annotation(declared[column.name].type),
                is_id_field=column.name in _ID_FIELDS,
                enum=column.enum,
                optional=declared[column.name].default is None,
            )
            for column in self.columns
        ]
        return {
            name: _check_of_field([checks[place] for place in places]) if places else is_instant
            for name, places in self.fields.items()
        }

    @cached_property
    def _needed(self) -> frozenset[str]:
        """The fields without which there is no entity."""
        needed = {f.name for f in fields(self.entity_class) if f.default is MISSING}
        return frozenset(
            name for name, places in self.fields.items() if needed & {self.names[place] for place in places}
        )


def _check_of_field(checks: list[Check]) -> Check:
    if len(checks) == 1:
        return checks[0]
    return lambda value: (
        type(value) is list
        and len(value) == len(checks)
        and all(check(part) for check, part in zip(checks, value, strict=True))
        and (not (is_instant(value[0]) and is_instant(value[1])) or is_interval(value[0], value[1]))
    )


def _converted(conversions: Iterable[Callable[[Any], Any]]) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    return tuple((place, convert) for place, convert in enumerate(conversions) if convert is not _same)


def _convert(values: Iterable[Any], conversions: tuple[tuple[int, Callable[[Any], Any]], ...]) -> list[Any]:
    """Return values of which some are converted; no value stays none."""
    found = list(values)
    for place, convert in conversions:
        if found[place] is not None:
            found[place] = convert(found[place])
    return found


def _one_value(name: str) -> Callable[[Any], tuple[Any]]:
    value_of = attrgetter(name)
    return lambda entity: (value_of(entity),)


def _annotation(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def _default(f: Any) -> Any:
    if f.default is not MISSING:
        return f.default
    return _EMPTY.get(_annotation(f.type))


_MODULES = {
    "projects": ("group", "client", "project", "milestone", "task", "tag"),
    "time_entries": ("time_entry",),
    "planning": ("planned_event", "work_slot", "day_override", "time_off", "favorite"),
    "billing": ("rate", "invoice", "invoice_line"),
    "workspace": ("saved_report", "setting", "member", "dismissal"),
    "conflicts": ("conflict",),
}


@cache
def layout(kind: Kind) -> Layout[Any]:
    """Return the layout of a kind, importing only the module its class stands in."""
    import importlib

    module = next(name for name, kinds in _MODULES.items() if kind.value in kinds)
    class_name = "".join(part.capitalize() for part in kind.value.split("_"))
    return Layout(kind, getattr(importlib.import_module(f"app.domain.entities.{module}"), class_name))


# The number of a kind in the change table; append only.
KINDS: tuple[Kind, ...] = tuple(Kind)
KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
# The number of every kind this version does not know; its name stands beside it.
UNKNOWN_KIND = -1
