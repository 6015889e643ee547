"""Drills: what goes wrong on the way, on a clock or with a backup, over real stores, real HTTP and the real server."""

import threading
from collections.abc import Callable

import pytest

from app.orchestrators.sync.failing import SyncFailed
from app.orchestrators.sync.status import sync_status
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.drilled import Swallowing, agree, open_conflicts
from tests.support.hostile import hostile
from tests.support.linked import Computer, Office
from tests.support.server_process import free_port
from tests.support.store import make_entry

Make = Callable[[str], Computer]
Deed = Callable[[Computer, str], None]
DAY = 86_400


def add(computer: Computer, _project: str) -> None:
    computer.add_project("Brand new")


def edit(computer: Computer, project: str) -> None:
    computer.rename(project, "Edited")


def delete(computer: Computer, project: str) -> None:
    with unit_of_work(computer.ctx, "delete_project") as work:
        work.projects.delete(project)


def linked(address: str, *computers: Computer) -> None:
    for each in computers:
        each.link(address)
        each.sync()


def test_pull_while_another_pushes_gets_whole_groups_in_order(office: Office, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    with office.open() as address:
        linked(address, laptop, desk)
        for batch in range(8):
            with unit_of_work(laptop.ctx, "add_entries") as work:
                start = laptop.clock.now() - DAY * (batch + 1)
                work.time_entries.save_all(
                    make_entry(laptop.ctx, start + 60 * number, 30, description=str(batch), user=laptop.ctx.user)
                    for number in range(200)
                )
        pushing = threading.Thread(target=laptop.sync)
        pushing.start()
        seen = []
        while pushing.is_alive():
            desk.sync()
            seen.append(len(desk.descriptions()))
        pushing.join()
        agree(laptop, desk)

        assert all(held % 200 == 0 for held in seen)
        assert len(desk.descriptions()) == 1_600


@pytest.mark.parametrize("deed", [add, edit, delete])
@pytest.mark.parametrize("teller", ["maker", "witness"])
def test_restored_server_gets_back_what_was_done_since(office: Office, computer: Make, deed: Deed, teller: str) -> None:
    maker, witness, newcomer = computer("maker"), computer("witness"), computer("newcomer")
    project, port = maker.add_project("Website").id, free_port()
    with office.open_at(port) as address:
        linked(address, maker, witness)
    office.backup("kept")
    with office.open_at(port):
        deed(maker, project)
        agree(maker, witness)
    after = maker.project_names()
    office.restore("kept")
    with office.open_at(port):
        # Only one of them ever comes again.
        one = maker if teller == "maker" else witness
        assert [notice.code for notice in one.sync().notices] == ["server_restored"]
        agree(one)
        linked(address, newcomer)
        agree(one, newcomer)

    assert one.project_names() == newcomer.project_names() == after
    assert open_conflicts(one) == open_conflicts(newcomer) == []


def test_restored_device_and_restored_server_get_from_a_third_what_both_lost(office: Office, computer: Make) -> None:
    laptop, desk, port = computer("laptop"), computer("desk"), free_port()
    with office.open_at(port) as address:
        linked(address, laptop, desk)
        laptop.add_entry("kept")
        agree(laptop, desk)
    office.backup("kept")
    laptop.keep("laptop kept")
    with office.open_at(port):
        laptop.add_entry("lost twice")
        agree(laptop, desk)
    office.restore("kept")
    laptop.put_back("laptop kept")
    laptop.add_entry("after the restore")
    with office.open_at(port):
        laptop.sync()
        agree(laptop, desk)

    assert laptop.descriptions() == desk.descriptions() == ["after the restore", "kept", "lost twice"]


@pytest.mark.parametrize("ahead", [3_600, -3_600, DAY, -DAY])
def test_wrong_clock_converges_changes_no_times_and_is_told(office: Office, computer: Make, ahead: int) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    project = laptop.add_project("Website").id
    with office.open() as address:
        linked(address, laptop, desk)
        laptop.clock.forward(ahead)
        written = laptop.add_entry("by the wrong clock")
        laptop.rename(project, "By the wrong clock")
        agree(laptop, desk)
        desk.clock.forward(1)
        desk.rename(project, "Later, by the right one")
        agree(laptop, desk)

    for each in (laptop, desk):
        with reading(each.ctx) as read:
            assert read.time_entries.require(written.id).started_at == written.started_at
        # What came later, with the other in sight, counts, whatever the clocks say.
        assert each.project_names() == ["Later, by the right one"]
        assert open_conflicts(each) == []
    status = sync_status(laptop.ctx)
    assert "clock" in [need.code for need in status.needs]
    assert "ahead" in status.sentence if ahead > 0 else "behind" in status.sentence
    assert sync_status(desk.ctx).clock is None


@pytest.mark.parametrize("edited_last", [True, False])
@pytest.mark.parametrize("edit_arrives_last", [True, False])
def test_edit_against_deletion_keeps_the_edit_and_asks(
    office: Office, computer: Make, *, edited_last: bool, edit_arrives_last: bool
) -> None:
    editor, deleter = computer("editor"), computer("deleter")
    project = editor.add_project("Website").id
    with office.open() as address:
        linked(address, editor, deleter)
        (editor if edited_last else deleter).clock.forward(20)
        edit(editor, project)
        delete(deleter, project)
        agree(*((deleter, editor) if edit_arrives_last else (editor, deleter)))

    for each in (editor, deleter):
        assert each.project_names() == ["Edited"]
        assert [field for field, *_ in open_conflicts(each)] == [""]


@pytest.mark.parametrize("later_arrives_first", [True, False])
def test_field_edited_twice_on_both_sides_is_one_conflict_of_the_newest(
    office: Office, computer: Make, *, later_arrives_first: bool
) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    project = laptop.add_project("Website").id
    with office.open() as address:
        linked(address, laptop, desk)
        for name in ("Laptop 1", "Laptop 2"):
            laptop.rename(project, name)
            laptop.clock.forward(2)
        desk.clock.forward(10)
        for name in ("Desk 1", "Desk 2"):
            desk.rename(project, name)
            desk.clock.forward(2)
        agree(*((desk, laptop) if later_arrives_first else (laptop, desk)))

    for each in (laptop, desk):
        assert each.project_names() == ["Desk 2"]
        assert [(field, losing) for field, _, losing in open_conflicts(each)] == [("name", '"Laptop 2"')]


def test_answer_lost_after_the_commit_doubles_nothing(office: Office, computer: Make) -> None:
    laptop, desk, port = computer("laptop"), computer("desk"), free_port()
    way = Swallowing(port)
    with office.open_at(port), hostile() as listener:
        listener.behaviour = way.behaviour()
        linked(f"http://127.0.0.1:{listener.port}", laptop)
        linked(f"http://127.0.0.1:{port}", desk)
        laptop.add_entry("once")
        way.swallows = True
        with pytest.raises(SyncFailed) as caught:
            laptop.sync()
        assert caught.value.reason == "offline"
        assert way.swallowed > 0
        # The server has it, and another device may have built on it before this one knows.
        desk.sync()
        assert desk.descriptions() == ["once"]
        assert sync_status(laptop.ctx).waiting == 1
        way.swallows = False
        assert laptop.sync().sent == 0
        agree(laptop, desk)

    assert laptop.descriptions() == desk.descriptions() == ["once"]
