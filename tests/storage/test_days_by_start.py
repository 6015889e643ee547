"""Entries are looked for by their start, and found by their day: wherever they were worked, whenever a day begins."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import local_day, next_day
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, make_context, make_entry

_ZONES = ("Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin", "Asia/Kathmandu")


@given(
    st.lists(st.tuples(st.integers(-4 * 86_400, 4 * 86_400), st.sampled_from(_ZONES)), max_size=10),
    st.integers(-4, 4),
    st.integers(0, 3),
    st.sampled_from([0, 240, 719]),
)
def test_the_entries_of_days_are_those_whose_day_it_is(
    parts: list[tuple[int, str]], first: int, more: int, day_starts_at: int
) -> None:
    ctx = make_context()
    since = next_day("2026-03-02", first)
    until = next_day(since, more)
    with unit_of_work(ctx) as work:
        work.settings.put("day_starts_at", day_starts_at)
        entries = [make_entry(ctx, MORNING + at, 60, tz=zone) for at, zone in parts]
        work.time_entries.save_all(entries)

    with reading(ctx) as read:
        found = {entry.id for entry in read.time_entries.select(EntryFilter(since_day=since, until_day=until))}
        assert found == {e.id for e in entries if since <= local_day(e.started_at, e.tz, day_starts_at) <= until}
        assert len(read.time_entries.select(EntryFilter(since_day="0001-01-01", until_day="9999-12-31"))) == len(parts)
    ctx.database.close()
