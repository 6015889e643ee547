"""A project's overview made into what its page shows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.days import local_day
from app.ui.formats import clock
from app.ui.projects.detail import lines
from app.ui.projects.lines import line_of
from app.ui.widgets.money import amount_of

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.orchestrators.projects.overview import ProjectOverview
    from app.storage.context import Context


def view_of(overview: "ProjectOverview", ctx: "Context") -> lines.ProjectView:
    """Return what the page shows; ``ctx`` gives now and the viewer's zone."""
    project, seconds = overview.project, overview.total_seconds + overview.running_seconds
    client = overview.client.name if overview.client else ""
    names = {task.id: task.name for task, _ in overview.tasks}
    return lines.ProjectView(
        line=line_of(project, client_name=client, seconds=seconds, risk=overview.risk),
        project=project,
        today=local_day(ctx.now(), ctx.zone),
        group_name=overview.group.name if overview.group else "",
        week_seconds=overview.week_seconds + overview.running_seconds,
        month_seconds=overview.month_seconds + overview.running_seconds,
        billable_share=overview.billable_seconds / overview.total_seconds if overview.total_seconds else None,
        amounts=_amounts(overview),
        days_left=_days_left(project.due_date, local_day(ctx.now(), ctx.zone)),
        finish=_finish(overview),
        ahead=_ahead(overview, seconds),
        pace=overview.outlook.pace,
        longest_gap_days=overview.longest_gap_days,
        weeks=tuple(lines.WeekBar(week.name, week.seconds) for week in overview.weeks),
        milestones=_milestones(overview),
        tasks=tuple(
            lines.TaskLine(
                id=task.id,
                name=task.name,
                done=task.done,
                tracked_seconds=spent,
                estimate_minutes=task.estimate_minutes,
            )
            for task, spent in overview.tasks
        ),
        tags=tuple(lines.Share(name=share.name, seconds=share.seconds) for share in overview.tags),
        people=tuple(lines.Share(name=share.name, seconds=share.seconds) for share in overview.people),
        entries=tuple(_entry(entry, ctx, names) for entry in overview.recent),
    )


def _amounts(overview: "ProjectOverview") -> tuple[str, ...]:
    by_size = sorted(overview.amounts.items(), key=lambda pair: -pair[1])
    return tuple(amount_of(minor, currency) for currency, minor in by_size)


def _days_left(due: str | None, today: str) -> int | None:
    from datetime import date

    return (date.fromisoformat(due) - date.fromisoformat(today)).days if due else None


def _finish(overview: "ProjectOverview") -> lines.Finish:
    found = overview.finish
    if found is None:
        return lines.Finish()
    return lines.Finish(p50=found.p50, p85=found.p85, chance=found.on_time, is_known=True)


def _ahead(overview: "ProjectOverview", seconds: int) -> lines.Ahead:
    estimate, forecast = overview.project.estimate_minutes, overview.outlook.forecast
    return lines.Ahead(
        left=estimate - seconds // 60 if estimate else None,
        planned=forecast.planned,
        unscheduled=forecast.unscheduled,
        carried_over=max((row.standing.carried_over_minutes for row in overview.milestones), default=0),
    )


def _milestones(overview: "ProjectOverview") -> tuple[lines.MilestoneLine, ...]:
    return tuple(
        lines.MilestoneLine(
            id=figure.milestone.id,
            name=figure.milestone.name,
            start_date=figure.milestone.start_date,
            due_date=figure.milestone.due_date,
            first_day=figure.first_day,
            last_day=figure.last_day,
            budget_minutes=figure.milestone.budget_minutes,
            tracked_seconds=figure.seconds,
            carried_over_minutes=figure.standing.carried_over_minutes,
            recurrence=figure.milestone.recurrence or "",
            completed=figure.milestone.completed_at is not None,
            overdue=figure.overdue,
        )
        for figure in sorted(overview.milestones, key=lambda row: row.milestone.position)
    )


def _entry(entry: "TimeEntry", ctx: "Context", tasks: dict[str, str]) -> lines.EntryLine:
    begin = clock(entry.started_at, entry.tz)
    end = _tr("now") if entry.ended_at is None else clock(entry.ended_at, entry.tz)
    return lines.EntryLine(
        day=local_day(entry.started_at, entry.tz),
        times=f"{begin} – {end}",
        description=entry.description,
        detail=tasks.get(entry.task or "", ""),
        seconds=entry.seconds(ctx.now()),
        running=entry.running,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)
