"""Opening on the machine's terms: each trouble has its sentence, names a command that helps, and changes nothing."""

import itertools
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import bootstrap
from app.domain.errors import EnvironmentFailed
from app.storage import backups
from app.storage import database as database_module
from app.storage.context import Context
from app.storage.database import Damaged, Database, DiskFull, Locked, NewerSchema, NotOurs, NotWritable
from app.storage.opening import Opened, open_store
from app.storage.rollups import differences
from app.storage.schema import SCHEMA_VERSION
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import DEVICE, MORNING, USER, make_context, make_entry


def opened(folder: Path) -> Opened:
    return open_store(folder / "stintbook.db", backups=folder / "backups", device=DEVICE, user=USER, now=MORNING)


def fill(folder: Path, *, back_up: bool = False) -> None:
    ctx = make_context(folder / "stintbook.db")
    with unit_of_work(ctx, "add") as work:
        work.time_entries.save(make_entry(ctx, description="old work"))
    if back_up:
        backups.make(ctx)
    ctx.database.close()


def test_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    database = opened(tmp_path).database
    with database.transaction() as connection:
        connection.execute("DELETE FROM heartbeat")
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    database.close()

    assert modes == {"stintbook.db": 0o600, "stintbook.db-wal": 0o600, "stintbook.db-shm": 0o600}


def test_foreign_database_and_foreign_text_are_left_alone(tmp_path: Path) -> None:
    store = tmp_path / "stintbook.db"
    connection = sqlite3.connect(store)
    connection.execute("CREATE TABLE addresses (name)")
    connection.close()
    for content in (store.read_bytes(), b"Dear diary, this is no database. " * 99):
        store.write_bytes(content)
        with pytest.raises(NotOurs, match="left as it is"):
            opened(tmp_path)
        assert store.read_bytes() == content


def test_newer_file_is_read_and_never_written(tmp_path: Path) -> None:
    fill(tmp_path)
    connection = sqlite3.connect(tmp_path / "stintbook.db")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(NewerSchema):
        Database.open(tmp_path / "stintbook.db", device=DEVICE)

    found = opened(tmp_path)

    assert found.database.read_only
    assert "newer Stintbook" in found.notices[0]
    with found.database.reading() as reader:
        assert reader.execute("SELECT description FROM time_entry").fetchone() == ("old work",)
    with pytest.raises(NotWritable, match="install the newer version"), found.database.transaction():
        pass
    found.database.close()


def test_damaged_file_names_the_commands_that_help(tmp_path: Path) -> None:
    fill(tmp_path)
    store = tmp_path / "stintbook.db"
    broken = store.read_bytes()[:100] + b"\x5a" * 30_000
    store.write_bytes(broken)
    with pytest.raises(Damaged, match=r"There is no backup yet.*stintbook doctor --salvage"):
        opened(tmp_path)

    store.unlink()
    fill(tmp_path, back_up=True)
    store.write_bytes(broken)
    with pytest.raises(Damaged, match=r"stintbook restore.*stintbook doctor --salvage"):
        opened(tmp_path)
    assert store.read_bytes() == broken


def test_torn_header_is_damage_and_not_a_foreign_file(tmp_path: Path) -> None:
    fill(tmp_path)
    store = tmp_path / "stintbook.db"
    store.write_bytes(b"\x5a" * 16 + store.read_bytes()[16:])
    with pytest.raises(Damaged):
        opened(tmp_path)
    store.unlink()
    fill(tmp_path, back_up=True)
    store.write_bytes(b"\0" * 90_000)
    with pytest.raises(Damaged, match="stintbook restore"):
        opened(tmp_path)


@pytest.mark.parametrize("found", ["nothing", "empty"])
def test_lost_file_with_backups_is_told(tmp_path: Path, found: str) -> None:
    fill(tmp_path, back_up=True)
    (tmp_path / "stintbook.db").unlink()
    if found == "empty":
        (tmp_path / "stintbook.db").touch()

    new = opened(tmp_path)

    assert "stintbook restore" in new.notices[0]
    new.database.close()
    assert opened_and_closed(tmp_path) == ()


def opened_and_closed(folder: Path) -> tuple[str, ...]:
    found = opened(folder)
    found.database.close()
    return found.notices


def test_work_keeps_its_owner_when_the_file_moves_to_another_computer(tmp_path: Path) -> None:
    opened(tmp_path).database.close()
    found = open_store(
        tmp_path / "stintbook.db", backups=tmp_path / "backups", device="another", user="somebody", now=MORNING
    )

    assert found.user == USER
    found.database.close()


def test_locked_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stintbook.db").touch()
    other = sqlite3.connect(tmp_path / "stintbook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.01)

    with pytest.raises(Locked, match="try again"):
        opened(tmp_path)
    other.rollback()
    found = opened(tmp_path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked, match="Nothing was changed"), found.database.transaction():
        pass
    other.close()
    found.database.close()


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """Be a user without rights for a while, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    for path in folder.rglob("*"):
        os.chown(path, 65534, 65534)
    os.chown(folder, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder
        folder.chmod(0o700)


def test_file_that_may_not_be_written_is_shown_with_a_notice(open_folder: Path) -> None:
    fill(open_folder)
    (open_folder / "stintbook.db").chmod(0o400)
    with nobody(open_folder):
        found = opened(open_folder)
        assert found.database.read_only
        assert "cannot track" in found.notices[0]
        assert found.user == USER
        with found.database.reading() as connection:
            assert connection.execute("SELECT count(*) FROM time_entry").fetchone() == (1,)
        with pytest.raises(NotWritable, match="cannot track"), found.database.transaction():
            pass
        found.database.close()


def test_file_in_a_folder_that_may_not_be_written_is_shown_with_a_notice(open_folder: Path) -> None:
    fill(open_folder)
    open_folder.chmod(0o500)
    with nobody(open_folder):
        found = opened(open_folder)
        assert found.database.read_only
        with found.database.reading() as connection:
            assert connection.execute("SELECT count(*) FROM time_entry").fetchone() == (1,)
        found.database.close()


def test_file_that_may_not_be_read_says_what_to_do(open_folder: Path) -> None:
    fill(open_folder)
    (open_folder / "stintbook.db").chmod(0o000)
    with nobody(open_folder), pytest.raises(NotWritable, match="--data-dir"):
        opened(open_folder)


def test_folder_that_may_not_be_written_says_what_to_do(open_folder: Path) -> None:
    open_folder.chmod(0o500)
    with nobody(open_folder), pytest.raises(NotWritable, match="--data-dir"):
        opened(open_folder)


def test_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "stintbook.db").mkdir()
    with pytest.raises(EnvironmentFailed):
        opened(tmp_path)


def test_full_disk_leaves_the_store_as_it_was_and_work_goes_on_after(tmp_path: Path) -> None:
    fill(tmp_path)
    ctx = make_context(tmp_path / "stintbook.db", seed=2)
    writer = ctx.database._writer
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="Nothing that was saved before is lost"), unit_of_work(ctx) as work:
        work.time_entries.save_all([make_entry(ctx, MORNING + n, description=f"{n} " * 99) for n in range(500)])
    with reading(ctx) as read:
        assert [entry.description for entry in read.time_entries.all()] == ["old work"]

    writer.execute("PRAGMA max_page_count = 100000")
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx))
    with ctx.database.reading() as connection:
        assert differences(connection) == []
    ctx.database.close()


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="mounting a small disk takes root on Linux")
def test_really_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        fill(disk)
        ctx = make_context(disk / "stintbook.db", seed=2)
        (disk / "ballast").write_bytes(b"x" * (_free(disk) - 40_000))
        saved = _save_until_full(ctx)
        with pytest.raises(DiskFull):
            backups.make(ctx)
        (disk / "ballast").unlink()
        with unit_of_work(ctx) as work:
            work.time_entries.save(make_entry(ctx))
        with reading(ctx) as read:
            assert len(read.time_entries.all()) == saved + 1
        ctx.database.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _save_until_full(ctx: Context) -> int:
    for saved in itertools.count(1):
        try:
            with unit_of_work(ctx) as work:
                work.time_entries.save(make_entry(ctx, MORNING + saved, description=f"{saved} " * 40))
        except DiskFull:
            return saved
    raise AssertionError


def _free(disk: Path) -> int:
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize


def test_name_of_a_column_is_no_trouble_with_the_file(ctx: Context) -> None:
    with pytest.raises(sqlite3.OperationalError, match="locked_full"), ctx.database.transaction() as connection:
        connection.execute("SELECT locked_full FROM project")


def test_file_that_was_taken_away_is_said(tmp_path: Path) -> None:
    fill(tmp_path)
    ctx = make_context(tmp_path / "stintbook.db", seed=2)
    (tmp_path / "stintbook.db").rename(tmp_path / "elsewhere.db")
    with pytest.raises(NotWritable, match="cannot be used"), reading(ctx) as read:
        read.time_entries.all()
    ctx.database.close()


def test_a_bug_of_ours_stays_a_bug(ctx: Context) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), ctx.database.transaction() as connection:
        connection.execute("SELECT * FROM nowhere")


# --- the composition root ---


def test_context_carries_what_has_to_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    first = bootstrap.open_context(str(tmp_path / "new"))
    assert (first.notices, first.zone) == ((), "Europe/Berlin")
    first.database.close()
    (tmp_path / "new" / "device.json").write_text("not json")
    again = bootstrap.open_context(str(tmp_path / "new"))
    assert "set to their defaults" in again.notices[0]
    assert again.user == first.user
    again.database.close()


def test_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EnvironmentFailed, match="--data-dir"):
        bootstrap.open_context(str(tmp_path / "file"))
