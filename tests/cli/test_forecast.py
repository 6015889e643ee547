"""Forecast and what-if on the command line: the shapes scripts rely on, and the examples worked out by hand."""

from collections import Counter
from typing import Any

import pytest

from tests.cli.conftest import Cli

JANUARY = "2026-01-01"


@pytest.fixture
def relaunch(cli: Cli) -> Cli:
    """A project of 7,200 minutes in January, with Monday to Friday from nine to five."""
    cli("projects", "add", "Relaunch", "--start", JANUARY, "--due", "2026-01-31", "--estimate", "120h")
    cli("slots", "set", "mon-fri", "9:00-17:00", "--from", JANUARY)
    return cli


def forecast(cli: Cli) -> Any:
    found = cli.json("forecast", "Relaunch", "--as-of", JANUARY)
    used = found["completed_minutes"] + found["planned_minutes"]
    assert used + sum(found["auto"].values()) == max(7200, used)
    return found


def test_the_shape_is_the_one_scripts_rely_on(relaunch: Cli) -> None:
    found = forecast(relaunch)

    assert list(found) == [
        "completed_minutes", "planned_minutes", "remaining_minutes", "auto", "unscheduled_minutes", "risk", "finish",
        "milestones",
    ]  # fmt: skip
    assert (found["completed_minutes"], found["planned_minutes"], found["remaining_minutes"]) == (0, 0, 7200)
    assert (found["unscheduled_minutes"], found["risk"], found["finish"], found["milestones"]) == (
        0,
        "on_track",
        None,
        [],
    )


def test_an_estimate_lies_on_the_open_days(relaunch: Cli) -> None:
    auto = forecast(relaunch)["auto"]

    assert Counter(auto.values()) == {327: 16, 328: 6}
    assert (min(auto), max(auto)) == ("2026-01-01", "2026-01-30")


def test_what_is_planned_and_what_completes_it_rebalance_the_rest(relaunch: Cli) -> None:
    event = relaunch.json("plan", "add", "Relaunch", "2026-01-05", "9:00-15:00")["id"]

    found = forecast(relaunch)
    assert (found["planned_minutes"], found["remaining_minutes"], len(found["auto"])) == (360, 6840, 21)
    assert Counter(found["auto"].values()) == {325: 6, 326: 15}
    assert "2026-01-05" not in found["auto"]

    relaunch("plan", "track", event, "--end", "14:00")

    found = forecast(relaunch)
    assert (found["completed_minutes"], found["planned_minutes"], found["remaining_minutes"]) == (300, 0, 6900)
    assert Counter(found["auto"].values()) == {328: 9, 329: 12}


def test_an_entry_in_its_place_completes_it_as_well(relaunch: Cli) -> None:
    relaunch("plan", "add", "Relaunch", "2026-01-05", "9:00-15:00")
    relaunch("add", "2026-01-05 9-14 work @Relaunch")

    found = forecast(relaunch)

    assert (found["completed_minutes"], found["planned_minutes"], found["remaining_minutes"]) == (300, 0, 6900)
    assert len(found["auto"]) == 21


def test_a_day_off_is_no_open_day(relaunch: Cli) -> None:
    relaunch("timeoff", "add", "New Year", "--from", JANUARY, "--to", JANUARY)

    auto = forecast(relaunch)["auto"]

    assert (len(auto), min(auto)) == (21, "2026-01-02")


def test_a_public_holiday_is_no_open_day(relaunch: Cli) -> None:
    relaunch("timeoff", "holidays", "DE")

    assert (len(forecast(relaunch)["auto"]), min(forecast(relaunch)["auto"])) == (21, "2026-01-02")


def test_short_fridays_take_less(relaunch: Cli) -> None:
    relaunch("slots", "set", "fri", "9:00-13:00", "--from", JANUARY)

    auto = forecast(relaunch)["auto"]

    fridays = {day: auto.pop(day) for day in ("2026-01-02", "2026-01-09", "2026-01-16", "2026-01-23", "2026-01-30")}
    assert set(fridays.values()) <= {184, 185}
    assert (len(auto), set(auto.values()) <= {369, 370}) == (17, True)


def test_without_a_day_the_forecast_is_of_today(cli: Cli) -> None:
    cli("projects", "add", "Relaunch", "--due", "2026-03-06", "--estimate", "1:30")

    assert cli.json("forecast", "relaunch")["auto"] == dict.fromkeys(
        ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"], 18
    )


def test_milestones_say_what_is_theirs(cli: Cli) -> None:
    cli("projects", "add", "Relaunch", "--start", "2026-02-02", "--due", "2026-03-13", "--estimate", "40h")
    cli("milestones", "add", "Relaunch", "Concept", "--due", "2026-02-27", "--budget", "10h")
    cli("milestones", "add", "Relaunch", "Build", "--due", "2026-03-13", "--budget", "20h")
    cli("add", "2026-02-26 9-13 concept @Relaunch")

    concept, build = cli.json("forecast", "Relaunch")["milestones"]

    del concept["id"]
    assert concept == {
        "name": "Concept", "start_date": "2026-02-02", "due_date": "2026-02-27", "budget_minutes": 600,
        "completed": False, "completed_minutes": 240, "planned_minutes": 0, "auto_minutes": 0,
        "carried_over_minutes": 0, "moved_on_minutes": 360, "over_minutes": 0,
    }  # fmt: skip
    assert (build["name"], build["auto_minutes"], build["carried_over_minutes"]) == ("Build", 1560, 360)
    lines = cli.lines("forecast", "Relaunch")
    assert any(line.startswith("Concept") and line.endswith("6:00 moves on") for line in lines)
    assert any(line.startswith("Build") and line.endswith("+6:00 carried") for line in lines)


def test_a_completed_milestone_and_one_over_its_budget_say_so(cli: Cli) -> None:
    cli("projects", "add", "Relaunch", "--start", "2026-02-02", "--due", "2026-03-13", "--estimate", "10h")
    cli("milestones", "add", "Relaunch", "Concept", "--due", "2026-02-20", "--budget", "2h")
    cli("milestones", "add", "Relaunch", "Build", "--due", "2026-03-13", "--budget", "8h")
    cli("milestones", "complete", "Relaunch", "Concept")
    for day in ("25", "26"):
        cli("add", f"2026-02-{day} 9-15 build @Relaunch")

    lines = cli.lines("forecast", "Relaunch")

    assert lines[0] == "Relaunch, due 2026-03-13: over budget"
    assert any(line.startswith("Concept") and line.endswith("completed") for line in lines)
    assert any(line.startswith("Build") and line.endswith(" over") for line in lines)


def test_a_person_reads_it_by_week_or_by_day(relaunch: Cli) -> None:
    lines = relaunch.lines("forecast", "Relaunch", "--as-of", JANUARY)

    assert lines[:3] == [
        "Relaunch, due 2026-01-31: on track",
        "Estimate 120:00, tracked 0:00, planned 0:00, left 120:00 h",
        "Not enough history to say when it will be done.",
    ]
    assert lines[3].split() == ["Week", "of", "Estimated"]
    assert lines[5].split() == ["2025-12-29", "10:56"]
    assert lines[-1].split() == ["Total", "120:00"]
    days = relaunch.lines("forecast", "Relaunch", "--as-of", JANUARY, "--days")
    assert days[5].split() == ["Thu", "2026-01-01", "5:28"]


def test_with_enough_history_it_says_when_it_will_be_done(cli: Cli) -> None:
    cli("projects", "add", "Relaunch", "--start", "2026-01-12", "--due", "2026-04-30", "--estimate", "100h")
    for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17):
        cli("add", f"2026-02-{day:02} 9-13 work @Relaunch")

    finish = cli.json("forecast", "Relaunch")["finish"]

    assert "2026-03-02" < finish["p50"] <= finish["p85"]
    assert 0 <= finish["on_time"] <= 1
    line = next(line for line in cli.lines("forecast", "Relaunch") if line.startswith("Likely done by"))
    assert finish["p50"] in line
    assert line.endswith("% to be on time")


def test_what_fits_on_no_day_is_told(cli: Cli) -> None:
    cli("projects", "add", "Relaunch", "--start", "2026-02-01", "--due", "2026-02-27", "--estimate", "10h")

    assert cli.json("forecast", "Relaunch")["unscheduled_minutes"] == 600
    assert cli.lines("forecast", "Relaunch")[0] == "Relaunch, due 2026-02-27: late"
    assert "10:00 h fit on no day until it is due." in cli.lines("forecast", "Relaunch")


def test_a_project_without_an_estimate_has_no_forecast(cli: Cli) -> None:
    cli("projects", "add", "Relaunch")

    assert cli.lines("forecast", "Relaunch") == [
        "Relaunch: no estimate", "tracked 0:00, planned 0:00, left 0:00 h",
    ]  # fmt: skip


def test_a_project_due_in_a_century_says_what_lies_too_far_away(cli: Cli) -> None:
    cli("projects", "add", "Relaunch", "--due", "2126-01-31", "--estimate", "100000h")

    found = cli.json("forecast", "Relaunch")

    assert sum(found["auto"].values()) + found["later_minutes"] == 6_000_000
    assert any("too far away to be listed" in line for line in cli.lines("forecast", "Relaunch"))


def test_a_wrong_name_or_day_is_told(relaunch: Cli) -> None:
    assert "Did you mean “Relaunch”?" in relaunch.refused("forecast", "Relaunh")
    assert "“soon” is not a day." in relaunch.refused("forecast", "Relaunch", "--as-of", "soon")
    assert "is too far away" in relaunch.refused("forecast", "Relaunch", "--as-of", "9999-12-31")


def test_something_more_fits_and_nothing_is_saved(cli: Cli) -> None:
    history = cli.json("history")

    found = cli.json("whatif", "40h", "--due", "2026-03-13")

    assert (found["fits"], found["free_minutes"], found["short_minutes"]) == (True, 4800, 0)
    assert sum(found["auto"].values()) == found["estimate_minutes"] == 2400
    assert found["finish_day"] == "2026-03-06"
    assert found["weeks"][0] == {
        "week": "2026-03-02",
        "before": {"capacity": 2400, "planned": 0, "auto": 0, "availability": 2400},
        "after": {"capacity": 2400, "planned": 0, "auto": 1200, "availability": 1200},
    }
    assert cli.lines("whatif", "40h", "--due", "2026-03-13")[:2] == [
        "40:00 h fit: 80:00 h are free until 2026-03-13.",
        "With all free time put into it, it is done on 2026-03-06.",
    ]
    assert cli.json("history") == history
    assert cli.json("projects")["projects"] == []


def test_what_does_not_fit_says_by_how_much(cli: Cli) -> None:
    found = cli.json("whatif", "100h", "--due", "2026-03-13")

    assert (found["fits"], found["short_minutes"]) == (False, 1200)
    assert found["overcommitted_weeks"] == ["2026-03-02", "2026-03-09"]
    lines = cli.lines("whatif", "100h", "--due", "2026-03-13")
    assert lines[0] == "100:00 h do not fit: 80:00 h are free until 2026-03-13, 20:00 h too few."
    assert lines[-1].split()[-1] == "overcommitted"


def test_weeks_that_are_full_already_are_told(cli: Cli) -> None:
    cli("projects", "add", "Relaunch", "--due", "2026-03-06", "--estimate", "38h")

    lines = cli.lines("whatif", "30h", "--due", "2026-03-13")
    assert lines[0] == "30:00 h fit, as 42:00 h are free until 2026-03-13, but not every week has room for its part."
    assert lines[4].split()[-1] == "overcommitted"
    cli("projects", "edit", "Relaunch", "--estimate", "50h")
    assert "was overcommitted" in cli.lines("whatif", "30h", "--due", "2026-03-13")[4]


def test_only_some_days_and_a_later_start(cli: Cli) -> None:
    found = cli.json("whatif", "10h", "--due", "2026-03-20", "--start", "2026-03-09", "--days", "tue,thu")

    assert list(found["auto"]) == ["2026-03-10", "2026-03-12", "2026-03-17", "2026-03-19"]
    assert (found["start_date"], found["due_date"]) == ("2026-03-09", "2026-03-20")


def test_what_takes_years_has_no_day(cli: Cli) -> None:
    assert cli.json("whatif", "100000h", "--due", "2026-03-20")["finish_day"] is None
    assert cli.lines("whatif", "100000h", "--due", "2026-03-20")[1].startswith("Even with all free time put into it")


@pytest.mark.parametrize(
    ("arguments", "sentence", "code"),
    [
        (["40h"], "Missing option '--due'.", 2),
        (["long", "--due", "2026-03-20"], "“long” is not a duration.", 1),
        (["40h", "--due", "soon"], "“soon” is not a day.", 1),
        (["40h", "--due", "2026-03-20", "--start", "2026-03-21"], "before", 1),
        (["40h", "--due", "2026-03-20", "--days", "x"], "names no days of the week", 1),
    ],
)
def test_a_question_asked_wrongly_is_told(cli: Cli, arguments: list[str], sentence: str, code: int) -> None:
    assert sentence in cli.refused("whatif", *arguments, code=code)
