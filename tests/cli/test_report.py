"""The report: as a table, CSV and JSON."""

import csv
import io

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def worked(cli: Cli) -> Cli:
    cli("rates", "set", "95", "--since", "2026-01-01")
    cli("groups", "add", "Sites")
    cli("projects", "add", "Website", "--billable", "--group", "Sites")
    cli("projects", "add", "Office")
    cli("add", "2026-02-10 9:00-9:50 design @Website/Draft #draft")
    cli("add", "yesterday 9:00-9:50 fix @Website #bug")
    cli("add", "7:00-7:50 fix @Website")
    cli("add", "8:00-8:20 mails @Office")
    return cli


def test_json_has_exactly_what_scripts_rely_on(worked: Cli) -> None:
    report = worked.json("report")

    ids = {row["name"]: row["id"] for row in worked.json("projects")["projects"]}
    assert report == {
        "since": "2026-02-10",
        "until": "2026-03-02",
        "total_seconds": 10200,
        "groups": [
            {"key": ids["Website"], "name": "Website", "seconds": 9000, "entries": 3},
            {"key": ids["Office"], "name": "Office", "seconds": 1200, "entries": 1},
        ],
    }


def test_nothing_tracked(cli: Cli) -> None:
    assert cli.json("report") == {"since": "2026-03-02", "until": "2026-03-02", "total_seconds": 0, "groups": []}
    assert cli.lines("report") == ["2026-03-02 to 2026-03-02", "Nothing was tracked."]


def test_amounts_are_added_up_as_printed(worked: Cli) -> None:
    report = worked.json("report", "--amounts")

    assert report["amounts"] == {"EUR": 23751}
    assert [group["amounts"] for group in report["groups"]] == [{"EUR": 23751}, {}]
    assert worked.lines("report", "--amounts", "--by", "project,task") == [
        "2026-02-10 to 2026-03-02",
        "Project / task  Entries  Hours  Share      Amount",
        "─────────────────────────────────────────────────",
        "Website               3   2:30   88 %  237.51 EUR",
        "  (no task)           2   1:40         158.34 EUR",
        "  Draft               1   0:50          79.17 EUR",
        "Office                1   0:20   12 %",
        "  (no task)           1   0:20",
        "─────────────────────────────────────────────────",
        "Total                 4   2:50         237.51 EUR",
    ]


def test_groups_are_nested_in_json(worked: Cli) -> None:
    report = worked.json("report", "--by", "group, project,tag")

    sites = report["groups"][0]
    assert (sites["name"], sites["groups"][0]["name"]) == ("Sites", "Website")
    assert {tag["name"] for tag in sites["groups"][0]["groups"]} == {"draft", "bug", "(no tag)"}


def test_csv_has_a_line_for_each_leaf(worked: Cli) -> None:
    worked("projects", "edit", "Office", "--name", "=Office()")

    ran = worked("report", "--by", "project,task", "--format", "csv", "--amounts")

    assert list(csv.reader(io.StringIO(ran.out))) == [
        ["project", "task", "entries", "seconds", "hours", "amount EUR"],
        ["Website", "(no task)", "2", "6000", "1.6667", "158.34"],
        ["Website", "Draft", "1", "3000", "0.8333", "79.17"],
        ["'=Office()", "(no task)", "1", "1200", "0.3333", "0.00"],
    ]
    assert worked("report", "--format", "csv").out.startswith("project,entries,seconds,hours\n")


def test_format_json_is_the_same_as_json(worked: Cli) -> None:
    assert worked("report", "--format", "json").out == worked("report", "--json").out


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        (["--since", "2026-03-01"], 7200),
        (["--until", "2026-02"], 3000),
        (["--since", "today", "--project", "Office"], 1200),
        (["--group", "Sites"], 9000),
        (["--tag", "bug"], 3000),
        (["--billable"], 9000),
        (["--not-billable"], 1200),
        (["--round", "up:15"], 12600),
        (["--round", "down:60"], 0),
        (["--round", "nearest"], 9000),
        (["--round", "none"], 10200),
        (["--round", "up:30", "--per-day"], 12600),
        (["--period", "today"], 4200),
        (["--period", "yesterday"], 3000),
        (["--period", "week"], 4200),
        (["--period", "last-week"], 3000),
        (["--period", "month"], 7200),
        (["--period", "last-month"], 3000),
        (["--period", "year"], 10200),
        (["--period", "all"], 10200),
    ],
)
def test_reports_are_narrowed_down_and_rounded(worked: Cli, options: list[str], seconds: int) -> None:
    assert worked.json("report", *options)["total_seconds"] == seconds


def test_a_running_timer_is_said(worked: Cli) -> None:
    worked("start", "more")
    worked.later(10)

    assert worked.lines("report")[0].endswith("(a timer is running)")
    assert worked.json("report")["total_seconds"] == 10800


def test_a_client_narrows_down(worked: Cli) -> None:
    worked("clients", "add", "Acme")
    worked("projects", "edit", "Office", "--client", "Acme")

    assert worked.json("report", "--client", "Acme")["total_seconds"] == 1200


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--by", "colour"], "A report groups by one to three different keys"),
        (["--round", "up:0"], "“up:0” is no way of rounding."),
        (["--round", "sideways"], "“sideways” is no way of rounding."),
        (["--period", "decade"], "“decade” is not a period."),
        (["--period", "week", "--since", "today"], "Say either --period or --since and --until"),
        (["--since", "today", "--until", "yesterday"], "The last day (2026-03-01) is before the first (2026-03-02)."),
        (["--project", "Nowhere"], "There is no project named “Nowhere”."),
    ],
)
def test_a_report_that_cannot_be(cli: Cli, options: list[str], sentence: str) -> None:
    assert cli.refused("report", *options).startswith(sentence)


def test_the_usual_rounding_is_the_settings(worked: Cli) -> None:
    from app.orchestrators.settings.settings import update_settings

    ctx = worked.open(None)
    update_settings(ctx, rounding_mode="up", rounding_minutes=60)
    ctx.database.close()

    assert worked.json("report")["total_seconds"] == 4 * 3600


def test_whether_entries_or_days_are_rounded_is_the_settings_too(cli: Cli) -> None:
    from app.orchestrators.settings.settings import update_settings

    cli("add", "7-7:10 mails")
    cli("add", "8-8:10 mails")
    ctx = cli.open(None)
    update_settings(ctx, rounding_mode="up", rounding_minutes=60, rounding_per="day")
    ctx.database.close()

    assert cli.json("report")["total_seconds"] == 3600
    assert cli.json("report", "--per-entry")["total_seconds"] == 2 * 3600
    assert cli.json("report", "--round", "up:15", "--per-day")["total_seconds"] == 1800
