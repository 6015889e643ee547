"""Whole pieces of work, through the workflows and a real file: what goes in at one end comes out right at the other."""

from pathlib import Path

import pytest

from app.domain.entities.projects import ProjectStatus
from app.domain.errors import RuleBroken
from app.domain.ids import GroupId, MilestoneId, ProjectId, TaskId
from app.domain.rounding import Rounding, RoundingMode
from app.orchestrators.catalogue import NotAccepted
from app.orchestrators.exchange.exporting import export_csv
from app.orchestrators.exchange.importing import plan_import, run_import
from app.orchestrators.groups.analytics import group_analytics
from app.orchestrators.groups.groups import create_group
from app.orchestrators.history.history import undo
from app.orchestrators.maintenance.heartbeat import beat, found_running, repair_running
from app.orchestrators.milestones.analytics import milestone_analytics
from app.orchestrators.milestones.milestones import complete_milestone, create_milestone
from app.orchestrators.projects.overview import project_overview
from app.orchestrators.projects.projects import create_project, merge_projects, set_status, update_project
from app.orchestrators.rates.rates import set_rate
from app.orchestrators.reports.reports import summary_report
from app.orchestrators.review.review import apply_fix, review_items
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.tasks.tasks import create_task
from app.orchestrators.time_tracking.entries import add_entry, edit_entry
from app.orchestrators.time_tracking.quick import start_from_text
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.storage.context import Context
from tests.support.store import MORNING, clock_of, make_context

HOUR, DAY = 3600, 86_400


def track(ctx: Context, seconds: int, **fields: object) -> None:
    """Work for some time from now on, by the timer."""
    start_timer(ctx, **fields)  # type: ignore[arg-type]
    clock_of(ctx).forward(seconds)
    stop_timer(ctx)


def test_project_to_milestones_to_tracking_to_analytics(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "a.db")
    set_rate(ctx, amount=9500, currency="EUR")
    project = create_project(ctx, name="Website", due_date="2026-03-31", estimate_minutes=40 * 60, billable=True).value
    of_project = ProjectId(project.id)
    alpha = create_milestone(ctx, project=project.id, name="Alpha", due_date="2026-03-06", budget_minutes=600).value
    create_milestone(ctx, project=project.id, name="Beta", due_date="2026-03-20", budget_minutes=1200)
    task = create_task(ctx, project=project.id, name="Design").value

    for _ in range(4):
        track(ctx, 50 * 60, project=of_project, task=TaskId(task.id), description="wireframes")
        clock_of(ctx).forward(DAY - 50 * 60)
    now = start_from_text(ctx, "-30m fix login @Website/Design +Alpha").value
    assert now.milestone == alpha.id
    clock_of(ctx).forward(600)

    left = status(ctx).left
    assert left is not None
    # 10 h less 4 × 50 min and the 40 min that run; Friday is the last day.
    assert (left.name, left.seconds, left.due, left.free_days) == ("Alpha", 600 * 60 - 4 * 3000 - 2400, "2026-03-06", 1)
    page = project_overview(ctx, project.id)
    assert (page.total_seconds, page.running_seconds) == (4 * 3000, 2400)
    assert page.amounts == {"EUR": 4 * 7917 + 6333}
    assert [(row.milestone.name, row.seconds) for row in page.milestones] == [("Alpha", 4 * 3000 + 2400), ("Beta", 0)]
    forecast = page.outlook.forecast
    assert forecast.completed + forecast.planned + sum(forecast.auto.values()) == 40 * 60
    assert page.risk == "on_track"

    # The weekend goes by and Alpha is late; what it left undone goes on in Beta.
    stop_timer(ctx)
    clock_of(ctx).forward(3 * DAY)
    (overdue,) = [item for item in review_items(ctx) if item.kind == "milestone_overdue"]
    figures = milestone_analytics(ctx, project=project.id).figures
    assert (figures.overdue, figures.carried_over_minutes) == (1, 600 - 240)
    apply_fix(ctx, overdue.key, "complete")
    figures = milestone_analytics(ctx, project=project.id).figures
    assert (figures.completed, figures.completion_rate, figures.carried_over_minutes) == (1, 0.5, 0)

    with pytest.raises(NotAccepted, match="“Beta”"):
        set_status(ctx, project.id, ProjectStatus.COMPLETED)
    complete_milestone(ctx, milestone_analytics(ctx, status="open").rows[0].milestone.id)
    set_status(ctx, project.id, ProjectStatus.COMPLETED)
    with pytest.raises(RuleBroken, match="completed"):
        start_from_text(ctx, "more @Website")
    assert summary_report(ctx).total_seconds == 4 * 3000 + 2400
    ctx.database.close()


def test_group_to_assignment_to_analytics(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "a.db")
    group = create_group(ctx, name="Clients").value
    site = create_project(ctx, name="Website", estimate_minutes=60).value
    shop = create_project(ctx, name="Shop", estimate_minutes=600, due_date="2026-03-31").value
    twin = create_project(ctx, name="Web site").value
    for project in (site, shop):
        update_project(ctx, project.id, group=GroupId(group.id))
    track(ctx, HOUR, project=ProjectId(site.id))
    track(ctx, HOUR, project=ProjectId(twin.id))
    track(ctx, HOUR, project=ProjectId(shop.id))
    assert group_analytics(ctx, group.id).total_seconds == 2 * HOUR

    merge_projects(ctx, twin.id, site.id)

    figures = group_analytics(ctx, group.id)
    assert (figures.total_seconds, figures.estimate_minutes, figures.used) == (3 * HOUR, 660, 180 / 660)
    assert [(share.project.name, share.seconds, share.risk) for share in figures.by_project] == [
        ("Website", 2 * HOUR, "over_budget"), ("Shop", HOUR, "on_track"),
    ]  # fmt: skip
    assert [share.project for share in figures.at_risk] == [update_project(ctx, site.id, notes="").value]
    report = summary_report(ctx, group_by=("group", "project"))
    assert [(line.name, line.seconds) for line in report.groups[0].children] == [("Website", 2 * HOUR), ("Shop", HOUR)]
    undo(ctx)
    assert group_analytics(ctx, group.id).total_seconds == 2 * HOUR
    ctx.database.close()


TOGGL = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ann,ann@example.com,Acme,Website,Login,fix,Yes,2026-02-02,09:00:00,2026-02-02,10:30:00,01:30:00,"bug, urgent"
Ann,ann@example.com,Acme,Website,,test,Yes,2026-02-02,23:40:00,2026-02-03,00:10:00,00:30:00,bug
Ann,ann@example.com,,Shop,,read,No,2026-02-03,11:00:00,2026-02-03,11:07:00,00:07:00,
Ann,ann@example.com,,Shop,,odd,No,2026-02-30,11:00:00,2026-02-30,11:07:00,00:07:00,
"""


def test_import_to_report_to_export(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "a.db")
    path = tmp_path / "toggl.csv"
    path.write_text(TOGGL, encoding="utf-8")
    set_rate(ctx, amount=9500, currency="EUR", effective_from="2026-01-01")

    result = run_import(ctx, plan_import(ctx, path, zone="Europe/Berlin")).value
    assert (result.created, result.total_seconds, result.rejected) == (3, 2 * HOUR + 7 * 60, 1)
    (rejected,) = [item for item in review_items(ctx) if item.kind == "import_rejected"]
    assert "1 row of “toggl.csv”" in rejected.message

    report = summary_report(
        ctx, since="2026-02-01", until="2026-02-28", group_by=("client", "project", "day"), amounts=True
    )
    assert [(line.name, line.seconds, line.amounts) for line in report.groups] == [
        ("Acme", 2 * HOUR, {"EUR": 19000}), ("(no client)", 420, {}),
    ]  # fmt: skip
    days = report.groups[0].children[0].children
    assert [(day.name, day.seconds) for day in days] == [("2026-02-02", 6600), ("2026-02-03", 600)]
    rounded = summary_report(ctx, rounding=Rounding(RoundingMode.UP, 15), group_by=("project",))
    assert [(line.name, line.seconds) for line in rounded.groups] == [("Website", 2 * HOUR), ("Shop", 900)]

    target = tmp_path / "out.csv"
    assert export_csv(ctx, target) == 3
    text = target.read_text("utf-8")
    assert [name in text for name in ("Website", "Acme", "2026-02-02T23:40:00+01:00", "odd")] == [
        True,
        True,
        True,
        False,
    ]
    again = plan_import(ctx, path, zone="Europe/Berlin")
    assert (again.created, again.duplicates) == (0, 3)
    ctx.database.close()


def test_crash_to_restart_to_repaired_timer(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    ctx = make_context(path)
    project = create_project(ctx, name="Website").value
    entry = start_timer(ctx, description="long night", project=ProjectId(project.id)).value
    for _ in range(20):
        clock_of(ctx).forward(30)
        beat(ctx)
    # The machine goes off: nobody closes the store, and the next day it is opened again.
    crashed = ctx

    ctx = make_context(path, seed=2, now=MORNING + DAY)
    found = found_running(ctx)
    assert found is not None
    assert (found.entry, found.last_sign_of_life, found.away_seconds) == (entry, MORNING + 600, DAY - 600)
    assert {"found_running", "running_long"} <= {item.kind for item in review_items(ctx)}

    repaired = repair_running(ctx, "stop_then").value

    assert (repaired.started_at, repaired.ended_at) == (MORNING, MORNING + 600)
    assert (found_running(ctx), review_items(ctx)) == (None, [])
    assert summary_report(ctx).total_seconds == 600
    undo(ctx)
    assert status(ctx).running == entry
    ctx.database.close()
    crashed.database.close()


def test_a_locked_month_stays_as_it_was_reported(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "a.db")
    project = create_project(ctx, name="Website", start_date="2026-02-01").value
    milestone = create_milestone(ctx, project=project.id, name="Alpha", due_date="2026-02-28").value
    entry = add_entry(
        ctx, started_at=MORNING - 5 * DAY, ended_at=MORNING - 5 * DAY + HOUR, project=project.id,
        milestone=MilestoneId(milestone.id),
    ).value  # fmt: skip
    february = {"since": "2026-02-01", "until": "2026-02-28"}
    before = summary_report(ctx, **february)  # type: ignore[arg-type]
    update_settings(ctx, locked_before="2026-03-01")

    with pytest.raises(RuleBroken, match="locked"):
        edit_entry(ctx, entry.id, ended_at=MORNING - 5 * DAY)
    with pytest.raises(RuleBroken, match="locked"):
        start_from_text(ctx, "2026-02-27 9-10 forgotten @Website")
    assert summary_report(ctx, **february) == before  # type: ignore[arg-type]

    update_settings(ctx, locked_before=None)
    edit_entry(ctx, entry.id, ended_at=MORNING - 5 * DAY + 60)
    assert summary_report(ctx, **february).total_seconds == 60  # type: ignore[arg-type]
    ctx.database.close()
