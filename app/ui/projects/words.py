"""The words and figures of the project pages, made for people."""

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.entities.projects import ProjectStatus
from app.domain.risk import Risk
from app.ui.formats import budget, hours
from app.ui.projects.lines import GroupLine, ProjectLine
from app.ui.widgets.dates import short_day


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)


def of_hours(minutes: int) -> str:
    """Return the second half of "12:30 of 40:00"."""
    return _tr("of {hours}").format(hours=budget(minutes))


def hours_of(seconds: int, minutes: int) -> str:
    """Return "12:30 of 40:00", without the second half when there is no estimate."""
    return f"{hours(seconds)} {of_hours(minutes)}" if minutes else hours(seconds)


def percent(share: float) -> str:
    """Return a whole percentage in the locale's way."""
    return f"{QLocale().toString(round(share * 100))} %"


def due(day: str) -> str:
    """Return "due 24 Nov"."""
    return _tr("due {day}").format(day=short_day(day))


def without_group() -> str:
    """Return the name of the shelf of projects that have no group."""
    return _tr("Without a group")


def project_count(count: int) -> str:
    """Return "1 project", "7 projects", "no projects yet"."""
    if not count:
        return _tr("no projects")
    return _tr("1 project") if count == 1 else _tr("{count} projects").format(count=QLocale().toString(count))


def status(value: ProjectStatus) -> str:
    """Return the word for a status."""
    return {
        ProjectStatus.ACTIVE: _tr("Active"),
        ProjectStatus.ON_HOLD: _tr("On hold"),
        ProjectStatus.COMPLETED: _tr("Completed"),
        ProjectStatus.ARCHIVED: _tr("Archived"),
    }[value]


def risk(value: Risk) -> str:
    """Return the word that stands beside a risk's mark."""
    return {
        Risk.ON_TRACK: _tr("On track"),
        Risk.AT_RISK: _tr("At risk"),
        Risk.OVER_BUDGET: _tr("Over budget"),
        Risk.LATE: _tr("Late"),
        Risk.NO_ESTIMATE: _tr("No estimate"),
    }[value]


def project_subtitle(line: ProjectLine) -> str:
    """Return the quiet second line: client, code, and the status when it is not the usual one."""
    usual = line.status is ProjectStatus.ACTIVE
    parts = [line.client_name, line.code, "" if usual else status(line.status)]
    return " · ".join(part for part in parts if part)


def spoken(line: GroupLine | ProjectLine) -> str:
    """Return what a screen reader says of a row of the tree."""
    time = hours_of(line.tracked_seconds, line.estimate_minutes)
    if isinstance(line, GroupLine):
        return ", ".join((line.name or without_group(), project_count(len(line.projects)), time))
    told = (line.name, project_subtitle(line), time, due(line.due_date) if line.due_date else "", risk(line.risk))
    return ", ".join(part for part in told if part)


def days_left(days: int) -> str:
    """Return "3 days left", "today", "2 days ago"."""
    if days == 0:
        return _tr("today")
    if days > 0:
        return _tr("1 day left") if days == 1 else _tr("{count} days left").format(count=QLocale().toString(days))
    return _tr("1 day ago") if days == -1 else _tr("{count} days ago").format(count=QLocale().toString(-days))


def day_count(days: int) -> str:
    """Return "1 day", "12 days", a dash for none."""
    if not days:
        return "–"
    return _tr("1 day") if days == 1 else _tr("{count} days").format(count=QLocale().toString(days))


def entry_count(count: int) -> str:
    """Return "1 entry", "34 entries"."""
    return _tr("1 entry") if count == 1 else _tr("{count} entries").format(count=QLocale().toString(count))


def repeats(rule: str) -> str:
    """Return "every week", "every 2 months"; "repeats" for a rule that takes more words."""
    parts = dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)
    frequency, every = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    single, several = {
        "DAILY": (_tr("every day"), _tr("every {count} days")),
        "WEEKLY": (_tr("every week"), _tr("every {count} weeks")),
        "MONTHLY": (_tr("every month"), _tr("every {count} months")),
        "YEARLY": (_tr("every year"), _tr("every {count} years")),
    }.get(frequency, (_tr("repeats"), _tr("repeats")))
    return single if every == "1" else several.format(count=QLocale().toString(int(every)))
