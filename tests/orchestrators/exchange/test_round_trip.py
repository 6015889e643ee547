"""Whatever a store holds, an export of everything and its way back into an empty store make it again."""

import tempfile
import types
import typing
from dataclasses import fields, replace
from enum import Enum
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.base import Entity, Kind
from app.domain.entities.time_entries import TimeEntry
from app.orchestrators.exchange.exporting import export_everything, import_everything
from app.storage.bulk_copy import everything_of
from app.storage.columns import layout
from app.storage.context import Context
from app.storage.rollups import differences
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import make_context

UUIDS = st.uuids(version=4).map(str)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=10)
NAMED = {
    "tz": st.sampled_from(("Europe/Berlin", "America/New_York", "UTC")),
    "tags": st.frozensets(UUIDS, max_size=2),
    "entries": st.frozensets(UUIDS, max_size=2),
    "weekdays": st.none() | st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
    "key": st.sampled_from(("week_start", "locked_before")),
    "value": st.just("1"),
    "started_at": st.integers(0, 2_000_000_000),
    "fraction": st.sampled_from((0.5, 1.0)),
}
IDS = ("id", "user", "project", "group", "client", "task", "milestone", "merged_into", "invoice", "entry", "entity")


def values(name: str, hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field, by its name where the name says more than its type."""
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    optional = st.none() if type(None) in parts else st.nothing()
    plain = next(part for part in parts if part is not type(None))
    if name in NAMED:
        return NAMED[name]
    if name in IDS:
        return optional | UUIDS
    if isinstance(plain, type) and issubclass(plain, Enum):
        return optional | st.sampled_from(plain)
    return optional | {bool: st.booleans(), int: st.integers(0, 2**40)}.get(plain, TEXTS)


def entities(kind: Kind) -> st.SearchStrategy[Entity]:
    """Any entity of a kind."""
    of = layout(kind).entity_class
    hints = typing.get_type_hints(of)
    made = st.builds(of, **{one.name: values(one.name, hints[one.name]) for one in fields(of)})
    return made.map(_closed)


def _closed(entity: Any) -> Any:
    if not isinstance(entity, TimeEntry):
        return entity
    # Of two running entries the second would be ended on its way in.
    return replace(entity, ended_at=entity.started_at + (entity.ended_at or 0) % 400_000)


def contents(ctx: Context) -> dict[Kind, Any]:
    with reading(ctx) as read:
        return {
            kind: {one.id: (one.fields, one.deleted_at is None) for one in everything_of(read, kind)} for kind in Kind
        }


@given(
    st.lists(
        st.sampled_from(Kind).flatmap(lambda kind: st.tuples(st.just(kind), entities(kind), st.booleans())), max_size=8
    )
)
def test_everything_comes_back_equal(things: list[tuple[Kind, Entity, bool]]) -> None:
    here, there = make_context(), make_context(seed=2)
    with unit_of_work(here) as work:
        for kind, entity, dead in things:
            work.of(kind).save(entity)
            if dead:
                work.of(kind).delete(entity.id)

    with tempfile.TemporaryDirectory() as folder:
        export_everything(here, Path(folder) / "all.zip")
        import_everything(there, Path(folder) / "all.zip")

    assert contents(there) == contents(here)
    with there.database.reading() as connection:
        assert differences(connection) == []
    here.database.close()
    there.database.close()
