"""Other programs that sync, installed into a scratch folder and run on the same records."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.peers.records import records

HERE = Path(__file__).parent / "peers"
Seconds = dict[str, float]


class Missing(Exception):
    """A peer that could not be installed or run here; the message says why."""


def timetagger(folder: Path, count: int) -> Seconds:
    """TimeTagger from PyPI: SQLite on the server."""
    python = _environment(folder / "timetagger", "timetagger", "bcrypt", "requests")
    return _run(python, "timetagger_peer.py", str(count), cwd=HERE)


def anki(folder: Path, count: int) -> Seconds:
    """Anki's own sync server, from its wheel: Rust and SQLite on both sides."""
    python = _environment(folder / "anki", "anki")
    return _run(python, "anki_peer.py", str(count), cwd=HERE)


def pouchdb(folder: Path, count: int) -> Seconds:
    """PouchDB and express-pouchdb from npm: LevelDB on both sides."""
    home = folder / "pouchdb"
    if not (home / "node_modules" / "express-pouchdb").exists():
        home.mkdir(parents=True, exist_ok=True)
        _do("npm", "init", "-y", cwd=home)
        _do("npm", "install", "--silent", "pouchdb", "express@4", "express-pouchdb", cwd=home)
    file = home / "records.json"
    file.write_text(json.dumps(records(count)), "utf-8")
    return _run("node", str(HERE / "pouch_peer.mjs"), str(file), cwd=home)


PEERS: dict[str, Callable[[Path, int], Seconds]] = {"TimeTagger": timetagger, "Anki": anki, "PouchDB": pouchdb}


def _environment(home: Path, *packages: str) -> str:
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        _do(sys.executable, "-m", "venv", str(home), cwd=Path.cwd())
        _do(str(python), "-m", "pip", "install", "--quiet", *packages, cwd=home)
        (home / "ready").touch()
    return str(python)


def _run(*command: str, cwd: Path) -> Seconds:
    found: Seconds = json.loads(_do(*command, cwd=cwd).strip().splitlines()[-1])
    return found


def _do(*command: str, cwd: Path) -> str:
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=1_800)
    except OSError as error:
        raise Missing(f"{command[0]} is not here: {error}") from error
    if done.returncode:
        raise Missing(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout
