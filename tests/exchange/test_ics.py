"""Calendars are read event by event: what can be read is, what cannot is refused with its reason and its line."""

from datetime import datetime

import pytest

from app.domain.days import resolve_local, wall_clock
from app.exchange import ics
from app.exchange.ics import CalendarTooLarge, Happening, NotACalendar, ReadCalendar, Window
from tests.support.calendars import calendar, event, read

BERLIN = "Europe/Berlin"


def at(text: str, tz: str = BERLIN) -> int:
    return resolve_local(datetime.fromisoformat(text), tz).instants[0]


def only(text: str | bytes, **more: str) -> Happening:
    found = read(text, **more)
    assert found.refused == ()
    (one,) = found.events
    return one


def reasons(found: ReadCalendar) -> list[str]:
    return [one.reason for one in found.refused]


def starts(found: ReadCalendar) -> list[str]:
    return [f"{wall_clock(one.starts_at, one.tz):%m-%d %H:%M}" for one in found.events]


def test_an_event_is_read_with_its_words() -> None:
    text = calendar(
        event("DTSTART;TZID=Europe/Berlin:20260303T090000", "DTEND;TZID=Europe/Berlin:20260303T103000",
              "LOCATION:Room 2", r"DESCRIPTION:First\nsecond\, third\; \\ end", title="Kick-off  and\\, more"),
        head="X-WR-CALNAME:  Team \n",
    )  # fmt: skip

    found = read(text)

    (one,) = found.events
    assert (one.title, one.notes) == ("Kick-off and, more", "Room 2\n\nFirst\nsecond, third; \\ end")
    assert (one.starts_at, one.ends_at, one.tz) == (at("2026-03-03 09:00"), at("2026-03-03 10:30"), BERLIN)
    assert (one.uid, one.which, one.all_day, one.rule, one.zone_is_guessed) == ("a@x", "", False, None, False)
    assert (found.name, found.past, found.tasks) == ("Team", 0, 0)


def test_long_lines_are_folded_anywhere() -> None:
    text = calendar(event()).replace("SUMMARY:Planning", "SUMMARY\r\n :Plan\r\n ning th\r\n\te week")

    assert only(text).title == "Planning the week"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_of_any_kind(end: str) -> None:
    assert only(calendar(event()).replace("\r\n", end)).title == "Planning"


@pytest.mark.parametrize(
    ("encoding", "title"), [("utf-8-sig", "Grüße ✓"), ("cp1252", "Grüße"), ("utf-16", "Grüße ✓"), ("latin-1", "Grüße")]
)
def test_encodings_are_recognised(encoding: str, title: str) -> None:
    assert only(calendar(event(title=title)).encode(encoding)).title == title


def test_times_that_name_no_zone_are_the_reader_s_or_the_calendar_s() -> None:
    floating = calendar(event("DTSTART:20260303T090000", "DTEND:20260303T100000"))
    at_home = floating.replace("VERSION:2.0", "X-WR-TIMEZONE:Asia/Tokyo")

    guessed, told = only(floating), only(at_home)

    assert (guessed.starts_at, guessed.tz, guessed.zone_is_guessed) == (at("2026-03-03 09:00"), BERLIN, True)
    assert (told.starts_at, told.tz, told.zone_is_guessed) == (
        at("2026-03-03 09:00", "Asia/Tokyo"),
        "Asia/Tokyo",
        False,
    )
    nowhere = floating.replace("VERSION:2.0", "X-WR-TIMEZONE:Mars/Olympus")
    assert only(nowhere).tz == BERLIN


def test_utc_says_when_and_the_calendar_s_home_on_which_day() -> None:
    one = only(calendar(event("DTSTART:20260303T233000Z", "DURATION:PT45M")))

    assert (one.starts_at, one.ends_at - one.starts_at) == (at("2026-03-04 00:30"), 45 * 60)
    assert (one.tz, one.zone_is_guessed) == (BERLIN, True)


def test_whole_days_end_with_the_day_before_the_one_that_is_named() -> None:
    one = only(calendar(event("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330")))

    assert (one.all_day, one.starts_at, one.ends_at) == (True, at("2026-03-28"), at("2026-03-30"))


@pytest.mark.parametrize("end", ["DTEND;VALUE=DATE:20260303", "DURATION:P1D", "X-NOTHING:1", "DURATION:P0W1D"])
def test_a_single_day_is_written_in_many_ways(end: str) -> None:
    one = only(calendar(event("DTSTART;VALUE=DATE:20260303", end)))

    assert one.ends_at == at("2026-03-04")


def test_an_event_without_an_end_takes_no_time() -> None:
    one = only(calendar(event("DTSTART;TZID=Europe/Berlin:20260303T090000")))

    assert one.ends_at == one.starts_at


def test_a_start_and_an_end_may_be_in_two_zones() -> None:
    one = only(
        calendar(event("DTSTART;TZID=Europe/Berlin:20260303T090000", "DTEND;TZID=Europe/London:20260303T090000"))
    )

    assert one.ends_at - one.starts_at == 3600


def test_a_leap_second_is_the_last_of_its_minute() -> None:
    assert only(calendar(event("DTSTART:20260303T235960Z"))).starts_at == at("2026-03-04 00:59:59")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (event("DTSTART:20260230T090000Z"), "“20260230T090000Z” in line 6 is no date or time that there is."),
        (event("DTSTART:tomorrow"), "“tomorrow” in line 6 is no date or time."),
        (event("X-A:b"), "it does not say when it begins."),
        (event("DTSTART:20260303T090000Z", "DTEND;VALUE=DATE:20260304"),
         "it begins with a date and ends with a time, or the other way round."),
        (event("DTSTART:20260303T090000Z", "DTEND:20260303T080000Z"), "it would end before it begins."),
        (event("DTSTART:20260303T090000Z", "DURATION:-PT1H"), "it would end before it begins."),
        (event("DTSTART:20260303T090000Z", "DURATION:an hour"), "“an hour” in line 7 is no length of time."),
        (event("DTSTART:20260303T090000Z", "DURATION:P"), "“P” in line 7 is no length of time."),
        (event("DTSTART;TZID=Mars/Olympus:20260303T090000"),
         "its time zone “Mars/Olympus” is not known here, and the file does not say what it is."),
        (event('DTSTART;TZID="W. Europe Standard Time:20260303T090000"'), "line 6 (DTSTART) is broken."),
        (event("DTSTART:20260303T090000Z", "RRULE;=;"), "line 7 (RRULE) is broken."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ"), "its repetition “FREQ” cannot be read."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ=SECONDLY"),
         "it repeats by “SECONDLY”, which is no number of days, weeks, months or years."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
         "its repetition “FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30” names a day that never comes."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ=YEARLY;BYMONTH=soon"),
         "its repetition “FREQ=YEARLY;BYMONTH=soon” cannot be read."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5"),
         "it repeats more often a day than a plan can show."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5"),
         "it happens more than 2,000 times within three years."),
        (event("DTSTART;TZID=Europe/Berlin:20260303T090000", "RRULE:FREQ=DAILY;UNTIL=20269999T000000Z"),
         "its repetition ends on “20269999T000000Z”, which is no time."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ=WEEKLY;BYDAY=XX"),
         "its repetition “FREQ=WEEKLY;BYDAY=XX” cannot be read."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ=DAILY;INTERVAL=0"),
         "its repetition “FREQ=DAILY;INTERVAL=0” cannot be read."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ=DAILY;BYEASTER=0"),
         "its repetition “FREQ=DAILY;BYEASTER=0” cannot be read."),
        (event("DTSTART:20260303T090000Z", "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO"),
         "its repetition “FREQ=DAILY;INTERVAL=7;BYDAY=MO” names a day that never comes."),
        (event("DTSTART;VALUE=DATE:20260303", "RRULE:FREQ=DAILY;UNTIL=20269999", "EXDATE;VALUE=DATE:20260304"),
         "its repetition “FREQ=DAILY;UNTIL=20269999” cannot be worked out."),
        (event("DTSTART:99991231T235959Z"), "“99991231T235959Z” in line 6 is farther away than a plan can show."),
        (event("DTSTART:20260303T090000Z", "DURATION:P9999999W"), "it lasts longer than ten years."),
        (event("DTSTART:20260303T090000Z", "EXDATE:never"), "“never” in line 7 is no date or time."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason_and_the_rest_is_read(broken: str, reason: str) -> None:
    found = read(calendar(broken, event(uid="b@x", title="Fine")))

    assert [(one.line, one.name, one.reason) for one in found.refused] == [(3, "Planning", reason)]
    assert [one.title for one in found.events] == ["Fine"]


def test_an_event_that_is_cut_off_is_refused_and_the_next_one_is_read() -> None:
    broken = event(title="Half").removesuffix("\r\nEND:VEVENT")
    last = calendar(event(uid="b@x", title="Fine"), broken.replace("a@x", "c@x"))

    middle = read(calendar(broken, event(uid="b@x", title="Fine")))

    assert reasons(middle) == ["it is cut off: its end is missing."]
    assert [one.title for one in middle.events] == ["Fine"]
    assert [one.name for one in read(last).refused] == ["Half"]
    assert [one.name for one in read(last.replace("END:VCALENDAR\r\n", "")).refused] == ["Half"]


def test_what_means_nothing_to_a_plan_may_be_broken() -> None:
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDURATION:nonsense\r\nEND:VALARM"
    text = calendar(event("DTSTART:20260303T090000Z", 'ATTENDEE;CN="Ann:mailto:a@x', "just some words", "=;:", alarm))

    assert only(text).title == "Planning"


def test_an_end_that_ends_nothing_is_passed_over() -> None:
    assert only("END:VEVENT\r\n" + calendar("END:VTODO", event())).title == "Planning"


def test_an_event_without_an_id_is_known_by_what_it_is() -> None:
    text = calendar(event()).replace("UID:a@x\r\n", "")

    assert only(text).uid == "Planning@20260303T090000@UTC"


def test_of_two_versions_the_newer_counts() -> None:
    text = calendar(
        event(title="New"), event("DTSTART:20260303T090000Z", "SEQUENCE:2", title="Newest"),
        event("DTSTART:20260303T090000Z", "SEQUENCE:1", title="Old"),
    )  # fmt: skip

    assert only(text).title == "Newest"
    same = calendar(event(title="First"), event("DTSTART:20260303T090000Z", "SEQUENCE:no", title="Second"))
    assert only(same).title == "Second"


def test_what_is_cancelled_does_not_happen() -> None:
    one = event("DTSTART:20260303T090000Z", "STATUS:CANCELLED")

    assert read(calendar(one)).events == ()
    assert read(calendar(event(), head="METHOD:CANCEL\n")).events == ()
    assert read(calendar(one)).past == 0


def test_several_calendars_in_one_file_are_read_as_one() -> None:
    text = calendar(event(), head="X-WR-CALNAME:One\n") + calendar(event(uid="b@x"), head="NAME:Two\n")

    found = read(text)

    assert (found.name, len(found.events)) == ("One", 2)


def test_tasks_are_no_events() -> None:
    found = read(calendar("BEGIN:VTODO", "UID:t", "SUMMARY:Do it", "END:VTODO"))

    assert (found.events, found.tasks, found.name) == ((), 1, "")


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"\x00\x01binary", b"BEGIN:VCARD\r\nEND:VCARD\r\n"])
def test_what_is_no_calendar_is_refused_whole(content: bytes) -> None:
    with pytest.raises(NotACalendar, match=r"team\.ics"):
        read(content)


def test_what_is_too_large_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ics, "MOST_EVENTS", 1)
    with pytest.raises(CalendarTooLarge, match="more than 1 events"):
        read(calendar(event(), event(uid="b@x")))
    monkeypatch.setattr(ics, "MOST_BYTES", 100)
    with pytest.raises(CalendarTooLarge, match="MB"):
        read(calendar(event()))


def test_what_was_over_a_year_ago_is_left_out_and_counted() -> None:
    old = event("DTSTART:20250228T090000Z", uid="old@x")
    ended = event(
        "DTSTART;TZID=Europe/Berlin:20200303T090000", "RRULE:FREQ=WEEKLY;UNTIL=20250228T080000Z", uid="ended@x"
    )
    recent = event("DTSTART:20250301T090000Z", uid="recent@x")

    found = read(calendar(old, ended, recent))

    assert (starts(found), found.past) == (["03-01 10:00"], 2)


def test_the_window_stays_the_same_all_month() -> None:
    assert Window.around("2026-03-02") == Window.around("2026-03-31") == ("2025-03-01", "2028-02-29")
    assert Window.around("2024-02-29") == ("2023-02-01", "2026-01-31")
