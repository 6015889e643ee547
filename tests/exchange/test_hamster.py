"""Hamster's database."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.exchange.records import UnreadableFile
from app.exchange.registry import candidates, format_named, open_source
from app.exchange.source import Source

SCHEMA = """
    CREATE TABLE facts (id integer primary key, activity_id integer, start_time timestamp, end_time timestamp, description varchar2);
    CREATE TABLE activities (id integer primary key, name varchar2(500), category_id integer, deleted integer);
    CREATE TABLE categories (id integer primary key, name varchar2(500));
    INSERT INTO activities VALUES (1, 'coding', 1, 1), (2, 'coding', -1, 0);
    INSERT INTO categories VALUES (1, 'Work');
"""
TAGS = """
    CREATE TABLE tags (id integer primary key, name text); CREATE TABLE fact_tags (fact_id integer, tag_id integer);
    INSERT INTO tags VALUES (1, 'bug'), (2, 'a, b'); INSERT INTO fact_tags VALUES (1, 1), (1, 2), (1, 1);
"""


def database(folder: Path, facts: str, *, tags: bool = True) -> Path:
    path = folder / "hamster.db"
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA + (TAGS if tags else "") + f"INSERT INTO facts VALUES {facts};")
    connection.commit()
    connection.close()
    return path


def of(path: Path) -> tuple[list[Any], Any]:
    reading = format_named("hamster").read(open_source(path))
    return list(reading.rows()), reading


def test_a_fact_is_an_activity_of_a_category(tmp_path: Path) -> None:
    path = database(tmp_path, "(1, 1, '2026-02-02 09:00:00.123456', '2026-02-02 10:00:00', ' fix\nit '), "
                              "(2, 2, '2026-02-02 11:00:00', '2026-02-02 11:30:00', NULL)")  # fmt: skip

    (first, second), reading = of(path)

    assert first.start == datetime(2026, 2, 2, 9)  # noqa: DTZ001 - a wall clock
    assert (first.project, first.client, first.tags, first.description) == (
        "coding",
        "Work",
        ("a, b", "bug"),
        "fix\nit",
    )
    assert (second.project, second.client, second.description, reading.local) == ("coding", "", "", True)


def test_only_the_newest_fact_can_be_running(tmp_path: Path) -> None:
    path = database(
        tmp_path, "(1, 1, '2009-02-02 09:00:00', NULL, ''), (2, 1, '2026-02-02 11:00:00', NULL, '')", tags=False
    )

    (old, newest), reading = of(path)

    assert (old.running, old.end, newest.running) == (False, old.start, True)
    assert "1 older facts have no end" in reading.notes[0]


def test_a_fact_without_a_time_is_one_bad_row(tmp_path: Path) -> None:
    rows, _ = of(
        database(tmp_path, "(1, 1, 'never', NULL, ''), (2, 99, '2026-02-02 11:00:00', '2026-02-02 12:00:00', '')")
    )

    assert {row.reason for row in rows if hasattr(row, "reason")} == {"The start “never” is no time."}


def test_the_log_of_an_open_hamster_is_read_too_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = database(tmp_path, "(1, 1, '2026-02-02 09:00:00', '2026-02-02 10:00:00', '')")
    hamster = sqlite3.connect(path)
    hamster.execute("PRAGMA journal_mode = WAL")
    hamster.execute("INSERT INTO facts VALUES (2, 1, '2026-02-03 09:00:00', '2026-02-03 10:00:00', '')")
    hamster.commit()
    before = sorted(one.name for one in tmp_path.iterdir())

    rows, _ = of(path)

    assert len(rows) == 2
    assert sorted(one.name for one in tmp_path.iterdir()) == before
    hamster.close()


def test_a_database_is_recognised_wherever_its_schema_stands(tmp_path: Path) -> None:
    path = tmp_path / "hamster.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 512")
    connection.executescript("".join(f"CREATE TABLE other_{number} (a text);" for number in range(2_000)) + SCHEMA)
    connection.close()

    assert b"facts" not in open_source(path).head
    assert [one.name for one in candidates(open_source(path))] == ["hamster"]


def test_a_damaged_database_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "hamster.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)

    with pytest.raises(UnreadableFile, match="is damaged or no Hamster database"):
        candidates(open_source(path))[0].read(open_source(path))


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE facts (activities text)")
    connection.close()

    with pytest.raises(UnreadableFile, match="not Hamster's"):
        of(path)
    with pytest.raises(UnreadableFile, match="no export that is known here"):
        candidates(open_source(path))


def test_what_is_no_database_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="no Hamster database"):
        format_named("hamster").read(Source(Path("hamster.db"), b"facts activities"))


def test_a_database_cut_off_anywhere_is_refused_or_read_never_a_crash(tmp_path: Path) -> None:
    facts = ", ".join(f"({n}, 1, '2026-02-02 09:00:00', '2026-02-02 10:00:00', 'x{n}')" for n in range(1, 600))
    whole = database(tmp_path, facts).read_bytes()
    for tenth in range(1, 10):
        cut = tmp_path / "cut.db"
        cut.write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(UnreadableFile, match="Nothing was added"):
            of(cut)
