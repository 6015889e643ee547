"""The log is the truth: what is recorded could be pushed as it is, and folded by the laws of sync it gives the store."""

import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import RuleBroken
from app.storage.bodies import unpack
from app.storage.columns import KINDS, id_to_row
from app.storage.context import Context
from app.storage.undo import redo, restore, undo
from app.storage.unit_of_work import reading, unit_of_work
from app.storage.write_log import DELETE
from sync.engine.conflicts import Conflict, fold
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, Change, Value, from_wire, to_wire
from tests.support.everything import KINDS as MADE_KINDS
from tests.support.everything import changed, new_entity
from tests.support.store import MORNING, clock_of, make_context, make_entry, make_project

_CHANGES = """
    SELECT change.version, change.kind, entity, op, body, action.version, size, device, "user", schema, wall_ms, offset_ms
    FROM change JOIN action ON action.number = change.action ORDER BY change.version
"""
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "delete", "undo", "redo", "restore"]),
        st.sampled_from(MADE_KINDS),
        st.integers(0, 1 << 20),
    ),
    max_size=14,
)


def changes_of(ctx: Context) -> list[Change]:
    """Return every change of a store in the form that would be pushed."""
    with reading(ctx) as read:
        rows = read.session.connection.execute(_CHANGES).fetchall()
    changes = []
    for version, kind, entity, op, body, group, size, device, user, schema, wall_ms, offset_ms in rows:
        fields, base = unpack(body)
        changes.append(
            Change(version, KINDS[kind].value, entity, fields, base, "del" if op == DELETE else "set", group, size, device,
                   user.hex(), schema, wall_ms, offset_ms)
        )  # fmt: skip
    return changes


def folded(changes: list[Change]) -> tuple[dict[tuple[str, bytes], tuple[dict[str, Value], Stamps]], list[Conflict]]:
    states: dict[tuple[str, bytes], tuple[dict[str, Value], Stamps]] = {}
    conflicts: list[Conflict] = []
    for change in changes:
        key = change.kind, change.entity
        merged, found = fold(*states.get(key, ({}, Stamps())), change)
        states[key] = merged.values, merged.stamps
        conflicts += found
    return states, conflicts


def act(ctx: Context, what: str, kind: Any, seed: int, known: dict[Any, list[str]]) -> None:
    dice = random.Random(seed)
    clock_of(ctx).forward(dice.choice([0, 1, 3600, -1800]))
    if what in ("undo", "redo", "restore"):
        try:
            if what == "restore":
                with reading(ctx) as read:
                    trashed = read.history.trash()
                if trashed:
                    restore(ctx, dice.choice(trashed).action.number)
            else:
                {"undo": undo, "redo": redo}[what](ctx)
        except RuleBroken:
            return
        return
    with unit_of_work(ctx, what) as work:
        repository, ids = work.of(kind), known.setdefault(kind, [])
        entity = repository.get(dice.choice(ids)) if ids and what != "add" else None
        if entity is None:
            entity = new_entity(ctx, kind, dice, known)
            ids.append(entity.id)
            repository.save(entity)
        elif what == "delete":
            repository.delete(entity.id)
        else:
            repository.save(changed(ctx, entity, kind, dice, known))


@settings(max_examples=40)
@given(STEPS)
def test_every_change_could_be_pushed_and_all_of_them_give_the_store(steps: list[tuple[str, Any, int]]) -> None:
    ctx = make_context()
    known: dict[Any, list[str]] = {}
    for what, kind, seed in steps:
        act(ctx, what, kind, seed, known)
    changes = changes_of(ctx)
    states, conflicts = folded(changes)

    # What one device did alone is in no conflict with itself.
    assert conflicts == []
    for change in changes:
        assert from_wire(json.loads(json.dumps(to_wire(change)))) == change
    with reading(ctx) as read:
        for kind, ids in known.items():
            for id_ in ids:
                stored = read.of(kind).stored(id_to_row(id_))
                assert stored is not None
                values, stamps = states[kind.value, id_to_row(id_)]
                assert {n: v for n, v in values.items() if not (v is None and ":" in n)} == read.of(kind).wire(stored)
                assert (stamps, stamps.alive) == (stored.stamps, stored.deleted_at is None)
    ctx.database.close()


def test_what_is_brought_back_from_the_trash_names_its_deletion(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        project = make_project(ctx)
        work.projects.save(project)
    with unit_of_work(ctx) as work:
        work.projects.delete(project.id)
    undo(ctx)

    _, deletion, revival = changes_of(ctx)
    assert revival.base[DELETION] == deletion.version
    assert DELETION not in deletion.base


def test_an_import_taken_back_and_done_again_is_in_no_conflict_with_itself(ctx: Context) -> None:
    entries = [make_entry(ctx, MORNING + 60 * at, description=f"row {at}") for at in range(600)]
    with unit_of_work(ctx, "import") as work:
        work.time_entries.save_all(entries)
    undo(ctx)
    redo(ctx)
    changes = changes_of(ctx)
    states, conflicts = folded(changes)

    assert len(changes) == 3 * len(entries)
    assert conflicts == []
    assert all(from_wire(json.loads(json.dumps(to_wire(change)))) == change for change in changes)
    with reading(ctx) as read:
        for entry in entries:
            stored = read.time_entries.stored(id_to_row(entry.id))
            assert stored is not None
            assert states["time_entry", id_to_row(entry.id)][1] == stored.stamps
