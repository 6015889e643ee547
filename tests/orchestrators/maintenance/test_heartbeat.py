"""After a crash the running timer is found with its last sign of life; after a clean quit there is nothing to ask."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.orchestrators.maintenance.heartbeat import NotFoundRunning, beat, found_running, repair_running
from app.storage.context import Context
from app.storage.undo import undo
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, clock_of, make_context, make_entry


def start(ctx: Context, description: str = "work") -> str:
    entry = make_entry(ctx, ctx.now(), None, description=description)
    with unit_of_work(ctx, "start_timer") as work:
        work.time_entries.save(entry)
    return entry.id


@pytest.fixture
def crashed(ctx: Context) -> str:
    """A timer that was seen alive for ten minutes, an hour ago."""
    id_ = start(ctx)
    for _ in range(20):
        clock_of(ctx).forward(30)
        beat(ctx)
    clock_of(ctx).forward(3600)
    return id_


def test_timer_left_by_a_crash_is_found(ctx: Context, crashed: str) -> None:
    found = found_running(ctx)

    assert found is not None
    assert found.entry.id == crashed
    assert found.last_sign_of_life == MORNING + 600
    assert found.away_seconds == 3600


@pytest.mark.parametrize(
    ("choice", "ended_at"), [("keep", None), ("stop_then", MORNING + 600), ("stop_now", MORNING + 4200)]
)
def test_choice_ends_or_keeps_the_timer_and_is_not_asked_again(
    ctx: Context, crashed: str, choice: Any, ended_at: int | None
) -> None:
    outcome = repair_running(ctx, choice)

    assert outcome.value.ended_at == ended_at
    with reading(ctx) as read:
        assert read.time_entries.require(crashed) == outcome.value
    assert bool(outcome.changes) == (ended_at is not None)
    assert found_running(ctx) is None
    with pytest.raises(NotFoundRunning):
        repair_running(ctx, choice)


def test_discarded_timer_waits_in_the_trash_and_can_be_undone(ctx: Context, crashed: str) -> None:
    repair_running(ctx, "discard")

    with reading(ctx) as read:
        assert read.time_entries.get(crashed) is None
        assert read.history.trash()[0].names == ("work",)
    undo(ctx)
    with reading(ctx) as read:
        assert read.time_entries.running() is not None


def test_short_gap_is_no_crash(ctx: Context) -> None:
    start(ctx)
    beat(ctx)
    clock_of(ctx).forward(60)
    assert found_running(ctx) is None
    clock_of(ctx).forward(1)
    assert found_running(ctx) is not None


def test_clock_that_went_back_is_no_crash(ctx: Context) -> None:
    start(ctx)
    beat(ctx)
    clock_of(ctx).forward(-86_400)
    assert found_running(ctx) is None


def test_timer_started_without_a_window_is_no_crash(ctx: Context, crashed: str) -> None:
    repair_running(ctx, "stop_then")
    start(ctx, "from the command line")
    clock_of(ctx).forward(86_400)

    assert found_running(ctx) is None


def test_timer_stopped_elsewhere_needs_no_decision(ctx: Context, crashed: str) -> None:
    with unit_of_work(ctx) as work:
        work.time_entries.delete(crashed)
    start(ctx, "another")
    clock_of(ctx).forward(3600)

    assert found_running(ctx) is None


def test_heartbeat_is_no_part_of_the_history(ctx: Context) -> None:
    start(ctx)
    with ctx.database.reading() as connection:
        before = connection.execute("SELECT count(*) FROM change").fetchone()
    beat(ctx)
    with ctx.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM change").fetchone() == before
    with reading(ctx) as read:
        action = read.history.undoable()
        assert action is not None
        assert action.code == "start_timer"


def test_clean_quit_is_no_crash(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "stintbook.db")
    start(ctx)
    beat(ctx)
    beat(ctx)
    ctx.database.close()

    ctx = make_context(tmp_path / "stintbook.db", now=MORNING + 7200, seed=2)
    assert found_running(ctx) is None
    ctx.database.close()


def test_beat_that_cannot_be_written_disturbs_nobody(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "stintbook.db")
    start(ctx)
    other = sqlite3.connect(tmp_path / "stintbook.db", isolation_level=None)
    ctx.database._writer.execute("PRAGMA busy_timeout = 1")
    other.execute("BEGIN IMMEDIATE")
    beat(ctx)
    other.rollback()
    other.close()
    clock_of(ctx).forward(3600)
    assert found_running(ctx) is None
    ctx.database.close()


def test_note_that_cannot_be_taken_away_at_the_end_disturbs_nobody(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "stintbook.db")
    start(ctx)
    beat(ctx)
    ctx.database._writer.execute("PRAGMA query_only = 1")
    ctx.database.close()

    ctx = make_context(tmp_path / "stintbook.db", now=MORNING + 7200, seed=2)
    assert found_running(ctx) is not None
    ctx.database.close()


_CRASH = """
import os, sys
from app.orchestrators.maintenance.heartbeat import beat
from tests.support.store import make_context
from tests.orchestrators.maintenance.test_heartbeat import start

ctx = make_context(sys.argv[1])
start(ctx)
beat(ctx)
os.kill(os.getpid(), 9)
"""


def test_killed_process_leaves_its_last_sign_of_life(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", _CRASH, str(tmp_path / "stintbook.db")], env={**os.environ})
    assert ended.returncode == -9

    ctx = make_context(tmp_path / "stintbook.db", now=MORNING + 7200, seed=2)
    found = found_running(ctx)
    assert found is not None
    assert (found.last_sign_of_life, found.away_seconds) == (MORNING, 7200)
    # A command-line process that comes and goes beside a crashed window takes nothing away.
    ctx.database.close()
    ctx = make_context(tmp_path / "stintbook.db", now=MORNING + 7300, seed=3)
    assert found_running(ctx) is not None
    ctx.database.close()
