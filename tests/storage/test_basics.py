"""What is saved is there, also for another reader and after closing; every write is logged once."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.entities.base import Kind
from app.domain.entities.projects import Project
from app.domain.errors import NotFound
from app.domain.ids import TagId
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.rollups import differences
from app.storage.undo import NothingToUndo, redo, restore, undo
from app.storage.unit_of_work import UnitOfWork, reading, unit_of_work
from tests.support.store import MORNING, USER, make_context, make_entry, make_project, make_tag


def changes(ctx: Context) -> int:
    with ctx.database.reading() as connection:
        return int(connection.execute("SELECT count(*) FROM change").fetchone()[0])


def test_saved_entities_come_back_equal(ctx: Context) -> None:
    project, tag = make_project(ctx, weekdays=(0, 2, 4), estimate_minutes=600), make_tag(ctx)
    entry = make_entry(ctx, project=project, tags=frozenset((tag.id,)), description="fix login")
    with unit_of_work(ctx, "add", "fix login") as work:
        work.projects.save(project)
        work.tags.save(tag)
        work.time_entries.save(entry)

    outcome = work.outcome(entry)

    assert outcome.changes.ids == {(Kind.PROJECT, project.id), (Kind.TAG, tag.id), (Kind.TIME_ENTRY, entry.id)}
    with reading(ctx) as read:
        assert read.projects.get(project.id) == project
        assert read.time_entries.all() == [entry]
        assert read.time_entries.search("LOGI") == [entry]


def test_unchanged_save_writes_nothing(ctx: Context) -> None:
    entry = make_entry(ctx)
    with unit_of_work(ctx) as work:
        work.time_entries.save(entry)
    before = changes(ctx)

    with unit_of_work(ctx) as work:
        work.time_entries.save(entry)

    assert changes(ctx) == before
    assert not work.outcome(None).changes


def _save_and_fail(work: UnitOfWork, project: Project) -> None:
    work.projects.save(project)
    raise ZeroDivisionError


def test_failed_transaction_leaves_nothing(ctx: Context) -> None:
    project = make_project(ctx)
    with pytest.raises(ZeroDivisionError), unit_of_work(ctx) as work:
        _save_and_fail(work, project)

    with reading(ctx) as read:
        assert read.projects.all() == []
        with pytest.raises(NotFound):
            read.projects.require(project.id)


def test_undo_and_redo_of_create_edit_delete(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "a.db")
    project = make_project(ctx)
    entry = make_entry(ctx, project=project, description="one")
    states = []

    def state() -> object:
        with reading(ctx) as read:
            return read.time_entries.all(), read.totals.by("day", "project")

    states.append(state())
    with unit_of_work(ctx, "add") as work:
        work.time_entries.save(entry)
    states.append(state())
    with unit_of_work(ctx, "edit") as work:
        work.time_entries.save(
            replace(entry, description="two", ended_at=MORNING + 60, tags=frozenset((TagId(ctx.new_id()),)))
        )
    states.append(state())
    with unit_of_work(ctx, "delete") as work:
        work.time_entries.delete(entry.id)
    states.append(state())

    for expected in reversed(states[:-1]):
        undo(ctx)
        assert state() == expected
    with pytest.raises(NothingToUndo):
        undo(ctx)
    ctx.database.close()
    ctx = make_context(tmp_path / "a.db", seed=2)
    for expected in states[1:]:
        redo(ctx)
        assert state() == expected
    with pytest.raises(NothingToUndo):
        redo(ctx)
    for expected in reversed(states[:-1]):
        undo(ctx)
        assert state() == expected
    with ctx.database.reading() as connection:
        assert differences(connection) == []
    ctx.database.close()


def test_trash_brings_back_what_was_deleted(ctx: Context) -> None:
    entries = [make_entry(ctx, MORNING + n * 3600, description=f"work {n}") for n in range(3)]
    with unit_of_work(ctx) as work:
        work.time_entries.save_all(entries)
    with unit_of_work(ctx, "delete_entries") as work:
        work.time_entries.delete_all(entry.id for entry in entries)

    with reading(ctx) as read:
        (item,) = read.history.trash()
        assert item.counts == {Kind.TIME_ENTRY: 3}
        assert read.time_entries.search("work") == []
    restore(ctx, item.action.number)

    with reading(ctx) as read:
        assert read.time_entries.all() == entries
        assert read.history.trash() == []


def test_totals_split_at_midnight_and_follow_edits(ctx: Context) -> None:
    # 2026-03-28 23:30 to 04:00 the next day in Berlin, the night the clocks go forward.
    night = 1_774_737_000
    entry = make_entry(ctx, night, 3 * 3600 + 1800, description="night")
    with unit_of_work(ctx) as work:
        work.time_entries.save(entry)

    with reading(ctx) as read:
        assert [(row.key[0], row.seconds) for row in read.totals.by("day")] == [
            ("2026-03-28", 1800),
            ("2026-03-29", 10800),
        ]
        assert read.totals.by("month")[0].seconds == 12600
        assert read.totals.seconds(EntryFilter(users=(USER,))) == 12600
        assert read.time_entries.between(night + 3600, night + 3601) == [entry]


def _waits_for_the_disk(ctx: Context) -> bool:
    return int(ctx.database._writer.execute("PRAGMA synchronous").fetchone()[0]) >= 2


def test_only_what_can_be_had_again_does_not_wait_for_the_disk(ctx: Context) -> None:
    with unit_of_work(ctx, "sync", repeatable=True) as work:
        work.projects.save(make_project(ctx))
        assert not _waits_for_the_disk(ctx)
    with unit_of_work(ctx) as work:
        assert _waits_for_the_disk(ctx)
        with pytest.raises(ZeroDivisionError):
            _save_and_fail(work, make_project(ctx))

    with pytest.raises(ZeroDivisionError), ctx.database.transaction(repeatable=True):
        raise ZeroDivisionError
    with ctx.database.transaction():
        assert _waits_for_the_disk(ctx)
