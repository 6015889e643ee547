"""Days and what is left, in words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

from app.domain.days import is_day, next_day
from app.ui.formats import hours
from app.ui.widgets.dates import full_day

if TYPE_CHECKING:
    from app.orchestrators.progress import WhatIsLeft


def long_day(day: str) -> str:
    """Return ``Tuesday, 24 November``, with the year when it is not this one."""
    date = QDate.fromString(day, Qt.DateFormat.ISODate)
    same = date.year() == QDate.currentDate().year()
    return QLocale().toString(date, "dddd, d MMMM" if same else "dddd, d MMMM yyyy")


def short_day(day: str) -> str:
    """Return ``Fri 27 Nov``."""
    return QLocale().toString(QDate.fromString(day, Qt.DateFormat.ISODate), "ddd d MMM")


def strip_day(day: str) -> str:
    """Return ``Fri 27``."""
    return QLocale().toString(QDate.fromString(day, Qt.DateFormat.ISODate), "ddd d")


def left_line(left: "WhatIsLeft", more: int = 0) -> str:
    """Return ``Design: 6:20 left, due Fri 27 Nov, 3 free days → 2:07 a day``; ``more`` seconds were worked since."""
    seconds = left.seconds - more
    if seconds < 0:
        over = _tr("{name}: {time} over").format(name=left.name, time=hours(-seconds))
        return ", ".join([over, *_due(left)])
    parts = [_tr("{name}: {time} left").format(name=left.name, time=hours(seconds)), *_due(left)]
    if left.due is None or left.due <= left.today:
        return ", ".join(parts)
    if not left.free_days:
        return ", ".join([*parts, _tr("no free day")])
    # A day's share is enough only when it is rounded up.
    share = -(-seconds // (60 * left.free_days)) * 60
    line = ", ".join([*parts, _tr("%n free day(s)", left.free_days)])
    return line + " → " + _tr("{time} a day").format(time=hours(share)) if share else line


def _due(left: "WhatIsLeft") -> list[str]:
    """Return until when, in words: today, tomorrow, a day to come, or one that has gone by."""
    if left.due is None:
        return []
    if left.today and left.due < left.today:
        return [_tr("was due {day}").format(day=short_day(left.due))]
    if left.due == left.today:
        return [_tr("due today") if left.free_days else _tr("due today, which is no working day")]
    if left.today and left.due == next_day(left.today):
        return [_tr("due tomorrow")]
    return [_tr("due {day}").format(day=short_day(left.due))]


def undone_line(code: str, subject: str, *, redone: bool) -> str:
    """Return ``Undone: start timer “fix login”``."""
    what = code.replace("_", " ")
    about = full_day(subject) if is_day(subject) else subject
    name = f" “{about}”" if subject and not subject.isdigit() else ""
    return (_tr("Redone: {what}{name}") if redone else _tr("Undone: {what}{name}")).format(what=what, name=name)


def _tr(text: str, number: int = -1) -> str:
    shown = QCoreApplication.translate("Words", text, "", number)
    # Without a translation loaded Qt leaves the plural mark for us.
    return shown.replace("(s)", "" if number == 1 else "s") if "(s)" in shown else shown
