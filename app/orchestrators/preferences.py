"""The settings that follow the person from device to device, with their defaults and what each may be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.rounding import Rounding, RoundingMode
from app.orchestrators.catalogue import is_currency

if TYPE_CHECKING:
    from app.storage.unit_of_work import Repositories

# Followed by a week's first day: which rows a timesheet shows there without time. Not worth a question to anybody.
TIMESHEET_ROWS = "timesheet_rows:"
DURATION_STYLES = ("h:mm", "h:mm:ss", "decimal")
ROUNDED = ("entry", "day")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person can set for all devices.

    ``week_start`` 0 is Monday, 6 Sunday; ``clock24`` None follows the locale; ``day_starts_at`` is
    minutes after midnight; ``rounding_per`` says what reports round: each entry, or each day's time of a project;
    ``locked_before`` is an ISO day or None; ``long_entry_hours`` when Review mentions an entry. Overtime is counted from
    ``balance_since`` (an ISO day; None: not at all) on top of ``balance_opening_minutes``. ``holiday_region`` is whose
    public holidays are kept, ``DE-BY`` or ``FR``; ``vacation_days`` are those of a year, None when nobody counts them.
    """

    week_start: int = 0
    duration_style: str = "h:mm"
    clock24: bool | None = None
    day_starts_at: int = 0
    several_timers: bool = False
    rounding_mode: str = RoundingMode.NONE.value
    rounding_minutes: int = 15
    rounding_per: str = "entry"
    currency: str = "EUR"
    locked_before: str | None = None
    long_entry_hours: int = 10
    first_start_done: bool = False
    balance_since: str | None = None
    balance_opening_minutes: int = 0
    holiday_region: str | None = None
    vacation_days: float | None = None

    @property
    def rounding(self) -> Rounding:
        """The rounding of reports."""
        return Rounding(RoundingMode(self.rounding_mode), self.rounding_minutes)


def load_settings(read: Repositories) -> Settings:
    """Return the settings as they stand in a transaction.

    Unknown keys, and values a newer version may know, are left alone; the default stands in for them.
    """
    stored = read.settings.values()
    return Settings(**{key: value for key, value in stored.items() if fits(key, value)})


def fits(key: str, value: Any) -> bool:
    """Return whether a setting exists and may have this value."""
    return key in _FITS and _FITS[key](value)


def _one_of(*values: object) -> Callable[[Any], bool]:
    return lambda value: value in values


def _number(lowest: int, highest: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _day_or_none(value: Any) -> bool:
    try:
        return value is None or date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        return False


def _amount(value: Any, lowest: float, highest: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and lowest <= value <= highest


def _region_or_none(value: Any) -> bool:
    return value is None or (isinstance(value, str) and _REGION.fullmatch(value) is not None)


# A lifetime of work.
_MOST_MINUTES = 200_000 * 60
# A country, maybe with a part of it; some parts are named, not coded.
_REGION = re.compile(r"[A-Z]{2}(-.{1,60})?")
_FITS: dict[str, Callable[[Any], bool]] = {
    "week_start": _number(0, 6),
    "duration_style": _one_of(*DURATION_STYLES),
    "clock24": lambda value: value is None or _flag(value),
    "day_starts_at": _number(0, 719),
    "several_timers": _flag,
    "rounding_mode": _one_of(*(mode.value for mode in RoundingMode)),
    "rounding_minutes": _number(1, 240),
    "rounding_per": _one_of(*ROUNDED),
    "currency": is_currency,
    "locked_before": _day_or_none,
    "long_entry_hours": _number(1, 168),
    "first_start_done": _flag,
    "balance_since": _day_or_none,
    "balance_opening_minutes": _number(-_MOST_MINUTES, _MOST_MINUTES),
    "holiday_region": _region_or_none,
    "vacation_days": lambda value: value is None or _amount(value, 0, 366),
}
