"""Backups, doctor, diagnostics and the daily routine, as a window and a script call them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.orchestrators.maintenance import backups, doctor
from app.orchestrators.maintenance.diagnostics import diagnostics
from app.orchestrators.maintenance.routine import daily_routine
from app.orchestrators.projects.projects import delete_project
from app.orchestrators.time_tracking.entries import delete_entries
from app.storage.context import Context
from app.storage.database import Damaged, Database
from app.storage.meta import read_meta
from app.storage.undo import undo
from app.storage.unit_of_work import reading, unit_of_work
from app.system.paths import Paths
from tests.support.everything import fill
from tests.support.store import DEVICE, MORNING, clock_of, make_context, make_entry, make_project

_HOUR, _DAY = 3_600, 86_400


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Context]:
    ctx = make_context(tmp_path / "stintbook.db")
    add(ctx)
    yield ctx
    ctx.database.close()


def add(ctx: Context) -> None:
    with unit_of_work(ctx, "add") as work:
        work.time_entries.save(make_entry(ctx, ctx.now()))


def count(ctx: Context) -> int:
    with reading(ctx) as read:
        return len(read.time_entries.all())


def reasons(ctx: Context) -> list[str]:
    return [backup.reason for backup in backups.list_backups(ctx)]


def test_backup_is_listed_and_restored(filed: Context) -> None:
    made = backups.back_up(filed)
    clock_of(filed).forward(60)
    add(filed)

    outcome = backups.restore_backup(filed, made.path)

    assert outcome.changes.everything
    assert outcome.value.entries == count(filed) == 1
    assert reasons(filed) == ["before-restore", "manual"]


def test_store_in_memory_lists_no_backups(ctx: Context) -> None:
    assert backups.list_backups(ctx) == []


def test_backup_takes_the_place_of_a_damaged_file(filed: Context, tmp_path: Path) -> None:
    backups.back_up(filed)
    filed.database.close()
    paths = Paths(tmp_path)
    paths.database.write_bytes(b"\x5a" * 9_000)

    done = backups.restore_from(paths, None)

    assert done.kept is not None
    assert done.kept.read_bytes() == b"\x5a" * 9_000
    ctx = make_context(paths.database, seed=2)
    assert count(ctx) == 1
    ctx.database.close()


def test_doctor_checks_and_repairs(ctx: Context) -> None:
    fill(ctx)
    assert doctor.check(ctx).ok
    with ctx.database.transaction() as connection:
        connection.execute("DELETE FROM total_day")
    assert doctor.check(ctx, full=False).ok
    assert not doctor.check(ctx).ok

    outcome = doctor.repair(ctx)

    assert outcome.value.ok
    assert outcome.changes.everything


def test_salvaged_file_needs_no_repair(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    ctx = make_context(paths.database)
    fill(ctx)
    ctx.database.close()

    done = doctor.salvage(paths)

    assert (done.entries, done.lost) == (60, 0)
    ctx = make_context(paths.database, seed=2)
    assert doctor.check(ctx).findings == ()
    ctx.database.close()


def test_diagnostics_say_much_and_give_nothing_away(filed: Context) -> None:
    add(filed)
    found = diagnostics(filed)

    text = json.dumps(found)
    assert {"versions", "database", "cache", "workflows", "storage"} <= found.keys()
    assert found["database"]["rows"] == {"time_entry": 2}
    assert found["database"]["file_bytes"] > 0
    assert found["database"]["journal"] == "wal"
    assert found["storage"]["time_entry.save"]["runs"] >= 2
    assert str(Path.home()) not in text
    assert filed.database.path not in text
    assert diagnostics(filed)["workflows"]["maintenance.diagnostics"].keys() == {
        "runs", "errors", "p50_ms", "p95_ms", "max_ms",
    }  # fmt: skip


def test_diagnostics_of_a_store_in_memory(ctx: Context) -> None:
    found = diagnostics(ctx)
    assert "file_bytes" not in found["database"]
    assert found["cache"]["hit_rate"] == 0.0


def test_first_routine_checks_fully_and_backs_up(filed: Context) -> None:
    daily_routine(filed)

    assert reasons(filed) == ["daily"]
    with filed.database.reading() as connection:
        assert read_meta(connection, "last_full_check") == MORNING


def test_routine_backs_up_once_a_day_and_only_what_is_new(filed: Context) -> None:
    for _ in range(12):
        daily_routine(filed)
        clock_of(filed).forward(_HOUR)
    assert reasons(filed) == ["daily"]
    clock_of(filed).forward(_DAY)
    daily_routine(filed)
    assert reasons(filed) == ["daily"]
    add(filed)
    daily_routine(filed)
    assert reasons(filed) == ["daily", "daily"]


def test_unreadable_newest_backup_is_followed_by_another(filed: Context) -> None:
    daily_routine(filed)
    made = backups.list_backups(filed)[0]
    clock_of(filed).forward(_DAY)
    content = bytearray(made.path.read_bytes())
    with filed.database.reading() as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'action'").fetchone()
    content[(root - 1) * 4096 : root * 4096] = b"\x5a" * 4096
    made.path.write_bytes(content)

    daily_routine(filed)

    assert reasons(filed) == ["daily", "daily"]


def test_empty_store_and_store_in_memory_need_no_backup(tmp_path: Path, ctx: Context) -> None:
    daily_routine(ctx)
    empty = make_context(tmp_path / "stintbook.db")
    daily_routine(empty)
    assert reasons(empty) == []
    empty.database.close()


def test_store_that_only_can_be_read_is_checked_and_left_alone(filed: Context) -> None:
    reader = Database.open(filed.database.path, device=DEVICE, why_read_only="Only to look at.")
    looking = Context(reader, filed.clock, filed.ids, filed.user, filed.zone)
    daily_routine(looking)
    assert reasons(filed) == []
    reader.close()


def test_damage_ends_the_routine_before_any_backup(tmp_path: Path, expect_logs: list[str]) -> None:
    path = tmp_path / "stintbook.db"
    ctx = make_context(path)
    add(ctx)
    with ctx.database.reading() as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'total_day'").fetchone()
    ctx.database.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\x5a" * 4096
    path.write_bytes(content)
    ctx = make_context(path, seed=2)

    with pytest.raises(Damaged, match="stintbook restore"):
        daily_routine(ctx)

    assert reasons(ctx) == []
    assert "damage found" in expect_logs[0]
    ctx.database.close()


def test_quick_check_is_once_a_start_and_the_full_one_weekly(filed: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr("app.orchestrators.maintenance.routine.damage_found", lambda _, *, full: seen.append(full))
    for _ in range(3):
        daily_routine(filed)
        clock_of(filed).forward(_DAY)
    clock_of(filed).forward(7 * _DAY)
    daily_routine(filed)
    filed.database.checked = False
    daily_routine(filed)

    assert seen == [True, True, False]


def test_much_is_deleted_behind_a_backup_and_little_is_not(filed: Context) -> None:
    project = make_project(filed)
    entries = [make_entry(filed, MORNING - n * 60, 60, project=project) for n in range(1, 502)]
    with unit_of_work(filed) as work:
        work.projects.save(project)
        work.time_entries.save_all(entries)

    delete_entries(filed, [entries[0].id])
    assert reasons(filed) == []
    delete_entries(filed, (entry.id for entry in entries))
    assert [(b.reason, b.entries) for b in backups.list_backups(filed)] == [("before-delete", 501)]
    undo(filed)
    undo(filed)
    delete_project(filed, project.id, delete_entries=True)
    assert [b.entries for b in backups.list_backups(filed)] == [502, 501]


def test_missing_backup_forbids_no_deletion(filed: Context, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("in the way")
    entries = [make_entry(filed, MORNING - n * 60, 60) for n in range(1, 502)]
    with unit_of_work(filed) as work:
        work.time_entries.save_all(entries)

    assert delete_entries(filed, [entry.id for entry in entries]).value == 501
