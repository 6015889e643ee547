"""The entries behind a figure."""

import pytest

from app.domain.entities.workspace import Member
from app.domain.errors import NotFound
from app.domain.ids import TagId, UserId
from app.orchestrators.projects.counted import Counted, Counting, counted_entries
from app.orchestrators.projects.projects import merge_projects
from app.storage.context import Context
from tests.orchestrators.making import DAY, HOUR, a_group, a_project, a_tag, an_entry, put
from tests.support.store import MORNING, USER

OTHER = UserId("0195f000-0000-7000-8000-000000000002")


def told(found: Counted) -> list[str]:
    return [entry.description for entry in found.entries]


def test_entries_of_a_project_are_counted_newest_first_and_the_rest_is_said(ctx: Context) -> None:
    project, other = a_project(ctx), a_project(ctx, "Other")
    for back in range(3):
        an_entry(ctx, MORNING - back * DAY, HOUR, project=project, description=f"Work {back}")
    an_entry(ctx, MORNING, HOUR, project=other)

    found = counted_entries(ctx, Counting(project=project.id), most=2)

    assert told(found) == ["Work 0", "Work 1"]
    assert (found.count, found.seconds) == (3, 3 * HOUR)
    assert found.names[project.id] == "Website"


def test_entries_of_a_group_hold_those_of_merged_projects_and_nothing_else(ctx: Context) -> None:
    group = a_group(ctx)
    site, shop, loose = a_project(ctx, group=group.id), a_project(ctx, "Shop"), a_project(ctx, "Loose")
    merge_projects(ctx, shop.id, site.id)
    for project in (site, shop, loose):
        an_entry(ctx, MORNING, HOUR, project=project, description=project.name)

    assert sorted(told(counted_entries(ctx, Counting(group=group.id)))) == ["Shop", "Website"]
    assert counted_entries(ctx, Counting(group=a_group(ctx, "Empty").id)).entries == ()
    assert counted_entries(ctx, Counting()).count == 0


def test_days_tags_people_and_billing_narrow_what_is_counted(ctx: Context) -> None:
    project, tag = a_project(ctx), a_tag(ctx, "bug")
    put(ctx, Member(id=ctx.new_id(), created_at=ctx.now(), user=OTHER, name="Ada", email="ada@example.org"))
    an_entry(ctx, MORNING, HOUR, project=project, description="Mine", billable=True)
    an_entry(ctx, MORNING - DAY, HOUR, project=project, description="Bug", tags=frozenset({TagId(tag.id)}))
    an_entry(ctx, MORNING - 2 * DAY, HOUR, project=project, description="Hers", user=OTHER)

    def found(**narrowed: object) -> list[str]:
        return told(counted_entries(ctx, Counting(project=project.id, **narrowed)))  # type: ignore[arg-type]

    assert found(since="2026-03-02") == ["Mine"]
    assert found(until="2026-02-28") == ["Hers"]
    assert found(tag="bug") == ["Bug"]
    assert found(tag="nobody has it") == []
    assert found(person="Ada") == ["Hers"]
    assert found(person="") == ["Mine", "Bug"]
    assert found(person="Nobody") == []
    assert found(billable=True) == ["Mine"]
    assert USER != OTHER


def test_what_is_gone_counts_nothing(ctx: Context) -> None:
    for counting in (Counting(project=ctx.new_id()), Counting(group=ctx.new_id())):
        with pytest.raises(NotFound):
            counted_entries(ctx, counting)
