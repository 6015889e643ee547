"""What was done: the list of it, undo and redo, also of an earlier action."""

from tests.cli.conftest import Cli
from tests.cli.test_entries import filled


def test_deleting_undoing_and_redoing(cli: Cli) -> None:
    filled(cli)
    ids = [entry["id"] for entry in cli.json("log", "--since", "today")["days"][0]["entries"]]

    assert cli.lines("rm", *ids) == ["Deleted 2 entries, 1:45 h. “stintbook undo” brings back what was deleted."]
    assert cli.json("log", "--since", "today")["days"] == []
    assert cli.lines("undo") == ["Undone: delete entries “2”"]
    assert cli.json("log", "--since", "today")["total_seconds"] == 6300
    assert cli.lines("redo") == ["Redone: delete entries “2”"]
    assert cli.json("undo")["undone"]["action"] == "delete_entries"
    assert cli.json("rm", "last") == {"deleted": 1, "seconds": 2700, "ids": [ids[0]]}


def test_nothing_to_undo(cli: Cli) -> None:
    assert cli.refused("undo") == "There is nothing to undo."
    assert cli.refused("redo") == "There is nothing to redo."


def test_history_lists_what_was_done_with_its_numbers(cli: Cli) -> None:
    assert cli.lines("history") == ["Nothing was done yet."]
    cli("projects", "add", "Website")
    cli.later(5)
    cli("add", "8-8:45 fix @Website")
    cli("undo")

    lines = cli.lines("history")
    assert lines == cli.lines("undo", "--list")
    assert [line.split() for line in lines[2:]] == [
        ["3", "2026-03-02", "09:05", "undo:", "add", "entry", "“fix”"],
        ["2", "2026-03-02", "09:05", "add", "entry", "“fix”", "undone"],
        ["1", "2026-03-02", "09:00", "create", "project", "“Website”"],
    ]
    (newest,) = cli.json("history", "--limit", "1")["actions"]
    assert newest == {
        "number": 3, "at": "2026-03-02T08:05:00Z", "action": "add_entry", "subject": "fix", "role": "undo", "of": 2,
        "changes": 1, "undone": False,
    }  # fmt: skip


def test_an_earlier_action_is_taken_back_by_its_number(cli: Cli) -> None:
    filled(cli)
    number = next(one["number"] for one in cli.json("history")["actions"] if one["subject"] == "mails")

    assert cli.lines("undo", str(number))[0].endswith("“mails”")
    assert [entry["description"] for entry in cli.json("log")["days"][0]["entries"]] == ["fix login"]
    assert cli.refused("undo", str(number)) == "This was undone already."
    assert cli.refused("undo", "99") == "There is no action 99."
