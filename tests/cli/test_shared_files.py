"""Real files of five other trackers, imported by the command: as many entries and seconds as there are in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli

FOLDER = Path(__file__).parents[3] / "shared" / "imports"
FORMATS = ("toggl", "clockify", "watson", "timewarrior", "hamster")
EXPECTED: dict[str, Any] = (
    json.loads((FOLDER / "expected.json").read_text("utf-8")) if (FOLDER / "expected.json").exists() else {}
)
# Names are the same without regard to case; the files' count takes “Read chess book”, “read chess book” and “Read Chess
# book” for three.
SPELT_AGAIN = {("timewarrior/isaaclima1934__dotfiles__2020-10.data", "tags"): 2}
FILES = sorted(name for name in EXPECTED if name.split("/")[0] in FORMATS)

pytestmark = [
    pytest.mark.shared_files,
    pytest.mark.skipif(not FILES, reason="the shared export files are not beside the checkout"),
]


def imported(cli: Cli, name: str) -> Any:
    # Dates of which day and month could be exchanged are month first in these files, but for the German one.
    order = "dmy" if "mehrdeutig" in name else "mdy"
    options = ["--date-order", order] if name.startswith("clockify/") else []
    ran = cli("import", str(FOLDER / name), "--zone", "Europe/Berlin", *options, "--yes", "--json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


@pytest.mark.parametrize("name", [name for name in FILES if "_projects_import_" not in name])
def test_the_totals_are_those_of_the_file_and_a_second_import_adds_nothing(cli: Cli, name: str) -> None:
    cli.now = 1_795_500_000  # later than every entry in the files
    expected = EXPECTED[name]

    first = imported(cli, name)

    assert first["entries"]["created"] == expected.get("closed", 0)
    assert first["entries"]["running"] == expected.get("running", 0)
    assert first["entries"]["duplicate"] == 0
    assert first["total_seconds"] == expected.get("total_seconds", 0)
    assert [row["line"] for row in first["rejected"]] == [line for line, _ in expected.get("rejected", [])]
    for kind in ("projects", "clients", "tags", "tasks"):
        assert first[kind] == expected.get(kind, first[kind]) - SPELT_AGAIN.get((name, kind), 0), kind
    listed = [entry for day in cli.json("log", "--since", "1970-01-01")["days"] for entry in day["entries"]]
    assert sum(entry["seconds"] for entry in listed if entry["ended_at"]) == first["total_seconds"]

    second = imported(cli, name)

    assert second["entries"]["created"] + second["entries"]["running"] == 0
    assert second["entries"]["duplicate"] == first["entries"]["created"] + first["entries"]["running"]
    assert second["total_seconds"] == 0
    if first["entries"]["created"] + first["entries"]["running"]:
        cli("undo")
        assert cli.json("log", "--since", "1970-01-01")["days"] == []


@pytest.mark.parametrize("name", [name for name in FILES if "_projects_import_" in name])
def test_a_report_without_entries_is_refused_with_the_reason(cli: Cli, name: str) -> None:
    assert "which has no time entries" in cli.refused("import", str(FOLDER / name), "--yes")
