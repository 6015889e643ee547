"""Working hours on the command line: weeks from a day on, single days, the week that holds."""

import pytest

from tests.cli.conftest import Cli


def week(cli: Cli, day: str) -> list[tuple[int, str, str]]:
    spans = cli.json("slots", "week", day)["spans"]
    return [(span["weekday"], span["start"], span["end"]) for span in spans]


def test_without_a_week_of_ones_own_the_usual_one_is_told(cli: Cli) -> None:
    assert cli.lines("slots") == [
        "No working hours are set; Mon–Fri, 8:00 h a day, are taken for usual. “stintbook slots set” sets them."
    ]
    assert cli.lines("slots", "week")[-1] == "Nobody has set a week yet; this is taken for usual."
    assert cli.json("slots", "week")["minutes"] == 2400
    assert cli.json("slots") == {"slots": [], "days": []}


def test_a_week_is_set_from_a_day_on(cli: Cli) -> None:
    line = cli.lines("slots", "set", "mon-fri", "9:00-17:00", "--from", "2026-01-01")

    assert line == ["Set: Mon–Fri 9:00–17:00 from 2026-01-01 on. That week has 40:00 h."]
    assert week(cli, "2026-01-05") == [(day, "09:00", "17:00") for day in range(5)]
    slots = cli.json("slots", "list")["slots"]
    assert [(slot["weekday"], slot["start_minute"], slot["end_minute"]) for slot in slots] == [
        (day, 540, 1020) for day in range(5)
    ]
    assert {(slot["effective_from"], slot["effective_to"]) for slot in slots} == {("2026-01-01", None)}


def test_several_spans_and_some_days_only(cli: Cli) -> None:
    cli("slots", "set", "mon-fri", "9-17", "--from", "2026-01-01")

    cli("slots", "set", "tue,thu", "09:00-12:30", "1pm-5:30pm", "--from", "2026-02-02")
    cli("slots", "set", "wed", "8-12,13-14", "--from", "2026-02-02")

    assert week(cli, "2026-02-02") == [
        (0, "09:00", "17:00"),
        (1, "09:00", "12:30"), (1, "13:00", "17:30"),
        (2, "08:00", "12:00"), (2, "13:00", "14:00"),
        (3, "09:00", "12:30"), (3, "13:00", "17:30"),
        (4, "09:00", "17:00"),
    ]  # fmt: skip
    assert cli.json("slots", "week", "2026-02-01")["minutes"] == 2400
    assert cli.lines("slots", "week", "2026-02-01")[-2:] == [
        "Since 2026-01-01.",
        "Another week holds from 2026-02-02 on.",
    ]


def test_the_list_says_from_when_to_when_each_line_holds(cli: Cli) -> None:
    cli("slots", "set", "mon", "9-17", "--from", "2026-01-01")
    cli("slots", "set", "mon", "8-12", "--from", "2026-03-02")

    lines = [line.split() for line in cli.lines("slots", "list")]

    assert lines[0] == ["id", "Day", "Hours", "From", "Until"]
    mondays = [line[1:] for line in lines[2:] if line[1] == "Mon"]
    assert mondays == [["Mon", "9:00–17:00", "2026-01-01", "2026-03-01"], ["Mon", "8:00–12:00", "2026-03-02"]]
    ids = [slot["id"] for slot in cli.json("slots")["slots"]]
    assert all(any(id_.endswith(line[0]) for id_ in ids) for line in lines[2:])


def test_the_week_is_shown_with_its_sum(cli: Cli) -> None:
    cli("slots", "set", "weekdays", "9-12", "13-17")
    cli("slots", "rm", "friday")

    lines = cli.lines("slots", "week")

    assert lines[2] == "Mon  9:00–12:00, 13:00–17:00    7:00"
    assert lines[6].strip() == "Fri"
    assert lines[-2:] == ["                               28:00", "Since 2026-03-02."]


def test_no_work_on_some_days_from_a_day_on(cli: Cli) -> None:
    cli("slots", "set", "daily", "9-17", "--from", "2026-01-01")

    assert cli.lines("slots", "rm", "weekend", "--from", "2026-03-01") == [
        "No work on Sat–Sun from 2026-03-01 on. That week has 40:00 h."
    ]
    assert len(week(cli, "2026-02-28")) == 7


def test_one_line_of_the_list_is_deleted_by_its_id_and_comes_back(cli: Cli) -> None:
    cli("slots", "set", "mon,tue", "9-17", "--from", "2026-01-01")
    monday = cli.json("slots")["slots"][0]
    before = cli.json("slots")

    assert cli.lines("slots", "rm", monday["id"][-6:])[0].startswith("Deleted: Mon 9:00–17:00 from 2026-01-01 on.")
    assert monday["id"] not in {slot["id"] for slot in cli.json("slots")["slots"]}
    cli("undo")
    assert cli.json("slots") == before


def test_a_single_day_has_a_time_of_its_own(cli: Cli) -> None:
    assert cli.lines("slots", "day", "friday", "4h", "--note", "party") == ["Set: 2026-03-06 has 4:00 h"]
    assert cli.lines("slots")[-1] == "2026-03-06 has 4:00 h: party"
    assert cli.json("slots")["days"] == [{"day": "2026-03-06", "minutes": 240, "note": "party"}]
    assert cli.json("capacity", "--since", "2026-03-06", "--until", "2026-03-06")["2026-03-06"]["capacity"] == 240

    assert cli.lines("slots", "day", "friday", "--as-usual") == ["2026-03-06 is a day as the week says again."]
    assert cli.json("slots")["days"] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["set", "mon", "22:00-2:00"], "go past midnight"),
        (["set", "mon", "9-12", "11-17"], "overlap those from"),
        (["set", "someday", "9-17"], "“someday” names no days of the week. Write mon-fri, mon,wed or sat."),
        (["set", "mon-", "9-17"], "“mon-” names no days of the week."),
        (["set", "t", "9-17"], "“t” names no days of the week."),
        (["set", "mon", "9"], "“9” is no span of hours. Write 9:00-17:00."),
        (["set", "mon", "9-25"], "“9-25” is no span of hours."),
        (["set", "mon", "9-17", "--from", "soon"], "“soon” is not a day."),
        (["rm", "abcdef"], "There are no working hours “abcdef”. “stintbook slots list” shows the ids."),
        (["day", "friday"], "Say either how much time the day has, as 4h, or --as-usual."),
        (["day", "friday", "25h"], "A day holds between 0 and 24 hours."),
        (["day", "friday", "--as-usual"], "has no working time of its own"),
        (["day", "0001-01-01", "1h"], "The day 0001-01-01 is too far away."),
    ],
)
def test_mistakes_are_told_and_nothing_is_changed(cli: Cli, arguments: list[str], sentence: str) -> None:
    assert sentence in cli.refused("slots", *arguments)
    assert cli.json("slots") == {"slots": [], "days": []}
