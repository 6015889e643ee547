"""Reports: what is summed, by which keys, over which days and entries."""

from typing import Any

import pytest

from app.domain.entities.workspace import Member
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId, TagId, TaskId, UserId
from app.domain.rounding import Rounding, RoundingMode
from app.orchestrators.reports.reports import summary_report
from app.orchestrators.settings.settings import update_settings
from app.storage.context import Context
from app.storage.filters import EntryFilter
from tests.orchestrators.making import (
    DAY,
    HOUR,
    a_client,
    a_group,
    a_milestone,
    a_project,
    a_tag,
    a_task,
    an_entry,
    counted_statements,
    put,
)
from tests.orchestrators.reporting import a_rate, assert_adds_up, lines
from tests.support.store import MORNING

UP = Rounding(RoundingMode.UP, 15)


def test_an_empty_store_reports_nothing(ctx: Context) -> None:
    report = summary_report(ctx)

    assert (report.since, report.until, report.total_seconds, report.groups, report.running) == (
        "2026-03-02", "2026-03-02", 0, (), False,
    )  # fmt: skip


def test_sums_by_project_with_names_colors_and_what_is_missing(ctx: Context) -> None:
    project = a_project(ctx, color="teal")
    an_entry(ctx, MORNING - HOUR, HOUR, project=project)
    an_entry(ctx, MORNING - DAY, 2 * HOUR, project=ProjectId(ctx.new_id()))
    an_entry(ctx, MORNING - 2 * DAY, 600)

    report = summary_report(ctx)

    assert lines(report.groups) == [("(missing project)", 2 * HOUR), ("Website", HOUR), ("(no project)", 600)]
    assert report.groups[1].color == "teal"
    assert (report.total_seconds, report.entries, report.since) == (3 * HOUR + 600, 3, "2026-02-28")


def test_groups_nest_to_three_levels(ctx: Context) -> None:
    client, group = a_client(ctx), a_group(ctx)
    project = a_project(ctx, client=client.id, group=group.id)
    task = a_task(ctx, project)
    an_entry(ctx, MORNING - HOUR, HOUR, project=project, task=task.id)
    an_entry(ctx, MORNING - 2 * HOUR, 600, project=project)
    an_entry(ctx, MORNING - 3 * HOUR, 60)

    (acme, nobody) = summary_report(ctx, group_by=("client", "group", "task")).groups

    assert (acme.name, lines(acme.children), lines(acme.children[0].children)) == (
        "Acme", [("Work", HOUR + 600)], [("Backend", HOUR), ("(no task)", 600)],
    )  # fmt: skip
    assert (nobody.name, lines(nobody.children)) == ("(no client)", [("(no group)", 60)])


@pytest.mark.parametrize("group_by", [(), ("mood",), ("day", "day"), ("day", "week", "month", "project")])
def test_an_impossible_grouping_is_refused(ctx: Context, group_by: tuple[str, ...]) -> None:
    with pytest.raises(RuleBroken, match="one to three"):
        summary_report(ctx, group_by=group_by)


def test_an_impossible_span_is_refused(ctx: Context) -> None:
    with pytest.raises(RuleBroken, match="before it begins"):
        summary_report(ctx, since="2026-03-02", until="2026-03-01")
    with pytest.raises(RuleBroken, match="no day"):
        summary_report(ctx, since="last week")


def test_days_weeks_and_months_split_where_the_clock_does(ctx: Context) -> None:
    # From 23:00 on Saturday, 28 February, for 30 hours.
    an_entry(ctx, MORNING - 34 * HOUR, 30 * HOUR)

    assert lines(summary_report(ctx, group_by=("day",)).groups) == [
        ("2026-02-28", HOUR), ("2026-03-01", 24 * HOUR), ("2026-03-02", 5 * HOUR),
    ]  # fmt: skip
    assert lines(summary_report(ctx, group_by=("month",)).groups) == [("2026-02", HOUR), ("2026-03", 29 * HOUR)]
    assert lines(summary_report(ctx, group_by=("week",)).groups) == [
        ("2026-02-23", 25 * HOUR),
        ("2026-03-02", 5 * HOUR),
    ]
    for rounding in (None, Rounding()):
        update_settings(ctx, week_start=6)
        report = summary_report(ctx, group_by=("week",), rounding=rounding)
        assert lines(report.groups) == [("2026-02-22", HOUR), ("2026-03-01", 29 * HOUR)]
        assert summary_report(ctx, since="2026-03-02", rounding=rounding).total_seconds == 5 * HOUR


def test_what_runs_counts_up_to_now(ctx: Context) -> None:
    project = a_project(ctx)
    an_entry(ctx, MORNING - 10 * HOUR, None, project=project, description="night")

    for group_by in (("project",), ("description",), ("day", "project")):
        report = summary_report(ctx, group_by=group_by)
        assert (report.running, report.total_seconds, report.entries) == (True, 10 * HOUR, 1)
        assert_adds_up(report)
    assert lines(summary_report(ctx, since="2026-03-02").groups) == [("Website", 9 * HOUR)]
    assert not summary_report(ctx, until="2026-02-28", since="2026-02-01").running
    assert summary_report(ctx, chosen=EntryFilter(without_project=True)).total_seconds == 0


def test_a_timer_forgotten_for_weeks_counts_in_every_span(ctx: Context) -> None:
    an_entry(ctx, MORNING - 40 * DAY, None, description="forgotten")
    an_entry(ctx, MORNING - 20 * DAY, HOUR, description="mail")

    for rounding in (None, Rounding()):
        report = summary_report(
            ctx, since="2026-02-01", until="2026-02-28", group_by=("description",), rounding=rounding
        )
        assert lines(report.groups) == [("forgotten", 28 * DAY), ("mail", HOUR)]
        assert (report.running, report.entries) == (True, 1)


def test_filters_mean_the_same_for_totals_entries_and_what_runs(ctx: Context) -> None:
    client, group = a_client(ctx), a_group(ctx)
    project = a_project(ctx, client=client.id, group=group.id)
    twin = a_project(ctx, "website", merged_into=ProjectId(project.id))
    task, tag, milestone = a_task(ctx, project), a_tag(ctx), a_milestone(ctx, project)
    user = UserId(ctx.new_id())
    fits: dict[str, Any] = {
        "project": project, "task": task.id, "milestone": milestone.id, "tags": frozenset((TagId(tag.id),)),
        "billable": True, "description": "fix login", "user": user, "source": "import:toggl",
    }  # fmt: skip
    an_entry(ctx, MORNING - 5 * HOUR, HOUR, **fits)
    an_entry(ctx, MORNING - 600, None, **fits)
    an_entry(ctx, MORNING - 3 * HOUR, HOUR)
    an_entry(ctx, MORNING - 300, None)
    an_entry(ctx, MORNING - 9 * HOUR, 60, project=twin)

    whole = HOUR + 600
    for chosen, expected in (
        (EntryFilter(projects=(project.id,)), whole + 60),
        (EntryFilter(groups=(group.id,)), whole + 60),
        (EntryFilter(clients=(client.id,), groups=(group.id,)), whole + 60),
        (EntryFilter(projects=(twin.id,)), 60),
        (EntryFilter(groups=(ctx.new_id(),)), 0),
        (EntryFilter(tasks=(task.id,)), whole),
        (EntryFilter(users=(user,)), whole),
        (EntryFilter(billable=True), whole),
        (EntryFilter(billable=False), HOUR + 300 + 60),
        (EntryFilter(without_project=True), HOUR + 300),
        (EntryFilter(milestones=(milestone.id,)), whole),
        (EntryFilter(with_milestone=True), whole),
        (EntryFilter(tags_any=(tag.id,)), whole),
        (EntryFilter(text="LOGIN"), whole),
        (EntryFilter(source="import:toggl"), whole),
    ):
        for group_by in (("project",), ("description",)):
            assert summary_report(ctx, group_by=group_by, chosen=chosen).total_seconds == expected, chosen


def test_a_merged_project_stands_under_the_one_it_is_shown_as(ctx: Context) -> None:
    project = a_project(ctx, group=a_group(ctx).id)
    twin = a_project(ctx, "website", merged_into=ProjectId(project.id))
    an_entry(ctx, MORNING - HOUR, HOUR, project=twin)
    an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=project)

    assert lines(summary_report(ctx, group_by=("group", "project")).groups) == [("Work", 2 * HOUR)]
    report = summary_report(ctx, rounding=Rounding(RoundingMode.UP, 60), per_day=True)
    assert lines(report.groups) == [("Website", 2 * HOUR)]


def test_by_tag_a_line_takes_back_what_is_counted_twice(ctx: Context) -> None:
    bug, urgent = a_tag(ctx), a_tag(ctx, "urgent")
    a_rate(ctx)
    an_entry(ctx, MORNING - HOUR, HOUR, tags=frozenset((TagId(bug.id), TagId(urgent.id))), billable=True)
    an_entry(ctx, MORNING - 3 * HOUR, 600, tags=frozenset((TagId(bug.id),)))
    an_entry(ctx, MORNING - 4 * HOUR, 60)

    report = summary_report(ctx, group_by=("tag",), amounts=True)

    assert lines(report.groups) == [
        ("bug", HOUR + 600), ("urgent", HOUR), ("(no tag)", 60), ("(counted under several tags)", -HOUR),
    ]  # fmt: skip
    assert (report.total_seconds, report.entries, report.amounts) == (HOUR + 660, 3, {"EUR": 9500})
    assert_adds_up(report)


def test_other_keys_have_names(ctx: Context) -> None:
    user = UserId(ctx.new_id())
    put(ctx, Member(id=ctx.new_id(), created_at=0, user=user, name="Ada"))
    an_entry(ctx, MORNING - HOUR, HOUR, user=user, billable=True)
    an_entry(ctx, MORNING - 3 * HOUR, 600, task=TaskId(ctx.new_id()))

    assert lines(summary_report(ctx, group_by=("user",)).groups) == [("Ada", HOUR), ("me", 600)]
    assert lines(summary_report(ctx, group_by=("billable",)).groups) == [("billable", HOUR), ("not billable", 600)]
    assert lines(summary_report(ctx, group_by=("task",)).groups) == [("(no task)", HOUR), ("(missing task)", 600)]
    assert lines(summary_report(ctx, group_by=("description",)).groups) == [("(no description)", HOUR + 600)]


def test_a_report_of_totals_asks_a_few_questions_however_many_rows(ctx: Context) -> None:
    def asked() -> int:
        with counted_statements(ctx) as statements:
            summary_report(ctx, group_by=("client", "project", "month"))
        return len(statements)

    for n in range(3):
        an_entry(ctx, MORNING - n * DAY, HOUR, project=a_project(ctx, f"p{n}"))
    few = asked()
    for n in range(3, 40):
        an_entry(ctx, MORNING - n * DAY, HOUR, project=a_project(ctx, f"p{n}"))

    assert asked() <= few
