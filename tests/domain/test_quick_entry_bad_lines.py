"""Quick entry on lines nobody should type: each is read as meant, or named as what cannot be read; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.quick_entry import Candidate, QuickEntry, format_quick_entry, parse, rank

# Wednesday, 2026-03-04 12:00 in Berlin.
NOW = 1_772_622_000
NEXT_YEAR = NOW + 365 * 86_400
TZ = "Europe/Berlin"


def read(line: str, now: int = NOW, repeated: str | None = None) -> QuickEntry:
    return parse(line, now=now, tz=TZ, repeated=repeated)


@pytest.mark.parametrize(
    ("line", "code", "part"),
    [
        ("9- work", "no_such_time", "9-"),
        ("-9 work", "no_such_time", "-9"),
        ("9: work", "no_such_time", "9:"),
        ("9:30 work", "no_such_time", "9:30"),
        ("9am work", "no_such_time", "9am"),
        ("9+ work", "no_such_time", "9+"),
        ("9--11 work", "no_such_time", "9--11"),
        ("9-11-12 work", "no_such_time", "9-11-12"),
        ("9:3-10 work", "no_such_time", "9:3-10"),
        ("9:75-10 work", "no_such_time", "9:75-10"),
        ("25:00-26 work", "no_such_time", "25:00-26"),
        ("24-7 support", "no_such_time", "24-7"),
        ("14:00+ work", "no_such_time", "14:00+"),
        ("14:00+90 work", "no_such_time", "14:00+90"),
        ("24:00+1h work", "no_such_time", "24:00+1h"),
        ("10-2am work", "no_such_time", "10-2am"),
        ("14-1pm work", "no_such_time", "14-1pm"),
        ("0pm-1 work", "no_such_time", "0pm-1"),
        ("9999999h work", "no_such_time", "9999999h"),
        ("-9999999h work", "no_such_time", "-9999999h"),
        ("yesterday 9- work", "no_such_time", "9-"),
        ("9-9 work", "no_length", "9-9"),
        ("2026-13-01 9-10 work", "no_such_day", "2026-13-01"),
        ("2026-02-29 9-10 work", "no_such_day", "2026-02-29"),
        ("0001-01-01 9-10 work", "no_such_day", "0001-01-01"),
        ("9999-12-31 22-2 work", "no_such_day", "9999-12-31"),
        ("2.3.2026 9-10 work", "day_unclear", "2.3.2026"),
        ("3/2 9-10 work", "day_unclear", "3/2"),
        ("yesterday 1h30m work", "time_missing", "yesterday"),
        ("monday -25m work", "time_missing", "monday"),
        ("13-14 work", "ends_in_future", "13-14"),
        ("9-12:02 work", "ends_in_future", "9-12:02"),
        ("22-2 work", "ends_in_future", "22-2"),
        ("9+5h work", "ends_in_future", "9+5h"),
        ("wednesday 14-15 work", "ends_in_future", "14-15"),
        ("2027-01-01 9-10 work", "ends_in_future", "9-10"),
        ("work @Website/", "name_missing", "/"),
        ("work @/Backend", "name_missing", "@"),
        ('work #""', "name_missing", "#"),
        ('work +" "', "name_missing", "+"),
        ("work +One +Two", "named_twice", "Two"),
        ("work $ !$", "billable_twice", "!$"),
        ('work @Website/"Back end', "quote_open", "Back end"),
        ('work #"late', "quote_open", "late"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(line: str, code: str, part: str) -> None:
    problems = read(line).problems

    assert [(problem.code, problem.values["part"]) for problem in problems] == [(code, part)]
    assert problems[0].message.endswith((".", "?"))
    assert problems[0].severity == "error"


def test_a_minute_ahead_is_a_clock_that_runs_fast_and_no_future() -> None:
    assert read("9-12:01 work").problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "3d model", "2024 taxes", "7-eleven", "24/7 support", "3.5 release", "1:1 with Anna", "C++ notes", "2024-03 report",
        "1-2-3-4-5-6 hopscotch", "030-1234567 call", "-verbose flag", "monday meeting", "yesterday", "today's plan", "5", "—",
        "half-done 9-11", "naïve 9-11", "10x faster", "m", "h", "am-pm shift", "90 minutes of it",
    ],
)  # fmt: skip
def test_descriptions_that_only_begin_with_a_number_are_descriptions(line: str) -> None:
    assert read(line) == QuickEntry(description=line)


@pytest.mark.parametrize(
    "word", ["9-11", "9-", "-25m", "1h30m", "2026-03-02", "9:30", "@home", "#1", "+1", "$", "!$", "\\o/"]
)
def test_a_backslash_makes_any_word_plain(word: str) -> None:
    assert read(f"\\{word} memorial") == QuickEntry(description=f"{word} memorial")


def test_a_range_over_a_midnight_of_the_clock_change_lasts_as_long_as_it_did() -> None:
    entry = read("2026-03-28 22-4 night shift", NEXT_YEAR)

    assert entry.problems == ()
    assert entry.started_at is not None
    assert entry.ended_at is not None
    assert entry.ended_at - entry.started_at == 5 * 3600


@pytest.mark.parametrize(
    ("line", "clock"),
    [("2026-03-29 2:30-4 shift", "02:30"), ("2026-03-29 1-2:59 shift", "02:59"), ("2026-03-29 2+1h shift", "02:00")],
)
def test_a_time_that_did_not_exist_is_named(line: str, clock: str) -> None:
    (problem,) = read(line, NEXT_YEAR).problems

    assert (problem.code, problem.values["clock"], problem.values["day"]) == ("time_in_gap", clock, "2026-03-29")


@pytest.mark.parametrize(
    ("line", "first", "second"),
    [
        ("2026-10-25 2:30-4 shift", 2 * 3600 + 1800, 3600 + 1800),
        ("2026-10-25 1:30-2:30 shift", 3600, 7200),
        ("2026-10-25 2:30+1:00 shift", 3600, 3600),
        ("2026-10-25 2:10-2:40 shift", 1800, 1800),
    ],
)
def test_a_time_that_came_twice_is_asked_about_and_answered(line: str, first: int, second: int) -> None:
    asked = read(line, NEXT_YEAR)
    answers = [read(line, NEXT_YEAR, repeated) for repeated in ("first", "second")]

    assert {problem.code for problem in asked.problems} == {"time_repeated"}
    assert all(len(problem.values["instants"]) == 2 for problem in asked.problems)
    assert [answer.problems for answer in answers] == [(), ()]
    assert [(a.ended_at or 0) - (a.started_at or 0) for a in answers] == [first, second]


def test_an_answer_does_not_change_times_that_came_once() -> None:
    assert read("9-11 work", repeated="second") == read("9-11 work")


@pytest.mark.parametrize("line", ["2h work", "-2h work"])
def test_a_length_that_reaches_beyond_all_time_is_named(line: str) -> None:
    (problem,) = read(line, now=3600).problems

    assert problem.code == "no_such_time"


def test_chips_cover_exactly_what_they_stand_for() -> None:
    line = '  yesterday 9:30-11   fix @"Web site"/"Back end" #bug #"very urgent" !$ +Beta  '
    covered = {(chip.kind, chip.text): line[chip.start : chip.end] for chip in read(line).chips}

    assert covered == {
        ("time", "yesterday 9:30-11"): "yesterday 9:30-11",
        ("project", "Web site"): '@"Web site"',
        ("task", "Back end"): '/"Back end"',
        ("tag", "bug"): "#bug",
        ("tag", "very urgent"): '#"very urgent"',
        ("billable", "!$"): "!$",
        ("milestone", "Beta"): "+Beta",
    }


def test_a_chip_is_one_for_a_time_written_with_blanks() -> None:
    line = "9 - 11 fix"

    assert [line[chip.start : chip.end] for chip in read(line).chips] == ["9 - 11"]


def test_tags_are_the_same_without_regard_to_case() -> None:
    assert read("work #Bug #bug #BUG").tags == ("Bug",)


def test_saying_billable_twice_is_saying_it() -> None:
    entry = read("work $ $")

    assert (entry.billable, len(entry.chips), entry.problems) == (True, 1, ())


def test_names_of_any_script_are_kept_as_typed() -> None:
    entry = read('9-10 Überprüfung 日本語 @"Прое́кт 1"/مهمة #😀 +größe')

    assert entry == QuickEntry(
        "Überprüfung 日本語", "Прое́кт 1", "مهمة", "größe", ("😀",), None, entry.started_at, entry.ended_at, entry.chips
    )


def test_a_half_character_is_named() -> None:
    (problem,) = read("work @caf\udce9").problems

    assert problem.code == "unreadable_character"


def test_text_without_end_is_read_without_delay() -> None:
    # Each of these would take ages if any part were tried in every possible way.
    for line in (
        "-".join(["11"] * 20_000) + "x",
        '@"' * 20_000,
        "9" * 100_000 + "h",
        "#" * 100_000,
        "\\" * 100_000,
        "1:" * 50_000,
    ):
        assert isinstance(read(line), QuickEntry)


@given(st.text(max_size=40))
def test_any_text_is_read_without_failing(line: str) -> None:
    entry = read(line)

    assert all(0 <= chip.start < chip.end <= len(line) for chip in entry.chips)
    assert all(problem.message and "part" in problem.values for problem in entry.problems)


@given(st.text(alphabet='019-:+.hmap @/#$"\\ yesterday2026', max_size=20))
def test_what_is_read_reads_the_same_when_written_out(line: str) -> None:
    entry = read(line)
    if entry.problems or (entry.started_at is None) != (entry.ended_at is None):
        return
    # Seconds are not written; ranges up to now may have them.
    again = read(format_quick_entry(entry, tz=TZ))

    fields = ("description", "project", "task", "milestone", "tags", "billable", "started_at", "ended_at")
    assert [getattr(again, name) for name in fields] == [getattr(entry, name) for name in fields]


CANDIDATES = st.lists(
    st.builds(Candidate, st.sampled_from(["fix login", "Fix checkout", "write report", "fix", "Login page"]), st.integers(1, 50),
              st.integers(NOW - 10**8, NOW)),
    max_size=8,
)  # fmt: skip


@given(CANDIDATES, st.sampled_from(["", "fix", "lo", "FIX LOG", "page login"]), st.integers(1, 8))
def test_only_what_fits_is_offered_and_no_more_than_asked(candidates: list[Candidate], typed: str, limit: int) -> None:
    found = rank(candidates, typed, now=NOW, limit=limit)
    fitting = [c for c in candidates if all(word in c.text.casefold() for word in typed.casefold().split())]

    assert len(found) == min(limit, len(fitting))
    assert all(candidate in fitting for candidate in found)


@given(times=st.integers(1, 50), more=st.integers(1, 50), age=st.integers(0, 10**7), older=st.integers(3600, 10**7))
def test_more_often_and_more_recently_used_comes_first(times: int, more: int, age: int, older: int) -> None:
    often, seldom = Candidate("b", times + more, NOW - age), Candidate("a", times, NOW - age)
    recent, old = Candidate("b", times, NOW - age), Candidate("a", times, NOW - age - older)

    assert rank([seldom, often], "", now=NOW)[0] is often
    assert rank([old, recent], "", now=NOW)[0] is recent


def test_a_use_is_worth_half_after_two_weeks() -> None:
    fortnight = Candidate("old", 4, NOW - 14 * 86_400)

    assert rank([fortnight, Candidate("new", 3, NOW)], "", now=NOW)[0].text == "new"
    assert rank([fortnight, Candidate("new", 1, NOW)], "", now=NOW)[0].text == "old"


def test_a_beginning_counts_four_times() -> None:
    inside, begins = Candidate("the login", 3, NOW), Candidate("login page", 1, NOW)

    assert rank([inside, begins], "login", now=NOW) == [begins, inside]


@pytest.mark.parametrize(
    "description",
    [
        "9-11 memorial",
        "9 - 11 memorial",
        "9- plus",
        "yesterday 9-11",
        "2026-03-02",
        "1h 30m walk",
        "-25m",
        "$",
        "@home",
        "\\o/",
    ],
)
def test_a_description_that_looks_like_something_else_is_written_so_that_it_stays_one(description: str) -> None:
    for entry in (QuickEntry(description), QuickEntry(description, started_at=NOW - 3600, ended_at=NOW)):
        again = read(format_quick_entry(entry, tz=TZ))

        assert (again.description, again.started_at, again.problems) == (description, entry.started_at, ())
