"""Which days a view shows, and what they are called."""

import pytest

from app.ui.calendar.spans import ViewName, short_title, span_of, step, title


@pytest.mark.parametrize(("view", "week_start", "span"), [
    (ViewName.DAY, 0, ("2026-11-24", "2026-11-24")),
    (ViewName.WEEK, 0, ("2026-11-23", "2026-11-29")),
    (ViewName.WEEK, 6, ("2026-11-22", "2026-11-28")),
    (ViewName.MONTH, 0, ("2026-10-26", "2026-12-06")),
    (ViewName.MONTH, 6, ("2026-11-01", "2026-12-12")),
])  # fmt: skip
def test_span_of_a_view(view: ViewName, week_start: int, span: tuple[str, str]) -> None:
    assert span_of(view, "2026-11-24", week_start) == span


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


@pytest.mark.parametrize(("view", "day", "words"), [
    (ViewName.DAY, "2026-11-24", "Tue, 24 Nov 2026"),
    (ViewName.WEEK, "2026-11-24", "23 – 29 Nov 2026"),
    (ViewName.WEEK, "2026-12-31", "28 Dec – 3 Jan"),
    (ViewName.MONTH, "2026-11-24", "Nov 2026"),
])  # fmt: skip
def test_short_titles(view: ViewName, day: str, words: str) -> None:
    assert short_title(view, day, *span_of(view, day)) == words
