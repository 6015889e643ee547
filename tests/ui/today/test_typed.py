from typing import Any

import pytest

from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import UserId
from app.ui.today.places import Part
from app.ui.today.times import read_clock, read_length, read_minutes
from app.ui.today.typed import Change, Question, Refusal, read_field
from app.ui.today.words import Style
from tests.support.today import EVENING, ZONE, at

STYLE = Style(ZONE)
# Sunday, 25 October 2026 in Berlin: 02:00 to 03:00 comes twice. 29 March: 02:00 to 03:00 never comes.
TWICE_1, TWICE_2 = 1_792_888_200, 1_792_891_800
GAP_DAY = 1_774_738_800


def entry(start: int, end: int | None = None) -> TimeEntry:
    return TimeEntry(id="e", created_at=0, user=UserId("u"), started_at=start, ended_at=end, tz=ZONE)


def read(part: str, text: str, of: TimeEntry, now: int = EVENING) -> Any:
    return read_field(part, text, of, style=STYLE, now=now)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9:30", 570), ("930", 570), ("9:30am", 570), ("9.30", 570), ("9h30", 570), ("9", 540), ("1430", 870),
        ("2:15 pm", 855), ("12am", 0), ("12:05 p.m.", 725), ("24:00", 1440), (" 0930 ", 570),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text: str, minutes: int) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "soon", "25:00", "9:75", "13pm", "0am", "24:01", "9:3", "12345"])
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert read_minutes(text) is None
    assert read_clock(text, near=EVENING, tz=ZONE) is None


def test_a_clock_is_read_on_the_day_of_another_instant() -> None:
    assert read_clock("9:30", near=at("17:00"), tz=ZONE) == at("9:30")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1:30", 5400), ("130", 5400), ("1h30m", 5400), ("90m", 5400), ("1.5", 5400), ("1,5h", 5400), ("2", 7200)],
)
def test_lengths_are_read_as_people_write_them(text: str, seconds: int) -> None:
    assert read_length(text) == seconds


def test_what_is_no_length_is_none() -> None:
    assert read_length("a while") is None


def test_start_moves_on_its_day_and_keeps_the_end() -> None:
    assert read(Part.START, "930", entry(at("9:00"), at("11:00"))) == Change({"started_at": at("9:30")})


def test_start_after_the_end_is_refused_with_both_times() -> None:
    refusal = read(Part.START, "11:30", entry(at("9:00"), at("11:00")))

    assert refusal == Refusal("The start, 11:30, lies after the end, 11:00.")


def test_start_later_than_the_end_is_the_evening_before_when_that_is_a_nights_work() -> None:
    change = read(Part.START, "23:00", entry(at("1:00"), at("3:00")))

    assert change == Change({"started_at": at("23:00", -1)})


def test_start_of_a_running_entry_cannot_lie_in_the_future() -> None:
    assert read(Part.START, "20:00", entry(at("9:00"))) == Refusal("20:00 lies in the future.")


def test_end_before_the_start_is_the_next_day_only_for_a_nights_work() -> None:
    night = entry(at("22:00", -1), at("23:00", -1))

    assert read(Part.END, "1:00", night) == Change({"ended_at": at("1:00")})
    assert read(Part.END, "8:30", entry(at("9:00"), at("11:00"))) == Refusal(
        "The end, 08:30, lies before the start, 09:00."
    )


def test_end_in_the_future_is_refused() -> None:
    assert read(Part.END, "19:00", entry(at("9:00"), at("11:00"))) == Refusal("19:00 lies in the future.")


@pytest.mark.parametrize("part", [Part.START, Part.END, Part.SPLIT])
def test_what_is_no_time_is_refused_with_examples(part: Part) -> None:
    assert "9:30" in read(part, "soon", entry(at("9:00"), at("11:00"))).text


def test_length_moves_the_end_and_of_a_running_entry_the_start() -> None:
    assert read(Part.LENGTH, "1:30", entry(at("9:00"), at("11:00"))) == Change({"ended_at": at("10:30")})
    assert read(Part.LENGTH, "1:30", entry(at("9:00"))) == Change({"started_at": at("16:30")})


def test_length_that_cannot_be_says_why() -> None:
    assert "90m" in read(Part.LENGTH, "long", entry(at("9:00"), at("11:00"))).text
    assert read(Part.LENGTH, "10", entry(at("9:00"), at("11:00"))) == Refusal("It would end in the future, at 19:00.")


def test_more_than_a_day_is_asked_about() -> None:
    question = read(Part.LENGTH, "45", entry(at("9:00", -3), at("11:00", -3)))

    assert isinstance(question, Question)
    assert "45:00" in question.text
    assert question.answers[0][1] == Change({"ended_at": at("9:00", -3) + 45 * 3600})


def test_split_wants_a_time_inside_also_after_midnight() -> None:
    night = entry(at("22:00", -1), at("3:00"))

    assert read(Part.SPLIT, "1:00", night) == Change({"at": at("1:00")})
    assert read(Part.SPLIT, "12:00", night) == Refusal("Write a time between 22:00 and 03:00.")
    assert read(Part.SPLIT, "12:00", entry(at("9:00"))) == Change({"at": at("12:00")})


def test_a_time_that_came_twice_asks_which() -> None:
    night = entry(TWICE_1 - 5400, TWICE_2 + 7200)

    question = read(Part.START, "2:30", night, now=TWICE_2 + 9000)

    assert isinstance(question, Question)
    assert [label for label, _ in question.answers] == ["The first (CEST)", "The second (CET)"]
    assert [change.fields["started_at"] for _, change in question.answers] == [TWICE_1, TWICE_2]


def test_of_a_time_that_came_twice_only_what_fits_is_taken() -> None:
    started_between = entry(TWICE_1 + 1800, TWICE_2 + 7200)

    assert read(Part.END, "2:30", started_between, now=TWICE_2 + 9000) == Change({"ended_at": TWICE_2})
    assert "does not fit" in read(Part.END, "2:30", started_between, now=TWICE_2 - 900).text


def test_a_time_the_clocks_sprang_over_is_refused() -> None:
    night = entry(GAP_DAY + 3600, GAP_DAY + 4 * 3600)

    assert "02:30 did not exist" in read(Part.START, "2:30", night, now=GAP_DAY + 9 * 3600).text


def test_a_description_is_trimmed_to_one_line() -> None:
    change = read(Part.DESCRIPTION, "  fix \t login ", entry(at("9:00"), at("11:00")))

    assert change == Change({"description": "fix login"})
