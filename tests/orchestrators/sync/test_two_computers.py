"""Two and three computers and the real server: whatever happens, all end equal and nothing is lost or doubled."""

from collections.abc import Callable

import pytest

from app.orchestrators.sync.clock import shift_entries
from app.orchestrators.sync.devices import devices
from app.orchestrators.sync.failing import SyncFailed
from app.orchestrators.sync.linking import unlink
from app.orchestrators.sync.status import dismiss_notice, sync_status
from app.orchestrators.sync.values import ClockDrift, SyncState
from app.orchestrators.sync.verifying import verify
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.linked import Computer, Office
from tests.support.server_process import free_port

Make = Callable[[str], Computer]


def all_equal(*computers: Computer) -> None:
    """Exchange until nothing moves, and hold that all have the same as the server."""
    for _ in range(2):
        for each in computers:
            each.sync()
    for each in computers:
        found = verify(each.ctx)
        assert found.identical, found
        assert sync_status(each.ctx).state is SyncState.SYNCED


def test_what_one_recorded_is_on_the_other(address: str, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    laptop.add_project("Website")
    laptop.add_entry("before the link")
    laptop.link(address)
    laptop.sync()
    desk.link(address)
    desk.sync()

    assert desk.project_names() == ["Website"]
    assert desk.descriptions() == ["before the link"]
    all_equal(laptop, desk)


def test_edits_made_apart_meet(address: str, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    website = laptop.add_project("Website")
    for each in (laptop, desk):
        each.link(address)
        each.sync()
    laptop.rename(website.id, "Web site")
    laptop.add_entry("on the train")
    desk.add_entry("at the desk")
    assert sync_status(laptop.ctx).waiting == 2
    assert sync_status(desk.ctx).state is SyncState.WAITING
    all_equal(laptop, desk)

    for each in (laptop, desk):
        assert each.project_names() == ["Web site"]
        assert each.descriptions() == ["at the desk", "on the train"]


def test_two_values_of_one_field_are_a_conflict_on_both(address: str, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    website = laptop.add_project("Website")
    for each in (laptop, desk):
        each.link(address)
        each.sync()
    laptop.rename(website.id, "From the laptop")
    desk.clock.forward(5)
    desk.rename(website.id, "From the desk")
    all_equal(laptop, desk)

    for each in (laptop, desk):
        assert each.project_names() == ["From the desk"]
        with reading(each.ctx) as read:
            (conflict,) = read.conflicts.open()
        assert (conflict.field, conflict.winning, conflict.losing) == ("name", '"From the desk"', '"From the laptop"')


def test_two_full_stores_link_and_keep_everything_of_both(address: str, computer: Make) -> None:
    laptop, desk, tablet = computer("laptop"), computer("desk"), computer("tablet")
    laptop.add_project("One")
    laptop.add_entry("by the laptop")
    desk.add_project("Two")
    desk.add_entry("by the desk")
    for each in (laptop, desk, tablet):
        each.link(address)
        each.sync()
    all_equal(laptop, desk, tablet)

    for each in (laptop, desk, tablet):
        assert each.project_names() == ["One", "Two"]
        assert each.descriptions() == ["by the desk", "by the laptop"]


def test_file_put_back_goes_on_as_a_device_of_its_own(address: str, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    for each in (laptop, desk):
        each.link(address)
        each.sync()
    laptop.add_entry("before")
    laptop.sync()
    laptop.keep("old")
    laptop.add_entry("after the backup")
    laptop.sync()
    before = sync_status(laptop.ctx).device
    laptop.put_back("old")
    laptop.add_entry("after the restore")
    summary = laptop.sync()
    status = sync_status(laptop.ctx)

    assert status.device != before
    assert [notice.code for notice in status.notices if notice.code == "new_device"] == ["new_device"]
    assert summary.sent == 1
    all_equal(laptop, desk)
    assert desk.descriptions() == ["after the backup", "after the restore", "before"]
    assert [device.name for device in devices(laptop.ctx)] == ["laptop", "desk", "laptop"]
    dismiss_notice(laptop.ctx, "new_device")
    assert "new_device" not in [notice.code for notice in sync_status(laptop.ctx).notices]


def test_copied_folder_becomes_another_device_and_the_original_stays_in(address: str, computer: Make) -> None:
    laptop = computer("laptop")
    laptop.link(address)
    laptop.sync()
    laptop.keep("copy")
    copy = computer("copy")
    copy.add_entry("by the copy")
    copy.sync()
    laptop.add_entry("by the original")
    all_equal(laptop, copy)

    assert laptop.descriptions() == copy.descriptions() == ["by the copy", "by the original"]
    assert sync_status(laptop.ctx).device != sync_status(copy.ctx).device
    assert "new_device" not in [notice.code for notice in sync_status(laptop.ctx).notices]


def test_server_put_back_gets_everything_again_and_the_person_is_told(office: Office, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    port = free_port()
    with office.open_at(port) as address:
        for each in (laptop, desk):
            each.link(address)
            each.sync()
        laptop.add_entry("early")
        laptop.sync()
    office.backup("kept")
    with office.open_at(port):
        laptop.add_entry("late")
        all_equal(laptop, desk)
    office.restore("kept")
    with office.open_at(port):
        summary = laptop.sync()
        assert [notice.code for notice in summary.notices] == ["server_restored"]
        assert "offered to it again" in sync_status(laptop.ctx).notices[-1].sentence
        all_equal(laptop, desk)

    assert laptop.descriptions() == desk.descriptions() == ["early", "late"]


def test_server_that_is_gone_is_no_error_and_nothing_is_lost(office: Office, computer: Make) -> None:
    laptop, port = computer("laptop"), free_port()
    with office.open_at(port) as address:
        laptop.link(address)
        laptop.sync()
    laptop.add_entry("offline")
    with pytest.raises(SyncFailed) as caught:
        laptop.sync()
    status = sync_status(laptop.ctx)

    assert caught.value.reason == "offline"
    assert "cannot be reached" in str(caught.value)
    assert (status.state, status.waiting, status.needs) == (SyncState.OFFLINE, 1, ())
    with office.open_at(port):
        all_equal(laptop)


def test_wrong_clock_is_told_and_its_entries_are_moved_by_one_action(address: str, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    for each in (laptop, desk):
        each.link(address)
        each.sync()
    laptop.add_entry("when all was right", seconds=7200)
    laptop.sync()
    laptop.clock.forward(3600)
    now = laptop.clock.now()
    wrong = [laptop.add_entry("by the wrong clock", now - 600, 600), laptop.add_entry("so too", now - 60, 30)]
    typed = laptop.add_entry("typed", now - 90_000, 60)
    laptop.sync()
    clock = sync_status(laptop.ctx).clock

    assert clock is not None
    assert clock.shift_s == -3600
    assert set(clock.entries) == {entry.id for entry in wrong}
    assert "60 min ahead" in sync_status(laptop.ctx).sentence
    assert "2 entries" in sync_status(laptop.ctx).sentence
    assert shift_entries(laptop.ctx, clock.entries, clock.shift_s).value == 2
    assert sync_status(laptop.ctx).clock == ClockDrift(clock.offset_ms)
    laptop.clock.forward(-3600)
    laptop.reopen()
    all_equal(laptop, desk)
    with reading(desk.ctx) as read:
        assert read.time_entries.require(wrong[0].id).started_at == wrong[0].started_at - 3600
        assert read.time_entries.require(typed.id).started_at == typed.started_at
    assert sync_status(laptop.ctx).clock is None


def test_leaving_keeps_everything_and_coming_back_doubles_nothing(address: str, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    laptop.add_project("Website")
    for each in (laptop, desk):
        each.link(address)
        each.sync()
    desk.add_entry("by the desk")
    all_equal(laptop, desk)
    left = unlink(laptop.ctx).value
    assert left.told_server
    assert sync_status(laptop.ctx).state is SyncState.OFF
    assert laptop.descriptions() == ["by the desk"]
    assert not (laptop.folder / "secrets.json").exists()
    laptop.add_entry("while away")
    desk.add_entry("meanwhile")
    laptop.link(address)
    all_equal(laptop, desk)

    for each in (laptop, desk):
        assert each.descriptions() == ["by the desk", "meanwhile", "while away"]
        assert each.project_names() == ["Website"]


def test_deletion_and_unseen_edit_keep_the_edit_and_ask(address: str, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    website = laptop.add_project("Website")
    for each in (laptop, desk):
        each.link(address)
        each.sync()
    with unit_of_work(laptop.ctx, "delete_project") as work:
        work.projects.delete(website.id)
    desk.clock.forward(5)
    desk.rename(website.id, "Still needed")
    all_equal(laptop, desk)

    for each in (laptop, desk):
        assert each.project_names() == ["Still needed"]
        with reading(each.ctx) as read:
            assert [conflict.field for conflict in read.conflicts.open()] == [""]
