"""What must hold of a device's file at every step, and when everything has healed."""

from collections import Counter
from collections.abc import Mapping

from sync.client.failures import NotAServer, NotUnderstood, Nonsense, TooLarge, TooOld, Unauthorised, Untrusted
from sync.client.report import RoundReport
from sync.engine.merge import apply
from sync.engine.stamps import Stamps
from sync.protocol.change import Value
from tests.simulation.device import Device
from tests.simulation.memory_log import Table
from tests.simulation.memory_shelf import Key, Shelf
from tests.simulation.truth import Broken, Truth
from tests.simulation.vocabulary import KNOWN

# What an honest server behind a bad network never gives cause for.
_NEVER = (NotAServer, NotUnderstood, Nonsense, TooLarge, TooOld, Unauthorised, Untrusted)

State = dict[Key, tuple[dict[str, Value], Stamps]]


def check_round(device: Device, report: RoundReport) -> None:
    """An honest server is never taken for a broken one."""
    for failure in (report.failure, *report.failures.values()):
        if isinstance(failure, _NEVER):
            raise Broken("round", f"{device.name} says {type(failure).__name__}: {failure.detail}")


def check_file(device: Device, truth: Truth) -> None:
    """Groups are there whole or not at all, and in the state as well; nothing that was written here is gone."""
    known = KNOWN[device.store.schema]
    for scope, shelf in device.store.shelves.items():
        groups: Counter[bytes] = Counter()
        for (_, partial), change in shelf.log.items():
            if not partial:
                groups[change.group] += 1
            if change.kind in known:
                _check_merged(device, shelf, change.kind, change.entity, change.version, change.fields)
        for group, count in groups.items():
            if count != truth.groups.get(group, 1):
                raise Broken("group torn", f"{device.name} has {count} of {truth.groups.get(group, 1)} of {group.hex()}")
    for scope, version in device.written:
        shelf = device.store.shelves[scope]
        if (version, False) not in shelf.log:
            raise Broken("lost", f"{device.name} no longer has {version.hex()}, which was written on it")


def _check_merged(
    device: Device, shelf: Shelf, kind: str, entity: bytes, version: bytes, fields: Mapping[str, Value]
) -> None:
    held = shelf.entities.get((kind, entity))
    if held is None or any(held[1].fields.get(name, b"") < version for name in fields):
        raise Broken("not merged", f"{device.name} logs {version.hex()} of {kind} {entity.hex()} and does not show it")


def check_equal(device: Device, tables: Mapping[str, Table]) -> None:
    """What a device shows is what the server holds, and what of its own it could not bring there."""
    for scope, shelf in device.store.shelves.items():
        if shelf.state.phase == "revoked":
            continue
        expected: State = {key: (held.values, held.stamps) for key, held in tables[scope].entities.items()}
        for change in shelf.unconfirmed():
            if change.kind in KNOWN[device.store.schema]:
                key = change.kind, change.entity
                merged = apply(*expected.get(key, ({}, Stamps())), change)
                expected[key] = merged.values, merged.stamps
        mine = {key: one for key, one in shelf.entities.items()}
        if mine.keys() != expected.keys():
            raise Broken("unequal", f"{device.name} holds other entities in {scope[-4:]} than the server")
        for key, one in mine.items():
            if one != expected[key]:
                raise Broken("unequal", f"{device.name} holds {key[0]} {key[1].hex()} otherwise than the server")


def check_digest(device: Device, tables: Mapping[str, Table], digests: Mapping[str, object]) -> None:
    """The digest of a copy is the server's exactly when its state is."""
    for scope, shelf in device.store.shelves.items():
        if scope not in digests or shelf.state.phase == "revoked":
            continue
        mine = {key: stamps for key, (_, stamps) in shelf.entities.items()}
        theirs = {key: held.stamps for key, held in tables[scope].entities.items()}
        if (mine == theirs) != (device.store.digest(scope) == digests[scope]):
            raise Broken("digest", f"the digests of {device.name} in {scope[-4:]} do not tell whether it is equal")
