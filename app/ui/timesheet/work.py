"""What the Timesheet page asks of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.time_tracking.timesheet import Copied
    from app.orchestrators.time_tracking.timesheet_week import RowKey, Timesheet
    from app.storage.context import Context
    from app.ui.choices import Choice


def load(ctx: Context, *, week: str | None) -> Timesheet:
    """Return the week a day is in, and follow how the person writes times."""
    from app.orchestrators.time_tracking.timesheet import timesheet
    from app.ui.formats import follow

    follow(ctx)
    return timesheet(ctx, week=week)


def set_cell(ctx: Context, *, key: RowKey, day: str, seconds: int) -> Outcome[int]:
    """Let a cell hold so much time."""
    from app.orchestrators.time_tracking.timesheet import set_cell as do

    return do(ctx, day=day, project=key.project, task=key.task, seconds=seconds)


def add_row(ctx: Context, *, key: RowKey, week: str) -> Outcome[RowKey]:
    """Show a row without time."""
    from app.orchestrators.time_tracking.timesheet import add_row as do

    return do(ctx, week=week, project=key.project, task=key.task)


def remove_row(ctx: Context, *, key: RowKey, week: str) -> Outcome[RowKey]:
    """Show a row without time no longer."""
    from app.orchestrators.time_tracking.timesheet import remove_row as do

    return do(ctx, week=week, project=key.project, task=key.task)


def copy_last_week(ctx: Context, *, week: str, times: bool) -> Outcome[Copied]:
    """Take over the rows of the week before, or their time as well."""
    from app.orchestrators.time_tracking.timesheet import copy_last_week as do

    return do(ctx, week=week, times=times)


def choices(ctx: Context) -> tuple[Choice, ...]:
    """Return the projects offered for tracking, each followed by its open tasks."""
    from app.ui.today.work import projects_and_tasks

    return projects_and_tasks(ctx)
