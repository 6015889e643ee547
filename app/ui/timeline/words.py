"""The words and figures of the timeline, made for people."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from app.domain.entities.projects import ProjectStatus
from app.domain.risk import Risk
from app.ui.formats import budget
from app.ui.timeline.scale import Column, Unit, as_date

if TYPE_CHECKING:
    from app.orchestrators.planning.timeline import TimelineMilestone, TimelineRow
    from app.ui.timeline.ghost import GhostRow

_THURSDAY = 3


def tr(text: str) -> str:
    """Return a text of this page in the person's language."""
    return QCoreApplication.translate("Timeline", text)


def risk(value: Risk) -> str:
    """Return the word that stands behind the hours."""
    return {
        Risk.ON_TRACK: tr("on track"),
        Risk.AT_RISK: tr("at risk"),
        Risk.OVER_BUDGET: tr("over budget"),
        Risk.LATE: tr("late"),
        Risk.NO_ESTIMATE: tr("no estimate"),
    }[value]


def goes_on(row: "TimelineRow | GhostRow") -> bool:
    """Return whether a project is worked on, so that its risk says something."""
    return row.project.status is ProjectStatus.ACTIVE


def standing(row: "TimelineRow | GhostRow", found: Risk | None) -> str:
    """Return the word behind the hours: the risk (… until it is known), or why there is none to speak of."""
    if goes_on(row):
        return "…" if found is None else risk(found)
    return tr("on hold") if row.project.status is ProjectStatus.ON_HOLD else tr("completed")


def of_hours(seconds: int, minutes: int) -> str:
    """Return ``28 of 127 h``, without the second half where there is no estimate."""
    done = whole_hours(seconds / 3600)
    return (
        tr("{done} of {all} h").format(done=done, all=whole_hours(minutes / 60))
        if minutes
        else tr("{n} h").format(n=done)
    )


def whole_hours(count: float) -> str:
    """Return hours without minutes, in the locale's digits; less than one and more than none keep a decimal."""
    if 0 < count < 0.95:
        return QLocale().toString(max(0.1, count), "f", 1)
    return QLocale().toString(round(count))


def day(number: int) -> str:
    """Return ``Fri 27 Nov``, with the year when it is not this one."""
    date = qdate(number)
    pattern = "ddd d MMM" if date.year() == QDate.currentDate().year() else "ddd d MMM yyyy"
    return QLocale().toString(date, pattern)


def column(found: Column, unit: Unit, week_start: int = 0) -> str:
    """Return what a column is called: a day, ``wk 49, 30 Nov – 6 Dec``, ``December 2026``."""
    if unit is Unit.DAY:
        return day(found.first)
    if unit is Unit.MONTH:
        return QLocale().toString(qdate(found.first), "MMMM yyyy")
    return f"{week(found.first, week_start)}, {span(found.first, found.end - 1)}"


def span(first: int, last: int) -> str:
    """Return ``23 – 29 Nov`` or ``30 Nov – 6 Dec``."""
    begin, end = qdate(first), qdate(last)
    if (begin.year(), begin.month()) == (end.year(), end.month()):
        return f"{QLocale().toString(begin, 'd')} – {QLocale().toString(end, 'd MMM')}"
    return f"{QLocale().toString(begin, 'd MMM')} – {QLocale().toString(end, 'd MMM')}"


def range_title(first: int, last: int, *, long: bool = True) -> str:
    """Return ``November – December 2026``: the months from one day to another."""
    begin, end, locale = qdate(first), qdate(last), QLocale()
    month = "MMMM" if long else "MMM"
    if begin.year() != end.year():
        return f"{locale.toString(begin, 'MMM yyyy')} – {locale.toString(end, 'MMM yyyy')}"
    if begin.month() == end.month():
        return locale.toString(begin, f"{month} yyyy")
    return f"{locale.toString(begin, month)} – {locale.toString(end, f'{month} yyyy')}"


def week(first: int, week_start: int = 0) -> str:
    """Return ``wk 49`` for the week that begins on a day."""
    return tr("wk {number}").format(number=week_number(first, week_start))


def week_number(first: int, week_start: int = 0) -> int:
    """Return the ISO number of the week that begins on a day: that of its Thursday."""
    return as_date(first + (_THURSDAY - week_start) % 7).isocalendar().week


def over(minutes: int) -> str:
    """Return ``over by 3 h``; less than an hour to the minute."""
    return tr("over by {time}").format(
        time=tr("{n} h").format(n=whole_hours(minutes / 60)) if minutes >= 60 else budget(minutes)
    )


def short_day(number: int) -> str:
    """Return the number of a day in its month."""
    return str(as_date(number).day)


def month_name(number: int, *, long: bool = True) -> str:
    """Return the name of a day's month."""
    return QLocale().toString(qdate(number), "MMMM" if long else "MMM")


def qdate(number: int) -> QDate:
    """Return a counted day as Qt counts it."""
    found = as_date(number)
    return QDate(found.year, found.month, found.day)


def weekday_and_day(number: int) -> str:
    """Return ``Tue 24``."""
    return QLocale().toString(qdate(number), "ddd d")


def of_milestone(stage: "TimelineMilestone") -> str:
    """Return how a milestone stands: ``12 of 20 h``, done, or late."""
    told = of_hours(stage.seconds, stage.milestone.budget_minutes)
    if stage.milestone.completed_at is not None:
        return tr("{hours} · done").format(hours=told)
    return tr("{hours} · late").format(hours=told) if stage.overdue else told


def group(name: str) -> str:
    """Return a group's name; those without one have a shelf of their own."""
    return name or tr("Without a group")
