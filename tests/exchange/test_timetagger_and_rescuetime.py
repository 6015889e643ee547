"""TimeTagger's records and tables, RescueTime's archive."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.exchange.records import UnreadableFile
from app.exchange.registry import format_named
from app.exchange.source import Source

RECORD = {"key": "a1", "t1": 1_770_019_200, "t2": 1_770_022_800, "ds": "fix #website login #bug", "mt": 1, "st": 1}
NINE = datetime(2026, 2, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize("whole", [[RECORD], {"records": [RECORD]}])
def test_a_record_of_timetagger_has_its_tags_in_its_words(read: Any, whole: Any) -> None:
    (record,), bad, reading = read(json.dumps(whole), fmt="timetagger")

    assert (record.start, record.description, record.tags) == (NINE, "fix login", ("website", "bug"))
    assert (record.external_id, bad, reading.local) == ("a1", [], False)


def test_equal_times_run_and_hidden_records_were_deleted(read: Any) -> None:
    running, hidden = RECORD | {"t2": RECORD["t1"]}, RECORD | {"ds": "HIDDEN fix"}
    (record,), bad, _ = read(json.dumps([running, hidden]))

    assert (record.running, record.end, bad) == (True, None, [])


@pytest.mark.parametrize("junk", [7, {"t1": "x", "t2": 1}, {"t2": 1}, None])
def test_a_record_that_makes_no_sense_spares_the_others(read: Any, junk: Any) -> None:
    records, bad, _ = read(json.dumps([RECORD, junk]), fmt="timetagger")

    assert (len(records), [row.line for row in bad]) == (1, [2])


def test_what_is_no_list_of_records_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="no list of TimeTagger's records"):
        list(format_named("timetagger").read(Source(Path("x"), b'{"records": 7}')).rows())
    with pytest.raises(UnreadableFile, match="key, start, stop, tags, description"):
        format_named("timetagger").read(Source(Path("x"), b"a,b\n1,2\n"))


TABLE = "key\tstart\tstop\ttags\tdescription\n"


@pytest.mark.parametrize(
    ("times", "is_local"),
    [
        ("1770019200\t1770022800", False),
        ("2026-02-02T08:00:00Z\t2026-02-02T09:00:00Z", False),
        ("2026-02-02 09:00\t2026-02-02 10:00", True),
    ],
)
def test_the_table_of_timetagger_has_times_of_three_kinds(read: Any, times: str, is_local: bool) -> None:
    (record,), bad, reading = read(f"{TABLE}k1\t{times}\t#a #b\tfix #c it\n", fmt="timetagger")

    assert (record.end - record.start).total_seconds() == 3600
    assert (record.tags, record.description, record.external_id) == (("c", "a", "b"), "fix it", "k1")
    assert (bad, reading.local) == ([], is_local)


def test_rows_of_the_table_without_times_or_deleted_are_told(read: Any) -> None:
    rows = "k1\tnoon\t2026-02-02 10:00\t\tx\nk2\t08.37\t9\t\ty\nk3\t2026-02-02 09:00\t2026-02-02 10:00\t\tHIDDEN z\n"
    records, bad, _ = read(TABLE + rows)

    assert (records, [row.line for row in bad]) == ([], [2, 3, 4])


def test_a_report_of_timetagger_has_sums_between_its_entries(read: Any) -> None:
    report = (
        "subtotals,tag_groups,duration,date,start,stop,description,user,tags\r\n"
        '\r\n1:00,"#web",,,,,,,\r\n,,1:00,2026-02-02,09:00,10:00,"fix #web it",me,#web #bug\r\n,,,,,,,,\r\n'
    )
    (record,), bad, _ = read(report, fmt="timetagger")

    assert (record.start.isoformat(), record.description, record.tags) == (
        "2026-02-02T09:00:00",
        "fix it",
        ("web", "bug"),
    )
    assert bad == []


def test_a_table_of_yast_has_projects(read: Any) -> None:
    table = "Project,Type,Date,Start,End,Duration H:M,Comment,Tags\nShop,Hours,09.01.2026,23:30,0:30,1:00,call,\n"
    (record,), _, reading = read(table, fmt="timetagger")

    assert (record.project, record.description) == ("Shop", "call")
    assert (record.start.isoformat(), record.end.isoformat()) == ("2026-01-09T23:30:00", "2026-01-10T00:30:00")
    assert reading.order_asked is False


ROW = '"2026-02-02 13:00:00 -0700","{0}","{1}","Utilities","Class","{2}"\n'


def test_the_activities_of_an_hour_are_laid_end_to_end(read: Any) -> None:
    archive = ROW.format("mail", "No Details", 600) + ROW.format("editor", "main.py", 300) + "\n"
    records, bad, reading = read(archive, fmt="rescuetime")

    assert [(r.start.isoformat(), r.description) for r in records] == [
        ("2026-02-02T13:00:00-07:00", "mail"), ("2026-02-02T13:10:00-07:00", "editor: main.py"),
    ]  # fmt: skip
    assert (records[0].tags, bad, reading.local) == (("Utilities",), [], False)
    assert "laid end to end" in reading.notes[0]


@pytest.mark.parametrize("junk", [ROW.format("a", "b", "much"), '"2026-99-02 13:00:00 -0700",a,b,c,d,1\n', "a,b\n"])
def test_a_row_of_rescuetime_that_makes_no_sense_spares_the_others(read: Any, junk: str) -> None:
    records, bad, _ = read(ROW.format("mail", "", 600) + junk)

    assert (len(records), [row.line for row in bad]) == (1, [2])


def test_another_table_is_not_rescuetimes() -> None:
    with pytest.raises(UnreadableFile, match="not RescueTime's archive"):
        format_named("rescuetime").read(Source(Path("x"), b"a,b\n"))
