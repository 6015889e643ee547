"""Imported calendars on the command line: a look first, read in, shown, tracked, brought up to date, removed."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

TEAM = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Team//EN
X-WR-CALNAME:Team
BEGIN:VEVENT
UID:meeting@example.org
DTSTART;TZID=Europe/Berlin:20260305T100000
DTEND;TZID=Europe/Berlin:20260305T110000
SUMMARY:Team meeting
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VEVENT
UID:visit@example.org
DTSTART:20260227T090000Z
DTEND:20260227T103000Z
SUMMARY:Visit
END:VEVENT
BEGIN:VEVENT
UID:landing@example.org
DTSTART;TZID=Mars/Olympus:20260306T100000
DTEND;TZID=Mars/Olympus:20260306T113000
SUMMARY:Landing
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def team(tmp_path: Path) -> Path:
    path = tmp_path / "team.ics"
    path.write_text(TEAM, "utf-8")
    return path


def test_a_look_first_reads_nothing_in(cli: Cli, team: Path) -> None:
    lines = cli.lines("calendar", "add", str(team), "--dry-run")

    assert lines[0] == "“Team”: 2 events to read."
    assert lines[1].startswith("line 18 “Landing” was left out: its time zone “Mars/Olympus”")
    assert lines[-1] == "Nothing was read in yet."
    assert cli.lines("calendar") == ["No calendars. “stintbook calendar add FILE_OR_URL” reads one."]


def test_a_script_is_told_what_would_be_done(cli: Cli, team: Path) -> None:
    plan = cli.json("calendar", "add", str(team), "--name", "Studio", "--dry-run")

    assert (plan["name"], plan["source"], plan["known"]) == ("Studio", str(team), False)
    assert (plan["events"], plan["created"], plan["changed"], plan["deleted"]) == (2, 2, 0, 0)
    assert [(one["line"], one["name"]) for one in plan["refused"]] == [(18, "Landing")]


def test_what_is_left_out_is_counted(cli: Cli, team: Path) -> None:
    old = TEAM.replace("20260227T", "20200227T").replace(
        "END:VCALENDAR", "BEGIN:VTODO\nUID:todo@example.org\nSUMMARY:Tidy up\nEND:VTODO\nEND:VCALENDAR"
    )
    team.write_text(old, "utf-8")

    lines = cli.lines("calendar", "add", str(team), "--dry-run")

    assert lines[1:3] == ["Left out: 1 event of more than a year ago.", "Left out: 1 task; only events are read."]


def test_a_calendar_is_read_and_listed(cli: Cli, team: Path) -> None:
    assert cli.lines("calendar", "add", str(team))[0] == "Read “Team”: 2 events (2 new)."

    (one,) = cli.json("calendar", "list")["calendars"]
    assert (one["name"], one["source"], one["events"], one["failure"]) == ("Team", str(team), 2, "")
    assert one["read_at"] == "2026-03-02T08:00:00Z"
    assert [refused["name"] for refused in one["refused"]] == ["Landing"]
    lines = cli.lines("calendar")
    assert lines[2].split()[:4] == ["Team", "2", "2026-03-02", "09:00"]
    assert lines[-1].startswith("Team, line 18 “Landing” was left out")


def test_its_events_are_shown_by_themselves_and_among_what_is_planned(cli: Cli, team: Path) -> None:
    cli("calendar", "add", str(team))
    cli("plan", "add", "-", "2026-03-05", "9-10", "--title", "Own")

    lines = cli.lines("calendar", "show", "team", "--until", "2026-03-08")
    assert lines[0] == "Thu 2026-03-05  1:00"
    assert lines[1].split()[1:] == ["10:00–11:00", "1:00", "Team", "meeting", "(from", "Team,", "repeats)"]
    shown = cli.json("calendar", "show", "Team")
    assert [(row["day"], row["title"]) for row in shown["events"]] == [
        ("2026-03-05", "Team meeting"), ("2026-03-12", "Team meeting"),
    ]  # fmt: skip
    assert [row["title"] for row in cli.json("plan", "list", "--until", "2026-03-05")["events"]] == [
        "Own",
        "Team meeting",
    ]
    assert cli.lines("calendar", "show", "Team", "--since", "2026-03-06", "--until", "2026-03-07") == [
        "Nothing in “Team” from 2026-03-06 to 2026-03-07."
    ]


def test_an_event_of_a_calendar_is_tracked_but_not_changed(cli: Cli, team: Path) -> None:
    cli("projects", "add", "Website")
    cli("calendar", "add", str(team))
    (visit,) = cli.json("calendar", "show", "Team", "--since", "2026-02-27", "--until", "2026-02-28")["events"]

    tracked = cli.json("plan", "track", visit["id"], "--project", "Website")

    assert (tracked["description"], tracked["project"], tracked["seconds"], tracked["source"]) == (
        "Visit", "Website", 5400, "calendar",
    )  # fmt: skip
    assert cli.json("plan", "list", "--since", "2026-02-27", "--until", "2026-02-27")["events"][0]["done"]
    for change in (["rm"], ["move", "tomorrow", "9-10"], ["cancel"], ["edit", "--title", "Mine"]):
        command, *rest = change
        assert "belongs to the calendar “Team”" in cli.refused("plan", command, visit["id"], *rest)


def test_it_is_brought_up_to_date_and_that_is_nothing_to_undo(cli: Cli, team: Path) -> None:
    cli("calendar", "add", str(team))
    assert cli.lines("calendar", "refresh") == ["Everything is up to date."]
    team.write_text(TEAM.replace("SUMMARY:Visit", "SUMMARY:Long visit"), "utf-8")

    assert cli.lines("calendar", "refresh", "team")[0] == "Refreshed “Team”: 2 events (1 changed)."
    answer = cli.json("calendar", "refresh")
    assert answer == {"changed": [], "unchanged": 1, "failed": []}
    assert cli.lines("undo") == ["Undone: import calendar “Team”"]


def test_a_calendar_that_went_away_is_told_and_its_events_stay(cli: Cli, team: Path) -> None:
    cli("calendar", "add", str(team))
    team.unlink()

    ran = cli("calendar", "refresh")
    assert ran.code == 1
    assert ran.out.startswith("Team: The file ")
    ran = cli("calendar", "refresh", "--json")
    assert (ran.code, '"failed": [{"name": "Team"' in ran.out) == (1, True)
    (one,) = cli.json("calendar")["calendars"]
    assert (one["events"], one["failure"] != "") == (2, True)
    assert any(line.startswith("Team: The file ") for line in cli.lines("calendar"))


def test_many_refused_events_are_named_up_to_ten(cli: Cli, team: Path) -> None:
    broken = "".join(f"BEGIN:VEVENT\nUID:{n}@x\nDTSTART:nonsense\nEND:VEVENT\n" for n in range(12))
    team.write_text(TEAM.replace("END:VCALENDAR", f"{broken}END:VCALENDAR"), "utf-8")

    lines = cli.lines("calendar", "add", str(team))

    assert len(lines) == 12
    assert lines[-1] == "… and 3 more; --json names all."


def test_a_removed_calendar_comes_back_whole(cli: Cli, team: Path) -> None:
    cli("calendar", "add", str(team))

    assert cli.lines("calendar", "rm", "team") == ["Removed “Team” with 2 events. “stintbook undo” brings it back."]
    assert cli.json("calendar")["calendars"] == []
    assert cli.lines("calendar", "refresh") == ["There is no calendar to refresh."]
    cli("undo")
    assert [(one["name"], one["events"]) for one in cli.json("calendar")["calendars"]] == [("Team", 2)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", "nothing.ics"], "nothing.ics"),
        (["add", "http://example.org/team.ics"], "Use the one with https."),
        (["add", "file:///etc/passwd"], "This is the address of a file."),
        (["show", "Nowhere"], "There is no calendar “Nowhere”. There is none."),
        (["rm", "Nowhere"], "There is no calendar “Nowhere”."),
        (["refresh", "Nowhere"], "There is no calendar “Nowhere”."),
    ],
)
def test_mistakes_are_told(cli: Cli, arguments: list[str], sentence: str) -> None:
    assert sentence in cli.refused("calendar", *arguments)


def test_a_file_that_is_none_is_refused_and_a_taken_name_too(cli: Cli, team: Path) -> None:
    other = team.with_name("other.ics")
    other.write_text("Dear all, the meeting is on Thursday.", "utf-8")
    assert "“other.ics” is no calendar." in cli.refused("calendar", "add", str(other))

    cli("calendar", "add", str(team))
    other.write_text(TEAM, "utf-8")
    assert "There is another calendar “Team” already." in cli.refused("calendar", "add", str(other), "--name", "Team")
    assert "There are: “Team”." in cli.refused("calendar", "show", "Tean")
