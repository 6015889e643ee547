"""The search index lags a few entries behind, and nobody who searches notices."""

from dataclasses import replace

import pytest

from app.storage.bulk import BulkEntries
from app.storage.consistency import examine_store
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.search_index import LOT
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import make_entry


def add(ctx: Context, *descriptions: str) -> list[str]:
    ids = []
    for description in descriptions:
        with unit_of_work(ctx) as work:
            entry = make_entry(ctx, description=description)
            work.time_entries.save(entry)
            ids.append(entry.id)
    return ids


def found(ctx: Context, text: str) -> list[str]:
    with reading(ctx) as read:
        ids = [entry.id for entry in read.time_entries.search(text)]
        assert sorted(ids) == sorted(entry.id for entry in read.time_entries.select(EntryFilter(text=text)))
    return ids


def indexed(ctx: Context) -> int:
    with ctx.database.reading() as connection:
        return int(connection.execute("SELECT count(*) FROM entry_search_docsize").fetchone()[0])


def test_new_entry_is_found_before_it_is_indexed(ctx: Context) -> None:
    (id_,) = add(ctx, "mow the lawn")

    assert indexed(ctx) == 0
    assert found(ctx, "lawn") == [id_]
    assert found(ctx, "LAWN") == [id_]
    assert found(ctx, "hedge") == []


def test_a_lot_of_entries_is_indexed_at_once(ctx: Context) -> None:
    add(ctx, *["mow the lawn"] * (LOT - 1))
    assert indexed(ctx) == 0

    add(ctx, "mow the lawn", "cut the hedge")

    assert indexed(ctx) == LOT
    assert len(found(ctx, "lawn")) == LOT
    assert len(found(ctx, "hedge")) == 1
    assert examine_store(ctx.database).ok


@pytest.mark.parametrize("others", [0, LOT])
def test_edits_and_the_trash_are_followed_whether_indexed_or_not(ctx: Context, others: int) -> None:
    edited, deleted, revived = add(ctx, "mow the lawn", "mow the lawn", "mow the lawn")
    with unit_of_work(ctx) as work:
        work.time_entries.delete(revived)
    add(ctx, *["other"] * others)

    with unit_of_work(ctx) as work:
        work.time_entries.save(replace(work.time_entries.require(edited), description="cut the hedge"))
        work.time_entries.delete(deleted)
        work.time_entries.revive(revived)

    assert found(ctx, "lawn") == [revived]
    assert found(ctx, "hedge") == [edited]
    assert examine_store(ctx.database).ok


def test_entry_deleted_while_it_waited_is_indexed_when_it_comes_back(ctx: Context) -> None:
    (id_,) = add(ctx, "mow the lawn")
    with unit_of_work(ctx) as work:
        work.time_entries.delete(id_)
    add(ctx, *["other"] * LOT)
    assert found(ctx, "lawn") == []

    with unit_of_work(ctx) as work:
        work.time_entries.revive(id_)

    assert found(ctx, "lawn") == [id_]
    assert examine_store(ctx.database).ok


@pytest.mark.parametrize("says_how_far", [True, False])
def test_bulk_write_leaves_nothing_waiting(ctx: Context, *, says_how_far: bool) -> None:
    if not says_how_far:
        # As a file has it whose index was always written at once.
        with ctx.database.transaction() as connection:
            connection.execute("DELETE FROM meta WHERE key = 'indexed_through'")
    first = add(ctx, "mow the lawn")

    with unit_of_work(ctx) as work:
        writer = BulkEntries(work)
        writer.add([make_entry(ctx, description="mow the lawn"), make_entry(ctx)])
        writer.finish()

    assert indexed(ctx) == 2
    assert len(found(ctx, "lawn")) == len(first) + 1
    assert examine_store(ctx.database).ok
