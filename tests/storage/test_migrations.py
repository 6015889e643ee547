"""Older files come up to date behind a backup, in one step; a kill halfway leaves them as they were."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage import backups, migrations
from app.storage import database as database_module
from app.storage.database import Database
from app.storage.meta import read_meta
from app.storage.opening import Opened, open_store
from app.storage.rollups import differences
from app.storage.schema import SCHEMA_VERSION
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import DEVICE, MORNING, USER, make_context, make_entry

FIXTURES = Path(__file__).parents[1] / "fixtures"
RELEASED = migrations.STEPS


def opened(folder: Path) -> Opened:
    return open_store(folder / "stintbook.db", backups=folder / "backups", device=DEVICE, user=USER, now=MORNING)


def test_stored_file_of_version_1_opens_with_everything_in_it(tmp_path: Path) -> None:
    (tmp_path / "stintbook.db").write_bytes((FIXTURES / "schema_1.db").read_bytes())
    found = opened(tmp_path)
    ctx = make_context(tmp_path / "stintbook.db", seed=9)

    with reading(ctx) as read:
        assert len(read.time_entries.all()) == 39
        assert read.totals.seconds() > 0
        assert read.history.undoable() is not None
    with ctx.database.reading() as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert differences(connection) == []
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx))
    ctx.database.close()
    found.database.close()


def _add_mood(db: object) -> None:
    db["time_entry"].add_column("mood", str)  # type: ignore[index]


def _add_index(db: object) -> None:
    db["time_entry"].create_index(["mood"])  # type: ignore[index]


def _fail(_db: object) -> None:
    raise RuntimeError("the power fails here")


@pytest.fixture
def two_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that two schema versions came since."""
    monkeypatch.setattr(migrations, "STEPS", (*RELEASED, _add_mood, _add_index))
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", SCHEMA_VERSION + 2)
    monkeypatch.setattr(database_module, "SCHEMA_VERSION", SCHEMA_VERSION + 2)


def test_older_file_is_backed_up_and_brought_up_to_date(tmp_path: Path, two_more: None) -> None:
    (tmp_path / "stintbook.db").write_bytes((FIXTURES / "schema_1.db").read_bytes())

    found = opened(tmp_path)

    with found.database.reading() as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 2,)
        assert connection.execute("SELECT count(mood) FROM time_entry").fetchone() == (0,)
        assert [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")] == [
            "_add_calendars",
            "_add_mood",
            "_add_index",
        ]
    found.database.close()
    (kept,) = backups.listing(tmp_path / "backups")
    assert (kept.reason, kept.entries) == ("before-migration", 39)
    with backups.opened(kept.path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert read_meta(connection, "device") == DEVICE
    opened(tmp_path).database.close()
    assert len(backups.listing(tmp_path / "backups")) == 1


def test_new_file_has_every_step_and_needs_no_backup(tmp_path: Path, two_more: None) -> None:
    found = opened(tmp_path)
    with found.database.reading() as connection:
        assert connection.execute("SELECT count(mood) FROM time_entry").fetchone() == (0,)
    found.database.close()
    assert not (tmp_path / "backups").exists()


def test_failing_step_leaves_the_file_as_it_was(
    tmp_path: Path, two_more: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*RELEASED, _add_mood, _fail))
    (tmp_path / "stintbook.db").write_bytes((FIXTURES / "schema_1.db").read_bytes())
    with pytest.raises(RuntimeError):
        opened(tmp_path)

    monkeypatch.setattr(migrations, "STEPS", (*RELEASED, _add_mood, _add_index))
    opened(tmp_path).database.close()


def test_no_room_for_the_backup_means_no_migration(
    tmp_path: Path, two_more: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stintbook.db").write_bytes((FIXTURES / "schema_1.db").read_bytes())
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(backups.BackupFailed):
        opened(tmp_path)

    connection = sqlite3.connect(tmp_path / "stintbook.db")
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


def test_two_processes_that_open_an_old_file_migrate_it_once(tmp_path: Path, two_more: None) -> None:
    (tmp_path / "stintbook.db").write_bytes((FIXTURES / "schema_1.db").read_bytes())
    other: list[Opened] = []

    def meanwhile(_: sqlite3.Connection) -> None:
        if not other:
            other.append(opened(tmp_path))

    mine = Database.open(tmp_path / "stintbook.db", device=DEVICE, before_migration=meanwhile)
    with mine.reading() as connection:
        assert connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (len(RELEASED) + 2,)
    mine.close()
    other[0].database.close()


_KILLED = """
import os, sys
from app.storage import database, migrations
from tests.storage.test_migrations import RELEASED, _add_mood, opened
from pathlib import Path

def die(db):
    db.conn.execute("PRAGMA cache_spill = 1")
    db.conn.execute("UPDATE time_entry SET mood = hex(randomblob(4000))")
    os.kill(os.getpid(), 9)

migrations.STEPS = (*RELEASED, _add_mood, die)
migrations.SCHEMA_VERSION = database.SCHEMA_VERSION = len(RELEASED) + 3
opened(Path(sys.argv[1]))
"""


def test_kill_halfway_through_a_migration_opens_again(tmp_path: Path) -> None:
    (tmp_path / "stintbook.db").write_bytes((FIXTURES / "schema_1.db").read_bytes())
    assert subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)]).returncode == -9

    ctx = make_context(tmp_path / "stintbook.db", seed=2)
    with reading(ctx) as read:
        assert len(read.time_entries.all()) == 39
    with ctx.database.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    ctx.database.close()
