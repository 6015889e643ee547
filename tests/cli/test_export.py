"""Writing entries and everything to files."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def worked(cli: Cli) -> Cli:
    cli("projects", "add", "Website")
    cli("add", "7-8 fix @Website #bug")
    cli("add", "yesterday 9-10 mails")
    return cli


def test_csv_has_every_entry(worked: Cli, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"

    assert worked.lines("export", "--csv", str(target)) == [f"Wrote 2 entries to “{target}”."]
    rows = list(csv.reader(target.read_text("utf-8").splitlines()))
    assert len(rows) == 3
    assert worked.json("export", "--csv", str(target), "--force", "--project", "Website") == {
        "file": str(target),
        "entries": 1,
    }


@pytest.mark.parametrize(
    ("option", "begins"),
    [
        ("xlsx", b"PK"),
        ("html", b"<!doctype html>"),
        ("pdf", b"%PDF-"),
        ("json-file", b'{"title"'),
        ("ics", b"BEGIN:VCALENDAR"),
    ],
)
def test_entries_are_written_as_other_programs_read_them(
    worked: Cli, tmp_path: Path, option: str, begins: bytes
) -> None:
    target = tmp_path / "out"

    assert worked.lines("export", f"--{option}", str(target)) == [f"Wrote 2 entries to “{target}”."]
    assert target.read_bytes().startswith(begins)


def test_everything_comes_back_in_another_place(worked: Cli, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    counts = worked.json("export", "--all", str(target))["counts"]
    assert (counts["time_entry"], counts["project"], counts["tag"]) == (2, 1, 1)
    other = ("--data-dir", str(tmp_path / "other"))

    asked = worked(*other, "import", str(target))
    assert (asked.code, asked.err) == (2, "")
    assert asked.out.splitlines() == [
        "To bring in: 1 project, 1 tag, 2 time entries",
        "Bring in everything of “all.zip”? Nothing was brought in; say --yes.",
    ]
    assert worked(*other, "import", str(target), typing="n\n").err.endswith("Nothing was brought in.\n")
    assert worked.json(*other, "log")["days"] == []
    back = worked.json(*other, "import", str(target), "--yes")
    assert list(back) == ["counts", "revived", "present", "notes"]
    assert back["counts"]["time_entry"] == 2
    assert worked.json(*other, "log") == worked.json("log")


def test_a_dry_run_says_what_would_come_in_and_keeps_nothing_of_it(worked: Cli, tmp_path: Path) -> None:
    target = str(tmp_path / "all.zip")
    worked("export", "--all", target)
    other = ("--data-dir", str(tmp_path / "other"))

    found = worked.json(*other, "import", target, "--dry-run")
    assert (found["counts"]["time_entry"], found["questions"]) == (2, [])
    assert worked.json(*other, "log")["days"] == []
    assert worked.refused(*other, "undo") == "There is nothing to undo."
    assert worked(*other, "import", target, typing="y\n").code == 0
    assert worked.lines(*other, "import", target, "--dry-run")[0].startswith("To bring in: nothing; here already")
    asked = worked(*other, "import", target, "--json")
    assert (asked.code, json.loads(asked.out)["questions"][0]["code"]) == (2, "confirm")


def test_everything_is_told_in_words(worked: Cli, tmp_path: Path) -> None:
    (line,) = worked.lines("export", "--all", str(tmp_path / "all.zip"))

    assert line.startswith(f"Wrote to “{tmp_path / 'all.zip'}”: ")
    assert "1 project, " in line
    assert "2 time entries" in line


def test_what_is_here_or_in_the_trash_is_told_apart(worked: Cli, tmp_path: Path) -> None:
    target = str(tmp_path / "all.zip")
    worked("export", "--all", target)
    assert "; here already 1 project" in worked.lines("import", target, "--yes")[0]
    worked("rm", "last")

    assert "back from the trash 1 time entry" in worked.lines("import", target, "--yes")[0]


def test_a_file_that_is_there_is_not_replaced_unasked(worked: Cli, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine")

    assert worked.refused("export", "--csv", str(target)).endswith("is there already. Say --force to replace it.")
    assert target.read_text() == "mine"


@pytest.mark.parametrize("options", [[], ["--csv", "a.csv", "--all", "a.zip"], ["--all", "a.zip", "--since", "today"]])
def test_an_export_has_to_say_what(cli: Cli, options: list[str]) -> None:
    assert "--csv" in cli.refused("export", *options, code=2)
