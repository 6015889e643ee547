"""Tags: words across projects."""

import pytest

from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import TagId
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.tags.tags import create_tag, delete_tag, list_tags, merge_tags, update_tag
from app.orchestrators.time_tracking.favorites import create_favorite, list_favorites
from app.orchestrators.twins import merge_into
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.orchestrators.making import DAY, HOUR, a_group, a_tag, an_entry, stored
from tests.support.store import MORNING


def tagged(*ids: str) -> frozenset[TagId]:
    return frozenset(map(TagId, ids))


def test_tags_are_listed_with_their_time(ctx: Context) -> None:
    bug, urgent = create_tag(ctx, name=" bug ").value, create_tag(ctx, name="urgent", color="red").value
    an_entry(ctx, tags=tagged(bug.id))
    an_entry(ctx, MORNING - 600, None, tags=tagged(bug.id, urgent.id))

    assert [(row.tag, row.seconds, row.entries) for row in list_tags(ctx)] == [
        (bug, HOUR + 600, 2), (urgent, 600, 1),
    ]  # fmt: skip


def test_a_tags_name_has_to_be_free(ctx: Context) -> None:
    bug, other = create_tag(ctx, name="bug").value, create_tag(ctx, name="other").value

    with pytest.raises(RuleBroken, match="already a tag"):
        create_tag(ctx, name="Bug")
    with pytest.raises(RuleBroken, match="already a tag"):
        update_tag(ctx, other.id, name="BUG")
    assert update_tag(ctx, bug.id, name="Bug", color="red").value.name == "Bug"
    with pytest.raises(NotFound):
        update_tag(ctx, ctx.new_id(), color="red")


def test_a_deleted_tag_leaves_its_entries(ctx: Context) -> None:
    bug, other = a_tag(ctx), a_tag(ctx, "other")
    entry = an_entry(ctx, tags=tagged(bug.id, other.id))
    locked = an_entry(ctx, MORNING - 2 * DAY, tags=tagged(bug.id))
    create_favorite(ctx, description="fix", tags=[bug.id, other.id])
    update_settings(ctx, locked_before="2026-03-01")

    assert delete_tag(ctx, bug.id).value == 2

    assert stored(ctx, entry).tags == {other.id}
    assert stored(ctx, locked) == locked
    assert list_favorites(ctx)[0].tags == {other.id}
    with pytest.raises(NotFound):
        delete_tag(ctx, bug.id)


def test_a_tag_merges_into_another(ctx: Context) -> None:
    bug, error = a_tag(ctx), a_tag(ctx, "error")
    one, both = an_entry(ctx, tags=tagged(error.id)), an_entry(ctx, tags=tagged(error.id, bug.id))
    create_favorite(ctx, description="fix", tags=[error.id])

    assert merge_tags(ctx, error.id, bug.id).value == 2

    assert stored(ctx, one).tags == stored(ctx, both).tags == {bug.id}
    assert [row.tag for row in list_tags(ctx)] == [bug]
    assert list_favorites(ctx)[0].tags == {bug.id}


def test_a_tag_does_not_merge_into_itself_or_on_locked_entries(ctx: Context) -> None:
    bug, error = a_tag(ctx), a_tag(ctx, "error")
    an_entry(ctx, MORNING - 2 * DAY, tags=tagged(error.id))
    update_settings(ctx, locked_before="2026-03-01")

    with pytest.raises(RuleBroken, match="locked"):
        merge_tags(ctx, error.id, bug.id)
    with pytest.raises(RuleBroken):
        merge_tags(ctx, bug.id, bug.id)
    group = a_group(ctx)
    with pytest.raises(RuleBroken), unit_of_work(ctx) as work:
        merge_into(work, bug, group)
    assert len(list_tags(ctx)) == 2
