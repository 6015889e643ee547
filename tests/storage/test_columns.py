"""Schema, entities and the form that travels name the same fields, and each way there leads back."""

import random

import pytest

from app.domain.entities.base import Kind
from app.domain.entities.catalogue import CLASSES
from app.storage.columns import COMPOSITES, KIND_NUMBER, MEMBERS, id_from_row, id_to_row, ids_from_row, layout
from app.storage.context import Context
from app.storage.schema import FIRST
from sync.protocol.change import Value
from tests.support.everything import new_entity

# What the store keeps beside an entity's own fields.
_FRAME = {"rowid", "id", "created_at", "extra", "clock", "deleted_at", "owner"}
_DERIVED = {Kind.TIME_ENTRY: {"day", "seconds"}}


@pytest.mark.parametrize("kind", Kind)
def test_columns_of_the_schema_are_the_fields_of_the_entity(ctx: Context, kind: Kind) -> None:
    with ctx.database.reading() as connection:
        columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{kind}")')}
        required = {row[1] for row in connection.execute(f'PRAGMA table_info("{kind}")') if row[3]}
    fields = set(CLASSES[kind].__dataclass_fields__)

    assert columns - _FRAME - _DERIVED.get(kind, set()) == fields - {"id", "created_at"}
    assert layout(kind).entity_class is CLASSES[kind]
    optional = {name for name, f in CLASSES[kind].__dataclass_fields__.items() if f.default is None}
    assert fields - optional == required & fields


@pytest.mark.parametrize("kind", Kind)
def test_row_and_travelling_form_lead_back_to_the_entity(ctx: Context, kind: Kind) -> None:
    dice = random.Random(kind.value)
    known = {each: [ctx.new_id() for _ in range(3)] for each in Kind}
    for _ in range(20):
        entity = new_entity(ctx, kind, dice, known)
        row = layout(kind).to_row(entity)
        assert layout(kind).from_row(id_to_row(entity.id), entity.created_at, row) == entity
        wire = layout(kind).to_wire(entity.created_at, row)
        assert layout(kind).from_wire(wire) == (entity.created_at, row, {})
        assert layout(kind).standard <= wire.keys()


def test_field_of_a_newer_version_is_kept_as_it_came() -> None:
    wire: dict[str, Value] = {"created_at": 5, "name": "a", "color": "", "mood": ["happy", 3]}
    assert layout(Kind.TAG).from_wire(wire) == (5, ("a", ""), {"mood": ["happy", 3]})


def test_composites_and_members_name_columns_there_are() -> None:
    for kind, composites in COMPOSITES.items():
        for parts in composites.values():
            assert set(parts) <= set(layout(Kind(kind)).names)
    for kind, (column, _) in MEMBERS.items():
        assert column in layout(Kind(kind)).names


def test_numbers_of_kinds_never_change() -> None:
    assert [kind.value for kind in sorted(KIND_NUMBER, key=KIND_NUMBER.__getitem__)] == [
        "group", "client", "project", "milestone", "task", "tag", "time_entry", "planned_event", "work_slot",
        "day_override", "time_off", "rate", "favorite", "saved_report", "invoice", "invoice_line", "setting", "member",
        "dismissal", "conflict",
    ]  # fmt: skip


def test_every_kind_has_a_table() -> None:
    assert all(f'CREATE TABLE "{kind}"' in FIRST for kind in Kind)


def test_no_ids_are_an_empty_set() -> None:
    assert ids_from_row(b"") == frozenset()
    assert id_from_row(bytes(16)) == "00000000-0000-0000-0000-000000000000"
