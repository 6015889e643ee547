"""Favourites: kept in order, started with one click."""

import pytest

from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import ProjectId, TagId
from app.orchestrators.entry_checks import ProjectClosed
from app.orchestrators.references import UnknownName
from app.orchestrators.time_tracking.favorites import (
    create_favorite,
    delete_favorite,
    favorite_from_text,
    list_favorites,
    reorder_favorites,
    start_favorite,
    update_favorite,
)
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import a_project, a_tag, a_task, running


def test_favorites_are_kept_in_order(ctx: Context) -> None:
    first = create_favorite(ctx, description=" mail ").value
    second = create_favorite(ctx, description="call", shortcut="Ctrl+1").value
    assert list_favorites(ctx) == [first, second]
    assert first.description == "mail"

    reorder_favorites(ctx, [second.id, first.id])
    update_favorite(ctx, first.id, description="post")
    assert [favorite.description for favorite in list_favorites(ctx)] == ["call", "post"]

    delete_favorite(ctx, second.id)
    assert [favorite.description for favorite in list_favorites(ctx)] == ["post"]


def test_a_favorite_needs_a_meaning_and_a_shortcut_of_its_own(ctx: Context) -> None:
    favorite = create_favorite(ctx, description="mail", shortcut="Ctrl+1").value

    with pytest.raises(RuleBroken, match="description or a project"):
        create_favorite(ctx)
    with pytest.raises(RuleBroken, match=r"Ctrl\+1"):
        create_favorite(ctx, description="call", shortcut="Ctrl+1")
    with pytest.raises(RuleBroken):
        update_favorite(ctx, favorite.id, volume=11)
    with pytest.raises(NotFound):
        update_favorite(ctx, ctx.new_id(), description="x")


def test_starts_a_favorite(ctx: Context) -> None:
    project, tag = a_project(ctx), a_tag(ctx)
    twin = a_project(ctx, "website", merged_into=ProjectId(project.id))
    task = a_task(ctx, project)
    favorite = create_favorite(
        ctx, description="fix", project=ProjectId(twin.id), task=task.id, tags=[TagId(tag.id)], billable=True
    ).value

    entry = start_favorite(ctx, favorite.id).value

    assert running(ctx) == [entry]
    assert (entry.description, entry.project, entry.task, entry.billable) == (
        "fix", project.id, task.id, True,
    )  # fmt: skip
    assert entry.tags == {tag.id}


def test_a_favorite_of_a_closed_project_does_not_start(ctx: Context) -> None:
    project = a_project(ctx, status=ProjectStatus.ARCHIVED)
    favorite = create_favorite(ctx, project=ProjectId(project.id)).value

    with pytest.raises(ProjectClosed):
        start_favorite(ctx, favorite.id)
    assert running(ctx) == []


def test_a_line_becomes_a_favorite(ctx: Context) -> None:
    project = a_project(ctx, billable=True)
    create_favorite(ctx, description="mail")

    favorite = favorite_from_text(ctx, "9:30-11 fix login @Website/Backend #bug").value

    with reading(ctx) as read:
        task, tag = read.tasks.require(favorite.task or ""), read.tags.all()[0]
    assert (favorite.description, favorite.project, favorite.billable, favorite.position) == (
        "fix login", project.id, True, 1,
    )  # fmt: skip
    assert (task.name, set(favorite.tags)) == ("Backend", {tag.id})
    assert list_favorites(ctx)[1] == favorite
    assert not favorite_from_text(ctx, "@Website !$").value.billable


@pytest.mark.parametrize(("text", "error"), [("", RuleBroken), ("x @Nowhere", UnknownName), ('@"open x', RuleBroken)])
def test_a_line_that_says_too_little_becomes_none(ctx: Context, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        favorite_from_text(ctx, text)
    assert list_favorites(ctx) == []
