"""The sample: two years of a studio's work, believable enough to show every page at its best."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from app.domain.days import wall_clock, week_of
from app.domain.work_hours import summed
from app.orchestrators.history.history import undo
from app.orchestrators.milestones.milestones import list_milestones
from app.orchestrators.planning.events import list_events
from app.orchestrators.projects.projects import list_projects
from app.orchestrators.references import COLORS
from app.orchestrators.review.review import review_items
from app.orchestrators.sample.sample import ENTRIES, NotEmpty, make_sample
from app.orchestrators.time_tracking.favorites import list_favorites
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer
from app.orchestrators.work_hours.analytics import capacity
from app.orchestrators.work_hours.overrides import list_overrides
from app.orchestrators.work_hours.slots import week_of_slots
from app.orchestrators.work_hours.time_off import holiday_region, import_holidays, list_time_off, preview_holidays
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading
from tests.support.store import MORNING, make_context

HOUR = 3600
NIGHT = MORNING - 8 * HOUR + 25 * 60
SATURDAY_EVENING = MORNING + 5 * 24 * HOUR + 12 * HOUR


@pytest.fixture(scope="module")
def filled() -> Iterator[Context]:
    """A store with the sample in it, to look at only."""
    context = make_context(now=MORNING + 8 * HOUR)
    make_sample(context)
    yield context
    context.database.close()


def test_a_sample_has_what_it_promises(ctx: Context) -> None:
    sample = make_sample(ctx).value

    assert (sample.groups, sample.projects, sample.entries) == (5, 25, ENTRIES)
    with reading(ctx) as read:
        found = read.time_entries.select(EntryFilter())
        assert len(found) == ENTRIES
        assert len(read.clients.all()) == sample.clients == 9
        assert len(read.milestones.all()) == sample.milestones
        assert len(read.tasks.all()) == sample.tasks
        assert len(read.tags.all()) == sample.tags
        assert {rate.currency for rate in read.rates.all()} == {"EUR"}
        assert {project.color for project in read.projects.all()} <= set(COLORS)


@pytest.mark.parametrize("now", [NIGHT, SATURDAY_EVENING])
def test_nothing_lies_in_the_future_and_one_timer_runs_since_fifty_minutes(now: int) -> None:
    context = make_context(now=now)
    make_sample(context)

    with reading(context) as read:
        entries = read.time_entries.select(EntryFilter())
        closed = [entry for entry in entries if entry.ended_at is not None]
        assert len(entries) == ENTRIES
        assert all(entry.started_at < (entry.ended_at or 0) <= now for entry in closed)
    running = status(context)
    assert 50 * 60 <= running.elapsed_seconds < 51 * 60
    assert running.left is not None
    context.database.close()


def test_work_is_done_on_weekdays_between_eight_and_eighteen_with_a_break_at_noon(filled: Context) -> None:
    with reading(filled) as read:
        spans = [
            (wall_clock(entry.started_at, entry.tz), wall_clock(entry.ended_at or 0, entry.tz), entry)
            for entry in read.time_entries.select(EntryFilter())
            if entry.ended_at
        ]

    odd = [entry.description for start, _, entry in spans if start.weekday() > 4]
    assert odd == ["Move the servers"]
    assert all(start.hour >= 8 and end.hour <= 18 for start, end, _ in spans if start.weekday() < 5)
    days = Counter(start.date() for start, _, _ in spans)
    assert len(days) > 430
    assert max(days.values()) > min(days.values())


def test_texts_repeat_as_real_work_does(filled: Context) -> None:
    with reading(filled) as read:
        texts = Counter(entry.description for entry in read.time_entries.select(EntryFilter()))

    assert len(texts) < 60
    assert texts["Weekly call"] > 100


def test_review_has_something_of_every_kind_to_show(filled: Context) -> None:
    kinds = Counter(item.kind for item in review_items(filled))

    assert kinds["overlap"] >= 2
    assert kinds["no_project"] >= 3
    assert kinds["long_entry"] == 1
    assert kinds["milestone_overdue"] == 1
    assert kinds["milestone_over"] >= 1


def test_projects_stand_in_every_state(filled: Context) -> None:
    rows = list_projects(filled, include_closed=True)

    assert {row.project.status for row in rows} == {"active", "on_hold", "completed", "archived"}
    assert {"on_track", "over_budget", "late", "no_estimate"} <= {row.risk.value for row in rows}
    assert all(row.seconds > 0 for row in rows)


def test_milestones_lie_inside_their_projects_and_the_estimate_holds_them(filled: Context) -> None:
    projects = {row.project.id: row.project for row in list_projects(filled, include_closed=True)}

    budgets: Counter[str] = Counter()
    for row in list_milestones(filled):
        project = projects[row.milestone.project]
        if row.milestone.recurrence:
            # A retainer goes on; only its hours of the month have an end.
            assert project.due_date is None
            continue
        assert (project.start_date or "") <= row.first_day <= row.last_day <= (project.due_date or "")
        budgets[project.id] += row.milestone.budget_minutes
    assert all(minutes <= projects[id_].estimate_minutes for id_, minutes in budgets.items())


def test_two_samples_of_the_same_moment_are_alike() -> None:
    found = []
    for _ in range(2):
        context = make_context()
        make_sample(context)
        with reading(context) as read:
            found.append(read.time_entries.select(EntryFilter()))
        context.database.close()

    assert found[0] == found[1]


def test_a_sample_is_one_action(ctx: Context) -> None:
    make_sample(ctx)

    undo(ctx)

    with reading(ctx) as read:
        assert read.time_entries.select(EntryFilter()) == []
        assert read.projects.all() == []


def test_a_store_with_work_in_it_is_left_alone(ctx: Context) -> None:
    start_timer(ctx, description="real work")

    with pytest.raises(NotEmpty):
        make_sample(ctx)

    with reading(ctx) as read:
        assert [entry.description for entry in read.time_entries.recent()] == ["real work"]


def test_the_week_became_another_a_year_ago_and_holidays_are_those_of_the_region(filled: Context) -> None:
    before, now = week_of_slots(filled, "2025-01-06"), week_of_slots(filled)

    assert (before.next_change, now.next_change) == (now.since, None)
    assert (before.minutes, now.minutes) == (5 * 480, 2250)
    kept = {off.start_date: off for off in list_time_off(filled) if off.region}
    country, _, region = (holiday_region(filled) or "").partition("-")
    for year in (2024, 2025, 2026, 2027, 2028):
        real = {holiday.day for holiday in preview_holidays(filled, country, region, years=[year])}
        assert {day for day in kept if day.startswith(str(year))} == real
    assert import_holidays(filled, country, region).value == ()


def test_time_off_lies_behind_and_ahead_whole_and_half(filled: Context) -> None:
    own = [off for off in list_time_off(filled) if not off.region]

    assert {off.start_date > "2026-03-02" for off in own} == {True, False}
    assert {off.fraction for off in own} == {1.0, 0.5}
    assert all(date.fromisoformat(off.start_date).weekday() < 5 for off in own if off.start_date == off.end_date)
    assert len(list_overrides(filled)) == 2


def test_what_is_planned_lies_in_the_weeks_around_today(filled: Context) -> None:
    events = [one.event for one in list_events(filled, since="2026-02-23", until="2026-03-29")]

    assert {event.calendar for event in events} == {None, "Team"}
    assert any(event.all_day for event in events)
    assert len({event.id for event in events if event.recurrence}) == 5
    done = [event for event in events if event.status == "done"]
    assert len(done) == 6
    with reading(filled) as read:
        entries = read.time_entries.by_ids(event.entry for event in done if event.entry)
    for event in done:
        assert abs(entries[event.entry or ""].started_at - event.starts_at) <= 450


def test_retainers_have_hours_of_the_month_and_favourites_start_work(filled: Context) -> None:
    monthly = [row for row in list_milestones(filled) if row.milestone.recurrence]

    assert {row.project.name for row in monthly} == {"Platform support", "Care plan"}
    assert all(row.first_day == "2026-03-01" for row in monthly)
    favorites = list_favorites(filled)
    assert [favorite.position for favorite in favorites] == list(range(len(favorites)))
    assert all(favorite.project and favorite.task for favorite in favorites)


def test_weeks_ahead_are_full_but_most_of_them_can_be_done(filled: Context) -> None:
    ahead = capacity(filled, since="2026-03-09", until="2026-05-03")
    weeks = summed(ahead, week_of)

    assert all(week.planned + week.auto > 0 for week in weeks)
    assert 1 <= sum(week.overcommitted for week in weeks) <= len(weeks) // 2
