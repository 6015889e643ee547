"""TimeTagger: its server from PyPI, and a client that speaks its API and keeps what it gets in SQLite.

``python timetagger_peer.py COUNT`` in an environment with ``timetagger`` and ``bcrypt``; prints seconds as JSON.
"""

import base64
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

import bcrypt
import requests
from records import records

BATCH = 20_000


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(count: int) -> None:
    """Push, pull into a fresh client, and say how long each took."""
    port, folder = _free_port(), tempfile.mkdtemp(prefix="timetagger-")
    password = bcrypt.hashpw(b"p", bcrypt.gensalt(4)).decode()
    settings = {"BIND": f"127.0.0.1:{port}", "DATADIR": folder, "LOG_LEVEL": "error", "CREDENTIALS": f"u:{password}"}
    server = subprocess.Popen(
        [sys.executable, "-m", "timetagger"],
        env=os.environ | {f"TIMETAGGER_{name}": value for name, value in settings.items()},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        print(json.dumps(_measure(f"http://127.0.0.1:{port}/timetagger/api/v2/", folder, count)))
    finally:
        server.terminate()
        server.wait()


def _measure(base: str, folder: str, count: int) -> dict[str, float]:
    session = _sign_in(base)
    items = [
        {
            "key": r["id"][:10],
            "mt": r["start"],
            "t1": r["start"],
            "t2": r["end"],
            "ds": f"{r['description']} #{r['project']}",
        }
        for r in records(count)
    ]
    started = time.perf_counter()
    for at in range(0, count, BATCH):
        answer = session.put(base + "records", data=json.dumps(items[at : at + BATCH]))
        answer.raise_for_status()
        assert not answer.json()["failed"]
    pushed = time.perf_counter()
    found = session.get(base + "updates?since=0").json()["records"]
    with sqlite3.connect(f"{folder}/client.db") as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE record (key TEXT PRIMARY KEY, mt INT, t1 INT, t2 INT, ds TEXT, st REAL)")
        db.executemany("INSERT INTO record VALUES (:key, :mt, :t1, :t2, :ds, :st)", found)
    pulled = time.perf_counter()
    db.close()
    assert len(found) == count
    return {"push": pushed - started, "pull": pulled - pushed}


def _sign_in(base: str) -> requests.Session:
    session = requests.Session()
    for _ in range(100):
        try:
            session.get(base + "version", timeout=1)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    asked = json.dumps({"method": "usernamepassword", "username": "u", "password": "p"}).encode()
    session.headers["authtoken"] = session.post(base + "bootstrap_authentication", data=base64.b64encode(asked)).json()[
        "token"
    ]
    return session


if __name__ == "__main__":
    main(int(sys.argv[1]))
