"""Exports of several files, and what Hamster exports: solidtime, zip files, XML; calendars as work."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.exchange import bundle as bundles
from app.exchange.bundle import Bundle
from app.exchange.records import UnknownFormat, UnreadableFile
from app.exchange.registry import candidates, format_named
from app.exchange.source import Source

TABLES = {
    "meta.json": '{"version": "1.0"}',
    "clients.csv": "id,name\nc1,Big\n",
    "projects.csv": "id,name,client_id\np1,Web,c1\n",
    "tasks.csv": "id,name,project_id\nt1,Code,p1\n",
    "tags.csv": "id,name\ng1,bug\n",
    "members.csv": "id,name,email\nm1,Ann,Ann@x\n",
    "time_entries.csv": "id,description,start,end,billable,member_id,project_id,task_id,tags,type\n"
    'e1,fix,2026-02-02T09:00:00Z,2026-02-02T10:00:00Z,true,m1,p1,t1,"[""g1"",""gone""]",work\n'
    "e2,,2026-02-02T10:00:00Z,,false,m1,,,,break\n"
    "e3,x,2026-02-02T10:00:00Z,,false,m1,,,[oops,\n",
}


def zipped(files: dict[str, str], folder: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}{name}", content)
    return target.getvalue()


@pytest.mark.parametrize("folder", ["", "export/"])
def test_the_export_of_an_organisation(read: Any, folder: str) -> None:
    (first, second), (bad,), reading = read(zipped(TABLES, folder), fmt="solidtime")

    assert (first.project, first.client, first.task, first.tags) == ("Web", "Big", "Code", ("bug",))
    assert (first.billable, first.user, first.external_id, reading.local) == (True, "ann@x", "e1", False)
    assert (second.running, second.description, second.project) == (True, "Break", "")
    assert (bad.line, "is no list of tags" in bad.reason) == (4, True)


def test_an_unpacked_export_finds_its_other_tables_beside(tmp_path: Path, read: Any) -> None:
    for name, content in TABLES.items():
        (tmp_path / name).write_text(content, "utf-8")
    table = (tmp_path / "time_entries.csv").read_bytes()
    (first, _), _, _ = read(table, path=tmp_path / "time_entries.csv", fmt="solidtime")

    assert (first.project, first.client) == ("Web", "Big")


def test_a_table_of_time_entries_alone_has_no_names(tmp_path: Path, read: Any) -> None:
    (first, _), _, _ = read(TABLES["time_entries.csv"], path=tmp_path / "time_entries.csv")

    assert (first.description, first.project, first.tags) == ("fix", "", ())


def test_the_import_table_and_the_report_of_solidtime(read: Any) -> None:
    head = "description,billable,client,project,tags,start,end,task,user_name,user_email\n"
    (first,), (bad,), _ = read(
        f'{head}fix,true,Big,Web,"a, b",2026-02-02T09:00:00Z,,Code,Ann,A@x\nx,,,,,soon,,,,\n', fmt="solidtime"
    )
    assert (first.running, first.tags, first.user, bad.line) == (True, ("a", "b"), "a@x", 3)

    report = "Description,Task,Project,Client,User,Start,End,Duration,Duration (decimal),Billable,Tags\n"
    (first,), _, reading = read(
        f"{report}fix,Code,Web,Big,Ann,2026-02-02 09:00:00,2026-02-02 10:00:00,01:00:00,1.00,Yes,bug\n", fmt="solidtime"
    )
    assert (first.start.isoformat(), first.task, reading.local) == ("2026-02-02T09:00:00", "Code", True)


def test_solidtimes_list_of_projects_has_no_entries(read: Any) -> None:
    with pytest.raises(UnreadableFile, match="has no time entries"):
        read("name,color,billable_rate,is_public,client\na,b,c,d,e\n", fmt="solidtime")
    with pytest.raises(UnreadableFile, match="no table of time entries"):
        format_named("solidtime").read(Source(Path("x"), zipped({"meta.json": ""})))


def test_other_zip_files_are_no_exports_known_here() -> None:
    for content in (zipped({"a.txt": "x"}), zipped(TABLES)[:200], b"PK\x03\x04 and nothing else"):
        with pytest.raises(UnknownFormat, match="is a zip file"):
            candidates(Source(Path("x.zip"), content))


def test_only_files_that_are_asked_for_are_unpacked_whatever_the_others_are_called(tmp_path: Path) -> None:
    source = Source(tmp_path / "x.zip", zipped(TABLES | {"../../evil.csv": "x", "/etc/passwd": "x"}))
    bundle = Bundle(source)

    assert bundle.file("clients.csv") is not None
    assert bundle.file("nothing.csv") is None
    assert list(tmp_path.iterdir()) == []


def test_a_small_zip_file_that_grows_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "LARGEST_BYTES", 1000)
    bundle = Bundle(Source(Path("x"), zipped({"big.csv": "0" * 100_000, "b.csv": ""})))
    with pytest.raises(UnreadableFile, match="is too large"):
        bundle.file("big.csv")

    monkeypatch.setattr(bundles, "_MOST_FILES", 1)
    with pytest.raises(UnreadableFile, match="holds too many files"):
        Bundle(Source(Path("x"), zipped({"a": "", "b": ""})))


def test_a_damaged_file_in_a_zip_is_named() -> None:
    content = bytearray(zipped({"a.csv": "".join(f"{number * number};" for number in range(200))}))
    content[45:60] = b"\xff" * 15
    with pytest.raises(UnreadableFile, match=r"“a.csv” in “x” cannot be unpacked"):
        Bundle(Source(Path("x"), bytes(content))).file("a.csv")


def test_a_file_compressed_in_an_unusual_way_is_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.csv", "x" * 100)
    with pytest.raises(UnreadableFile, match=r"“a.csv” in “x” cannot be unpacked \(compressed in an unusual way\)"):
        Bundle(Source(Path("x"), target.getvalue())).file("a.csv")


def test_files_of_a_folder_are_listed_in_a_zip_and_beside(tmp_path: Path) -> None:
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "1.json").write_text("[]")
    beside = Bundle(Source(tmp_path / "clients.json", b"[]"))
    inside = Bundle(Source(Path("x"), zipped({"tasks/1.json": "[]", "clients.json": "[]"})))

    assert beside.names("tasks") == inside.names("tasks") == ["tasks/1.json"]
    assert beside.names("nothing") == []


# --- Hamster

XML = """<?xml version="1.0"?>
<activities>
<activity name="Web" start_time="2026-02-02 09:00:00" end_time="2026-02-02 10:00:00" duration_minutes="60"
 category="Big" description="fix &amp; more" tags="bug, urgent"/>
<activity name="Run" start_time="2026-02-02 11:00:00" end_time="" category="" description="" tags=""/>
<activity name="Bad" start_time="noon" end_time="" category="" description="" tags=""/>
</activities>"""


def test_hamsters_xml(read: Any) -> None:
    records, (bad,), reading = read(XML, fmt="hamster-text")

    assert (records[0].project, records[0].client, records[0].description) == ("Web", "Big", "fix & more")
    assert (records[0].tags, records[1].running, bad.line, reading.local) == (("bug", "urgent"), True, 6, True)


def test_hamsters_table_may_be_in_any_language(read: Any) -> None:
    table = (
        "Tätigkeit\tBeginn\tEnde\tDauer\tKategorie\tText\tWörter\n"
        "Web\t2026-02-02 09:00:00\t2026-02-02 10:00:00\t60\tBig\tfix\tbug\n"
    )
    (record,), bad, _ = read(table, fmt="hamster-text")

    assert (record.project, record.client, record.description, record.tags) == ("Web", "Big", "fix", ("bug",))
    assert bad == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (XML[:200], "in line 3, column 1 something else was expected"),
        ('<activities><!DOCTYPE a [<!ENTITY b "c">]></activities>', "something else was expected"),
        ('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><activities/>', "defines entities"),
        ("a\tb\n", "neither of Hamster's exports"),
    ],
)
def test_xml_that_is_not_whole_or_defines_entities_is_refused(content: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        list(format_named("hamster-text").read(Source(Path("x"), content.encode())).rows())


# --- calendars


def calendar(*events: str) -> str:
    inside = "\r\n".join(f"BEGIN:VEVENT\r\nUID:u{n}\r\n{event}\r\nEND:VEVENT" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Europe/Berlin\r\n{inside}\r\nEND:VCALENDAR\r\n"


def test_events_with_times_become_entries(read: Any) -> None:
    content = calendar(
        "SUMMARY:fix #bug\r\nDTSTART;TZID=Europe/Berlin:20260202T090000\r\nDTEND;TZID=Europe/Berlin:20260202T103000\r\n"
        "CATEGORIES:Web,Talk",
        "SUMMARY:day\r\nDTSTART;VALUE=DATE:20260202",
        "SUMMARY:again\r\nDTSTART:20260202T090000Z\r\nDTEND:20260202T100000Z\r\nRRULE:FREQ=DAILY",
        "SUMMARY:off\r\nDTSTART:20260202T090000Z\r\nDTEND:20260202T100000Z\r\nSTATUS:CANCELLED",
        "SUMMARY:broken\r\nDTSTART:soon",
    )
    (record,), bad, reading = read(content, fmt="ics")

    assert (record.start.isoformat(), record.end.isoformat()) == (
        "2026-02-02T09:00:00+01:00",
        "2026-02-02T10:30:00+01:00",
    )
    assert (record.description, record.tags, record.zone) == ("fix", ("Web", "Talk", "bug"), "Europe/Berlin")
    assert (record.external_id, reading.local) == ("u0", False)
    assert [row.reason.split(";")[0][:22] for row in bad][:2] == ["It takes whole days an", "It repeats"]
    assert len(bad) == 3


def test_what_is_no_calendar_is_refused() -> None:
    for content in (b"BEGIN:VCARD\r\n", b"\x00"):
        with pytest.raises(UnreadableFile, match="is no calendar"):
            format_named("ics").read(Source(Path("x"), content))
