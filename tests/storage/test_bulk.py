"""Bulk writing leaves the very rows that saving one by one leaves."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.base import Kind
from app.domain.entities.time_entries import TimeEntry
from app.storage import bulk
from app.storage.bulk import BulkEntries, imported_before
from app.storage.bulk_undo import bury_new_entries, revive_buried_entries
from app.storage.columns import id_to_row, layout
from app.storage.context import Context
from app.storage.rollups import TABLES, differences
from app.storage.search_index import SearchIndex
from app.storage.unit_of_work import UnitOfWork, reading, unit_of_work
from tests.support.store import MORNING, make_context, make_entry

IDS = [f"0195f000-0000-7000-8000-0000000000{number:02x}" for number in range(16, 24)]
maybe_id = st.none() | st.sampled_from(IDS)
texts = st.text(st.characters(codec="utf-8"), max_size=12)
FIELDS = st.fixed_dictionaries(
    {
        "start": st.integers(0, 2_000_000_000),
        "seconds": st.none() | st.integers(0, 400_000),
        "tz": st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo")),
        "description": texts,
        "project": maybe_id,
        "task": maybe_id,
        "milestone": maybe_id,
        "billable": st.booleans(),
        "tags": st.frozensets(st.sampled_from(IDS), max_size=3),
        "source": st.sampled_from(("import:toggl", "manual")),
        "external_id": st.none() | texts,
    }
)
EVERYTHING = ("time_entry", "change", "action", "entry_tag", *TABLES)


def written(fields: Iterable[dict[str, Any]], write: Callable[[UnitOfWork, list[TimeEntry]], None],
            day_starts_at: int = 0) -> dict[str, list[Any]]:  # fmt: skip
    ctx = make_context(seed=7)
    entries = [make_entry(ctx, **one) for one in fields]
    with unit_of_work(ctx, "import") as work:
        work.session.day_starts_at = day_starts_at
        write(work, entries)
    tables = tables_of(ctx)
    ctx.database.close()
    return tables


def tables_of(ctx: Context) -> dict[str, list[Any]]:
    tables = {name: contents(ctx, f'SELECT * FROM "{name}"') for name in EVERYTHING}
    # Each file has a replica token of its own, and a bulk write leaves nothing waiting for the search index.
    tables["meta"] = contents(ctx, "SELECT * FROM meta WHERE key NOT IN ('replica', 'indexed_through')")
    with unit_of_work(ctx) as work:
        SearchIndex(work.session).catch_up(len(tables["time_entry"]))
    tables["search"] = contents(ctx, "SELECT id FROM entry_search_docsize")
    contents(ctx, "INSERT INTO entry_search (entry_search) VALUES ('integrity-check')")
    return tables


def contents(ctx: Context, statement: str) -> list[Any]:
    with ctx.database.reading() as connection:
        return sorted(connection.execute(statement), key=repr)


def one_by_one(work: UnitOfWork, entries: list[TimeEntry]) -> None:
    work.time_entries.save_all(entries)


def in_bulk(work: UnitOfWork, entries: list[TimeEntry]) -> None:
    writer = BulkEntries(work)
    for at in range(0, len(entries), 3):
        writer.add(entries[at : at + 3])
    writer.finish()


@given(st.lists(FIELDS, max_size=8), st.sampled_from((0, 240)))
def test_bulk_writes_what_saving_writes(fields: list[dict[str, Any]], day_starts_at: int) -> None:
    assert written(fields, in_bulk, day_starts_at) == written(fields, one_by_one, day_starts_at)


def undone(fields: Iterable[dict[str, Any]], *, bulk: bool, back: bool) -> dict[str, list[Any]]:
    """The tables after entries were saved, buried, and perhaps revived, in bulk or one by one."""
    ctx = make_context(seed=7)
    entries = [make_entry(ctx, **one) for one in fields]
    with unit_of_work(ctx, "import") as work:
        one_by_one(work, entries)
    newest_first = [entry.id for entry in reversed(entries)]
    with unit_of_work(ctx, "import", role="undo") as work:
        if bulk:
            assert len(bury_new_entries(work, 1)) == len(entries)
        else:
            work.time_entries.delete_all(newest_first)
    if back:
        with unit_of_work(ctx, "import", role="redo") as work:
            if bulk:
                assert len(revive_buried_entries(work, 2)) == len(entries)
            else:
                # The last to be buried comes back first.
                for id_ in reversed(newest_first):
                    work.time_entries.revive(id_)
    tables = tables_of(ctx)
    ctx.database.close()
    return tables


@given(st.lists(FIELDS, max_size=8))
def test_burying_in_bulk_leaves_what_deleting_leaves(fields: list[dict[str, Any]]) -> None:
    assert undone(fields, bulk=True, back=False) == undone(fields, bulk=False, back=False)


@given(st.lists(FIELDS, max_size=8))
def test_reviving_in_bulk_leaves_what_reviving_leaves(fields: list[dict[str, Any]]) -> None:
    assert undone(fields, bulk=True, back=True) == undone(fields, bulk=False, back=True)


def test_what_was_changed_since_is_left_to_a_closer_look(ctx: Context) -> None:
    edited, deleted, plain = (make_entry(ctx, MORNING + number) for number in range(3))
    with unit_of_work(ctx, "import") as work:
        work.time_entries.save_all((edited, deleted, plain))
    with unit_of_work(ctx) as work:
        work.time_entries.save(replace(edited, description="mine"))
        work.time_entries.delete(deleted.id)

    with unit_of_work(ctx) as work:
        assert bury_new_entries(work, 1) == {id_to_row(plain.id)}
    with unit_of_work(ctx) as work:
        assert revive_buried_entries(work, 2) == {id_to_row(deleted.id)}
        assert revive_buried_entries(work, 1) == set()


def test_more_than_a_group_travels_as_several_groups_of_one_batch() -> None:
    fields = [{"start": MORNING + number} for number in range(1_003)]

    assert written(fields, in_bulk) == written(fields, one_by_one)


def test_the_columns_are_those_of_the_entity() -> None:
    assert layout(Kind.TIME_ENTRY).names == bulk.COLUMNS


def test_a_day_across_a_border_is_split_like_everywhere(ctx: Context) -> None:
    with unit_of_work(ctx, "import") as work:
        writer = BulkEntries(work)
        # 2026-03-28 23:30 to 2026-03-29 04:00 in Berlin, across midnight and the clock change.
        writer.add([make_entry(ctx, 1_774_737_000, 12_600)])
        writer.finish()

    with reading(ctx) as read:
        assert [(row.key[0], row.seconds) for row in read.totals.by("day")] == [
            ("2026-03-28", 1800),
            ("2026-03-29", 10800),
        ]
    with ctx.database.reading() as connection:
        assert differences(connection) == []


def test_a_bulk_write_says_that_everything_may_have_changed(ctx: Context) -> None:
    with unit_of_work(ctx, "import") as work:
        writer = BulkEntries(work)
        writer.add([make_entry(ctx)])
        writer.finish()

    assert work.outcome(None).changes.everything


def test_only_living_entries_of_the_source_were_imported_before(ctx: Context) -> None:
    here = make_entry(ctx, source="import:watson", external_id="a")
    gone = make_entry(ctx, source="import:watson", external_id="b")
    other = make_entry(ctx, source="import:toggl", external_id="c")
    with unit_of_work(ctx) as work:
        work.time_entries.save_all((here, gone, other))
    with unit_of_work(ctx) as work:
        work.time_entries.delete(gone.id)

    with reading(ctx) as read:
        assert imported_before(read, "import:watson", ["a", "b", "c", "d"]) == {"a"}
