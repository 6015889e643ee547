"""The way of a push and a pull on PostgreSQL: as few round trips as there are decisions."""

from collections.abc import Sequence
from typing import Any

import psycopg

from sync.server.log.lanes import Asked, Found, KnownRow, Question, ScopeRow, Writing

_Connection = psycopg.Connection[tuple[Any, ...]]

# In one order everywhere, so that two transactions never wait for one another.
_LOCK = "select scope, history, head, chain, size from scope where scope = any(%b::text[]) order by scope for update"
_LOCK_FREE = f"{_LOCK} skip locked"
_CHAIN = (
    "select c.scope, c.seq, c.chain from unnest(%b::text[], %b::bigint[]) as asked(scope, seq)"
    " join change c on c.scope = asked.scope and c.seq = asked.seq"
)
_KNOWN = "select scope, seq, v, partial, chain, body from change where v = any(%b::bytea[])"
_HELD = (
    "select o.scope, o.kind, o.entity, o.body"
    " from unnest(%b::text[], %b::text[], %b::bytea[]) as asked(scope, kind, entity)"
    " join object o on o.scope = asked.scope and o.kind = asked.kind and o.entity = asked.entity"
)
# The rows travel as one array for each column: one statement, whatever their number.
_ADD = (
    "insert into change (scope, seq, v, partial, kind, entity, border, size, chain, body) select * from"
    " unnest(%b::text[], %b::bigint[], %b::bytea[], %b::bigint[], %b::text[], %b::bytea[], %b::smallint[],"
    " %b::bigint[], %b::bytea[], %b::bytea[])"
)
_PUT = (
    "insert into object (scope, kind, entity, seq, body) select * from"
    " unnest(%b::text[], %b::text[], %b::bytea[], %b::bigint[], %b::bytea[])"
    " on conflict (scope, kind, entity) do update set seq = excluded.seq, body = excluded.body"
)
_MOVE = (
    "update scope set head = moved.head, chain = moved.chain, size = moved.size"
    " from unnest(%b::text[], %b::bigint[], %b::bytea[], %b::bigint[]) as moved(scope, head, chain, size)"
    " where scope.scope = moved.scope"
)
_COMMIT = "commit"
_BUSY = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.TooManyConnections,
    psycopg.errors.CannotConnectNow,
)


class PostgresLane:
    """Any number of workers; the row of a scope is the lock for its log."""

    def begin(self, connection: _Connection, asked: Asked, *, wait: bool) -> dict[str, Found]:
        """Lock the rows of scopes and look up what is going to be asked, in one round trip."""
        # Each statement sees what was committed when it began. So those that follow the lock see everything the
        # transactions before this one did to the scopes, although all are sent at once.
        return _looked_up(connection, asked, _LOCK if wait else _LOCK_FREE)

    def look(self, connection: _Connection, scope: str, question: Question) -> Found:
        """Look up a scope, a chain, versions and objects, in one round trip."""
        return _looked_up(connection, [(scope, question)], _LOCK)[scope]

    def write(self, connection: _Connection, writing: Writing) -> None:
        """Write everything and commit, in one round trip."""
        moved = [(scope, row.head, row.chain, row.size) for scope, row in writing.scopes.items()]
        with connection.pipeline():
            cursor = connection.cursor()
            if writing.changes:
                cursor.execute(_ADD, _columns(writing.changes))
            if writing.objects:
                cursor.execute(_PUT, _columns(writing.objects))
            cursor.execute(_MOVE, _columns(moved))
            # As a statement: the driver's own commit waits for an answer while a large insert is still on its way out.
            cursor.execute(_COMMIT)

    def read(self, connection: _Connection, *questions: tuple[str, Sequence[Any]]) -> list[list[Any]]:
        """Run questions in one round trip, in their order: a later one sees no less than an earlier one."""
        cursors = [connection.cursor() for _ in questions]
        with connection.pipeline():
            for cursor, (sql, values) in zip(cursors, questions, strict=True):
                cursor.execute(sql.replace("?", "%s"), values)
            connection.cursor().execute(_COMMIT)
        return [list(cursor.fetchall()) for cursor in cursors]

    def listed(self, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """Ask with one array: the same statement, whatever its number."""
        return "= any(?)", [list(values)]

    def broken(self, error: Exception) -> bool:
        """Whether the server went away, or ended this connection."""
        return isinstance(error, psycopg.OperationalError) and not isinstance(error, _BUSY)

    def busy(self, error: Exception) -> bool:
        """Whether a lock or a statement took longer than it may."""
        return isinstance(error, _BUSY)


def _looked_up(connection: _Connection, asked: Asked, lock: str) -> dict[str, Found]:
    versions = [version for _, question in asked for version in question.versions]
    places = [(scope, question.seq) for scope, question in asked if question.seq]
    keys = list(dict.fromkeys((scope, *key) for scope, question in asked for key in question.keys))
    rows, chains, known, objects = (connection.cursor() for _ in range(4))
    with connection.pipeline():
        rows.execute(lock, ([scope for scope, _ in asked],))
        if places:
            chains.execute(_CHAIN, _columns(places))
        if versions:
            known.execute(_KNOWN, (versions,))
        if keys:
            objects.execute(_HELD, _columns(keys))
    there = [KnownRow(*row) for row in known.fetchall()] if versions else []
    found = {row[0]: Found(ScopeRow(*row[1:]), known=there) for row in rows.fetchall()}
    for scope, seq, chain in chains.fetchall() if places else ():
        if scope in found:
            found[scope].chains[seq] = chain
    for scope, kind, entity, body in objects.fetchall() if keys else ():
        if scope in found:
            found[scope].objects.append((kind, entity, body))
    return found


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
