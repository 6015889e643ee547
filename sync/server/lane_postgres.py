"""The way of a push and a pull on PostgreSQL: as few round trips as there are decisions."""

from collections.abc import Sequence
from typing import Any

import psycopg

from sync.server.lanes import ChangeRow, Found, KnownRow, ObjectRow, Question, ScopeRow

_Connection = psycopg.Connection[tuple[Any, ...]]

_LOCK = "select history, head, chain, size from scope where scope = %s for update"
_CHAIN = "select chain from change where scope = %s and seq = %s"
_KNOWN = "select scope, seq, v, partial, chain, body from change where v = any(%b::bytea[])"
_HELD = (
    "select o.kind, o.entity, o.body from unnest(%b::text[], %b::bytea[]) as asked(kind, entity)"
    " join object o on o.scope = %s and o.kind = asked.kind and o.entity = asked.entity"
)
# The rows travel as one array for each column: one statement, whatever their number.
_ADD = (
    "insert into change (scope, seq, v, partial, kind, entity, border, size, chain, body) select %s, * from"
    " unnest(%b::bigint[], %b::bytea[], %b::bigint[], %b::text[], %b::bytea[], %b::smallint[], %b::bigint[],"
    " %b::bytea[], %b::bytea[])"
)
_PUT = (
    "insert into object (scope, kind, entity, seq, body) select %s, * from"
    " unnest(%b::text[], %b::bytea[], %b::bigint[], %b::bytea[])"
    " on conflict (scope, kind, entity) do update set seq = excluded.seq, body = excluded.body"
)
_MOVE = "update scope set head = %s, chain = %s, size = %s where scope = %s"
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

    def begin(self, connection: _Connection, scope: str, question: Question) -> Found:
        """Lock the row of a scope and look up what is going to be asked, in one round trip."""
        # Each statement sees what was committed when it began. So those that follow the lock see everything the
        # transaction before this one did to the scope, although all are sent at once.
        return self.look(connection, scope, question)

    def look(self, connection: _Connection, scope: str, question: Question) -> Found:
        """Look up a scope, a chain, versions and objects, in one round trip."""
        asked = [connection.cursor() for _ in range(4)]
        with connection.pipeline():
            asked[0].execute(_LOCK, (scope,))
            if question.seq:
                asked[1].execute(_CHAIN, (scope, question.seq))
            if question.versions:
                asked[2].execute(_KNOWN, (list(question.versions),))
            if question.keys:
                kinds, entities = zip(*dict.fromkeys(question.keys), strict=True)
                asked[3].execute(_HELD, (list(kinds), list(entities), scope))
        row = asked[0].fetchone()
        chain = asked[1].fetchone() if question.seq else (b"",)
        known = [KnownRow(*found) for found in asked[2].fetchall()] if question.versions else []
        objects: Any = asked[3].fetchall() if question.keys else []
        return Found(ScopeRow(*row) if row else None, chain[0] if chain else None, known, objects)

    def write(
        self,
        connection: _Connection,
        scope: str,
        changes: Sequence[ChangeRow],
        objects: Sequence[ObjectRow],
        row: ScopeRow,
    ) -> None:
        """Write everything and commit, in one round trip."""
        with connection.pipeline():
            cursor = connection.cursor()
            if changes:
                cursor.execute(_ADD, (scope, *map(list, zip(*changes, strict=True))))
            if objects:
                cursor.execute(_PUT, (scope, *map(list, zip(*objects, strict=True))))
            cursor.execute(_MOVE, (row.head, row.chain, row.size, scope))
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

    def broken(self, error: Exception) -> bool:
        """Whether the server went away, or ended this connection."""
        return isinstance(error, psycopg.OperationalError) and not isinstance(error, _BUSY)

    def busy(self, error: Exception) -> bool:
        """Whether a lock or a statement took longer than it may."""
        return isinstance(error, _BUSY)
