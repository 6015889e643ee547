"""Projects from their first day to the trash."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.planning import DayOverride, EventStatus, PlannedEvent
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import ClientId, GroupId, ProjectId
from app.domain.problems import Severity
from app.orchestrators.catalogue import NotAccepted
from app.orchestrators.history.history import list_trash, restore_from_trash
from app.orchestrators.projects.feasibility import check_feasibility
from app.orchestrators.projects.projects import (
    ProjectHasEntries,
    create_project,
    delete_project,
    list_projects,
    merge_projects,
    set_status,
    update_project,
)
from app.orchestrators.settings.settings import update_settings
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import (
    DAY,
    HOUR,
    a_client,
    a_group,
    a_milestone,
    a_project,
    a_task,
    an_entry,
    everything,
    put,
    stored,
)
from tests.support.store import MORNING, USER, clock_of


def codes(problems: Any) -> list[str]:
    return [problem.code for problem in problems]


# --- creating and changing ---


def test_a_new_project_begins_today_in_a_color_of_its_own(ctx: Context) -> None:
    first = create_project(ctx, name="  Web   site ").value
    second = create_project(ctx, name="Shop", start_date="2026-04-01", color="rose").value

    assert (first.name, first.start_date, first.color) == ("Web site", "2026-03-02", "blue")
    assert (second.start_date, second.color) == ("2026-04-01", "rose")
    with reading(ctx) as read:
        assert read.projects.all() == [second, first]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "WEBSITE"])
def test_a_name_has_to_be_one_and_free(ctx: Context, name: str) -> None:
    create_project(ctx, name="Website")

    with pytest.raises(RuleBroken) as caught:
        create_project(ctx, name=name)

    assert caught.value.problems[0].field == "name"


def test_a_name_is_free_in_another_group_or_once_archived(ctx: Context) -> None:
    group = a_group(ctx)
    first = create_project(ctx, name="Website").value

    create_project(ctx, name="Website", group=GroupId(group.id))
    set_status(ctx, first.id, ProjectStatus.ARCHIVED)
    create_project(ctx, name="Website")

    assert len(list_projects(ctx, include_closed=True)) == 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due_date": "2026-02-01"}, "due_date"),
        ({"due_date": "31.3.2026"}, "due_date"),
        ({"estimate_minutes": -1}, "estimate_minutes"),
    ],
    ids=["due before start", "no date", "negative estimate"],
)
def test_impossible_dates_and_estimates_are_refused(ctx: Context, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        create_project(ctx, name="Website", **fields)
    assert [problem.field for problem in caught.value.problems] == [field]

    project = create_project(ctx, name="Website").value
    with pytest.raises(RuleBroken):
        update_project(ctx, project.id, **fields)
    with reading(ctx) as read:
        assert read.projects.all() == [project]


def test_group_and_client_have_to_be_there(ctx: Context) -> None:
    with pytest.raises(NotFound, match="group"):
        create_project(ctx, name="Website", group=GroupId(ctx.new_id()))
    with pytest.raises(NotFound, match="client"):
        create_project(ctx, name="Website", client=ClientId(ctx.new_id()))


def test_too_little_time_until_due_is_said_and_never_blocks(ctx: Context) -> None:
    # Monday to Wednesday, 8 h each.
    outcome = create_project(ctx, name="Website", due_date="2026-03-04", estimate_minutes=25 * 60)

    (problem,) = outcome.problems
    assert (problem.code, problem.severity) == ("not_enough_time", Severity.WARNING)
    assert problem.values == {"capacity_minutes": 24 * 60, "days": 3, "short_minutes": 60}
    assert "24:00 h of working time on 3 days" in problem.message
    assert create_project(ctx, name="Shop", due_date="2026-03-13", estimate_minutes=24 * 60).problems == ()
    assert codes(update_project(ctx, outcome.value.id, due_date="2026-03-02").problems) == ["not_enough_time"]
    assert update_project(ctx, outcome.value.id, notes="x").problems == ()


def test_weeks_that_are_too_full_with_the_other_projects_are_named(ctx: Context) -> None:
    # Ten days of 8 h: each of the projects fits, both together do not.
    create_project(ctx, name="Website", due_date="2026-03-13", estimate_minutes=60 * 60)

    (problem,) = create_project(ctx, name="Shop", due_date="2026-03-13", estimate_minutes=30 * 60).problems

    assert (problem.code, problem.severity) == ("weeks_overcommitted", Severity.WARNING)
    assert problem.values == {"weeks": ("2026-03-02", "2026-03-09"), "minutes": 600}
    assert "the week of 2026-03-02 and 1 more are overcommitted, by 10:00 h" in problem.message
    last = create_project(
        ctx, name="Third", start_date="2026-03-02", due_date="2026-03-06", estimate_minutes=60
    ).problems
    assert "the week of 2026-03-02 is overcommitted" in last[0].message


def test_feasibility_counts_the_days_the_project_is_worked_on(ctx: Context) -> None:
    put(ctx, DayOverride(id=ctx.new_id(), created_at=ctx.now(), user=USER, date="2026-03-09", minutes=0))

    found = check_feasibility(
        ctx, estimate_minutes=600, due_date="2026-03-31", start_date="2026-03-05", weekdays=(0, 3)
    )

    # Thursdays 5, 12, 19, 26 and Mondays 16, 23, 30.
    assert (found.since, found.days, found.capacity_minutes, found.short_minutes) == ("2026-03-05", 7, 7 * 480, 0)
    with pytest.raises(RuleBroken):
        check_feasibility(ctx, estimate_minutes=600, due_date="soon")


def test_milestones_stay_inside_the_projects_dates(ctx: Context) -> None:
    project = create_project(ctx, name="Website", due_date="2026-04-30", start_date="2026-03-01").value
    a_milestone(ctx, project, "Alpha", "2026-03-10")
    a_milestone(ctx, project, "Beta", "2026-03-31")

    with pytest.raises(RuleBroken, match="“Beta”") as caught:
        update_project(ctx, project.id, due_date="2026-03-30")
    assert codes(caught.value.problems) == ["milestone_after"]
    with pytest.raises(RuleBroken, match="“Alpha”") as caught:
        update_project(ctx, project.id, start_date="2026-03-11")
    assert codes(caught.value.problems) == ["milestone_before"]
    assert update_project(ctx, project.id, due_date="2026-03-31").value.due_date == "2026-03-31"


def test_an_estimate_below_the_budgets_has_to_be_accepted(ctx: Context) -> None:
    project = create_project(ctx, name="Website", estimate_minutes=600).value
    a_milestone(ctx, project, budget_minutes=300)

    with pytest.raises(NotAccepted) as caught:
        update_project(ctx, project.id, estimate_minutes=240)
    assert caught.value.problems[0].values["minutes"] == 60

    outcome = update_project(ctx, project.id, estimate_minutes=240, accept_warnings=True)
    assert codes(outcome.problems) == ["budgets_over_estimate"]


def test_some_fields_are_not_changed_by_update(ctx: Context) -> None:
    project = a_project(ctx)

    for fields in (
        {"status": ProjectStatus.ARCHIVED},
        {"merged_into": project.id},
        {"created_at": 1},
        {"mood": "good"},
    ):
        with pytest.raises(RuleBroken, match="cannot be changed"):
            update_project(ctx, project.id, **fields)
    with pytest.raises(NotFound):
        update_project(ctx, ctx.new_id(), notes="x")


def test_a_rename_is_checked_among_the_siblings(ctx: Context) -> None:
    a_project(ctx, "Website")
    shop = a_project(ctx, "Shop")

    with pytest.raises(RuleBroken, match="already a project"):
        update_project(ctx, shop.id, name="website")
    assert update_project(ctx, shop.id, name="SHOP").value.name == "SHOP"


# --- closing ---


def test_closing_lists_what_is_still_open(ctx: Context) -> None:
    project = a_project(ctx)
    a_milestone(ctx, project, "Alpha", "2026-03-10", completed_at=MORNING)
    a_milestone(ctx, project, "Beta")
    an_entry(ctx, MORNING - 60, None, project=project)
    event = PlannedEvent(
        id=ctx.new_id(), created_at=0, user=USER, title="Talk", starts_at=MORNING + HOUR, ends_at=MORNING + 2 * HOUR,
        tz="Europe/Berlin", project=ProjectId(project.id),
    )  # fmt: skip
    put(ctx, event, replace(event, id=ctx.new_id(), status=EventStatus.CANCELLED))

    with pytest.raises(NotAccepted) as caught:
        set_status(ctx, project.id, ProjectStatus.COMPLETED)

    (problem,) = caught.value.problems
    assert dict(problem.values) == {"running": True, "milestones": ("Beta",), "planned_events": 1}
    outcome = set_status(ctx, project.id, ProjectStatus.COMPLETED, accept_warnings=True)
    assert outcome.value.status is ProjectStatus.COMPLETED
    assert codes(outcome.problems) == ["still_open"]
    assert set_status(ctx, project.id, ProjectStatus.ACTIVE).problems == ()


# --- deleting ---


def test_deleting_a_project_with_entries_asks_and_counts_the_running_one(ctx: Context) -> None:
    project = a_project(ctx)
    an_entry(ctx, project=project)
    an_entry(ctx, MORNING - 1800, None, project=project)

    with pytest.raises(ProjectHasEntries, match="2 entries with 1:30 h") as caught:
        delete_project(ctx, project.id)

    assert (caught.value.values["entries"], caught.value.values["seconds"]) == (2, 5400)
    assert delete_project(ctx, a_project(ctx, "Empty").id).value == 0


def test_entries_move_to_another_project(ctx: Context) -> None:
    project, target = a_project(ctx), a_project(ctx, "Shop")
    task, milestone = a_task(ctx, project), a_milestone(ctx, project)
    entry = an_entry(ctx, project=project, task=task.id, milestone=milestone.id)

    assert delete_project(ctx, project.id, entries_to=ProjectId(target.id)).value == 1

    assert stored(ctx, entry) == replace(entry, project=ProjectId(target.id), task=None, milestone=None)
    with reading(ctx) as read:
        assert (read.projects.all(), read.tasks.all(), read.milestones.all()) == ([target], [], [])


def test_a_deleted_project_comes_back_whole(ctx: Context) -> None:
    project = a_project(ctx)
    twin = a_project(ctx, "website", merged_into=ProjectId(project.id))
    a_task(ctx, twin)
    a_milestone(ctx, project)
    an_entry(ctx, project=project)
    an_entry(ctx, MORNING - DAY, project=twin)
    before = everything(ctx)

    assert delete_project(ctx, project.id, delete_entries=True).value == 2

    with reading(ctx) as read:
        assert (read.projects.all(), read.tasks.all(), read.time_entries.all()) == ([], [], [])
    (item,) = list_trash(ctx)
    restore_from_trash(ctx, item.action.number)
    assert everything(ctx) == before


def test_the_entries_cannot_move_to_what_is_deleted(ctx: Context) -> None:
    project = a_project(ctx)
    an_entry(ctx, project=project)

    for target in (project.id, ctx.new_id()):
        with pytest.raises((RuleBroken, NotFound)):
            delete_project(ctx, project.id, entries_to=ProjectId(target))
    with reading(ctx) as read:
        assert read.projects.all() == [project]


def test_locked_entries_keep_their_project(ctx: Context) -> None:
    project = a_project(ctx)
    an_entry(ctx, MORNING - DAY, project=project)
    update_settings(ctx, locked_before="2026-03-02")

    with pytest.raises(RuleBroken, match="locked"):
        delete_project(ctx, project.id, delete_entries=True)


# --- merging and listing ---


def test_a_merged_project_counts_as_the_one_it_is_shown_as(ctx: Context) -> None:
    target, twin = a_project(ctx, "Website"), a_project(ctx, "website")
    an_entry(ctx, MORNING - 3 * HOUR, project=target)
    an_entry(ctx, MORNING - DAY, project=twin)
    entry = an_entry(ctx, MORNING - 600, None, project=twin)
    a_milestone(ctx, twin, completed_at=MORNING)

    merge_projects(ctx, twin.id, target.id)

    (row,) = list_projects(ctx)
    assert (row.project, row.seconds, row.entries, row.last_day) == (target, 2 * HOUR + 600, 2, "2026-03-02")
    assert (row.milestones, row.milestones_done) == (1, 1)
    assert stored(ctx, entry) == entry


def test_merging_in_a_circle_is_refused(ctx: Context) -> None:
    first, second, third = (a_project(ctx, name) for name in "abc")
    merge_projects(ctx, first.id, second.id)

    with pytest.raises(RuleBroken, match="itself"):
        merge_projects(ctx, third.id, third.id)
    with pytest.raises(RuleBroken, match="itself"):
        merge_projects(ctx, second.id, first.id)
    with pytest.raises(RuleBroken, match="“a” was itself merged"):
        merge_projects(ctx, third.id, first.id)
    with pytest.raises(NotFound):
        merge_projects(ctx, first.id, ctx.new_id())


def test_a_project_merged_into_one_that_is_gone_is_shown_again(ctx: Context) -> None:
    lost = a_project(ctx, merged_into=ProjectId(ctx.new_id()))

    assert [row.project for row in list_projects(ctx)] == [lost]


def test_the_list_shows_what_belongs_to_a_project(ctx: Context) -> None:
    group, client = a_group(ctx), a_client(ctx)
    project = a_project(ctx, group=group.id, client=client.id, estimate_minutes=60)
    a_project(ctx, "Old", status=ProjectStatus.COMPLETED)
    an_entry(ctx, project=project)
    an_entry(ctx, MORNING - HOUR, None, project=project)
    clock_of(ctx).forward(HOUR)

    (row,) = list_projects(ctx)

    assert (row.group, row.client, row.seconds, row.risk) == (group, client, 3 * HOUR, "over_budget")
    assert [r.project.name for r in list_projects(ctx, include_closed=True)] == ["Old", "Website"]
