"""Large imports: one action after a backup, all or nothing whatever happens meanwhile."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.orchestrators.exchange.importing import plan_import, run_import
from app.orchestrators.exchange.plans import FileChanged, ImportCancelled
from app.orchestrators.exchange.safety import LARGE
from app.orchestrators.history.history import redo, undo
from app.storage import backups
from app.storage.context import Context
from app.storage.database import DiskFull
from app.storage.filters import EntryFilter
from app.storage.rollups import differences
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.exports import TOGGL, entries, many, plan_of, row, write
from tests.support.store import make_context, make_entry, make_tag

ROOT = Path(__file__).parents[3]


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Context]:
    context = make_context(tmp_path / "stintbook.db")
    yield context
    context.database.close()


def test_a_large_import_is_one_undoable_action_after_a_backup(stored: Context, tmp_path: Path) -> None:
    with unit_of_work(stored) as work:
        work.tags.save(make_tag(stored))
    told: list[tuple[int, int]] = []
    plan = plan_of(stored, tmp_path, many(LARGE * 3))
    outcome = run_import(stored, plan, progress=lambda *figures: told.append(figures), cancelled=lambda: False)

    assert (entries(stored), told[-1]) == ((1500, 45_000), (1500, 1500))
    assert outcome.changes.everything
    assert [backup.reason for backup in backups.listing(tmp_path / "backups")] == ["before-import"]

    undo(stored)
    assert entries(stored) == (0, 0)
    redo(stored)
    assert entries(stored) == (1500, 45_000)
    with stored.database.reading() as connection:
        assert differences(connection) == []


def test_undo_takes_back_a_large_import_also_where_entries_were_changed_since(ctx: Context, tmp_path: Path) -> None:
    outcome = run_import(ctx, plan_of(ctx, tmp_path, many(LARGE + 200)))
    with reading(ctx) as read:
        edited, gone, *_ = read.time_entries.select(EntryFilter())
    with unit_of_work(ctx) as work:
        work.time_entries.save(replace(edited, description="mine"))
        work.time_entries.delete(gone.id)

    undo(ctx, int(str(outcome.changes.action)))

    assert entries(ctx) == (0, 0)
    with ctx.database.reading() as connection:
        assert differences(connection) == []
        assert connection.execute("SELECT count(*) FROM entry_tag").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM entry_search_docsize").fetchone() == (0,)


def test_a_stopped_import_leaves_nothing(ctx: Context, tmp_path: Path) -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(ImportCancelled, match="Nothing was added"):
        run_import(ctx, plan_of(ctx, tmp_path, many(LARGE * 3)), cancelled=cancelled)

    assert entries(ctx) == (0, 0)
    with reading(ctx) as read:
        assert read.projects.all() == []


def test_a_file_that_changed_since_it_was_looked_at_is_refused(ctx: Context, tmp_path: Path) -> None:
    plan = plan_of(ctx, tmp_path, TOGGL)
    write(tmp_path, TOGGL + row("12:00", "13:00"))

    with pytest.raises(FileChanged, match="has changed since it was looked at"):
        run_import(ctx, plan)


def test_a_full_disk_is_told_before_anything_is_written(
    stored: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    plan = plan_of(stored, tmp_path, many(LARGE + 1))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))

    with pytest.raises(DiskFull, match="Nothing was changed"):
        run_import(stored, plan)
    assert entries(stored) == (0, 0)


KILLED = """
import os, signal, sys
from pathlib import Path
from app.orchestrators.exchange.importing import plan_import, run_import
from tests.support.store import make_context
ctx = make_context(sys.argv[1])
def progress(done, total):
    if done >= 1000:
        os.kill(os.getpid(), signal.SIGKILL)
run_import(ctx, plan_import(ctx, Path(sys.argv[2]), zone="Europe/Berlin"), progress=progress)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_process_killed_halfway_leaves_nothing_of_the_import(tmp_path: Path) -> None:
    before = make_context(tmp_path / "stintbook.db")
    with unit_of_work(before) as work:
        work.time_entries.save(make_entry(before))
    before.database.close()
    path = write(tmp_path, many(LARGE * 4))

    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "stintbook.db"), str(path)],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip

    assert done.returncode == -signal.SIGKILL
    after = make_context(tmp_path / "stintbook.db", seed=9)
    assert entries(after) == (1, 3600)
    with after.database.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    result = run_import(after, plan_import(after, path, zone="Europe/Berlin")).value
    assert result.created == LARGE * 4
    after.database.close()
