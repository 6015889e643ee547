"""Naming the columns of a table on the command line, and zip files of other programs."""

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

TABLE = "Wann,Los,Fertig,Wofuer\n2026-02-02,9:00,10:00,Web\n"
NAMED = ("--column", "date=Wann", "--column", "start=Los", "--column", "end=Fertig", "--column", "project=Wofuer")


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, "utf-8")
    return str(path)


def test_columns_are_named_once(cli: Cli, table: str) -> None:
    assert cli("import", table, "--zone", "Europe/Berlin", "--yes").code == 1

    named = cli("import", table, *NAMED, "--zone", "Europe/Berlin", "--yes")
    assert (named.code, named.out.splitlines()[0]) == (0, "Imported 1 entry, 1:00 h; new: 1 project")
    again = cli("import", table, "--zone", "Europe/Berlin", "--yes")
    assert (again.code, again.out.splitlines()[0]) == (0, "Nothing new to import.")


@pytest.mark.parametrize("wrong", ["when=Wann", "date", "=x"])
def test_a_field_that_is_none_is_told_with_those_there_are(cli: Cli, table: str, wrong: str) -> None:
    ran = cli("import", table, "--column", wrong)

    assert (ran.code, "fields are: date, start, end_date" in ran.err) == (2, True)


def test_a_zip_file_of_another_program_is_imported_not_taken_for_our_own(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "solidtime.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("meta.json", "{}")
        archive.writestr(
            "time_entries.csv",
            "id,description,start,end,member_id,project_id,task_id,tags\n"
            "e1,fix,2026-02-02T09:00:00Z,2026-02-02T10:00:00Z,,,,\n",
        )
    ran = cli("import", str(path), "--yes")

    assert (ran.code, ran.out.splitlines()[0]) == (0, "Imported 1 entry, 1:00 h")
