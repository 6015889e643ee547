"""Tables of no known program: columns named once are remembered, on every device."""

from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.exchange.records import UnknownFormat
from app.orchestrators.exchange.importing import plan_import, run_import
from app.orchestrators.exchange.mapping import SETTING, table_columns
from app.orchestrators.history.history import undo
from app.storage.context import Context
from app.storage.unit_of_work import reading

TABLE = "Wann,Los,Fertig,Wofuer\n2026-02-02,9:00,10:00,Web\n2026-02-02,10:00,10:30,Web\n"
COLUMNS = {"date": "Wann", "start": "Los", "end": "Fertig", "project": "Wofuer"}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_a_table_nobody_knows_is_read_as_a_person_says(ctx: Context, table: Path) -> None:
    with pytest.raises(UnknownFormat):
        plan_import(ctx, table)
    plan = plan_import(ctx, table, columns=COLUMNS, zone="Europe/Berlin")
    assert (plan.format, plan.created, plan.total_seconds, plan.columns) == ("csv", 2, 5400, COLUMNS)

    assert run_import(ctx, plan).value.created == 2


def test_what_was_said_once_is_remembered_for_tables_alike(ctx: Context, table: Path) -> None:
    run_import(ctx, plan_import(ctx, table, columns=COLUMNS, zone="Europe/Berlin"))
    table.write_text(TABLE + "2026-02-03,9:00,10:00,Web\n", "utf-8")

    assert table_columns(ctx, table).columns == COLUMNS
    plan = plan_import(ctx, table, zone="Europe/Berlin")
    assert (plan.created, plan.duplicates, plan.columns) == (1, 2, COLUMNS)


def test_what_is_remembered_goes_with_an_undo(ctx: Context, table: Path) -> None:
    run_import(ctx, plan_import(ctx, table, columns=COLUMNS, zone="Europe/Berlin"))
    undo(ctx)

    with reading(ctx) as read:
        assert not read.settings.value(SETTING)


def test_the_newest_word_counts_and_other_tables_keep_theirs(ctx: Context, table: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Jour,Debut,Fin\n2026-02-02,9:00,10:00\n", "utf-8")
    theirs = {"date": "Jour", "start": "Debut", "end": "Fin"}
    run_import(ctx, plan_import(ctx, table, columns=COLUMNS, zone="Europe/Berlin"))
    run_import(ctx, plan_import(ctx, other, columns=theirs, zone="Europe/Berlin"))
    table.write_text(TABLE + "2026-02-04,9:00,10:00,Web\n", "utf-8")
    newer = {"date": "Wann", "start": "Los", "end": "Fertig", "description": "Wofuer"}
    run_import(ctx, plan_import(ctx, table, columns=newer, zone="Europe/Berlin"))

    assert (table_columns(ctx, table).columns, table_columns(ctx, other).columns) == (newer, theirs)


def test_a_table_is_shown_with_its_first_rows(ctx: Context, table: Path) -> None:
    shown = table_columns(ctx, table)

    assert (shown.names, len(shown.rows), shown.columns) == (("Wann", "Los", "Fertig", "Wofuer"), 2, {})
    assert shown.rows[0] == ("2026-02-02", "9:00", "10:00", "Web")
    assert "project" in shown.fields


def test_columns_that_are_not_there_are_told(ctx: Context, table: Path) -> None:
    with pytest.raises(AppError, match="Its columns are: Wann, Los, Fertig, Wofuer"):
        plan_import(ctx, table, columns={"date": "Tag", "start": "Los"})
