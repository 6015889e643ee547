"""A backup is verified, private, complete in one file, and goes only when newer ones make it needless."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.storage import backups
from app.storage.backups import Backup
from app.storage.context import Context
from app.storage.database import DiskFull
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, clock_of, make_context, make_entry

_DAY = 86_400


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Context]:
    ctx = make_context(tmp_path / "stintbook.db")
    with unit_of_work(ctx, "add") as work:
        work.time_entries.save_all([make_entry(ctx, MORNING + n * 3600, description=f"work {n}") for n in range(3)])
    yield ctx
    ctx.database.close()


def test_backup_holds_what_was_there_when_it_was_made(filed: Context, tmp_path: Path) -> None:
    made = backups.make(filed)
    with unit_of_work(filed) as work:
        work.time_entries.save(make_entry(filed))

    assert (made.entries, made.reason, made.made_at) == (3, "manual", MORNING)
    assert backups.listing(tmp_path / "backups") == [made]
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["stintbook-2026-03-02-080000-manual.db"]
    shutil.copy(made.path, tmp_path / "copy.db")
    copy = make_context(tmp_path / "copy.db")
    with reading(copy) as read:
        assert len(read.time_entries.all()) == 3
    copy.database.close()


def test_backup_is_for_its_owner_only(filed: Context) -> None:
    made = backups.make(filed)

    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700


def test_backups_of_one_second_do_not_replace_one_another(filed: Context) -> None:
    made = [backups.make(filed) for _ in range(3)]

    assert backups.listing(backups.folder_of(filed.database)) == made[::-1]


def test_backup_of_a_store_that_is_being_written(filed: Context) -> None:
    with unit_of_work(filed) as work:
        work.time_entries.save(make_entry(filed, description="not yet"))
        made = backups.make(filed)

    assert made.entries == 3


def test_other_files_in_the_folder_are_passed_over(filed: Context) -> None:
    made = backups.make(filed)
    (made.path.parent / "notes.db").write_text("my notes, longer than a hundred bytes" * 9)
    other = sqlite3.connect(made.path.parent / "other.db")
    other.execute("CREATE TABLE t (x)")
    other.close()
    shutil.copy(filed.database.path, made.path.parent / "plain.db")

    assert backups.listing(made.path.parent) == [made]
    assert backups.examine(made.path.parent / "notes.db") is None
    assert backups.examine(made.path.parent / "other.db") is None
    assert backups.examine(made.path.parent / "none.db") is None


def test_full_disk_is_refused_before_anything_is_written(filed: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(".")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=5 << 20))

    with pytest.raises(DiskFull, match="5 MB left"):
        backups.make(filed)

    assert list(backups.folder_of(filed.database).iterdir()) == []


def test_bad_copy_is_thrown_away(filed: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "examine", lambda _: 2)

    with pytest.raises(backups.BackupFailed, match="thrown away"):
        backups.make(filed)

    assert list(backups.folder_of(filed.database).iterdir()) == []


def test_folder_that_cannot_be_made(filed: Context) -> None:
    Path(backups.folder_of(filed.database)).write_text("a file is in the way")

    with pytest.raises(backups.BackupFailed, match="Your work is safe"):
        backups.make(filed)


def test_store_in_memory_has_no_backups(ctx: Context) -> None:
    with pytest.raises(backups.NoFile):
        backups.make(ctx)
    assert backups.make_before(ctx, "before-import") is None


def test_empty_store_needs_no_backup_before_anything(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "stintbook.db")

    assert backups.make_before(ctx, "before-import") is None
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx))
    made = backups.make_before(ctx, "before-import")

    assert made is not None
    assert made.reason == "before-import"
    ctx.database.close()


def test_unknown_reason_is_a_bug(filed: Context) -> None:
    with pytest.raises(ValueError, match="no reason"):
        backups.make(filed, "because")


def ages(kept: set[Path], made: list[Backup], now: int) -> list[int]:
    return [(now - backup.made_at) // _DAY for backup in made if backup.path in kept]


def of_days(count: int, reason: str = "daily") -> list[Backup]:
    """Return a backup for each of so many days, the newest first."""
    return [Backup(Path(f"{reason}-{n}"), MORNING - n * _DAY, reason, 1, 1) for n in range(count)]


def test_thinning_keeps_days_weeks_and_months() -> None:
    made = of_days(400)

    left = ages(backups._kept(made, MORNING), made, MORNING)

    assert left[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(left) <= 7 + 4 + 12
    assert 300 <= left[-1] <= 366


def test_thinning_day_after_day_leaves_a_year_behind() -> None:
    made: list[Backup] = []
    for day in reversed(of_days(500)):
        made.insert(0, day)
        kept = backups._kept(made, day.made_at)
        made = [backup for backup in made if backup.path in kept]

    left = ages(kept, made, MORNING)
    assert left[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert 300 <= left[-1] <= 366


def test_thinning_spares_what_a_person_made_and_what_a_restore_replaced() -> None:
    special = [
        replace(backup, path=Path(f"{backup.path}-{age}"), made_at=MORNING - age * _DAY)
        for age in (300, 400)
        for reason in ("manual", "before-restore", "before-import")
        for backup in of_days(1, reason) * 2
    ]
    made = sorted([*of_days(380), *special], key=lambda backup: -backup.made_at)

    kept = backups._kept(made, MORNING)

    assert sorted(backup.path.name for backup in special if backup.path in kept) == [
        "before-restore-0-300",
        "before-restore-0-300",
        "manual-0-300",
        "manual-0-300",
        "manual-0-400",
        "manual-0-400",
    ]


def test_everything_of_the_last_day_stays_and_older_files_go(filed: Context) -> None:
    older = backups.make(filed, "before-import")
    clock_of(filed).forward(3_600)
    newer = backups.make(filed, "daily")
    assert backups.thin(older.path.parent, filed.now()) == []

    assert backups.thin(older.path.parent, filed.now() + _DAY) == [older]

    assert backups.listing(older.path.parent) == [newer]


def test_thinning_sweeps_what_a_killed_backup_left(filed: Context) -> None:
    folder = backups.make(filed).path.parent
    left, fresh = folder / ".making-old", folder / ".making-new"
    for path in (left, fresh):
        path.write_bytes(b"half")
    os.utime(left, (MORNING - 2 * _DAY, MORNING - 2 * _DAY))
    os.utime(fresh, (MORNING, MORNING))

    backups.thin(folder, MORNING)

    assert not left.exists()
    assert fresh.exists()
