"""Days and what is left, in words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

from app.ui.formats import hours

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
    if seconds >= 0:
        parts = [_tr("{name}: {time} left").format(name=left.name, time=hours(seconds))]
    else:
        parts = [_tr("{name}: {time} over").format(name=left.name, time=hours(-seconds))]
    if left.due:
        parts.append(_tr("due {day}").format(day=short_day(left.due)))
    if left.due and left.free_days:
        parts.append(_tr("%n free day(s)", left.free_days))
    line = ", ".join(parts)
    if left.per_day_seconds and left.free_days:
        share = max(0, seconds) // left.free_days
        line += " → " + _tr("{time} a day").format(time=hours(share))
    return line


def undone_line(code: str, subject: str, *, redone: bool) -> str:
    """Return ``Undone: start timer “fix login”``."""
    what = code.replace("_", " ")
    name = f" “{subject}”" if subject and not subject.isdigit() else ""
    return (_tr("Redone: {what}{name}") if redone else _tr("Undone: {what}{name}")).format(what=what, name=name)


def _tr(text: str, number: int = -1) -> str:
    shown = QCoreApplication.translate("Words", text, "", number)
    # Without a translation loaded Qt leaves the plural mark for us.
    return shown.replace("(s)", "" if number == 1 else "s") if "(s)" in shown else shown
