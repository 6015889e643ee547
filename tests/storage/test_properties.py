"""Laws of the store under random work over all kinds, through two connections to one file."""

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.entities.base import Entity, Kind
from app.domain.errors import RuleBroken
from app.storage.cache import CACHED
from app.storage.columns import id_from_row
from app.storage.consistency import examine_store
from app.storage.context import Context
from app.storage.rollups import differences
from app.storage.undo import NothingToUndo, redo, restore, undo
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.everything import KINDS, WORDS, changed, everything_in, new_entity
from tests.support.store import make_context


class Step(NamedTuple):
    """One action: through which connection, what, on which kind, with which dice."""

    second: bool
    what: str
    kind: Kind
    seed: int


# Entries come up as often as everything else together: most of what is derived comes from them.
_KINDS = st.one_of(st.just(Kind.TIME_ENTRY), st.sampled_from(KINDS))


def steps(*whats: str, most: int = 16) -> st.SearchStrategy[list[Step]]:
    return st.lists(
        st.builds(Step, st.booleans(), st.sampled_from(whats), _KINDS, st.integers(0, 1 << 20)), max_size=most
    )


class Desk:
    """Two contexts on one file, and what is known to be in it."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.path = folder / "stintbook.db"
        shutil.copy(template, self.path)
        self.contexts = [make_context(self.path, seed=seed) for seed in (1, 2)]
        for ctx in self.contexts:
            # What a power cut leaves is for other tests; here it would only cost time.
            ctx.database._writer.execute("PRAGMA synchronous = OFF")
        self.known: dict[Kind, list[str]] = {}

    def act(self, step: Step) -> None:
        ctx, dice = self.contexts[step.second], random.Random(step.seed)
        if step.what in ("undo", "redo", "restore"):
            self._go_back(ctx, step.what, dice)
            return
        with unit_of_work(ctx, step.what) as work:
            for _ in range(dice.randint(1, 3)):
                repository, ids = work.of(step.kind), self.known.setdefault(step.kind, [])
                entity = repository.get(dice.choice(ids)) if ids and step.what != "add" else None
                if entity is None:
                    entity = new_entity(ctx, step.kind, dice, self.known)
                    ids.append(entity.id)
                elif step.what == "delete":
                    repository.delete(entity.id)
                    continue
                else:
                    entity = changed(ctx, entity, step.kind, dice, self.known)
                repository.save(entity)

    def _go_back(self, ctx: Context, what: str, dice: random.Random) -> None:
        try:
            if what == "restore":
                with reading(ctx) as read:
                    trash = read.history.trash()
                if trash:
                    restore(ctx, dice.choice(trash).action.number)
            else:
                (undo if what == "undo" else redo)(ctx)
        except NothingToUndo:
            pass

    def close(self) -> None:
        for ctx in self.contexts:
            ctx.database.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "stintbook.db"
    make_context(path).database.close()
    return path


@contextmanager
def desk(template: Path) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        made = Desk(Path(folder), template)
        try:
            yield made
        finally:
            made.close()


def wrong_totals(ctx: Context) -> list[str]:
    with ctx.database.reading() as connection:
        return differences(connection)


def newest_action(ctx: Context) -> object:
    with reading(ctx) as read:
        return read.history.undoable()


@settings(max_examples=30)
@given(done=steps("add", "edit", "delete"))
def test_undo_all_leads_to_the_start_and_redo_all_to_the_end(template: Path, done: list[Step]) -> None:
    with desk(template) as at:
        states: list[dict[str, list[Entity]]] = [everything_in(at.contexts[0])]
        for step in done:
            before = newest_action(at.contexts[0])
            at.act(step)
            assert wrong_totals(at.contexts[0]) == []
            # An action that changed nothing is not on the stack.
            if newest_action(at.contexts[0]) != before:
                states.append(everything_in(at.contexts[0]))

        for turn, expected in enumerate(reversed(states[:-1])):
            undo(at.contexts[turn % 2])
            assert everything_in(at.contexts[0]) == expected
        with pytest.raises(NothingToUndo):
            undo(at.contexts[0])
        assert wrong_totals(at.contexts[0]) == []
        for turn, expected in enumerate(states[1:]):
            redo(at.contexts[turn % 2])
            assert everything_in(at.contexts[0]) == expected
        assert wrong_totals(at.contexts[0]) == []


@settings(max_examples=30)
@given(done=steps("add", "edit", "delete", "undo", "redo", "restore", most=20))
def test_whatever_was_done_the_doctor_finds_nothing(template: Path, done: list[Step]) -> None:
    with desk(template) as at:
        for step in done:
            at.act(step)
        assert examine_store(at.contexts[0].database).findings == ()


def rename_raw(path: Path, seed: int) -> None:
    """Change a cached row the way another program that keeps the file's rules would."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE tag SET name = 'raw ' || ?", (seed,))
    connection.execute("UPDATE project SET notes = 'raw ' || ?", (seed,))
    connection.execute(
        "INSERT INTO meta (key, value) VALUES ('cache_version', 1)"
        " ON CONFLICT DO UPDATE SET value = excluded.value + value"
    )
    connection.execute("COMMIT")
    connection.close()


@settings(max_examples=30)
@given(done=steps("add", "edit", "delete", "undo", "redo", "raw", "fail"))
def test_cached_reads_equal_uncached_reads(template: Path, done: list[Step]) -> None:
    with desk(template) as at:
        for step in done:
            if step.what == "raw":
                rename_raw(at.path, step.seed)
            elif step.what == "fail":
                with pytest.raises(RuleBroken), unit_of_work(at.contexts[step.second]) as work:
                    _change_and_fail(work.of(Kind.TAG), at.contexts[step.second], at.known)
            else:
                at.act(step)
            for ctx in at.contexts:
                with reading(ctx) as read:
                    for kind in CACHED:
                        repository = read.of(kind)
                        fresh = repository._select(f"deleted_at IS NULL ORDER BY {repository.order}", ())
                        assert repository.all() == fresh
                        by_id = {entity.id: entity for entity in fresh}
                        assert all(repository.get(id_) == by_id.get(id_) for id_ in at.known.get(kind, []))


def _change_and_fail(tags: object, ctx: Context, known: dict[Kind, list[str]]) -> None:
    tags.save(new_entity(ctx, Kind.TAG, random.Random(1), known))  # type: ignore[attr-defined]
    tags.all()  # type: ignore[attr-defined]
    raise RuleBroken("changed my mind")


_TEXTS = st.one_of(
    st.sampled_from(WORDS).flatmap(
        lambda word: st.tuples(st.integers(0, len(word)), st.integers(1, 8)).map(lambda cut: word[cut[0] : sum(cut)])
    ),
    st.text("fixFIX %_\\ü日", min_size=1, max_size=5),
)


@settings(max_examples=30)
@given(done=steps("add", "edit", "delete", "undo", most=12), texts=st.lists(_TEXTS, min_size=1, max_size=8))
def test_search_finds_exactly_what_a_look_at_every_entry_finds(
    template: Path, done: list[Step], texts: list[str]
) -> None:
    with desk(template) as at:
        for step in done:
            at.act(step._replace(kind=Kind.TIME_ENTRY))
        with reading(at.contexts[0]) as read:
            for text in filter(None, map(str.strip, texts)):
                found = {entry.id for entry in read.time_entries.search(text, limit=10_000)}
                rows = read.session.connection.execute(
                    "SELECT id FROM time_entry WHERE deleted_at IS NULL AND description LIKE ? ESCAPE '!'",
                    (f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%",),
                )
                assert found == {id_from_row(row[0]) for row in rows}, text
