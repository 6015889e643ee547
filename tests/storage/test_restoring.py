"""A backup takes the place of the store in one step, for every process, and what it replaces is kept."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.storage import backups, restoring
from app.storage.backups import NoFile, NotABackup
from app.storage.context import Context
from app.storage.database import Database, Locked, NewerSchema, NotWritable
from app.storage.failures import DiskFull
from app.storage.logical_clock import last_time
from app.storage.meta import read_all_meta, read_meta, write_meta
from app.storage.rollups import differences
from app.storage.unit_of_work import reading, unit_of_work
from sync.engine.clock import HybridTime
from tests.support.store import DEVICE, MORNING, make_context, make_entry, make_project


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Context]:
    ctx = make_context(tmp_path / "stintbook.db")
    add(ctx, "old")
    yield ctx
    ctx.database.close()


def add(ctx: Context, name: str) -> None:
    with unit_of_work(ctx, "add", name) as work:
        project = make_project(ctx, name)
        work.projects.save(project)
        work.time_entries.save(make_entry(ctx, project=project, description=f"{name} work"))


def names(ctx: Context) -> list[str]:
    with reading(ctx) as read:
        found = [project.name for project in read.projects.all()]
        assert [f"{name} work" for name in found] == sorted(entry.description for entry in read.time_entries.all())
        assert read.totals.seconds() == 3600 * len(found)
    return found


def fact(ctx: Context, key: str) -> object:
    with ctx.database.reading() as connection:
        return read_meta(connection, key)


def clock_time(ctx: Context) -> HybridTime:
    with ctx.database.reading() as connection:
        return last_time(connection, read_all_meta(connection))


def test_restore_reaches_every_open_connection_and_keeps_what_it_replaces(filed: Context, tmp_path: Path) -> None:
    made = backups.make(filed)
    add(filed, "new")
    other = make_context(tmp_path / "stintbook.db", seed=7)
    assert names(other) == ["new", "old"]
    before = {key: fact(filed, key) for key in ("cache_version", "replica", "device")}
    time = clock_time(filed)

    done = restoring.restore(filed, made.path)

    assert done.entries == 1
    assert names(filed) == names(other) == ["old"]
    assert other.database.foreign_commits()
    assert fact(other, "device") == before["device"]
    assert fact(other, "replica") != before["replica"]
    assert clock_time(other) == time
    assert int(str(fact(other, "cache_version"))) > int(str(before["cache_version"]))
    assert fact(other, "backup_reason") is None
    add(other, "later")
    assert names(filed) == names(other) == ["later", "old"]
    assert done.kept is not None
    restoring.restore(other, done.kept)
    assert names(filed) == names(other) == ["new", "old"]
    with filed.database.reading() as connection:
        assert differences(connection) == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not list((tmp_path / "backups").glob(".making-*"))
    other.database.close()


def test_backup_of_another_computer_wants_a_restart(filed: Context) -> None:
    mine = backups.make(filed)
    with filed.database.transaction() as connection:
        write_meta(connection, "user", "somebody")
    theirs = backups.make(filed)

    assert not restoring.restore(filed, mine.path).needs_restart
    assert restoring.restore(filed, theirs.path).needs_restart


def test_reader_keeps_its_snapshot_while_a_restore_happens(filed: Context) -> None:
    made = backups.make(filed)
    add(filed, "new")
    with reading(filed) as read:
        assert len(read.time_entries.all()) == 2
        restoring.restore(filed, made.path)
        assert len(read.time_entries.all()) == 2
        assert len(read.projects.all()) == 2
    assert names(filed) == ["old"]


def test_commit_of_another_process_during_a_restore_is_in_the_kept_backup(
    filed: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(filed)
    other = make_context(tmp_path / "stintbook.db", seed=7)
    times: list[int] = []
    replace_store = Database.replace

    def meanwhile(self: Database, source: sqlite3.Connection, **fields: object) -> None:
        if not times:
            add(other, "meanwhile")
        times.append(1)
        replace_store(self, source, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(Database, "replace", meanwhile)
    done = restoring.restore(filed, made.path)

    assert len(times) == 2
    assert names(other) == ["old"]
    assert done.kept is not None
    assert backups.examine(done.kept) == 2
    other.database.close()


def test_restore_gives_up_when_others_never_stop_writing(
    filed: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(filed)
    replace_store, count = Database.replace, iter(range(100))

    def meanwhile(self: Database, source: sqlite3.Connection, **fields: object) -> None:
        add(filed, f"meanwhile {next(count)}")
        replace_store(self, source, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(Database, "replace", meanwhile)
    with pytest.raises(Locked, match="keeps writing"):
        restoring.restore(filed, made.path)

    assert len(names(filed)) == 6


def test_restore_waits_for_no_lock_for_ever(filed: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = backups.make(filed)
    filed.database._writer.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "stintbook.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Locked):
        restoring.restore(filed, made.path)

    other.close()
    assert names(filed) == ["old"]


def test_what_is_no_backup_is_refused(filed: Context, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no database at all, and longer than any header would be " * 20)
    damaged = tmp_path / "damaged.db"
    shutil.copy(backups.make(filed).path, damaged)
    content = bytearray(damaged.read_bytes())
    content[4096:40960] = b"\x5a" * 36864
    damaged.write_bytes(content)

    for path in (text, damaged, tmp_path / "none.db"):
        with pytest.raises(NotABackup, match="Nothing was changed"):
            restoring.restore(filed, path)
    assert names(filed) == ["old"]


def test_backup_of_a_newer_version_is_refused(filed: Context) -> None:
    made = backups.make(filed)
    connection = sqlite3.connect(made.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(NewerSchema, match="newer Stintbook"):
        restoring.restore(filed, made.path)
    assert names(filed) == ["old"]


def test_restore_needs_room_a_file_and_permission(
    filed: Context, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(filed)
    with pytest.raises(NoFile):
        restoring.restore(ctx, made.path)
    reader = replace(
        filed, database=Database.open(filed.database.path, device=DEVICE, why_read_only="Only to look at.")
    )
    with pytest.raises(NotWritable, match="Only to look at"):
        restoring.restore(reader, made.path)
    reader.database.close()
    usage = shutil.disk_usage(".")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(DiskFull):
        restoring.restore(filed, made.path)
    assert names(filed) == ["old"]


def test_damaged_file_is_set_aside_untouched(filed: Context, tmp_path: Path) -> None:
    made = backups.make(filed)
    add(filed, "new")
    worse = backups.make(filed).path
    worse.write_bytes(worse.read_bytes()[:30_000])
    store = tmp_path / "stintbook.db"
    filed.database.close()
    store.write_bytes(b"\0" * 5000)
    (tmp_path / "stintbook.db-wal").write_bytes(b"log")

    done = restoring.put_in_place(store, tmp_path / "backups", None, device=DEVICE, now=MORNING)

    assert done.backup == made.path
    assert done.kept == tmp_path / "stintbook-replaced-2026-03-02-080000.db"
    assert done.kept.read_bytes() == b"\0" * 5000
    assert (tmp_path / f"{done.kept.name}-wal").read_bytes() == b"log"
    assert store.stat().st_mode & 0o777 == 0o600
    ctx = make_context(store)
    assert names(ctx) == ["old"]
    ctx.database.close()
    again = restoring.put_in_place(store, tmp_path / "backups", made.path, device=DEVICE, now=MORNING)
    assert again.kept == tmp_path / "stintbook-replaced-2026-03-02-080000-2.db"


def no_links(_source: object, _target: object) -> None:
    raise OSError("no links here")


def test_backup_comes_back_where_the_file_is_gone_and_links_are_not_to_be_had(
    filed: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(filed)
    elsewhere = tmp_path / "elsewhere" / "stintbook.db"
    elsewhere.parent.mkdir()
    monkeypatch.setattr("os.link", no_links)

    first = restoring.put_in_place(elsewhere, made.path.parent, None, device=DEVICE, now=MORNING)
    second = restoring.put_in_place(elsewhere, made.path.parent, None, device=DEVICE, now=MORNING)

    assert first.kept is None
    assert second.kept is not None
    assert second.kept.exists()


def test_what_a_restore_replaced_is_the_last_choice(filed: Context) -> None:
    made = backups.make(filed)
    add(filed, "unwanted")
    kept = restoring.restore(filed, made.path).kept
    assert kept is not None

    assert restoring.newest_good(kept.parent) == made.path
    made.path.unlink()
    assert restoring.newest_good(kept.parent) == kept


def test_no_good_backup_says_what_else_helps(tmp_path: Path) -> None:
    with pytest.raises(NotABackup, match="doctor --salvage"):
        restoring.put_in_place(tmp_path / "stintbook.db", tmp_path / "backups", None, device=DEVICE, now=MORNING)


_OTHER_PROCESS = """
import sys
from app.storage.unit_of_work import reading
from tests.support.store import make_context

ctx = make_context(sys.argv[1], seed=5)
for line in sys.stdin:
    with reading(ctx) as read:
        print(*(project.name for project in read.projects.all()), flush=True)
ctx.database.close()
"""


def test_another_process_sees_the_restored_state(filed: Context, tmp_path: Path) -> None:
    made = backups.make(filed)
    add(filed, "new")
    store = str(tmp_path / "stintbook.db")
    with subprocess.Popen(
        [sys.executable, "-c", _OTHER_PROCESS, store], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None

        def ask() -> str:
            assert other.stdin is not None
            assert other.stdout is not None
            other.stdin.write("?\n")
            other.stdin.flush()
            return other.stdout.readline().strip()

        assert ask() == "new old"
        restoring.restore(filed, made.path)
        assert ask() == "old"
        other.stdin.close()
        assert other.wait() == 0


_KILLED = """
import os, sys
from pathlib import Path
from app.storage import restoring
from tests.support.store import make_context

keep = restoring.make_from

def keep_and_die(*args, **fields):
    keep(*args, **fields)
    os.kill(os.getpid(), 9)

restoring.make_from = keep_and_die
restoring.restore(make_context(sys.argv[1], seed=5), Path(sys.argv[2]))
"""


def test_kill_in_the_middle_of_a_restore_leaves_what_was_there(filed: Context, tmp_path: Path) -> None:
    made = backups.make(filed)
    add(filed, "new")
    store = tmp_path / "stintbook.db"

    ended = subprocess.run([sys.executable, "-c", _KILLED, str(store), str(made.path)])

    assert ended.returncode == -9
    assert names(filed) == ["new", "old"]
    add(filed, "later")
    with filed.database.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sorted(backup.reason for backup in backups.listing(made.path.parent)) == ["before-restore", "manual"]
    restoring.restore(filed, made.path)
    assert names(filed) == ["old"]
