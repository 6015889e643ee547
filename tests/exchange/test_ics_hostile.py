"""Whatever a calendar file holds, reading it ends, and with an answer or a sentence."""

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.exchange.ics import ReadCalendar
from tests.exchange.test_ics_zones import EUROPEAN
from tests.support.calendars import calendar, event, read

WHOLE = calendar(
    event("DTSTART;TZID=Mine:20260303T090000", "DTEND;TZID=Mine:20260303T100000", "RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=TU,TH",
          "EXDATE;TZID=Mine:20260305T090000", uid="a@x", title="Stand-up"),
    event("DTSTART;TZID=Mine:20260311T090000", "DURATION:PT1H30M", "RECURRENCE-ID;TZID=Mine:20260310T090000", uid="a@x"),
    event("DTSTART;VALUE=DATE:20260303", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", uid="b@x"),
    head="X-WR-CALNAME:Team\n" + EUROPEAN.format(tzid="Mine", more="") + "\n",
).split("\r\n")  # fmt: skip
SAFE = event("DTSTART:20260303T090000Z", "DURATION:PT1H", uid="safe@x", title="Safe").split("\r\n")
HOSTILE = (
    "20260229", "00010101T000000Z", "99991231T235959Z", "99991231", "P99999999W", "-P1D", "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;COUNT=999999999", "FREQ=DAILY;COUNT=99999", "FREQ=YEARLY;INTERVAL=9999", "FREQ=DAILY;UNTIL=99991231T235959Z",
    "FREQ=MONTHLY;BYSETPOS=99;BYDAY=MO", "FREQ=WEEKLY;BYDAY=", "FREQ=DAILY;UNTIL=00010101", "FREQ=YEARLY;BYYEARDAY=366",
    "FREQ=WEEKLY;WKST=", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "FREQ=DAILY;BYMONTH=0", "FREQ=DAILY;BYMONTHDAY=99",
    "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", "FREQ=DAILY;BYHOUR=99", "FREQ=SECONDLY",
)  # fmt: skip
VALUES = st.one_of(st.text(string.printable, max_size=30), st.sampled_from(HOSTILE))


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A calendar some of whose lines are lost, doubled, moved or changed, and beside them one whole event."""
    lines = list(WHOLE)
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(1, len(lines) - 3))
        what = draw(st.sampled_from(["lose", "double", "value", "text", "cut"]))
        if what == "lose":
            del lines[place]
        elif what == "double":
            lines.insert(place, lines[draw(st.integers(1, len(lines) - 3))])
        elif what == "value":
            lines[place] = lines[place].split(":")[0] + ":" + draw(VALUES)
        elif what == "text":
            lines[place] = draw(st.text(string.printable, max_size=60))
        else:
            lines[place] = lines[place][: draw(st.integers(0, 40))]
    return "\r\n".join(["BEGIN:VCALENDAR", *SAFE, "END:VCALENDAR", *lines])


def answer(content: str | bytes) -> ReadCalendar | None:
    """Return what is read, None where the whole file is refused in words."""
    try:
        found = read(content)
    except AppError:
        return None
    assert all(one.ends_at >= one.starts_at for one in found.events)
    assert len({(one.uid, one.which) for one in found.events}) == len(found.events)
    assert all(one.reason.endswith(".") and one.line > 0 for one in found.refused)
    return found


@settings(max_examples=60)
@given(broken())
def test_a_whole_event_is_read_whatever_stands_in_another_calendar_of_the_file(text: str) -> None:
    found = answer(text)

    assert found is not None
    # Only an order to cancel everything takes it away.
    assert any(one.title == "Safe" for one in found.events) or "METHOD" in text


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_of_any_property_keeps_reading_from_coming_to_an_end(value: str) -> None:
    names = ("RRULE",) if value.startswith("FREQ") else ("DTSTART", "DTEND", "DURATION", "EXDATE", "RECURRENCE-ID")
    for name in names:
        lines = [line.split(":")[0] + f":{value}" if line.startswith(name) else line for line in WHOLE]

        assert answer("\r\n".join(["BEGIN:VCALENDAR", *SAFE, "END:VCALENDAR", *lines])) is not None


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@example(b"BEGIN:VCALENDAR")
@example(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260303\nEND:VCALENDAR")
def test_anything_at_all_ends_with_an_answer_or_a_sentence(content: bytes) -> None:
    answer(content)
