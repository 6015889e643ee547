"""Every question asked of the entries is answered as a look at each of them would answer it."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from app.domain.days import local_day, split_by_day, week_of
from app.domain.entities.base import Kind
from app.domain.entities.projects import Project
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import TagId
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.repository import Session
from app.storage.unit_of_work import Repositories, reading, unit_of_work
from tests.support.everything import fill
from tests.support.store import MORNING, USER, make_context, make_entry, make_project


@pytest.fixture(scope="module")
def full() -> Iterator[Context]:
    """A store with some hundred entries of all sorts; nobody writes to it."""
    ctx = make_context()
    fill(ctx, entries=250)
    yield ctx
    ctx.database.close()


def filters(read: Repositories) -> list[EntryFilter]:
    def ids(kind: Kind) -> tuple[str, ...]:
        return tuple(entity.id for entity in read.of(kind).all())[:2]

    spans: list[dict[str, Any]] = [
        {},
        {"since_day": "2026-03-02"},
        {"since_day": "2026-02-01", "until_day": "2026-02-28"},
        {"since_day": "2026-02-02", "until_day": "2026-03-08"},
        {"since_day": "2026-02-03", "until_day": "2026-03-19"},
    ]
    others: list[dict[str, Any]] = [
        {},
        {"projects": ids(Kind.PROJECT)},
        {"groups": ids(Kind.GROUP)},
        {"clients": ids(Kind.CLIENT)},
        {"tasks": ids(Kind.TASK)},
        {"milestones": ids(Kind.MILESTONE)},
        {"with_milestone": True},
        {"tags_any": ids(Kind.TAG)},
        {"users": (USER,)},
        {"billable": True},
        {"billable": False, "without_project": True},
        {"text": "login"},
        {"text": "50 %"},
        {"source": "timer"},
    ]
    return [EntryFilter(**span, **other) for span in spans for other in others]


@cache
def _projects(read: Repositories) -> dict[str, Project]:
    return {project.id: project for project in read.projects._select("1", ())}


def meant(read: Repositories, chosen: EntryFilter, entry: TimeEntry) -> bool:
    """Decide, apart from the days, what the filter says of an entry."""
    # Groups and clients are those of projects in the trash, too.
    project = _projects(read).get(entry.project or "")
    return all(
        (
            not chosen.projects or entry.project in chosen.projects,
            not chosen.groups or bool(project and project.group in chosen.groups),
            not chosen.clients or bool(project and project.client in chosen.clients),
            not chosen.tasks or entry.task in chosen.tasks,
            not chosen.milestones or entry.milestone in chosen.milestones,
            not chosen.with_milestone or entry.milestone is not None,
            not chosen.tags_any or bool(entry.tags & set(chosen.tags_any)),
            not chosen.users or entry.user in chosen.users,
            chosen.billable is None or entry.billable == chosen.billable,
            not chosen.without_project or entry.project is None,
            not chosen.text or chosen.text.lower() in entry.description.lower(),
            not chosen.source or entry.source == chosen.source,
        )
    )


def inside(chosen: EntryFilter, day: str) -> bool:
    return (chosen.since_day or "") <= day <= (chosen.until_day or "9999")


def test_lists_and_sums_are_what_a_look_at_each_entry_says(full: Context) -> None:
    with reading(full) as read:
        for chosen in filters(read):
            right = [
                entry
                for entry in read.time_entries.all()
                if meant(read, chosen, entry) and inside(chosen, local_day(entry.started_at, entry.tz))
            ]
            found = read.time_entries.select(chosen, newest_first=False)
            assert found == right, chosen
            assert list(read.time_entries.iterate(chosen)) == right
            assert read.time_entries.select(chosen, limit=3, offset=1) == right[::-1][1:4]
            closed = [entry for entry in right if not entry.running]
            assert read.time_entries.summary(chosen) == (len(closed), sum(entry.seconds(0) for entry in closed))
            for by_user, by_project in ((True, True), (False, True), (True, False), (False, False)):
                lengths = read.time_entries.lengths(chosen, by_user=by_user, by_project=by_project)
                assert sum(length.times * length.seconds for length in lengths) == sum(e.seconds(0) for e in closed)


_KEYS = (
    (), ("day",), ("week",), ("month",), ("project",), ("task",), ("milestone",), ("user",), ("billable",), ("tag",),
    ("week", "project"), ("month", "project"), ("month", "project", "billable"), ("day", "task"), ("month", "tag"), ("day", "tag"),
    ("project", "tag"), ("tag", "milestone"),
)  # fmt: skip


def pieces(entry: TimeEntry) -> Iterator[tuple[str, int, int]]:
    """Yield the day, its seconds, and 1 on the first."""
    for place, (day, seconds) in enumerate(split_by_day(entry.started_at, entry.ended_at or 0, entry.tz)):
        yield day, seconds, int(place == 0)


def right_sums(
    entries: list[TimeEntry], keys: tuple[str, ...], chosen: EntryFilter
) -> dict[tuple[Any, ...], list[int]]:
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for entry in entries:
        for day, seconds, first in pieces(entry):
            if not inside(chosen, day):
                continue
            for tag in entry.tags if "tag" in keys else (None,):
                values = {"day": day, "week": week_of(day), "month": day[:7], "tag": tag}
                total = sums[tuple(values[key] if key in values else getattr(entry, key) for key in keys)]
                total[0] += seconds
                total[1] += first
    return {key: total for key, total in sums.items() if any(total)}


def test_totals_are_what_the_pieces_of_each_entry_add_up_to(full: Context) -> None:
    with reading(full) as read:
        for chosen in filters(read):
            entries = [e for e in read.time_entries.all() if not e.running and meant(read, chosen, e)]
            for keys in _KEYS:
                found = {row.key: [row.seconds, row.entries] for row in read.totals.by(*keys, chosen=chosen)}
                assert found == right_sums(entries, keys, chosen), (keys, chosen)
            right = sum(total[0] for total in right_sums(entries, (), chosen).values())
            assert read.totals.seconds(chosen) == right


def test_totals_straight_from_entries_follow_the_start_of_the_day() -> None:
    ctx = make_context()
    fill(ctx, seed=2, entries=80)
    with unit_of_work(ctx) as work:
        work.settings.put("day_starts_at", 240)
    with reading(ctx) as read:
        for keys in (("day", "tag"), ("week", "milestone")):
            assert sum(row.seconds for row in read.totals.by(*keys, chosen=EntryFilter(text="login"))) == sum(
                entry.seconds(0) * (len(entry.tags) if "tag" in keys else 1)
                for entry in read.time_entries.search("login", limit=999)
                if not entry.running
            )
        chosen = EntryFilter(since_day="2026-02-10", until_day="2026-03-20", source="timer")
        plain = replace(chosen, source=None)
        assert read.totals.by("day", chosen=chosen) == read.totals.by("day", chosen=plain)
        assert read.totals.by("week", "project", chosen=chosen) == read.totals.by("week", "project", chosen=plain)
    ctx.database.close()


def test_entries_that_are_alike_are_summed_together(full: Context) -> None:
    with reading(full) as read:
        closed = [entry for entry in read.time_entries.all() if not entry.running]
        alike: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
        named: dict[tuple[Any, ...], int] = defaultdict(int)
        for entry in closed:
            total = alike[entry.project, entry.billable, entry.description]
            total[0] += entry.seconds(0)
            total[1] += 1
            if entry.milestone:
                named[entry.milestone, entry.project, local_day(entry.started_at, entry.tz)] += entry.seconds(0)

        columns = ("project", "billable", "description")
        assert {
            tuple(values[column] for column in columns): [seconds, count]
            for values, seconds, count in read.time_entries.alike(columns, EntryFilter())
        } == alike
        found = {(m.milestone, m.project, m.day): m.seconds for m in read.time_entries.named_milestones()}
        assert {key: seconds for key, seconds in found.items() if seconds} == {k: s for k, s in named.items() if s}
        one = next(iter(named))[0]
        assert {m.milestone for m in read.time_entries.named_milestones([one])} == {one}


def test_overlaps_are_found_whatever_their_length(full: Context) -> None:
    dice = random.Random(5)
    with reading(full) as read:
        for _ in range(200):
            since = MORNING + dice.randrange(-45 * 86_400, 45 * 86_400)
            until = since + dice.choice((1, 3_600, 86_400, 9 * 86_400))
            right = {
                entry.id
                for entry in read.time_entries.all()
                if entry.started_at < until
                and (entry.ended_at is None or entry.ended_at > since or (entry.ended_at == entry.started_at >= since))
            }
            assert {entry.id for entry in read.time_entries.between(since, until)} == right


def test_pages_of_recent_entries_give_each_once(full: Context) -> None:
    with reading(full) as read:
        pages, before = [], None
        while page := read.time_entries.recent(before, limit=37):
            pages += page
            before = (page[-1].started_at, page[-1].id)
        assert pages == sorted(read.time_entries.all(), key=lambda e: (e.started_at, e.id), reverse=True)


def test_running_last_and_counted(ctx: Context) -> None:
    project = make_project(ctx)
    early, late = make_entry(ctx, MORNING, None, project=project), make_entry(ctx, MORNING + 60, None)
    closed = make_entry(ctx, MORNING - 7200, project=project, external_id="x1", source="import:toggl")
    somebody = make_entry(ctx, MORNING + 90, None, user=ctx.new_id())
    with unit_of_work(ctx) as work:
        work.time_entries.save_all((early, late, closed, somebody))
    with reading(ctx) as read:
        entries = read.time_entries
        assert entries.all_running(USER) == [late, early]
        assert entries.running() == somebody
        assert entries.running(ctx.new_id()) is None
        assert entries.last(USER) == closed
        assert entries.last(ctx.new_id()) is None
        assert entries.count_for_project(project.id) == (2, 3600)
        assert entries.external_ids() == entries.external_ids("import:toggl") == {"x1"}
        assert entries.external_ids("import:harvest") == set()
        assert entries.with_short_id(closed.id.replace("-", "")[-8:].upper()) == [closed]
        assert entries.select(EntryFilter(since_day="2026-03-02", until_day="2026-03-02")) == [
            somebody,
            late,
            early,
            closed,
        ]
        assert entries.search("  ") == []
        assert read.totals.span() == ("2026-03-02", "2026-03-02")
        assert read.totals.last_days() == {}
        assert entries.by_ids((early.id, ctx.new_id())) == {early.id: early}


def test_last_day_and_periods_of_a_project(ctx: Context) -> None:
    project = make_project(ctx)
    with unit_of_work(ctx) as work:
        work.projects.save(project)
        work.time_entries.save(make_entry(ctx, MORNING, project=project))
        work.time_entries.save(make_entry(ctx, MORNING + 3 * 86_400, project=project))
    with reading(ctx) as read:
        assert read.totals.last_days() == {project.id: "2026-03-05"}
        periods = [(project.id, "2026-03-01", "2026-03-02"), (project.id, "2026-03-03", "2026-03-09")]
        assert read.totals.in_periods(periods) == [3600, 3600]
        assert read.totals.in_periods([]) == []


def test_suggestions_name_each_kind_of_work_once_newest_first(ctx: Context) -> None:
    tag = TagId(ctx.new_id())
    with unit_of_work(ctx) as work:
        for n, (description, tags) in enumerate([("a", ()), ("b", (tag,)), ("a", ()), ("a", (tag,))]):
            work.time_entries.save(make_entry(ctx, MORNING + n * 60, 60, description=description, tags=frozenset(tags)))
    with reading(ctx) as read:
        found = read.time_entries.suggestions()
    assert [(each.description, each.tags, each.times) for each in found] == [
        ("a", {tag}, 1), ("a", frozenset(), 2), ("b", {tag}, 1),
    ]  # fmt: skip


def test_start_of_the_day_moves_every_sum_and_an_undo_moves_it_back(ctx: Context) -> None:
    from app.storage.undo import undo

    # From 01:30 to 02:30 in Berlin.
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx, MORNING - 27_000))
    with unit_of_work(ctx) as work:
        work.settings.put("day_starts_at", 240)
    with reading(ctx) as read:
        assert [row.key[0] for row in read.totals.by("day")] == ["2026-03-01"]
        assert read.settings.value("day_starts_at") == 240
        assert read.settings.values() == {"day_starts_at": 240}
    undo(ctx)
    with reading(ctx) as read:
        assert [row.key[0] for row in read.totals.by("day")] == ["2026-03-02"]
        assert read.settings.value("day_starts_at", 0) == 0


def test_history_tells_the_story_of_an_entity(ctx: Context) -> None:
    entry = make_entry(ctx, description="one")
    with unit_of_work(ctx, "add", "one") as work:
        work.time_entries.save(entry)
    with unit_of_work(ctx, "edit", "two") as work:
        work.time_entries.save(replace(entry, description="two"))
    with unit_of_work(ctx, "delete") as work:
        work.describe("two")
        work.time_entries.delete(entry.id)
    with unit_of_work(ctx) as work:
        work.settings.put("currency", "EUR")
        work.dismissals.save(_dismissal(ctx))
        work.settings.delete(work.settings.all()[0].id)
        assert work.dismissals.findings() == {"overlap:1"}
    with reading(ctx) as read:
        story = read.history.of(entry.id)
        assert [(step.code, step.deleted, step.fields.get("description")) for step in story] == [
            ("delete", True, None), ("edit", False, "two"), ("add", False, "one"),
        ]  # fmt: skip
        assert [action.code for action in read.history.actions()] == ["change", "delete", "edit", "add"]
        assert [(item.counts, item.names) for item in read.history.trash()] == [
            ({Kind.SETTING: 1}, ("",)), ({Kind.TIME_ENTRY: 1}, ("two",)),
        ]  # fmt: skip


def _dismissal(ctx: Context) -> Any:
    from app.domain.entities.workspace import Dismissal

    return Dismissal(id=ctx.new_id(), created_at=ctx.now(), finding="overlap:1")


def test_milestones_and_tasks_of_a_project(full: Context) -> None:
    with reading(full) as read:
        for project in read.projects.all():
            assert all(each.project == project.id for each in read.milestones.of_project(project.id))
            assert {t.id for t in read.tasks.of_project(project.id)} == {
                t.id for t in read.tasks.all() if t.project == project.id
            }


def test_rejected_rows_are_kept_by_import(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        work.rejected_rows.add("batch 1", "a.csv", [(3, "no start"), (9, "no end")])
    with reading(ctx) as read:
        (batch,) = read.rejected_rows.batches()
        assert (batch.file, batch.count_, batch.line, batch.reason) == ("a.csv", 2, 3, "no start")
        assert read.rejected_rows.of("batch 1") == [(3, "no start"), (9, "no end")]


def test_reading_session_writes_nothing(ctx: Context) -> None:
    with reading(ctx) as read:
        assert isinstance(read.session, Session)
        with pytest.raises(RuntimeError, match="only reads"):
            read.time_entries.save(make_entry(ctx))


def test_what_is_not_here_is_neither_deleted_nor_revived(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        work.time_entries.delete(ctx.new_id())
        assert work.time_entries.revive(ctx.new_id()) is False
        assert work.projects.get("") is None
        stored = make_project(ctx)
        work.projects.save(stored)
        assert work.projects.revive(stored.id) is True
