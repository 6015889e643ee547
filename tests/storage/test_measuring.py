"""Every question is counted with its rows and its time; a slow one is logged with SQLite's plan, never with values."""

import logging
import sqlite3
from collections.abc import Iterator

import pytest

from app.storage import measuring
from app.storage.context import Context
from app.storage.unit_of_work import reading, unit_of_work
from app.system.metrics import METRICS, Figures
from tests.support.store import make_entry, make_project


def figures(name: str) -> Figures | None:
    return next((each for each in METRICS.figures() if each.name == name), None)


def runs(name: str) -> tuple[int, int, int]:
    found = figures(name)
    return (found.runs, found.errors, found.rows) if found else (0, 0, 0)


def test_reads_and_writes_are_counted_with_their_rows(ctx: Context) -> None:
    names = ("storage.time_entry.save", "storage.time_entry.all", "storage.project.all", "storage.totals.by")
    before = {name: runs(name) for name in names}
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx))
        work.time_entries.save(make_entry(ctx))
    with reading(ctx) as read:
        read.time_entries.all()
        read.projects.all()
        read.totals.by("day")

    more = {name: tuple(b - a for a, b in zip(before[name], runs(name), strict=True)) for name in names}
    assert more == dict(zip(names, [(2, 0, 2), (1, 0, 2), (1, 0, 0), (1, 0, 1)], strict=True))
    found = figures("storage.time_entry.save")
    assert found is not None
    assert 0 < found.p50_ms <= found.p95_ms <= found.max_ms


def test_failed_question_is_an_error(ctx: Context) -> None:
    before = runs("storage.project.require")
    with reading(ctx) as read, pytest.raises(Exception, match="not here any more"):
        read.projects.require(ctx.new_id())
    after = runs("storage.project.require")
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Take everything for slow."""
    monkeypatch.setattr(measuring, "SLOW_S", -1.0)
    caplog.set_level(logging.INFO, "app.storage")
    yield caplog
    caplog.clear()


def test_slow_question_is_logged_with_its_plan_and_without_values(ctx: Context, told: pytest.LogCaptureFixture) -> None:
    with reading(ctx) as read:
        read.time_entries.search("secret", 7)

    (message,) = [record.getMessage() for record in told.records if "search" in record.getMessage()]
    assert message.startswith("storage.time_entry.search took ")
    assert "for 0 rows: SELECT" in message
    assert "entry_search VIRTUAL TABLE INDEX" in message
    assert "secret" not in message


def test_statement_without_a_plan_is_logged_all_the_same(ctx: Context, told: pytest.LogCaptureFixture) -> None:
    with unit_of_work(ctx) as work:
        work.projects.save(make_project(ctx))
    assert any("project.save took" in record.getMessage() for record in told.records)
    told.clear()
    connection = sqlite3.connect(":memory:", factory=measuring.Connection)
    connection.statement = "no statement"
    measuring.tell_slow(connection, "x", 1.0, 2)
    connection.close()
    plain = sqlite3.connect(":memory:")
    measuring.tell_slow(plain, "y", 1.0, 2)
    plain.close()
    assert [record.getMessage() for record in told.records] == [
        "x took 1000 ms for 2 rows: no statement []",
        "y took 1000 ms for 2 rows:  []",
    ]
