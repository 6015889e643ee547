"""Importing: the dry run and the run agree, nothing is added twice, one undo takes all of it back."""

from pathlib import Path

import pytest

from app.domain.entities.projects import Client
from app.domain.errors import RuleBroken
from app.domain.ids import ClientId
from app.orchestrators.exchange.importing import plan_import, run_import
from app.orchestrators.exchange.plans import Unanswered
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.exports import HEADER, RUNNING, TOGGL, entries, plan_of, row, write
from tests.support.store import MORNING, make_entry, make_project, make_tag


def test_a_dry_run_says_what_the_run_then_does(ctx: Context, tmp_path: Path) -> None:
    plan = plan_of(ctx, tmp_path, TOGGL)
    outcome = run_import(ctx, plan)

    assert (plan.created, plan.projects, plan.clients, plan.tags, plan.tasks, plan.rows) == (2, 2, 1, 2, 1, 2)
    assert (outcome.value.created, outcome.value.total_seconds) == (plan.created, plan.total_seconds) == (2, 6300)
    assert (outcome.value.projects, outcome.value.clients, outcome.value.tags, outcome.value.tasks) == (2, 1, 2, 1)
    assert entries(ctx) == (2, 6300)


def test_a_dry_run_writes_nothing(ctx: Context, tmp_path: Path) -> None:
    plan_of(ctx, tmp_path, TOGGL)

    with reading(ctx) as read:
        assert (read.projects.all(), read.history.actions()) == ([], [])


def test_entries_say_where_they_come_from_and_what_they_are(ctx: Context, tmp_path: Path) -> None:
    run_import(ctx, plan_of(ctx, tmp_path, TOGGL))

    with reading(ctx) as read:
        first, _ = read.time_entries.select(EntryFilter(), newest_first=False)
        project = read.projects.require(str(first.project))
        assert (first.source, first.tz, first.user, first.billable) == ("import:toggl", "Europe/Berlin", ctx.user, True)
        assert (project.name, project.billable, bool(project.color)) == ("Website", True, True)
        assert {tag.name for tag in read.tags.all()} == {"bug", "urgent"}


# --- questions ---


def test_the_zone_is_asked_for_with_the_own_one_as_suggestion(ctx: Context, tmp_path: Path) -> None:
    plan = plan_import(ctx, write(tmp_path, TOGGL))
    (question,) = plan.questions

    assert (question.code, question.suggestion, plan.zone) == ("zone", "Europe/Berlin", "Europe/Berlin")
    assert question.options[0][0] == "Europe/Berlin"
    assert ("America/New_York", "America/New York") in question.options


def test_an_open_question_keeps_the_import_from_running(ctx: Context, tmp_path: Path) -> None:
    plan = plan_import(ctx, write(tmp_path, TOGGL))

    with pytest.raises(Unanswered, match="has to be answered first: The file does not say in which time zone"):
        run_import(ctx, plan)
    assert entries(ctx) == (0, 0)


def test_instants_need_no_zone(ctx: Context, tmp_path: Path) -> None:
    plan = plan_import(ctx, write(tmp_path, "inc 20260202T080000Z - 20260202T090000Z\n", "x.data"))

    assert (plan.questions, plan.created) == ((), 1)


def test_the_order_of_day_and_month_is_asked_for(ctx: Context, tmp_path: Path) -> None:
    text = HEADER + row("09:00", "10:00", day="01/02/2026")
    (question,) = plan_of(ctx, tmp_path, text).questions
    assert (question.code, question.options[0][0]) == ("date_order", "dmy")

    plan = plan_of(ctx, tmp_path, text, date_order="dmy")
    run_import(ctx, plan)

    assert (plan.questions, [asked.code for asked in plan.asked]) == ((), ["zone", "date_order"])
    with reading(ctx) as read:
        assert [row.key[0] for row in read.totals.by("day")] == ["2026-02-01"]


def test_a_format_that_two_programs_could_have_written_is_asked_for(ctx: Context, tmp_path: Path) -> None:
    text = "PROJECT,DESCRIPTION,START DATE,START TIME,END TIME\nP,x,2026-02-02,9:00,10:00\n"
    (question,) = plan_of(ctx, tmp_path, text).questions

    assert (question.code, question.suggestion) == ("format", "toggl")
    assert plan_of(ctx, tmp_path, text, format="clockify").questions == ()


@pytest.mark.parametrize(
    "answers", [{"zone": "Berlin"}, {"zone": "../../x"}, {"date_order": "ymd"}, {"repeated": "third"}]
)
def test_an_impossible_answer_is_refused(ctx: Context, tmp_path: Path, answers: dict[str, str]) -> None:
    with pytest.raises(RuleBroken, match="Nothing was added"):
        plan_of(ctx, tmp_path, TOGGL, **answers)


# --- clock changes: in Berlin 02:00-03:00 came twice on 2025-10-26 and never on 2025-03-30 ---


@pytest.mark.parametrize(("answer", "seconds"), [("first", 5400), ("second", 1800)])
def test_a_repeated_hour_is_asked_for(ctx: Context, tmp_path: Path, answer: str, seconds: int) -> None:
    text = HEADER + row("02:30", "03:00", day="2025-10-26")
    (question,) = plan_of(ctx, tmp_path, text).questions
    assert question.code == "repeated"
    assert "(line 2)" in question.text

    plan = plan_of(ctx, tmp_path, text, repeated=answer)

    assert (plan.questions, plan.total_seconds) == ((), seconds)


@pytest.mark.parametrize(("length", "seconds"), [("01:30:00", 5400), ("00:30:00", 1800)])
def test_a_stated_length_tells_which_of_the_two_hours(ctx: Context, tmp_path: Path, length: str, seconds: int) -> None:
    plan = plan_of(ctx, tmp_path, HEADER + row("02:30", "03:00", day="2025-10-26", length=length))

    assert (plan.questions, plan.total_seconds) == ((), seconds)


def test_a_start_in_the_repeated_hour_with_a_length_alone_is_asked_for(ctx: Context, tmp_path: Path) -> None:
    text = "Email,Start date,Start time,Duration,Project\na,2025-10-26,02:30,0:10,P\n"

    assert [question.code for question in plan_of(ctx, tmp_path, text).questions] == ["repeated"]


def test_a_time_the_clocks_sprang_over_is_moved_and_told(ctx: Context, tmp_path: Path) -> None:
    plan = plan_of(ctx, tmp_path, HEADER + row("02:30", "04:00", day="2025-03-30"))

    assert (plan.created, plan.total_seconds) == (1, 1800)
    assert "1 entry has a time that the clocks sprang over in spring (line 2)" in plan.notes[0]


# --- twice ---


def test_a_second_run_adds_nothing(ctx: Context, tmp_path: Path) -> None:
    run_import(ctx, plan_of(ctx, tmp_path, TOGGL))

    again = plan_of(ctx, tmp_path, TOGGL, zone="America/New_York")
    result = run_import(ctx, again).value

    assert (again.created, again.duplicates, again.projects) == (0, 2, 0)
    assert (result.created, result.duplicates) == (0, 2)
    assert entries(ctx) == (2, 6300)


def test_equal_rows_of_one_file_are_as_many_entries(ctx: Context, tmp_path: Path) -> None:
    text = HEADER + row("09:00", "10:00") * 3
    run_import(ctx, plan_of(ctx, tmp_path, text))

    assert entries(ctx) == (3, 10_800)
    assert plan_of(ctx, tmp_path, text).duplicates == 3


def test_an_id_that_stands_twice_in_a_file_is_one_entry(ctx: Context, tmp_path: Path) -> None:
    frame = '[1770019200, 1770022800, "P", "id", []]'
    plan = plan_import(ctx, write(tmp_path, f"[{frame}, {frame}]", "frames"))

    assert (plan.created, plan.duplicates) == (1, 1)


# --- names ---


def test_existing_names_are_found_without_regard_to_case(ctx: Context, tmp_path: Path) -> None:
    client = Client(id=ctx.new_id(), created_at=ctx.now(), name="ACME")
    project = make_project(ctx, "WEBSITE", client=ClientId(client.id))
    with unit_of_work(ctx) as work:
        work.clients.save(client)
        work.projects.save(project)
        work.tags.save(make_tag(ctx, "Bug"))

    result = run_import(ctx, plan_of(ctx, tmp_path, TOGGL)).value

    # The second row's “Website” is of no client, so it is another project.
    assert (result.projects, result.clients, result.tags) == (1, 0, 1)
    with reading(ctx) as read:
        assert len(read.time_entries.select(EntryFilter(projects=(project.id,)))) == 1


def test_a_format_without_clients_takes_the_project_of_that_name(ctx: Context, tmp_path: Path) -> None:
    client = Client(id=ctx.new_id(), created_at=ctx.now(), name="Acme")
    old = make_project(ctx, "p", client=ClientId(client.id), billable=True)
    with unit_of_work(ctx) as work:
        work.clients.save(client)
        work.projects.save(old)

    run_import(ctx, plan_import(ctx, write(tmp_path, '[[1770019200, 1770022800, "P", "id", []]]', "frames")))

    with reading(ctx) as read:
        (entry,) = read.time_entries.select(EntryFilter())
        assert (entry.project, entry.billable) == (old.id, True)


def test_too_long_names_are_cut_and_told_and_a_task_without_project_is_not_lost(ctx: Context, tmp_path: Path) -> None:
    text = (
        HEADER
        + row("09:00", "10:00", project="y" * 300)
        + (
            "Ann,ann@x,,,Login,fix,No,2026-02-02,11:00,2026-02-02,12:00,,\n"
            "Bob,bob@x,,,Login,,No,2026-02-02,13:00,2026-02-02,14:00,,\n"
        )
    )
    plan = plan_of(ctx, tmp_path, text)
    run_import(ctx, plan)

    assert set(plan.notes) == {
        "1 name was cut to 200 characters.",
        "The file has the work of 2 people; all of it is entered as yours.",
    }
    with reading(ctx) as read:
        assert [len(project.name) for project in read.projects.all()] == [200]
        assert {entry.description for entry in read.time_entries.select(EntryFilter())} == {"x", "Login: fix", "Login"}


def test_texts_that_cannot_be_stored_are_mended(ctx: Context, tmp_path: Path) -> None:
    text = '[{"start": "20260202T080000Z", "end": "20260202T090000Z", "annotation": "a\\ud800b\\u0000c"}]'
    run_import(ctx, plan_import(ctx, write(tmp_path, text, "export.json")))

    with reading(ctx) as read:
        assert [entry.description for entry in read.time_entries.select(EntryFilter())] == ["a?bc"]


def test_another_encoding_is_told(ctx: Context, tmp_path: Path) -> None:
    path = tmp_path / "toggl.csv"
    path.write_bytes(TOGGL.replace("fix", "Grüße").encode("cp1252"))

    assert plan_import(ctx, path, zone="UTC").notes == ("The text is not UTF-8; it was read as Windows-1252.",)


# --- rows that are left out ---


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row("10:00", "09:00"), "The entry would end before it starts."),
        (row("10:00", "11:00", day="2099-01-01"), "The entry would end in the future."),
        (row("10:00", "11:00", day="1950-01-01"), "The entry lies before 1970."),
        (row("10:00", "11:00", day="0001-01-01"), "The entry lies before 1970."),
        (row("10:00", "11:00", day="9999-12-31"), "The entry would end in the future."),
        (row("10:00", "11:00", day="2026-01-31"), "Days before 2026-02-01 are locked."),
        (row("25:00", "11:00"), "“25:00” is not a time of day"),
    ],
)
def test_a_row_that_cannot_be_imported_waits_in_review(ctx: Context, tmp_path: Path, line: str, reason: str) -> None:
    with unit_of_work(ctx) as work:
        work.settings.put("locked_before", "2026-02-01")
    plan = plan_of(ctx, tmp_path, TOGGL + line)
    result = run_import(ctx, plan).value

    assert ([one.line for one in plan.rejected], result.created, result.rejected) == ([4], 2, 1)
    assert plan.rejected[0].reason.startswith(reason)
    with reading(ctx) as read:
        (batch,) = read.rejected_rows.batches()
        assert (batch.file, batch.count_, batch.line) == ("toggl.csv", 1, 4)


def test_rejected_rows_are_kept_once(ctx: Context, tmp_path: Path) -> None:
    for _ in range(2):
        run_import(ctx, plan_of(ctx, tmp_path, TOGGL + row("10:00", "09:00")))

    with reading(ctx) as read:
        assert [batch.count_ for batch in read.rejected_rows.batches()] == [1]


def test_a_very_long_entry_is_imported_and_told(ctx: Context, tmp_path: Path) -> None:
    text = HEADER + "Ann,ann@x,,P,,x,No,2026-02-02,09:00,2026-02-04,10:00,,\n"
    plan = plan_of(ctx, tmp_path, text)

    assert (plan.created, plan.notes) == (1, ("1 entry is longer than 24 hours.",))


# --- running ---


def test_a_running_entry_runs_on_where_no_timer_runs(ctx: Context, tmp_path: Path) -> None:
    path = write(tmp_path, RUNNING, "x.data")
    result = run_import(ctx, plan_import(ctx, path)).value

    assert (result.created, result.running, result.total_seconds) == (0, 1, 0)
    with reading(ctx) as read:
        running = read.time_entries.running(ctx.user)
        assert running is not None
        assert running.started_at == MORNING - 3600
    assert plan_import(ctx, path).duplicates == 1


def test_a_running_entry_is_left_out_where_a_timer_runs(ctx: Context, tmp_path: Path) -> None:
    with unit_of_work(ctx) as work:
        work.time_entries.save(make_entry(ctx, seconds=None))
    plan = plan_import(ctx, write(tmp_path, RUNNING, "x.data"))

    assert (plan.running, plan.rejected[0].line) == (0, 1)
    assert "Stop that timer, then import again" in plan.rejected[0].reason


def test_only_one_of_several_runs_and_none_from_the_future(ctx: Context, tmp_path: Path) -> None:
    plan = plan_import(ctx, write(tmp_path, "inc 20990302T070000Z\n" + RUNNING + RUNNING.replace("7", "6"), "x.data"))

    assert (plan.running, [one.line for one in plan.rejected]) == (1, [1, 3])
