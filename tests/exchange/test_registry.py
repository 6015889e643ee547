"""Which format a file is of, and files that are of none."""

import contextlib
import json
import random
import sys
from pathlib import Path

import pytest

from app.exchange.records import UnknownFormat, UnreadableFile
from app.exchange.registry import candidates, format_named, formats, open_source
from app.exchange.source import Source

SAMPLES = {
    "toggl": "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
    + "Ann,a@b,C,P,T,fix,Yes,2026-02-02,09:00:00,2026-02-02,10:00:00,01:00:00,bug\n" * 30,
    "clockify": "Project,Client,Description,Task,User,Email,Tags,Start Date,Start Time,End Date,End Time,Duration (h)\n"
    + "P,C,x,T,Max,m@x,a,13/02/2026,10:23 AM,13/02/2026,11:23 AM,01:00:00\n" * 30,
    "watson": json.dumps([[1_770_019_200, 1_770_022_800, "P", f"id{n}", ["a"], 1] for n in range(30)]),
    "timewarrior": "inc 20260202T080000Z - 20260202T090000Z # bug\n" * 30,
}


def source(content: str | bytes) -> Source:
    return Source(Path("file"), content.encode() if isinstance(content, str) else content)


def outcome_of(part: Source, name: str | None = None) -> int:
    """How many rows were read; a refusal counts as none, and anything but a sentence lets the test fail."""
    with contextlib.suppress(UnreadableFile):
        return len(list((format_named(name) if name else candidates(part)[0]).read(part).rows()))
    return 0


def test_every_format_has_a_name_of_its_own() -> None:
    names = [one.name for one in formats()]
    assert names == sorted(set(names))
    assert {"clockify", "hamster", "timewarrior", "toggl", "watson"} <= set(names)
    assert format_named(" Toggl ").title == "Toggl"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_recognised(name: str) -> None:
    assert [one.name for one in candidates(source(SAMPLES[name]))] == [name]


NEW_FORMAT = """
from app.exchange.records import Reading

class Pocket:
    name, title = "pocket", "Pocket"
    def recognises(self, source):
        return 99 if source.head.startswith(b"POCKET") else 0
    def read(self, source, *, order=None):
        return Reading(rows=lambda: iter(()))

FORMATS = (Pocket(),)
"""


def test_a_format_is_added_by_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import app.exchange

    (tmp_path / "pocket_for_a_test.py").write_text(NEW_FORMAT, encoding="utf-8")
    monkeypatch.setattr(app.exchange, "__path__", [*app.exchange.__path__, str(tmp_path)])
    formats.cache_clear()
    try:
        assert [one.name for one in candidates(source("POCKET 1"))] == ["pocket"]
    finally:
        formats.cache_clear()
        del sys.modules["app.exchange.pocket_for_a_test"]


def test_a_format_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownFormat, match=r"These are read: .*clockify, .*hamster"):
        format_named("excel")


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b" {}\n", b"hello", b"a,b\n1,2\n", bytes(range(256)), b"\xff\xfe", b"\x00" * 100, b"{", b"PK\x03\x04"],
)
def test_what_is_no_export_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="Nothing was added"):
        candidates(source(content))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_cut_off_at_any_tenth_is_read_or_refused_with_a_sentence(name: str) -> None:
    whole = SAMPLES[name].encode()
    for tenth in range(10):
        part = source(whole[: len(whole) * tenth // 10])
        assert outcome_of(part) <= 31


@pytest.mark.parametrize("name", SAMPLES)
def test_random_damage_never_crashes(name: str) -> None:
    for seed in range(40):
        dice, damaged = random.Random(seed), bytearray(SAMPLES[name].encode())
        for _ in range(dice.randint(1, 60)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        part = source(bytes(damaged))
        assert outcome_of(part) < 200
        assert outcome_of(part, name) < 200


def test_a_header_that_fits_two_programs_is_a_question() -> None:
    found = candidates(source("PROJECT,START DATE,START TIME,END TIME\n"))

    assert [one.name for one in found] == ["toggl", "clockify"]


def test_a_zip_file_is_shown_the_right_door() -> None:
    with pytest.raises(UnknownFormat, match="read back in Settings"):
        candidates(source(b"PK\x03\x04 and more"))


def test_paths_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="There is no file"):
        open_source(tmp_path / "nothing.csv")
    with pytest.raises(UnreadableFile, match="is a folder"):
        open_source(tmp_path)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        open_source(tmp_path / ("x" * 300))
