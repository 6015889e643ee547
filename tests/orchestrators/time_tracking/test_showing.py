"""What is going on, pages of days, suggestions and search."""

import pytest

from app.domain.entities.planning import DayOverride
from app.domain.entities.projects import ProjectStatus
from app.domain.ids import ProjectId, TagId, TaskId
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.log import entries_of, entry_page, search_entries, suggestions
from app.orchestrators.time_tracking.status import status, week_strip
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.storage.filters import EntryFilter
from tests.orchestrators.making import DAY, HOUR, a_client, a_milestone, a_project, a_tag, a_task, an_entry, put
from tests.support.store import MORNING, USER, clock_of

MONDAY = "2026-03-02"


def test_nothing_is_going_on_at_first(ctx: Context) -> None:
    now = status(ctx)

    assert (now.running, now.project, now.task_name, now.tag_names, now.left) == (None, None, None, (), None)
    assert (now.elapsed_seconds, now.today_seconds, now.week_seconds) == (0, 0, 0)
    assert (now.today_target_seconds, now.week_target_seconds) == (8 * HOUR, 40 * HOUR)


def test_the_running_timer_counts_up_to_now(ctx: Context) -> None:
    project = a_project(ctx, estimate_minutes=180, due_date=MONDAY)
    task, tag = a_task(ctx, project), a_tag(ctx)
    an_entry(ctx, MORNING - HOUR, HOUR, project=project)
    entry = start_timer(ctx, project=ProjectId(project.id), task=TaskId(task.id), tags=[TagId(tag.id)]).value
    clock_of(ctx).forward(1800)

    now = status(ctx)

    assert (now.running, now.project, now.task_name, now.tag_names) == (entry, project, "Backend", ("bug",))
    assert (now.elapsed_seconds, now.today_seconds, now.week_seconds) == (1800, 5400, 5400)
    assert now.left is not None
    assert (now.left.name, now.left.seconds, now.left.free_days) == ("Website", 5400, 1)


def test_what_is_left_is_of_the_milestone_that_is_on(ctx: Context) -> None:
    project = a_project(ctx, estimate_minutes=6000, start_date="2026-03-01", weekdays=(0, 1))
    a_milestone(ctx, project, "Alpha", "2026-03-01", budget_minutes=60)
    a_milestone(ctx, project, "Beta", "2026-03-10", budget_minutes=120)
    an_entry(ctx, MORNING - HOUR, HOUR, project=project)
    start_timer(ctx, project=ProjectId(project.id))

    left = status(ctx).left

    assert left is not None
    assert (left.name, left.seconds, left.due) == ("Beta", HOUR, "2026-03-10")
    # Monday and Tuesday of two weeks.
    assert (left.free_days, left.per_day_seconds) == (4, 900)


@pytest.mark.parametrize(("due", "free"), [("2026-03-01", 0), (None, 0), ("2026-03-08", 5)])
def test_a_project_past_due_or_without_one_has_no_daily_share(ctx: Context, due: str | None, free: int) -> None:
    project = a_project(ctx, estimate_minutes=60, due_date=due)
    start_timer(ctx, project=ProjectId(project.id))

    left = status(ctx).left

    assert left is not None
    assert (left.free_days, left.per_day_seconds) == (free, 720 if free else None)


def test_a_project_without_an_estimate_has_nothing_left(ctx: Context) -> None:
    start_timer(ctx, project=ProjectId(a_project(ctx).id))

    assert status(ctx).left is None


def test_days_off_leave_no_share(ctx: Context) -> None:
    project = a_project(ctx, estimate_minutes=60, due_date=MONDAY)
    put(ctx, DayOverride(id=ctx.new_id(), created_at=ctx.now(), user=USER, date=MONDAY, minutes=0))
    start_timer(ctx, project=ProjectId(project.id))

    left = status(ctx).left

    assert left is not None
    assert (left.free_days, left.per_day_seconds) == (0, None)


def test_older_timers_are_named_where_several_run(ctx: Context) -> None:
    update_settings(ctx, several_timers=True)
    first = start_timer(ctx).value
    clock_of(ctx).forward(60)
    second = start_timer(ctx).value

    assert (status(ctx).running, status(ctx).also_running) == (second, (first,))


def test_the_week_strip_follows_the_week_start_and_the_day_start(ctx: Context) -> None:
    # 03:30 on Monday belongs to Sunday when days begin at four.
    an_entry(ctx, MORNING - 5 * HOUR - 1800, 600)
    assert [(d.day, d.seconds) for d in week_strip(ctx) if d.seconds] == [(MONDAY, 600)]
    assert week_strip(ctx)[0].day == MONDAY

    update_settings(ctx, day_starts_at=240, week_start=6)

    strip = week_strip(ctx)
    assert strip[0].day == "2026-03-01"
    assert [(d.day, d.seconds) for d in strip if d.seconds] == [("2026-03-01", 600)]
    assert week_strip(ctx, "2026-02-25")[0].day == "2026-02-22"


def test_pages_hold_whole_days_and_join_without_a_gap(ctx: Context) -> None:
    entries = [an_entry(ctx, MORNING - n * 5 * HOUR, HOUR, description=str(n)) for n in range(1, 25)]

    found, before, pages = [], None, 0
    while True:
        page = entry_page(ctx, before=before, limit=5)
        pages += 1
        found += [row.entry for day in page.days for row in day.rows]
        assert all(day.total_seconds == HOUR * len(day.rows) for day in page.days)
        before = page.next
        if before is None:
            break

    assert found == entries
    assert pages > 3
    assert entry_page(ctx, before=(0, ctx.new_id())) == ([], None)


def test_rows_carry_the_names_of_what_they_refer_to(ctx: Context) -> None:
    client = a_client(ctx)
    project = a_project(ctx, client=client.id, color="teal")
    task, milestone, tag = a_task(ctx, project), a_milestone(ctx, project), a_tag(ctx)
    an_entry(
        ctx, project=project, task=task.id, milestone=milestone.id, tags=frozenset((TagId(tag.id), TagId(ctx.new_id())))
    )
    an_entry(ctx, MORNING - 4 * HOUR, project=ctx.new_id())

    (day,) = entry_page(ctx).days

    row, lost = day.rows
    assert (row.project_name, row.project_color, row.client_name) == ("Website", "teal", "Acme")
    assert (row.task_name, row.milestone_name, row.tag_names) == ("Backend", "Beta", ("bug",))
    assert (lost.project_name, lost.missing_project, row.missing_project) == (None, True, False)


def test_a_merged_project_shows_as_the_one_it_was_merged_into(ctx: Context) -> None:
    target = a_project(ctx, "Website")
    twin = a_project(ctx, "website ", merged_into=ProjectId(target.id))
    entry = an_entry(ctx, project=twin)

    (day,) = entries_of(ctx, EntryFilter(projects=(target.id,)))

    assert [(row.entry, row.project_name) for row in day.rows] == [(entry, "Website")]
    assert entries_of(ctx, EntryFilter(projects=(ctx.new_id(),))) == []


def test_searches_in_descriptions(ctx: Context) -> None:
    entry = an_entry(ctx, description="Fix login")

    assert [row.entry for row in search_entries(ctx, "LOG")] == [entry]
    assert search_entries(ctx, "nothing like it") == []


def test_suggests_what_was_worked_on_often_and_lately(ctx: Context) -> None:
    project = a_project(ctx, color="teal", billable=True)
    closed = a_project(ctx, "Shop", status=ProjectStatus.ARCHIVED)
    task, tag = a_task(ctx, project), a_tag(ctx)
    for n in range(3):
        an_entry(
            ctx, MORNING - (n + 1) * DAY, description="fix login", project=project, task=task.id,
            tags=frozenset((TagId(tag.id),)),
        )  # fmt: skip
    an_entry(ctx, MORNING - 9 * DAY, description="fix printer")
    an_entry(ctx, description="close shop", project=closed)
    an_entry(ctx, MORNING - 5 * HOUR, description="")

    found = suggestions(ctx)

    assert [s.text for s in found] == ["fix login", "fix printer"]
    first = found[0]
    assert (first.project_name, first.project_color, first.task_name, first.tag_names) == (
        "Website", "teal", "Backend", ("bug",),
    )  # fmt: skip
    assert [s.text for s in suggestions(ctx, "print")] == ["fix printer"]
