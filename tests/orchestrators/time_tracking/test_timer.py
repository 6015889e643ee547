"""Starting, stopping, continuing: one running entry a person, and nothing lost at the seams."""

from dataclasses import replace

import pytest

from app.domain.entities.base import Kind
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import MilestoneId, ProjectId, TagId, TaskId
from app.orchestrators.entry_checks import ProjectClosed
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timer import (
    NothingToContinue,
    NoTimerRunning,
    StartsBeforeRunning,
    continue_entry,
    continue_last,
    discard_running,
    move_start,
    resume_as_if_never_stopped,
    start_timer,
    stop_timer,
)
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import (
    HOUR,
    a_milestone,
    a_project,
    a_tag,
    a_task,
    an_entry,
    put,
    running,
    stored,
)
from tests.support.store import MORNING, USER, clock_of, make_entry


def codes(error: RuleBroken) -> list[str]:
    return [problem.code for problem in error.problems]


def test_starts_now_with_everything_that_was_named(ctx: Context) -> None:
    project = a_project(ctx, billable=True)
    task, milestone, tag = a_task(ctx, project), a_milestone(ctx, project), a_tag(ctx)

    outcome = start_timer(
        ctx, description=" fix login ", project=ProjectId(project.id), task=TaskId(task.id),
        milestone=MilestoneId(milestone.id), tags=[TagId(tag.id)],
    )  # fmt: skip

    entry = outcome.value
    assert running(ctx) == [entry]
    assert (entry.started_at, entry.ended_at, entry.tz, entry.user) == (MORNING, None, "Europe/Berlin", USER)
    assert (entry.description, entry.project, entry.task, entry.milestone) == (
        "fix login", project.id, task.id, milestone.id,
    )  # fmt: skip
    assert entry.billable
    assert entry.tags == {tag.id}
    assert outcome.changes.ids == {(Kind.TIME_ENTRY, entry.id)}


def test_billable_can_be_said_against_the_project(ctx: Context) -> None:
    project = a_project(ctx, billable=True)

    assert not start_timer(ctx, project=ProjectId(project.id), billable=False).value.billable
    assert not start_timer(ctx).value.billable


def test_a_second_timer_ends_the_first_at_its_own_start(ctx: Context) -> None:
    first = start_timer(ctx, description="first").value
    clock_of(ctx).forward(HOUR)

    second = start_timer(ctx, description="second", started_at=MORNING + 1800).value

    assert stored(ctx, first).ended_at == MORNING + 1800
    assert running(ctx) == [second]


def test_of_timers_begun_in_one_second_stopping_ends_all_whichever_row_came_first(ctx: Context) -> None:
    earlier, later = make_entry(ctx, MORNING - HOUR, None), make_entry(ctx, MORNING - HOUR, None)
    # As two devices make them: their rows stand in the order they came in.
    put(ctx, later, earlier)

    assert stop_timer(ctx).value.id == later.id
    assert running(ctx) == []
    assert stored(ctx, earlier).ended_at == MORNING - HOUR


def test_a_start_before_the_running_timer_is_refused_with_a_sentence(ctx: Context) -> None:
    start_timer(ctx)
    clock_of(ctx).forward(HOUR)

    with pytest.raises(StartsBeforeRunning, match="since 09:00") as caught:
        start_timer(ctx, started_at=MORNING - 60)

    assert caught.value.values["started_at"] == MORNING
    assert len(running(ctx)) == 1


def test_a_clock_that_went_back_does_not_keep_anybody_from_working(ctx: Context) -> None:
    first = start_timer(ctx, description="first").value
    clock_of(ctx).forward(-HOUR)

    second = start_timer(ctx, description="second").value

    assert stored(ctx, first).ended_at == first.started_at
    assert running(ctx) == [second]
    clock_of(ctx).forward(-HOUR)
    assert stop_timer(ctx).value.ended_at == second.started_at


def test_several_timers_run_where_the_setting_allows_it(ctx: Context) -> None:
    update_settings(ctx, several_timers=True)
    first = start_timer(ctx, description="first").value
    clock_of(ctx).forward(60)
    second = start_timer(ctx, description="second").value

    assert running(ctx) == [second, first]
    clock_of(ctx).forward(60)
    assert stop_timer(ctx, id=first.id).value.id == first.id
    assert running(ctx) == [second]
    with pytest.raises(NoTimerRunning, match="any more"):
        stop_timer(ctx, id=first.id)


def test_a_start_in_the_past_says_what_it_counts_twice(ctx: Context) -> None:
    an_entry(ctx, MORNING - HOUR, HOUR, description="call")

    outcome = start_timer(ctx, started_at=MORNING - 600)

    assert [(problem.code, problem.values["seconds"]) for problem in outcome.problems] == [("overlaps", 600)]


def test_an_entry_that_ended_ahead_of_the_clock_is_no_obstacle(ctx: Context) -> None:
    an_entry(ctx, MORNING - HOUR, HOUR + 600)

    assert start_timer(ctx).value.running


def test_a_start_in_the_future_is_refused(ctx: Context) -> None:
    with pytest.raises(RuleBroken) as caught:
        start_timer(ctx, started_at=MORNING + HOUR)

    assert codes(caught.value) == ["starts_in_future"]
    assert running(ctx) == []


def test_a_start_on_a_locked_day_is_refused(ctx: Context) -> None:
    update_settings(ctx, locked_before="2026-03-02")

    with pytest.raises(RuleBroken, match="2026-03-02"):
        start_timer(ctx, started_at=MORNING - 12 * HOUR)


@pytest.mark.parametrize("status", [ProjectStatus.ON_HOLD, ProjectStatus.COMPLETED, ProjectStatus.ARCHIVED])
def test_a_closed_project_takes_no_timer(ctx: Context, status: ProjectStatus) -> None:
    project = a_project(ctx, status=status)

    with pytest.raises(ProjectClosed, match="Website"):
        start_timer(ctx, project=ProjectId(project.id))


def test_a_project_in_the_trash_takes_no_timer(ctx: Context) -> None:
    with pytest.raises(NotFound):
        start_timer(ctx, project=ProjectId(ctx.new_id()), billable=True)


def test_a_merged_project_names_the_one_to_track_on(ctx: Context) -> None:
    target = a_project(ctx, "Website")
    twin = a_project(ctx, "website", merged_into=ProjectId(target.id))

    with pytest.raises(ProjectClosed, match="merged into “Website”"):
        start_timer(ctx, project=ProjectId(twin.id))


def test_a_project_merged_into_one_that_is_gone_takes_work_again(ctx: Context) -> None:
    project = a_project(ctx, merged_into=ProjectId(ctx.new_id()))

    assert start_timer(ctx, project=ProjectId(project.id)).value.project == project.id


def test_a_task_of_another_project_is_refused(ctx: Context) -> None:
    project, other = a_project(ctx), a_project(ctx, "Shop")
    task = a_task(ctx, other)

    with pytest.raises(RuleBroken, match="Backend"):
        start_timer(ctx, project=ProjectId(project.id), task=TaskId(task.id))


def test_stops_now_or_at_a_given_time(ctx: Context) -> None:
    start_timer(ctx)
    clock_of(ctx).forward(HOUR)

    assert stop_timer(ctx, at=MORNING + 60).value.ended_at == MORNING + 60
    start_timer(ctx)
    clock_of(ctx).forward(HOUR)
    assert stop_timer(ctx).value.seconds(0) == HOUR


@pytest.mark.parametrize(("at", "code"), [(MORNING - 1, "ends_before_start"), (MORNING + HOUR, "ends_in_future")])
def test_an_impossible_stop_leaves_the_timer_running(ctx: Context, at: int, code: str) -> None:
    start_timer(ctx)

    with pytest.raises(RuleBroken) as caught:
        stop_timer(ctx, at=at)

    assert codes(caught.value) == [code]
    assert len(running(ctx)) == 1


def test_a_running_timer_can_be_stopped_though_its_day_was_locked(ctx: Context) -> None:
    start_timer(ctx)
    clock_of(ctx).forward(24 * HOUR)
    update_settings(ctx, locked_before="2026-03-03")

    assert stop_timer(ctx).value.seconds(0) == 24 * HOUR


def test_there_is_nothing_to_stop_discard_or_move(ctx: Context) -> None:
    for workflow in (stop_timer, discard_running, lambda ctx: move_start(ctx, MORNING)):
        with pytest.raises(NoTimerRunning):
            workflow(ctx)


def test_discarded_timer_waits_in_the_trash(ctx: Context) -> None:
    start_timer(ctx, description="oops")

    discard_running(ctx)

    assert running(ctx) == []
    with reading(ctx) as read:
        assert [item.names for item in read.history.trash()] == [("oops",)]


def test_continues_what_was_worked_on_last(ctx: Context) -> None:
    project = a_project(ctx)
    task, tag = a_task(ctx, project), a_tag(ctx)
    an_entry(
        ctx, MORNING - 2 * HOUR, description="fix", project=project, task=task.id, tags=frozenset((tag.id,)),
        billable=True, external_id="x1", source="import:toggl",
    )  # fmt: skip

    entry = continue_last(ctx).value

    assert (entry.description, entry.project, entry.task, entry.billable) == (
        "fix", project.id, task.id, True,
    )  # fmt: skip
    assert entry.tags == {tag.id}
    assert (entry.started_at, entry.source, entry.external_id) == (MORNING, "timer", None)


def test_continuing_goes_on_in_the_project_a_merged_one_is_shown_as(ctx: Context) -> None:
    target = a_project(ctx, "Website")
    twin = a_project(ctx, "website", merged_into=ProjectId(target.id))
    task = a_task(ctx, twin)
    earlier = an_entry(ctx, project=twin, task=task.id)

    entry = continue_entry(ctx, earlier.id).value

    assert (entry.project, entry.task) == (target.id, task.id)


def test_continuing_drops_a_task_that_moved_away(ctx: Context) -> None:
    project, other = a_project(ctx), a_project(ctx, "Shop")
    task = a_task(ctx, other)
    earlier = an_entry(ctx, project=project, task=task.id)

    assert continue_entry(ctx, earlier.id).value.task is None


def test_there_is_nothing_to_continue(ctx: Context) -> None:
    with pytest.raises(NothingToContinue):
        continue_last(ctx)
    with pytest.raises(NothingToContinue):
        resume_as_if_never_stopped(ctx)
    with pytest.raises(NotFound):
        continue_entry(ctx, ctx.new_id())


def test_goes_on_as_if_never_stopped(ctx: Context) -> None:
    entry = start_timer(ctx).value
    clock_of(ctx).forward(HOUR)
    stop_timer(ctx)
    clock_of(ctx).forward(60)

    resumed = resume_as_if_never_stopped(ctx).value

    assert resumed == entry
    assert running(ctx) == [entry]
    with pytest.raises(NothingToContinue):
        resume_as_if_never_stopped(ctx, entry.id)


@pytest.mark.parametrize("later", [0, 60])
def test_does_not_go_on_once_something_else_was_tracked(ctx: Context, later: int) -> None:
    entry = an_entry(ctx, MORNING - HOUR, HOUR - later)
    start_timer(ctx)

    with pytest.raises(RuleBroken, match="Something else"):
        resume_as_if_never_stopped(ctx, entry.id)


def test_goes_on_beside_others_where_several_timers_may_run(ctx: Context) -> None:
    update_settings(ctx, several_timers=True)
    entry = an_entry(ctx, MORNING - HOUR, HOUR)
    start_timer(ctx)

    outcome = resume_as_if_never_stopped(ctx, entry.id)

    assert len(running(ctx)) == 2
    assert outcome.value.ended_at is None


def test_does_not_go_on_in_a_project_closed_since_or_on_a_locked_day(ctx: Context) -> None:
    project = a_project(ctx)
    entry = an_entry(ctx, MORNING - HOUR, HOUR, project=project)
    put(ctx, replace(project, status=ProjectStatus.ARCHIVED))
    with pytest.raises(ProjectClosed):
        resume_as_if_never_stopped(ctx, entry.id)

    put(ctx, project)
    update_settings(ctx, locked_before="2026-03-03")
    with pytest.raises(RuleBroken, match="locked"):
        resume_as_if_never_stopped(ctx, entry.id)


def test_the_start_of_a_running_timer_moves(ctx: Context) -> None:
    an_entry(ctx, MORNING - HOUR, HOUR)
    start_timer(ctx)

    outcome = move_start(ctx, MORNING - 600)

    assert outcome.value.started_at == MORNING - 600
    assert [problem.code for problem in outcome.problems] == ["overlaps"]
    with pytest.raises(RuleBroken):
        move_start(ctx, MORNING + HOUR)
    update_settings(ctx, locked_before="2026-03-02")
    with pytest.raises(RuleBroken, match="locked"):
        move_start(ctx, MORNING - 24 * HOUR)
