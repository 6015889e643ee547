"""Sync from the command line: what a person reads, what a script gets, and how a command ends."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.system.keychain import CHOICE
from tests.cli.conftest import Cli
from tests.support.linked import EMAIL, Office
from tests.support.server import PASSWORD

Make = Callable[[str], Cli]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv(CHOICE, "file")
    monkeypatch.setenv("STINTBOOK_STATE", str(tmp_path / "state"))
    return Office(tmp_path / "server")


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with office.open() as found:
        yield found


@pytest.fixture
def at(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Make:
    """Make command lines on folders of their own, as computers have."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")

    def make(name: str) -> Cli:
        made = Cli(tmp_path / name, capsys, monkeypatch)
        made.device = f"{name:0<32}"
        made.now = int(time.time())
        return made

    return make


@pytest.fixture
def laptop(address: str, at: Make) -> Cli:
    """A linked computer with an entry."""
    made = at("laptop")
    made.lines("add", "1h fix login @Website", "--create")
    made.lines("sync", "link", address, "--email", EMAIL, "--name", "laptop", piped=PASSWORD)
    return made


def test_three_steps_link_a_laptop(address: str, at: Make) -> None:
    laptop = at("laptop")
    laptop.lines("add", "1h fix login @Website", "--create")
    first, note, synced, *_ = laptop.lines(
        "sync", "link", address, "--email", EMAIL, "--name", "laptop", piped=PASSWORD
    )

    assert first.startswith(f"Linked to “{address}” as {EMAIL}; this is “laptop”. A backup of before is in “")
    assert synced.startswith("Note: This computer has no keychain") or note.startswith("Synced with")
    assert laptop.lines("sync", "status")[:2] == [
        f"{address} as {EMAIL}",
        f"“{address}” has everything that was recorded here.",
    ]
    assert laptop.lines("sync", "verify")[0].startswith("Identical")


def test_second_device_is_paired_and_both_say_how_they_stand(laptop: Cli, at: Make) -> None:
    code, how = laptop.lines("sync", "pair")
    assert how.endswith(f"stintbook sync link {laptop.json('sync', 'pair')['server']} --code {code}")
    code = laptop.json("sync", "pair")["code"]
    desk = at("desk")
    desk.lines("sync", "link", how.split()[-3], "--code", code, "--name", "desk")

    assert "fix login" in "\n".join(desk.lines("log"))
    desk.lines("add", "30m by the desk")
    assert desk.json("sync", "status")["state"] == "waiting"
    (row,) = desk.lines("sync", "queue")[2:]
    assert "by the desk" in row
    assert "It waits to be handed to the server." in row
    assert desk.lines("sync")[0].endswith("1 change sent.")
    assert laptop.lines("sync", "now")[0].endswith("1 change received.")
    assert desk.lines("sync", "queue") == ["Nothing waits: the server has everything."]
    assert [device["name"] for device in laptop.json("sync", "devices")["devices"]] == ["laptop", "desk"]


def test_conflict_is_said_after_the_exchange(laptop: Cli, at: Make) -> None:
    answer = laptop.json("sync", "pair")
    desk = at("desk")
    desk.lines("sync", "link", answer["server"], "--code", answer["code"])
    (day,) = laptop.json("log")["days"]
    for each, text in ((laptop, "one"), (desk, "other")):
        each.lines("edit", day["entries"][0]["id"], text)
    laptop.lines("sync")

    assert "Note: 1 thing was set differently on two devices." in "\n".join(desk.lines("sync"))
    assert "Note: 1 thing was set differently on two devices." in "\n".join(desk.lines("sync", "status"))


def test_scripts_get_json_of_everything(address: str, at: Make) -> None:
    laptop = at("laptop")
    linked = laptop.json("sync", "link", address, "--email", EMAIL, piped=PASSWORD)
    assert (linked["server"], linked["account"], linked["round"]["failure"]) == (address, EMAIL, None)
    assert laptop.json("sync")["status"]["state"] == "synced"
    laptop.lines("add", "30m more")
    (item,) = laptop.json("sync", "queue")["queue"]
    assert (item["kind"], item["name"], item["set_aside"]) == ("time_entry", "more", False)
    assert laptop.json("sync", "queue", "--set-aside", item["id"]) == {"set_aside": 1}
    assert laptop.json("sync", "queue", "--retry", item["id"]) == {"waiting_again": 1}
    exported = laptop.json("sync", "queue", "--export", str(laptop.folder / "waiting.json"))
    assert exported["exported"] == 1
    assert json.loads((laptop.folder / "waiting.json").read_text("utf-8"))["changes"]
    assert laptop.json("sync", "now")["sent"] == 1
    assert laptop.json("sync", "verify")["identical"]
    assert laptop.json("sync", "history")["rounds"][0]["sent"] == 1
    assert laptop.json("sync", "unlink", "--yes")["told_server"]
    assert laptop.json("sync", "status")["state"] == "off"


def test_wrong_password_and_missing_proof_end_with_a_sentence(address: str, at: Make) -> None:
    laptop = at("laptop")

    assert "does not accept" in laptop.refused("sync", "link", address, "--email", EMAIL, piped="wrong")
    assert "Say who you are" in laptop.refused("sync", "link", address)
    assert "No server is linked" in laptop.refused("sync")
    assert laptop.lines("sync", "status") == ["No server is linked. Everything is on this computer only."]
    assert laptop.lines("sync", "history") == ["Nothing was exchanged yet."]


def test_password_is_asked_at_a_terminal(address: str, at: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def getpass(prompt: str, stream: object = None) -> str:
        asked.append(prompt)
        return PASSWORD

    monkeypatch.setattr("getpass.getpass", getpass)
    ran = at("laptop")("sync", "link", address, typing=f"{EMAIL}\n")

    assert ran.code == 0
    assert asked == [f"Password of {EMAIL}: "]
    assert PASSWORD not in ran.out + ran.err


def test_offline_is_said_and_what_waits_is_listed(office: Office, at: Make) -> None:
    laptop = at("laptop")
    with office.open() as address:
        laptop.lines("sync", "link", address, "--email", EMAIL, piped=PASSWORD)
    laptop.lines("add", "30m offline")

    assert "cannot be reached right now" in laptop.refused("sync")
    status = "\n".join(laptop.lines("sync", "status"))
    assert "cannot be reached right now" in status
    assert "Waiting: 1, the oldest of" in status
    assert "cannot be reached" in "\n".join(laptop.lines("sync", "history"))
    laptop.later(7)
    assert "Last exchanged 7 min ago." in laptop.lines("sync", "status")
    laptop.later(600)
    assert "Last exchanged 2" in "\n".join(laptop.lines("sync", "status"))
    assert "still stands in its list" in "\n".join(laptop.lines("sync", "unlink", "--yes"))


def test_leaving_wants_a_yes(laptop: Cli) -> None:
    assert "Say --yes to confirm" in laptop.refused("sync", "unlink")
    assert laptop.lines("sync", "unlink", "--yes")[0].endswith("Everything stays on this computer.")
    assert "fix login" in "\n".join(laptop.lines("log"))


def test_devices_are_named_and_removed_by_name_or_id(laptop: Cli, at: Make) -> None:
    for name in ("desk", "old", "old"):
        answer = laptop.json("sync", "pair")
        at(f"{name}{answer['code'][:5]}").lines(
            "sync", "link", answer["server"], "--code", answer["code"], "--name", name
        )

    assert laptop.lines("sync", "devices", "--rename", "DESK", "at home") == ["“desk” is called “at home” now."]
    assert "may be any of" in laptop.refused("sync", "devices", "--remove", "old", "--yes")
    assert "There is no device “tablet”" in laptop.refused("sync", "devices", "--remove", "tablet", "--yes")
    old = next(device for device in laptop.json("sync", "devices")["devices"] if device["name"] == "old")
    assert laptop.lines("sync", "devices", "--remove", old["id"], "--yes") == ["“old” has no access any more."]
    listed = "\n".join(laptop.lines("sync", "devices"))
    assert "this device" in listed
    assert "removed" in listed
    assert "at home" in listed


def test_difference_ends_with_one_and_is_named(laptop: Cli) -> None:
    laptop.lines("add", "30m not there yet")
    ran = laptop("sync", "verify")

    assert ran.code == 1
    assert "time entry “not there yet”: only here" in ran.out
    assert laptop("sync", "verify", "--json").code == 1


def test_wrong_clock_is_told_and_its_entries_are_moved(laptop: Cli) -> None:
    assert "No entries have times from a wrong clock" in laptop.refused("sync", "shift")
    laptop.later(60)
    laptop.lines("start", "by the wrong clock")
    laptop.later(1)
    laptop.lines("stop")
    laptop.lines("sync")
    status = "\n".join(laptop.lines("sync", "status"))

    assert "61 min ahead" in status
    assert "“stintbook sync shift” moves them." in status
    assert "Say --yes" in laptop.refused("sync", "shift")
    assert laptop.lines("sync", "shift", "--yes") == ["Moved 1 entry by -61 min."]
    assert laptop.lines("undo") == ["Undone: shift entries"]


def test_held_back_change_is_listed_as_such(laptop: Cli) -> None:
    laptop.lines("add", "30m private")
    (item,) = laptop.json("sync", "queue")["queue"]
    assert laptop.lines("sync", "queue", "--set-aside", item["id"]) == ["1 change waits until “sync queue --retry”."]
    assert "set aside" in "\n".join(laptop.lines("sync", "now"))
    assert laptop.lines("sync", "queue", "--retry", item["id"]) == ["1 change waits again with the others."]
    assert laptop.lines("sync", "queue", "--export", str(laptop.folder / "x.json"))[0].startswith("Wrote 1 change")
    assert "nothing of the queue" in laptop.refused("sync", "queue", "--retry", "nonsense")


def test_diagnostics_tell_how_far_the_exchange_came(laptop: Cli) -> None:
    laptop.lines("sync")
    lines = laptop.lines("diagnostics")
    at = lines.index("Sync")
    assert lines[at + 1] == "  linked: yes"
    table = lines.index("  scopes:", at)
    assert lines[table + 1].split() == ["phase", "role", "seq", "head", "backfill"]
    assert any(line.split()[:2] == ["workspace", "following"] for line in lines[table:])
