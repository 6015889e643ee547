"""Planning on the command line: events for projects, once and again and again; moved, tracked, called off."""

from typing import Any

import pytest

from tests.cli.conftest import Cli

HOUR = 3600


@pytest.fixture
def website(cli: Cli) -> Cli:
    cli("projects", "add", "Website", "--due", "2026-04-30", "--estimate", "40h", "--billable")
    return cli


def planned(cli: Cli, *arguments: str) -> list[tuple[str, str, int]]:
    rows = cli.json("plan", "list", *arguments)["events"]
    return [(row["day"], row["title"] or row["project"], row["seconds"]) for row in rows]


def add(cli: Cli, *arguments: str) -> dict[str, Any]:
    made: dict[str, Any] = cli.json("plan", "add", *arguments)
    return made


def test_time_is_set_aside_for_a_project(website: Cli) -> None:
    assert website.lines("plan", "add", "website", "2026-03-05", "9:00-15:00") == [
        "Planned: @Website  Thu 2026-03-05 09:00–15:00  6:00"
    ]

    (row,) = website.json("plan")["events"]
    id_, project_id = row.pop("id"), row.pop("project_id")
    assert id_ != project_id
    assert row == {
        "title": "", "project": "Website", "notes": "", "day": "2026-03-05", "starts_at": "2026-03-05T08:00:00Z",
        "ends_at": "2026-03-05T14:00:00Z", "seconds": 6 * HOUR, "tz": "Europe/Berlin", "all_day": False,
        "recurrence": None, "status": "planned", "calendar": None, "done": False,
    }  # fmt: skip
    day = website.json("capacity", "--since", "2026-03-05", "--until", "2026-03-05")["2026-03-05"]
    assert (day["planned"], day["auto"]) == (360, 0)


@pytest.mark.parametrize(
    ("day", "span", "starts_at", "seconds"),
    [
        ("tomorrow", "9-11:30", "2026-03-03T08:00:00Z", 2.5 * HOUR),
        ("monday", "14:00+1:30", "2026-03-02T13:00:00Z", 1.5 * HOUR),
        ("sun", "09:00-10:00", "2026-03-08T08:00:00Z", HOUR),
        ("+1w", "1pm-3", "2026-03-09T12:00:00Z", 2 * HOUR),
        ("2026-03-05", "22:00-2:00", "2026-03-05T21:00:00Z", 4 * HOUR),
        ("2026-03-29", "1:00-4:00", "2026-03-29T00:00:00Z", 2 * HOUR),
        ("2026-03-29", "1:00+3h", "2026-03-29T00:00:00Z", 3 * HOUR),
    ],
)
def test_days_and_spans_are_written_in_many_ways(
    website: Cli, day: str, span: str, starts_at: str, seconds: float
) -> None:
    made = add(website, "Website", day, span)

    assert (made["starts_at"], made["seconds"]) == (starts_at, seconds)


def test_an_event_of_several_days_says_on_which_it_ends(cli: Cli) -> None:
    assert cli.lines("plan", "add", "-", "2026-03-05", "9:00+30h", "--title", "Fair") == [
        "Planned: Fair  Thu 2026-03-05 09:00–2026-03-06 15:00  30:00"
    ]


def test_an_event_without_a_project_and_one_of_a_whole_day(cli: Cli) -> None:
    cli("plan", "add", "-", "friday", "10-11", "--title", "Retro", "--notes", "bring cake")
    cli("plan", "add", "", "2026-03-09", "--all-day", "--title", "Offsite")

    assert planned(cli) == [("2026-03-06", "Retro", HOUR), ("2026-03-09", "Offsite", 24 * HOUR)]
    lines = cli.lines("plan")
    assert lines[0] == "Fri 2026-03-06  1:00"
    assert lines[1].split()[1:] == ["10:00–11:00", "1:00", "Retro"]
    assert lines[3].split()[1:] == ["all", "day", "Offsite"]


def test_nothing_planned_is_said(cli: Cli) -> None:
    assert cli.lines("plan") == ["Nothing is planned."]


@pytest.mark.parametrize(
    ("how", "days"),
    [
        ("daily", ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09"]),
        ("weekdays", ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-09"]),
        ("weekly", ["2026-03-03"]),
        ("RRULE:FREQ=DAILY;INTERVAL=3", ["2026-03-03", "2026-03-06", "2026-03-09"]),
    ],
)
def test_an_event_repeats_until_a_day(website: Cli, how: str, days: list[str]) -> None:
    add(website, "Website", "tuesday", "9-10", "--repeat", how, "--until", "2026-03-09")

    assert [day for day, *_ in planned(website, "--until", "2026-05-01")] == days


def test_the_list_can_be_narrowed_down(website: Cli) -> None:
    website("plan", "add", "Website", "2026-03-05", "9-10")
    website("plan", "add", "-", "2026-03-05", "10-11", "--title", "Other")
    website("plan", "add", "Website", "2026-06-05", "9-10")

    assert planned(website, "--project", "Website") == [("2026-03-05", "Website", HOUR)]
    assert planned(website, "--since", "2026-06", "--until", "2026-06") == [("2026-06-05", "Website", HOUR)]
    assert "before the first" in website.refused("plan", "list", "--since", "+7d", "--until", "today")
    assert "too long to look at" in website.refused("plan", "list", "--until", "2126-01-01")
    assert "is too far away" in website.refused("plan", "list", "--until", "9999-12-31")


def test_an_event_moves_and_moves_back(website: Cli) -> None:
    id_ = add(website, "Website", "tomorrow", "9-11")["id"]

    assert website.lines("plan", "move", id_[-6:], "friday", "13:00+2h") == [
        "Moved: @Website  Fri 2026-03-06 13:00–15:00  2:00"
    ]
    website("undo")
    assert [day for day, *_ in planned(website)] == ["2026-03-03"]


def test_of_a_series_one_moves_the_following_or_all(website: Cli) -> None:
    id_ = add(website, "Website", "tuesday", "9-10", "--repeat", "weekly", "--until", "2026-03-24")["id"]
    until = ("--until", "2026-04-30")

    assert "repeats. Say which day moves with --on, or --which all." in website.refused(
        "plan", "move", id_, "friday", "9-10"
    )
    website.lines("plan", "move", id_, "2026-03-11", "10-11", "--on", "2026-03-10")
    assert [day for day, *_ in planned(website, *until)] == ["2026-03-03", "2026-03-11", "2026-03-17", "2026-03-24"]
    website("undo")
    website.lines("plan", "move", id_, "2026-03-18", "10-11", "--on", "2026-03-17", "--which", "following")
    assert [day for day, *_ in planned(website, *until)] == ["2026-03-03", "2026-03-10", "2026-03-18", "2026-03-25"]


def test_title_project_and_rule_change_and_go(website: Cli) -> None:
    id_ = add(website, "Website", "tuesday", "9-10", "--repeat", "daily")["id"]

    changed = website.json(
        "plan", "edit", id_, "--title", "Standup", "--notes", "short", "--project", "-", "--repeat", "weekly",
        "--until", "2026-03",
    )  # fmt: skip
    assert (changed["title"], changed["notes"], changed["project"]) == ("Standup", "short", None)
    assert changed["recurrence"] == "FREQ=WEEKLY;UNTIL=20260331"
    assert website.json("plan", "edit", id_, "--once")["recurrence"] is None


def test_one_of_a_series_has_a_title_of_its_own(website: Cli) -> None:
    id_ = add(website, "Website", "tuesday", "9-10", "--repeat", "weekly", "--until", "2026-03-17")["id"]

    website.lines("plan", "edit", id_, "--title", "Long one", "--on", "2026-03-10")

    titles = [title for _, title, _ in planned(website, "--until", "2026-04-30")]
    assert titles == ["Website", "Long one", "Website"]
    assert "Say which day is meant with --on." in website.refused("plan", "edit", id_, "--title", "X", "--which", "one")


def test_what_is_deleted_comes_back(website: Cli) -> None:
    id_ = add(website, "Website", "tuesday", "9-10", "--title", "Call", "--repeat", "weekly", "--until", "2026-03-17")[
        "id"
    ]
    all_ = planned(website, "--until", "2026-04-30")

    assert website.lines("plan", "rm", id_[-6:], "--on", "2026-03-10") == [
        "Deleted “Call”. “stintbook undo” brings it back."
    ]
    assert len(planned(website, "--until", "2026-04-30")) == 2
    website("undo")
    website("plan", "rm", id_)
    assert planned(website, "--until", "2026-04-30") == []
    website("undo")
    assert planned(website, "--until", "2026-04-30") == all_


def test_what_is_called_off_takes_no_time(website: Cli) -> None:
    one = add(website, "Website", "wednesday", "9-10")["id"]
    series = add(website, "Website", "tuesday", "9-10", "--repeat", "weekly", "--until", "2026-03-10")["id"]

    assert website.lines("plan", "cancel", one)[0].startswith("Cancelled: @Website  Wed 2026-03-04")
    assert "repeats. Say which day is called off" in website.refused("plan", "cancel", series)
    website("plan", "cancel", series, "--on", "2026-03-10")
    assert planned(website) == [("2026-03-03", "Website", HOUR)]


def test_a_planned_event_becomes_an_entry(website: Cli) -> None:
    id_ = add(website, "Website", "2026-02-27", "9-15", "--title", "Design")["id"]

    assert website.lines("plan", "track", id_[-6:]) == ["Tracked: Design  @Website  2026-02-27 09:00–15:00  6:00"]

    (entry,) = [entry for day in website.json("log")["days"] for entry in day["entries"]]
    assert (entry["project"], entry["seconds"], entry["billable"]) == ("Website", 6 * HOUR, True)
    assert website.json("plan", "list", "--since", "2026-02-27")["events"][0]["done"]
    assert "(tracked)" in website.lines("plan", "list", "--since", "2026-02-27")[1]
    assert "was tracked already" in website.refused("plan", "track", id_)
    website("undo")
    assert not website.json("plan", "list", "--since", "2026-02-27")["events"][0]["done"]


def test_it_may_have_ended_earlier_and_been_for_something_else(website: Cli) -> None:
    website("projects", "add", "Shop")
    id_ = add(website, "Website", "2026-02-27", "9-15")["id"]

    tracked = website.json("plan", "track", id_, "--end", "14:00", "--project", "Shop")

    assert (tracked["seconds"], tracked["project"]) == (5 * HOUR, "Shop")


def test_of_a_series_the_latest_that_began_is_tracked_unless_a_day_is_said(website: Cli) -> None:
    id_ = add(website, "Website", "2026-02-16", "8-9", "--repeat", "weekly", "--until", "2026-03-30")["id"]

    assert website.json("plan", "track", id_)["started_at"] == "2026-03-02T07:00:00Z"
    rest = [
        row["id"] for row in website.json("plan", "list", "--since", "2026-02-16", "--until", "2026-02-23")["events"]
    ]
    assert website.json("plan", "track", rest[0], "--on", "2026-02-16")["started_at"] == "2026-02-16T07:00:00Z"
    later = website.json("plan", "list", "--since", "2026-03-03", "--until", "2026-03-20")["events"][0]["id"]
    assert "repeats. Say which day is meant" in website.refused("plan", "track", later)


def test_a_time_that_comes_twice_is_asked_about(website: Cli) -> None:
    sentence = website.refused("plan", "add", "Website", "2026-10-25", "2:30-4", code=2)
    assert "--repeated first for 02:30 CEST" in sentence

    assert add(website, "Website", "2026-10-25", "2:30-4", "--repeated", "second")["seconds"] == 1.5 * HOUR


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", "Nowhere", "friday", "9-10"], "There is no project named “Nowhere”."),
        (["add", "Website", "soon", "9-10"], "“soon” is not a day."),
        (["add", "Website", "friday"], "Say either when, as 9:00-15:00, or --all-day."),
        (["add", "Website", "friday", "9-10", "--all-day"], "Say either when, as 9:00-15:00, or --all-day."),
        (["add", "Website", "friday", "9"], "“9” is no span of hours. Write 9:00-17:00."),
        (["add", "Website", "friday", "9-9"], "“9-9” begins and ends at the same time."),
        (["add", "Website", "friday", "25:00+1h"], "“25:00+1h” is no span of a day."),
        (["add", "Website", "2026-03-29", "2:30-4"], "was skipped when the clocks went forward"),
        (["add", "Website", "9999-12-31", "9-10"], "The day 9999-12-31 is too far away."),
        (["add", "Website", "friday", "9-10", "--repeat", "sometimes"], "“sometimes” is no way to repeat."),
        (["add", "Website", "friday", "9-10", "--repeat", "FREQ=HOURLY"], "says no days that come"),
        (["add", "Website", "friday", "9-10", "--until", "2026-04"], "--until ends what repeats."),
        (
            ["add", "Website", "friday", "9-10", "--repeat", "FREQ=DAILY;COUNT=2", "--until", "2026-04"],
            "The rule has an end of its own.",
        ),
        (["rm", "abcdef"], "There is no planned event “abcdef”. “stintbook plan list” shows the ids."),
    ],
)
def test_mistakes_are_told_and_nothing_is_planned(website: Cli, arguments: list[str], sentence: str) -> None:
    assert sentence in website.refused("plan", *arguments)
    assert planned(website, "--until", "2026-12-31") == []


def test_what_has_not_begun_is_not_tracked_and_a_day_it_misses_is_told(website: Cli) -> None:
    id_ = add(website, "Website", "friday", "9-10")["id"]

    assert "begins on 2026-03-06 at 09:00" in website.refused("plan", "track", id_)
    assert "does not happen on 2026-03-05" in website.refused("plan", "track", id_, "--on", "2026-03-05")
