"""Zones by their own name, by Windows' word for it, with a maker's path before it, or by the changes a file lists."""

import pytest

from tests.support.calendars import calendar, event, read

EUROPEAN = """BEGIN:VTIMEZONE
TZID:{tzid}
{more}BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
FIXED = """BEGIN:VTIMEZONE
TZID:{tzid}
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE"""


def zone_of(tzid: str, definition: str = "", *, viewer: str = "Asia/Tokyo") -> str:
    head = definition.format(tzid=tzid.strip('"'), more="") + "\n" if definition else ""
    found = read(calendar(event(f"DTSTART;TZID={tzid}:20260703T090000"), head=head), viewer=viewer)
    return found.events[0].tz if found.events else found.refused[0].reason


@pytest.mark.parametrize(
    ("tzid", "expected"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ('"Europe/Berlin"', "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ('"Eastern Standard Time"', "America/New_York"),
        ("/freeassociation.sourceforge.net/Europe/London", "Europe/London"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("GMT", "Asia/Tokyo"),
    ],
)
def test_names_of_zones_are_known(tzid: str, expected: str) -> None:
    assert zone_of(tzid) == expected


def test_a_zone_that_the_file_defines_is_found_by_its_changes() -> None:
    assert zone_of("Customized Time Zone", EUROPEAN) == "Europe/Berlin"
    assert zone_of("Customized Time Zone", EUROPEAN, viewer="Europe/Vienna") == "Europe/Vienna"
    assert zone_of("Plus nine", FIXED.replace("{offset}", "+0900")) == "Asia/Tokyo"


def test_a_zone_that_no_place_has_is_not_guessed() -> None:
    assert "not known here" in zone_of("Odd", FIXED.replace("{offset}", "+0717"))


def test_a_definition_that_is_broken_is_none() -> None:
    assert "not known here" in zone_of("Broken", FIXED.replace("{offset}", "soon"))
    assert "not known here" in zone_of("Empty", "BEGIN:VTIMEZONE\nTZID:{tzid}\nEND:VTIMEZONE")


def test_a_definition_whose_changes_would_never_end_is_none() -> None:
    for rule in ("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=99999", "FREQ=SECONDLY"):
        hostile = EUROPEAN.replace("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", f"RRULE:{rule}")
        assert "not known here" in zone_of("Endless", hostile)


def test_a_definition_may_name_the_place() -> None:
    placed = EUROPEAN.replace("{more}", "X-LIC-LOCATION:Europe/Rome\n")

    assert zone_of("Mine", placed) == "Europe/Rome"
    assert zone_of("Mine", placed.replace("Europe/Rome", "Nowhere")) == "Europe/Berlin"
