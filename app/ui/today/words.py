"""Times, durations and days of the Today page, as the settings and the locale write them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt, QTime

from app.domain.days import next_day, wall_clock
from app.domain.durations import format_duration

if TYPE_CHECKING:
    from app.orchestrators.preferences import Settings


@dataclass(frozen=True, slots=True)
class Style:
    """How this person writes: 24 or 12 hours, durations, and the zone that is looked from."""

    zone: str = "UTC"
    clock24: bool = True
    duration: str = "h:mm"

    @classmethod
    def of(cls, settings: "Settings", zone: str) -> "Style":
        """Return the style that settings mean; what they leave open, the locale says."""
        clock24 = settings.clock24
        if clock24 is None:
            clock24 = "AP" not in QLocale().timeFormat(QLocale.FormatType.ShortFormat).upper()
        return cls(zone, clock24, settings.duration_style)

    def clock(self, instant: int, zone: str = "") -> str:
        """Return the time of day of an instant."""
        wall = wall_clock(instant, zone or self.zone)
        if self.clock24:
            return f"{wall.hour:02d}:{wall.minute:02d}"
        return QLocale().toString(QTime(wall.hour, wall.minute), "h:mm ap")

    def times(self, since: int, until: int | None) -> tuple[str, str]:
        """Return the two ends of a span; an end on a later day says by how many days."""
        if until is None:
            return self.clock(since), tr("now")
        later = (wall_clock(until, self.zone).date() - wall_clock(since, self.zone).date()).days
        return self.clock(since), self.clock(until) + (f" +{later}" if later else "")

    def length(self, seconds: int) -> str:
        """Return a duration: 1:30, 1:30:05 or 1.50, the last with the locale's sign."""
        text = format_duration(seconds, self.duration)
        return text.replace(".", QLocale().decimalPoint()) if self.duration == "decimal" else text

    def budget(self, minutes: int) -> str:
        """Return an estimate or a capacity: as a duration, but never to the second."""
        return format_duration(minutes * 60) if self.duration == "h:mm:ss" else self.length(minutes * 60)

    def running(self, seconds: int) -> str:
        """Return a duration that is growing: with its seconds, so that one sees it."""
        return self.length(seconds) if self.duration == "decimal" else format_duration(seconds, "h:mm:ss")


def day_title(day: str, today: str) -> tuple[str, str]:
    """Return ``Today`` and ``Tuesday, 24 November``; the first is empty for most days."""
    date, this = QDate.fromString(day, Qt.DateFormat.ISODate), QDate.fromString(today, Qt.DateFormat.ISODate)
    long = QLocale().toString(date, "dddd, d MMMM" if date.year() == this.year() else "dddd, d MMMM yyyy")
    if day == today:
        return tr("Today"), long
    return (tr("Yesterday") if day == next_day(today, -1) else ""), long


def card_day(day: str) -> str:
    """Return ``Tue 24``."""
    return QLocale().toString(QDate.fromString(day, Qt.DateFormat.ISODate), "ddd d")


def week_title(first: str, last: str) -> str:
    """Return ``23–29 Nov``, or ``30 Nov – 6 Dec``."""
    begin, end = (QDate.fromString(day, Qt.DateFormat.ISODate) for day in (first, last))
    if begin.month() == end.month():
        return f"{QLocale().toString(begin, 'd')}–{QLocale().toString(end, 'd MMM')}"
    return f"{QLocale().toString(begin, 'd MMM')} – {QLocale().toString(end, 'd MMM')}"


def place_name(zone: str) -> str:
    """Return the city of an IANA zone, ``New York``."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def zone_short(instant: int, zone: str) -> str:
    """Return what the clocks of a zone are called at an instant, ``CEST``."""
    from datetime import datetime

    from app.domain.days import zone as known

    return datetime.fromtimestamp(instant, known(zone)).strftime("%Z")


def seconds_now() -> int:
    """Return the machine's clock, to tell a night's sleep from a second."""
    return int(QDateTime.currentSecsSinceEpoch())


def number(count: int) -> str:
    """Return a count in the locale's digits."""
    return QLocale().toString(count)


def tr(text: str) -> str:
    """Return a text of this page in the person's language."""
    return QCoreApplication.translate("Today", text)
