"""The real store beside the one in memory: every push, page and snapshot is asked of both, and both must say the same.

So the world goes on as without it, and the same seed gives the same log on memory, SQLite and PostgreSQL. What is
pushed and read goes through the bytes of the wire as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete, insert, select

from sync.engine.conflict_records import Author
from sync.protocol.messages import Cursor, Limits, ObjectPage, Page, Push, PushAnswer
from sync.protocol.wire import dump_push, load_page, load_push
from sync.protocol.wire_objects import load_objects
from sync.server.database import open_engine
from sync.server.log import ledger
from sync.server.log.reads import Reader
from sync.server.log.scopes import create_scope
from sync.server.log.store import Store
from sync.server.log.tables import BY_SCOPE
from sync.server.migrations import upgrade
from sync.server.settings import Settings
from tests.simulation.memory_log import Table
from tests.simulation.truth import Broken
from tests.simulation.vocabulary import WORKSPACE
from tests.support.postgres import new_database, running_postgres

PAGE_BYTES = 16 << 20
Rows = list[list[Any]]


class SqlMirror:
    """A server's database that follows the tables in memory."""

    def __init__(self, settings: Settings) -> None:
        upgrade(settings)
        self.engine = open_engine(settings)
        self._store = Store(self.engine)
        self._reader = Reader(self._store, PAGE_BYTES)

    def begin(self, tables: Mapping[str, Table]) -> None:
        """Begin a world: empty logs under the same names."""
        self.restore([[] for _ in BY_SCOPE])
        with self.engine.begin() as connection:
            for scope, table in tables.items():
                create_scope(connection, scope, workspace=WORKSPACE, user=None, history=table.history)

    def backup(self) -> Rows:
        with self.engine.begin() as connection:
            return [[row._mapping for row in connection.execute(select(table))] for table in BY_SCOPE]

    def restore(self, rows: Rows) -> None:
        with self.engine.begin() as connection:
            for table, copied in zip(BY_SCOPE, rows, strict=True):
                connection.execute(delete(table))
                if copied:
                    connection.execute(insert(table), [dict(row) for row in copied])

    # --- the same questions

    def push(self, scope: str, push: Push, by: Author, limits: Limits, answer: PushAnswer) -> None:
        received = load_push(dump_push(push))
        with self._store.locked(scope) as transaction:
            mine = ledger.push(transaction, received.push, by, limits)
        _same("a push", (list(mine.acks), mine.refused, mine.head), (list(answer.acks), answer.refused, answer.head))
        _same("reading a push", received.malformed, {})

    def page(self, scope: str, cursor: Cursor, limit: int, page: Page) -> None:
        mine = load_page(self._reader.changes(scope, cursor, limit))
        _same("a page", replace(mine, changes=list(mine.changes)), replace(page, changes=list(page.changes)))

    def objects(self, scope: str, at: Cursor | None, after: str | None, limit: int, page: ObjectPage) -> None:
        mine = load_objects(self._reader.objects(scope, at, after, limit))
        _same("a snapshot", replace(mine, objects=list(mine.objects)), replace(page, objects=list(page.objects)))

    def digest(self, scope: str, digest: Mapping[str, Sequence[bytes]]) -> None:
        _same("a digest", self._reader.digest(scope), digest)


@contextmanager
def mirror_on(kind: str) -> Iterator[SqlMirror]:
    """Open a database of a kind: ``sqlite`` or ``postgres``."""
    if kind == "sqlite":
        with TemporaryDirectory(prefix="stintbook-simulation-") as folder:
            yield from _open(Settings(data_dir=Path(folder)))
    else:
        with running_postgres() as address:
            yield from _open(Settings(database_url=new_database(address)))


def _open(settings: Settings) -> Iterator[SqlMirror]:
    mirror = SqlMirror(settings)
    try:
        yield mirror
    finally:
        mirror.engine.dispose()


def _same(what: str, real: object, played: object) -> None:
    if real != played:
        raise Broken("store", f"the real store answers {what} with {real!r}, the one in memory with {played!r}")
