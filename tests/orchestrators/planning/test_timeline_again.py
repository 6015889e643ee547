"""A timeline follows every change, and recalculates what it touches and nothing else."""

import random
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.entities.base import Kind
from app.domain.entities.planning import PlannedEvent, TimeOff, WorkSlot
from app.domain.entities.projects import Project, ProjectStatus
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import ProjectId
from app.domain.outcome import Changes
from app.orchestrators.milestones.milestones import update_milestone
from app.orchestrators.planning.timeline import timeline, timeline_again
from app.orchestrators.projects.projects import delete_project, merge_projects, update_project
from app.orchestrators.time_tracking.entries import add_entry, delete_entries, edit_entry
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.storage.unit_of_work import UnitOfWork, unit_of_work
from tests.orchestrators.making import (
    HOUR,
    a_project,
    an_entry,
    counted_statements,
)
from tests.orchestrators.planning.studios import UNTIL, beta, of, studio
from tests.orchestrators.planning.worlds import Maker, fill
from tests.support.store import MORNING, clock_of, make_context

EDITS: dict[str, tuple[Callable[[Context, list[Project]], Changes], list[str]]] = {
    "entry": (
        lambda ctx, p: add_entry(ctx, started_at=MORNING - 2 * HOUR, ended_at=MORNING - HOUR, project=p[3].id).changes,
        ["p03"],
    ),
    "due date": (lambda ctx, p: update_project(ctx, p[4].id, due_date="2026-09-15").changes, ["p04"]),
    "milestone": (
        lambda ctx, p: update_milestone(ctx, beta(ctx, p[5]), due_date="2026-05-20").changes,
        ["p05"],
    ),
    "timer": (lambda ctx, p: start_timer(ctx, project=ProjectId(p[6].id)).changes, ["p06"]),
    "group": (lambda ctx, _: saved(ctx, lambda work: work.groups.save(group_of(ctx))), []),
}


def group_of(ctx: Context) -> Any:
    from app.domain.entities.projects import Group

    return Group(id=ctx.new_id(), created_at=ctx.now(), name="New")


def saved(ctx: Context, write: Callable[[UnitOfWork], object]) -> Changes:
    with unit_of_work(ctx, "prepare") as work:
        write(work)
    return work.outcome(None).changes


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_recalculates_what_it_touches_and_nothing_else(ctx: Context, forecasts: list[str], name: str) -> None:
    projects = studio(ctx)
    edit, touched = EDITS[name]
    before = of(ctx)
    changes = edit(ctx, projects)
    forecasts.clear()
    after = timeline_again(ctx, before, changes)

    assert forecasts == touched
    assert [row.project.name for row in after.rows if row is not before.row(row.project.id)] == touched
    assert after == of(ctx)


@pytest.mark.parametrize("name", EDITS)
def test_the_statements_after_an_edit_do_not_grow_with_the_projects(ctx: Context, name: str) -> None:
    def statements(count: int) -> int:
        projects = studio(ctx, count)
        before = of(ctx)
        changes = EDITS[name][0](ctx, projects)
        with counted_statements(ctx) as seen:
            timeline_again(ctx, before, changes)
        return len(seen)

    few = statements(7)

    assert statements(30) <= few <= 20


def test_an_entry_that_moves_to_another_project_touches_both(ctx: Context, forecasts: list[str]) -> None:
    projects = studio(ctx)
    entry = an_entry(ctx, MORNING - 50 * HOUR, HOUR, project=projects[0])
    before = of(ctx)
    changes = edit_entry(ctx, entry.id, project=projects[1].id).changes
    forecasts.clear()
    after = timeline_again(ctx, before, changes)

    assert sorted(forecasts) == ["p00", "p01"]
    assert after == of(ctx)


def test_another_span_is_laid_out_without_a_new_forecast(ctx: Context, forecasts: list[str]) -> None:
    studio(ctx)
    before = of(ctx)
    forecasts.clear()
    after = timeline_again(ctx, before, Changes(), since="2026-01-01", until="2027-06-30")

    assert forecasts == []
    assert after == timeline(ctx, since="2026-01-01", until="2027-06-30")


def test_an_earlier_span_shows_what_was_done_then(ctx: Context) -> None:
    website = a_project(ctx)
    an_entry(ctx, MORNING - 300 * 24 * HOUR, HOUR, project=website)
    before = of(ctx)
    after = timeline_again(ctx, before, Changes(), since="2025-01-01")

    assert (before.rows[0].done, after.rows[0].done) == ({}, {"2025-05-06": HOUR})
    assert after == timeline(ctx, since="2025-01-01", until=UNTIL)


def test_the_next_day_everything_is_forecast_anew(ctx: Context) -> None:
    studio(ctx, 2)
    before = of(ctx)
    clock_of(ctx).forward(24 * HOUR)
    after = timeline_again(ctx, before, Changes())

    assert (before.today, after.today) == ("2026-03-02", "2026-03-03")
    assert after == of(ctx)


def test_hundreds_of_changed_entries_are_read_as_all(ctx: Context) -> None:
    website = a_project(ctx, due_date="2026-06-01", estimate_minutes=6000)
    before = of(ctx)
    entry = an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=website)
    many = Changes(frozenset((Kind.TIME_ENTRY, id_) for id_ in [entry.id, *(ctx.new_id() for _ in range(600))]))

    assert timeline_again(ctx, before, many) == of(ctx)


def test_merging_and_deleting_projects_is_followed(ctx: Context) -> None:
    projects = studio(ctx, 4)
    before = of(ctx)
    merged = timeline_again(ctx, before, merge_projects(ctx, projects[0].id, projects[1].id).changes)

    assert merged == of(ctx)
    assert merged.row(projects[0].id) is None

    deleted = timeline_again(ctx, merged, delete_project(ctx, projects[2].id, delete_entries=True).changes)

    assert deleted == of(ctx)


class Editing:
    """Changes a store at random and says what changed."""

    def __init__(self, maker: Maker) -> None:
        self._maker, self._dice, self._ctx = maker, maker.dice, maker.ctx

    def one(self) -> Changes:
        change = self._dice.choice((
            self._new, self._entry_gone, self._entry_moved, self._project, self._milestone, self._event, self._time_passes,
        ))  # fmt: skip
        return saved(self._ctx, change)

    def _new(self, work: UnitOfWork) -> None:
        maker = self._maker
        thing = self._dice.choice(
            (maker.entry, maker.entry, maker.event, maker.override, maker.off, maker.slot, maker.project)
        )()
        kinds = {TimeEntry: Kind.TIME_ENTRY, PlannedEvent: Kind.PLANNED_EVENT, TimeOff: Kind.TIME_OFF, WorkSlot: Kind.WORK_SLOT,
                 Project: Kind.PROJECT}  # fmt: skip
        work.of(kinds.get(type(thing), Kind.DAY_OVERRIDE)).save(thing)

    def _some_entry(self, work: UnitOfWork) -> TimeEntry | None:
        found = work.time_entries.all()
        return self._dice.choice(found) if found else None

    def _entry_gone(self, work: UnitOfWork) -> None:
        if entry := self._some_entry(work):
            work.time_entries.delete(entry.id)

    def _entry_moved(self, work: UnitOfWork) -> None:
        if entry := self._some_entry(work):
            project = ProjectId(self._dice.choice(self._maker.projects).id)
            work.time_entries.save(self._dice.choice((
                replace(entry, project=project), replace(entry, started_at=entry.started_at - 90_000),
                replace(entry, project=None, milestone=None),
            )))  # fmt: skip

    def _project(self, work: UnitOfWork) -> None:
        projects = work.projects.all()
        if not projects:
            return
        project = self._dice.choice(projects)
        match self._dice.randrange(5):
            case 0:
                work.projects.save(replace(project, merged_into=ProjectId(self._dice.choice(projects).id)))
            case 1:
                work.projects.delete(project.id)
            case 2:
                work.projects.save(replace(project, due_date=self._maker.day(0, 3000)))
            case 3:
                work.projects.save(replace(project, status=self._dice.choice(list(ProjectStatus))))
            case _:
                work.projects.save(replace(project, estimate_minutes=self._dice.randrange(10_000), name="other"))

    def _milestone(self, work: UnitOfWork) -> None:
        milestones = work.milestones.all()
        if not milestones:
            return
        milestone = self._dice.choice(milestones)
        if self._dice.random() < 0.3:
            work.milestones.delete(milestone.id)
        else:
            work.milestones.save(
                replace(milestone, due_date=self._maker.day(), budget_minutes=self._dice.randrange(900))
            )

    def _event(self, work: UnitOfWork) -> None:
        events = work.planned_events.all()
        if events:
            work.planned_events.delete(self._dice.choice(events).id)

    def _time_passes(self, work: UnitOfWork) -> None:
        clock_of(self._ctx).forward(self._dice.choice((60, 3600, 50_000)))


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), edits=st.integers(1, 6))
def test_a_timeline_that_follows_changes_is_the_one_that_is_read_afresh(seed: int, edits: int) -> None:
    ctx = make_context()
    with closing(ctx.database):
        maker = fill(ctx, random.Random(seed))
        editing, kept = Editing(maker), of(ctx)
        for _ in range(edits):
            kept = timeline_again(ctx, kept, editing.one())

            fresh = of(ctx)
            assert kept == fresh
            assert [row.risk for row in kept.rows] == [row.risk for row in fresh.rows]
            assert [row.outlook.forecast for row in kept.rows] == [row.outlook.forecast for row in fresh.rows]
            assert [row.outlook.rows for row in kept.rows] == [row.outlook.rows for row in fresh.rows]


def test_a_deleted_entry_is_followed(ctx: Context) -> None:
    projects = studio(ctx, 3)
    entry = an_entry(ctx, MORNING - 3 * HOUR, HOUR, project=projects[0])
    before = of(ctx)
    after = timeline_again(ctx, before, delete_entries(ctx, [entry.id]).changes)

    assert after == of(ctx)
    assert after != before
