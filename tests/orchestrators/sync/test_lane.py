"""The lane: in a thread of its own it keeps two windows equal, says how things stand, and ends promptly."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.domain.entities.base import Kind
from app.domain.outcome import Changes
from app.orchestrators.sync.devices import devices, revoke_device
from app.orchestrators.sync.exchanging import alone
from app.orchestrators.sync.failing import SyncBusy
from app.orchestrators.sync.lane import SyncLane
from app.orchestrators.sync.linking import link, unlink
from app.orchestrators.sync.values import LinkRequest, SyncState, SyncStatus
from tests.support.linked import EMAIL, Computer, Office
from tests.support.server import PASSWORD
from tests.support.server_process import free_port

Make = Callable[[str], Computer]
PATIENCE_S = 10.0


class Window:
    """What a window does with a lane: it remembers what it was told."""

    def __init__(self, computer: Computer) -> None:
        self.states: list[SyncStatus] = []
        self.changes = Changes()
        self._told = threading.Condition()
        self.lane = SyncLane(computer.ctx, self._on_state, self._on_changes)

    def wait_for(self, state: SyncState, **fields: object) -> SyncStatus:
        def is_there() -> bool:
            last = self.states[-1] if self.states else None
            return last is not None and last.state is state and all(getattr(last, k) == v for k, v in fields.items())

        with self._told:
            assert self._told.wait_for(is_there, PATIENCE_S), self.states[-3:]
            return self.states[-1]

    def wait_for_round(self) -> SyncStatus:
        """Wait until a round was begun and all is well after it."""
        with self._told:
            assert self._told.wait_for(lambda: SyncState.SYNCING in [s.state for s in self.states], PATIENCE_S)
        return self.wait_for(SyncState.SYNCED)

    def wait_for_change(self, kind: Kind) -> None:
        with self._told:
            assert self._told.wait_for(lambda: self.changes.touches(kind), PATIENCE_S)

    def _on_state(self, status: SyncStatus) -> None:
        with self._told:
            self.states.append(status)
            self._told.notify_all()

    def _on_changes(self, changes: Changes) -> None:
        with self._told:
            self.changes |= changes
            self._told.notify_all()
        self.lane.wake()


@contextmanager
def window(computer: Computer) -> Iterator[Window]:
    made = Window(computer)
    made.lane.start()
    try:
        yield made
    finally:
        made.lane.stop()


def test_edit_is_in_the_other_window_without_anybody_asking(address: str, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    laptop.link(address)
    desk.link(address)
    with window(laptop) as here, window(desk) as there:
        here.wait_for(SyncState.SYNCED)
        there.wait_for(SyncState.SYNCED)
        laptop.add_entry("from the laptop")
        here.lane.wake()
        there.wait_for_change(Kind.TIME_ENTRY)
        assert desk.descriptions() == ["from the laptop"]
        here.wait_for(SyncState.SYNCED, waiting=0)
        desk.add_project("From the desk")
        there.lane.wake()
        here.wait_for_change(Kind.PROJECT)

    assert SyncState.SYNCING in [status.state for status in here.states]


def test_lane_without_a_server_waits_for_a_link(address: str, computer: Make) -> None:
    laptop = computer("laptop")
    with window(laptop) as here:
        here.wait_for(SyncState.OFF)
        here.lane.wake()
        here.lane.sync_now()
        here.lane.network_returned()
        assert link(laptop.ctx, LinkRequest(address, EMAIL, PASSWORD)).value.needs_reopening
    laptop.reopen()
    with window(laptop) as here:
        here.wait_for(SyncState.SYNCED)
        unlink(laptop.ctx)
        here.lane.relinked()
        here.wait_for(SyncState.OFF)


def test_offline_is_said_with_the_next_try_and_over_when_somebody_asks(office: Office, computer: Make) -> None:
    laptop, port = computer("laptop"), free_port()
    with office.open_at(port) as address:
        laptop.link(address)
    laptop.add_entry("offline")
    with window(laptop) as here:
        status = here.wait_for(SyncState.OFFLINE, waiting=1)
        assert status.next_try_at is None or status.next_try_at >= laptop.clock.now()
        laptop.add_entry("more")
        here.lane.wake()
        here.wait_for(SyncState.OFFLINE, waiting=2)
        with office.open_at(port):
            here.lane.network_returned()
            here.wait_for(SyncState.SYNCED, waiting=0)


def test_signed_out_device_is_told_and_goes_on_after_signing_in(address: str, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    laptop.link(address)
    desk.link(address)
    (other,) = [device for device in devices(desk.ctx) if not device.is_this]
    with window(laptop) as here:
        here.wait_for(SyncState.SYNCED)
        revoke_device(desk.ctx, other.id)
        here.lane.sync_now()
        status = here.wait_for(SyncState.ATTENTION)
        assert [need.code for need in status.needs] == ["sign_in"]
        laptop.link(address)
        here.lane.relinked()
        here.wait_for(SyncState.SYNCED)


def test_stop_ends_within_a_moment_whatever_the_lane_waits_for(address: str, computer: Make) -> None:
    laptop = computer("laptop")
    laptop.link(address)
    with window(laptop) as here:
        here.wait_for(SyncState.SYNCED)
        here.lane.stop()

        assert not [thread for thread in threading.enumerate() if thread.name.startswith("stintbook-")]
        said = len(here.states)
    assert len(here.states) == said


def test_lane_leaves_the_folder_to_a_command_that_exchanges(address: str, computer: Make) -> None:
    laptop = computer("laptop")
    laptop.link(address)
    with alone(laptop.ctx), window(laptop) as here:
        here.wait_for(SyncState.SYNCING)
    laptop.sync()


def test_command_says_that_another_stintbook_is_at_it(address: str, computer: Make) -> None:
    laptop = computer("laptop")
    laptop.link(address)
    with alone(laptop.ctx), pytest.raises(SyncBusy), alone(laptop.ctx, patience_s=0.0):
        pass
