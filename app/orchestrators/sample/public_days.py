"""The public holidays of the town the sample's studio is in, without loading those of the world."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

REGION = "DE-BE"
_FIXED = {
    (1, 1): "New Year's Day",
    (3, 8): "Women's Day",
    (5, 1): "Labor Day",
    (10, 3): "German Unity Day",
    (12, 25): "Christmas Day",
    (12, 26): "Second Day of Christmas",
}
_ONCE = {date(2025, 5, 8): "Liberation Day", date(2028, 6, 17): "Uprising of 1953"}
# Days after Easter Sunday.
_MOVING = {-2: "Good Friday", 1: "Easter Monday", 39: "Ascension Day", 50: "Pentecost Monday"}


@cache
def public_days(year: int) -> dict[date, str]:
    """Return the holidays of a year and their names."""
    from dateutil.easter import easter  # type: ignore[import-untyped]

    sunday: date = easter(year)
    found = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    found |= {sunday + timedelta(days=after): name for after, name in _MOVING.items()}
    found |= {day: name for day, name in _ONCE.items() if day.year == year}
    return dict(sorted(found.items()))
