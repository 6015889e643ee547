"""What each protection becomes when it is taken away: one function each, of the product or of the stores in memory.

The replacements of module functions run with the names of the module they are put into (see ``mutants.taken_away``).
"""

# ruff: noqa: F821 - the names are those of the module the code is put into
# mypy: ignore-errors

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from sync.client.ports import Applied, ScopeState
from sync.client.scope_round import ScopeRound
from sync.engine import clock, conflict_records, conflicts, lineage, merge, partials
from sync.protocol.messages import Cursor, ObjectPage, Page
from sync.protocol.version import pack
from sync.server.log import admission, ledger
from tests.simulation import memory_shelf
from tests.simulation.faults import Crash
from tests.simulation.memory_shelf import Shelf
from tests.simulation.memory_store import MemoryStore
from tests.simulation.service import Service


@dataclass(frozen=True, slots=True)
class Mutation:
    """A protection, the function it is in, and what stands there instead. ``owner`` is the class of a method."""

    name: str
    original: Callable[..., Any]
    replacement: Callable[..., Any]
    owner: type | None = None


def _method(name: str, owner: type, method: str, replacement: Callable[..., Any]) -> Mutation:
    return Mutation(name, getattr(owner, method), replacement, owner)


# --- the client


def _cursor_first(self: MemoryStore, scope: str, page: Page, cursor: Cursor) -> Applied:
    shelf = self.shelves[scope]
    shelf.state = replace(shelf.state, cursor=cursor, phase="following")
    # The power goes in between, but not for ever.
    _powercuts[self] = _powercuts.get(self, 0) + 1
    if _powercuts[self] == _THIRD:
        raise Crash
    return self._take(shelf, page)


_powercuts: WeakKeyDictionary[MemoryStore, int] = WeakKeyDictionary()
_THIRD = 3


def _settle_trusting(self: MemoryStore, scope: str) -> int:
    shelf = self.shelves[scope]
    shelf.acked = {}
    if shelf.state.phase in ("rereading", "new"):
        shelf.state = replace(shelf.state, phase="following")
    return 0


def _take_torn(self: MemoryStore, shelf: Shelf, page: Page) -> Applied:
    changes = page.changes
    half = changes[:-1] if changes and changes[-1].group_size > 1 else changes
    return _real_take(self, shelf, replace(page, changes=half))


_real_take = MemoryStore._take


def _copied_without_backfill(self: MemoryStore, shelf: Shelf, page: ObjectPage) -> None:
    offer, at = shelf.state.offer, shelf.state.copied_at or page.at
    if page.after is not None:
        shelf.state = ScopeState(offer, "copying", Cursor(), at, page.after)
    else:
        shelf.state = ScopeState(offer, "following", at)


def _parked_dropped(self: MemoryStore, schema: int) -> None:
    self.schema = schema


def _revoked_forgets(self: MemoryStore, offers: Any) -> None:
    offered = list(offers)
    _real_follow(self, offered)
    for scope in [one for one in self.shelves if one not in {offer.scope for offer in offered}]:
        del self.shelves[scope]


_real_follow = MemoryStore.follow


def _newest_first(self: MemoryStore, scope: str, limit: int, after: Any = None) -> list[Any]:
    groups: dict[Any, list[Any]] = {}
    for change in _real_pending(self, scope, limit, after):
        groups.setdefault(change.group, []).append(change)
    return [change for group in sorted(groups, reverse=True) for change in groups[group]]


_real_pending = MemoryStore.pending


def _whole_row(self: MemoryStore, scope: str, writes: Any, **rest: Any) -> Any:
    fuller = [
        replace(one, fields={**one.fields, "mood": None}) if one.kind == "client" and one.fields else one
        for one in writes
    ]
    return _real_write(self, scope, fuller if self.schema == 1 else writes, **rest)


_real_write = MemoryStore.write


def _counted_version(self: MemoryStore, dice: Any, device: str) -> bytes:
    dice.getrandbits(64)
    return pack(*self.clock, int(device[-8:], 16))


def _base_without_deletion(entity: Any, fields: Any) -> Any:
    stamps = entity[1] if entity else Stamps()
    return {name: stamps.of(name) for name in fields}


def _push_first(self: ScopeRound) -> None:
    state = self._state()
    if state.phase in ("following", "rereading") and state.offer.writable:
        self._push(state.cursor)
    _real_run(self)


_real_run = ScopeRound._run


def _head_after_first_page(self: ScopeRound, cursor: Cursor) -> Cursor | None:
    page, after = self._page(cursor)
    if page.changes:
        self._tally.pulled += self._store.receive(self._scope, page, after).new
        return after
    return cursor


def _nothing(*_: Any) -> None:
    return None


def _no_quarantine(self: MemoryStore, scope: str, refused: Any) -> None:
    return None


# --- the laws both share


def _forgetful_clock(last: Any, version: Any) -> Any:
    return last


def _empty_chain(chain: bytes, version: bytes) -> bytes:
    return bytes(SIZE)


def _versions_only(chain: bytes, change: Any) -> bytes:
    return extend(chain, change.version)


def _delete_hides_all(values: Any, stamps: Any, change: Any) -> Any:
    if change.op == "del":
        return Merged(dict(values), Stamps(dict(stamps.fields), dict(stamps.fields), change.version), frozenset())
    merged, versions = dict(values), dict(stamps.fields)
    won = frozenset(name for name in change.fields if change.version > versions.get(name, NONE))
    for name in won:
        merged[name], versions[name] = change.fields[name], change.version
    return Merged(merged, Stamps(versions, dict(stamps.seen), stamps.deleted), won)


def _last_arrival_wins(values: Any, stamps: Any, change: Any) -> Any:
    if change.op == "del":
        seen = dict(stamps.seen)
        for name, version in change.base.items():
            if name != DELETION:
                seen[name] = max(seen.get(name, NONE), version)
        return Merged(dict(values), Stamps(dict(stamps.fields), seen, max(stamps.deleted, change.version)), frozenset())
    merged, versions = {**values, **change.fields}, {**stamps.fields, **dict.fromkeys(change.fields, change.version)}
    return Merged(merged, Stamps(versions, dict(stamps.seen), stamps.deleted), frozenset(change.fields))


def _no_conflicts(values: Any, stamps: Any, change: Any) -> Any:
    return apply(values, stamps, change), []


def _nothing_left_behind(stamps: Any, change: Any) -> Any:
    yield from ()


def _no_partials(kind: Any, entity: Any, values: Any, stamps: Any) -> Any:
    return []


def _same_closing(conflict: Any, stamps: Any, by: Any) -> Any:
    before = stamps.of("state")
    newest = max(before, by.version)
    time = tick(HybridTime(ms_of(newest), counter_of(newest)), 0)
    fields = {"state": SUPERSEDED}
    return _by_server(_version(time, conflict, fields), conflict, fields, {"state": before})


# --- the server


def _any_past(log: Any, cursor: Any) -> None:
    return None


def _nowhere(tx: Any, logged: Any, change: Any) -> Any:
    return None


def _any_group(group: Any) -> str:
    return ""


def _lock_for_everybody(self: Service, scope: str) -> bool:
    return True


def _place_after_the_objects(self: Service, caller: Any, scope: str, at: Any, after: Any, limit: int) -> Any:
    page = _real_snapshot(self, caller, scope, at, after, limit)
    if at is None:
        self._listeners.interleave()
        table = self.tables[scope]
        return replace(page, at=Cursor(table.history, table.head, table.chain))
    return page


_real_snapshot = Service.snapshot


MUTATIONS = (
    _method("the cursor stored with its page", MemoryStore, "receive", _cursor_first),
    Mutation("the server's look at the lineage", ledger.check_lineage, _any_past),
    Mutation("a chain that tells pasts apart", lineage.extend, _empty_chain),
    Mutation("a chain that tells partial changes from originals", lineage.link, _versions_only),
    _method("offering again after a divergence", Shelf, "offer_again", _nothing),
    _method("waiting for what was acked to come back", MemoryStore, "settle", _settle_trusting),
    Mutation("deletions that hide only what was seen", merge.apply, _delete_hides_all),
    Mutation("the newest version winning", merge.apply, _last_arrival_wins),
    _method("groups applied whole", MemoryStore, "_take", _take_torn),
    Mutation("a clock moved past what was seen", clock.observe, _forgetful_clock),
    _method("versions with random bits", MemoryStore, "_version", _counted_version),
    Mutation("finding conflicts", conflicts.fold, _no_conflicts),
    Mutation("closing what a branch has left behind", conflict_records.left_behind, _nothing_left_behind),
    Mutation("closings told apart by what they close", conflict_records.superseded, _same_closing),
    Mutation("refusing torn groups", admission._fault, _any_group),
    _method("setting aside what is refused", MemoryStore, "quarantine", _no_quarantine),
    Mutation("knowing what is in the log", admission._place, _nowhere),
    _method("settling only at the head", ScopeRound, "_pull", _head_after_first_page),
    _method("reading before pushing", ScopeRound, "_run", _push_first),
    _method("offering the oldest first", MemoryStore, "pending", _newest_first),
    _method("places drawn inside the lock", Service, "lock", _lock_for_everybody),
    _method("the log before a snapshot", MemoryStore, "_copied", _copied_without_backfill),
    _method("a snapshot's place taken before its objects", Service, "snapshot", _place_after_the_objects),
    _method("parked kinds applied after an upgrade", MemoryStore, "upgrade", _parked_dropped),
    _method("fields one does not know left alone", MemoryStore, "write", _whole_row),
    Mutation("the deletion named by who brings back", memory_shelf.base_of, _base_without_deletion),
    Mutation("partial changes for what a snapshot said", partials.partials, _no_partials),
    _method("pending work kept when access is lost", MemoryStore, "follow", _revoked_forgets),
)
