"""What is read from a log: pages of it, the objects folded from it, their digest, what happened to one of them.

Changes and objects are stored as they travel, so that pages are joined, never parsed.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sync.engine import digest
from sync.engine.stamps import Stamps
from sync.protocol.change import MAX_GROUP, Malformed
from sync.protocol.fields import digest_of as entity_of
from sync.protocol.messages import Cursor
from sync.protocol.wire import join_page
from sync.protocol.wire_objects import join_objects, read_object
from sync.server.log.lanes import ScopeRow
from sync.server.log.ledger import Diverged
from sync.server.log.store import NoSuchScope, Store

_SCOPE = "select history, head, chain, size from scope where scope = ?"
_PLACE = "select chain, size from change where scope = ? and seq = ?"
_PAGE = (
    "select seq, border, chain, body from change where scope = ? and seq > ?"
    " and (size <= coalesce((select size from change where scope = ? and seq = ?), 0) + ? or seq = ?)"
    " order by seq limit ?"
)
_REST = "select seq, border, chain, body from change where scope = ? and seq > ? order by seq limit ?"
_SIZES = (
    "select kind, entity, length(body) from object where scope = ? and (kind, entity) > (?, ?)"
    " order by kind, entity limit ?"
)
_OBJECTS = (
    "select body from object where scope = ? and (kind, entity) > (?, ?) and (kind, entity) <= (?, ?)"
    " order by kind, entity"
)
_BODIES = (
    "select kind, entity, body from object where scope = ? and (kind, entity) > (?, ?) order by kind, entity limit ?"
)
_BUCKET = "select entity, body from object where scope = ? and kind = ? and substr(entity, 16, 1) = ?"
_PAST = "select seq, body from change where scope = ? and entity = ? and kind = ? and seq > ? order by seq limit ?"
_DIGEST_CHUNK = 500


class Reader:
    """Answers to the calls that only read, as the bytes of their bodies."""

    def __init__(self, store: Store, page_bytes: int) -> None:
        self._store = store
        self._page_bytes = page_bytes

    def changes(self, scope: str, cursor: Cursor, limit: int) -> bytes:
        """Return the part of a log after a cursor: whole groups, up to ``limit`` changes, never less than one group.

        Raises:
            NoSuchScope: there is no such scope.
            Diverged: the cursor is of another history.
        """
        after = cursor.seq
        page = (scope, after, scope, after, self._page_bytes, after + 1, limit)
        scopes, places, rows = self._store.read((_SCOPE, (scope,)), (_PLACE, (scope, after)), (_PAGE, page))
        row = self._checked(scope, scopes, places, cursor)
        rows = _whole_groups(rows) or self._first_group(scope, after)
        upto, chain = (rows[-1][0], rows[-1][2]) if rows else (after, cursor.chain)
        return join_page([each[3] for each in rows], upto, chain, max(row.head, upto))

    def objects(self, scope: str, at: Cursor | None, after: str | None, limit: int) -> bytes:
        """Return a part of the objects, in the order of (kind, id), with the place in the log of the first part.

        Raises:
            NoSuchScope: there is no such scope.
            Diverged: ``at`` is of another history.
            Malformed: ``after`` is nothing this server has given out.
        """
        kind, entity = _position(after)
        place = (_PLACE, (scope, at.seq if at else 0))
        # The place is read before the objects: they are at least as new as it says.
        scopes, places, sizes = self._store.read((_SCOPE, (scope,)), place, (_SIZES, (scope, kind, entity, limit)))
        row = self._checked(scope, scopes, places, at or Cursor())
        fitting = _fitting(sizes, self._page_bytes)
        if fitting:
            last = fitting[-1]
            bodies = self._store.read((_OBJECTS, (scope, kind, entity, last[0], last[1])))[0]
        else:
            bodies = []
        more = len(fitting) < len(sizes) or len(sizes) == limit
        next_after = f"{fitting[-1][0]}/{fitting[-1][1].hex()}" if more and fitting else None
        began = Cursor(row.history, at.seq, at.chain) if at else Cursor(row.history, row.head, row.chain)
        return join_objects([body for (body,) in bodies], began, next_after)

    def digest(self, scope: str) -> dict[str, list[bytes]]:
        """Return the 256 buckets of every kind (see ``sync.engine.digest``)."""
        kinds: dict[str, list[int]] = {}
        for kind, entity, body in self._all_objects(scope):
            sums = kinds.setdefault(kind, [0] * digest.BUCKETS)
            sums[digest.bucket_of(entity)] ^= int.from_bytes(_digest(entity, body), "big")
        return {kind: [each.to_bytes(16, "big") for each in sums] for kind, sums in kinds.items()}

    def digest_of(self, scope: str, kind: str, bucket: int) -> dict[bytes, bytes]:
        """Return the digest of every entity of one bucket."""
        rows = self._store.read((_BUCKET, (scope, kind, bytes((bucket,)))))[0]
        return {entity: _digest(entity, body) for entity, body in rows}

    def past(self, scope: str, kind: str, entity: bytes, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Return the changes of an entity after a place of the log: their places, and they as they travel."""
        rows = self._store.read((_PAST, (scope, entity, kind, after, limit)))[0]
        fitting: list[tuple[int, bytes]] = []
        room = self._page_bytes
        for seq, body in rows:
            room -= len(body)
            if fitting and room < 0:
                break
            fitting.append((seq, body))
        return fitting

    def heads(self, scopes: Sequence[str]) -> dict[str, int]:
        """Return how far the logs of some scopes are."""
        if not scopes:
            return {}
        marks = ",".join("?" * len(scopes))
        return dict(self._store.read((f"select scope, head from scope where scope in ({marks})", scopes))[0])

    def _checked(self, scope: str, scopes: list[Any], places: list[Any], cursor: Cursor) -> ScopeRow:
        if not scopes:
            raise NoSuchScope(scope)
        row = ScopeRow(*scopes[0])
        chain = places[0][0] if places else b"" if cursor.seq == 0 else None
        if cursor.history not in ("", row.history) or chain != cursor.chain:
            raise Diverged(row.history)
        return row

    def _first_group(self, scope: str, after: int) -> list[Any]:
        # Reached where a group is larger than the page asked for: one group is the least that can be given.
        rows = self._store.read((_REST, (scope, after, MAX_GROUP)))[0]
        end = next((number for number, row in enumerate(rows, 1) if row[1]), len(rows))
        return rows[:end]

    def _all_objects(self, scope: str) -> Iterator[tuple[str, bytes, bytes]]:
        kind, entity = "", b""
        while True:
            rows = self._store.read((_BODIES, (scope, kind, entity, _DIGEST_CHUNK)))[0]
            yield from rows
            if len(rows) < _DIGEST_CHUNK:
                return
            kind, entity = rows[-1][:2]


def _whole_groups(rows: list[Any]) -> list[Any]:
    end = len(rows)
    while end and not rows[end - 1][1]:
        end -= 1
    return rows[:end]


def _fitting(sizes: list[Any], most_bytes: int) -> list[Any]:
    room = most_bytes
    for number, (_, _, size) in enumerate(sizes):
        room -= size
        if number and room < 0:
            return sizes[:number]
    return sizes


def _position(after: str | None) -> tuple[str, bytes]:
    if after is None:
        return "", b""
    kind, slash, entity = after.rpartition("/")
    if not slash or not kind:
        raise Malformed("“after” is not what a page ended with")
    return kind, entity_of(entity)


def _digest(entity: bytes, body: bytes) -> bytes:
    state = read_object(body)
    return digest.of_entity(entity, Stamps(dict(state.fields), dict(state.seen), state.deleted))
