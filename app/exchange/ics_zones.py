"""The zones that calendars name: IANA's own, those of Windows, and those a file defines itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from app.domain.days import is_zone, zone
from app.exchange.ics_rules import checked_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

    from app.exchange.ics_lines import Block

# Tried in this order for a zone that is only defined by its clock changes; the reader's own comes before.
_LIKELY = (
    "Europe/Berlin", "Europe/London", "Europe/Helsinki", "Europe/Lisbon", "Europe/Moscow", "Europe/Istanbul",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
    "America/Anchorage", "America/Halifax", "America/Sao_Paulo", "America/Bogota", "America/Mexico_City",
    "Pacific/Honolulu", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Asia/Dubai", "Asia/Karachi", "Asia/Dhaka",
    "Asia/Bangkok", "Asia/Jerusalem", "Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide",
    "Australia/Perth", "Pacific/Auckland", "Africa/Johannesburg", "Africa/Lagos", "Africa/Cairo", "UTC",
)  # fmt: skip
_SAMPLES_DAYS = 9
_LONG_AGO = "1970-01-01"
_YEARS = 2


class Zones:
    """The zones of one file; ``viewer`` is the reader's own zone and ``today`` an ISO day around which they must agree."""

    def __init__(self, defined: Iterable[Block], *, viewer: str, today: str) -> None:
        self._defined = {block.text("TZID"): block for block in defined if block.text("TZID")}
        self._viewer = viewer
        self._today = today
        self._found: dict[str, str | None] = {}

    def named(self, tzid: str) -> str:
        """Return the IANA name of a zone.

        Raises:
            ValueError: nothing is known of it; the text says so.
        """
        if tzid not in self._found:
            self._found[tzid] = _known(tzid) or self._by_definition(tzid)
        found = self._found[tzid]
        if found is None:
            raise ValueError(f"its time zone “{tzid[:60]}” is not known here, and the file does not say what it is")
        return found

    def _by_definition(self, tzid: str) -> str | None:
        block = self._defined.get(tzid)
        if block is None:
            return None
        place = block.text("X-LIC-LOCATION") or block.text("TZID-ALIAS-OF")
        if place and (known := _known(place)):
            return known
        if not _comes_to_an_end(block):
            return None
        shifts = _shifts(tuple(block.raw), self._today)
        return next(
            (name for name in (self._viewer, *_LIKELY) if shifts and _offsets(name, self._today) == shifts), None
        )


def _known(tzid: str) -> str | None:
    """Return the IANA zone of a name: its own, with a maker's path before it, or Windows' word for it."""
    name = tzid.strip().strip('"')
    if name.upper() in ("Z", "UTC", "GMT", "ETC/UTC"):
        return "UTC"
    parts = name.strip("/").split("/")
    for length in (len(parts), 3, 2):
        candidate = "/".join(parts[-length:])
        if candidate and is_zone(candidate):
            return candidate
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return WINDOWS_TO_OLSON.get(name)


def _comes_to_an_end(block: Block) -> bool:
    """Return whether the changes of a definition can be worked out: they are worked out for years to come."""
    rules = [line.value or "" for inner in block.blocks for line in inner.all("RRULE")]
    try:
        return all(checked_parts(rule, _LONG_AGO)["FREQ"] == "YEARLY" for rule in rules)
    except ValueError:
        return False


@lru_cache(maxsize=64)
def _shifts(definition: tuple[str, ...], today: str) -> list[timedelta | None] | None:
    """Return by how much clocks differ from UTC by a definition, None when it is broken."""
    from icalendar import Timezone

    try:
        defined = Timezone.from_ical("\r\n".join([*definition, ""]))
        made: tzinfo | None = defined.to_tz(lookup_tzid=False) if isinstance(defined, Timezone) else None
        return [moment.astimezone(made).utcoffset() for moment in _moments(today)]
    # The library stumbles over broken definitions in many ways; whichever it is, the zone is not known by them.
    except Exception:  # noqa: BLE001
        return None


def _moments(today: str) -> Sequence[datetime]:
    middle = datetime.fromisoformat(today).replace(tzinfo=UTC, hour=12)
    days = range(-_YEARS * 365, _YEARS * 365, _SAMPLES_DAYS)
    return [middle + timedelta(days=step) for step in days]


@cache
def _offsets(name: str, today: str) -> list[timedelta | None]:
    here = zone(name)
    return [moment.astimezone(here).utcoffset() for moment in _moments(today)]
