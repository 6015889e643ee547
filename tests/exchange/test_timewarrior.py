"""Timewarrior's data and exports."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.exchange.records import UnreadableFile
from app.exchange.registry import format_named
from app.exchange.source import Source

START, END = "20260202T080000Z", "20260202T090000Z"


@pytest.mark.parametrize(
    ("rest", "tags", "annotation"),
    [
        ("", (), ""),
        (" # bug", ("bug",), ""),
        (' # "two words" bug bug', ("two words", "bug"), ""),
        (r' # "say \"hi\"" # "a note"', ('say "hi"',), "a note"),
        (' # # "only a note"', (), "only a note"),
        (' # "7:25-7:55" +x', ("7:25-7:55", "+x"), ""),
    ],
)
def test_an_interval(read: Any, rest: str, tags: tuple[str, ...], annotation: str) -> None:
    (record,), bad, _ = read(f"inc {START} - {END}{rest}\n", fmt="timewarrior")

    assert (record.start, record.end) == (datetime(2026, 2, 2, 8, tzinfo=UTC), datetime(2026, 2, 2, 9, tzinfo=UTC))
    assert (record.tags, record.description, record.project, bad) == (tags, annotation, "", [])


def test_an_interval_without_end_runs(read: Any) -> None:
    (record,), _, _ = read(f"\ninc {START} # bug\n", fmt="timewarrior")

    assert (record.running, record.end, record.tags, record.line) == (True, None, ("bug",), 2)


@pytest.mark.parametrize(
    "line", ["exc monday", f"inc {START} - 20261399T000000Z", "inc never", f"inc {START} - {END} stray # a"]
)
def test_a_line_that_is_no_interval_spares_the_others(read: Any, line: str) -> None:
    good = f"inc {START} - {END}"

    records, bad, _ = read(f"{good}\n{line}\n{good}\n")

    assert (len(records), [row.line for row in bad]) == (2, [2])


def test_a_comment_before_the_data_does_not_hide_it(read: Any) -> None:
    records, bad, _ = read(f"# mine\ninc {START} - {END}\n", fmt="timewarrior")

    assert (len(records), len(bad)) == (1, 1)


def test_an_export_reads_like_the_data(read: Any) -> None:
    intervals = [
        {"id": 2, "start": START, "end": END, "tags": ["two words"], "annotation": "note"},
        {"id": 1, "start": START},
    ]
    data = f'inc {START} - {END} # "two words" # "note"\ninc {START}\n'

    exported, bad, _ = read(json.dumps(intervals), fmt="timewarrior")

    assert (exported, bad) == (read(data)[0], [])


def test_junk_in_an_export_is_refused_by_number(read: Any) -> None:
    records, bad, _ = read(json.dumps([{"start": START}, 7, {"start": "x"}, {"end": END}]))

    assert (len(records), [row.line for row in bad]) == (1, [2, 3, 4])


@pytest.mark.parametrize("content", [b"inc \x00\x01 encrypted", b'[{"start": "20260202T0', b"[7"])
def test_a_broken_file_is_refused_whole(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        list(format_named("timewarrior").read(Source(Path("2026-02.data"), content)).rows())
