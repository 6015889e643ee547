"""Importing what other trackers exported: looked at, asked about, done once."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli

TOGGL = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()
Jo,jo@x.example,Acme,Website,Backend,fix,No,2026-02-10,09:00:00,2026-02-10,10:00:00,01:00:00,bug,
Jo,jo@x.example,Acme,Website,,call,No,2026-02-10,11:00:00,2026-02-10,11:30:00,00:30:00,,
Jo,jo@x.example,,,,broken,No,2026-02-31,11:00:00,2026-02-31,11:30:00,00:30:00,,
"""
AMBIGUOUS = """\
Project,Client,Description,Task,User,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)
Website,,fix,,Jo,jo@x.example,,Yes,02/03/2025,09:00:00,02/03/2025,10:00:00,01:00:00,1.00
"""
KEYS = ["entries", "projects", "clients", "tags", "tasks", "total_seconds", "rejected", "questions"]


@pytest.fixture
def toggl(tmp_path: Path) -> str:
    path = tmp_path / "toggl.csv"
    path.write_text(TOGGL, "utf-8")
    return str(path)


@pytest.fixture
def ambiguous(tmp_path: Path) -> str:
    path = tmp_path / "clockify.csv"
    path.write_text(AMBIGUOUS, "utf-8")
    return str(path)


def answered(cli: Cli, *arguments: str, code: int = 0) -> Any:
    ran = cli("import", *arguments, "--json")
    assert (ran.code, ran.err) == (code, "")
    return json.loads(ran.out)


def test_json_has_exactly_what_scripts_rely_on(cli: Cli, toggl: str) -> None:
    found = answered(cli, toggl, "--zone", "Europe/Berlin", "--yes")

    (row,) = found.pop("rejected")
    assert found == {
        "entries": {"created": 2, "duplicate": 0, "rejected": 1, "running": 0},
        "projects": 1,
        "clients": 1,
        "tags": 1,
        "tasks": 1,
        "total_seconds": 5400,
        "questions": [],
    }
    assert row["line"] == 4
    assert "2026-02-31" in row["reason"]
    assert cli.json("report")["total_seconds"] == 5400


def test_a_second_import_adds_nothing_and_undo_takes_the_batch_back(cli: Cli, toggl: str) -> None:
    answered(cli, toggl, "--zone", "Europe/Berlin", "--yes")

    again = answered(cli, toggl, "--zone", "Europe/Berlin", "--yes")
    assert (again["entries"]["created"], again["entries"]["duplicate"], again["total_seconds"]) == (0, 2, 0)
    assert cli.lines("import", toggl, "--zone", "Europe/Berlin", "--yes")[:2] == [
        "Nothing new to import.",
        "2 were here already and left out.",
    ]
    assert cli.lines("undo") == ["Undone: import “toggl.csv”"]
    assert cli.json("report")["total_seconds"] == 0
    assert cli.json("projects")["projects"] == []


def test_an_open_question_is_printed_and_exits_with_2(cli: Cli, toggl: str) -> None:
    ran = cli("import", toggl)

    assert ran.code == 2
    assert "Question: The file does not say in which time zone its times are." in ran.out
    assert "Say --zone Europe/Berlin." in ran.out
    found = answered(cli, toggl, code=2)
    assert list(found) == KEYS
    assert [list(question) for question in found["questions"]] == [["code", "text", "options", "suggestion"]]
    assert (found["questions"][0]["code"], found["questions"][0]["suggestion"]) == ("zone", "Europe/Berlin")
    assert cli.json("log", "--since", "2026-01-01")["days"] == []


def test_yes_takes_what_is_likeliest(cli: Cli, toggl: str) -> None:
    assert answered(cli, toggl, "--yes")["entries"]["created"] == 2


def test_nobody_to_confirm_exits_with_2(cli: Cli, toggl: str) -> None:
    ran = cli("import", toggl, "--zone", "Europe/Berlin")
    assert ran.code == 2
    assert ran.out.splitlines()[-1] == "Import this? Nothing was imported; say --yes."
    found = answered(cli, toggl, "--zone", "Europe/Berlin", code=2)
    assert [question["code"] for question in found["questions"]] == ["confirm"]
    assert found["entries"]["created"] == 2
    assert cli.json("report")["total_seconds"] == 0


def test_a_dry_run_only_says(cli: Cli, toggl: str) -> None:
    assert cli.lines("import", toggl, "--zone", "Europe/Berlin", "--dry-run")[:3] == [
        "toggl.csv: Toggl, times in Europe/Berlin",
        "To import: 2 entries, 1:30 h; new: 1 project, 1 client, 1 tag, 1 task",
        "1 row cannot be imported:",
    ]
    assert answered(cli, toggl, "--zone", "Europe/Berlin", "--dry-run")["entries"]["created"] == 2
    assert answered(cli, toggl, "--dry-run", code=2)["questions"][0]["code"] == "zone"
    assert cli.json("report")["total_seconds"] == 0


def test_a_person_is_asked_and_may_say_no(cli: Cli, toggl: str) -> None:
    ran = cli("import", toggl, typing="\nn\n")
    assert ran.code == 1
    assert "In which one was it exported? [Europe/Berlin]" in ran.err
    assert ran.err.endswith("Nothing was imported.\n")

    ran = cli("import", toggl, typing="Europe/Paris\ny\n")
    assert ran.code == 0
    assert "Imported 2 entries, 1:30 h" in ran.out
    assert cli.json("log", "--since", "2026-01-01")["days"][0]["entries"][0]["tz"] == "Europe/Paris"


def test_a_mistyped_answer_is_asked_for_again(cli: Cli, toggl: str) -> None:
    ran = cli("import", toggl, typing="Berlin\nEurope/Berlin\ny\n")

    assert ran.code == 0
    assert "There is no time zone “Berlin”." in ran.err
    assert "Imported 2 entries" in ran.out


def test_a_running_entry_is_told(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "2026-03.data"
    path.write_text("inc 20260302T070000Z # mails\n", "utf-8")

    lines = cli.lines("import", str(path), "--yes")
    assert lines[0] == "Imported 0 entries, 0:00 h; 1 running; new: 1 tag"
    assert cli.json("status")["running"]["tags"] == ["mails"]
    # Nothing is left to confirm the second time.
    assert cli.lines("import", str(path), "--zone", "UTC")[:2] == [
        "Nothing new to import.",
        "1 was here already and left out.",
    ]


def test_notes_are_told(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "2026-01.data"
    path.write_text("inc 20260110T070000Z - 20260112T070000Z # mails\n", "utf-8")

    assert "Note: 1 entry is longer than 24 hours." in cli.lines("import", str(path), "--yes")


def test_choices_can_be_made_by_number_or_word(cli: Cli, ambiguous: str) -> None:
    assert cli("import", ambiguous, "--zone", "Europe/Berlin", typing="1\ny\n").code == 0
    assert cli.json("report", "--by", "day")["groups"][0]["name"] == "2025-03-02"
    cli("undo")
    assert cli("import", ambiguous, "--zone", "Europe/Berlin", typing="mdy\ny\n").code == 0
    assert cli.json("report", "--by", "day")["groups"][0]["name"] == "2025-02-03"


def test_order_and_format_can_be_said_beforehand(cli: Cli, ambiguous: str) -> None:
    found = answered(cli, ambiguous, "--format", "clockify", "--zone", "UTC", "--date-order", "dmy", "--yes")

    assert found["entries"]["created"] == 1
    assert cli.json("report", "--by", "day")["groups"][0]["name"] == "2025-03-02"


def test_options_of_a_question_are_listed_where_they_are_few(cli: Cli, ambiguous: str) -> None:
    found = answered(cli, ambiguous, "--zone", "UTC", code=2)

    assert [option["value"] for option in found["questions"][0]["options"]] == ["dmy", "mdy"]
    assert "Say --date-order dmy|mdy." in cli("import", ambiguous, "--zone", "UTC").out


def test_many_bad_rows_are_counted(cli: Cli, tmp_path: Path) -> None:
    head, good, *_ = TOGGL.splitlines()
    bad = [good.replace("2026-02-10", f"2026-02-{30 + n % 2}").replace("fix", f"fix {n}") for n in range(15)]
    path = tmp_path / "bad.csv"
    path.write_text("\n".join([head, good, *bad]), "utf-8")

    lines = cli.lines("import", str(path), "--zone", "UTC", "--yes")

    assert "15 rows cannot be imported:" in lines
    assert "  and 5 more" in lines


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "cannot be read: No such file or directory"), (b"\x00\x01\x02", ""), (b"", "")],
)
def test_a_file_that_cannot_be_read(cli: Cli, tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "thing"
    if content is not None:
        path.write_bytes(content)

    assert sentence in cli.refused("import", str(path), "--yes")


@pytest.mark.parametrize("option", [("--zone", "Mars/Base"), ("--date-order", "ymd"), ("--format", "abacus")])
def test_an_answer_that_is_none(cli: Cli, toggl: str, option: tuple[str, str]) -> None:
    assert option[1] in cli.refused("import", toggl, *option, "--yes")


def test_progress_is_shown_on_a_terminal_only(cli: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    from app.cli.progress import shown_progress

    with shown_progress("Importing", 10_000, as_json=False) as progress:
        assert progress is None
    assert capsys.readouterr().err == ""


def test_progress_counts_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    from app.cli.progress import shown_progress

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "80")
    with shown_progress("Importing", 10_000, as_json=False) as progress:
        assert progress is not None
        progress(5_000, 10_000)
    assert "Importing" in screen.getvalue()
