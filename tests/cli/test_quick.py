"""The commands that must answer at once."""

import pytest

from app.cli.quick import QuickCommand, parse_quick
from tests.cli.conftest import Cli

ENTRY_KEYS = [
    "id", "description", "started_at", "ended_at", "tz", "seconds", "project", "project_id", "task", "tags", "billable",
    "source",
]  # fmt: skip


def test_a_timer_is_started_stopped_and_continued(cli: Cli) -> None:
    assert cli.lines("start", "fix", "login", "#bug") == ["Started: fix login #bug  09:00–now  0:00"]
    cli.later(75)
    assert cli.lines("stop") == ["Stopped: fix login #bug  09:00–10:15  1:15"]
    cli.later(15)
    assert cli.lines("continue") == ["Started: fix login #bug  10:30–now  0:00"]


def test_starting_again_ends_what_runs(cli: Cli) -> None:
    cli("start", "one")
    cli.later(30)
    assert cli.lines("switch", "two") == ["Started: two  09:30–now  0:00"]
    assert cli.lines("log") == [
        "Mon 2026-03-02  0:30", *(line for line in cli.lines("log") if "–" in line),
    ]  # fmt: skip
    assert ["one" in line or "two" in line for line in cli.lines("log")[1:]] == [True, True]


def test_toggle_stops_and_goes_on(cli: Cli) -> None:
    cli("start", "one")
    assert cli.lines("toggle")[0].startswith("Stopped: one")
    assert cli.lines("toggle")[0].startswith("Started: one")


def test_status_of_nothing(cli: Cli) -> None:
    assert cli.lines("status") == ["No timer is running.", "Today 0:00 of 8:00   Week 0:00 of 40:00"]
    assert cli.json("status") == {
        "running": None,
        "elapsed_seconds": 0,
        "today_seconds": 0,
        "today_target_seconds": 8 * 3600,
        "week_seconds": 0,
        "week_target_seconds": 40 * 3600,
        "left": None,
    }


def test_status_says_what_runs_and_what_is_left(cli: Cli) -> None:
    cli("projects", "add", "Website", "--estimate", "10h", "--due", "2026-03-06")
    cli("start", "fix", "@Website/Backend")
    cli.later(60)

    assert cli.lines("status") == [
        "fix  @Website/Backend  09:00–now  1:00",
        "Website: 9:00 left, due 2026-03-06, 5 free days → 1:48 a day",
        "Today 1:00 of 8:00   Week 1:00 of 40:00",
    ]
    found = cli.json("status")
    assert list(found["running"]) == ENTRY_KEYS
    assert found["elapsed_seconds"] == 3600
    assert found["left"] == {
        "name": "Website", "seconds": 9 * 3600, "due": "2026-03-06", "free_days": 5, "per_day_seconds": 6480,
    }  # fmt: skip


def test_status_says_when_the_estimate_is_used_up(cli: Cli) -> None:
    cli("projects", "add", "Website", "--estimate", "1h")
    cli("start", "fix", "@Website")
    cli.later(90)

    assert cli.lines("status")[1] == "Website: 0:30 over"


def test_json_of_a_start_has_instants_in_utc(cli: Cli) -> None:
    started = cli.json("start", "fix", "#bug")

    assert list(started) == ENTRY_KEYS
    assert started["started_at"] == "2026-03-02T08:00:00Z"
    assert started["ended_at"] is None
    assert started["tags"] == ["bug"]
    assert started["source"] == "timer"


def test_a_timer_may_have_begun_earlier_and_ended_earlier(cli: Cli) -> None:
    assert cli.lines("start", "-25m", "call") == ["Started: call  08:35–now  0:25"]
    assert cli.lines("stop", "--at", "8:50") == ["Stopped: call  08:35–08:50  0:15"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("25:00", "“25:00” is not a time. Write 17:30 or 2026-03-02 17:30."),
        ("2026-03-29 02:30", "“2026-03-29 02:30” was skipped when the clocks went forward: there"),
        ("2026-03-02T10:00+01:00", "The entry would end in the future."),
    ],
)
def test_an_end_that_cannot_be(cli: Cli, text: str, sentence: str) -> None:
    cli("start", "call")

    assert cli.refused("stop", "--at", text).startswith(sentence)


def test_add_wants_a_span(cli: Cli) -> None:
    assert cli.refused("add", "review").startswith("Say when it was, such as “9-11 text”")
    assert cli.lines("add", "yesterday 9-11 review #bug") == ["Added: review #bug  2026-03-01 09:00–11:00  2:00"]
    assert cli.json("add", "7-8:30", "mails")["seconds"] == 5400


def test_add_says_which_word_it_cannot_read(cli: Cli) -> None:
    assert "9-25" in cli.refused("add", "9-25 review")


def test_a_repeated_hour_has_to_be_told(cli: Cli) -> None:
    line, both = ("add", "2025-10-26 2:10-2:40 night shift"), ("02:10", "02:40")

    assert cli.refused(*line, code=2).splitlines() == [
        " ".join(f"On 2025-10-26 the clocks went back, and {at} came twice. Say which one you mean." for at in both),
        "Add --repeated first for 02:10 CEST (UTC+02:00), or --repeated second for 02:10 CET (UTC+01:00).",
    ]
    assert cli.json(*line, "--repeated", "first")["started_at"] == "2025-10-26T00:10:00Z"
    assert cli.json(*line, "--repeated", "second")["started_at"] == "2025-10-26T01:10:00Z"
    assert cli.refused(*line, "--repeated", "third") == "“third” is neither first nor second."


def test_a_person_is_asked_which_of_two_equal_times_is_meant(cli: Cli) -> None:
    line = ("add", "2025-10-26 2:10-2:40 night shift")

    asked = cli(*line, typing="2\n")
    assert asked.err.splitlines()[1:] == [
        "  1  02:10 CEST (UTC+02:00)", "  2  02:10 CET (UTC+01:00)", "The first or the second? [1/2] ",
    ]  # fmt: skip
    assert cli.json("edit", "last")["started_at"] == "2025-10-26T01:10:00Z"
    assert cli(*line, typing="\n").code == 2
    assert cli(*line, "--json", typing="1\n").code == 2
    assert cli(*line, typing="first\n").code == 0


def test_stop_and_edit_say_which_of_two_equal_times_is_meant(cli: Cli) -> None:
    cli.now = 1_761_438_600  # 02:30 in Berlin, for the first time
    cli("start", "night shift")
    cli.later(120)

    assert "twice" in cli.refused("stop", "--at", "2:45", code=2)
    assert cli.json("stop", "--at", "2:45", "--repeated", "second")["seconds"] == 75 * 60
    assert "twice" in cli.refused("edit", "last", "--end", "2:45", code=2)
    assert cli.json("edit", "last", "--end", "2:45", "--repeated", "first")["seconds"] == 15 * 60
    assert cli("edit", "last", "--end", "2:50", typing="2\n").code == 0
    assert cli.json("edit", "last")["seconds"] == 80 * 60
    assert cli.refused("status", "--repeated", "first", code=2).startswith("No such option")


def test_an_unknown_project_is_created_only_when_somebody_says_so(cli: Cli) -> None:
    sentence = "There is no project named “Acme”."
    assert cli.refused("start", "call", "@Acme") == sentence
    assert cli("start", "call", "@Acme", typing="n\n") == (
        1, "", f"There is no project “Acme”. Create it? [y/N] {sentence}\n",
    )  # fmt: skip
    assert cli("start", "call", "@Acme", typing="y\n").out == "Started: call  @Acme  09:00–now  0:00\n"
    assert cli.lines("start", "call", "@Other", "--create") == ["Started: call  @Other  09:00–now  0:00"]
    # Known by now, so nobody is asked.
    assert cli("start", "call", "@Acme", typing="").code == 0
    assert cli("start", "just this", typing="").code == 0


def test_a_name_with_blanks_survives_the_shell_taking_its_quotes(cli: Cli) -> None:
    cli("projects", "add", "Web site")

    assert cli.json("start", "fix", "@Web site/Front end")["task"] == "Front end"
    assert cli.json("start", "@Web site")["project"] == "Web site"
    assert cli.json("start", 'fix @"Web site"')["project"] == "Web site"
    assert cli.json("start", "#big bug", "fix")["tags"] == ["big bug"]


def test_a_whole_line_in_quotes_may_begin_with_the_project(cli: Cli) -> None:
    cli("projects", "add", "Website")

    started = cli.json("start", "@Website fix login")

    assert (started["project"], started["description"]) == ("Website", "fix login")


def test_notes_about_an_entry_are_told(cli: Cli) -> None:
    cli("add", "7-8 one")

    assert cli.lines("add", "7:30-8:30 two")[1] == "Note: It overlaps 1 other entry by 0:30."


def test_nothing_to_stop(cli: Cli) -> None:
    assert cli.refused("stop") == "No timer is running."


@pytest.mark.parametrize(
    "arguments",
    [["status", "now"], ["stop", "it"], ["toggle", "--create"], ["start", "--at", "9:00"], ["start", "--what"], []],
)
def test_what_makes_no_sense_is_left_to_the_full_reader(arguments: list[str]) -> None:
    assert parse_quick(arguments) is None


def test_what_stands_behind_two_dashes_is_text() -> None:
    assert parse_quick(["start", "--", "--json", "is", "broken"]) == QuickCommand("start", "--json is broken")


def test_a_data_directory_may_stand_before_or_behind(cli: Cli) -> None:
    elsewhere = str(cli.folder / "elsewhere")

    cli("--data-dir", elsewhere, "start", "there")

    assert cli.lines("status", "--data-dir", elsewhere)[0].startswith("there")
    assert cli.lines("status")[0] == "No timer is running."
    assert cli.lines("log", f"--data-dir={elsewhere}")[0].startswith("Mon")


def test_behind_two_dashes_a_data_directory_is_text_too(cli: Cli) -> None:
    assert cli.lines("start", "--", "about", "--data-dir", "x")[0].startswith("Started: about --data-dir x  09:00")
