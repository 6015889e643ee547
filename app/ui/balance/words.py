"""The words and figures of the page of working hours."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.days import next_day
from app.ui.formats import budget, hours
from app.ui.widgets import dates

if TYPE_CHECKING:
    from app.domain.work_hours import Load


def signed(seconds: int) -> str:
    """Return +1:30, −0:45 or 0:00."""
    sign = "+" if seconds > 0 else "−" if seconds < 0 else ""
    return sign + hours(abs(seconds))


def signed_minutes(minutes: int) -> str:
    """Return minutes that may be missing, −2:30."""
    return budget(minutes) if minutes >= 0 else f"−{budget(-minutes)}"


def period(day: str, by: str) -> str:
    """Return "Tue 24 Nov", "24 – 30 Nov" or "November 2026"."""
    if by == "month":
        return dates.month_and_year(day)
    if by == "week":
        return f"{dates.short_day(day)} – {dates.short_day(next_day(day, 6))}"
    return dates.weekday_and_day(day)


def short_period(day: str, by: str) -> str:
    """Return what stands under a bar."""
    return dates.month(day) if by == "month" else dates.short_day(day)


def lines(load: "Load") -> list[tuple[str, str]]:
    """Return names and figures of a day, week or month; what is nothing is left out."""
    told = [(_tr("Capacity"), budget(load.capacity)), (_tr("Tracked"), hours(load.tracked_seconds))]
    if load.planned:
        told.append((_tr("Planned"), budget(load.planned)))
    if load.auto:
        told.append((_tr("Forecast"), budget(load.auto)))
    told.append((_tr("Free"), signed_minutes(load.availability)))
    return told


def day_count(days: int) -> str:
    """Return "1 day", "3 days"."""
    return _tr("1 day") if days == 1 else _tr("{count} days").format(count=QLocale().toString(days))


def percent(part: float, whole: float) -> str:
    """Return a whole percentage; of nothing it is a dash."""
    return f"{QLocale().toString(round(100 * part / whole))} %" if whole else "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Balance", text)
