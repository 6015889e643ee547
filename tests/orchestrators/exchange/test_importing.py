"""Importing: the dry run and the run agree, nothing is added twice, one undo takes all of it back."""

from pathlib import Path

from app.orchestrators.exchange.importing import plan_import, run_import
from app.orchestrators.history.history import undo
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

TOGGL = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ann,ann@example.com,Acme,Website,Login,fix,Yes,2026-02-02,09:00:00,2026-02-02,10:30:00,01:30:00,"bug, urgent"
Ann,ann@example.com,,Website,,read,No,2026-02-02,11:00:00,2026-02-02,11:15:00,00:15:00,
"""


def write(folder: Path, text: str, name: str = "toggl.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dry_run_says_what_the_run_then_does(ctx: Context, tmp_path: Path) -> None:
    plan = plan_import(ctx, write(tmp_path, TOGGL), zone="Europe/Berlin")
    result = run_import(ctx, plan).value

    assert (plan.created, plan.projects, plan.clients, plan.tags, plan.tasks) == (2, 2, 1, 2, 1)
    assert (result.created, result.total_seconds) == (plan.created, plan.total_seconds) == (2, 6300)


def test_the_zone_is_asked_for_with_the_own_one_as_suggestion(ctx: Context, tmp_path: Path) -> None:
    (question,) = plan_import(ctx, write(tmp_path, TOGGL)).questions

    assert (question.code, question.suggestion) == ("zone", "Europe/Berlin")


def test_a_second_run_adds_nothing(ctx: Context, tmp_path: Path) -> None:
    path = write(tmp_path, TOGGL)
    run_import(ctx, plan_import(ctx, path, zone="Europe/Berlin"))

    again = plan_import(ctx, path, zone="America/New_York")

    assert (again.created, again.duplicates, again.projects) == (0, 2, 0)


def test_one_undo_takes_back_entries_and_names(ctx: Context, tmp_path: Path) -> None:
    run_import(ctx, plan_import(ctx, write(tmp_path, TOGGL), zone="Europe/Berlin"))
    undo(ctx)

    with reading(ctx) as read:
        assert read.time_entries.summary(EntryFilter()) == (0, 0)
        assert [*read.projects.all(), *read.clients.all(), *read.tasks.all(), *read.tags.all()] == []
