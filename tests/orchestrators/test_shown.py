"""What two devices made under one name is told apart where it is shown, and nothing vanishes with a deleted project."""

from app.domain.entities.projects import Project
from app.domain.ids import ProjectId
from app.orchestrators.projects.projects import list_projects
from app.orchestrators.references import project_named
from app.orchestrators.review.review import apply_fix, review_items
from app.orchestrators.shown import project_names
from app.orchestrators.time_tracking.day_window import newest_days
from app.storage.context import Context
from app.storage.meta import write_meta
from app.storage.unit_of_work import reading, unit_of_work
from tests.orchestrators.making import a_project, an_entry
from tests.support.store import clock_of


def linked(ctx: Context) -> None:
    with ctx.database.transaction() as connection:
        write_meta(connection, "sync_link", "{}")


def twins(ctx: Context) -> tuple[Project, Project]:
    older = a_project(ctx, "Website")
    clock_of(ctx).forward(1)
    return older, a_project(ctx, "website")


def names_today(ctx: Context) -> list[str | None]:
    return sorted((row.project_name for day in newest_days(ctx).days for row in day.rows), key=str)


def test_of_two_projects_of_one_name_the_older_keeps_it(ctx: Context) -> None:
    older, younger = twins(ctx)
    for project in (older, younger):
        an_entry(ctx, project=ProjectId(project.id))
    with reading(ctx) as read:
        assert project_names(read) == {}, "without a server there are no twins to look for"
    linked(ctx)

    assert names_today(ctx) == ["Website", "website (2)"]
    assert {row.project.id: row.shown_name for row in list_projects(ctx)} == {
        older.id: "Website", younger.id: "website (2)",
    }  # fmt: skip
    with reading(ctx) as read:
        assert project_named(read, "Website (2)") == younger
        assert project_named(read, "website") == older


def test_merging_them_needs_no_second_name(ctx: Context) -> None:
    _, younger = twins(ctx)
    linked(ctx)
    (item,) = [item for item in review_items(ctx) if item.kind == "twins"]

    apply_fix(ctx, item.key, "merge")

    an_entry(ctx, project=ProjectId(younger.id))
    assert names_today(ctx) == ["Website"]


def test_a_deleted_project_is_shown_as_long_as_entries_belong_to_it(ctx: Context) -> None:
    project = a_project(ctx, "Website")
    an_entry(ctx, project=ProjectId(project.id))
    with unit_of_work(ctx) as work:
        work.projects.delete(project.id)

    assert names_today(ctx) == ["Website"]
