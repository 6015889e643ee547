"""What must hold of a device's file at every step, and when everything has healed."""

from collections import Counter
from collections.abc import Mapping

from sync.client.failures import Nonsense, NotAServer, NotUnderstood, TooLarge, TooOld, Unauthorised, Untrusted
from sync.client.report import RoundReport
from sync.engine.merge import apply
from sync.engine.stamps import Stamps
from sync.protocol.change import Change, Value
from sync.protocol.version import NONE, Version
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
    """Groups are there whole or not at all, and in the state as well; nothing that was written here is gone.

    A change comes into a file but once, so only those are looked at that came since the last time.
    """
    for scope, shelf in device.store.shelves.items():
        _check_newest(device, scope, shelf, truth)
    shelves = device.store.shelves
    for scope, version in device.written:
        if scope not in shelves or (version, False) not in shelves[scope].log:
            raise Broken("lost", f"{device.name} no longer has {version.hex()}, which was written on it")


def _check_newest(device: Device, scope: str, shelf: Shelf, truth: Truth) -> None:
    count = shelf.originals - device.checked.get(scope, 0)
    if not count:
        return
    known = KNOWN[device.store.schema]
    groups: Counter[Version] = Counter()
    for change in shelf.newest(count):
        groups[change.group] += 1
        if change.kind in known:
            _check_merged(device, shelf, change)
    for group, members in groups.items():
        size = truth.groups.get(group, 1)
        if members != size:
            raise Broken("group torn", f"{device.name} has {members} of {size} of {group.hex()}")
    device.checked[scope] = shelf.originals


def _check_merged(device: Device, shelf: Shelf, change: Change) -> None:
    held = shelf.entities.get((change.kind, change.entity))
    if held is not None:
        fields, version = held[1].fields, change.version
        for name in change.fields:
            if fields.get(name, NONE) < version:
                break
        else:
            return
    raise Broken("not merged", f"{device.name} logs {change.version.hex()} and does not show it")


def check_equal(device: Device, tables: Mapping[str, Table]) -> None:
    """All devices end equal to the server."""
    for scope, shelf in device.store.shelves.items():
        if shelf.state.phase != "revoked":
            check_scope(device, scope, tables[scope])


def check_at_head(device: Device, tables: Mapping[str, Table]) -> None:
    """Whoever has read up to the head shows what the server holds, though the time before a snapshot is still to come."""
    for scope, shelf in device.store.shelves.items():
        cursor, table = shelf.state.cursor, tables[scope]
        if shelf.state.backfill and (cursor.seq, cursor.chain) == (table.head, table.chain) and not _lost(shelf, table):
            check_scope(device, scope, table)


def _lost(shelf: Shelf, table: Table) -> bool:
    """Return whether a snapshot said something that a restored server does not know any more, nor this device's log."""
    versions = {
        one for _, stamps in shelf.entities.values() for one in (*stamps.fields.values(), stamps.deleted) if one
    }
    logged = {version for version, _ in shelf.log}
    return any(version not in table.originals and version not in table.partials for version in versions - logged)


def check_scope(device: Device, scope: str, table: Table) -> None:
    """What a device shows is what the server holds, and what of its own it could not bring there."""
    shelf, known = device.store.shelves[scope], KNOWN[device.store.schema]
    expected: State = {key: (one.values, one.stamps) for key, one in table.entities.items() if key[0] in known}
    for change in shelf.unconfirmed():
        if change.kind in known:
            key = change.kind, change.entity
            merged = apply(*expected.get(key, ({}, Stamps())), change)
            expected[key] = merged.values, merged.stamps
    mine = shelf.entities
    if mine.keys() != expected.keys():
        raise Broken("unequal", f"{device.name} holds other entities in {scope[-4:]} than the server")
    for key, one in mine.items():
        if one != expected[key]:
            raise Broken("unequal", f"{device.name} holds {key[0]} {key[1].hex()} otherwise than the server")


def check_history(device: Device, tables: Mapping[str, Table]) -> None:
    """Every device that reads a scope ends with the whole log of it, not only with what came of it."""
    for scope, shelf in device.store.shelves.items():
        missing = (
            []
            if shelf.state.phase == "revoked"
            else [v for v in tables[scope].originals if (v, False) not in shelf.log]
        )
        if missing:
            raise Broken("history", f"{device.name} lacks {len(missing)} changes of {scope[-4:]}")


def check_digest(device: Device, scope: str, table: Table, digest: Mapping[str, object]) -> None:
    """The digest of a copy is the server's exactly when its state is."""
    shelf = device.store.shelves.get(scope)
    if shelf is None:
        return
    mine = {key: stamps for key, (_, stamps) in shelf.all_entities()}
    theirs = {key: held.stamps for key, held in table.entities.items()}
    if (mine == theirs) != (device.store.digest(scope) == digest):
        raise Broken("digest", f"the digests of {device.name} in {scope[-4:]} do not tell whether it is equal")
