"""Other dates can be tried: what they would do is what saving them does, and nothing is saved."""

import pytest

from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.milestones.milestones import update_milestone
from app.orchestrators.planning.timeline import preview_dates
from app.orchestrators.projects.projects import update_project
from app.storage.context import Context
from tests.orchestrators.making import (
    counted_statements,
)
from tests.orchestrators.planning.studios import beta, of, studio


def test_a_preview_is_what_saving_would_show(ctx: Context) -> None:
    projects = studio(ctx, 3)
    before = of(ctx)
    tried = preview_dates(ctx, before, project=projects[1].id, start_date="2026-03-09", due_date="2026-06-30")

    assert of(ctx) == before
    update_project(ctx, projects[1].id, start_date="2026-03-09", due_date="2026-06-30", accept_warnings=True)
    after = of(ctx)

    assert (tried.row, tried.days) == (after.row(projects[1].id), after.days)


def test_a_preview_of_a_milestone_s_date_is_what_saving_would_show(ctx: Context) -> None:
    projects = studio(ctx, 3)
    before, milestone = of(ctx), beta(ctx, projects[1])
    tried = preview_dates(ctx, before, project=projects[1].id, milestone=milestone, due_date="2026-06-30")
    update_milestone(ctx, milestone, due_date="2026-06-30")
    after = of(ctx)

    assert tried.problems == ()
    assert (tried.row, tried.days) == (after.row(projects[1].id), after.days)


def test_a_preview_calculates_one_project(ctx: Context, forecasts: list[str]) -> None:
    projects = studio(ctx)
    before = of(ctx)
    forecasts.clear()
    with counted_statements(ctx) as statements:
        preview_dates(ctx, before, project=projects[0].id, due_date="2026-10-01")

    assert forecasts == ["p00"]
    assert len(statements) <= 6


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"due_date": "2026-04-30"}, "milestone_after"), ({"start_date": "2026-05-02"}, "milestone_before"),
        ({"due_date": "2026-01-01"}, "due_before_start"),
    ],
)  # fmt: skip
def test_a_preview_says_what_forbids_the_dates(ctx: Context, dates: dict[str, str], code: str) -> None:
    (project,) = studio(ctx, 1)
    tried = preview_dates(ctx, of(ctx), project=project.id, **dates)

    assert code in {problem.code for problem in tried.problems}


def test_a_preview_says_what_forbids_a_milestone_s_date(ctx: Context) -> None:
    (project,) = studio(ctx, 1)
    tried = preview_dates(ctx, of(ctx), project=project.id, milestone=beta(ctx, project), due_date="2026-12-31")

    assert [problem.code for problem in tried.problems] == ["after_project"]


def test_a_preview_of_what_is_gone_or_cannot_be_is_refused(ctx: Context) -> None:
    (project,) = studio(ctx, 1)
    before = of(ctx)

    with pytest.raises(NotFound):
        preview_dates(ctx, before, project=ctx.new_id(), due_date="2026-12-31")
    with pytest.raises(NotFound):
        preview_dates(ctx, before, project=project.id, milestone=ctx.new_id(), due_date="2026-12-31")
    with pytest.raises(RuleBroken, match="There is no day"):
        preview_dates(ctx, before, project=project.id, due_date="soon")
