"""The quick-entry line at work: what it would do, and doing it."""

import pytest

from app.domain.entities.projects import ProjectStatus
from app.domain.errors import RuleBroken
from app.orchestrators.entry_checks import ProjectClosed
from app.orchestrators.references import UnknownName, next_color
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.quick import preview_text, start_from_text
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import HOUR, a_milestone, a_project, a_tag, a_task, an_entry, everything, running
from tests.support.store import MORNING, clock_of, make_context


def test_a_span_becomes_an_entry_with_all_it_names(ctx: Context) -> None:
    clock_of(ctx).forward(3 * HOUR)
    project = a_project(ctx, billable=True)
    milestone, task, tag = a_milestone(ctx, project), a_task(ctx, project), a_tag(ctx)

    outcome = start_from_text(ctx, "9:30-11 fix login @website/backend #BUG +beta")

    entry = outcome.value
    assert (entry.started_at, entry.ended_at) == (MORNING + 1800, MORNING + 2 * HOUR)
    assert (entry.description, entry.project, entry.task, entry.milestone) == (
        "fix login", project.id, task.id, milestone.id,
    )  # fmt: skip
    assert entry.tags == {tag.id}
    assert (entry.billable, entry.source) == (True, "manual")
    assert running(ctx) == []


def test_a_line_without_times_starts_a_timer(ctx: Context) -> None:
    entry = start_from_text(ctx, "call !$").value

    assert running(ctx) == [entry]
    assert (entry.source, entry.billable, entry.started_at) == ("timer", False, MORNING)


def test_a_timer_that_began_earlier_says_what_it_counts_twice(ctx: Context) -> None:
    an_entry(ctx, MORNING - HOUR, HOUR)

    outcome = start_from_text(ctx, "-25m call")

    assert outcome.value.started_at == MORNING - 25 * 60
    assert [problem.code for problem in outcome.problems] == ["overlaps"]


def test_unknown_tags_and_tasks_are_made_and_unknown_projects_offered(ctx: Context) -> None:
    before = everything(ctx)
    with pytest.raises(UnknownName, match="Website") as caught:
        start_from_text(ctx, "fix @Website/Backend #bug")
    assert (caught.value.values["kind"], caught.value.values["name"]) == ("project", "Website")
    assert everything(ctx) == before

    entry = start_from_text(ctx, "fix @Website/Backend #bug #urgent", create_missing=True).value

    with reading(ctx) as read:
        (project,), (task,), tags = read.projects.all(), read.tasks.all(), read.tags.all()
    assert (project.name, task.name, task.project) == ("Website", "Backend", project.id)
    assert (entry.project, entry.task) == (project.id, task.id)
    assert entry.tags == {tag.id for tag in tags}
    assert [tag.name for tag in tags] == ["bug", "urgent"]


def test_an_unknown_milestone_is_never_made(ctx: Context) -> None:
    a_project(ctx)

    with pytest.raises(UnknownName, match="“Beta” in “Website”"):
        start_from_text(ctx, "fix @Website +Beta", create_missing=True)
    with pytest.raises(UnknownName, match="no project is named"):
        start_from_text(ctx, "fix +Beta", create_missing=True)


def test_a_project_is_found_by_its_code_and_an_open_one_first(ctx: Context) -> None:
    a_project(ctx, "Website", status=ProjectStatus.ARCHIVED)
    living = a_project(ctx, "Website", code="WEB")

    assert start_from_text(ctx, "a @website").value.project == living.id
    assert start_from_text(ctx, "b @web").value.project == living.id


def test_a_line_for_a_closed_project_or_a_locked_day_is_refused(ctx: Context) -> None:
    a_project(ctx, status=ProjectStatus.COMPLETED)
    with pytest.raises(ProjectClosed):
        start_from_text(ctx, "fix @Website")
    with pytest.raises(ProjectClosed):
        start_from_text(ctx, "8-8:30 fix @Website")

    update_settings(ctx, locked_before="2026-03-02")
    with pytest.raises(RuleBroken, match="locked"):
        start_from_text(ctx, "2026-03-01 9-10 fix")


@pytest.mark.parametrize("line", ["25:00-26 fix", 'fix @"Web', "fix @a @b", "10-11 not yet"])
def test_a_line_that_cannot_be_does_nothing(ctx: Context, line: str) -> None:
    before = everything(ctx)

    with pytest.raises(RuleBroken):
        start_from_text(ctx, line, create_missing=True)

    assert everything(ctx) == before


def test_a_repeated_hour_is_asked_about() -> None:
    # Monday after the night in which Berlin's clocks went back, 2026-10-25.
    ctx = make_context(now=1_792_994_400)

    with pytest.raises(RuleBroken) as caught:
        start_from_text(ctx, "2026-10-25 2:15-2:45 night")
    assert caught.value.problems
    first = start_from_text(ctx, "2026-10-25 2:15-2:45 night", repeated="first").value
    second = start_from_text(ctx, "2026-10-25 2:15-2:45 night", repeated="second").value

    assert second.started_at - first.started_at == HOUR
    ctx.database.close()


def test_a_preview_says_what_is_known_and_what_is_left(ctx: Context) -> None:
    project = a_project(ctx, estimate_minutes=120, due_date="2026-03-06")
    an_entry(ctx, project=project)

    preview = preview_text(ctx, "9-10 fix @website/Design #new +Beta")

    assert preview.found.project == project
    assert (preview.unknown_project, preview.unknown_task, preview.unknown_milestone) == (None, "Design", "Beta")
    assert preview.found.unknown_tags == ("new",)
    assert preview.left is not None
    assert (preview.left.seconds, preview.left.free_days, preview.left.per_day_seconds) == (HOUR, 5, 720)


def test_a_preview_of_an_unknown_or_unreadable_line_changes_nothing(ctx: Context) -> None:
    before = everything(ctx)

    assert preview_text(ctx, "fix @Nowhere").unknown_project == "Nowhere"
    assert preview_text(ctx, "fix @a @b").problems
    assert everything(ctx) == before


def test_a_new_project_gets_the_color_least_used() -> None:
    assert next_color([]) == "blue"
    assert next_color(["blue", "unheard of"]) == "violet"
