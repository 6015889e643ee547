"""Ranges of days by name."""

import pytest

from app.domain.ranges import Range, Span, span_of

# A Tuesday.
TODAY = "2026-03-03"


@pytest.mark.parametrize(
    ("name", "span"),
    [
        (Range.ALL, (None, None)),
        (Range.THIS_WEEK, ("2026-03-02", "2026-03-08")),
        (Range.LAST_WEEK, ("2026-02-23", "2026-03-01")),
        (Range.NEXT_WEEK, ("2026-03-09", "2026-03-15")),
        (Range.THIS_MONTH, ("2026-03-01", "2026-03-31")),
        (Range.NEXT_MONTH, ("2026-04-01", "2026-04-30")),
        (Range.LAST_MONTH, ("2026-02-01", "2026-02-28")),
        (Range.LAST_30_DAYS, ("2026-02-02", TODAY)),
        (Range.THIS_QUARTER, ("2026-01-01", "2026-03-31")),
        (Range.LAST_QUARTER, ("2025-10-01", "2025-12-31")),
        (Range.THIS_YEAR, ("2026-01-01", "2026-12-31")),
        (Range.LAST_YEAR, ("2025-01-01", "2025-12-31")),
    ],
)
def test_a_range_is_these_days(name: Range, span: Span) -> None:
    assert span_of(name, TODAY) == span


def test_weeks_begin_where_the_person_says() -> None:
    assert span_of(Range.THIS_WEEK, TODAY, 6) == ("2026-03-01", "2026-03-07")


def test_every_range_but_all_has_two_ends_in_order() -> None:
    for day in ("2024-02-29", "2026-01-01", "2026-12-31"):
        for name in list(Range)[1:]:
            since, until = span_of(name, day)
            assert since is not None
            assert until is not None
            assert since <= until
