"""Taking back: exact to the field, also over restarts, other devices and the trash; never over a newer change unasked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.base import Kind
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import NotFound
from app.domain.ids import TagId
from app.storage.catalogue import setting_id
from app.storage.columns import id_to_row
from app.storage.context import Context
from app.storage.rollups import differences
from app.storage.undo import ChangedSince, NothingToUndo, redo, restore, undo
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, make_entry, make_project

ELSEWHERE = "0195f000-0000-7000-8000-0000000000ee"


def save(ctx: Context, *entries: TimeEntry, code: str = "edit") -> int:
    with unit_of_work(ctx, code) as work:
        work.time_entries.save_all(entries)
    return int(work.outcome(None).changes.action or 0)


def delete(ctx: Context, *entries: TimeEntry) -> int:
    with unit_of_work(ctx, "delete_entries") as work:
        work.time_entries.delete_all(entry.id for entry in entries)
    return int(work.outcome(None).changes.action or 0)


def stored(ctx: Context, entry: TimeEntry) -> TimeEntry | None:
    with reading(ctx) as read:
        return read.time_entries.get(entry.id)


def from_elsewhere(ctx: Context, change: Callable[[], int]) -> int:
    """Do something as another device would have done it."""
    number = change()
    with ctx.database.transaction() as connection:
        connection.execute(
            "UPDATE action SET device = ?, role = 'sync', code = 'sync' WHERE batch = ?", (ELSEWHERE, number)
        )
    return number


def test_tag_that_was_added_goes_and_the_entry_stays(ctx: Context) -> None:
    entry = make_entry(ctx)
    save(ctx, entry)
    save(ctx, replace(entry, tags=frozenset((TagId(ctx.new_id()),))))

    undo(ctx)

    assert stored(ctx, entry) == entry
    redo(ctx)
    assert len((stored(ctx, entry) or entry).tags) == 1


def test_deleted_comes_back_as_it_was_then(ctx: Context) -> None:
    with unit_of_work(ctx, "one") as work:
        work.settings.put("currency", "EUR")
    with unit_of_work(ctx, "delete") as work:
        work.settings.delete(setting_id("currency"))
    with unit_of_work(ctx, "two") as work:
        work.settings.put("currency", "USD")

    undo(ctx)
    with reading(ctx) as read:
        assert read.settings.value("currency") is None
    undo(ctx)
    with reading(ctx) as read:
        assert read.settings.value("currency") == "EUR"


def test_tags_of_a_deleted_entry_come_back_without_those_of_a_later_life(ctx: Context) -> None:
    one, two = TagId(ctx.new_id()), TagId(ctx.new_id())
    entry = make_entry(ctx, tags=frozenset((one,)))
    save(ctx, entry)
    delete(ctx, entry)
    save(ctx, replace(entry, tags=frozenset((two,))))
    undo(ctx)
    undo(ctx)

    assert stored(ctx, entry) == entry


def test_same_action_is_not_taken_back_twice(ctx: Context) -> None:
    entry = make_entry(ctx)
    save(ctx, entry)
    number = save(ctx, replace(entry, description="two"))
    undo(ctx, number)

    with pytest.raises(NothingToUndo, match="already"):
        undo(ctx, number)
    with pytest.raises(NothingToUndo):
        undo(ctx, 4711)


def test_undo_of_an_undo_is_a_redo(ctx: Context) -> None:
    entry = make_entry(ctx)
    save(ctx, entry)
    save(ctx, replace(entry, description="two"))
    undone = undo(ctx)

    undo(ctx, int(undone.changes.action or 0))

    assert (stored(ctx, entry) or entry).description == "two"
    with pytest.raises(NothingToUndo):
        redo(ctx)
    undo(ctx)
    assert stored(ctx, entry) == entry


def test_nothing_is_redone_after_something_new(ctx: Context) -> None:
    save(ctx, make_entry(ctx))
    undo(ctx)
    save(ctx, make_entry(ctx))

    with pytest.raises(NothingToUndo):
        redo(ctx)


def test_own_later_edit_is_asked_about(ctx: Context) -> None:
    entry = make_entry(ctx)
    save(ctx, entry)
    number = save(ctx, replace(entry, description="two"))
    save(ctx, replace(entry, description="three"))

    with pytest.raises(ChangedSince, match="nothing was changed") as asked:
        undo(ctx, number)

    assert (stored(ctx, entry) or entry).description == "three"
    undo(ctx, asked.value.values["action"], force=True)
    assert (stored(ctx, entry) or entry).description == ""


def test_edit_of_another_field_is_no_question(ctx: Context) -> None:
    entry = make_entry(ctx)
    save(ctx, entry)
    number = save(ctx, replace(entry, description="two"))
    later = replace(entry, description="two", billable=True)
    save(ctx, later)

    undo(ctx, number)

    assert stored(ctx, entry) == replace(later, description="")


def test_creation_with_a_foreign_edit_since_is_asked_about(ctx: Context) -> None:
    entry = make_entry(ctx)
    number = save(ctx, entry)
    from_elsewhere(ctx, lambda: save(ctx, replace(entry, description="theirs")))

    with pytest.raises(ChangedSince, match="another device"):
        undo(ctx, number)
    undo(ctx, number, force=True)
    assert stored(ctx, entry) is None


def test_foreign_actions_are_not_on_the_own_stack(ctx: Context) -> None:
    entry = make_entry(ctx)
    save(ctx, entry, code="own")
    from_elsewhere(ctx, lambda: save(ctx, make_entry(ctx), code="foreign"))

    assert undo(ctx).value.code == "own"
    from_elsewhere(ctx, lambda: save(ctx, make_entry(ctx), code="foreign"))
    assert redo(ctx).value.code == "own"


def test_value_set_elsewhere_is_what_undo_leads_back_to(ctx: Context) -> None:
    entry = make_entry(ctx)
    save(ctx, entry)
    from_elsewhere(ctx, lambda: save(ctx, replace(entry, description="theirs", billable=True)))
    save(ctx, replace(entry, description="mine", billable=True))

    undo(ctx)

    assert stored(ctx, entry) == replace(entry, description="theirs", billable=True)


def test_edit_of_what_is_in_the_trash_is_asked_about_and_stays_there(ctx: Context) -> None:
    entry = make_entry(ctx)
    save(ctx, entry)
    number = save(ctx, replace(entry, description="two"))
    delete(ctx, entry)

    with pytest.raises(ChangedSince, match="trash"):
        undo(ctx, number)
    undo(ctx, number, force=True)
    assert stored(ctx, entry) is None


def test_deletion_that_was_restored_from_the_trash_has_nothing_left_to_undo(ctx: Context) -> None:
    entry = make_entry(ctx)
    save(ctx, entry)
    number = delete(ctx, entry)
    restore(ctx, number)

    undo(ctx, number)

    assert stored(ctx, entry) == entry
    with pytest.raises(NotFound):
        restore(ctx, number)
    assert undo(ctx).value.code == "restore"
    assert stored(ctx, entry) is None


def test_action_of_several_groups_is_one_undo(ctx: Context) -> None:
    project = make_project(ctx)
    entries = [make_entry(ctx, MORNING + n * 60, 60, project=project, description=f"work {n}") for n in range(1_203)]
    with unit_of_work(ctx, "import") as work:
        work.projects.save(project)
        work.time_entries.save_all(entries)
    with ctx.database.reading() as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT batch) FROM action").fetchone() == (4, 1)

    undo(ctx)
    with reading(ctx) as read:
        assert (read.projects.all(), read.time_entries.all(), read.totals.by("day")) == ([], [], [])
        assert read.time_entries.search("work") == []
    redo(ctx)
    with reading(ctx) as read:
        assert read.time_entries.all() == entries
        assert read.projects.all() == [project]
    with ctx.database.reading() as connection:
        assert differences(connection) == []


def test_entity_made_and_changed_in_one_action_goes_with_it(ctx: Context) -> None:
    entry = make_entry(ctx)
    with unit_of_work(ctx, "add") as work:
        work.time_entries.save(entry)
        work.time_entries.save(replace(entry, description="two"))
        work.time_entries.save(replace(entry, description="three"))

    undo(ctx)
    assert stored(ctx, entry) is None
    redo(ctx)
    assert (stored(ctx, entry) or entry).description == "three"


def test_field_that_an_older_version_never_set_goes_back_to_its_default(ctx: Context) -> None:
    project = make_project(ctx)
    with unit_of_work(ctx, "add") as work:
        work.projects.save(project)
    _forget_field(ctx, project.id, "notes")
    with unit_of_work(ctx, "edit") as work:
        work.projects.save(replace(project, notes="new"))

    undo(ctx)

    with reading(ctx) as read:
        assert read.projects.require(project.id) == project


def _forget_field(ctx: Context, id_: str, name: str) -> None:
    """Let the entity be as a version that did not know the field would have written it."""
    import json

    from app.storage.columns import layout

    with unit_of_work(ctx) as work:
        stored = work.projects.stored(id_to_row(id_))
        assert stored is not None
        stored.stamps.fields.pop(name)
        clock = layout(Kind.PROJECT).write_stamps(stored.stamps, stored.row)
    with ctx.database.transaction() as connection:
        (body,) = connection.execute("SELECT body FROM change WHERE entity = ?", (id_to_row(id_),)).fetchone()
        fields: dict[str, Any] = json.loads(body)
        fields.pop(name)
        connection.execute("UPDATE change SET body = ? WHERE entity = ?", (json.dumps(fields), id_to_row(id_)))
        connection.execute("UPDATE project SET clock = ? WHERE id = ?", (clock, id_to_row(id_)))
