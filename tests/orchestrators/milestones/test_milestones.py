"""Milestones: periods that fit, what belongs to each, and how they stand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.projects import Milestone
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import MilestoneId, ProjectId
from app.orchestrators.catalogue import NotAccepted
from app.orchestrators.milestones.analytics import milestone_analytics
from app.orchestrators.milestones.milestones import (
    complete_milestone,
    create_milestone,
    delete_milestone,
    list_milestones,
    reorder_milestones,
    update_milestone,
)
from app.orchestrators.settings.settings import update_settings
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.orchestrators.making import DAY, HOUR, a_group, a_milestone, a_project, an_entry, stored
from tests.support.store import MORNING, clock_of, make_context, make_entry, make_project


def seconds(ctx: Context, project: str | None = None) -> dict[str, int]:
    return {row.milestone.name: row.seconds for row in list_milestones(ctx, project)}


def codes(problems: Any) -> list[str]:
    return [problem.code for problem in problems]


def test_milestones_follow_one_another(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-01")

    create_milestone(ctx, project=project.id, name="Alpha", due_date="2026-03-10")
    create_milestone(ctx, project=project.id, name="Beta", due_date="2026-03-20", budget_minutes=60)
    create_milestone(ctx, project=project.id, name="Gold", due_date="2026-04-20", start_date="2026-04-10")

    rows = list_milestones(ctx, project.id)
    assert [(row.first_day, row.last_day, row.milestone.position) for row in rows] == [
        ("2026-03-01", "2026-03-10", 0), ("2026-03-11", "2026-03-20", 1), ("2026-04-10", "2026-04-20", 2),
    ]  # fmt: skip
    assert [row.used for row in rows] == [None, 0.0, None]
    assert [row.project for row in rows] == [project] * 3


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "alpha", "due_date": "2026-03-20"}, "name_taken"),
        ({"name": "Beta", "due_date": "2026-05-01"}, "after_project"),
        ({"name": "Beta", "due_date": "2026-03-20", "start_date": "2026-02-01"}, "before_project"),
        ({"name": "Beta", "due_date": "2026-03-20", "start_date": "2026-03-05"}, "periods_overlap"),
        ({"name": "Beta", "due_date": "2026-03-20", "budget_minutes": -1}, "budget_negative"),
        ({"name": "Beta", "due_date": "2026-03-20", "recurrence": "FREQ=WEEKLY"}, "mixed_recurrence"),
        ({"name": "Beta", "due_date": "tomorrow"}, "no_such_day"),
    ],
    ids=["name", "late", "early", "overlap", "budget", "mixed", "date"],
)
def test_what_does_not_fit_is_refused(ctx: Context, fields: dict[str, Any], code: str) -> None:
    project = a_project(ctx, start_date="2026-03-01", due_date="2026-04-30")
    a_milestone(ctx, project, "Alpha", "2026-03-10")

    with pytest.raises(RuleBroken) as caught:
        create_milestone(ctx, project=project.id, **fields)

    assert code in codes(caught.value.problems)
    assert len(list_milestones(ctx)) == 1


def test_budgets_beyond_the_estimate_have_to_be_accepted(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-01", estimate_minutes=60)
    milestone = a_milestone(ctx, project)

    with pytest.raises(NotAccepted):
        update_milestone(ctx, milestone.id, budget_minutes=90)
    outcome = update_milestone(ctx, milestone.id, budget_minutes=90, accept_warnings=True)

    assert codes(outcome.problems) == ["budgets_over_estimate"]
    with pytest.raises(RuleBroken, match="due date"):
        update_milestone(ctx, milestone.id, due_date=None)
    with pytest.raises(RuleBroken, match="project"):
        update_milestone(ctx, milestone.id, project=project.id)


def test_a_milestone_is_completed_once_and_opened_again(ctx: Context) -> None:
    milestone = a_milestone(ctx, a_project(ctx))

    done = complete_milestone(ctx, milestone.id).value
    assert done.completed_at == MORNING
    assert not complete_milestone(ctx, milestone.id).changes
    assert complete_milestone(ctx, milestone.id, done=False).value == milestone


def test_milestones_are_put_in_order(ctx: Context) -> None:
    project = a_project(ctx)
    first, second = a_milestone(ctx, project, "A"), a_milestone(ctx, project, "B")

    assert reorder_milestones(ctx, [second.id, first.id]).value == 2
    assert [row.milestone.name for row in list_milestones(ctx)] == ["B", "A"]
    with pytest.raises(NotFound):
        reorder_milestones(ctx, [ctx.new_id()])


def test_a_deleted_milestone_leaves_its_entries_to_the_project(ctx: Context) -> None:
    project = a_project(ctx)
    milestone = a_milestone(ctx, project)
    entry = an_entry(ctx, project=project, milestone=milestone.id)
    locked = an_entry(ctx, MORNING - 2 * DAY, project=project, milestone=milestone.id)
    update_settings(ctx, locked_before="2026-03-01")

    delete_milestone(ctx, milestone.id)

    assert (stored(ctx, entry).milestone, stored(ctx, locked)) == (None, locked)
    with pytest.raises(NotFound):
        delete_milestone(ctx, milestone.id)


def test_an_entry_belongs_to_the_milestone_it_names_else_to_the_one_of_its_day(ctx: Context) -> None:
    project, other = a_project(ctx, start_date="2026-02-01"), a_project(ctx, "Shop", start_date="2026-02-01")
    alpha, beta = a_milestone(ctx, project, "Alpha", "2026-02-28"), a_milestone(ctx, project, "Beta", "2026-03-31")
    foreign = a_milestone(ctx, other, "Foreign", "2026-03-31")
    an_entry(ctx, MORNING - 10 * DAY, HOUR, project=project)
    an_entry(ctx, MORNING - 11 * DAY, 60, project=project, milestone=beta.id)
    an_entry(ctx, MORNING - 2 * HOUR, 600, project=project, milestone=alpha.id)
    an_entry(ctx, MORNING - 3 * HOUR, 10, project=project, milestone=MilestoneId(ctx.new_id()))
    an_entry(ctx, MORNING - 4 * HOUR, 1, project=project, milestone=foreign.id)
    an_entry(ctx, MORNING - 5 * HOUR, 7, milestone=beta.id)
    an_entry(ctx, MORNING - 60, None, project=project)
    an_entry(ctx, MORNING - 30, None, project=other, milestone=foreign.id)
    an_entry(ctx, MORNING - 40 * DAY, 99, project=project)

    # Of two timers the earlier counts up to where the later starts.
    expected = {"Alpha": HOUR + 600, "Beta": 60 + 10 + 1 + 30}
    assert seconds(ctx, project.id) == expected
    assert seconds(ctx) == expected | {"Foreign": 30}


def test_a_night_belongs_whole_to_the_day_it_began_on(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-02-01")
    beta = a_milestone(ctx, project, "Beta", "2026-03-31")
    a_milestone(ctx, project, "Alpha", "2026-02-28")
    night = MORNING - DAY - 10 * HOUR
    an_entry(ctx, night, 3 * HOUR, project=project)
    an_entry(ctx, night, 2 * HOUR, project=project, milestone=beta.id)

    assert seconds(ctx) == {"Alpha": 3 * HOUR, "Beta": 2 * HOUR}


def test_periods_that_two_devices_made_overlap_count_nothing_twice(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-02-01")
    a_milestone(ctx, project, "Inner", "2026-03-05", start_date="2026-03-01")
    a_milestone(ctx, project, "Outer", "2026-03-31", start_date="2026-02-20")
    an_entry(ctx, MORNING - 5 * DAY, HOUR, project=project)
    an_entry(ctx, MORNING - 2 * HOUR, 60, project=project)

    assert seconds(ctx) == {"Inner": 60, "Outer": HOUR}


@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.integers(60, 30 * HOUR), st.sampled_from(["none", "own", "other", "lost"])),
        max_size=12,
    )
)
def test_every_second_belongs_to_one_milestone_at_most(parts: list[tuple[int, int, str]]) -> None:
    ctx = make_context()
    project = make_project(ctx, start_date="2025-12-01")
    made = [
        Milestone(id=ctx.new_id(), created_at=0, project=ProjectId(project.id), name=name, due_date=due)
        for name, due in (("a", "2026-01-15"), ("b", "2026-02-10"), ("c", "2026-12-31"))
    ]
    named = {"none": None, "own": made[1].id, "other": made[2].id, "lost": ctx.new_id()}
    entries = [
        make_entry(ctx, MORNING - back * DAY, length, project=project, milestone=named[name])
        for back, length, name in parts
    ]
    with unit_of_work(ctx) as work:
        work.projects.save(project)
        work.milestones.save_all(made)
        work.time_entries.save_all(entries)

    found = {row.milestone.id: row.seconds for row in list_milestones(ctx)}

    assert sum(found.values()) == sum(entry.seconds(MORNING) for entry in entries)
    assert found == {row.milestone.id: row.seconds for row in list_milestones(ctx, project.id)}
    by_name = sum(e.seconds(MORNING) for e in entries if e.milestone == made[1].id)
    assert found[made[1].id] >= by_name
    ctx.database.close()


def test_a_recurring_milestone_stands_as_the_occurrence_that_is_on(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-02-02", due_date="2026-03-29", estimate_minutes=8 * 120)
    weekly = a_milestone(ctx, project, "Report", "2026-03-29", recurrence="FREQ=WEEKLY", budget_minutes=120)
    an_entry(ctx, MORNING - 8 * DAY, 4 * HOUR, project=project)
    an_entry(ctx, MORNING - 9 * DAY, 4 * HOUR, project=project, milestone=weekly.id)
    an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=project)
    an_entry(ctx, MORNING - 3 * HOUR, 600, project=project, milestone=weekly.id)
    an_entry(ctx, MORNING - 60, None, project=project, milestone=weekly.id)

    (row,) = list_milestones(ctx)

    assert (row.first_day, row.last_day, row.overdue) == ("2026-03-02", "2026-03-08", False)
    assert (row.seconds, row.period) == (HOUR + 600 + 60, ("2026-02-02", "2026-03-29"))
    assert row.worked == {
        "2026-02-02": 0, "2026-02-09": 0, "2026-02-16": 8 * HOUR, "2026-02-23": 0, "2026-03-02": HOUR + 660,
        "2026-03-09": 0, "2026-03-16": 0, "2026-03-23": 0,
    }  # fmt: skip
    # The third week made up for the two before it; what the fourth left undone goes on in this one.
    assert milestone_analytics(ctx).figures.carried_over_minutes == 120
    clock_of(ctx).forward(60 * DAY)
    assert list_milestones(ctx)[0].last_day == "2026-03-29"
    update_milestone(ctx, weekly.id, budget_minutes=60)


def test_what_names_a_recurring_milestone_outside_its_days_counts_for_the_nearest_occurrence(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-01")
    weekly = a_milestone(
        ctx, project, "Report", "2026-03-22", start_date="2026-03-02", recurrence="FREQ=WEEKLY;COUNT=3"
    )
    an_entry(ctx, MORNING - 9 * DAY, HOUR, project=project, milestone=weekly.id)
    an_entry(ctx, MORNING + 40 * DAY, 60, project=project, milestone=weekly.id)
    an_entry(ctx, MORNING - 9 * DAY, 7, project=project)

    assert list_milestones(ctx)[0].worked == {"2026-03-02": HOUR, "2026-03-09": 0, "2026-03-16": 60}


# --- analytics ---


def test_analytics_filter_by_project_group_status_and_days(ctx: Context) -> None:
    group = a_group(ctx)
    site = a_project(ctx, group=group.id, start_date="2026-02-01", estimate_minutes=600)
    shop = a_project(ctx, "Shop", start_date="2026-02-01")
    a_milestone(ctx, site, "Alpha", "2026-02-15", budget_minutes=60, completed_at=MORNING)
    a_milestone(ctx, site, "Beta", "2026-02-28", budget_minutes=120)
    a_milestone(ctx, site, "Gold", "2026-03-10", budget_minutes=60)
    a_milestone(ctx, shop, "Opening", "2026-06-30")
    an_entry(ctx, MORNING - 5 * DAY, HOUR, project=site)

    def found(**chosen: Any) -> list[str]:
        return [row.milestone.name for row in milestone_analytics(ctx, **chosen).rows]

    figures = milestone_analytics(ctx).figures
    assert (figures.total, figures.open, figures.completed, figures.overdue, figures.upcoming) == (4, 3, 1, 1, 1)
    assert (figures.completion_rate, figures.seconds, figures.budget_minutes) == (0.25, HOUR, 240)
    assert figures.tracked_of_budget == 0.25
    # Beta has ended with half of its budget left: that goes on in Gold.
    assert figures.carried_over_minutes == 60
    assert found(project=shop.id) == ["Opening"]
    assert found(group=group.id) == ["Alpha", "Beta", "Gold"]
    assert found(status="completed") == ["Alpha"]
    assert found(status="open") == ["Beta", "Gold", "Opening"]
    assert found(status="overdue") == ["Beta"]
    assert found(status="upcoming") == ["Gold"]
    assert found(status="upcoming", upcoming_days=200) == ["Gold", "Opening"]
    assert found(since="2026-03-01", until="2026-03-31") == ["Gold", "Opening"]
    assert found(until="2026-02-10") == ["Alpha", "Opening"]
    assert milestone_analytics(ctx, status="completed", project=shop.id).figures.completion_rate == 0.0
    everything = milestone_analytics(ctx)
    assert everything.of(None) == everything
    assert everything.of("overdue") == milestone_analytics(ctx, status="overdue")


def test_analytics_refuse_what_is_not_there(ctx: Context) -> None:
    with pytest.raises(RuleBroken, match="late"):
        milestone_analytics(ctx, status="late")
    with pytest.raises(RuleBroken):
        milestone_analytics(ctx, since="soon")
    for chosen in ({"project": ctx.new_id()}, {"group": ctx.new_id()}):
        with pytest.raises(NotFound):
            milestone_analytics(ctx, **chosen)  # type: ignore[arg-type]
