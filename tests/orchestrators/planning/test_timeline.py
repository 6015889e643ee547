"""The timeline holds every project's time by day, with the same forecast as everywhere, and follows every change."""

import random
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.entities.base import Kind
from app.domain.entities.planning import PlannedEvent, TimeOff, TimeOffKind, WorkSlot
from app.domain.entities.projects import Project, ProjectStatus
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import NotFound, RuleBroken
from app.domain.forecast import Forecast, forecast
from app.domain.ids import GroupId, ProjectId, UserId
from app.domain.outcome import Changes
from app.orchestrators.milestones.milestones import update_milestone
from app.orchestrators.planning.timeline import Timeline, preview_dates, timeline, timeline_again
from app.orchestrators.projects.projects import delete_project, merge_projects, update_project
from app.orchestrators.time_tracking.entries import add_entry, delete_entries, edit_entry
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.storage.unit_of_work import UnitOfWork, unit_of_work
from tests.orchestrators.making import (
    HOUR,
    a_group,
    a_milestone,
    a_project,
    an_entry,
    counted_statements,
    put,
)
from tests.orchestrators.planning.worlds import Maker, fill
from tests.support.store import MORNING, USER, clock_of, make_context

SINCE, UNTIL = "2025-11-01", "2026-12-31"


def of(ctx: Context) -> Timeline:
    return timeline(ctx, since=SINCE, until=UNTIL)


def test_a_row_holds_what_was_done_and_what_is_estimated(ctx: Context) -> None:
    group = a_group(ctx, "Studio")
    website = a_project(
        ctx, "Website", group=group.id, start_date="2026-03-01", due_date="2026-03-06", estimate_minutes=600
    )
    an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=website)
    found = timeline(ctx, since="2026-03-01", until="2026-03-31")

    (row,) = found.groups[0].rows
    assert (found.groups[0].name, found.today, row.project) == ("Studio", "2026-03-02", website)
    assert (row.done, row.tracked_seconds) == ({"2026-03-02": HOUR}, HOUR)
    assert row.auto == dict.fromkeys(("2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"), 135)
    assert [(load.day, load.capacity, load.auto, load.tracked_seconds) for load in found.days[:3]] == [
        ("2026-03-01", 0, 0, 0), ("2026-03-02", 480, 0, HOUR), ("2026-03-03", 480, 135, 0),
    ]  # fmt: skip
    assert (row.finish, row.finish_day, row.unscheduled) == (None, None, 0)


def test_open_projects_have_a_row_and_closed_ones_where_time_was_spent(ctx: Context) -> None:
    for status in ProjectStatus:
        for name in ("idle", "worked"):
            project = a_project(ctx, f"{status} {name}", status=status, due_date="2026-06-01", estimate_minutes=100)
            if name == "worked":
                an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=project)
    rows = of(ctx).rows

    assert [row.shown_name for row in rows] == [
        "active idle", "active worked", "completed worked", "on_hold idle", "on_hold worked",
    ]  # fmt: skip
    assert [bool(row.auto) for row in rows] == [True, True, False, False, False]


def test_time_off_is_named_by_day_and_years_of_it_do_not_matter(ctx: Context) -> None:
    put(
        ctx,
        off(ctx, "Sabbatical", "2026-03-10", "2031-03-09"),
        off(ctx, "Birthday", "2020-03-11", "2020-03-11", recurs_annually=True),
    )
    a_project(ctx, start_date="2026-03-02", due_date="2026-04-30", estimate_minutes=600)
    found = timeline(ctx, since="2026-03-08", until="2026-03-12")

    assert found.time_off == {
        "2026-03-10": "Sabbatical", "2026-03-11": "Birthday, Sabbatical", "2026-03-12": "Sabbatical",
    }  # fmt: skip
    assert max(found.rows[0].auto) == "2026-03-09"


def off(ctx: Context, name: str, first: str, last: str, **fields: Any) -> TimeOff:
    return TimeOff(
        id=ctx.new_id(), created_at=ctx.now(), user=USER, name=name, kind=TimeOffKind.OTHER, start_date=first, end_date=last,
        **fields,
    )  # fmt: skip


def test_what_others_worked_is_done_but_not_the_person_s_own_load(ctx: Context) -> None:
    website = a_project(ctx)
    an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=website)
    an_entry(ctx, MORNING - 5 * HOUR, HOUR, project=website, user=ctx.new_id())
    an_entry(ctx, MORNING - 900, None, project=website)
    found = of(ctx)
    today = next(load for load in found.days if load.day == found.today)

    assert found.rows[0].done == {"2026-03-02": 2 * HOUR + 900}
    assert today.tracked_seconds == HOUR + 900


def test_what_others_plan_takes_the_project_s_time_but_not_the_person_s(ctx: Context) -> None:
    website = a_project(ctx, start_date="2026-03-02", due_date="2026-03-31", estimate_minutes=600)
    put(
        ctx,
        *(
            PlannedEvent(
                id=ctx.new_id(), created_at=ctx.now(), user=user, title="Talk", starts_at=MORNING + HOUR,
                ends_at=MORNING + 2 * HOUR, tz="Europe/Berlin", project=ProjectId(website.id),
            )
            for user in (USER, UserId(ctx.new_id()))
        ),
    )  # fmt: skip
    found = of(ctx)
    today = next(load for load in found.days if load.day == found.today)

    assert (found.rows[0].planned, found.rows[0].outlook.forecast.remaining) == ({"2026-03-02": 120}, 480)
    assert today.planned == 60


def test_what_was_merged_in_is_done_in_the_row_of_the_other(ctx: Context) -> None:
    website, twin = a_project(ctx, "Website"), a_project(ctx, "Twin")
    for project in (website, twin):
        an_entry(ctx, MORNING - 3 * HOUR, HOUR, project=project)
    an_entry(ctx, MORNING - 900, None, project=twin)
    merge_projects(ctx, twin.id, website.id)

    assert [(row.shown_name, row.done) for row in of(ctx).rows] == [("Website", {"2026-03-02": 2 * HOUR + 900})]


def test_milestones_stand_in_their_project_s_row(ctx: Context) -> None:
    website = a_project(ctx, start_date="2026-02-02", due_date="2026-03-31", estimate_minutes=3000)
    a_milestone(ctx, website, "Alpha", "2026-02-20", budget_minutes=600)
    a_milestone(ctx, website, "Beta", "2026-03-20", budget_minutes=300)
    an_entry(ctx, MORNING - 20 * 24 * HOUR, HOUR, project=website)
    alpha, beta = of(ctx).rows[0].milestones

    assert (alpha.seconds, alpha.overdue, alpha.first_day, alpha.auto) == (HOUR, True, "2026-02-02", 0)
    assert (beta.carried_over, beta.first_day, beta.auto) == (540, "2026-02-21", 840)


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow"])
def test_a_day_that_is_none_is_refused(ctx: Context, day: str) -> None:
    before = of(ctx)
    with pytest.raises(RuleBroken, match="There is no day"):
        timeline(ctx, since=day, until=UNTIL)
    with pytest.raises(RuleBroken, match="There is no day"):
        timeline_again(ctx, before, Changes(), until=day)


# --- reading again only what changed ---


@pytest.fixture
def forecasts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the names of projects whose forecast is made."""
    made: list[str] = []

    def counted(project: Project, **facts: Any) -> Forecast:
        made.append(project.name)
        return forecast(project, **facts)

    monkeypatch.setattr("app.domain.course.forecast", counted)
    return made


def studio(ctx: Context, count: int = 12) -> list[Project]:
    projects = [
        a_project(ctx, f"p{at:02}", start_date="2026-02-01", due_date="2026-08-31", estimate_minutes=6000)
        for at in range(count)
    ]
    for project in projects:
        a_milestone(ctx, project, "Beta", "2026-05-01", budget_minutes=600)
        an_entry(ctx, MORNING - 30 * HOUR, HOUR, project=project)
    return projects


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


def beta(ctx: Context, project: Project) -> str:
    with unit_of_work(ctx) as work:
        return work.milestones.of_project(project.id)[0].id


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


# --- other dates, tried ---


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


def test_groups_are_in_their_order_and_what_belongs_to_none_comes_last(ctx: Context) -> None:
    second, first = a_group(ctx, "Second", position=2), a_group(ctx, "First", position=1)
    for name, group in (("a", second.id), ("b", first.id), ("c", None), ("d", ctx.new_id())):
        a_project(ctx, name, group=GroupId(group) if group else None)
    found = of(ctx)

    assert [(one.name, [row.shown_name for row in one.rows]) for one in found.groups] == [
        ("First", ["b"]), ("Second", ["a"]), ("", ["c", "d"]),
    ]  # fmt: skip


def test_a_deleted_entry_is_followed(ctx: Context) -> None:
    projects = studio(ctx, 3)
    entry = an_entry(ctx, MORNING - 3 * HOUR, HOUR, project=projects[0])
    before = of(ctx)
    after = timeline_again(ctx, before, delete_entries(ctx, [entry.id]).changes)

    assert after == of(ctx)
    assert after != before
