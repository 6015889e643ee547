"""Time off on the command line: vacations, half days, every year, public holidays."""

import pytest

from tests.cli.conftest import Cli


def names(cli: Cli, *arguments: str) -> list[str]:
    return [off["name"] for off in cli.json("timeoff", "list", *arguments)["time_off"]]


def test_time_off_is_added_and_takes_capacity(cli: Cli) -> None:
    assert cli.lines("timeoff", "add", "Skiing", "--from", "2026-03-09", "--to", "2026-03-13") == [
        "Added: Skiing, 2026-03-09 to 2026-03-13, 5 days"
    ]
    assert cli.lines("timeoff", "add", "Dentist", "--from", "friday", "--half", "--kind", "other") == [
        "Added: Dentist, 2026-03-06 (half)"
    ]

    days = cli.json("capacity", "--since", "2026-03-06", "--until", "2026-03-16")
    assert {day: row["capacity"] for day, row in days.items() if row["capacity"]} == {
        "2026-03-06": 240, "2026-03-16": 480,
    }  # fmt: skip


def test_a_script_gets_all_of_it(cli: Cli) -> None:
    added = cli.json("timeoff", "add", "Birthday", "--from", "2026-05-05", "--yearly", "--kind", "holiday")

    del added["id"]
    assert added == {
        "name": "Birthday", "kind": "public_holiday", "start_date": "2026-05-05", "end_date": "2026-05-05",
        "fraction": 1.0, "recurs_annually": True, "region": None,
    }  # fmt: skip


def test_the_list_is_of_what_is_to_come(cli: Cli) -> None:
    cli("timeoff", "add", "Past", "--from", "2026-01-05")
    cli("timeoff", "add", "Soon", "--from", "tomorrow", "--half")
    cli("timeoff", "add", "Later", "--from", "2026-08", "--to", "2026-08")

    assert names(cli) == ["Soon", "Later"]
    assert names(cli, "--all") == ["Past", "Soon", "Later"]
    assert names(cli, "--since", "2026-01-01", "--until", "2026-03") == ["Past", "Soon"]
    lines = cli.lines("timeoff")
    assert lines[0].split() == ["id", "Name", "Kind", "From", "To"]
    assert lines[2].split()[1:] == ["Soon", "vacation", "2026-03-03", "2026-03-03", "half"]
    assert lines[3].split()[1:] == ["Later", "vacation", "2026-08-01", "2026-08-31"]
    assert cli.lines("timeoff", "list", "--since", "2030-01-01") == ["No time off."]


def test_only_what_is_named_changes(cli: Cli) -> None:
    id_ = cli.json("timeoff", "add", "Skiing", "--from", "2026-03-09", "--to", "2026-03-13")["id"]

    changed = cli.json("timeoff", "edit", id_[-6:], "--name", "Hiking", "--to", "2026-03-20", "--half")

    assert (changed["name"], changed["start_date"], changed["end_date"], changed["fraction"]) == (
        "Hiking", "2026-03-09", "2026-03-20", 0.5,
    )  # fmt: skip
    assert cli.json("timeoff", "edit", id_, "--from", "2026-03-10", "--whole")["fraction"] == 1.0


def test_deleted_time_off_comes_back(cli: Cli) -> None:
    id_ = cli.json("timeoff", "add", "Skiing", "--from", "2026-03-09")["id"]

    assert cli.lines("timeoff", "rm", id_[-6:]) == ["Deleted “Skiing”. “stintbook undo” brings it back."]
    assert names(cli) == []
    cli("undo")
    assert names(cli) == ["Skiing"]


def test_public_holidays_of_a_region_are_taken_over(cli: Cli) -> None:
    assert cli.lines("timeoff", "holidays")[0].startswith("No public holidays were taken over.")

    answer = cli.json("timeoff", "holidays", "de-by")

    assert (answer["region"], answer["added"]) == ("DE-BY", len(answer["time_off"]))
    days = {off["start_date"] for off in answer["time_off"]}
    assert {"2026-01-06", "2027-01-06", "2028-01-06"} <= days
    assert cli.lines("timeoff", "holidays") == ["The public holidays are those of DE-BY."]
    assert cli.json("capacity", "--since", "2027-01-06", "--until", "2027-01-06")["2027-01-06"]["capacity"] == 0


def test_another_region_replaces_those_to_come(cli: Cli) -> None:
    cli("timeoff", "holidays", "DE-BY")

    assert cli.lines("timeoff", "holidays", "US")[0].startswith("Took over ")
    assert {off["region"] for off in cli.json("timeoff")["time_off"]} == {"US"}
    assert cli.lines("timeoff", "holidays", "--none")[0].startswith("No public holidays are kept any more; ")
    assert cli.json("timeoff")["time_off"] == []
    assert cli.json("timeoff", "holidays") == {"region": None}


def test_a_region_is_found_in_any_case(cli: Cli) -> None:
    assert cli.json("timeoff", "holidays", "de-augsburg")["region"].upper() == "DE-AUGSBURG"


def test_regions_are_listed_as_they_are_written(cli: Cli) -> None:
    assert {"code": "DE", "name": "Germany"} in cli.json("timeoff", "holidays", "--regions")["regions"]
    assert {"code": "DE-BY", "name": "Bayern"} in cli.json("timeoff", "holidays", "DE", "--regions")["regions"]
    assert "DE-BY" in "".join(cli.lines("timeoff", "holidays", "de", "--regions"))
    assert cli.lines("timeoff", "holidays", "LU", "--regions") == [
        "There are no regions in LU; its holidays are the same everywhere."
    ]


def test_years_off_are_taken_with_a_note(cli: Cli) -> None:
    lines = cli.lines("timeoff", "add", "Sabbatical", "--from", "2026-06-01", "--to", "2036-05-31")

    assert lines[0] == "Added: Sabbatical, 2026-06-01 to 2036-05-31, 3653 days"
    assert lines[1].startswith("Note: These are 3653 days off, more than a year")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", ""], "needs a name"),
        (["add", "X", "--from", "2026-03-09", "--to", "2026-03-08"], "The last day off is before the first."),
        (["add", "X", "--from", "soon"], "“soon” is not a day."),
        (["rm", "abcdef"], "There is no time off “abcdef”. “stintbook timeoff list --all” shows the ids."),
        (["rm", "zzz"], "There is no time off “zzz”."),
        (["holidays", "XX"], "There is no country “XX”."),
        (["holidays", "DE-XX"], "DE has no region “XX”"),
    ],
)
def test_mistakes_are_told_and_nothing_is_changed(cli: Cli, arguments: list[str], sentence: str) -> None:
    assert sentence in cli.refused("timeoff", *arguments)
    assert names(cli, "--all") == []


def test_an_id_that_could_be_several_asks_for_more_of_it(cli: Cli) -> None:
    ids = [cli.json("timeoff", "add", name, "--from", "tomorrow")["id"] for name in ("One", "Two")]
    ends = {id_[-4:] for id_ in ids}
    assert len(ends) == 2, "these two differ in their last characters"

    assert "There is no time off" in cli.refused("timeoff", "rm", ids[0][-3:])
