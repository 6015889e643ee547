"""What a file promises the rounds, of the one in memory as of the app's own."""

import random
from collections.abc import Iterator

import pytest

from sync.protocol.messages import Cursor, ObjectPage, ObjectState, Page, ScopeOffer
from sync.protocol.version import Version, pack
from tests.simulation.memory_store import MemoryStore
from tests.simulation.sqlite_store import SqliteStore
from tests.simulation.vocabulary import USERS, WORKSPACE

AT = Cursor("h", 1, b"c" * 16)
KNOWN, LATER = pack(1_000, 0, 1), pack(2_000, 0, 2)
OFFER = ScopeOffer(WORKSPACE, WORKSPACE, None, "h", 1, "member")


@pytest.fixture(params=["memory", "sqlite"])
def file(request: pytest.FixtureRequest) -> Iterator[MemoryStore | SqliteStore]:
    file = MemoryStore(1) if request.param == "memory" else SqliteStore(USERS[0], random.Random(1))
    file.follow([OFFER])
    yield file
    file.close()


def snapshot_with(version: Version) -> ObjectPage:
    values = {"name": "Web", "notes": "from the snapshot"}
    return ObjectPage([ObjectState("client", bytes(16), values, {"name": KNOWN, "notes": version})], AT, None)


def the_log_before(file: MemoryStore | SqliteStore, version: Version) -> Page:
    """Return the log's only change, which says nothing of the notes unless they came with it."""
    other = MemoryStore(1)
    other.follow([OFFER])
    other.receive_objects(WORKSPACE, snapshot_with(version))
    other.reread(WORKSPACE, "h")
    other.settle(WORKSPACE)
    return Page(other.pending(WORKSPACE, 9)[:1], 1, AT.chain, 1)


def test_what_a_server_lost_after_its_snapshot_is_offered_when_the_whole_log_was_read(
    file: MemoryStore | SqliteStore,
) -> None:
    file.receive_objects(WORKSPACE, snapshot_with(LATER))
    file.receive_earlier(WORKSPACE, the_log_before(file, LATER), None)
    file.settle(WORKSPACE)

    offered = file.pending(WORKSPACE, 9)

    assert [(one.version, one.partial, dict(one.fields)) for one in offered] == [
        (LATER, True, {"notes": "from the snapshot"})
    ]


def test_nothing_is_offered_when_the_log_has_all_that_the_snapshot_said(file: MemoryStore | SqliteStore) -> None:
    file.receive_objects(WORKSPACE, snapshot_with(KNOWN))
    file.receive_earlier(WORKSPACE, the_log_before(file, KNOWN), None)
    file.settle(WORKSPACE)

    assert file.pending(WORKSPACE, 9) == []
