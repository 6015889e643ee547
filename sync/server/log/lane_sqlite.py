"""The way of a push and a pull on SQLite."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sync.server.log.lanes import Asked, Found, KnownRow, Question, ScopeRow, Writing
from sync.server.log.ports import Key

_SCOPE = "select history, head, chain, size from scope where scope = ?"
_CHAIN = "select chain from change where scope = ? and seq = ?"
_KNOWN = "select scope, seq, v, partial, chain, body from change where v in ({})"
_HELD = "select kind, entity, body from object where scope = ? and kind = ? and entity in ({})"
_ADD = (
    "insert into change (scope, seq, v, partial, kind, entity, border, size, chain, body)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PUT = (
    "insert into object (scope, kind, entity, seq, body) values (?, ?, ?, ?, ?)"
    " on conflict (scope, kind, entity) do update set seq = excluded.seq, body = excluded.body"
)
_MOVE = "update scope set head = ?, chain = ?, size = ? where scope = ?"
# Values in one statement; older builds take no more than 999.
_AT_ONCE = 500


class SqliteLane:
    """One file, one writer at a time."""

    def begin(self, connection: sqlite3.Connection, asked: Asked, *, wait: bool) -> dict[str, Found]:  # noqa: ARG002 - what is asked of both
        """Take the write lock of the file, and look up what is going to be asked."""
        connection.execute("begin immediate").close()
        found: dict[str, Found] = {}
        for scope, question in asked:
            if scope not in found and (row := connection.execute(_SCOPE, (scope,)).fetchone()):
                found[scope] = Found(ScopeRow(*row))
            if scope in found:
                _look_up(connection, scope, question, found[scope])
        return found

    def look(self, connection: sqlite3.Connection, scope: str, question: Question) -> Found:
        """Look up a scope, a chain, versions and objects."""
        found = Found(ScopeRow(*connection.execute(_SCOPE, (scope,)).fetchone()))
        _look_up(connection, scope, question, found)
        return found

    def write(self, connection: sqlite3.Connection, writing: Writing) -> None:
        """Write everything and commit."""
        connection.executemany(_ADD, writing.changes).close()
        connection.executemany(_PUT, writing.objects).close()
        moved = [(row.head, row.chain, row.size, scope) for scope, row in writing.scopes.items()]
        connection.executemany(_MOVE, moved).close()
        connection.commit()

    def read(self, connection: sqlite3.Connection, *questions: tuple[str, Sequence[Any]]) -> list[list[Any]]:
        """Run questions that see the same state of the file."""
        connection.execute("begin").close()
        answers = [connection.execute(sql, tuple(values)).fetchall() for sql, values in questions]
        connection.commit()
        return answers

    def listed(self, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """Ask with a mark for each value."""
        return f"in ({_marks(values)})", values

    def broken(self, error: Exception) -> bool:  # noqa: ARG002 - what is asked of both
        """Whether the connection is gone: a file does not hang up."""
        return False

    def busy(self, error: Exception) -> bool:
        """Whether another process held the write lock for too long."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return isinstance(error, sqlite3.OperationalError) and code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _look_up(connection: sqlite3.Connection, scope: str, question: Question, found: Found) -> None:
    if question.seq and (chain := connection.execute(_CHAIN, (scope, question.seq)).fetchone()):
        found.chains[question.seq] = chain[0]
    for part in _parts(question.versions):
        found.known.extend(KnownRow(*row) for row in connection.execute(_KNOWN.format(_marks(part)), part))
    for kind, ids in _by_kind(question.keys):
        found.objects.extend(_held(connection, scope, kind, ids))


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


def _by_kind(keys: Sequence[Key]) -> Iterator[tuple[str, list[bytes]]]:
    for kind, group in groupby(sorted(set(keys)), key=itemgetter(0)):
        yield kind, [entity for _, entity in group]


def _held(connection: sqlite3.Connection, scope: str, kind: str, ids: Sequence[bytes]) -> Iterator[Any]:
    for part in _parts(ids):
        yield from connection.execute(_HELD.format(_marks(part)), (scope, kind, *part))
