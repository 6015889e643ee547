"""Kinds of time off, their days and dates, in words."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

from app.domain.entities.planning import TimeOffKind
from app.ui.widgets import dates

_ICONS = {
    TimeOffKind.PUBLIC_HOLIDAY: "flag",
    TimeOffKind.VACATION: "suitcase",
    TimeOffKind.SICK: "first-aid",
    TimeOffKind.OTHER: "coffee",
}


def kind_name(kind: TimeOffKind) -> str:
    """Return what a kind is called."""
    return {
        TimeOffKind.PUBLIC_HOLIDAY: _tr("Public holiday"),
        TimeOffKind.VACATION: _tr("Vacation"),
        TimeOffKind.SICK: _tr("Sick"),
        TimeOffKind.OTHER: _tr("Other"),
    }[kind]


def icon(kind: TimeOffKind) -> str:
    """Return the icon of a kind."""
    return _ICONS[kind]


def days(count: float) -> str:
    """Return ``12 days``, ``½ day`` or ``2½ days``."""
    whole, rest = divmod(round(abs(count) * 4), 4)
    part = ("", "¼", "½", "¾")[rest]
    number = (QLocale().toString(whole) if whole or not part else "") + part
    sign = "−" if count < 0 and (whole or part) else ""
    return (_tr("{n} day") if whole + (rest > 0) == 1 else _tr("{n} days")).format(n=sign + number)


def span(first: str, last: str) -> str:
    """Return ``Fri 25 Dec``, or ``Mon 3 Aug – Fri 14 Aug``."""
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _day(day: str) -> str:
    name = QLocale().standaloneDayName(_date(day).dayOfWeek(), QLocale.FormatType.ShortFormat)
    return f"{name} {dates.short_day(day)}"


def _date(day: str) -> QDate:
    return QDate.fromString(day, Qt.DateFormat.ISODate)


def listed(names: Iterable[str]) -> str:
    """Return what is not empty, with a dot between."""
    return " · ".join(name for name in names if name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TimeOff", text)
