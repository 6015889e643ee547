"""A conflict as a record of the log: an entity of the kind ``conflict``, made by whoever orders the log.

Everything about it follows from the two changes, so that the same conflict found again, in a log that was restored or
on another server, is the same record: its id from entity, field and losing version, its version from the time of the
newest of both and a hash of all it says. It is resolved by setting its state, like any field of any entity::

    open --> kept | taken | both   a person chose: the winner, the loser, a mixture
         --> seen                  somebody whose copy held both versions edited on
         --> superseded            the losing branch has moved on; its newest value is another conflict, or won
"""

import json
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

from sync.engine.clock import HybridTime, tick
from sync.engine.conflicts import Conflict
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, ENTITY_SIZE, MAX_TEXT, Change, Value
from sync.protocol.version import LATEST_MS, NONE, Version, counter_of, ms_of, pack, to_text

KIND = "conflict"
SCHEMA = 1

OPEN, KEPT, TAKEN, BOTH, SEEN, SUPERSEDED = "open", "kept", "taken", "both", "seen", "superseded"


class Author(NamedTuple):
    """Who made a change, or brought it: a device and its user."""

    device: str
    user: str


# Who makes these records. No device is called so: their names are ids.
SERVER = Author("server", "server")


def author_of(change: Change) -> Author:
    """Return who made a change."""
    return Author(change.device, change.user)


def identity(entity: bytes, field: str, loser: Version) -> bytes:
    """Return the id of the conflict in which ``loser`` lost a field of an entity."""
    # The parts of a fixed size come first, so that no two conflicts spell the same bytes.
    return blake2b(entity + loser + field.encode()).digest()[:ENTITY_SIZE]


def record(kind: str, conflict: Conflict, winner: Author, loser: Author) -> Change:
    """Return the change that opens a conflict, a group of its own.

    ``winning`` and ``losing`` are the values as JSON; empty where that would be longer than a text may be: then the
    change of that version has it.
    """
    fields: dict[str, Value] = {
        "kind": kind,
        "entity": conflict.entity.hex(),
        "field": conflict.field,
        "winner": to_text(conflict.winner),
        "loser": to_text(conflict.loser),
        "winning": _as_json(conflict.winning),
        "losing": _as_json(conflict.losing),
        "winner_device": winner.device,
        "winner_user": winner.user,
        "winner_ms": ms_of(conflict.winner),
        "loser_device": loser.device,
        "loser_user": loser.user,
        "loser_ms": ms_of(conflict.loser),
        "state": OPEN,
    }
    newest = max(conflict.winner, conflict.loser)
    entity = identity(conflict.entity, conflict.field, conflict.loser)
    version = _version(HybridTime(ms_of(newest), counter_of(newest)), entity, fields)
    return _by_server(version, entity, fields, dict.fromkeys(fields, NONE))


def is_open(values: dict[str, Value]) -> bool:
    """Return whether a conflict with these values still asks for an answer."""
    return values.get("state") == OPEN


def left_behind(stamps: Stamps, change: Change) -> Iterator[bytes]:
    """Return the ids of conflicts, if there are such, whose losing version the author of a change had moved on from.

    ``stamps`` are the entity's before the change. A version that is in place has not lost, save a deletion's.
    """
    if change.partial:
        return
    for name, seen in change.base.items():
        if seen and (name == DELETION or seen != stamps.of(name)):
            yield identity(change.entity, name, seen)


def superseded(conflict: bytes, stamps: Stamps, by: Change) -> Change | None:
    """Return the change that closes an open conflict because ``by`` has moved on from its loser.

    None where no later version could be made, at the end of all clocks.
    """
    before = stamps.of("state")
    newest = max(before, by.version)
    time = tick(HybridTime(ms_of(newest), counter_of(newest)), 0)
    if time.ms > LATEST_MS:
        return None
    fields: dict[str, Value] = {"state": SUPERSEDED}
    # What it closes is part of it: a conflict that was opened twice is closed by two different changes.
    version = _version(time, conflict, {**fields, "base": to_text(before)})
    return _by_server(version, conflict, fields, {"state": before})


def _by_server(version: Version, entity: bytes, fields: dict[str, Value], base: dict[str, Version]) -> Change:
    return Change(
        version, KIND, entity, fields, base, "set", version, 1, SERVER.device, SERVER.user, SCHEMA, ms_of(version)
    )


def _version(time: HybridTime, entity: bytes, fields: dict[str, Value]) -> Version:
    said = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    return pack(*time, int.from_bytes(blake2b(entity + said, digest_size=8).digest(), "big"))


def _as_json(value: Value) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if len(text) <= MAX_TEXT else ""
