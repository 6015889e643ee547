"""Dates, clock times and lengths of other programs."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.times import guess_order, read_clock, read_date, read_length, shortened


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-02-03", None, (2026, 2, 3)),
        ("2026/2/3", None, (2026, 2, 3)),
        ("03/02/2026", "dmy", (2026, 2, 3)),
        ("03/02/2026", "mdy", (2026, 3, 2)),
        ("7/27/22", "mdy", (2022, 7, 27)),
        ("27-7-98", "dmy", (1998, 7, 27)),
        ("03.02.2026", "mdy", (2026, 2, 3)),
    ],
)
def test_dates_are_read_in_the_order_of_the_file(text: str, order: str | None, day: tuple[int, int, int]) -> None:
    assert read_date(text, order) == datetime(*day)  # noqa: DTZ001 - wall clocks


@pytest.mark.parametrize(
    ("text", "order"),
    [("", None), ("tomorrow", None), ("2026-13-01", None), ("13/15/2024", "mdy"), ("31/02/2026", "dmy"), ("1-2/2026", "dmy"),
     ("٠٣/٠٢/٢٠٢٦", "dmy"), ("x" * 500, None)],
)  # fmt: skip
def test_what_is_no_date_is_refused_in_a_short_sentence(text: str, order: str | None) -> None:
    with pytest.raises(ValueError, match="is not a date") as caught:
        read_date(text, order)

    assert len(str(caught.value)) < 120


@given(st.dates(), st.sampled_from(("dmy", "mdy")))
def test_every_date_is_read_as_it_was_written(day: datetime, order: str) -> None:
    text = day.strftime("%d/%m/%Y" if order == "dmy" else "%m/%d/%Y").rjust(10, "0")
    if day.year > 999:
        assert read_date(text, order).date() == day


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9:05", 545), ("09:05:00", 545), ("9:05 AM", 545), ("9:05 pm", 1265), ("12:00 AM", 0), ("12:00 PM", 720),
     ("9 pm", 1260), ("09:05:00.123", 545), ("9:05 p.m.", 1265)],
)  # fmt: skip
def test_clock_times_of_both_kinds_are_read(text: str, minutes: int) -> None:
    assert read_clock(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "9", "25:00", "9:60", "9:05:61", "13:00 PM", "0:10 AM", "noon", "24:00"])
def test_what_is_no_clock_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time of day"):
        read_clock(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("01:30:00", 5400), ("3:30", 12_600), ("73:41", 265_260), ("18:25 min", 1105), ("45 sec", 45), ("0,42", 1512),
     ("0.5", 1800), ("0h 30m", 1800), ("PT1H30M5S", 5405), ("12:20:00 AM", 1200), ("1:00:00", 3600)],
)  # fmt: skip
def test_lengths_of_every_kind_are_read(text: str, seconds: int) -> None:
    assert read_length(text) == seconds


@pytest.mark.parametrize("text", ["", "PT", "long", "-1"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        read_length(text)


@pytest.mark.parametrize(
    ("dates", "twelve", "order", "asked"),
    [
        (["2026-01-02", "01.02.2026"], False, None, False),
        (["01/02/2026", "13/02/2026"], False, "dmy", False),
        (["01/02/2026", "02/13/2026"], False, "mdy", False),
        (["09/07/2026", "09/08/2026"], True, "mdy", True),
        (["07/09/2026", "08/09/2026"], False, "dmy", True),
        (["09/07/2026", "09/08/2026"], False, "mdy", True),
        (["13/15/2024"], True, None, False),
        (["13/15/2024", "10/15/2024"], True, "mdy", False),
        (["13/01/2024", "01/13/2024", "05/06/2024"], False, "mdy", True),
        ([], False, None, False),
    ],
)
def test_the_order_is_decided_for_the_whole_file(
    dates: list[str], twelve: bool, order: str | None, asked: bool
) -> None:
    assert guess_order(dates, twelve_hours=twelve) == (order, asked)


def test_long_texts_are_shortened() -> None:
    assert shortened("a\n b") == "a b"
    assert len(shortened("x" * 1000)) == 40
