"""Which days a view shows, and what they are called."""

import pytest

from app.ui.calendar.spans import ViewName, span_of, step, title


@pytest.mark.parametrize(("view", "week_start", "span"), [
    (ViewName.DAY, 0, ("2026-11-24", "2026-11-24")),
    (ViewName.WORK_WEEK, 0, ("2026-11-23", "2026-11-27")),
    (ViewName.WEEK, 0, ("2026-11-23", "2026-11-29")),
    (ViewName.WEEK, 6, ("2026-11-22", "2026-11-28")),
    (ViewName.WORK_WEEK, 6, ("2026-11-23", "2026-11-27")),
    (ViewName.MONTH, 0, ("2026-10-26", "2026-12-06")),
    (ViewName.MONTH, 6, ("2026-11-01", "2026-12-05")),
])  # fmt: skip
def test_span_of_a_view(view: ViewName, week_start: int, span: tuple[str, str]) -> None:
    assert span_of(view, "2026-11-24", week_start) == span


def test_a_sunday_that_begins_the_week_shows_the_work_week_after_it() -> None:
    assert span_of(ViewName.WORK_WEEK, "2026-11-22", 6) == ("2026-11-23", "2026-11-27")
    assert span_of(ViewName.WORK_WEEK, "2026-11-22", 0) == ("2026-11-16", "2026-11-20")
    assert span_of(ViewName.WORK_WEEK, "2026-11-28", 5) == ("2026-11-30", "2026-12-04")


@pytest.mark.parametrize(("view", "day", "direction", "expected"), [
    (ViewName.DAY, "2026-02-28", 1, "2026-03-01"),
    (ViewName.WORK_WEEK, "2026-02-28", -1, "2026-02-21"),
    (ViewName.WEEK, "2026-02-28", 1, "2026-03-07"),
    (ViewName.MONTH, "2026-01-31", 1, "2026-02-28"),
    (ViewName.MONTH, "2026-01-15", -1, "2025-12-15"),
])  # fmt: skip
def test_going_on_and_back(view: ViewName, day: str, direction: int, expected: str) -> None:
    assert step(view, day, direction) == expected


@pytest.mark.parametrize(("view", "day", "words"), [
    (ViewName.DAY, "2026-11-24", "Tuesday, 24 November 2026"),
    (ViewName.WEEK, "2026-11-24", "23 – 29 November 2026"),
    (ViewName.WEEK, "2026-12-01", "30 Nov – 6 Dec 2026"),
    (ViewName.WEEK, "2026-12-31", "28 Dec 2026 – 3 Jan 2027"),
    (ViewName.MONTH, "2026-11-24", "November 2026"),
])  # fmt: skip
def test_titles(view: ViewName, day: str, words: str) -> None:
    assert title(view, day, *span_of(view, day)) == words
