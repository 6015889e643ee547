"""Which days a view shows, what lies before and after them, and what they are called."""

from enum import StrEnum

from PySide6.QtCore import QDate, QLocale, Qt

from app.domain.days import month_of, month_range, next_day, week_of

_DAYS_OF_WEEK, _WEEKS_OF_MONTH = 7, 6


class ViewName(StrEnum):
    """The ways of showing days, in the order of the switch."""

    DAY = "day"
    WORK_WEEK = "work_week"
    WEEK = "week"
    MONTH = "month"


def span_of(view: ViewName, day: str, week_start: int = 0) -> tuple[str, str]:
    """Return the first and the last day of a view around a day, a month with the whole weeks it lies in.

    Which days of a week are the work week's, the person's working hours say, not the week.
    """
    if view is ViewName.DAY:
        return day, day
    first = week_of(day, week_start)
    if view is not ViewName.MONTH:
        return first, next_day(first, 6)
    begin = week_of(month_range(month_of(day))[0], week_start)
    return begin, next_day(begin, _WEEKS_OF_MONTH * _DAYS_OF_WEEK - 1)


def step(view: ViewName, day: str, direction: int) -> str:
    """Return the day to look at after going on (1) or back (-1) by what the view shows."""
    if view is ViewName.DAY:
        return next_day(day, direction)
    if view is not ViewName.MONTH:
        return next_day(day, _DAYS_OF_WEEK * direction)
    first, last = month_range(month_of(day))
    beside = month_range(month_of(next_day(last) if direction > 0 else next_day(first, -1)))
    return min(f"{month_of(beside[0])}{day[7:]}", beside[1])


def title(view: ViewName, day: str, since: str, until: str) -> str:
    """Return ``Tuesday, 24 November 2026``, ``23 – 27 November 2026`` or ``November 2026``."""
    if view is ViewName.DAY:
        return _text(day, "dddd, d MMMM yyyy")
    if view is ViewName.MONTH:
        return _text(day, "MMMM yyyy")
    if since[:7] == until[:7]:
        return f"{_text(since, 'd')} – {_text(until, 'd MMMM yyyy')}"
    return f"{_text(since, 'd MMM' if since[:4] == until[:4] else 'd MMM yyyy')} – {_text(until, 'd MMM yyyy')}"


def short_title(view: ViewName, day: str, since: str, until: str) -> str:
    """Return ``Tue, 24 Nov 2026``, ``23 – 27 Nov 2026`` or ``Nov 2026``."""
    if view is ViewName.DAY:
        return _text(day, "ddd, d MMM yyyy")
    if view is ViewName.MONTH:
        return _text(day, "MMM yyyy")
    if since[:7] == until[:7]:
        return f"{_text(since, 'd')} – {_text(until, 'd MMM yyyy')}"
    return f"{_text(since, 'd MMM')} – {_text(until, 'd MMM')}"


def _text(day: str, pattern: str) -> str:
    return QLocale().toString(QDate.fromString(day, Qt.DateFormat.ISODate), pattern)
