"""What the events of one UID amount to: a single row, a rule that is understood as it is, or every occurrence by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.days import resolve_local, zone
from app.domain.recurrence import is_occurrence, is_rule, next_occurrence, rule_of
from app.exchange.ics_event import Moment, as_time
from app.exchange.ics_rules import checked_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.exchange.ics import Window
    from app.exchange.ics_event import WrittenEvent

# Every day of the window, and then some.
_MOST = 2_000


class Home(NamedTuple):
    """The zone of a calendar; ``is_guessed`` where the file names none, so that it is the reader's."""

    tz: str
    is_guessed: bool


class Once(NamedTuple):
    """One row, without the UID; see app.exchange.ics.Happening."""

    which: str
    title: str
    notes: str
    starts_at: int
    ends_at: int
    tz: str
    all_day: bool
    rule: str | None
    zone_is_guessed: bool


def happenings_of(written: Sequence[WrittenEvent], window: Window, home: Home) -> list[Once]:
    """Return what happens of the events of one UID within a window; a rule that is one row begins whenever it began.

    Raises:
        ValueError: the series cannot be worked out, and the text says why.
    """
    master = next((event for event in written if event.instead_of is None), None)
    changes = [event for event in written if event.instead_of is not None]
    if master is None:
        return [one for event in changes if not event.is_cancelled for one in _single(event, window, home)]
    if master.is_cancelled:
        return []
    parts = checked_parts(master.rule, f"{master.start.wall:%Y-%m-%d}") if master.rule else {}
    if not parts and not master.added and not changes and not master.left_out:
        return _single(master, window, home)
    if parts and not (changes or master.added or master.left_out):
        rule = _plain_rule(master, parts)
        if rule is not None:
            last = next_occurrence(rule, f"{master.start.wall:%Y-%m-%d}", _reaching(window.since, master.length))
            return [_row(master, master.start, "", home, rule)] if last is not None else []
    return _expanded(master, changes, parts, window, home)


def _plain_rule(event: WrittenEvent, parts: dict[str, str]) -> str | None:
    """Return the rule as it is kept here, None where it is more than that can say."""
    if "UNTIL" in parts:
        parts = parts | {"UNTIL": _last_day(parts["UNTIL"], event.start)}
    rule = rule_of(parts)
    first = f"{event.start.wall:%Y-%m-%d}"
    return rule if is_rule(rule) and is_occurrence(rule, first, first) else None


def _last_day(until: str, start: Moment) -> str:
    """Return the last day of a rule by the clock of its own zone, on which it may still begin."""
    if not until.endswith("Z") or start.is_day:
        return until[:8]
    try:
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ")  # noqa: DTZ007 - its zone is the letter at the end
    except ValueError:
        raise ValueError(f"its repetition ends on “{until[:20]}”, which is no time") from None
    local = moment.replace(tzinfo=zone("UTC")).astimezone(zone(start.tz))
    last = local.date() if local.time() >= start.wall.time() else local.date() - timedelta(days=1)
    return f"{last:%Y%m%d}"


def _single(event: WrittenEvent, window: Window, home: Home) -> list[Once]:
    which = event.instead_of.text if event.instead_of else ""
    end = event.start.wall + event.length
    return [_row(event, event.start, which, home)] if f"{end:%Y-%m-%d}" >= window.since else []


def _reaching(since: str, length: timedelta) -> str:
    return (date.fromisoformat(since) - length).isoformat()


def _expanded(
    master: WrittenEvent,
    changes: Sequence[WrittenEvent],
    parts: dict[str, str],
    window: Window,
    home: Home,
) -> list[Once]:
    """Return every occurrence within the window."""
    import recurring_ical_events
    from icalendar import Calendar

    gone = [event.instead_of for event in changes if event.is_cancelled and event.instead_of]
    by_key = {"": master} | {str(number): event for number, event in enumerate(changes) if not event.is_cancelled}
    since, until = date.fromisoformat(window.since), date.fromisoformat(window.until) + timedelta(days=1)
    calendar = Calendar()
    try:
        for key, event in by_key.items():
            calendar.add_component(_component(event, {} if key else parts, () if key else gone, key))
        found = recurring_ical_events.of(calendar).between(since, until)
    # The libraries stumble over impossible rules in many ways; whichever it is, the series is refused.
    except Exception as error:
        raise ValueError(f"its repetition “{master.rule[:60]}” cannot be worked out") from error
    if len(found) > _MOST:
        raise ValueError(f"it happens more than {_MOST:,} times within three years")
    return [_occurrence(one, by_key[str(one.get("X-KEY", ""))], master, home) for one in found]


def _component(event: WrittenEvent, parts: dict[str, str], gone: Sequence[Moment], key: str) -> Any:
    from icalendar import Event, vRecur

    made = Event()
    made.add("uid", "one")
    made.add("sequence", event.sequence)
    made.add("x-key", key)
    made.add("dtstart", as_time(event.start))
    made.add("dtend", as_time(event.start._replace(wall=event.start.wall + event.length)))
    if parts:
        made.add("rrule", vRecur.from_ical(rule_of(parts)))
    for moment in (*event.left_out, *gone):
        made.add("exdate", as_time(_alike(moment, event.start)))
    for moment in event.added:
        made.add("rdate", as_time(_alike(moment, event.start)))
    if event.instead_of:
        later = {"RANGE": "THISANDFUTURE"} if event.and_later else {}
        made.add("recurrence-id", as_time(event.instead_of), parameters=later)
    return made


def _alike(moment: Moment, start: Moment) -> Moment:
    """Return a day of a series with times as the time it begins at: some calendars name only the date."""
    if moment.is_day and not start.is_day:
        return start._replace(wall=datetime.combine(moment.wall.date(), start.wall.time()))
    return moment


def _occurrence(found: Any, event: WrittenEvent, master: WrittenEvent, home: Home) -> Once:
    start = _moment(found["DTSTART"].dt, event.start)
    return _row(event, start, _moment(found["RECURRENCE-ID"].dt, master.start).text, home)


def _moment(found: datetime | date, like: Moment) -> Moment:
    """Return a time as it was worked out, by the clock of the zone it was worked out from."""
    if not isinstance(found, datetime):
        return like._replace(wall=datetime.combine(found, datetime.min.time()))
    return like._replace(wall=found.astimezone(zone(like.tz)).replace(tzinfo=None), is_day=False)


def _row(event: WrittenEvent, start: Moment, which: str, home: Home, rule: str | None = None) -> Once:
    starts_at = resolve_local(start.wall, start.tz).instants[0]
    ends_at = resolve_local(start.wall + event.length, start.tz).instants[0]
    # UTC says when, and nothing of where: its day is that of the calendar's home. A rule keeps to its own clock.
    is_nowhere = start.is_day or start.is_floating or (start.tz == "UTC" and rule is None)
    return Once(
        which, event.title, event.notes, starts_at, max(starts_at, ends_at),
        home.tz if start.tz == "UTC" and is_nowhere else start.tz, start.is_day, rule, is_nowhere and home.is_guessed,
    )  # fmt: skip
