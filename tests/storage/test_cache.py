"""The cache serves what the reader's own snapshot holds, forgets the oldest, and is warm before anybody waits."""

from dataclasses import replace

import pytest

from app.domain.entities.base import Kind
from app.domain.entities.projects import Tag
from app.orchestrators.maintenance.warming import warm_up
from app.storage.cache import EntityCache
from app.storage.context import Context
from app.storage.unit_of_work import UnitOfWork, reading, unit_of_work
from tests.support.store import MORNING, make_entry, make_project, make_tag

KEY = (Kind.TAG, "a")


def test_value_is_served_at_its_own_version_only() -> None:
    cache = EntityCache()
    now = cache.at(3)
    now.put(Kind.TAG, "value", "a")

    assert now.get(Kind.TAG, "a") == "value"
    assert cache.at(2).get(Kind.TAG, "a") is None
    cache.at(2).put(Kind.TAG, "older", "b")
    assert cache.at(3).get(Kind.TAG, "b") is None
    assert cache.at(4).get(Kind.TAG, "a") is None
    assert (cache.figures.hits, cache.figures.misses, cache.figures.invalidations) == (1, 3, 2)


def test_commit_carries_over_what_it_did_not_touch() -> None:
    cache = EntityCache()
    for id_ in "ab":
        cache.hold(-1, (Kind.TAG, id_), id_)
    cache.hold(-1, (Kind.TAG, ""), ["a", "b"])

    cache.committed(0, [KEY])

    assert cache.look_up(0, KEY) is None
    assert cache.look_up(0, (Kind.TAG, "")) is None
    assert cache.look_up(0, (Kind.TAG, "b")) == "b"
    cache.committed(5, [])
    assert cache.look_up(5, (Kind.TAG, "b")) is None


def test_oldest_leaves_first() -> None:
    cache = EntityCache(capacity=2)
    for id_ in "abc":
        cache.hold(-1, (Kind.TAG, id_), id_)
        cache.look_up(-1, KEY)

    assert len(cache) == 2
    assert cache.look_up(-1, (Kind.TAG, "b")) is None
    assert cache.look_up(-1, KEY) == "a"
    assert cache.figures.evictions == 1


def _rename_and_fail(work: UnitOfWork, tag: Tag) -> None:
    work.tags.save(replace(tag, name="never"))
    assert [tag.name for tag in work.tags.all()] == ["never"]
    raise ZeroDivisionError


def test_rolled_back_write_is_never_served(ctx: Context) -> None:
    tag = make_tag(ctx)
    with unit_of_work(ctx) as work:
        work.tags.save(tag)
    with reading(ctx) as read:
        assert read.tags.all() == [tag]
    with pytest.raises(ZeroDivisionError), unit_of_work(ctx) as work:
        _rename_and_fail(work, tag)
    with reading(ctx) as read:
        assert read.tags.get(tag.id) == tag


def test_warm_cache_answers_without_asking_the_file(ctx: Context) -> None:
    projects = [make_project(ctx, f"Project {n}") for n in range(20)]
    with unit_of_work(ctx) as work:
        work.projects.save_all(projects)
        work.time_entries.save_all(make_entry(ctx, MORNING + n * 60, 60, project=projects[n]) for n in (11, 4, 17))

    assert warm_up(ctx) == 20

    figures = ctx.database.cache.figures
    misses = figures.misses
    with reading(ctx) as read:
        assert len(read.projects.all()) == 20
        assert read.projects.get(projects[4].id) == projects[4]
    assert figures.misses == misses
    assert figures.warm_up_ms > 0


def test_what_was_used_last_is_kept_longest(ctx: Context) -> None:
    projects = [make_project(ctx, f"Project {n}") for n in range(20)]
    with unit_of_work(ctx) as work:
        work.projects.save_all(projects)
        work.time_entries.save_all(make_entry(ctx, MORNING + n * 60, 60, project=projects[n]) for n in (4, 11, 17))
    ctx.database.cache = EntityCache(capacity=3)

    warm_up(ctx)

    with reading(ctx) as read:
        held = list(ctx.database.cache._held)
        assert held == [(Kind.PROJECT, projects[n].id) for n in (4, 11, 17)]
        assert read.projects.get(projects[17].id) == projects[17]
