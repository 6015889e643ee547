"""The least a first sync could cost: the rows in one SQLite transaction, and the same bytes over loopback HTTP."""

import json
import sqlite3
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.benchmarks.peers.records import Record, records


@dataclass(frozen=True, slots=True)
class Floor:
    """Seconds: rows into a fresh file, all bytes up, all bytes down."""

    insert: float
    post: float
    get: float

    @property
    def push(self) -> float:
        """The least of a push: up, and into the server's file."""
        return self.insert + self.post

    @property
    def pull(self) -> float:
        """The least of a pull: down, and into the other device's file."""
        return self.insert + self.get


class _Keeper(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    kept = b""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        _Keeper.kept = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(_Keeper.kept)

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def measure(count: int, folder: Path, number: int) -> Floor:
    """Do it once, into a fresh file of ``folder``."""
    rows = records(count)
    body = json.dumps(rows).encode()
    started = time.perf_counter()
    _insert(folder / f"floor-{number}.db", rows)
    inserted = time.perf_counter()
    with _server() as address:
        begun = time.perf_counter()
        _fetch(urllib.request.Request(address, data=body, method="POST"))
        posted = time.perf_counter()
        got = _fetch(urllib.request.Request(address))
        ended = time.perf_counter()
    assert got == body
    return Floor(inserted - started, posted - begun, ended - posted)


@contextmanager
def _server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Keeper)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _fetch(request: urllib.request.Request) -> bytes:
    with urllib.request.urlopen(request) as answer:
        return bytes(answer.read())


def _insert(path: Path, rows: list[Record]) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute('CREATE TABLE t (id TEXT PRIMARY KEY, start INT, "end" INT, project TEXT, description TEXT)')
    with db:
        db.executemany("INSERT INTO t VALUES (:id, :start, :end, :project, :description)", rows)
    db.close()
