"""Watson's frames."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.exchange.records import UnreadableFile
from app.exchange.registry import format_named
from app.exchange.source import Source

FRAME = [1_770_019_200, 1_770_022_800, "my project", "41dcffb7", ["bug", "it's"], 1_770_022_800]


def test_a_frame(read: Any) -> None:
    (record,), bad, reading = read(json.dumps([FRAME]), fmt="watson")

    assert (record.start, record.end) == (datetime(2026, 2, 2, 8, tzinfo=UTC), datetime(2026, 2, 2, 9, tzinfo=UTC))
    assert (record.project, record.tags, record.external_id, record.client) == (
        "my project",
        ("bug", "it's"),
        "41dcffb7",
        None,
    )
    assert (bad, reading.local) == ([], False)


def test_old_frames_end_with_the_id_or_the_tags(read: Any) -> None:
    records, bad, _ = read(json.dumps([FRAME[:4], FRAME[:5]]))

    assert ([record.tags for record in records], bad) == ([(), ("bug", "it's")], [])


def test_the_running_frame_is_its_own_file(read: Any) -> None:
    (record,), _, _ = read(json.dumps({"project": "P", "start": 1_770_019_200, "tags": ["x"]}), fmt="watson")

    assert (record.running, record.project, record.tags, record.external_id) == (True, "P", ("x",), None)


def test_objects_with_instants(read: Any) -> None:
    frame = {
        "id": "urn:uuid:1",
        "begin_at": "2026-02-02T08:00:00+00:00",
        "end_at": "2026-02-02T09:00:00Z",
        "project": "P",
    }

    (record,), _, _ = read(json.dumps([frame]), fmt="watson")

    assert (record.external_id, record.end) == ("1", datetime(2026, 2, 2, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "junk", [[], [1, 2], 7, None, [True, 2, "p", "i"], [1, -2, "p", "i"], [1, 10**30, "p", "i"], ["a", 2, "p", "i"], {"x": 1},
             [1, float("nan"), "p", "i"], {"begin_at": 7}, {"begin_at": "2026-02-02T08:00:00+00:00"}]
)  # fmt: skip
def test_a_frame_that_makes_no_sense_spares_the_others(read: Any, junk: Any) -> None:
    records, bad, _ = read(json.dumps([FRAME, junk, FRAME]))

    assert (len(records), [row.line for row in bad]) == (2, [2])


def test_names_that_are_no_text_are_made_one(read: Any) -> None:
    (record,), _, _ = read(json.dumps([[1, 2, 7, None, "no list"]]))

    assert (record.project, record.external_id, record.tags) == ("7", None, ())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'[[1, 2, "p", "i"], [3,', "line 1, column 23 something else was expected. It may have been cut off"),
        (b"[[1, 2," + b"[" * 100_000, "cannot be read as JSON|something else was expected"),
        (b"7", "no list of Watson's frames"),
        (b'[[1, 2, "p", "\xff\xff"]', "something else was expected"),
    ],
)
def test_a_broken_file_is_refused_whole(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        format_named("watson").read(Source(Path("frames"), content))
