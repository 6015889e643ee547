"""Dates as the locale writes them, with the month's name so that nobody mistakes the day for the month."""

import re

from PySide6.QtCore import QDate, QLocale, Qt

from app.domain.days import local_day
from app.ui.formats import clock

_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_CENTURY_TURN = 1950


def short_day(day: str) -> str:
    """Return an ISO day as ``24 Nov`` or ``Nov 24``."""
    return QLocale().toString(_date(day), _short())


def full_day(day: str) -> str:
    """Return an ISO day with its year: ``24 Nov 2026`` or ``Nov 24, 2026``."""
    return QLocale().toString(_date(day), _full())


def month(day: str) -> str:
    """Return the month of an ISO day, ``Nov``."""
    return QLocale().standaloneMonthName(_date(day).month(), QLocale.FormatType.ShortFormat)


def month_and_year(day: str) -> str:
    """Return the month of an ISO day with its year, ``November 2026``."""
    date = _date(day)
    return f"{QLocale().standaloneMonthName(date.month())} {date.year()}"


def weekday_and_day(day: str) -> str:
    """Return an ISO day as ``Tue 24 Nov`` or ``Tue, Nov 24``."""
    name = QLocale().standaloneDayName(_date(day).dayOfWeek(), QLocale.FormatType.ShortFormat)
    return f"{name}, {short_day(day)}" if _short().startswith("M") else f"{name} {short_day(day)}"


def moment(instant: int, tz: str) -> str:
    """Return a Unix second as day and time of day in a zone."""
    return f"{full_day(local_day(instant, tz))}, {clock(instant, tz)}"


def read_day(text: str) -> QDate:
    """Read a date as people type it: ISO, the locale's short date, ``24 Nov 2026``, ``24.11.2026``; else invalid."""
    locale, text = QLocale(), text.strip()
    date = QDate.fromString(text, Qt.DateFormat.ISODate)
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    for pattern in (_full(), "d MMM yyyy", "d MMMM yyyy", short, "d.M.yyyy"):
        if date.isValid():
            break
        date = locale.toDate(text, pattern)
    # A two-digit year is read by Qt as 19xx, which nobody means here.
    return date.addYears(100) if date.isValid() and date.year() < _CENTURY_TURN else date


def with_local_days(sentence: str) -> str:
    """Return a sentence with its ISO days written as the locale does."""
    return _ISO_DAY.sub(lambda found: full_day(found[0]) if _date(found[0]).isValid() else found[0], sentence)


def _date(day: str) -> QDate:
    return QDate.fromString(day, Qt.DateFormat.ISODate)


def _short() -> str:
    numeric = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    if numeric.startswith("M"):
        return "MMM d"
    return "d. MMM" if "d." in numeric else "d MMM"


def _full() -> str:
    numeric = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    if numeric.startswith("y"):
        return "yyyy-MM-dd"
    return _short() + (", yyyy" if numeric.startswith("M") else " yyyy")
