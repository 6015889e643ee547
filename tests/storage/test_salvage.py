"""Whatever page of the file is overwritten: what can be read is in the new file, and the rest comes from the history."""

import random
import sqlite3
from pathlib import Path

import pytest

from app.orchestrators.maintenance import doctor
from app.storage.consistency import examine_store
from app.storage.salvage import NothingToSalvage, salvage
from app.storage.unit_of_work import unit_of_work
from app.system.paths import Paths
from tests.support.everything import everything_in, fill
from tests.support.store import DEVICE, MORNING, make_context, make_entry

_PAGE = 4096


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A closed store with something of every kind."""
    path = tmp_path / "stintbook.db"
    ctx = make_context(path)
    fill(ctx, entries=300)
    ctx.database.close()
    return path


def overwrite(path: Path, *pages: int) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * _PAGE : page * _PAGE] = b"\x5a" * _PAGE
    path.write_bytes(content)


def pages_of(path: Path, table: str) -> list[int]:
    """Return the leaf pages of a table, as its root lists them (the root itself where it is the only one)."""
    connection = sqlite3.connect(path)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    connection.close()
    page = path.read_bytes()[(root - 1) * _PAGE : root * _PAGE]
    if page[0] != 5:
        return [root]
    cells = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n], "big") for n in range(int.from_bytes(page[3:5], "big"))]
    return [int.from_bytes(page[at : at + 4], "big") for at in cells] + [int.from_bytes(page[8:12], "big")]


def test_whole_file_is_salvaged_whole(store: Path) -> None:
    ctx = make_context(store)
    before = everything_in(ctx)
    ctx.database.close()
    raw = store.read_bytes()

    done = salvage(store, device=DEVICE, now=MORNING)

    assert (done.lost, done.from_history, done.entries) == (0, 0, 300)
    assert done.kept == store.with_name("stintbook-replaced-2026-03-02-080000.db")
    assert done.kept.read_bytes() == raw
    assert store.stat().st_mode & 0o777 == 0o600
    ctx = make_context(store)
    assert everything_in(ctx) == before
    assert examine_store(ctx.database).findings == ()
    ctx.database.close()


def test_lost_rows_come_back_from_the_history(store: Path) -> None:
    ctx = make_context(store)
    before = everything_in(ctx)
    ctx.database.close()
    leaves = pages_of(store, "time_entry")
    assert len(leaves) > 8
    overwrite(store, leaves[0], leaves[4], leaves[5], *pages_of(store, "project"))

    done = salvage(store, device=DEVICE, now=MORNING)

    assert done.lost >= 3
    assert done.from_history >= 30
    assert done.entries == 300
    ctx = make_context(store)
    assert everything_in(ctx) == before
    assert examine_store(ctx.database).findings == ()
    ctx.database.close()


def test_rows_without_their_history_are_kept(store: Path) -> None:
    ctx = make_context(store)
    before = everything_in(ctx)
    ctx.database.close()
    connection = sqlite3.connect(store)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'change'").fetchone()
    connection.close()
    overwrite(store, root)

    done = doctor.salvage(Paths(store.parent))

    assert done.rows["change"] == 0
    ctx = make_context(store, seed=2)
    assert everything_in(ctx) == before
    assert examine_store(ctx.database).findings == ()
    ctx.database.close()


def test_log_that_was_not_yet_in_the_file_is_salvaged_with_it(store: Path) -> None:
    ctx = make_context(store, seed=4)
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx, description="in the log only"))
    beside = store.parent / "copy"
    beside.mkdir()
    for ending in ("", "-wal"):
        (beside / f"stintbook.db{ending}").write_bytes(store.with_name(store.name + ending).read_bytes())
    ctx.database.close()

    done = salvage(beside / "stintbook.db", device=DEVICE, now=MORNING)

    assert done.entries == 301
    assert done.kept is not None
    assert done.kept.with_name(done.kept.name + "-wal").exists()


def test_facts_that_cannot_be_read_are_made_anew(store: Path) -> None:
    overwrite(store, *pages_of(store, "meta"))

    done = salvage(store, device=DEVICE, now=MORNING)

    assert done.entries == 300
    ctx = make_context(store, seed=6)
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx))
    with ctx.database.reading() as connection:
        versions = connection.execute("SELECT version FROM change ORDER BY action DESC, version DESC").fetchall()
    assert versions == sorted(versions, reverse=True)
    assert examine_store(ctx.database).findings == ()
    ctx.database.close()


@pytest.mark.parametrize("seed", range(6))
def test_random_damage_never_makes_a_file_that_does_not_open(store: Path, seed: int) -> None:
    dice, pages = random.Random(seed), store.stat().st_size // _PAGE
    overwrite(store, *dice.sample(range(2, pages + 1), pages // 6))
    try:
        doctor.salvage(Paths(store.parent))
    except NothingToSalvage:
        return

    ctx = make_context(store, seed=2)
    assert examine_store(ctx.database).findings == ()
    ctx.database.close()


@pytest.mark.parametrize("content", [b"", b"\x5a" * 50_000, b"\0" * 50_000])
def test_nothing_to_salvage_is_said_and_nothing_is_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "stintbook.db"
    path.write_bytes(content)

    with pytest.raises(NothingToSalvage, match="stintbook restore"):
        salvage(path, device=DEVICE, now=MORNING)

    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["stintbook.db"]


def test_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingToSalvage, match="There is no file"):
        salvage(tmp_path / "stintbook.db", device=DEVICE, now=MORNING)
