"""Readers that poll never skip a change, whoever writes and however writers die; and the test that says so has teeth."""

import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from sync.engine.conflict_records import Author
from sync.engine.lineage import extend
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, Push
from sync.protocol.version import Version
from sync.protocol.wire import dump_change, load_page
from sync.server.database import open_engine
from sync.server.log import ledger
from sync.server.log.checks import check_scope
from sync.server.log.lanes import ChangeRow, Question
from sync.server.log.ledger import Diverged
from sync.server.log.reads import Reader
from sync.server.log.scopes import create_scope
from sync.server.log.store import Store
from sync.server.problems import Busy
from sync.server.settings import Settings
from tests.support.postgres import name_of, new_database
from tests.support.server import change, grouped

SCOPE = "aa" * 16
WRITERS, PUSHES = 4, 25


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    engine = open_engine(settings)
    prepared(Store(engine))
    yield Store(engine)
    engine.dispose()


def prepared(store: Store) -> None:
    with store.engine.begin() as connection:
        create_scope(connection, SCOPE, workspace=SCOPE, user=None, history="history")


def push(store: Store, *numbers: int) -> list[Version]:
    """Push a change of each number, again and again until the server says that it was taken."""
    changes = [change(number) for number in numbers]
    versions = [each.version for each in changes]
    question = Question(0, versions, [(each.kind, each.entity) for each in changes])
    while True:
        try:
            with store.locked(SCOPE, question) as transaction:
                ledger.push(transaction, Push(Cursor(), changes), Author("device", "user"))
        except Busy:
            continue
        return versions


class Poller:
    """Reads a log on and on, as a device does, and keeps what it was given."""

    def __init__(self, store: Store) -> None:
        self._reader = Reader(store, 1 << 20)
        self.cursor = Cursor()
        self.seen: list[Version] = []
        self.gaps = 0

    def poll(self) -> None:
        try:
            page = load_page(self._reader.changes(SCOPE, self.cursor, 50))
        except (Busy, Diverged):
            return
        chain = self.cursor.chain
        for each in page.changes:
            chain = extend(chain, each.version)
        self.gaps += page.next != self.cursor.seq + len(page.changes) or chain != page.chain
        self.seen += [each.version for each in page.changes]
        self.cursor = Cursor("", page.next, page.chain)


@contextmanager
def polling(store: Store) -> Iterator[list[Poller]]:
    """Let two devices poll until the end, and then once more each."""
    pollers, done = [Poller(store), Poller(store)], threading.Event()

    def run(poller: Poller) -> None:
        while not done.is_set():
            poller.poll()

    threads = [threading.Thread(target=run, args=(poller,)) for poller in pollers]
    for thread in threads:
        thread.start()
    try:
        yield pollers
    finally:
        done.set()
        for thread in threads:
            thread.join()
        for poller in pollers:
            poller.poll()
            poller.poll()
            poller.poll()


def written_by_many(stores: list[Store], taking: Callable[[Store, int], list[Version]]) -> set[Version]:
    """Let each store push in a thread of its own, as workers do; returns every version that was taken."""
    acked: set[Version] = set()

    def run(worker: int, store: Store) -> None:
        for number in range(PUSHES):
            acked.update(taking(store, worker * PUSHES + number))

    threads = [threading.Thread(target=run, args=each) for each in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return acked


@contextmanager
def workers(settings: Settings) -> Iterator[list[Store]]:
    """Stores with connections of their own, as separate workers have them."""
    engines = [open_engine(settings) for _ in range(WRITERS)]
    yield [Store(engine) for engine in engines]
    for engine in engines:
        engine.dispose()


def check_nothing_skipped(acked: set[Version], pollers: list[Poller]) -> None:
    for poller in pollers:
        assert poller.gaps == 0
        assert len(poller.seen) == len(set(poller.seen)) == len(acked)
        assert set(poller.seen) == acked


def test_readers_skip_nothing_while_workers_write(settings: Settings, store: Store) -> None:
    with workers(settings) as stores, polling(store) as pollers:
        acked = written_by_many(stores, lambda each, number: push(each, number, number + 1_000))

    check_nothing_skipped(acked, pollers)
    assert list(check_scope(store, SCOPE)) == []


def push_by_sequence(store: Store, number: int, pollers: list[Poller]) -> list[Version]:
    """What must not be done: no lock, and a place drawn from a sequence before the commit, whenever that comes."""
    one = change(number)
    with store.engine.begin() as connection:
        seq = connection.exec_driver_sql("select nextval('places')").scalar_one()
        row = ChangeRow(SCOPE, seq, one.version, 0, one.kind, one.entity, 1, 0, b"", dump_change(one))
        marks = ", ".join(["%s"] * len(row))
        columns = "scope, seq, v, partial, kind, entity, border, size, chain, body"
        connection.exec_driver_sql(f"insert into change ({columns}) values ({marks})", row)
        waited = threading.Event()
        while number == 0 and any(poller.cursor.seq <= seq for poller in pollers):
            waited.wait(0.005)
        connection.exec_driver_sql("update scope set head = greatest(head, %s)", (seq,))
    return [one.version]


@pytest.mark.postgres
def test_places_from_a_plain_sequence_fail_the_same_test(settings_of: Callable[[str], Settings]) -> None:
    settings = settings_of("postgres")
    with workers(settings) as stores:
        prepared(stores[0])
        with stores[0].engine.begin() as connection:
            connection.exec_driver_sql("create sequence places")
        with polling(stores[0]) as pollers:
            acked = written_by_many(stores, lambda each, number: push_by_sequence(each, number, pollers))

    for poller in pollers:
        assert acked - set(poller.seen)
    with pytest.raises(AssertionError):
        check_nothing_skipped(acked, pollers)


@pytest.mark.postgres
def test_readers_skip_nothing_while_connections_are_cut(settings_of: Callable[[str], Settings], postgres: str) -> None:
    settings = settings_of("postgres")
    done = threading.Event()
    cut = count()

    def cutting() -> None:
        with psycopg.connect(postgres, autocommit=True) as connection:
            while not done.wait(0.02):
                sql = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s order by random() limit 1"
                connection.execute(sql, (name_of(settings.database_url),))
                next(cut)

    with workers(settings) as stores:
        prepared(stores[0])
        thread = threading.Thread(target=cutting)
        with polling(stores[0]) as pollers:
            thread.start()
            acked = written_by_many(stores, push)
            done.set()
            thread.join()
        check_nothing_skipped(acked, pollers)
        assert list(check_scope(stores[0], SCOPE)) == []
    assert next(cut) > 0


def test_a_log_restored_from_an_older_copy_is_told_apart(
    settings: Settings, store: Store, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    push(store, 1, 2)
    store.engine.dispose()
    older = copied(settings, request, tmp_path)
    push(store, 3)
    poller = Poller(store)
    poller.poll()

    engine = open_engine(older)
    restored = Store(engine)
    with pytest.raises(Diverged):
        Reader(restored, 1 << 20).changes(SCOPE, poller.cursor, 10)
    push(restored, 4)
    push(restored, 5)
    with pytest.raises(Diverged):
        Reader(restored, 1 << 20).changes(SCOPE, poller.cursor, 10)
    with pytest.raises(Diverged), restored.locked(SCOPE) as transaction:
        ledger.push(transaction, Push(poller.cursor, [change(6)]), Author("device", "user"))
    engine.dispose()


def copied(settings: Settings, request: pytest.FixtureRequest, folder: Path) -> Settings:
    if settings.on_sqlite:
        source = make_url(settings.url).database
        with closing(sqlite3.connect(str(source))) as live, closing(sqlite3.connect(folder / "copy.db")) as copy:
            live.backup(copy)
        return replace(settings, database_url=f"sqlite:///{folder / 'copy.db'}")
    postgres: str = request.getfixturevalue("postgres")
    return replace(settings, database_url=new_database(postgres, name_of(settings.database_url)))


@pytest.mark.postgres
def test_the_same_pushes_make_the_same_log_everywhere(settings_of: Callable[[str], Settings]) -> None:
    pushes = disagreeing_pushes()
    logs = []
    for kind in ("sqlite", "postgres", "partitioned"):
        engine = open_engine(settings_of(kind))
        store = Store(engine)
        prepared(store)
        for changes in pushes:
            question = Question(0, [each.version for each in changes], [(each.kind, each.entity) for each in changes])
            with store.locked(SCOPE, question) as transaction:
                ledger.push(transaction, Push(Cursor(), changes), Author("device", "user"))
        reader = Reader(store, 1 << 20)
        pages = reader.changes(SCOPE, Cursor(), 2_000), reader.objects(SCOPE, None, None, 2_000)
        logs.append((*pages, reader.digest(SCOPE)))
        assert list(check_scope(store, SCOPE)) == []
        engine.dispose()

    assert b'"k":"conflict"' in logs[0][0]
    assert logs[0] == logs[1] == logs[2]


def disagreeing_pushes() -> list[list[Change]]:
    """Changes of few entities by people who often have not seen one another's."""
    chance = random.Random(11)
    latest: dict[int, Change] = {}
    pushes = []
    for _ in range(60):
        number = chance.randrange(5)
        before = latest.get(number)
        base = {"name": before.version} if before and chance.random() < 0.5 else None
        if before and chance.random() < 0.15:
            pushes.append([change(number, op="del", base={"name": before.version})])
            continue
        latest[number] = change(number, {"name": f"Name {chance.random()}"}, base=base)
        pushes.append([latest[number]] if chance.random() < 0.7 else grouped(latest[number], change(100 + number)))
        latest[number] = pushes[-1][0]
    return pushes
