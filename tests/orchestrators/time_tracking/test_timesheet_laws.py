"""What is typed into a timesheet's cell is what it holds; nothing else changes, and an undo brings everything back."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.domain.capacity import united
from app.domain.days import next_day
from app.domain.errors import RuleBroken
from app.orchestrators.history.history import undo
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timesheet import set_cell, timesheet
from app.orchestrators.time_tracking.timesheet_week import RowKey
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import DAY, a_project, everything, put
from tests.support.store import make_context, make_entry

MONDAY = "2026-03-23"
# Midnight of that Monday in Berlin; on its Sunday the clocks go forward.
MIDNIGHT = 1_774_220_400
NOW = MIDNIGHT + 9 * DAY
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata")

Drawn = tuple[int, int, int, str, str]
drawn_entries = st.lists(
    st.tuples(
        st.integers(-40, 7 * 96), st.integers(0, 150), st.integers(0, 2), st.sampled_from(ZONES),
        st.sampled_from(("timer", "manual")),
    ),
    max_size=8,
)  # fmt: skip


def cells(ctx: Context) -> Counter[tuple[RowKey, str]]:
    """Every cell of the week, and of those before and after it, that holds time."""
    found: Counter[tuple[RowKey, str]] = Counter()
    for step in (-7, 0, 7):
        sheet = timesheet(ctx, week=next_day(MONDAY, step))
        for row in sheet.rows:
            for day, cell in zip(sheet.days, row.cells, strict=True):
                found[row.key, day.day] += cell.seconds
    return +found


def counted_twice(ctx: Context) -> int:
    """The seconds by which all entries together are longer than the time they cover."""
    with reading(ctx) as read:
        spans = [(entry.started_at, entry.until(NOW)) for entry in read.time_entries.all()]
    return sum(end - start for start, end in spans) - sum(end - start for start, end in united(spans))


def world(entries: list[Drawn], shift: int, zone: str = ZONES[0]) -> tuple[Context, list[RowKey]]:
    ctx = make_context(now=NOW, zone=zone)
    update_settings(ctx, day_starts_at=shift)
    keys = [RowKey(None), RowKey(a_project(ctx).id), RowKey(a_project(ctx, "App").id)]
    for quarter, minutes, key, tz, source in entries:
        start = MIDNIGHT + quarter * 900 + 7
        put(ctx, make_entry(ctx, start, minutes * 60 * 3, project=keys[key].project, tz=tz, source=source))
    return ctx, keys


@given(drawn_entries, st.integers(0, 2), st.integers(0, 6), st.integers(0, 14 * 60), st.sampled_from([0, 240]),
       st.sampled_from(ZONES))  # fmt: skip
def test_a_cell_holds_what_was_typed_and_nothing_else_changes(
    entries: list[Drawn], row: int, weekday: int, minutes: int, shift: int, zone: str
) -> None:
    ctx, keys = world(entries, shift, zone)
    try:
        _type(ctx, keys[row], next_day(MONDAY, weekday), minutes * 60)
    finally:
        ctx.database.close()


def _type(ctx: Context, key: RowKey, day: str, seconds: int) -> None:
    before, stored, twice = cells(ctx), everything(ctx), counted_twice(ctx)
    expected = Counter(before)
    expected[key, day] = seconds

    try:
        outcome = set_cell(ctx, day=day, project=key.project, seconds=seconds)
    except RuleBroken:
        assert seconds > before[key, day]
        assert everything(ctx) == stored
        return

    assert outcome.value == before[key, day]
    assert cells(ctx) == +expected
    assert counted_twice(ctx) <= twice
    if outcome.changes:
        undo(ctx)
    assert everything(ctx) == stored


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 6), st.integers(0, 8 * 4)), max_size=8))
def test_cells_typed_one_after_another_hold_their_time(typed: list[tuple[int, int, int]]) -> None:
    ctx, keys = world([], 0)
    expected: Counter[tuple[RowKey, str]] = Counter()
    try:
        for row, weekday, quarters in typed:
            key, day = keys[row], next_day(MONDAY, weekday)
            try:
                set_cell(ctx, day=day, project=key.project, seconds=quarters * 900)
            except RuleBroken:
                continue
            expected[key, day] = quarters * 900
        assert cells(ctx) == +expected
    finally:
        ctx.database.close()
