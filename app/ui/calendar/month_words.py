"""The days and bars of a month in words."""

from app.orchestrators.planning.calendar_span import CalendarDay
from app.ui.calendar.blocks import Sort
from app.ui.calendar.month_days import Bar
from app.ui.calendar.words import long_day_name, minutes_words, sort_name, times, tr
from app.ui.formats import clock, hours


def bar_time(bar: Bar, zone: str) -> str:
    """Return what stands behind a bar's title: when an event begins, how long anything else is."""
    if bar.event is None:
        return hours(bar.seconds) if bar.sort is not None else ""
    return "" if bar.event.event.all_day else clock(bar.event.starts_at, zone)


def bar_words(bar: Bar, zone: str) -> str:
    """Return a bar in one line: ``Website, tracked, 2:30``, or ``Call, planned, 9:00 – 10:00``."""
    title = bar.title or tr("No description")
    if bar.sort is None:
        return f"{title}, {tr('time off')}"
    if bar.event is None:
        return f"{title}, {sort_name(bar.sort)}, {hours(bar.seconds)}"
    one = bar.event
    time = tr("all day") if one.event.all_day else times(one.starts_at, one.ends_at, zone)
    project = one.project_name if one.project_name and one.project_name != title else ""
    kind = f"{sort_name(bar.sort)} “{one.event.calendar}”" if bar.sort is Sort.IMPORTED else sort_name(bar.sort)
    return ", ".join(part for part in (title, project, kind, time) if part)


def day_words(day: CalendarDay) -> str:
    """Return a day's figures in one line."""
    parts = [long_day_name(day.day), tr("{time} tracked").format(time=hours(day.tracked_seconds))]
    if day.planned_minutes:
        parts.append(tr("{time} planned").format(time=minutes_words(day.planned_minutes)))
    if day.auto_minutes:
        parts.append(tr("{time} forecast").format(time=minutes_words(day.auto_minutes)))
    if day.over_minutes:
        parts.append(tr("{time} too much").format(time=minutes_words(day.over_minutes)))
    parts.append(tr("{time} of working time").format(time=minutes_words(day.capacity_minutes)))
    return ", ".join([*parts, *day.time_off])
