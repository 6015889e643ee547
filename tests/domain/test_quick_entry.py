"""The quick-entry line: every form of it, and what is said about a line that cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import wall_clock
from app.domain.quick_entry import Candidate, QuickEntry, format_quick_entry, parse, rank

# Wednesday, 2026-03-04 12:00 in Berlin.
NOW = 1_772_622_000
TZ = "Europe/Berlin"


def read(line: str) -> QuickEntry:
    return parse(line, now=NOW, tz=TZ)


def clocks(entry: QuickEntry) -> tuple[str | None, str | None]:
    return tuple(  # type: ignore[return-value]
        None if at is None else f"{wall_clock(at, TZ):%m-%d %H:%M}" for at in (entry.started_at, entry.ended_at)
    )


@pytest.mark.parametrize(
    ("time", "start", "end"),
    [
        ("9-11:30", "03-04 09:00", "03-04 11:30"),
        ("9:30-11", "03-04 09:30", "03-04 11:00"),
        ("9:30am-11", "03-04 09:30", "03-04 11:00"),
        ("9am-11", "03-04 09:00", "03-04 11:00"),
        ("11am-12", "03-04 11:00", "03-04 12:00"),
        ("yesterday 1pm-3", "03-03 13:00", "03-03 15:00"),
        ("yesterday 1-3pm", "03-03 13:00", "03-03 15:00"),
        ("yesterday 11-1pm", "03-03 11:00", "03-03 13:00"),
        ("yesterday 9am-5", "03-03 09:00", "03-03 17:00"),
        ("yesterday 10:15pm-1", "03-03 22:15", "03-04 01:00"),
        ("yesterday 12am-12pm", "03-03 00:00", "03-03 12:00"),
        ("yesterday 22-24", "03-03 22:00", "03-04 00:00"),
        ("8:00+1:30", "03-04 08:00", "03-04 09:30"),
        ("9.30-11h15", "03-04 09:30", "03-04 11:15"),
        ("9 - 11", "03-04 09:00", "03-04 11:00"),
        ("1h 30m", "03-04 10:30", "03-04 12:00"),
        ("today 9–10", "03-04 09:00", "03-04 10:00"),
        ("2026-3-2 9-10", "03-02 09:00", "03-02 10:00"),
        ("9+45m", "03-04 09:00", "03-04 09:45"),
        ("1h30m", "03-04 10:30", "03-04 12:00"),
        ("1.5h", "03-04 10:30", "03-04 12:00"),
        ("90m", "03-04 10:30", "03-04 12:00"),
        ("-25m", "03-04 11:35", None),
        ("-1h", "03-04 11:00", None),
        ("yesterday 14:00+1:30", "03-03 14:00", "03-03 15:30"),
        ("gestern 14-15", "03-03 14:00", "03-03 15:00"),
        ("monday 9-10", "03-02 09:00", "03-02 10:00"),
        ("thu 9-10", "02-26 09:00", "02-26 10:00"),
        ("2026-03-02 9-10", "03-02 09:00", "03-02 10:00"),
        ("yesterday 22-2", "03-03 22:00", "03-04 02:00"),
        ("", None, None),
    ],
)
def test_times(time: str, start: str | None, end: str | None) -> None:
    entry = read(f"{time} fix login @Website")

    assert clocks(entry) == (start, end)
    assert (entry.description, entry.project, entry.problems) == ("fix login", "Website", ())


def test_everything_at_once() -> None:
    entry = read('9:30-11 fix login @"Web site"/Backend #bug #"very urgent" $ +"First release"')

    assert (entry.project, entry.task, entry.milestone) == ("Web site", "Backend", "First release")
    assert (entry.description, entry.tags, entry.billable) == ("fix login", ("bug", "very urgent"), True)
    assert [chip.kind for chip in entry.chips] == ["time", "project", "task", "tag", "tag", "billable", "milestone"]
    assert entry.problems == ()


@pytest.mark.parametrize(
    ("line", "code", "part"),
    [
        ("25-26 work", "no_such_time", "25-26"),
        ("9:75-10 work", "no_such_time", "9:75-10"),
        ("13pm-14 work", "no_such_time", "13pm-14"),
        ("25:00+1:00 work", "no_such_time", "25:00+1:00"),
        ("2026-02-30 9-10 work", "no_such_day", "2026-02-30"),
        ("2026-03-02 work", "time_missing", "2026-03-02"),
        ('work @"Web site', "quote_open", "Web site"),
        ("work @One @Two", "named_twice", "Two"),
        ('work @""', "name_missing", "@"),
        ("2026-03-29 2:30-4 night shift", "time_in_gap", "2:30-4"),
    ],
)
def test_what_cannot_be_read_is_named(line: str, code: str, part: str) -> None:
    problems = read(line).problems

    assert [(problem.code, problem.values["part"]) for problem in problems] == [(code, part)]
    assert part.strip('"') in problems[0].message or code in ("name_missing", "time_in_gap")


def test_a_repeated_hour_is_asked_about() -> None:
    # 2026-10-25: 02:30 comes twice in Berlin.
    line, now = "2026-10-25 2:30-4 night shift", NOW + 300 * 86_400
    (problem,) = parse(line, now=now, tz=TZ).problems
    first, second = problem.values["instants"]

    assert problem.code == "time_repeated"
    assert second - first == 3600
    assert parse(line, now=now, tz=TZ, repeated="first").started_at == first
    assert parse(line, now=now, tz=TZ, repeated="second").started_at == second
    assert parse(line, now=now, tz=TZ, repeated="first").problems == ()


@pytest.mark.parametrize(
    ("line", "description"),
    [
        ("a@b.de writes", "a@b.de writes"),
        ("@ #  + alone", "@ # + alone"),
        ("\\9-11 memorial", "9-11 memorial"),
        ("\\@home", "@home"),
        ("pay \\$ now", "pay $ now"),
        ("monday meeting", "monday meeting"),
        ("half-done 9-11", "half-done 9-11"),
    ],
)
def test_plain_words_stay_plain(line: str, description: str) -> None:
    entry = read(line)

    assert entry == QuickEntry(description=description)


_NAMES = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=' "/\\@#+$'), min_size=1).map(
    lambda text: " ".join(text.split())
).filter(bool)  # fmt: skip
_INSTANTS = st.integers(1_600_000_000 // 60, 1_900_000_000 // 60).map(lambda minute: minute * 60)


@given(
    description=st.lists(_NAMES.map(lambda n: n.replace(" ", "")).filter(bool), max_size=5).map(" ".join),
    project=st.none() | _NAMES,
    task=st.none() | _NAMES,
    milestone=st.none() | _NAMES,
    tags=st.lists(_NAMES, unique=True, max_size=3).map(tuple),
    billable=st.none() | st.booleans(),
    start=_INSTANTS,
    minutes=st.integers(0, 3000),
    closed=st.booleans(),
)
def test_printing_and_reading_agree(description, project, task, milestone, tags, billable, start, minutes, closed):  # type: ignore[no-untyped-def]
    span = {"started_at": start, "ended_at": start + minutes * 60} if closed else {}
    entry = QuickEntry(description, project, task if project else None, milestone, tags, billable, **span)

    again = parse(format_quick_entry(entry, tz=TZ), now=NOW, tz=TZ, repeated="first")

    if closed and again.started_at != start:
        again = parse(format_quick_entry(entry, tz=TZ), now=NOW, tz=TZ, repeated="second")
    fields = ("description", "project", "task", "milestone", "tags", "billable", "started_at", "ended_at")
    assert [getattr(again, name) for name in fields] == [getattr(entry, name) for name in fields]


def test_completion_prefers_what_is_recent_and_frequent() -> None:
    old = Candidate("fix login", times=5, last_at=NOW - 90 * 86_400)
    new = Candidate("fix checkout", times=2, last_at=NOW)
    other = Candidate("write report", times=50, last_at=NOW)

    assert rank([old, new, other], "fix", now=NOW) == [new, old]
    assert rank([old, new, other], "", now=NOW, limit=1) == [other]
