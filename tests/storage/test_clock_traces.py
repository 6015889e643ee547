"""Entries whose times a wrong clock gave are found among what is young, however much there is."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.storage.clock_traces import SINCE, clock_is_right, taken_from_the_clock
from app.storage.context import Context
from app.storage.replica import begin_session, take_device
from app.storage.unit_of_work import reading, unit_of_work
from app.storage.write_log import PENDING
from tests.support.store import MORNING, clock_of, make_entry

_DAY = 86_400


def record(ctx: Context, code: str = "stop_timer", seconds: int = 60) -> str:
    """Save an entry that ends at what the clock says."""
    entry = make_entry(ctx, start=ctx.now() - seconds, seconds=seconds)
    with unit_of_work(ctx, code) as work:
        work.time_entries.save(entry)
    return entry.id


def found(ctx: Context) -> list[str]:
    with reading(ctx) as read:
        return taken_from_the_clock(read.session.connection, ctx.now())


def say_it_is_right(ctx: Context) -> None:
    with ctx.database.transaction() as connection:
        clock_is_right(connection)


@pytest.mark.parametrize("entries", [0, 3_000])
def test_only_what_is_younger_is_read(ctx: Context, entries: int) -> None:
    rows = [(number.to_bytes(16, "big"), number, number.to_bytes(16, "big")) for number in range(1, entries + 1)]
    with ctx.database.transaction() as connection:
        connection.executemany(
            "INSERT INTO change (version, action, kind, entity, op, body, state)"
            f" VALUES (?, ?, 6, ?, 0, '', {PENDING})",
            rows,
        )
        connection.execute("ANALYZE")
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {SINCE}", (b"",))]
    assert plan == [
        "SEARCH change USING PRIMARY KEY (version>?)",
        "SEARCH action USING INTEGER PRIMARY KEY (rowid=?)",
    ]


def test_what_was_recorded_while_the_clock_was_right_is_left_alone(ctx: Context) -> None:
    record(ctx)
    say_it_is_right(ctx)
    assert found(ctx) == []
    later = record(ctx)
    assert found(ctx) == [later]

    # The clock jumps back: what is recorded then is younger all the same.
    clock_of(ctx).forward(-_DAY)
    assert found(ctx) == [later]
    earlier = record(ctx)
    assert found(ctx) == [later, earlier]


def test_clock_of_which_nothing_is_known_is_doubted_for_a_month(ctx: Context) -> None:
    record(ctx)
    clock_of(ctx).forward(40 * _DAY)
    young = record(ctx)
    assert found(ctx) == [young]


def test_clock_that_is_right_before_anything_was_recorded_is_no_mark(ctx: Context) -> None:
    say_it_is_right(ctx)
    taken = record(ctx)
    assert found(ctx) == [taken]


def test_imports_and_what_came_from_elsewhere_are_not_of_this_clock(ctx: Context) -> None:
    record(ctx, "import")
    record(ctx)
    with ctx.database.transaction() as connection:
        connection.execute("UPDATE action SET role = 'sync' WHERE code = 'stop_timer'")
    assert found(ctx) == []


def test_new_name_does_not_hide_what_the_clock_gave(ctx: Context) -> None:
    taken = record(ctx)
    take_device(ctx, "given-by-a-server")
    assert found(ctx) == [taken]


def test_copy_holds_nothing_of_its_own_clock_yet(ctx: Context, tmp_path: Path) -> None:
    begin_session(ctx, tmp_path / "here")
    record(ctx)
    assert begin_session(ctx, tmp_path / "there")
    assert found(ctx) == []
    own = record(ctx)
    assert begin_session(ctx, tmp_path / "there")
    assert found(ctx) == [own]


def test_what_was_moved_or_typed_over_since_is_not_offered(ctx: Context) -> None:
    moved, typed = record(ctx), record(ctx)
    with unit_of_work(ctx, "shift_entries") as work:
        entry = work.time_entries.require(moved)
        work.time_entries.save(replace(entry, started_at=entry.started_at + 60, ended_at=MORNING + 60))
    with unit_of_work(ctx, "edit_entry") as work:
        entry = work.time_entries.require(typed)
        work.time_entries.save(replace(entry, started_at=MORNING - _DAY, ended_at=MORNING - _DAY + 60))
        work.time_entries.save(replace(work.time_entries.require(moved), description="only named"))
    assert found(ctx) == []
