"""Real processes on one file: killed at any moment, writing at once, reading meanwhile."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from app.storage.backups import examine, make
from app.storage.consistency import examine_store
from app.storage.context import Context
from app.storage.database import Locked
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, make_context, make_entry, make_project

_WRITER = """
import itertools, sys
from dataclasses import replace
from app.storage.unit_of_work import unit_of_work
from tests.support.store import MORNING, make_context, make_entry, make_project

path, seed, limit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
ctx = make_context(path, seed=seed)
project = make_project(ctx, f"by {seed}")
with unit_of_work(ctx, "add") as work:
    work.projects.save(project)
for n in itertools.islice(itertools.count(), limit):
    entry = make_entry(ctx, MORNING + n * 7200, 20 * 3600, project=project, description=f"work {seed} {n}")
    with unit_of_work(ctx, "add") as work:
        work.time_entries.save(entry)
    with unit_of_work(ctx, "edit") as work:
        work.time_entries.save(replace(entry, ended_at=entry.ended_at + n))
    print(entry.id, n, flush=True)
ctx.database.close()
"""


def writer(path: Path, seed: int, limit: int = 1_000_000) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path), str(seed), str(limit)], stdout=subprocess.PIPE, text=True
    )


def output(process: "subprocess.Popen[str]") -> IO[str]:
    assert process.stdout is not None
    return process.stdout


@pytest.mark.parametrize("after", [1, 4, 9, 17])
def test_everything_acknowledged_survives_a_kill(tmp_path: Path, after: int) -> None:
    path = tmp_path / "stintbook.db"
    with writer(path, after) as process:
        lines = [output(process).readline() for _ in range(after)]
        os.kill(process.pid, signal.SIGKILL)
        # What it managed to say before it was gone was saved as well.
        lines += output(process).readlines()
        assert process.wait() == -signal.SIGKILL

    ctx = make_context(path, seed=99)
    acknowledged = [line.split() for line in lines if line.endswith("\n")]
    assert len(acknowledged) >= after
    with reading(ctx) as read:
        for id_, n in acknowledged:
            entry = read.time_entries.require(id_)
            assert entry.ended_at == MORNING + int(n) * 7200 + 20 * 3600 + int(n)
        assert len(read.time_entries.all()) - len(acknowledged) in (0, 1)
    assert examine_store(ctx.database).findings == ()
    ctx.database.close()


def test_two_processes_and_this_one_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "stintbook.db"
    ctx = make_context(path, seed=3)
    with writer(path, 1, 40) as one, writer(path, 2, 40) as two:
        assert output(one).readline()
        assert output(two).readline()
        for n in range(40):
            with unit_of_work(ctx, "add") as work:
                work.time_entries.save(make_entry(ctx, MORNING + n, description=f"work 3 {n}"))
        rest = [len(output(process).readlines()) for process in (one, two)]
        assert (one.wait(), two.wait()) == (0, 0)

    assert rest == [39, 39]
    assert ctx.database.foreign_commits()
    with reading(ctx) as read:
        assert sorted(entry.description for entry in read.time_entries.all()) == sorted(
            f"work {seed} {n}" for seed in (1, 2, 3) for n in range(40)
        )
        assert [project.name for project in read.projects.all()] == ["by 1", "by 2"]
    with ctx.database.reading() as connection:
        versions = [row[0] for row in connection.execute("SELECT version FROM change ORDER BY action, version")]
        assert versions == sorted(versions)
    assert examine_store(ctx.database).findings == ()
    ctx.database.close()


def test_backup_beside_a_writing_process_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "stintbook.db"
    with writer(path, 1) as process:
        for _ in range(5):
            output(process).readline()
        ctx = make_context(path, seed=2)
        made = [make(ctx) for _ in range(4)]
        os.kill(process.pid, signal.SIGKILL)
        output(process).read()
    assert all(examine(backup.path) == backup.entries >= 5 for backup in made)
    ctx.database.close()


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Context, Context]:
    return make_context(tmp_path / "stintbook.db"), make_context(tmp_path / "stintbook.db", seed=2)


def close(*contexts: Context) -> None:
    for ctx in contexts:
        ctx.database.close()


def test_reader_keeps_its_snapshot_and_delays_no_writer(pair: tuple[Context, Context]) -> None:
    one, two = pair
    with reading(one) as read:
        assert read.time_entries.all() == []
        with unit_of_work(one) as work:
            work.projects.save(make_project(one))
            work.time_entries.save(make_entry(one))
        with unit_of_work(two) as work:
            work.projects.save(make_project(two, "Second"))
        assert read.time_entries.all() == []
        assert read.projects.all() == []
    with reading(one) as read:
        assert len(read.time_entries.all()) == 1
        assert len(read.projects.all()) == 2
    close(*pair)


def test_foreign_commits_are_noticed_once_and_own_ones_never(pair: tuple[Context, Context]) -> None:
    one, two = pair
    assert not one.database.foreign_commits()
    with unit_of_work(one) as work:
        work.time_entries.save(make_entry(one))
    assert not one.database.foreign_commits()
    with unit_of_work(two) as work:
        work.time_entries.save(make_entry(two))
    with unit_of_work(one) as work:
        work.time_entries.save(make_entry(one))
    assert one.database.foreign_commits()
    assert not one.database.foreign_commits()
    assert two.database.foreign_commits()
    close(*pair)


def test_question_for_foreign_commits_waits_for_nobody(pair: tuple[Context, Context]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    one, two = pair
    with unit_of_work(two) as work:
        work.time_entries.save(make_entry(two))
    with ThreadPoolExecutor(1) as window:
        with unit_of_work(one):
            assert window.submit(one.database.foreign_commits).result(timeout=5) is False
        assert window.submit(one.database.foreign_commits).result(timeout=5) is True
    close(*pair)


def test_write_that_finds_the_file_locked_says_so_and_can_be_tried_again(pair: tuple[Context, Context]) -> None:
    one, two = pair
    two.database._writer.execute("PRAGMA busy_timeout = 1")
    with unit_of_work(one) as held:
        held.time_entries.save(make_entry(one))
        with pytest.raises(Locked, match="try again"), unit_of_work(two) as work:
            work.time_entries.save(make_entry(two))
    with unit_of_work(two) as work:
        work.time_entries.save(make_entry(two))
    with reading(one) as read:
        assert len(read.time_entries.all()) == 2
    close(*pair)


def test_more_readers_at_once_than_are_kept(pair: tuple[Context, Context]) -> None:
    from contextlib import ExitStack

    one, _ = pair
    with ExitStack() as stack:
        reads = [stack.enter_context(reading(one)) for _ in range(7)]
        assert [read.time_entries.all() for read in reads] == [[]] * 7
    assert len(one.database._readers) == 4
    close(*pair)
