"""Exchanges of many pages, and what goes wrong on this machine rather than on the way."""

import gc
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest

from app.domain.errors import EnvironmentFailed, NotFound
from app.orchestrators.sync import exchanging, lane, noting, status
from app.orchestrators.sync.clock import shift_entries
from app.orchestrators.sync.connecting import door_to
from app.orchestrators.sync.devices import devices
from app.orchestrators.sync.exchanging import _collecting_seldom, as_failures
from app.orchestrators.sync.failing import LocalTrouble, SyncBusy, SyncFailed, reason_of
from app.orchestrators.sync.naming import names_of
from app.orchestrators.sync.status import sync_status
from app.orchestrators.sync.values import SyncState
from app.orchestrators.sync.verifying import verify
from app.storage.context import Context
from app.storage.failures import DiskFull
from app.storage.sync_store import SqliteSyncStore
from app.storage.unit_of_work import reading
from sync.client.failures import Unreachable
from sync.protocol.messages import Limits
from sync.server import app as server_app
from tests.orchestrators.sync.test_lane import Window
from tests.support.hostile import hostile, problem
from tests.support.linked import Computer, Office
from tests.support.server_process import free_port

Make = Callable[[str], Computer]


@pytest.fixture
def small_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that gives and takes two changes at a time."""
    monkeypatch.setattr(server_app, "Limits", lambda **_: Limits(changes=2, page=2))
    with office.open() as address:
        yield address


@pytest.fixture
def full(small_pages: str, computer: Make) -> str:
    """The same, with more on it than a new device reads in one round."""
    laptop = computer("laptop")
    for number in range(30):
        laptop.add_entry(f"entry {number:02}")
    laptop.link(small_pages)
    laptop.sync()
    assert verify(laptop.ctx).identical
    return small_pages


def test_one_command_exchanges_to_the_end_however_many_pages_there_are(full: str, computer: Make) -> None:
    desk = computer("desk")
    desk.link(full)
    summary = desk.sync()

    assert len(desk.descriptions()) == 30
    assert summary.received >= 30
    assert desk.sync().received == 0
    assert verify(desk.ctx).identical


def test_lane_goes_on_at_once_while_there_is_more(full: str, computer: Make) -> None:
    desk = computer("desk")
    desk.link(full)
    window = Window(desk)
    window.lane.start()
    window.wait_for_round()
    window.lane.stop()

    assert len(desk.descriptions()) == 30
    assert desk.sync().received == 0


def test_file_that_was_put_back_is_another_device_in_the_lane_too(address: str, computer: Make) -> None:
    laptop = computer("laptop")
    laptop.link(address)
    laptop.sync()
    laptop.keep("old")
    laptop.put_back("old")
    laptop.sync()
    laptop.put_back("old")
    window = Window(laptop)
    window.lane.start()
    stands = window.wait_for_round()
    window.lane.stop()

    assert "new_device" in [notice.code for notice in stands.notices]


def test_full_disk_is_said_and_tried_again(address: str, computer: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = computer("laptop")
    laptop.link(address)
    fails = [True]
    real = noting.note

    def note(*arguments: object) -> None:
        if fails.pop() if fails else False:
            raise DiskFull("The disk is full. Your work is safe.")
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(exchanging, "note", note)
    window = Window(laptop)
    window.lane.start()
    window.wait_for_round()
    window.lane.sync_now()
    window.lane.stop()

    assert fails == []


def test_store_that_cannot_be_read_ends_nothing(address: str, computer: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = computer("laptop")
    laptop.link(address)
    real, fails = status.status_of, [True, False, True]
    monkeypatch.setattr(lane, "_AGAIN_S", 0.0)

    def status_of(ctx: Context) -> object:
        if fails and fails.pop():
            raise EnvironmentFailed("locked")
        return real(ctx)

    monkeypatch.setattr(lane, "status_of", status_of)
    window = Window(laptop)
    window.lane.start()
    window.wait_for(SyncState.SYNCED)
    window.lane.stop()

    assert fails == []


def test_lane_of_a_store_that_cannot_be_read_at_all_waits(computer: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def status_of(_ctx: Context) -> object:
        raise EnvironmentFailed("locked")

    monkeypatch.setattr(lane, "status_of", status_of)
    window = Window(computer("laptop"))
    window.lane.start()
    window.lane.stop()

    assert window.states == []


def test_trouble_of_this_machine_is_told_as_it_is() -> None:
    with pytest.raises(LocalTrouble) as caught, as_failures(lambda: False):
        raise DiskFull("The disk is full. Your work is safe.")
    assert reason_of(caught.value, "server").sentence == "The disk is full. Your work is safe."
    with pytest.raises(LocalTrouble) as caught, as_failures(lambda: False):
        raise SyncBusy("Another one is at it.")
    assert caught.value.reason.code == "busy"
    with pytest.raises(Unreachable), as_failures(lambda: False):
        raise Unreachable


def test_mistake_of_ours_is_logged_and_said(expect_logs: list[str]) -> None:
    with pytest.raises(LocalTrouble) as caught, as_failures(lambda: False):
        raise KeyError("what")

    assert "Everything recorded is safe here" in caught.value.reason.sentence
    assert len(expect_logs) == 1


def test_store_that_was_closed_at_the_end_is_no_mistake() -> None:
    with pytest.raises(LocalTrouble), as_failures(lambda: True):
        raise KeyError("closed")


def test_moving_entries_that_are_gone_is_said(ctx: Context) -> None:
    with pytest.raises(NotFound):
        shift_entries(ctx, ["0195f000-0000-7000-8000-00000000000a"], 60)


def test_server_knows_which_program_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert door_to("localhost").agent.startswith("Stintbook")

    def version(_name: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr("importlib.metadata.version", version)
    assert door_to("localhost").agent == "Stintbook"


def test_server_may_decline_with_its_own_words(office: Office, computer: Make) -> None:
    laptop, port = computer("laptop"), free_port()
    with office.open_at(port) as address:
        laptop.link(address)
    with hostile(port=port) as server:
        server.behaviour = problem(403, "not_permitted")
        with pytest.raises(SyncFailed) as caught:
            devices(laptop.ctx)

    assert caught.value.reason == "declined"
    assert sync_status(laptop.ctx).linked


def test_things_of_later_versions_have_no_name(ctx: Context) -> None:
    with reading(ctx) as read:
        assert names_of(read, [("hologram", "x"), ("project", "0195f000-0000-7000-8000-00000000000a")]) == {}


def test_garbage_is_looked_for_seldom_only_while_exchanging(
    address: str, computer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, usual, meanwhile = computer("laptop"), gc.get_threshold(), list[int]()
    laptop.link(address)
    scopes = SqliteSyncStore.scopes

    def noting_scopes(store: SqliteSyncStore) -> Any:
        meanwhile.append(gc.get_threshold()[0])
        return scopes(store)

    monkeypatch.setattr(SqliteSyncStore, "scopes", noting_scopes)
    laptop.sync()

    assert min(meanwhile) > usual[0]
    assert gc.get_threshold() == usual


def test_two_exchanges_at_once_leave_the_looking_for_garbage_as_it_was() -> None:
    usual = gc.get_threshold()
    with _collecting_seldom:
        with _collecting_seldom:
            assert gc.get_threshold()[0] > usual[0]
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual
