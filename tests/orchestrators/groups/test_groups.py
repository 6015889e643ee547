"""Groups: a shelf for projects, and what stands on it in figures."""

import pytest

from app.domain.entities.billing import Rate, RateScope
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import GroupId, ProjectId, TagId
from app.orchestrators.groups.analytics import group_analytics, group_late_figures
from app.orchestrators.groups.groups import (
    NO_GROUP,
    GroupHasProjects,
    create_group,
    delete_group,
    list_groups,
    reorder_groups,
    update_group,
)
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import DAY, HOUR, a_group, a_milestone, a_project, a_tag, an_entry, put
from tests.support.store import MORNING, USER, clock_of


def names(ctx: Context) -> list[str]:
    return [row.group.name for row in list_groups(ctx)]


def test_groups_are_kept_in_the_order_they_were_made_or_put(ctx: Context) -> None:
    work, home = create_group(ctx, name=" Work ", color="blue").value, create_group(ctx, name="Home").value
    play = create_group(ctx, name="Play").value
    assert names(ctx) == ["Work", "Home", "Play"]

    reorder_groups(ctx, [play.id, work.id])
    assert names(ctx) == ["Play", "Work", "Home"]
    with pytest.raises(NotFound):
        reorder_groups(ctx, [home.id, ctx.new_id()])

    update_group(ctx, work.id, name="Office", archived=True)
    assert names(ctx) == ["Play", "Office", "Home"]


def test_a_name_has_to_be_free(ctx: Context) -> None:
    create_group(ctx, name="Work")
    home = create_group(ctx, name="Home").value

    with pytest.raises(RuleBroken, match="already a group"):
        create_group(ctx, name="WORK")
    with pytest.raises(RuleBroken, match="already a group"):
        update_group(ctx, home.id, name="work")
    assert update_group(ctx, home.id, name="HOME").value.name == "HOME"


def test_deleting_a_group_asks_where_its_projects_go(ctx: Context) -> None:
    group, other = a_group(ctx), a_group(ctx, "Home")
    project = a_project(ctx, group=group.id)

    with pytest.raises(GroupHasProjects, match="1 project") as caught:
        delete_group(ctx, group.id)
    assert caught.value.values["projects"] == 1
    with pytest.raises(RuleBroken, match="being deleted"):
        delete_group(ctx, group.id, projects_to=GroupId(group.id))
    with pytest.raises(NotFound):
        delete_group(ctx, group.id, projects_to=GroupId(ctx.new_id()))

    assert delete_group(ctx, group.id, projects_to=GroupId(other.id)).value == 1
    with reading(ctx) as read:
        assert read.projects.require(project.id).group == other.id
    assert delete_group(ctx, other.id, projects_to=NO_GROUP).value == 1
    with reading(ctx) as read:
        assert read.projects.require(project.id).group is None
    assert delete_group(ctx, create_group(ctx, name="Empty").value.id).value == 0


def test_a_group_sums_its_projects_with_what_runs(ctx: Context) -> None:
    group = a_group(ctx)
    a_group(ctx, "Home", position=1)
    project = a_project(ctx, group=group.id, estimate_minutes=60)
    a_project(ctx, "website", merged_into=ProjectId(project.id))
    a_project(ctx, "Shop", group=group.id, estimate_minutes=30)
    an_entry(ctx, project=project)
    an_entry(ctx, MORNING - 600, None, project=project)

    first, second = list_groups(ctx)

    assert (first.projects, first.seconds, first.estimate_minutes) == (2, HOUR + 600, 90)
    assert (second.projects, second.seconds, second.estimate_minutes) == (0, 0, 0)


def test_analytics_of_a_group_sum_over_its_projects(ctx: Context) -> None:
    group = a_group(ctx)
    site = a_project(ctx, group=group.id, estimate_minutes=60, start_date="2026-02-01")
    twin = a_project(ctx, "website", merged_into=ProjectId(site.id))
    shop = a_project(ctx, "Shop", group=group.id)
    a_project(ctx, "Old", group=group.id, status=ProjectStatus.COMPLETED, estimate_minutes=600)
    late = a_project(ctx, "Late", group=group.id, due_date="2026-03-01")
    a_milestone(ctx, site, "Beta", "2026-03-10", budget_minutes=60)
    an_entry(ctx, MORNING - DAY, HOUR, project=site, billable=True)
    an_entry(ctx, MORNING - 40 * DAY, HOUR, project=twin)
    an_entry(ctx, MORNING - 2 * HOUR, 1800, project=shop)
    an_entry(ctx, MORNING - HOUR, None, project=shop)
    an_entry(ctx, MORNING - 5 * HOUR, HOUR, project=a_project(ctx, "Elsewhere"))

    found = group_analytics(ctx, group.id)

    assert found.by_status == {"active": 3, "completed": 1}
    assert [(share.project.name, share.seconds, share.risk) for share in found.by_project] == [
        ("Website", 2 * HOUR, "over_budget"), ("Shop", HOUR + 1800, "no_estimate"), ("Late", 0, "late"),
        ("Old", 0, "on_track"),
    ]  # fmt: skip
    assert [share.project for share in found.at_risk] == [site, late]
    assert (found.total_seconds, found.running_seconds, found.billable_seconds) == (
        2 * HOUR + 1800 + HOUR - HOUR,
        HOUR,
        HOUR,
    )
    assert (found.estimate_minutes, found.estimated_seconds) == (660, 2 * HOUR)
    assert found.used == 120 / 660
    assert found.by_project[0].used == 2.0
    assert found.by_project[1].used is None
    assert (found.milestone_figures.total, found.milestone_figures.upcoming) == (1, 1)
    assert found.entries == 4


def test_analytics_can_be_of_a_span_of_days(ctx: Context) -> None:
    group = a_group(ctx)
    project = a_project(ctx, group=group.id, estimate_minutes=600)
    an_entry(ctx, MORNING - DAY, HOUR, project=project)
    an_entry(ctx, MORNING - 40 * DAY, HOUR, project=project)

    found = group_analytics(ctx, group.id, since="2026-03-01", until="2026-03-02")

    assert (found.total_seconds, found.by_project[0].seconds, found.by_project[0].all_seconds) == (HOUR, HOUR, 2 * HOUR)
    assert found.estimated_seconds == 2 * HOUR


def test_analytics_of_an_empty_group(ctx: Context) -> None:
    an_entry(ctx, project=a_project(ctx))
    clock_of(ctx).forward(HOUR)

    found = group_analytics(ctx, a_group(ctx).id)

    assert (found.total_seconds, found.entries, found.used, found.share_billable) == (0, 0, None, None)
    assert (found.by_status, found.by_project, found.at_risk) == ({}, (), ())
    with pytest.raises(NotFound):
        group_analytics(ctx, ctx.new_id())


def test_amounts_and_tags_are_told_with_the_figures_or_by_themselves(ctx: Context) -> None:
    group, tag = a_group(ctx), a_tag(ctx, "bug")
    site, shop = a_project(ctx, group=group.id), a_project(ctx, "Shop", group=group.id)
    for project in (site, shop):
        an_entry(ctx, MORNING - DAY, HOUR, project=project, billable=True, tags=frozenset({TagId(tag.id)}))
        an_entry(ctx, MORNING - 40 * DAY, 3000, project=project, billable=True)

    def rate(amount: int, scope: RateScope, **of: str) -> Rate:
        return Rate(
            id=ctx.new_id(), created_at=ctx.now(), scope=scope, amount=amount, currency="EUR",
            effective_from="2020-01-01", **of,  # type: ignore[arg-type]
        )  # fmt: skip

    put(ctx, rate(9500, RateScope.USER, user=USER))
    late = group_late_figures(ctx, group.id)
    found, quick = group_analytics(ctx, group.id), group_analytics(ctx, group.id, whole=False)
    assert (
        (found.amounts, found.tags) == (late.amounts, late.tags) == ({"EUR": 2 * (9500 + 7917)}, (("bug", 2 * HOUR),))
    )
    assert (quick.amounts, quick.tags, quick.total_seconds) == ({}, (), found.total_seconds)
    assert group_late_figures(ctx, group.id, since="2026-03-01").amounts == {"EUR": 2 * 9500}

    put(ctx, rate(12000, RateScope.PROJECT, project=shop.id))

    assert group_late_figures(ctx, group.id).amounts == {"EUR": 9500 + 7917 + 12000 + 10000}
    with pytest.raises(NotFound):
        group_late_figures(ctx, ctx.new_id())
