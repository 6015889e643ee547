"""Projects, milestones, tasks, groups, clients, tags and rates."""

import pytest

from tests.cli.conftest import Cli

PROJECT_KEYS = [
    "id", "name", "code", "group", "client", "status", "color", "start_date", "due_date", "estimate_minutes", "billable",
    "notes",
]  # fmt: skip


def names(cli: Cli, *arguments: str) -> list[str]:
    (rows,) = cli.json(*arguments).values()
    return [row["name"] for row in rows]


def test_a_project_is_added_with_all_it_has(cli: Cli) -> None:
    cli("groups", "add", "Websites")
    cli("clients", "add", "Acme")

    added = cli.json(
        "projects", "add", "Relaunch", "--start", "monday", "--due", "2026-04", "--estimate", "120h", "--group",
        "websites", "--client", "ACME", "--billable", "--color", "teal", "--code", "AC-1", "--notes", "by phone",
    )  # fmt: skip

    assert list(added) == PROJECT_KEYS
    del added["id"]
    assert list(added.values()) == [
        "Relaunch", "AC-1", "Websites", "Acme", "active", "teal", "2026-03-02", "2026-04-30", 7200, True, "by phone",
    ]  # fmt: skip


def test_a_project_says_what_it_is(cli: Cli) -> None:
    assert cli.lines("projects", "add", "Relaunch", "--due", "+2w", "--estimate", "40h") == [
        "Added: Relaunch, due 2026-03-16, estimate 40:00 h"
    ]


def test_a_project_is_changed_and_things_are_taken_off(cli: Cli) -> None:
    cli("groups", "add", "Websites")
    cli("clients", "add", "Acme")
    cli("projects", "add", "Relaunch", "--group", "Websites", "--client", "Acme", "--due", "+2w")

    changed = cli.json("projects", "edit", "relaunch", "--name", "Launch", "--group", "", "--client", "", "--due", "")

    assert (changed["name"], changed["group"], changed["client"], changed["due_date"]) == ("Launch", None, None, None)


def test_projects_are_listed_under_their_groups(cli: Cli) -> None:
    cli("groups", "add", "Websites")
    cli("clients", "add", "Acme")
    cli("projects", "add", "Relaunch", "--group", "Websites", "--client", "Acme", "--estimate", "2h", "--due", "+2w")
    cli("projects", "add", "Office")
    cli("add", "7-8 work @Relaunch")

    assert cli.lines("projects") == [
        "Project     Client  Hours  Used         Due  State",
        "────────────────────────────────────────────────────",
        "Websites",
        "  Relaunch  Acme     1:00  50 %  2026-03-16  at risk",
        "(no group)",
        "  Office             0:00",
        "────────────────────────────────────────────────────",
        "Total                1:00",
    ]
    assert names(cli, "projects", "list", "--group", "Websites") == ["Relaunch"]
    assert names(cli, "projects", "list", "--client", "Acme") == ["Relaunch"]
    row = cli.json("projects", "list")["projects"][1]
    assert list(row) == [*PROJECT_KEYS, "seconds", "entries", "last_day", "risk", "milestones", "milestones_done"]
    assert (row["seconds"], row["entries"], row["last_day"]) == (3600, 1, "2026-03-02")


def test_closed_projects_are_listed_on_request(cli: Cli) -> None:
    cli("projects", "add", "One")
    cli("projects", "add", "Two")
    cli("projects", "add", "Three")

    assert cli.lines("projects", "complete", "One") == ["Completed: One"]
    assert cli.lines("projects", "archive", "Two") == ["Archived: Two"]
    assert cli.lines("projects", "hold", "Three") == ["On hold: Three"]
    assert names(cli, "projects") == ["Three"]
    assert "on hold" in "".join(cli.lines("projects"))
    assert names(cli, "projects", "list", "--all") == ["One", "Three", "Two"]
    assert "on hold" in cli.refused("start", "work", "@Three")
    assert cli.lines("projects", "activate", "One") == ["Active: One"]
    assert names(cli, "projects") == ["One", "Three"]


def test_completing_with_open_ends_wants_a_yes(cli: Cli) -> None:
    cli("projects", "add", "One")
    cli("milestones", "add", "One", "Launch", "--due", "+1w")

    assert "1 milestone is open (“Launch”)" in cli.refused("projects", "complete", "One")
    done = cli.lines("projects", "complete", "One", "--yes")
    assert done[0] == "Completed: One"
    assert done[1].startswith("Note: The project is not quite finished")


def test_deleting_a_project_asks_about_its_entries(cli: Cli) -> None:
    cli("projects", "add", "One")
    cli("projects", "add", "Two")
    cli("add", "7-8 work @One")

    assert cli.refused("projects", "rm", "One").endswith(
        "Say --move-to PROJECT or --with-entries, or “stintbook projects archive”."
    )
    assert cli.lines("projects", "rm", "One", "--move-to", "Two") == [
        "Deleted “One”. 1 entry moved to “Two”. “stintbook undo” brings it back."
    ]
    assert cli.json("projects", "rm", "Two", "--with-entries") == {"deleted": "Two", "entries": 1}
    assert cli.lines("projects") == ["No projects."]
    cli("undo")
    assert cli.json("log")["days"][0]["entries"][0]["project"] == "Two"


def test_merging_projects(cli: Cli) -> None:
    cli("projects", "add", "One")
    cli("projects", "add", "Two")

    assert cli.lines("projects", "merge", "One", "Two") == ["Merged “One” into “Two”. “stintbook undo” takes it back."]
    assert names(cli, "projects") == ["Two"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--estimate", "soon"], "“soon” is not a duration. Write 1:30, 1h30m, 90m or 1.5h."),
        (["--due", "2026-02-30"], "“2026-02-30” is not a day. Write 2026-03-02, 2026-03, today, monday, -7d or +2w."),
        (["--group", "Nowhere"], "There is no group named “Nowhere”."),
        (["--color", "mud"], "There is no colour “mud”."),
        (["--due", "yesterday"], "The due date is before the start date."),
    ],
)
def test_a_project_that_cannot_be(cli: Cli, options: list[str], sentence: str) -> None:
    assert cli.refused("projects", "add", "One", *options).startswith(sentence)


def test_a_mistyped_name_is_recognised(cli: Cli) -> None:
    cli("projects", "add", "Website")

    assert cli.refused("projects", "edit", "Webiste") == "There is no project named “Webiste”. Did you mean “Website”?"
    assert cli.refused("projects", "edit", "Zebra") == "There is no project named “Zebra”."


def test_milestones_are_added_listed_and_completed(cli: Cli) -> None:
    cli("projects", "add", "One", "--due", "2026-06-30", "--estimate", "20h")

    assert cli.lines("milestones", "add", "One", "Concept", "--due", "2026-03-31", "--budget", "5h") == [
        "Added: Concept, due 2026-03-31, budget 5:00 h"
    ]
    assert cli.json("milestones", "add", "One", "Build", "--due", "2026-05", "--start", "2026-04-15")["due_date"] == (
        "2026-05-31"
    )
    cli("add", "7-8:30 thinking @One")
    assert cli.lines("milestones") == [
        "Milestone  Project         Due  Hours  Budget  State",
        "────────────────────────────────────────────────────",
        "Concept    One      2026-03-31   1:30    5:00",
        "Build      One      2026-05-31   0:00",
    ]
    assert cli.lines("milestones", "complete", "One", "Concept")[0].startswith("Completed: Concept")
    assert names(cli, "milestones") == ["Build"]
    assert names(cli, "milestones", "list", "One") == ["Concept", "Build"]
    assert "done" in cli.lines("milestones", "list", "--all")[2]
    assert cli.json("milestones", "reopen", "One", "concept")["completed"] is False
    changed = cli.json("milestones", "edit", "One", "Build", "--name", "Make", "--due", "2026-06-15", "--budget", "9h")
    assert (changed["name"], changed["due_date"], changed["budget_minutes"]) == ("Make", "2026-06-15", 540)
    assert cli.lines("milestones", "rm", "One", "Make") == ["Deleted: Make, due 2026-06-15, budget 9:00 h"]


def test_a_milestone_says_how_it_stands(cli: Cli) -> None:
    cli("projects", "add", "One", "--start", "2026-01-01")
    cli("milestones", "add", "One", "Past", "--due", "2026-02-28")
    cli("milestones", "add", "One", "Now", "--due", "2026-03-31", "--budget", "30m")
    cli("add", "7-8 thinking @One")

    table = cli.lines("milestones")
    rows = cli.json("milestones")["milestones"]

    assert table[2].endswith("overdue")
    assert table[3].endswith("over")
    assert list(rows[0]) == [
        "id", "name", "project", "first_day", "due_date", "budget_minutes", "seconds", "completed", "overdue",
    ]  # fmt: skip
    assert [(row["overdue"], row["seconds"]) for row in rows] == [(True, 0), (False, 3600)]


def test_no_milestones(cli: Cli) -> None:
    assert cli.lines("milestones") == ["No milestones."]


def test_budgets_over_the_estimate_want_a_yes(cli: Cli) -> None:
    cli("projects", "add", "One", "--estimate", "2h")
    command = ("milestones", "add", "One", "Big", "--due", "+1w", "--budget", "5h")

    assert cli.refused(*command).startswith("The milestones' budgets are 3:00 h more")
    assert cli.lines(*command, "--yes")[0] == "Added: Big, due 2026-03-09, budget 5:00 h"


def test_tasks(cli: Cli) -> None:
    cli("projects", "add", "One")

    assert cli.lines("tasks") == ["No tasks."]
    assert cli.lines("tasks", "add", "One", "Design", "--estimate", "8h") == ["Added: Design, estimate 8:00 h"]
    cli("tasks", "add", "One", "Build")
    assert cli.lines("tasks", "list", "One") == [
        "Task    Project  Estimate  State",
        "────────────────────────────────",
        "Design  One          8:00",
        "Build   One",
    ]
    assert cli.lines("tasks", "complete", "One", "Design") == ["Done: Design, estimate 8:00 h"]
    assert names(cli, "tasks") == ["Build"]
    assert cli.json("tasks", "reopen", "One", "Design")["done"] is False
    assert cli.json("tasks", "edit", "One", "Design", "--name", "Draw", "--estimate", "1h")["estimate_minutes"] == 60
    assert cli.json("tasks", "rm", "One", "Draw") == {"deleted": "Draw", "entries": 0}
    assert cli.json("tasks")["tasks"][0].keys() == {"id", "name", "estimate_minutes", "done", "project"}


def test_groups(cli: Cli) -> None:
    assert cli.lines("groups") == ["No groups."]
    assert cli.lines("groups", "add", "Websites", "--color", "teal") == ["Added: Websites"]
    cli("groups", "add", "Other")
    cli("projects", "add", "One", "--group", "Websites")
    cli("add", "7-8 work @One")

    assert cli.lines("groups") == [
        "Group     Projects  Hours",
        "─────────────────────────",
        "Websites         1   1:00",
        "Other            0   0:00",
        "─────────────────────────",
        "                 1   1:00",
    ]
    row = cli.json("groups", "list")["groups"][0]
    assert list(row) == ["id", "name", "color", "projects", "seconds", "estimate_minutes"]
    assert cli.json("groups", "edit", "websites", "--name", "Sites")["name"] == "Sites"
    assert cli.refused("groups", "rm", "Sites").endswith("Write --move-to GROUP or --no-group.")
    assert cli.json("groups", "rm", "Sites", "--move-to", "Other") == {"deleted": "Sites", "projects": 1}
    assert cli.lines("groups", "rm", "Other", "--no-group") == ["Deleted “Other”. “stintbook undo” brings it back."]
    assert cli.json("projects")["projects"][0]["group"] is None


def test_clients(cli: Cli) -> None:
    assert cli.lines("clients") == ["No clients."]
    assert cli.lines("clients", "add", "Acme", "--email", "a@acme.example", "--currency", "CHF") == ["Added: Acme"]
    cli("clients", "add", "Other")
    cli("projects", "add", "One", "--client", "Acme")

    row = cli.json("clients")["clients"][0]
    assert list(row) == ["id", "name", "email", "currency", "projects", "seconds"]
    assert list(row.values())[1:] == ["Acme", "a@acme.example", "CHF", 1, 0]
    assert cli.lines("clients", "list")[2] == "Acme           1   0:00"
    assert cli.json("clients", "edit", "Acme", "--name", "Acme Ltd", "--notes", "new")["name"] == "Acme Ltd"
    assert cli.refused("clients", "rm", "Acme Ltd").endswith("Write --move-to CLIENT or --no-client.")
    assert cli.json("clients", "rm", "Acme Ltd", "--move-to", "Other") == {"deleted": "Acme Ltd", "projects": 1}
    assert cli("clients", "rm", "Other", "--no-client").code == 0


def test_tags(cli: Cli) -> None:
    assert cli.lines("tags") == ["No tags."]
    cli("add", "7-8 work #bug")
    assert cli.lines("tags", "add", "draft", "--color", "teal") == ["Added: draft"]
    assert cli.lines("tags") == [
        "Tag    Entries  Hours",
        "─────────────────────",
        "bug          1   1:00",
        "draft        0   0:00",
    ]
    assert cli.json("tags", "rename", "bug", "defect")["name"] == "defect"
    assert list(cli.json("tags", "list")["tags"][0]) == ["id", "name", "color", "entries", "seconds"]
    assert cli.lines("tags", "merge", "defect", "draft") == ["Merged “defect” into “draft” on 1 entry."]
    assert cli.json("tags", "rm", "draft") == {"deleted": "draft", "entries": 1}
    assert cli.refused("tags", "rm", "draft") == "There is no tag named “draft”."


def test_rates(cli: Cli) -> None:
    cli("projects", "add", "One")
    cli("clients", "add", "Acme")

    assert cli.lines("rates") == ["No rates."]
    assert cli.lines("rates", "set", "95") == ["Set: 95.00 EUR an hour for everything else from 2026-03-02 on"]
    assert cli.json("rates", "set", "87,50", "--client", "acme", "--since", "2026-01-01")["amount_minor"] == 8750
    set_rate = cli.json("rates", "set", "12000", "--project", "One", "--currency", "JPY")
    assert list(set_rate) == ["id", "scope", "for", "amount_minor", "currency", "effective_from"]
    assert list(set_rate.values())[1:] == ["project", "One", 12000, "JPY", "2026-03-02"]
    assert cli.lines("rates", "list") == [
        "For                An hour       Since",
        "──────────────────────────────────────",
        "Acme             87.50 EUR  2026-01-01",
        "everything else  95.00 EUR  2026-03-02",
        "One              12000 JPY  2026-03-02",
    ]
    assert {rate["for"] for rate in cli.json("rates")["rates"]} == {None, "Acme", "One"}
    assert cli.refused("rates", "set", "much") == "“much” is not an amount. Write 95 or 87.50."
    assert cli.refused("rates", "set", "NaN") == "“NaN” is not an amount. Write 95 or 87.50."


def test_a_rate_of_something_deleted_is_listed(cli: Cli) -> None:
    cli("projects", "add", "One")
    cli("clients", "add", "Acme")
    cli("rates", "set", "80", "--project", "One")
    cli("rates", "set", "70", "--client", "Acme")
    cli("projects", "rm", "One")
    cli("clients", "rm", "Acme")

    assert sorted(rate["for"] for rate in cli.json("rates")["rates"]) == ["(missing client)", "(missing project)"]


def test_ids_grow_until_they_are_told_apart() -> None:
    from app.cli.names import short_ids

    one, other = "0195f000-0000-7000-8000-00000a123456", "0195f000-0000-7000-8000-00000b123456"

    assert short_ids([one, other]) == {one: "a123456", other: "b123456"}
    assert short_ids([one]) == {one: "123456"}
