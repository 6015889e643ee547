"""Days, times and sentences of the timesheet, and how what is typed into a cell is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

from app.ui.today.times import read_length

if TYPE_CHECKING:
    from app.orchestrators.time_tracking.timesheet_week import SheetRow
    from app.ui.today.words import Style

# 1h30, as many write it.
_WITHOUT_UNIT = re.compile(r"\d{1,6}\s*h\s*[0-5]?\d")
_MINUS = "-−–"


class Unreadable(ValueError):
    """What was typed is no time; the text says what can be."""


def typed(text: str, now: int) -> int:
    """Return the seconds a cell is to hold; ``+15m`` and ``-0:30`` are counted from the ``now`` seconds it holds.

    An empty text clears the cell.

    Raises:
        Unreadable: it is no time, or there would be less than none.
    """
    text = text.strip()
    sign = 1 if text[:1] == "+" else -1 if text[:1] and text[:1] in _MINUS else 0
    amount = text[1:].strip() if sign else text
    if not text:
        return 0
    if amount[:1] in (".", ","):
        amount = f"0{amount}"
    if _WITHOUT_UNIT.fullmatch(amount.lower()):
        amount = f"{amount}m"
    seconds = read_length(amount)
    if seconds is None:
        raise Unreadable(tr("“{text}” is no time. Write 1:30, 1.5, 90m or 1h30.").format(text=text))
    if not sign:
        return seconds
    if now + sign * seconds < 0:
        raise Unreadable(tr("That is more than the cell holds."))
    return now + sign * seconds


def row_name(row: SheetRow) -> str:
    """Return what a row is called: ``Website · Design``."""
    return " · ".join(part for part in (project_name(row), task_name(row)) if part)


def project_name(row: SheetRow) -> str:
    """Return the project's name, or what stands for one that is missing or none."""
    if row.project_name:
        return row.project_name
    return tr("Missing project") if row.key.project else tr("No project")


def task_name(row: SheetRow) -> str:
    """Return the task's name; empty for none."""
    return row.task_name or (tr("Missing task") if row.key.task else "")


def quiet_line(row: SheetRow) -> str:
    """Return what stands small under a project's name: its task, else where it belongs, and why it takes no time."""
    closed = "" if row.is_open else tr("closed")
    return " · ".join(part for part in (task_name(row) or row.about, closed) if part)


def weekday_name(day: str) -> str:
    """Return ``Mon``."""
    return QLocale().toString(_date(day), "ddd")


def day_number(day: str) -> str:
    """Return ``24``."""
    return QLocale().toString(_date(day), "d")


def day_name(day: str) -> str:
    """Return ``Tue 24 Nov``."""
    return QLocale().toString(_date(day), "ddd d MMM")


def week_name(first: str, last: str) -> str:
    """Return ``23 – 29 November 2026``, or ``30 November – 6 December 2026``."""
    begin, end = _date(first), _date(last)
    if begin.year() != end.year():
        form = "d MMMM yyyy"
    else:
        form = "d" if begin.month() == end.month() else "d MMMM"
    return f"{QLocale().toString(begin, form)} – {QLocale().toString(end, 'd MMMM yyyy')}"


def cell_tip(row: SheetRow, column: int, style: Style) -> str:
    """Return the entries a cell is made of, one a line: ``09:00 – 10:30  fix login``."""
    lines = []
    for part in row.cells[column].parts:
        is_open = row.cells[column].is_running and part is row.cells[column].parts[-1]
        end = tr("now") if is_open else style.clock(part.until, part.entry.tz)
        about = part.entry.description or tr("no description")
        lines.append(f"{style.clock(part.since, part.entry.tz)} – {end}  {about}")
    return "\n".join(lines)


def copied_line(rows: int, time: str, left_out: str) -> str:
    """Return ``Copied from last week: 3 rows, 12:30``, and what did not come over; empty times are not spoken of."""
    counted = QCoreApplication.translate("Timesheet", "%n row(s)", "", rows)
    # Without a translation loaded Qt leaves the plural mark for us.
    counted = counted.replace("(s)", "" if rows == 1 else "s")
    line = tr("Copied from last week: {what}").format(what=", ".join(part for part in (counted, time) if part))
    return f"{line} · {tr('{time} found no room or is still to come').format(time=left_out)}" if left_out else line


def tr(text: str) -> str:
    """Return a text of this page in the person's language."""
    return QCoreApplication.translate("Timesheet", text)


def _date(day: str) -> QDate:
    return QDate.fromString(day, Qt.DateFormat.ISODate)
