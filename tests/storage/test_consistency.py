"""The doctor finds what does not agree with the entries, makes it anew, and says what is damaged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.storage.consistency import damage, damage_found, examine_store, repair_store
from app.storage.context import Context
from app.storage.database import Damaged
from app.storage.search_index import SearchIndex
from app.storage.undo import HistoryLost, undo
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.everything import everything_in, fill
from tests.support.store import make_context, make_entry


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Context]:
    ctx = make_context(tmp_path / "stintbook.db")
    fill(ctx)
    yield ctx
    ctx.database.close()


def test_store_in_order_has_no_findings(filed: Context, ctx: Context) -> None:
    fill(ctx)
    for each in (filed, ctx):
        report = examine_store(each.database)
        assert report.findings == ()
        assert report.ok
        assert examine_store(each.database, full=False).ok


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE time_entry SET day = '1999-01-01' WHERE rowid < 3", "2 entries have a wrong day or length"),
        ("UPDATE time_entry SET seconds = 1 WHERE rowid = 5", "1 entries have a wrong day or length"),
        ("DELETE FROM entry_tag", "tags of entries are not as the entries say"),
        ("UPDATE total_day SET seconds = seconds + 1", "running totals are not what the entries add up to"),
        ("DELETE FROM total_month_tag", "running totals are not what the entries add up to"),
        ("INSERT INTO entry_search (entry_search) VALUES ('delete-all')", "words of the search index"),
        ("INSERT INTO entry_search (rowid, description) VALUES (99999, 'nowhere')", "words of the search index"),
        ("UPDATE meta SET value = 5 WHERE key = 'longest_entry'", "longest entry"),
        ("DELETE FROM change WHERE kind = 2", "the history of"),
    ],
)
def test_difference_is_found_and_made_good(filed: Context, statement: str, finding: str) -> None:
    before = everything_in(filed)
    with filed.database.transaction() as connection:
        connection.execute(statement)

    report = examine_store(filed.database)

    assert not report.ok
    assert any(finding in line for line in report.findings), report
    outcome = repair_store(filed)
    assert outcome.value.findings == ()
    assert everything_in(filed) == before


def test_text_too_short_for_the_index_is_not_forgotten(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx, description="ab"))
        SearchIndex(work.session).catch_up(1)
    with ctx.database.transaction() as connection:
        connection.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")

    assert examine_store(ctx.database).findings == ("1 words of the search index are not as the entries say (entry 1)",)


def test_lost_history_says_so_instead_of_undoing_to_nothing(ctx: Context) -> None:
    entry = make_entry(ctx, description="one")
    with unit_of_work(ctx, "add") as work:
        work.time_entries.save(entry)
    with unit_of_work(ctx, "edit") as work:
        work.time_entries.save(replace(entry, description="two"))
    with ctx.database.transaction() as connection:
        connection.execute("DELETE FROM change WHERE version = (SELECT min(version) FROM change)")

    with pytest.raises(HistoryLost, match="Nothing was changed"):
        undo(ctx)

    with reading(ctx) as read:
        assert read.time_entries.require(entry.id).description == "two"
    assert examine_store(ctx.database).findings == ("the history of 1 rows is incomplete",)
    assert repair_store(ctx).value.ok


def test_repair_brings_nothing_back_from_the_trash(ctx: Context) -> None:
    entry = make_entry(ctx)
    with unit_of_work(ctx) as work:
        work.time_entries.save(entry)
    with unit_of_work(ctx) as work:
        work.time_entries.delete(entry.id)
    with ctx.database.transaction() as connection:
        connection.execute("DELETE FROM change WHERE op = 0")

    repair_store(ctx)

    with reading(ctx) as read:
        assert read.time_entries.all() == []


def test_missing_references_are_notes_and_no_damage(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx, project=ctx.new_id()))

    report = examine_store(ctx.database)

    assert report.ok
    assert report.notes == ("1 × time entry: its project is not here (it may still come from another device)",)


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Context]:
    """A store that opens, with a table in it whose pages are overwritten."""
    path = tmp_path / "stintbook.db"
    ctx = make_context(path)
    fill(ctx, entries=400)
    with ctx.database.reading() as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'total_day'").fetchone()[0]
    ctx.database.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\x5a" * 4096
    path.write_bytes(content)
    ctx = make_context(path, seed=3)
    yield ctx
    ctx.database.close()


def test_damage_is_found_and_named(damaged: Context, expect_logs: list[str]) -> None:
    for full in (True, False):
        report = examine_store(damaged.database, full=full)
        assert not report.ok
        assert report.damaged
        assert report.findings[0].startswith("the file is damaged: ")
        assert "stintbook restore" in report.findings[-1]
        with damaged.database.reading() as connection:
            assert damage(connection, full=full)
        with pytest.raises(Damaged, match="stintbook doctor --salvage"):
            damage_found(damaged.database, full=full)
    assert expect_logs


def test_damage_met_while_working_is_said_in_words(damaged: Context) -> None:
    with pytest.raises(Damaged, match="stintbook restore"), reading(damaged) as read:
        read.totals.by("day", "task")
    with pytest.raises(Damaged), unit_of_work(damaged) as work:
        work.time_entries.save(make_entry(damaged))
    with pytest.raises(Damaged):
        repair_store(damaged)
