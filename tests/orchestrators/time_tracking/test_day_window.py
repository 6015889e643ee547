from collections.abc import Iterable

from app.orchestrators.review.review import dismiss
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.day_window import (
    DayWindow,
    break_key,
    days_after,
    days_again,
    days_around,
    days_before,
    newest_days,
)
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.support.store import MORNING, make_entry

DAY = 86_400


def fill(ctx: Context, days: Iterable[int], per_day: int = 3) -> None:
    """Add entries on days counted back from Monday, 2 March 2026; the last ends at seven in the morning."""
    with unit_of_work(ctx, "import") as work:
        work.time_entries.save_all(
            make_entry(ctx, MORNING - day * DAY - (place + 3) * 3600, 3600) for day in days for place in range(per_day)
        )


def days_of(window: DayWindow) -> list[str]:
    return [day.day for day in window.days]


def test_an_empty_store_has_no_days_and_no_ends(ctx: Context) -> None:
    window = newest_days(ctx)

    assert (window.days, window.since, window.until) == ((), None, None)
    assert (window.today, window.now, window.zone) == ("2026-03-02", MORNING, "Europe/Berlin")
    assert days_around(ctx, "2026-03-02").days == ()


def test_the_newest_days_are_whole_and_the_ends_are_told(ctx: Context) -> None:
    fill(ctx, range(10))

    window = newest_days(ctx, wanted=7)

    assert days_of(window) == ["2026-03-02", "2026-03-01", "2026-02-28"]
    assert [len(day.rows) for day in window.days] == [3, 3, 3]
    assert [day.total_seconds for day in window.days] == [10_800] * 3
    assert (window.since, window.until) == ("2026-02-28", None)


def test_days_before_join_on_until_the_beginning(ctx: Context) -> None:
    fill(ctx, range(10))

    seen: list[str] = []
    window = newest_days(ctx, wanted=7)
    while True:
        seen += days_of(window)
        if window.since is None:
            break
        window = days_before(ctx, window.since, wanted=7)

    assert seen == [day.day for day in newest_days(ctx, wanted=1_000).days]
    assert len(seen) == 10


def test_days_after_join_on_until_the_newest(ctx: Context) -> None:
    fill(ctx, range(10))

    seen: list[str] = []
    window = days_around(ctx, "2026-02-22", wanted=4)
    while True:
        seen = days_of(window) + seen
        if window.until is None:
            break
        window = days_after(ctx, window.until, wanted=4)

    assert seen[-1] <= "2026-02-21"
    assert seen[0] == "2026-03-02"
    assert len(seen) == len(set(seen))


def test_years_without_work_are_stepped_over(ctx: Context) -> None:
    fill(ctx, [0, 2_000])

    window = days_before(ctx, "2026-03-02", wanted=2)
    assert days_of(window) == ["2020-09-09"]
    assert days_of(days_after(ctx, "2020-09-09", wanted=2)) == ["2026-03-02"]


def test_a_day_without_entries_lies_between_its_neighbours(ctx: Context) -> None:
    fill(ctx, [0, 20])

    window = days_around(ctx, "2026-02-20")

    assert days_of(window) == ["2026-03-02", "2026-02-10"]
    assert (window.since, window.until) == (None, None)


def test_a_running_entry_of_long_ago_is_reached(ctx: Context) -> None:
    start_timer(ctx, description="left running", started_at=MORNING - 40 * DAY)

    window = newest_days(ctx)

    assert days_of(window) == ["2026-01-21"]
    assert window.days[0].rows[0].entry.running


def test_entries_stand_on_their_own_day_wherever_it_was(ctx: Context) -> None:
    add_entry(ctx, started_at=MORNING - 7 * 3600, ended_at=MORNING - 6 * 3600, tz="America/Los_Angeles")
    add_entry(ctx, started_at=MORNING - 5 * 3600, ended_at=MORNING - 4 * 3600)

    assert days_of(newest_days(ctx)) == ["2026-03-02", "2026-03-01"]
    assert days_of(days_before(ctx, "2026-03-02")) == ["2026-03-01"]


def test_the_shifted_start_of_the_day_counts(ctx: Context) -> None:
    update_settings(ctx, day_starts_at=240)
    add_entry(ctx, started_at=MORNING - 6 * 3600, ended_at=MORNING - 5 * 3600)

    assert days_of(newest_days(ctx)) == ["2026-03-01"]


def test_a_span_is_read_again_with_what_is_new_in_it(ctx: Context) -> None:
    fill(ctx, range(10))
    window = newest_days(ctx, wanted=7)
    assert window.since is not None
    fill(ctx, [0], per_day=4)

    again = days_again(ctx, window.since, window.until)

    assert days_of(again) == days_of(window)
    assert len(again.days[0].rows) == 7
    assert again.since == window.since
    assert days_again(ctx, "2026-02-21", None).since is None


def test_a_span_that_came_to_hold_too_much_gives_way_to_the_newest_days(ctx: Context) -> None:
    fill(ctx, range(40))

    again = days_again(ctx, "2026-02-01", None, most=50)

    assert days_of(again)[0] == "2026-03-02"
    assert again.since == "2026-02-11"


def test_breaks_are_told_apart_from_other_dismissals(ctx: Context) -> None:
    dismiss(ctx, break_key(1, 2))
    dismiss(ctx, "overlap:a:b")

    assert newest_days(ctx).breaks == {"break:1:2"}
