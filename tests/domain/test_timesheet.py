"""A timesheet's cell: parts of a day, free time, and what is left of entries that give some of theirs."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import split_by_day
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import UserId
from app.domain.timesheet import Part, free_seconds, lowered, part_on, room

HOUR = 3600
# Midnight of Saturday, 28 March 2026, in Berlin: the clocks go forward the night after.
SATURDAY = 1_774_652_400
BERLIN = "Europe/Berlin"


def entry(start: int, end: int | None, tz: str = BERLIN, id: str = "e") -> TimeEntry:  # noqa: A002
    return TimeEntry(id=id, created_at=0, user=UserId("u"), started_at=start, ended_at=end, tz=tz)


def test_a_part_is_what_falls_on_the_day() -> None:
    night = entry(SATURDAY + 23 * HOUR + 1800, SATURDAY + 27 * HOUR)

    saturday, sunday = (part_on(night, day, now=0) for day in ("2026-03-28", "2026-03-29"))

    assert saturday is not None
    assert saturday.seconds == 1800
    assert sunday is not None
    assert sunday.seconds == 3 * HOUR
    assert part_on(night, "2026-03-30", now=0) is None


def test_what_runs_reaches_to_now_and_an_entry_of_no_time_is_a_part_of_none() -> None:
    running = part_on(entry(SATURDAY, None), "2026-03-28", now=SATURDAY + 60)
    empty = entry(SATURDAY, SATURDAY)

    assert running is not None
    assert running.seconds == 60
    assert part_on(empty, "2026-03-28", now=0) == Part(empty, SATURDAY, SATURDAY)
    assert part_on(empty, "2026-03-27", now=0) is None


@given(start=st.integers(0, 4 * 86_400), length=st.integers(0, 3 * 86_400), shift=st.sampled_from([0, 240]),
       tz=st.sampled_from([BERLIN, "America/New_York", "Pacific/Apia"]))  # fmt: skip
def test_the_parts_of_all_days_are_the_entry(start: int, length: int, shift: int, tz: str) -> None:
    one = entry(SATURDAY + start, SATURDAY + start + length, tz)
    days = split_by_day(one.started_at, SATURDAY + start + length, tz, shift)

    parts = [part_on(one, day, now=0, day_starts_at=shift) for day, _ in days]

    assert [part.seconds for part in parts if part] == [seconds for _, seconds in days]


def test_time_goes_into_the_first_hole_that_holds_it_whole() -> None:
    taken = [(0, 100), (200, 1000)]

    assert room(0, 10_000, taken, 100) == [(100, 200)]
    assert room(0, 10_000, taken, 101) == [(1000, 1101)]
    assert room(0, 10_000, taken, 0) == [(100, 100)]


def test_time_that_no_hole_holds_is_shared_among_the_first() -> None:
    taken = [(100, 200), (259, 300), (400, 500)]

    assert room(0, 600, taken, 250) == [(0, 100), (300, 400), (500, 550)]
    assert room(0, 600, taken, 200) == [(0, 100), (300, 400)]
    assert room(0, 600, taken, 301) == []
    assert free_seconds(0, 600, taken) == 359


def test_the_latest_parts_give_first_and_other_days_keep_theirs() -> None:
    morning, night = (
        entry(SATURDAY + 9 * HOUR, SATURDAY + 10 * HOUR, id="m"),
        entry(SATURDAY + 22 * HOUR, SATURDAY + 26 * HOUR),
    )
    parts = [part for one in (morning, night) if (part := part_on(one, "2026-03-28", now=0))]

    (cut,) = lowered(parts, 2 * HOUR)
    assert cut.before == entry(SATURDAY + 22 * HOUR, SATURDAY + 23 * HOUR)
    assert cut.after == entry(SATURDAY + 24 * HOUR, SATURDAY + 26 * HOUR)

    first, second = lowered(parts, 1800)
    assert (first.entry, first.before, first.after) == (night, None, entry(SATURDAY + 24 * HOUR, SATURDAY + 26 * HOUR))
    assert (second.before, second.after) == (entry(SATURDAY + 9 * HOUR, SATURDAY + 9 * HOUR + 1800, id="m"), None)


def test_clearing_takes_entries_of_no_time_along() -> None:
    empty = entry(SATURDAY, SATURDAY)
    part = Part(empty, SATURDAY, SATURDAY)

    assert [(cut.before, cut.after) for cut in lowered([part], 0)] == [(None, None)]
    full = Part(entry(SATURDAY, SATURDAY + 60), SATURDAY, SATURDAY + 60)
    assert [cut.entry for cut in lowered([part, full], 30)] == [full.entry]


def test_a_running_entry_can_give_what_lies_behind_it() -> None:
    running = entry(SATURDAY, None)

    (cut,) = lowered([Part(running, SATURDAY, SATURDAY + 60)], 0)

    assert (cut.before, cut.after) == (None, None)
