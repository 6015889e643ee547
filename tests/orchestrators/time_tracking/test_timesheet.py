"""The timesheet: what a cell holds, and what typing into it does to entries."""

import pytest

from app.domain.entities.base import Kind
from app.domain.entities.planning import TimeOff, TimeOffKind, WorkSlot
from app.domain.entities.projects import ProjectStatus
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import MilestoneId, ProjectId, TagId, TaskId, UserId
from app.orchestrators.entry_checks import ProjectClosed
from app.orchestrators.history.history import undo
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timesheet import set_cell, timesheet
from app.orchestrators.time_tracking.timesheet_cell import NoRoom, StopUndecided, TimerInCell
from app.orchestrators.time_tracking.timesheet_week import RowKey, SheetRow, Timesheet
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import (
    HOUR,
    a_client,
    a_group,
    a_milestone,
    a_project,
    a_tag,
    a_task,
    an_entry,
    an_invoice,
    everything,
    put,
    stored,
)
from tests.support.disagreeing import disagree
from tests.support.store import MORNING, USER, clock_of, make_entry

MONDAY = "2026-03-02"
MIDNIGHT = MORNING - 9 * HOUR
EVENING = MIDNIGHT + 18 * HOUR


@pytest.fixture(autouse=True)
def evening(ctx: Context) -> None:
    """It is Monday, six in the evening, in Berlin."""
    clock_of(ctx).seconds = EVENING


def at(hours: float) -> int:
    return MIDNIGHT + round(hours * HOUR)


def spans(ctx: Context) -> list[tuple[float, float]]:
    """Every entry's start and end in hours after Monday's midnight."""
    with reading(ctx) as read:
        found = sorted(read.time_entries.all(), key=lambda entry: (entry.started_at, entry.ended_at or 0))
    return [((e.started_at - MIDNIGHT) / HOUR, ((e.ended_at or 0) - MIDNIGHT) / HOUR) for e in found]


def newest(ctx: Context) -> TimeEntry:
    with reading(ctx) as read:
        return max(read.time_entries.all(), key=lambda entry: entry.id)


def seconds(sheet: Timesheet, row: int = 0) -> list[int]:
    return [cell.seconds for cell in sheet.rows[row].cells]


def row_of(sheet: Timesheet, project: str | None) -> SheetRow:
    return next(row for row in sheet.rows if row.key.project == project)


def test_a_week_has_a_row_for_each_project_and_task(ctx: Context) -> None:
    group, client = a_group(ctx, "Studio"), a_client(ctx, "Acme")
    website = a_project(ctx, "Website", group=group.id, color="blue")
    app, task = a_project(ctx, "App", client=client.id), a_task(ctx, website, "Backend")
    an_entry(ctx, at(9), HOUR, project=website.id, task=TaskId(task.id))
    an_entry(ctx, at(10), HOUR, project=website.id)
    an_entry(ctx, at(11), HOUR, project=app.id)
    an_entry(ctx, at(12), HOUR)
    an_entry(ctx, at(12), HOUR, user=UserId("0195f000-0000-7000-8000-000000000002"))

    sheet = timesheet(ctx, week="2026-03-05")

    assert (sheet.week, sheet.today, sheet.days[6].day) == (MONDAY, MONDAY, "2026-03-08")
    assert [(row.project_name, row.task_name, row.about) for row in sheet.rows] == [
        ("App", "", "Acme"), ("Website", "", "Studio"), ("Website", "Backend", "Studio"), ("", "", ""),
    ]  # fmt: skip
    assert sheet.seconds == 4 * HOUR
    assert sheet.capacity_minutes == 5 * 480
    assert [day.seconds for day in sheet.days] == [4 * HOUR, 0, 0, 0, 0, 0, 0]
    assert all(row.is_open and not row.is_kept and row.seconds == HOUR for row in sheet.rows)


def test_the_week_begins_as_the_setting_says(ctx: Context) -> None:
    update_settings(ctx, week_start=6)

    assert timesheet(ctx).week == "2026-03-01"


def test_a_night_counts_on_both_days_and_what_runs_up_to_now(ctx: Context) -> None:
    an_entry(ctx, at(-1), 3 * HOUR)
    an_entry(ctx, at(17.5), None)

    sheet = timesheet(ctx)

    assert seconds(sheet) == [2 * HOUR + 1800, 0, 0, 0, 0, 0, 0]
    assert sheet.rows[0].cells[0].is_running
    assert seconds(timesheet(ctx, week="2026-03-01")) == [0, 0, 0, 0, 0, 0, HOUR]


def test_days_say_what_is_off_and_what_is_locked(ctx: Context) -> None:
    off = TimeOff(id=ctx.new_id(), created_at=0, user=USER, name="Fair", kind=TimeOffKind.OTHER,
                  start_date="2026-03-03", end_date="2026-03-03", fraction=0.5)  # fmt: skip
    put(ctx, off)
    update_settings(ctx, locked_before="2026-03-03")

    days = timesheet(ctx).days

    assert [(day.capacity_minutes, day.time_off, day.is_locked) for day in days[:3]] == [
        (480, (), True), (240, ("Fair",), False), (480, (), False),
    ]  # fmt: skip


def test_a_lost_project_keeps_its_row_and_a_closed_one_takes_nothing_new(ctx: Context) -> None:
    closed = a_project(ctx, "Old", status=ProjectStatus.ARCHIVED)
    lost = ProjectId(ctx.new_id())
    an_entry(ctx, at(9), HOUR, project=closed.id)
    an_entry(ctx, at(10), HOUR, project=lost)

    sheet = timesheet(ctx)
    assert [row_of(sheet, project).is_open for project in (closed.id, lost)] == [False, False]

    with pytest.raises(ProjectClosed):
        set_cell(ctx, day=MONDAY, project=closed.id, seconds=2 * HOUR)
    with pytest.raises(NotFound):
        set_cell(ctx, day=MONDAY, project=lost, seconds=2 * HOUR)
    set_cell(ctx, day=MONDAY, project=closed.id, seconds=1800)
    set_cell(ctx, day=MONDAY, project=lost, seconds=0)
    assert spans(ctx) == [(9, 9.5)]


def test_an_empty_cell_begins_at_the_first_free_time_of_the_working_day(ctx: Context) -> None:
    project = a_project(ctx, billable=True)
    an_entry(ctx, at(8.5), 2 * HOUR)

    outcome = set_cell(ctx, day=MONDAY, project=project.id, seconds=90 * 60)

    assert outcome.value == 0
    assert spans(ctx)[-1] == (10.5, 12)
    made = newest(ctx)
    assert (made.project, made.source, made.tz, made.billable) == (project.id, "manual", "Europe/Berlin", True)


@pytest.mark.parametrize(("weekday", "begins"), [(0, 7.5), (1, 9)])
def test_the_working_day_begins_with_its_first_slot_else_at_nine(ctx: Context, weekday: int, begins: float) -> None:
    put(ctx, WorkSlot(id=ctx.new_id(), created_at=0, user=USER, weekday=weekday, start_minute=450, end_minute=900,
                      effective_from="2026-01-01"))  # fmt: skip

    set_cell(ctx, day=MONDAY, project=None, seconds=HOUR)

    assert spans(ctx) == [(begins, begins + 1)]


def test_time_no_hole_holds_is_shared_among_the_holes(ctx: Context) -> None:
    an_entry(ctx, at(10), 7 * HOUR, project=a_project(ctx).id)

    set_cell(ctx, day=MONDAY, project=None, seconds=90 * 60)

    assert spans(ctx) == [(9, 10), (10, 17), (17, 17.5)]


def test_what_was_typed_grows(ctx: Context) -> None:
    entry = an_entry(ctx, at(9), HOUR, source="manual")

    set_cell(ctx, day=MONDAY, project=None, seconds=2 * HOUR)

    assert spans(ctx) == [(9, 11)]
    assert stored(ctx, entry).ended_at == at(11)


def test_what_was_measured_stays_as_it_was_and_gets_another_beside_it(ctx: Context) -> None:
    project, tag = a_project(ctx), a_tag(ctx)
    milestone = a_milestone(ctx, project)
    measured = an_entry(ctx, at(9), HOUR, project=project.id, description="fix", tags=frozenset([TagId(tag.id)]),
                        billable=True, milestone=MilestoneId(milestone.id), tz="America/New_York")  # fmt: skip

    set_cell(ctx, day=MONDAY, project=project.id, seconds=2 * HOUR)

    assert spans(ctx) == [(9, 10), (10, 11)]
    made = newest(ctx)
    assert (made.description, made.tags, made.billable, made.milestone, made.tz, made.source) == (
        "fix", measured.tags, True, milestone.id, "America/New_York", "manual",
    )  # fmt: skip
    assert stored(ctx, measured) == measured


@pytest.mark.parametrize("kind", ["imported", "billed", "taken behind"])
def test_a_typed_entry_that_must_not_grow_gets_another_beside_it(ctx: Context, kind: str) -> None:
    entry = make_entry(ctx, at(9), HOUR, source="manual", external_id="x" if kind == "imported" else None)
    put(ctx, entry)
    if kind == "billed":
        an_invoice(ctx, entry)
    if kind == "taken behind":
        an_entry(ctx, at(9.75), HOUR, project=a_project(ctx).id)

    set_cell(ctx, day=MONDAY, project=None, seconds=2 * HOUR)

    assert stored(ctx, entry) == entry
    assert spans(ctx)[-1] == ((10.75, 11.75) if kind == "taken behind" else (10, 11))


def test_a_typed_entry_grows_into_the_hole_behind_it_and_the_rest_follows(ctx: Context) -> None:
    an_entry(ctx, at(9), HOUR, source="manual")
    an_entry(ctx, at(11), 6.5 * HOUR, project=a_project(ctx).id)  # type: ignore[arg-type]

    set_cell(ctx, day=MONDAY, project=None, seconds=round(2.25 * HOUR))

    assert spans(ctx) == [(9, 11), (11, 17.5), (17.5, 17.75)]


def test_lowering_takes_from_the_latest_and_nought_clears(ctx: Context) -> None:
    an_entry(ctx, at(9), HOUR)
    an_entry(ctx, at(12), 2 * HOUR)

    set_cell(ctx, day=MONDAY, project=None, seconds=2 * HOUR)
    assert spans(ctx) == [(9, 10), (12, 13)]
    set_cell(ctx, day=MONDAY, project=None, seconds=1800)
    assert spans(ctx) == [(9, 9.5)]
    assert set_cell(ctx, day=MONDAY, project=None, seconds=0).value == 1800
    assert spans(ctx) == []
    undo(ctx)
    assert spans(ctx) == [(9, 9.5)]


def test_lowering_a_night_leaves_the_other_day_alone(ctx: Context) -> None:
    an_entry(ctx, at(-2), 5 * HOUR, external_id="x")

    set_cell(ctx, day="2026-03-01", project=None, seconds=HOUR)
    assert spans(ctx) == [(-2, -1), (0, 3)]
    assert newest(ctx).external_id is None

    set_cell(ctx, day=MONDAY, project=None, seconds=2 * HOUR)
    set_cell(ctx, day="2026-03-01", project=None, seconds=0)
    assert spans(ctx) == [(0, 2)]


def test_clearing_the_evening_of_a_night_moves_its_start(ctx: Context) -> None:
    entry = an_entry(ctx, at(-2), 5 * HOUR)

    set_cell(ctx, day="2026-03-01", project=None, seconds=0)

    assert spans(ctx) == [(0, 3)]
    assert stored(ctx, entry).id == entry.id


def test_the_same_time_changes_nothing(ctx: Context) -> None:
    an_entry(ctx, at(9), HOUR)

    outcome = set_cell(ctx, day=MONDAY, project=None, seconds=HOUR)

    assert not outcome.changes
    assert outcome.value == HOUR


@pytest.mark.parametrize(
    ("day", "wanted", "says"),
    [
        (MONDAY, 10 * HOUR, "10:00 more would go beyond now, 18:00. From 09:00 on only 9:00 is free"),
        ("2026-03-01", 16 * HOUR, "16:00 more would pass midnight. From 09:00 on only 15:00 is free"),
        ("2026-03-03", HOUR, "2026-03-03 is still to come"),
    ],
)
def test_what_finds_no_room_is_refused_with_the_reason(ctx: Context, day: str, wanted: int, says: str) -> None:
    before = everything(ctx)

    with pytest.raises(NoRoom, match=says):
        set_cell(ctx, day=day, project=None, seconds=wanted)

    assert everything(ctx) == before


def test_before_work_begins_there_is_no_room_today(ctx: Context) -> None:
    clock_of(ctx).seconds = at(8)

    with pytest.raises(NoRoom, match="begin at 09:00, and there is nothing free from then on"):
        set_cell(ctx, day=MONDAY, project=None, seconds=60)


def test_a_running_timer_is_not_changed_under_its_hands(ctx: Context) -> None:
    an_entry(ctx, at(17), None)
    project = a_project(ctx)

    with pytest.raises(TimerInCell, match="Stop it"):
        set_cell(ctx, day=MONDAY, project=None, seconds=2 * HOUR)
    set_cell(ctx, day=MONDAY, project=project.id, seconds=8 * HOUR)
    assert spans(ctx)[0] == (9, 17)


def test_an_undecided_stop_is_decided_first(ctx: Context) -> None:
    timer = an_entry(ctx, at(9), None)
    disagree(ctx, Kind.TIME_ENTRY, timer, {"ended_at": at(10)}, {"ended_at": at(11)})
    assert timesheet(ctx).seconds == HOUR

    with pytest.raises(StopUndecided, match="Review"):
        set_cell(ctx, day=MONDAY, project=None, seconds=1800)


def test_locked_days_and_billed_entries_say_so(ctx: Context) -> None:
    billed = an_entry(ctx, at(9), HOUR)
    an_invoice(ctx, billed, number="2026-007")
    with pytest.raises(RuleBroken, match="2026-007"):
        set_cell(ctx, day=MONDAY, project=None, seconds=0)

    update_settings(ctx, locked_before="2026-03-03")
    for wanted in (0, 5 * HOUR):
        with pytest.raises(RuleBroken, match=r"locked|billed"):
            set_cell(ctx, day=MONDAY, project=None, seconds=wanted)
    assert spans(ctx) == [(9, 10)]


def test_a_task_of_another_project_and_less_than_nothing_are_refused(ctx: Context) -> None:
    project, task = a_project(ctx), a_task(ctx, a_project(ctx, "Other"))

    with pytest.raises(RuleBroken, match="another project"):
        set_cell(ctx, day=MONDAY, project=project.id, task=task.id, seconds=HOUR)
    with pytest.raises(RuleBroken, match="less than nothing"):
        set_cell(ctx, day=MONDAY, project=project.id, seconds=-1)


def test_merged_projects_are_one_row(ctx: Context) -> None:
    project = a_project(ctx)
    twin = a_project(ctx, "website", merged_into=ProjectId(project.id))
    an_entry(ctx, at(9), HOUR, project=twin.id, source="manual")

    set_cell(ctx, day=MONDAY, project=project.id, seconds=2 * HOUR)

    sheet = timesheet(ctx)
    assert [row.key for row in sheet.rows] == [RowKey(project.id)]
    assert sheet.seconds == 2 * HOUR


def test_days_of_another_length_are_filled_to_their_end(ctx: Context) -> None:
    # On 29 March 2026 clocks went forward, so from nine there are 15 hours, but from midnight only 23.
    clock_of(ctx).seconds = at(24 * 40)
    put(ctx, *(_slot(ctx, weekday) for weekday in range(7)))

    set_cell(ctx, day="2026-03-29", project=None, seconds=23 * HOUR)
    with pytest.raises(NoRoom):
        set_cell(ctx, day="2026-03-28", project=None, seconds=24 * HOUR + 1)

    assert timesheet(ctx, week="2026-03-29").days[6].seconds == 23 * HOUR


def test_a_day_that_starts_late_ends_late(ctx: Context) -> None:
    update_settings(ctx, day_starts_at=240)

    set_cell(ctx, day="2026-03-01", project=None, seconds=18 * HOUR)
    with pytest.raises(NoRoom):
        set_cell(ctx, day="2026-03-01", project=None, seconds=20 * HOUR)

    assert spans(ctx) == [(-15, 3)]
    assert timesheet(ctx, week="2026-03-01").days[6].seconds == 18 * HOUR


def _slot(ctx: Context, weekday: int) -> WorkSlot:
    return WorkSlot(id=ctx.new_id(), created_at=0, user=USER, weekday=weekday, start_minute=0, end_minute=1200,
                    effective_from="2026-01-01")  # fmt: skip
