"""The timeline holds every project's time by day, with the same forecast as everywhere."""

from typing import Any

import pytest

from app.domain.entities.planning import PlannedEvent, TimeOff, TimeOffKind
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import RuleBroken
from app.domain.ids import GroupId, ProjectId, UserId
from app.domain.outcome import Changes
from app.orchestrators.planning.timeline import timeline, timeline_again
from app.orchestrators.projects.projects import merge_projects
from app.storage.context import Context
from tests.orchestrators.making import (
    HOUR,
    a_group,
    a_milestone,
    a_project,
    an_entry,
    put,
)
from tests.orchestrators.planning.studios import UNTIL, of
from tests.support.store import MORNING, USER


def test_a_row_holds_what_was_done_and_what_is_estimated(ctx: Context) -> None:
    group = a_group(ctx, "Studio")
    website = a_project(
        ctx, "Website", group=group.id, start_date="2026-03-01", due_date="2026-03-06", estimate_minutes=600
    )
    an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=website)
    found = timeline(ctx, since="2026-03-01", until="2026-03-31")

    (row,) = found.groups[0].rows
    assert (found.groups[0].name, found.today, row.project) == ("Studio", "2026-03-02", website)
    assert (row.done, row.tracked_seconds) == ({"2026-03-02": HOUR}, HOUR)
    assert row.auto == dict.fromkeys(("2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"), 135)
    assert [(load.day, load.capacity, load.auto, load.tracked_seconds) for load in found.days[:3]] == [
        ("2026-03-01", 0, 0, 0), ("2026-03-02", 480, 0, HOUR), ("2026-03-03", 480, 135, 0),
    ]  # fmt: skip
    assert (row.finish, row.finish_day, row.unscheduled) == (None, None, 0)


def test_open_projects_have_a_row_and_closed_ones_where_time_was_spent(ctx: Context) -> None:
    for status in ProjectStatus:
        for name in ("idle", "worked"):
            project = a_project(ctx, f"{status} {name}", status=status, due_date="2026-06-01", estimate_minutes=100)
            if name == "worked":
                an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=project)
    rows = of(ctx).rows

    assert [row.shown_name for row in rows] == [
        "active idle", "active worked", "completed worked", "on_hold idle", "on_hold worked",
    ]  # fmt: skip
    assert [bool(row.auto) for row in rows] == [True, True, False, False, False]


def test_time_off_is_named_by_day_and_years_of_it_do_not_matter(ctx: Context) -> None:
    put(
        ctx,
        off(ctx, "Sabbatical", "2026-03-10", "2031-03-09"),
        off(ctx, "Birthday", "2020-03-11", "2020-03-11", recurs_annually=True),
    )
    a_project(ctx, start_date="2026-03-02", due_date="2026-04-30", estimate_minutes=600)
    found = timeline(ctx, since="2026-03-08", until="2026-03-12")

    assert found.time_off == {
        "2026-03-10": "Sabbatical", "2026-03-11": "Birthday, Sabbatical", "2026-03-12": "Sabbatical",
    }  # fmt: skip
    assert max(found.rows[0].auto) == "2026-03-09"


def off(ctx: Context, name: str, first: str, last: str, **fields: Any) -> TimeOff:
    return TimeOff(
        id=ctx.new_id(), created_at=ctx.now(), user=USER, name=name, kind=TimeOffKind.OTHER, start_date=first, end_date=last,
        **fields,
    )  # fmt: skip


def test_what_others_worked_is_done_but_not_the_person_s_own_load(ctx: Context) -> None:
    website = a_project(ctx)
    an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=website)
    an_entry(ctx, MORNING - 5 * HOUR, HOUR, project=website, user=ctx.new_id())
    an_entry(ctx, MORNING - 900, None, project=website)
    found = of(ctx)
    today = next(load for load in found.days if load.day == found.today)

    assert found.rows[0].done == {"2026-03-02": 2 * HOUR + 900}
    assert today.tracked_seconds == HOUR + 900


def test_what_others_plan_takes_the_project_s_time_but_not_the_person_s(ctx: Context) -> None:
    website = a_project(ctx, start_date="2026-03-02", due_date="2026-03-31", estimate_minutes=600)
    put(
        ctx,
        *(
            PlannedEvent(
                id=ctx.new_id(), created_at=ctx.now(), user=user, title="Talk", starts_at=MORNING + HOUR,
                ends_at=MORNING + 2 * HOUR, tz="Europe/Berlin", project=ProjectId(website.id),
            )
            for user in (USER, UserId(ctx.new_id()))
        ),
    )  # fmt: skip
    found = of(ctx)
    today = next(load for load in found.days if load.day == found.today)

    assert (found.rows[0].planned, found.rows[0].outlook.forecast.remaining) == ({"2026-03-02": 120}, 480)
    assert today.planned == 60


def test_what_was_merged_in_is_done_in_the_row_of_the_other(ctx: Context) -> None:
    website, twin = a_project(ctx, "Website"), a_project(ctx, "Twin")
    for project in (website, twin):
        an_entry(ctx, MORNING - 3 * HOUR, HOUR, project=project)
    an_entry(ctx, MORNING - 900, None, project=twin)
    merge_projects(ctx, twin.id, website.id)

    assert [(row.shown_name, row.done) for row in of(ctx).rows] == [("Website", {"2026-03-02": 2 * HOUR + 900})]


def test_milestones_stand_in_their_project_s_row(ctx: Context) -> None:
    website = a_project(ctx, start_date="2026-02-02", due_date="2026-03-31", estimate_minutes=3000)
    a_milestone(ctx, website, "Alpha", "2026-02-20", budget_minutes=600)
    a_milestone(ctx, website, "Beta", "2026-03-20", budget_minutes=300)
    an_entry(ctx, MORNING - 20 * 24 * HOUR, HOUR, project=website)
    alpha, beta = of(ctx).rows[0].milestones

    assert (alpha.seconds, alpha.overdue, alpha.first_day, alpha.auto) == (HOUR, True, "2026-02-02", 0)
    assert (beta.carried_over, beta.first_day, beta.auto) == (540, "2026-02-21", 840)


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow"])
def test_a_day_that_is_none_is_refused(ctx: Context, day: str) -> None:
    before = of(ctx)
    with pytest.raises(RuleBroken, match="There is no day"):
        timeline(ctx, since=day, until=UNTIL)
    with pytest.raises(RuleBroken, match="There is no day"):
        timeline_again(ctx, before, Changes(), until=day)


def test_groups_are_in_their_order_and_what_belongs_to_none_comes_last(ctx: Context) -> None:
    second, first = a_group(ctx, "Second", position=2), a_group(ctx, "First", position=1)
    for name, group in (("a", second.id), ("b", first.id), ("c", None), ("d", ctx.new_id())):
        a_project(ctx, name, group=GroupId(group) if group else None)
    found = of(ctx)

    assert [(one.name, [row.shown_name for row in one.rows]) for one in found.groups] == [
        ("First", ["b"]), ("Second", ["a"]), ("", ["c", "d"]),
    ]  # fmt: skip
