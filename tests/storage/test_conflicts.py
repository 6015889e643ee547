"""Conflicts in a store: what is open, who closes them, and taking all of that back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain.entities.base import Kind
from app.domain.entities.conflicts import DELETION, OPEN, SEEN, SUPERSEDED, TAKEN, Conflict
from app.domain.entities.projects import Project
from app.domain.entities.time_entries import TimeEntry
from app.storage.undo import redo, undo
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import USER, clock_of, make_entry, make_project
from tests.support.sync_server import WORKSPACE, Device, MemoryServer, contents_of, own_scope, settled


@pytest.fixture
def pair() -> Iterator[tuple[Device, Device]]:
    server = MemoryServer()
    devices = Device(server, 1), Device(server, 2)
    yield devices
    for device in devices:
        device.close()


def shared_project(pair: tuple[Device, Device]) -> Project:
    project = make_project(pair[0].ctx, "Web")
    with unit_of_work(pair[0].ctx, "add") as work:
        work.projects.save(project)
    settled(*pair)
    return project


def rename(device: Device, project: Project, name: str) -> None:
    clock_of(device.ctx).forward(60)
    with unit_of_work(device.ctx, "rename") as work:
        work.projects.save(replace(work.projects.require(project.id), name=name))


def open_in(device: Device) -> list[Conflict]:
    with reading(device.ctx) as read:
        found = read.conflicts.open()
        assert len(found) == read.conflicts.count_open()
        return found


def named(device: Device, project: Project) -> str:
    with reading(device.ctx) as read:
        return read.projects.require(project.id).name


def disagree(pair: tuple[Device, Device]) -> tuple[Project, Conflict]:
    """Let two devices name a project differently; the first one's loses."""
    project = shared_project(pair)
    rename(pair[0], project, "Site")
    clock_of(pair[1].ctx).forward(3600)
    rename(pair[1], project, "Website")
    settled(*pair)
    (conflict,) = open_in(pair[0])
    return project, conflict


def test_both_sides_are_kept_with_their_authors(pair: tuple[Device, Device]) -> None:
    project, conflict = disagree(pair)

    assert [named(device, project) for device in pair] == ["Website", "Website"]
    assert open_in(pair[1]) == [conflict]
    assert (conflict.kind, conflict.entity, conflict.field) == ("project", project.id, "name")
    assert (conflict.winning, conflict.losing, conflict.state) == ('"Website"', '"Site"', OPEN)
    assert (conflict.winner_device, conflict.loser_device) == (pair[1].line.who.device, pair[0].line.who.device)
    assert (conflict.winner_user, conflict.loser_user) == (USER.replace("-", ""),) * 2
    assert conflict.created_at == conflict.winner_ms // 1000
    with reading(pair[0].ctx) as read:
        assert read.conflicts.of(Kind.PROJECT, project.id) == [conflict]
        assert read.conflicts.of(Kind.CLIENT, project.id) == []


def test_taking_the_other_is_one_action_that_is_undone_as_one(pair: tuple[Device, Device]) -> None:
    project, conflict = disagree(pair)
    one, other = pair
    clock_of(one.ctx).forward(7200)
    with unit_of_work(one.ctx, "take") as work:
        work.conflicts.save(replace(conflict, state=TAKEN))
        work.projects.save(replace(work.projects.require(project.id), name="Site"))
    settled(one, other)
    assert (open_in(other), named(other, project)) == ([], "Site")
    with reading(other.ctx) as read:
        assert [one.state for one in read.conflicts.of(Kind.PROJECT, project.id)] == [TAKEN]

    undo(one.ctx)
    settled(one, other)
    assert ([one.id for one in open_in(other)], named(other, project)) == ([conflict.id], "Website")
    redo(one.ctx)
    settled(one, other)
    assert (open_in(other), named(other, project)) == ([], "Site")
    assert contents_of(one) == contents_of(other)


def test_state_may_be_set_after_the_value_too(pair: tuple[Device, Device]) -> None:
    project, conflict = disagree(pair)
    with unit_of_work(pair[0].ctx, "take") as work:
        work.projects.save(replace(work.projects.require(project.id), name="Site"))
        work.conflicts.save(replace(conflict, state=TAKEN))
    settled(*pair)
    with reading(pair[1].ctx) as read:
        assert [one.state for one in read.conflicts.of(Kind.PROJECT, project.id)] == [TAKEN]


def test_who_edits_on_has_seen_both(pair: tuple[Device, Device]) -> None:
    project, _ = disagree(pair)
    with unit_of_work(pair[1].ctx, "note") as work:
        work.projects.save(replace(work.projects.require(project.id), notes="about something else"))
    settled(*pair)
    assert len(open_in(pair[0])) == 1

    rename(pair[1], project, "Web site")
    settled(*pair)

    assert open_in(pair[0]) == open_in(pair[1]) == []
    with reading(pair[0].ctx) as read:
        assert [one.state for one in read.conflicts.of(Kind.PROJECT, project.id)] == [SEEN]
    undo(pair[1].ctx)
    settled(*pair)
    assert len(open_in(pair[0])) == 1


def test_who_deletes_has_seen_both(pair: tuple[Device, Device]) -> None:
    project, _ = disagree(pair)
    with unit_of_work(pair[1].ctx, "delete") as work:
        work.projects.delete(project.id)
    settled(*pair)
    assert open_in(pair[0]) == []


def test_branch_shows_only_its_newest_value(pair: tuple[Device, Device]) -> None:
    project = shared_project(pair)
    one, other = pair
    other.sync()
    rename(one, project, "A1")
    clock_of(other.ctx).forward(36_000)
    rename(other, project, "B")
    other.sync()
    # One offers its first value, and has moved on before it reads.
    pending = one.store.pending(WORKSPACE, 10)
    state = next(state for state in one.store.scopes() if state.offer.scope == WORKSPACE)
    from sync.protocol.messages import Push

    one.line.push(WORKSPACE, Push(state.cursor, pending))
    rename(one, project, "A2")
    settled(one, other)

    assert [conflict.losing for conflict in open_in(other)] == ['"A2"']
    with reading(other.ctx) as read:
        chain = read.conflicts.chain(open_in(other)[0])
        assert [(link.losing, link.state) for link in chain] == [('"A2"', OPEN), ('"A1"', SUPERSEDED)]


def test_edit_and_deletion_are_a_conflict_of_the_whole(pair: tuple[Device, Device]) -> None:
    entry: TimeEntry = make_entry(pair[0].ctx)
    with unit_of_work(pair[0].ctx) as work:
        work.time_entries.save(entry)
    settled(*pair)
    with unit_of_work(pair[0].ctx) as work:
        work.time_entries.delete(entry.id)
    clock_of(pair[1].ctx).forward(60)
    with unit_of_work(pair[1].ctx) as work:
        work.time_entries.save(replace(entry, description="edited"))
    settled(*pair)

    (conflict,) = open_in(pair[0])
    assert (conflict.kind, conflict.field) == ("time_entry", DELETION)
    with reading(pair[0].ctx) as read:
        assert read.time_entries.require(entry.id).description == "edited"
    assert conflict.is_open
    # It belongs where the entry does, and so does its answer.
    with unit_of_work(pair[0].ctx) as work:
        work.conflicts.save(replace(conflict, state="kept"))
    (pending,) = pair[0].store.pending(own_scope(USER), 10)
    assert (pending.kind, pending.fields) == ("conflict", {"state": "kept"})
    assert pair[0].store.pending(WORKSPACE, 10) == []


def test_nothing_is_looked_for_where_nothing_is_open(pair: tuple[Device, Device]) -> None:
    project = shared_project(pair)
    seen: list[str] = []
    connection = pair[0].ctx.database._writer
    connection.set_trace_callback(seen.append)
    rename(pair[0], project, "quiet")
    connection.set_trace_callback(None)
    assert [statement for statement in seen if "conflict" in statement] == []
