"""Files people keep with an editor: timeclock, timedot, gtimelog, klog, org."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.exchange.records import UnreadableFile
from app.exchange.registry import format_named
from app.exchange.source import Source
from app.exchange.text_lines import without_tags


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- timeclock


def test_a_session_of_timeclock_is_what_lies_between_coming_and_going(read: Any) -> None:
    journal = """
; kept by hand
i 2026/02/02 09:00:00 work:website:login  fix the form ; urgent:, ticket: 42
o 2026/02/02 10:30:00
"""
    (record,), bad, reading = read(journal, fmt="timeclock")

    assert (record.line, record.start, record.end) == (3, at("2026-02-02T09:00"), at("2026-02-02T10:30"))
    assert (record.project, record.description) == ("work:website:login", "fix the form")
    assert record.tags == ("urgent", "ticket:42")
    assert (bad, reading.local) == ([], True)


def test_a_going_ends_the_account_it_names_else_the_latest(read: Any) -> None:
    journal = (
        "i 2026-02-02 09:00 a\ni 2026-02-02 09:10 b\ni 2026-02-02 09:20 c\n"
        "o 2026-02-02 10:00 a\no 2026-02-02 10:10\nO 2026-02-02 10:20\n"
    )
    records, _, _ = read(journal)

    assert [(record.project, record.end) for record in records] == [
        ("a", at("2026-02-02T10:00")), ("c", at("2026-02-02T10:10")), ("b", at("2026-02-02T10:20")),
    ]  # fmt: skip


def test_who_has_not_gone_is_still_at_work(read: Any) -> None:
    (record,), _, _ = read("i 2026-02-02 23:00 night\n")

    assert (record.running, record.end) == (True, None)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("o 2026-02-02 08:00", "Nobody had come before this going."),
        ("i 2026-02-30 08:00 a", "“2026-02-30” is not a date."),
        ("i 2026-02-02 28:00 a", "“28:00” is not a time of day."),
        ("came at nine", "This line is neither a coming nor a going."),
    ],
)
def test_a_line_of_timeclock_that_makes_no_sense_spares_the_others(read: Any, line: str, sentence: str) -> None:
    records, (bad,), _ = read(
        f"{line}\nb 2026-02-02 08:00 x\ni 2026-02-02 09:00 a\no 2026-02-02 24:00\n", fmt="timeclock"
    )

    assert [record.end for record in records] == [at("2026-02-03T00:00")]
    assert (bad.line, bad.reason) == (1, sentence)


# --- timedot


def test_dots_are_quarters_of_an_hour_and_days_are_filled_from_nine(read: Any) -> None:
    journal = """# dots
* heading
2026-02-02 a day ; with words
biz:research  .... .  ; deep:
fos:haskell   1.5h
per:admin\t30m
per:late  20h

** 2026-02-03
biz:research  ..
biz:research  2
"""
    records, bad, reading = read(journal, fmt="timedot")

    assert [(record.start.isoformat(), record.seconds) for record in records] == [
        ("2026-02-02T09:00:00", 4500), ("2026-02-02T10:15:00", 5400), ("2026-02-02T11:45:00", 1800),
        ("2026-02-02T04:00:00", 72_000), ("2026-02-03T09:00:00", 1800), ("2026-02-03T09:30:00", 7200),
    ]  # fmt: skip
    assert (records[0].project, records[0].tags) == ("biz:research", ("deep",))
    assert bad == []
    assert "from 9:00 on" in reading.notes[0]


def test_a_line_of_timedot_without_an_amount_is_told(read: Any) -> None:
    records, (bad,), _ = read("2026-02-02\nbiz  ....\nno amount here\n")

    assert (len(records), bad.line) == (1, 3)


# --- gtimelog

LOG = """
# words
2026-02-02 09:00: arrived **
2026-02-02 09:30: Website: login form -- bug urgent
2026-02-02 11:00: read mail
2026-02-02 11:30: coffee **
not a line of the log
2026-02-02 12:00: Website: more
2026-02-03 01:30: Website: at night
2026-02-03 08:00: arrived
2026-02-03 09:00: Talk: Ines
"""


def test_a_line_of_gtimelog_says_what_was_done_until_then(read: Any) -> None:
    records, bad, reading = read(LOG, fmt="gtimelog")

    assert [(r.start.isoformat()[5:16], r.end.isoformat()[5:16], r.project, r.description) for r in records] == [
        ("02-02T09:00", "02-02T09:30", "Website", "login form"),
        ("02-02T09:30", "02-02T11:00", "", "read mail"),
        ("02-02T11:30", "02-02T12:00", "Website", "more"),
        ("02-02T12:00", "02-03T01:30", "Website", "at night"),
        ("02-03T08:00", "02-03T09:00", "Talk", "Ines"),
    ]
    assert records[0].tags == ("bug", "urgent")
    assert bad == []
    assert reading.notes == ["1 line is marked as slack (**) and left out."]


def test_lines_of_gtimelog_need_not_be_in_order(read: Any) -> None:
    lines = LOG.splitlines()
    records, _, _ = read("\n".join([*lines[:3], lines[4], lines[3], *lines[5:]]))

    assert [record.description for record in records][:2] == ["login form", "read mail"]


def test_a_day_of_gtimelog_that_is_none_is_told(read: Any) -> None:
    _, (bad,), _ = read("2026-02-31 09:00: arrived\n2026-02-02 09:00: arrived\n", fmt="gtimelog")

    assert bad.reason == "“2026-02-31” is not a date."


# --- klog

KLOG = """2026-02-02 (8h!)
Worked #remote from home
    9:00 - 10:30 Layout #website=42 draft
    <23:00 - 0:30 late
        and later still
    1:00pm-2:00pm
\t22:00 - 0:15> into the night
    45m Lunch
    15:00 - ???

2026/02/03
  8:00 - 24:00 #ticket="A 7"
  about nine
"""


def test_a_span_of_klog_is_an_entry_and_its_record_lends_it_tags(read: Any) -> None:
    records, bad, reading = read(KLOG, fmt="klog")

    assert [(r.start.isoformat()[5:16], r.end and r.end.isoformat()[5:16], r.description) for r in records] == [
        ("02-02T09:00", "02-02T10:30", "Layout draft"),
        ("02-01T23:00", "02-02T00:30", "late and later still"),
        ("02-02T13:00", "02-02T14:00", ""),
        ("02-02T22:00", "02-03T00:15", "into the night"),
        ("02-02T15:00", None, ""),
        ("02-03T08:00", "02-04T00:00", ""),
    ]
    assert [record.tags for record in records][::5] == [("remote", "website=42"), ("ticket=A 7",)]
    assert [(row.line, row.reason[:36]) for row in bad] == [
        (8, "This line says how long, but not whe"),
        (13, "This line is neither a span of time "),
    ]
    assert (records[4].running, reading.local) == (True, True)


def test_a_line_of_klog_before_the_first_day_is_told(read: Any) -> None:
    records, bad, _ = read("    9:00 - 10:00\n2026-02-02\n    9:00 - 10:00\n\nThe end.\n", fmt="klog")

    assert (len(records), [row.reason for row in bad]) == (1, ["This line belongs to no day."])


# --- org

OUTLINE = """#+TODO: OPEN(o) | SHUT(s)
  CLOCK: [2026-02-01 Sun 09:00]--[2026-02-01 Sun 09:10] =>  0:10
* OPEN [#A] Website  :web:
** TODO Login form   :bug:urgent:
   :LOGBOOK:
   CLOCK: [2026-02-02 Mo 09:00]--[2026-02-02 Mo 10:30] =>  1:30
   CLOCK: [2026-02-02 11:00]
   CLOCK: [2026-02-02 Mon 11:00]--[later]
   :END:
* Mail
  CLOCK: [2026-02-02 Mon 12:00]--[2026-02-02 Mon 12:05]
"""


def test_a_clock_line_of_org_belongs_to_its_headline_and_the_topmost_is_the_project(read: Any) -> None:
    records, (bad,), _ = read(OUTLINE, fmt="org")

    assert [(r.project, r.description, r.tags) for r in records] == [
        ("", "", ()),
        ("Website", "Login form", ("web", "bug", "urgent")),
        ("Website", "Login form", ("web", "bug", "urgent")),
        ("Mail", "", ()),
    ]
    assert (records[1].end, records[2].running) == (at("2026-02-02T10:30"), True)
    assert (bad.line, bad.reason) == (8, "This clock line cannot be read.")


def test_the_table_of_org_clock_csv_says_the_same(read: Any) -> None:
    table = (
        "task,parents,category,start,end,effort,ishabit,tags\n"
        "Login form,Website/Sprint,,2026-02-02 09:00,2026-02-02 10:30,,,bug:urgent\n"
        "Mail,,,2026-02-02 12:00,2026-02-02 12:05,,,\n"
        "Mail,,,soon,2026-02-02 12:05,,,\n"
    )
    records, (bad,), _ = read(table, fmt="org")

    assert [(r.project, r.description, r.tags) for r in records] == [
        ("Website", "Login form", ("bug", "urgent")), ("Mail", "", ()),
    ]  # fmt: skip
    assert (records[0].end - records[0].start, bad.line) == (timedelta(hours=1.5), 4)


# --- all of them


@pytest.mark.parametrize("name", ["timeclock", "timedot", "gtimelog", "klog", "org"])
def test_what_is_no_text_is_refused_whole(name: str) -> None:
    from pathlib import Path

    with pytest.raises(UnreadableFile, match="is no text"):
        list(format_named(name).read(Source(Path("x"), b"\x00\x01")).rows())


@pytest.mark.parametrize(
    ("text", "rest", "tags"),
    [
        ("plain", "plain", ()),
        ("#a and #b-c", "and", ("a", "b-c")),
        ("issue #12 is no tag, a#b neither", "issue #12 is no tag, a#b neither", ()),
        ("#p=x #p='y z' #a #a", "", ("p=x", "p=y z", "a")),
    ],
)
def test_words_marked_as_tags_are_taken_out(text: str, rest: str, tags: tuple[str, ...]) -> None:
    assert without_tags(text) == (rest, tags)


@pytest.mark.parametrize(
    "content",
    [
        "2026-02-02\nbiz  ....\nbiz  " + "." * 100_000 + "x\n",
        "2026-02-02\nbiz  ....\n" + " " * 100_000 + "x\n",
        "* A\nCLOCK: [2026-02-02 Mo 09:00]--[2026-02-02 Mo 10:00]\n* Web" + " " * 100_000 + "x\n",
        "* A\nCLOCK: [2026-02-02 Mo 09:00]--[2026-02-02 Mo 10:00]\n* Web " + ":a" * 50_000 + "\n",
    ],
)
def test_a_line_without_end_takes_no_time_without_end(read: Any, content: str) -> None:
    records, _, _ = read(content)

    assert len(records) == 1
