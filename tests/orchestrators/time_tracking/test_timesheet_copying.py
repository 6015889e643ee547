"""Rows without time, and what comes over from the week before."""

import pytest

from app.domain.entities.projects import ProjectStatus
from app.domain.errors import RuleBroken
from app.domain.ids import MilestoneId, ProjectId, TaskId
from app.orchestrators.history.history import undo
from app.orchestrators.projects.projects import set_status
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.tasks.tasks import delete_task
from app.orchestrators.time_tracking.timesheet import (
    Copied,
    add_row,
    copy_last_week,
    remove_row,
    timesheet,
)
from app.orchestrators.time_tracking.timesheet_week import rows_setting
from app.storage.context import Context
from app.storage.unit_of_work import reading, unit_of_work
from tests.orchestrators.making import DAY, HOUR, a_milestone, a_project, a_task, an_entry
from tests.support.store import MORNING, clock_of

MONDAY = "2026-03-02"
MIDNIGHT = MORNING - 9 * HOUR


def rows(ctx: Context) -> list[tuple[str, str, bool]]:
    return [(row.project_name, row.task_name, row.is_kept) for row in timesheet(ctx).rows]


def spans(ctx: Context) -> list[tuple[float, float]]:
    """This week's entries, in hours after Monday's midnight."""
    with reading(ctx) as read:
        found = sorted(read.time_entries.all(), key=lambda entry: entry.started_at)
    return [
        ((e.started_at - MIDNIGHT) / HOUR, ((e.ended_at or 0) - MIDNIGHT) / HOUR)
        for e in found
        if e.started_at >= MIDNIGHT
    ]


def test_a_row_can_be_there_without_time(ctx: Context) -> None:
    project = a_project(ctx)
    task = a_task(ctx, project)

    add_row(ctx, week="2026-03-05", project=project.id, task=task.id)
    add_row(ctx, week=MONDAY, project=project.id, task=task.id)
    add_row(ctx, week=MONDAY, project=None)

    assert rows(ctx) == [("Website", "Backend", True), ("", "", True)]
    assert timesheet(ctx, week="2026-03-09").rows == ()
    remove_row(ctx, week=MONDAY, project=None)
    remove_row(ctx, week=MONDAY, project=None)
    assert rows(ctx) == [("Website", "Backend", True)]
    undo(ctx)
    assert rows(ctx) == [("Website", "Backend", True), ("", "", True)]


def test_a_row_with_time_stays(ctx: Context) -> None:
    an_entry(ctx)

    with pytest.raises(RuleBroken, match="Clear its cells"):
        remove_row(ctx, week=MONDAY, project=None)


def test_rows_of_what_is_gone_are_not_shown(ctx: Context) -> None:
    project = a_project(ctx)
    task = a_task(ctx, project)
    add_row(ctx, week=MONDAY, project=project.id, task=task.id)
    add_row(ctx, week=MONDAY, project=ctx.new_id())
    delete_task(ctx, task.id)
    with unit_of_work(ctx, "prepare") as work:
        known = work.settings.value(rows_setting(MONDAY))
        work.settings.put(rows_setting(MONDAY), [*known, "of a later version", [1, 2], [project.id, None]])

    assert rows(ctx) == [("Website", "", True)]
    with unit_of_work(ctx, "prepare") as work:
        work.settings.put(rows_setting(MONDAY), {"rows": []})
    assert rows(ctx) == []


def test_rows_come_over_without_their_time(ctx: Context) -> None:
    project = a_project(ctx)
    closed = a_project(ctx, "Old")
    task = a_task(ctx, project)
    an_entry(ctx, MORNING - 7 * DAY, project=ProjectId(project.id), task=TaskId(task.id))
    an_entry(ctx, MORNING - 6 * DAY, project=ProjectId(closed.id))
    add_row(ctx, week="2026-02-23", project=None)
    set_status(ctx, closed.id, ProjectStatus.ARCHIVED, accept_warnings=True)

    assert copy_last_week(ctx, week=MONDAY, times=False).value == Copied(2)

    assert rows(ctx) == [("Website", "Backend", True), ("", "", True)]
    assert timesheet(ctx).seconds == 0
    with pytest.raises(RuleBroken, match="nothing to copy"):
        copy_last_week(ctx, week=MONDAY, times=False)
    undo(ctx)
    assert rows(ctx) == []


def test_times_come_over_to_where_there_is_room(ctx: Context) -> None:
    clock_of(ctx).seconds = MIDNIGHT + DAY + 12 * HOUR
    project, other = a_project(ctx), a_project(ctx, "Other")
    milestone = a_milestone(ctx, project)
    week_ago = MIDNIGHT - 7 * DAY
    an_entry(ctx, week_ago + 9 * HOUR, 2 * HOUR, project=ProjectId(project.id), description="fix", billable=True,
             milestone=MilestoneId(milestone.id))  # fmt: skip
    an_entry(ctx, week_ago + DAY + 10 * HOUR, HOUR, project=ProjectId(project.id))
    an_entry(ctx, week_ago + DAY + 11 * HOUR, 2 * HOUR, project=ProjectId(project.id))
    an_entry(ctx, week_ago + 3 * DAY, HOUR, project=ProjectId(project.id))
    an_entry(ctx, week_ago + 12 * HOUR, HOUR, project=ProjectId(other.id))
    an_entry(ctx, MIDNIGHT + 10 * HOUR, HOUR, project=ProjectId(other.id))

    copied = copy_last_week(ctx, week=MONDAY, times=True).value

    # Monday: nine is free, but not for two hours; Tuesday: twelve is now; Thursday is to come; Other has its time.
    assert copied == Copied(1, 3 * HOUR, 3 * HOUR)
    assert spans(ctx) == [(10, 11), (11, 13), (34, 35)]
    with reading(ctx) as read:
        made = next(entry for entry in read.time_entries.all() if entry.started_at == MIDNIGHT + 11 * HOUR)
    assert (made.description, made.billable, made.milestone, made.source) == ("fix", True, None, "manual")
    undo(ctx)
    assert spans(ctx) == [(10, 11)]


def test_nothing_comes_over_to_a_locked_day(ctx: Context) -> None:
    clock_of(ctx).seconds = MIDNIGHT + DAY
    an_entry(ctx, MORNING - 7 * DAY, HOUR)
    update_settings(ctx, locked_before="2026-03-03")

    with pytest.raises(RuleBroken, match="locked"):
        copy_last_week(ctx, week=MONDAY, times=True)


def test_times_come_over_into_rows_that_are_here(ctx: Context) -> None:
    clock_of(ctx).seconds = MIDNIGHT + DAY
    an_entry(ctx, MORNING - 7 * DAY, HOUR)
    add_row(ctx, week=MONDAY, project=None)

    assert copy_last_week(ctx, week=MONDAY, times=True).value == Copied(0, HOUR)
