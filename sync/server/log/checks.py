"""The examination of one scope: its log against itself, its objects against its log."""

from collections.abc import Iterator
from typing import Any

from sync.engine.lineage import link
from sync.engine.merge import apply
from sync.engine.stamps import Stamps
from sync.protocol.change import Change, Malformed
from sync.protocol.wire import load_change
from sync.protocol.wire_objects import read_object
from sync.server.log.lanes import ScopeRow
from sync.server.log.ports import Held, Key
from sync.server.log.store import Store

_SCOPE = "select history, head, chain, size from scope where scope = ?"
_LOG = "select seq, v, size, chain, body from change where scope = ? and seq > ? and seq <= ? order by seq limit ?"
_OBJECTS = (
    "select kind, entity, seq, body from object where scope = ? and (kind, entity) > (?, ?)"
    " order by kind, entity limit ?"
)
_AT_ONCE = 1_000


def check_scope(store: Store, scope: str) -> Iterator[str]:
    """Yield a sentence for everything that does not agree in a scope; it may be written to meanwhile.

    The log: places without gaps, each chain and size made of the one before, each version that of its change. The
    objects: what the changes of the log, merged again, come to.
    """
    rows = store.read((_SCOPE, (scope,)))[0]
    if not rows:
        yield "there is no such scope."
        return
    row = ScopeRow(*rows[0])
    log = _Log(row)
    for change in _all_changes(store, scope, row.head):
        yield from log.take(change)
    yield from log.end()
    yield from _objects(store, scope, row.head, log.state)


class _Log:
    """A log on its way: what the next change has to go on from, and the state merged so far."""

    def __init__(self, row: ScopeRow) -> None:
        self._row = row
        self._seq = 0
        self._size = 0
        self._chain = b""
        self.state: dict[Key, Held] = {}

    def take(self, row: tuple[int, bytes, int, bytes, bytes]) -> Iterator[str]:
        seq, version, size, chain, body = row
        if seq != self._seq + 1:
            yield f"after place {self._seq} of the log comes {seq}."
        try:
            change = load_change(body)
        except Malformed as error:
            yield f"the change at place {seq} cannot be read: {error}."
        else:
            if change.version != version:
                yield f"the change at place {seq} stands under another version."
            if chain != link(self._chain, change):
                yield f"the chain breaks at place {seq}."
            self._merge(change)
        if size != self._size + len(body):
            yield f"the size of the log is wrong at place {seq}."
        self._seq, self._size, self._chain = seq, size, chain

    def end(self) -> Iterator[str]:
        if (self._seq, self._chain, self._size) != (self._row.head, self._row.chain, self._row.size):
            yield f"the log ends at place {self._seq}, the scope says {self._row.head}, or another chain or size."

    def _merge(self, change: Change) -> None:
        key = (change.kind, change.entity)
        held = self.state.get(key) or Held({}, Stamps())
        merged = apply(held.values, held.stamps, change)
        self.state[key] = Held(merged.values, merged.stamps)


def _all_changes(store: Store, scope: str, head: int) -> Iterator[Any]:
    after = 0
    while rows := store.read((_LOG, (scope, after, head, _AT_ONCE)))[0]:
        yield from rows
        after = rows[-1][0]


def _objects(store: Store, scope: str, head: int, state: dict[Key, Held]) -> Iterator[str]:
    position: Key = ("", b"")
    while rows := store.read((_OBJECTS, (scope, *position, _AT_ONCE)))[0]:
        for kind, entity, seq, body in rows:
            held = state.pop((kind, entity), None)
            # What was written after the examination began is judged by the next one.
            if seq <= head and (held is None or not _same(body, held)):
                yield f"the {kind} {entity.hex()} is not what its changes come to."
        position = rows[-1][:2]
    for kind, entity in sorted(state):
        yield f"the {kind} {entity.hex()} is missing."


def _same(body: bytes, held: Held) -> bool:
    state = read_object(body)
    stamps = Stamps(dict(state.fields), dict(state.seen), state.deleted)
    return state.values == held.values and stamps == held.stamps
