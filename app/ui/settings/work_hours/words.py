"""A week, and how long it holds, in words."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QCoreApplication, QLocale

from app.ui.settings.work_hours import spans as week
from app.ui.widgets import dates


def summary(spans: Sequence[week.WeekSpan], week_start: int = 0) -> str:
    """Return ``Mon–Thu 09:00–17:00, Fri 09:00–13:00``; a day that is no workday is not named."""
    days = [((n + week_start) % 7, week.written(week.times_of(spans, (n + week_start) % 7))) for n in range(7)]
    parts = []
    for times, group in groupby(days, key=lambda day: day[1]):
        names = [_short(weekday) for weekday, _ in group]
        if times:
            parts.append(f"{names[0] if len(names) == 1 else f'{names[0]}–{names[-1]}'} {times}")
    return " · ".join(parts) or _tr("No work")


def since(day: str | None, *, is_only: bool = False) -> str:
    """Return ``From 2 Mar 2026``, or what to say of the week that nobody set."""
    if day is not None:
        return _tr("From {day}").format(day=dates.full_day(day))
    return _tr("No week set yet") if is_only else _tr("Before that")


def holds(day: str, until: str | None) -> str:
    """Return what a change made now would mean."""
    if until is None:
        return _tr("Changes hold from {day} on. Earlier weeks keep the hours they had.").format(day=dates.full_day(day))
    said = _tr("Changes hold from {day} to {until}, when the next week begins. Earlier weeks keep the hours they had.")
    return said.format(day=dates.full_day(day), until=dates.full_day(until))


def _short(weekday: int) -> str:
    return QLocale().standaloneDayName(weekday + 1, QLocale.FormatType.ShortFormat)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WorkHours", text)
