"""Toggl's reports and the answers of its API."""

import csv
import io
import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.exchange.records import UnreadableFile
from app.exchange.registry import format_named
from app.exchange.source import Source

HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()"
ROW = 'Ann,Ann@Example.com,Acme,Website,Login,"fix ""it""\nnow",Yes,2026-02-02,09:00:00,2026-02-02,10:30:00,01:30:00,"bug, , urgent",'


def wall(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - a wall clock


def test_a_row_of_the_detailed_report(read: Any) -> None:
    (record,), bad, reading = read(f"{HEADER}\n{ROW}\n", fmt="toggl")

    assert (record.start, record.end, record.seconds) == (wall(2026, 2, 2, 9), wall(2026, 2, 2, 10, 30), 5400)
    assert (record.client, record.project, record.task) == ("Acme", "Website", "Login")
    assert (record.description, record.tags, record.billable) == ('fix "it"\nnow', ("bug", "urgent"), True)
    assert (record.user, record.line, bad, reading.local) == ("ann@example.com", 2, [], True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(read: Any, encoding: str, end: str) -> None:
    text = f"{HEADER}\n{ROW.replace('fix', 'Grüße 🔥').replace(chr(10), ' ')}\n".replace("\n", end)

    (record,), bad, _ = read(text.encode(encoding))

    assert (record.description, bad) == ('Grüße 🔥 "it" now', [])


def test_what_is_not_utf8_is_windows_1252(read: Any) -> None:
    (record,), _, _ = read(f"{HEADER}\n{ROW.replace('fix', 'Grüße €')}\n".encode("cp1252"))

    assert record.description.startswith("Grüße €")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiters_are_counted_outside_quotes(read: Any, delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(f"{HEADER}\n{ROW}\n")))

    (record,), bad, _ = read(out.getvalue())

    assert (record.project, record.tags, bad) == ("Website", ("bug", "urgent"), [])


def test_columns_are_found_by_name_in_any_order_below_a_preamble(read: Any) -> None:
    names, cells = next(csv.reader([HEADER])), next(csv.reader(io.StringIO(ROW)))
    expected = read(f"{HEADER}\n{ROW}\n")[0][0]
    for seed in range(5):
        order = list(range(len(names)))
        random.Random(seed).shuffle(order)
        out = io.StringIO("My report\n\n")
        out.seek(0, io.SEEK_END)
        writer = csv.writer(out)
        writer.writerows(([names[at].upper() for at in order], [cells[at] for at in order]))

        (record,), bad, _ = read(out.getvalue())

        assert (record._replace(line=2), bad) == (expected, [])


def test_backslashes_are_letters(read: Any) -> None:
    (record,), _, _ = read(f'{HEADER}\nA,a@b,C,P,,"\\\\ 🔥 """"\\\\\\",No,2026-02-02,9:00,2026-02-02,9:01,0:01,,\n')

    assert record.description == '\\\\ 🔥 ""\\\\\\'


def test_the_import_template_has_lengths_instead_of_ends(read: Any) -> None:
    text = "Email,Start date,Start time,Duration,Project,Task,Client,Billable,Description\na@b,2026-02-02,09:00,0:30,P,,C,No,x\n"

    (record,), _, _ = read(text)

    assert (record.end, record.seconds, record.billable) == (None, 1800, False)


def test_twelve_hour_clocks_and_an_end_after_midnight(read: Any) -> None:
    text = "Project,Description,Start date,Start time,End time,Duration\nP,x,2026-02-02,11:30:00 PM,12:15:00 AM,\n"

    (record,), _, _ = read(text)

    assert (record.start, record.end) == (wall(2026, 2, 2, 23, 30), wall(2026, 2, 3, 0, 15))
    assert (record.client, record.billable, record.user) == (None, None, "")


def test_date_and_time_in_one_cell(read: Any) -> None:
    text = "Project,Description,Start date,Start time,End date,End time\nP,x,2026-02-02 09:00, ,2026-02-02 10:00,\n"

    (record,), bad, _ = read(text)

    assert (record.end, bad) == (wall(2026, 2, 2, 10), [])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (",,,", "There is no start date in this row."),
        ("2026-02-02,,,", "There is no start time in this row."),
        ("2026-02-02,9:00,,", "There is neither an end nor a duration in this row."),
        ("2026-02-30,9:00,,1:00", "“2026-02-30” is not a date (column “Start date”)."),
        ("2026-02-02,nine,,1:00", "“nine” is not a time of day (column “Start time”)."),
        ("2026-02-02,9:00,,long", "“long” is not a duration (column “Duration”)."),
        ("2026-02-02,9:00,25:00,long", "“25:00” is not a time of day (column “End time”)."),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_spares_the_others(read: Any, cells: str, reason: str) -> None:
    good = "2026-02-02,9:00,10:00,"
    records, bad, _ = read(f"Start date,Start time,End time,Duration,Project\n{good},P\n{cells},P\n{good},P\n")

    assert (len(records), [(row.line, row.reason) for row in bad]) == (2, [(3, reason)])


def test_short_rows_are_filled_and_long_ones_cut(read: Any) -> None:
    records, bad, _ = read(
        "Start date,Start time,End time,Project,Tags\n2026-02-02,9:00,10:00\n2026-02-02,9:00,10:00,P,a,b,c\n\n,,\n"
    )

    assert ([record.project for record in records], records[1].tags, len(bad)) == (["", "P"], ("a",), 0)


def test_a_cell_that_never_ends_costs_its_own_rows_only(read: Any) -> None:
    row = "2026-02-02,9:00,10:00,P,x"
    endless = f'2026-02-02,9:00,10:00,P,"{"y" * 140_000}'

    records, bad, _ = read("Start date,Start time,End time,Project,Description\n" + f"{row}\n{endless}\n{row}")

    assert (len(records), bad[0].line) == (2, 3)
    assert "never closed" in bad[0].reason


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Project,Description,Client,Start time,End time", "Start date"),
        ("Project,Description,Start date,End time,Duration", "Start time"),
        ("Project,Description,Start date,Start time,Client", "End time or Duration"),
    ],
)
def test_a_file_without_a_needed_column_is_refused_by_its_name(header: str, column: str) -> None:
    source = Source(Path("file"), f"{header}\nP,x,2026-02-02,9:00,10:00\n".encode())

    with pytest.raises(UnreadableFile, match=f"no column “{column}”. Its columns are: Project"):
        list(format_named("toggl").read(source).rows())


def test_a_file_without_a_header_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="no line at its beginning names the columns"):
        format_named("toggl").read(Source(Path("file"), b"a,b\n1,2\n"))


# --- the API ---

ENTRY = {"id": 7, "workspace_id": 1, "start": "2026-02-02T09:00:00+01:00", "stop": "2026-02-02T10:00:00+01:00",
         "duration": 3600, "description": "fix", "billable": True, "tags": ["bug", "", None]}  # fmt: skip


def test_an_entry_of_the_api(read: Any) -> None:
    (record,), _, reading = read(json.dumps([ENTRY]), fmt="toggl")

    assert record.start.astimezone(UTC) == datetime(2026, 2, 2, 8, tzinfo=UTC)
    assert (record.external_id, record.billable, record.tags, reading.local) == ("7", True, ("bug",), False)


def test_names_by_id_and_the_persons_zone(read: Any) -> None:
    data = {
        "timezone": "Europe/Tallinn",
        "projects": [{"id": 1, "name": "Website", "cid": 2}, "junk"],
        "clients": [{"id": 2, "name": "Acme"}],
        "tasks": [{"id": 3, "name": "Login"}],
        "time_entries": [ENTRY | {"pid": 1, "tid": 3}],
    }
    for content in (data, {"data": data}):
        (record,), _, _ = read(json.dumps(content))
        assert (record.project, record.client, record.task, record.zone) == (
            "Website",
            "Acme",
            "Login",
            "Europe/Tallinn",
        )


def test_a_page_of_a_report_has_names_inline_and_milliseconds(read: Any) -> None:
    page = {"data": [{"id": 1, "pid": 5, "start": "2026-02-02T09:00:00+01:00", "end": None, "dur": 60_000,
                      "project": "Website", "client": "Acme", "is_billable": False, "billable": 1.5}]}  # fmt: skip

    (record,), _, _ = read(json.dumps(page))

    assert (record.project, record.client, record.seconds, record.billable) == ("Website", "Acme", 60, False)


@pytest.mark.parametrize(
    "change", [{"stop": None, "duration": -1_770_019_200}, {"duration": -1}, {"stop": None, "duration": None}]
)
def test_an_entry_without_stop_or_with_a_negative_duration_runs(read: Any, change: dict[str, Any]) -> None:
    (record,), _, _ = read(json.dumps([ENTRY | change]))

    assert record.running
    assert record.end is None


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (ENTRY | {"server_deleted_at": "2026-01-01"}, "It was deleted in Toggl."),
        (ENTRY | {"start": "0003-03-16T-7:-19:-24Z"}, "The start “0003-03-16T-7:-19:-24Z” is no time."),
        (ENTRY | {"stop": "2026-02-02T10:00:00"}, "does not say its offset from UTC."),
        (ENTRY | {"start": None}, "The start “None” is no time."),
        ("junk", "This is no entry."),
    ],
)
def test_junk_among_entries_is_refused_by_number(read: Any, entry: Any, reason: str) -> None:
    records, bad, _ = read(json.dumps([ENTRY, entry]))

    assert (len(records), bad[0].line) == (1, 2)
    assert bad[0].reason.endswith(reason)


def test_lengths_that_nobody_lived_are_no_lengths(read: Any) -> None:
    (record,), _, _ = read(json.dumps([ENTRY | {"duration": 10**12}]))

    assert record.seconds is None


@pytest.mark.parametrize(
    "content", ['{"data": {"time_entries": 7}}', '{"time_entries": null}', '{"data": {"wid": 1, "start": 2}}']
)
def test_an_answer_without_entries_is_refused(read: Any, content: str) -> None:
    with pytest.raises(UnreadableFile, match="no list of Toggl's time entries"):
        read(content)
