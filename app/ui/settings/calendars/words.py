"""What is said about calendars: where they come from, when they were read, what could not be read."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QLocale

from app.ui.sync.words import ago

if TYPE_CHECKING:
    from app.orchestrators.planning.calendars import CalendarPlan, CalendarSource


def place(source: str | None) -> str:
    """Return where a calendar comes from; of an address only the server, for the rest is as good as a password."""
    if source is None:
        return _tr("read by another device")
    if "://" in source:
        return urlsplit(source).hostname or source
    return source.replace("\\", "/").rsplit("/", 1)[-1]


def events(count: int) -> str:
    """Return ``1 event`` or ``214 events``."""
    return _tr("1 event") if count == 1 else _tr("{n} events").format(n=QLocale().toString(count))


def about(calendar: "CalendarSource", now: int) -> str:
    """Return the quiet line of a calendar: how many events, from where, when it was read."""
    parts = [events(calendar.events), place(calendar.source)]
    if calendar.read_at is not None:
        parts.append(_tr("read {ago}").format(ago=ago(min(calendar.read_at, now), now)))
    return " · ".join(parts)


def refused(count: int) -> str:
    """Return how many events could not be read."""
    if count == 1:
        return _tr("1 event could not be read")
    return _tr("{n} events could not be read").format(n=QLocale().toString(count))


def failed(calendar: "CalendarSource", now: int) -> str:
    """Return why the last attempt failed, and that nothing is lost by it."""
    when = ago(calendar.failed_at or now, now)
    return _tr("Not brought up to date {ago}: {why} Its events stay as they are.").format(
        ago=when, why=calendar.failure
    )


def planned(plan: "CalendarPlan") -> str:
    """Return what a dry run found, in a line or two."""
    parts = [_tr("{events} to show.").format(events=events(len(plan.events)))]
    if plan.past:
        parts.append(_tr("{events} over for more than a year are left out.").format(events=events(plan.past)))
    if plan.tasks:
        parts.append(_tr("Tasks are left out: {n}.").format(n=QLocale().toString(plan.tasks)))
    if plan.is_known:
        parts.append(_tr("It is here already and will be brought up to date."))
    return " ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Calendars", text)
