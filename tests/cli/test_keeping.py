"""Backups, restoring, the doctor, diagnostics, the sample, the window."""

import json
from pathlib import Path

import pytest

from app.storage.opening import open_store
from app.system.clock import SystemIds
from tests.cli.conftest import Cli
from tests.support.store import DEVICE, MORNING


@pytest.fixture
def worked(cli: Cli) -> Cli:
    cli("add", "7-8 fix")
    return cli


def damage(cli: Cli) -> None:
    path = cli.folder / "stintbook.db"
    for beside in ("-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    path.write_bytes(path.read_bytes()[:100] + b"no database at all " * 1000)


def test_a_backup_is_made_and_listed(worked: Cli) -> None:
    assert worked.lines("backup", "list") == ["No backups yet. “stintbook backup” makes one."]
    assert worked.lines("backup")[0].startswith("Backed up 1 entry to “")
    made = worked.json("backup", "make")
    assert list(made) == ["file", "made_at", "reason", "entries", "size_bytes"]
    assert (made["made_at"], made["reason"], made["entries"]) == ("2026-03-02T08:00:00Z", "manual", 1)
    table = worked.lines("backup", "list")
    assert table[0].split() == ["Made", "Why", "Entries", "Size", "File"]
    assert table[2].startswith("2026-03-02 09:00  manual        1")
    assert len(worked.json("backup", "list")["backups"]) == 2
    assert worked.json("backup")["entries"] == 1


def test_restoring_goes_back_and_keeps_what_was_there(worked: Cli) -> None:
    worked("backup")
    worked("add", "8-8:30 lost")

    assert worked.refused("restore").startswith(
        "Go back to “stintbook-2026-03-02-080000-manual.db” of 2026-03-02 09:00"
    )
    assert worked("restore", typing="n\n").err.endswith("Nothing was done.\n")
    restored = worked.json("restore", "latest", "--yes")
    assert list(restored) == ["restored", "entries", "kept", "needs_restart"]
    assert restored["entries"] == 1
    assert worked.json("log")["total_seconds"] == 3600
    assert worked.lines("restore", Path(restored["kept"]).name, "--yes")[0].startswith("Restored 2 entries from “")
    assert worked.json("log")["total_seconds"] == 5400


def test_there_may_be_nothing_to_restore(worked: Cli, tmp_path: Path) -> None:
    assert worked.refused("restore", "--yes") == "There is no backup yet. “stintbook backup” makes one."
    (tmp_path / "other").write_text("x")
    assert worked.refused("restore", str(tmp_path / "other"), "--yes")


def test_a_damaged_file_is_said_and_the_backup_put_in_its_place(worked: Cli) -> None:
    worked("backup")
    damage(worked)

    sentence = worked.refused("log")
    assert "damaged" in sentence
    assert "stintbook restore" in sentence
    assert "Put the newest good backup in its place?" in worked.refused("restore")
    assert worked.lines("restore", "--yes")[0].startswith("Restored 1 entry from “")
    assert worked.json("log")["total_seconds"] == 3600


def test_a_certain_backup_may_replace_a_damaged_file(worked: Cli) -> None:
    made = worked.json("backup")
    damage(worked)

    assert worked.json("restore", Path(made["file"]).name, "--yes")["entries"] == 1


def test_a_newer_file_is_not_restored_over(worked: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.domain.errors import EnvironmentFailed

    def locked(_: str | None) -> None:
        raise EnvironmentFailed("Another program is holding the database. Nothing was changed; try again.")

    monkeypatch.setattr(worked, "open", locked)

    assert worked.refused("restore", "--yes").startswith("Another program is holding the database.")


def test_the_doctor_finds_nothing_wrong(worked: Cli) -> None:
    assert worked.lines("doctor") == ["All is well."]
    assert worked.json("doctor") == {"ok": True, "findings": []}


def test_the_doctor_mends_wrong_sums(worked: Cli) -> None:
    ctx = worked.open(None)
    with ctx.database.transaction() as connection:
        connection.execute("UPDATE total_day SET seconds = seconds + 60")
    ctx.database.close()

    ran = worked("doctor")
    assert ran.code == 1
    assert ran.out.splitlines()[-1] == "“stintbook doctor --repair” mends what can be counted anew."
    assert worked.json("doctor", "--repair")["ok"] is True
    assert worked.lines("doctor") == ["All is well."]


def test_what_can_be_read_of_a_damaged_file_is_saved(worked: Cli) -> None:
    for hour in range(7):
        worked("add", f"{hour}-{hour + 1} work {hour}")
    ctx = worked.open(None)
    with ctx.database.transaction() as connection:
        connection.execute("SELECT 1")
    ctx.database.close()
    path = worked.folder / "stintbook.db"
    content = bytearray(path.read_bytes())
    content[-8192:] = b"?" * 8192
    path.write_bytes(content)

    ran = worked("doctor", "--salvage")

    assert ran.code == 0, ran
    assert "The damaged file is kept as “" in ran.out
    assert worked("log").code == 0


def test_diagnostics_are_shown(worked: Cli) -> None:
    found = worked.json("diagnostics")
    assert {"versions", "database", "cache", "workflows"} <= set(found)
    lines = worked.lines("diagnostics")
    assert "Versions" in lines
    assert max(map(len, lines)) < 200


def test_demo_data_fills_an_empty_directory_only(cli: Cli) -> None:
    assert cli.lines("demo-data") == ["Made a sample: 6000 entries, 25 projects in 5 groups for 9 clients."]
    assert cli.refused("demo-data").startswith("There is work here already.")


def test_the_window_opens_in_the_data_directory(cli: Cli) -> None:
    assert cli("open").code == 0
    assert cli("open", "--data-dir", "/tmp/elsewhere").code == 0
    assert cli.windows == [None, "/tmp/elsewhere"]


def test_restoring_another_persons_work_says_that_the_window_has_to_be_opened_again(
    worked: Cli, tmp_path: Path
) -> None:
    theirs = open_store(
        tmp_path / "their.db", backups=tmp_path / "backups", device=DEVICE, user=SystemIds().new_id(), now=MORNING
    )
    theirs.database.close()

    assert worked.lines("restore", str(tmp_path / "their.db"), "--yes")[0].endswith(
        "Close the window and open it again: this is another person's work."
    )


def test_a_store_without_a_window_is_backed_up_once_a_day(worked: Cli) -> None:
    def backups() -> list[str]:
        return [one["reason"] for one in worked.json("backup", "list")["backups"]]

    worked("status")
    assert backups() == []
    worked("log")
    worked("add", "8-8:30 more")
    worked("log")
    assert backups() == ["daily"]
    worked.later(24 * 60)
    worked("report", "--json")
    assert backups() == ["daily", "daily"]


def test_a_daily_backup_that_fails_is_told_beside_the_answer(worked: Cli) -> None:
    (worked.folder / "backups").write_text("no folder")

    ran = worked("log", "--json")

    assert (ran.code, json.loads(ran.out)["total_seconds"]) == (0, 3600)
    assert "backup" in ran.err
    assert "Traceback" not in ran.err
