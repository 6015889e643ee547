"""Tables of hours, of issues, of customers: Harvest, Kimai, Jira and Tempo, and any other table."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.exchange.generic import GenericTable, guessed, header_of
from app.exchange.records import BadRow, Record, UnreadableFile
from app.exchange.registry import format_named
from app.exchange.source import Source
from app.exchange.times import read_date, read_hours

HARVEST = "Date,Client,Project,Task,Notes,Hours,Hours Rounded,Billable?,First Name,Last Name\n"


def times(records: list[Record]) -> list[str]:
    return [record.start.isoformat()[5:16] for record in records]


# --- Harvest


def test_harvest_fills_each_persons_days_from_nine(read: Any) -> None:
    table = f"""{HARVEST}2026-02-02,Big,Web,Code,fix,1.5,2,Yes,Ann,Lee
2026-02-02,Big,Web,Code,"two
lines",0.25,0.5,No,Ann,Lee
2026-02-02,,Own,,,2,2,No,Bo,Ek
2026-02-03,,Own,,,3,3,No,Ann,Lee
"""
    records, bad, reading = read(table, fmt="harvest")

    assert times(records) == ["02-02T09:00", "02-02T10:30", "02-02T09:00", "02-03T09:00"]
    assert [record.seconds for record in records] == [5400, 900, 7200, 10_800]
    first = records[0]
    assert (first.project, first.client, first.task, first.description) == ("Web", "Big", "Code", "fix")
    assert (first.billable, first.user, records[1].billable, records[2].client) == (True, "ann lee", False, "")
    assert (bad, reading.local, "from 9:00 on" in reading.notes[0]) == ([], True, True)


def test_numbers_and_dates_of_harvest_follow_the_account(read: Any) -> None:
    records, _, _ = read(HARVEST + '26.01.2026,,Web,,,"2,5","2,5",No,Ann,Lee\n27.01.2026,,Web,,,x,1,No,Ann,Lee\n')

    assert ([record.seconds for record in records], times(records)) == ([9000], ["01-26T09:00"])


def test_what_does_not_fit_into_a_day_ends_at_midnight(read: Any) -> None:
    records, _, _ = read(HARVEST + "2026-02-02,,Web,,,20,20,No,Ann,Lee\n2026-02-02,,Web,,,30,30,No,Ann,Lee\n")

    assert times(records) == ["02-02T04:00", "02-02T00:00"]


@pytest.mark.parametrize(
    "columns", ["Client,Project,Project Code,Start Date,End Date,Total Hours,Budget By", "Client Name,Address"]
)
def test_harvests_other_lists_have_no_entries(read: Any, columns: str) -> None:
    with pytest.raises(UnreadableFile, match="Export the detailed time report instead"):
        read(f"{columns}\na,b\n", fmt="harvest")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2.25", 8100), ("2,25", 8100), ("2.000,5", 7_201_800), ("1,000.5", 3_601_800), ("1:30", 5400)],
)
def test_hours_are_read_as_accounts_write_them(text: str, seconds: int) -> None:
    assert read_hours(text) == seconds


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01-Aug-2026", "2026-08-01"), ("Jan 20, 2026", "2026-01-20"), ("3. März 2026", "2026-03-03"),
        ("1 Okt 2026", "2026-10-01"), ("31 Dez 2026", "2026-12-31"), ("5/May/2026", "2026-05-05"),
    ],
)  # fmt: skip
def test_months_may_have_names(text: str, day: str) -> None:
    assert read_date(text, None).date().isoformat() == day


@pytest.mark.parametrize("text", ["31-Feb-2026", "1-Foo-2026", "Foo 1, 2026"])
def test_what_is_no_month_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        read_date(text, None)


# --- Kimai

KIMAI = "Date,From,To,Duration,User,E-mail,Customer,Project,Activity,Description,Billable,Tags\n"


def test_a_row_of_kimai(read: Any) -> None:
    records, bad, reading = read(KIMAI + "2026-02-02,22:00,01:30,3:00,ann,a@x,Big,Web,Code,fix,1,bug\n", fmt="kimai")

    (record,) = records
    assert (record.start.isoformat(), record.end.isoformat()) == ("2026-02-02T22:00:00", "2026-02-03T01:30:00")
    assert (record.client, record.project, record.task, record.description) == ("Big", "Web", "Code", "fix")
    assert (record.billable, record.tags, record.user, bad, reading.local) == (True, ("bug",), "a@x", [], True)


def test_kimai_speaks_the_language_of_who_exported(read: Any) -> None:
    table = "Datum;Von;Bis;Dauer;Benutzer;Kunde;Projekt;Tätigkeit;Beschreibung\n02.02.2026;08:00;10:00;2:00;ann;Big;Web;Code;x\n"
    (record,), _, _ = read(table, fmt="kimai")

    assert (record.client, record.task, record.end.isoformat()) == ("Big", "Code", "2026-02-02T10:00:00")


@pytest.mark.parametrize(
    "columns",
    [
        "ID,Name,Company name,Account,VAT-ID", "ID,Name,Customer,Order number",
        "Firma;Abteilung;Kundennummer;Umsatzsteuer-ID",
    ],
)  # fmt: skip
def test_kimais_lists_have_no_entries(read: Any, columns: str) -> None:
    with pytest.raises(UnreadableFile, match="Export the timesheet instead"):
        read(f"{columns}\n1,2,3,4,5\n", fmt="kimai")


def test_an_answer_of_kimai_has_instants_and_names_or_numbers(read: Any) -> None:
    full = {
        "id": 7, "begin": "2026-02-02T09:00:00+0100", "end": "2026-02-02T10:00:00+0100", "description": "fix",
        "activity": {"name": "Code"}, "project": {"name": "Web", "customer": {"name": "Big"}}, "user": {"username": "Ann"},
        "tags": ["bug"], "billable": False,
    }  # fmt: skip
    bare = {
        "id": 8,
        "begin": "2026-02-02T11:00:00+0100",
        "end": None,
        "activity": 3,
        "project": 5,
        "user": 1,
        "tags": [],
    }
    records, bad, reading = read(json.dumps([full, bare, 7, {"activity": 1, "begin": "x"}]), fmt="kimai")

    assert [(r.project, r.client, r.task, r.user, r.external_id) for r in records] == [
        ("Web", "Big", "Code", "ann", "7"), ("Project 5", None, "Activity 3", "1", "8"),
    ]  # fmt: skip
    assert (records[0].billable, records[0].tags, records[1].running) == (False, ("bug",), True)
    assert ([row.line for row in bad], reading.local) == ([3, 4], False)


def test_an_exported_list_of_kimai_says_the_same_as_its_table(read: Any) -> None:
    row = {"Date": "2026-02-02", "From": "22", "To": "01:30", "Customer": "Big", "Project": "Web", "Activity": "Code"}
    rows = [row | {"Tags": ["a", "b"], "Billable": True}, row | {"To": "", "Duration": "1:30", "Tags": "a, b"}]
    records, _, reading = read(json.dumps(rows), fmt="kimai")

    assert [record.start.isoformat() for record in records] == ["2026-02-02T22:00:00"] * 2
    assert (records[0].end.isoformat(), records[1].end, records[1].seconds) == ("2026-02-03T01:30:00", None, 5400)
    assert [record.tags for record in records] == [("a", "b"), ("a", "b")]
    assert (records[0].billable, records[1].billable, reading.local) == (True, None, True)


# --- Jira

TEMPO = "Issue Key,Issue summary,Hours,Work date,Username,Project Name,Work Description,Billed Hours\n"


def test_work_logged_with_tempo(read: Any) -> None:
    records, bad, _ = read(TEMPO + "IT-1,Rollout,1.5,2026-02-02 08:30,ann,Shop,two laptops,0\n", fmt="jira")

    (record,) = records
    assert (record.start.isoformat(), record.end.isoformat()) == ("2026-02-02T08:30:00", "2026-02-02T10:00:00")
    assert (record.project, record.task, record.description, record.user) == (
        "Shop",
        "IT-1 Rollout",
        "two laptops",
        "ann",
    )
    assert bad == []


@pytest.mark.parametrize(
    ("started", "local", "first"),
    [
        ("2026-02-02T08:30:31.275+0100", False, "2026-02-02T08:30:31+01:00"),
        ("2026-02-02T08:30", True, "2026-02-02T08:30:00"),
        ('"Feb 2, 2026, 6:25 PM"', True, "2026-02-02T18:25:00"),
        ("02-Feb-2026 09:00:00", True, "2026-02-02T09:00:00"),
        ("2026-02-02", True, "2026-02-02T09:00:00"),
    ],
)
def test_the_tables_of_worklogs_write_times_in_many_ways(read: Any, started: str, local: bool, first: str) -> None:
    table = f"Author,Summary,Work description,Issue,Started,Time spent seconds,Time spent\nAnn,Rollout,x,IT-1,{started},2100,35m\n"
    records, _, reading = read(f"{table},,,,,2100,35m\n", fmt="jira")

    (record,) = records
    assert (record.start.isoformat(), record.seconds, reading.local) == (first, 2100, local)
    assert (record.project, record.task) == ("IT-1 Rollout", "")


def test_a_worklog_that_makes_no_sense_spares_the_others(read: Any) -> None:
    rows = "T-1,01-Aug-2026 09:00:00,0h 30m,Stand-up\nT-1,soon,0h 30m,x\nT-1,01-Aug-2026 09:00:00,long,x\n"
    records, bad, _ = read(f"Ticket No,Start Date,Timespent,Comment\n{rows}", fmt="jira")

    assert (len(records), [row.line for row in bad]) == (1, [3, 4])
    with pytest.raises(UnreadableFile, match="has to name the issue"):
        format_named("jira").read(Source(Path("x"), b"a,b\n"))


# --- any other table


def test_a_table_with_usual_names_is_read_whatever_program_wrote_it(read: Any) -> None:
    table = "Zeiten Max;;;;\n;;;;\nDatum;Von;Bis;Projekt;Bemerkung\n02.02.2026;08:00;10:30;Web;fix\nSumme;;;2,5;\n"
    (record,), bad, reading = read(table.encode("cp1252"), fmt="csv")

    assert (record.start.isoformat(), record.end.isoformat()) == ("2026-02-02T08:00:00", "2026-02-02T10:30:00")
    assert (record.project, record.description, bad, reading.local) == ("Web", "fix", [], True)


def test_a_table_of_lengths_fills_days(read: Any) -> None:
    records, _, reading = read("Day,Hours,Project\n2026-02-02,1.5,Web\n2026-02-02,2,Web\n", fmt="csv")

    assert (times(records), reading.local) == (["02-02T09:00", "02-02T10:30"], True)


def test_a_table_may_hold_date_and_time_in_one_cell(read: Any) -> None:
    (record,), _, _ = read("Start,End,Job\n2026-02-02 09:00,2026-02-02 10:00,Web\n", fmt="csv")
    assert (record.start.isoformat(), record.end.isoformat()) == ("2026-02-02T09:00:00", "2026-02-02T10:00:00")

    (record,), _, _ = read("Date,Duration,Job\n2026-02-02 09:00,1:30,Web\n", fmt="csv")
    assert (record.start.isoformat(), record.seconds) == ("2026-02-02T09:00:00", 5400)


def test_a_person_may_say_what_the_columns_are() -> None:
    source = Source(Path("x.csv"), b"Wann,Los,Fertig,Wofuer,Was\n2026-02-02,9:00,10:00,Web,fix\n")
    columns = {"date": "Wann", "start": "Los", "end": "Fertig", "project": "Wofuer", "description": "was"}
    (row,) = GenericTable().read(source, columns=columns).rows()

    assert isinstance(row, Record)
    assert (row.start.isoformat(), row.project, row.description) == ("2026-02-02T09:00:00", "Web", "fix")


def test_columns_that_are_not_enough_are_told_with_those_there_are() -> None:
    with pytest.raises(UnreadableFile, match=r"has to have a date .* Its columns are: Foo, Bar\."):
        GenericTable().read(Source(Path("x"), b"Foo,Bar\n1,2\n"))
    with pytest.raises(UnreadableFile, match="has to have a date"):
        GenericTable().read(Source(Path("x"), b"Date,Bar\n1,2\n"))
    with pytest.raises(UnreadableFile, match="is no text"):
        GenericTable().read(Source(Path("x"), b"\x00"))
    with pytest.raises(UnreadableFile, match="has to have a date"):
        GenericTable().read(Source(Path("x"), b" \n"))


def test_what_columns_are_taken_for_can_be_shown() -> None:
    assert guessed(header_of(Source(Path("x"), b"Datum,Von,Bis,Foo\n"), {})) == {
        "date": "Datum", "start": "Von", "end": "Bis",
    }  # fmt: skip


def test_a_row_that_cannot_be_split_spares_the_others(read: Any) -> None:
    huge = '"' + "x" * 200_000
    records, bad, _ = read(f"Date,Start,End\n2026-02-02,9:00,10:00\n2026-02-02,9:00,{huge}\n", fmt="csv")

    assert (len(records), all(isinstance(row, BadRow) for row in bad), len(bad)) == (1, True, 1)
