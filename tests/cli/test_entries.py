"""Listing and changing entries."""

from dataclasses import replace

from app.domain.ids import ProjectId
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import unit_of_work
from tests.cli.conftest import Cli
from tests.cli.test_quick import ENTRY_KEYS


def filled(cli: Cli) -> None:
    cli("projects", "add", "Website", "--billable")
    cli("projects", "add", "Office")
    cli("add", "yesterday 9-10:30 design @Website #draft")
    cli("add", "7-8 mails @Office")
    cli("add", "8-8:45 fix login @Website/Backend #bug")


def test_log_shows_days_with_their_totals_the_newest_last(cli: Cli) -> None:
    filled(cli)

    lines = cli.lines("log")

    assert [lines[0], lines[2], lines[6]] == ["Sun 2026-03-01  1:30", "Mon 2026-03-02  1:45", "2 days  3:15"]
    assert lines[1][8:] == "09:00–10:30   1:30  design  @Website  #draft"
    assert lines[4][8:] == "08:00–08:45   0:45  fix login  @Website/Backend  #bug"


def test_log_fits_into_eighty_columns(cli: Cli) -> None:
    cli("add", "7-8", "a very long description of what was done " * 4, "@Some project with a long name", "--create")

    lines = cli.lines("log")

    assert max(map(len, lines)) <= 80
    assert "".join(line[27:].strip() for line in lines[1:]).count("description") == 4


def test_log_of_nothing(cli: Cli) -> None:
    assert cli.lines("log") == ["No entries."]
    assert cli.json("log", "--text", "x") == {"since": None, "until": None, "total_seconds": 0, "days": []}


def test_log_as_json(cli: Cli) -> None:
    filled(cli)

    found = cli.json("log", "--since", "yesterday")

    assert list(found) == ["since", "until", "total_seconds", "days"]
    assert (found["since"], found["until"], found["total_seconds"]) == ("2026-03-01", "2026-03-02", 11700)
    assert [(day["day"], day["seconds"], len(day["entries"])) for day in found["days"]] == [
        ("2026-03-02", 6300, 2),
        ("2026-03-01", 5400, 1),
    ]
    assert list(found["days"][0]["entries"][0]) == ENTRY_KEYS


def test_log_can_be_narrowed_down(cli: Cli) -> None:
    filled(cli)
    cli("add", "8:50-9 nothing special")

    def texts(*options: str) -> list[str]:
        return [entry["description"] for day in cli.json("log", *options)["days"] for entry in day["entries"]]

    assert texts("--project", "website") == ["fix login", "design"]
    assert texts("--project", "Website", "--project", "Office", "--since", "today") == ["fix login", "mails"]
    assert texts("--tag", "bug") == ["fix login"]
    assert texts("--text", "DESIGN") == ["design"]
    assert texts("--no-project") == ["nothing special"]
    assert texts("--billable") == ["fix login", "design"]
    assert texts("--not-billable", "--limit", "1") == ["nothing special"]
    assert texts("--until", "2026-03-01") == ["design"]


def test_an_entry_of_a_missing_project_is_listed(cli: Cli) -> None:
    filled(cli)
    ctx = cli.open(None)
    with unit_of_work(ctx) as work:
        # It may still be on its way from another device.
        entries = work.time_entries.select(EntryFilter())
        work.time_entries.save_all(replace(entry, project=ProjectId(ctx.new_id())) for entry in entries)
    ctx.database.close()

    assert "@(missing project)" in cli.lines("log")[1]


def test_only_what_the_line_names_is_changed(cli: Cli) -> None:
    filled(cli)

    assert cli.lines("edit", "last", "fix logout") == ["Changed: fix logout  @Website/Backend #bug  08:00–08:45  0:45"]
    changed = cli.json("edit", "last", "@Office", "#urgent", "!$")
    assert (changed["description"], changed["project"], changed["task"]) == ("fix logout", "Office", None)
    assert (changed["tags"], changed["billable"]) == (["bug", "urgent"], False)
    changed = cli.json("edit", "last", "--untag", "bug", "--no-project", "--no-description")
    assert (changed["tags"], changed["project"], changed["description"]) == (["urgent"], None, "")


def test_a_milestone_is_looked_for_in_the_project_the_entry_has(cli: Cli) -> None:
    filled(cli)
    cli("milestones", "add", "Website", "Launch", "--due", "2026-03-20")

    assert cli("edit", "last", "+Launch").code == 0
    assert cli.refused("edit", "last", "+Nothing") == "There is no milestone “Nothing” in “Website”."
    cli("edit", "last", "--no-project")
    assert cli.refused("edit", "last", "+Launch").startswith("There is no milestone “Launch”")


def test_times_are_of_the_day_the_entry_is_on(cli: Cli) -> None:
    cli("add", "yesterday 9-10 design")

    assert cli.json("edit", "last", "10-11:30")["started_at"] == "2026-03-01T09:00:00Z"
    changed = cli.json("edit", "last", "--start", "9:15", "--end", "2026-03-01 12:00")
    assert (changed["started_at"], changed["ended_at"]) == ("2026-03-01T08:15:00Z", "2026-03-01T11:00:00Z")


def test_the_running_entry_can_be_changed(cli: Cli) -> None:
    cli("start", "call")
    cli.later(30)

    assert cli.json("edit", "running", "call with Ines", "--start", "8:50")["seconds"] == 2400
    assert cli.refused("edit", "running", "-10m").startswith("A change needs a whole span")


def test_an_entry_is_found_by_either_end_of_its_id(cli: Cli) -> None:
    filled(cli)
    id_ = cli.json("edit", "last")["id"]
    shown = cli.lines("log")[4].split()[0]

    assert id_.endswith(shown)
    for word in (shown, id_, id_.upper(), id_.replace("-", "")):
        assert cli.json("edit", word)["id"] == id_
    assert cli.refused("edit", "zz").startswith("There is no entry “zz”")
    assert cli.refused("edit", "ffffffffffff").startswith("There is no entry")


def test_an_id_that_means_several_is_refused_with_longer_ones(cli: Cli) -> None:
    filled(cli)

    sentence = cli.refused("rm", "019")

    assert sentence.startswith("“019” could be several entries. Write more of the id: ")
    longer = sentence.rsplit(": ", 1)[1].split()[0]
    assert cli("rm", longer).code == 0


def test_there_may_be_no_last_and_no_running_entry(cli: Cli) -> None:
    assert cli.refused("edit", "last") == "There are no entries yet."
    assert cli.refused("edit", "running") == "No timer is running."


def test_an_edit_is_one_action_to_undo(cli: Cli) -> None:
    filled(cli)
    cli("edit", "last", "other @New/Task #fresh", "--create")

    cli("undo")

    assert cli.json("edit", "last")["description"] == "fix login"
    assert [row["name"] for row in cli.json("projects")["projects"]] == ["Office", "Website"]
    assert "fresh" not in [row["name"] for row in cli.json("tags")["tags"]]


def test_an_unknown_tag_cannot_be_taken_off(cli: Cli) -> None:
    filled(cli)

    assert cli.refused("edit", "last", "--untag", "nope") == "There is no tag named “nope”."


def test_a_line_that_cannot_be_read_changes_nothing(cli: Cli) -> None:
    filled(cli)

    assert "two projects" in cli.refused("edit", "last", "@Website @Office")
    assert cli.json("edit", "last")["project"] == "Website"
