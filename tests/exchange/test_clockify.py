"""Clockify's reports."""

from datetime import datetime
from typing import Any

import pytest

from app.exchange.records import UnreadableFile

DETAILED = "Project,Client,Description,Task,User,Group,Email,Tags,Type,Billable,Start Date,Start Time,End Date,End Time,Duration (h)"


def row(start: str = "03/04/2024", end: str = "03/04/2024", kind: str = "Regular", text: str = "x") -> str:
    return f'P,C,{text},T,Max,,m@x,"a, b",{kind},Yes,{start},10:23 AM,{end},11:23:01 AM,01:00:01'


def test_dates_that_can_be_both_are_asked_for(read: Any) -> None:
    (record,), _, reading = read(f"{DETAILED}\n{row()}\n", fmt="clockify")

    assert (reading.order, reading.order_asked) == ("mdy", True)
    assert record.start == datetime(2024, 3, 4, 10, 23)  # noqa: DTZ001 - a wall clock


def test_an_answer_settles_the_order(read: Any) -> None:
    (record,), _, reading = read(f"{DETAILED}\n{row()}\n", order="dmy")

    assert (reading.order_asked, record.start.month) == (False, 4)


def test_one_date_settles_it_for_all_rows(read: Any) -> None:
    records, bad, reading = read(f"{DETAILED}\n{row()}\n{row('13/04/2024', '13/04/2024')}\n{row('13/15/2024')}\n")

    assert (reading.order, reading.order_asked, [record.start.month for record in records]) == ("dmy", False, [4, 4])
    assert "not a date when read as day/month/year (column “Start Date”)" in bad[0].reason


def test_apostrophes_become_quotation_marks_again(read: Any) -> None:
    (record,), _, _ = read(f"{DETAILED}\n{row(text=chr(39) * 2 + 'x' + chr(39) * 2)}\n")

    assert record.description == '"x"'


def test_a_break_is_time_of_no_project(read: Any) -> None:
    (record,), _, _ = read(f"{DETAILED}\n{row(kind='Break', text='')}\n")

    assert (record.description, record.project, record.client, record.tags) == ("Break", "", "", ())


def test_chosen_columns_and_the_word_activity(read: Any) -> None:
    text = "Project,Description,Activity,Start Date,Start Time,End Date,End Time\nP,x,T,2022-07-27,1:00 PM,2022-07-27,2:00 PM\n"

    (record,), _, reading = read(text, fmt="clockify")

    assert (record.task, record.client, reading.order_asked) == ("T", None, False)


def test_a_summary_lays_each_day_end_to_end(read: Any) -> None:
    rows = [("2024-01-03", "00:30:00"), ("2024-01-03", "01:00:00"), ("2024-01-04", "14:00:00"), ("2024-01-04", "10:00:00"),
            ("2024-01-04", "30:00:00"), ("never", "1:00:00")]  # fmt: skip
    text = "Date,Project,Client,Description,Time (h),Time (decimal)\n" + "".join(f"{d},P,C,x,{t},1\n" for d, t in rows)

    records, bad, reading = read(text, fmt="clockify")

    assert [record.start.strftime("%d %H:%M") for record in records] == [
        "03 09:00", "03 09:30", "04 09:00", "04 14:00", "04 00:00"
    ]  # fmt: skip
    assert "laid end to end" in reading.notes[0]
    assert bad[0].reason == "“never” is not a date."


def test_an_overlong_cell_of_a_summary_is_one_bad_row(read: Any) -> None:
    _, bad, _ = read(f'Date,Project,Description,Time (h)\n01/02/2024,P,"{"y" * 140_000}\n', order="dmy")

    assert len(bad) == 1


def test_a_report_of_projects_is_refused(read: Any) -> None:
    with pytest.raises(UnreadableFile, match="report of projects, which has no time entries"):
        read("Project,Client,Status,Visibility,Billability,Tasks\nP,,Active,Public,Yes,\n")
