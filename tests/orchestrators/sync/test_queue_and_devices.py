"""What waits, which devices there are, whether all is the same, and what a person has to know."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.sync.devices import devices, pairing_code, rename_device, revoke_device
from app.orchestrators.sync.failing import SyncFailed
from app.orchestrators.sync.link import NotLinked, read_link
from app.orchestrators.sync.linking import unlink
from app.orchestrators.sync.queue import FileNotWritten, export_waiting, queue, retry, set_aside
from app.orchestrators.sync.rounds import sync_history, sync_now
from app.orchestrators.sync.status import sync_status
from app.orchestrators.sync.values import LinkRequest, SyncState
from app.orchestrators.sync.verifying import verify
from app.storage import outbox
from app.storage.unit_of_work import unit_of_work
from sync.protocol.version import Version
from tests.support.hostile import hostile, problem
from tests.support.linked import EMAIL, Computer
from tests.support.server import PASSWORD

Make = Callable[[str], Computer]


def refuse(computer: Computer, version: str, reason: str) -> None:
    with computer.ctx.database.transaction() as connection:
        outbox.quarantine(connection, {Version(bytes.fromhex(version)): reason}, computer.clock.now())


def test_queue_says_what_waits_and_why_and_lets_one_be_held_back(laptop: Computer, tmp_path: Path) -> None:
    laptop.add_entry("first")
    laptop.add_project("Second")
    items = queue(laptop.ctx)

    assert [(item.kind, item.name, item.action) for item in items] == [
        ("time_entry", "first", "add_entry"),
        ("project", "Second", "create_project"),
    ]
    assert items[0].since == laptop.clock.now()
    assert set_aside(laptop.ctx, items[0].version).value == 1
    assert laptop.sync().sent == 1
    (left,) = queue(laptop.ctx)
    assert (left.name, left.is_set_aside) == ("first", True)
    assert "You set it aside" in left.why
    status = sync_status(laptop.ctx)
    assert [need.code for need in status.needs] == ["set_aside"]
    assert "1 change is set aside" in status.sentence
    assert export_waiting(laptop.ctx, tmp_path / "waiting.json") == 1
    written = json.loads((tmp_path / "waiting.json").read_text("utf-8"))
    assert [change["f"]["description"] for change in written["changes"]] == ["first"]
    assert retry(laptop.ctx, left.version).value == 1
    assert laptop.sync().sent == 1
    assert queue(laptop.ctx) == ()


@pytest.mark.parametrize(("reason", "word"), [("too_large", "larger"), ("news", "refused it (news)")])
def test_refused_change_says_why(laptop: Computer, reason: str, word: str) -> None:
    laptop.add_entry("mine")
    refuse(laptop, queue(laptop.ctx)[0].version, reason)

    assert word in queue(laptop.ctx)[0].why


@pytest.mark.parametrize("version", ["", "nonsense", "0" * 32])
def test_queue_does_nothing_about_what_is_not_in_it(laptop: Computer, version: str) -> None:
    for act in (retry, set_aside):
        with pytest.raises(NotFound):
            act(laptop.ctx, version)


def test_export_that_cannot_be_written_is_said(laptop: Computer) -> None:
    (laptop.folder / "taken").mkdir()
    with pytest.raises(FileNotWritten):
        export_waiting(laptop.ctx, laptop.folder / "taken")


def test_devices_are_listed_renamed_and_signed_out(laptop: Computer, computer: Make, address: str) -> None:
    desk = computer("desk")
    desk.link(address)
    (here, there) = devices(laptop.ctx)
    assert (here.name, here.is_this, there.name, there.is_this) == ("laptop", True, "desk", False)
    rename_device(laptop.ctx, there.id, " at home ")
    revoke_device(laptop.ctx, there.id)
    (_, there) = devices(laptop.ctx)

    assert (there.name, there.is_revoked) == ("at home", True)
    with pytest.raises(SyncFailed, match="signed out"):
        devices(desk.ctx)
    with pytest.raises(RuleBroken):
        revoke_device(laptop.ctx, here.id)
    with pytest.raises(NotFound):
        revoke_device(laptop.ctx, "nobody")
    for name in ("", "x" * 101, "a\nb"):
        with pytest.raises(RuleBroken):
            rename_device(laptop.ctx, there.id, name)


def test_too_many_devices_is_a_sentence_of_the_server(computer: Make) -> None:
    laptop = computer("laptop")
    with hostile() as server:
        server.behaviour = problem(409, "taken")
        with pytest.raises(SyncFailed) as caught:
            laptop.link(server.url)

    assert caught.value.reason == "declined"


def test_verify_names_what_differs(laptop: Computer, computer: Make) -> None:
    project = laptop.add_project("Website")
    waiting = verify(laptop.ctx)
    assert (waiting.identical, waiting.waiting) == (False, 1)
    assert [(one.name, one.here, one.there) for one in waiting.differences] == [("Website", True, False)]
    assert "1 change is not exchanged yet" in waiting.sentence
    laptop.sync()
    assert verify(laptop.ctx).sentence.startswith("Identical")
    with sqlite3.connect(laptop.folder / "stintbook.db") as connection:
        connection.execute("UPDATE project SET clock = zeroblob(16)")
    connection.close()
    found = verify(laptop.ctx)

    assert [(one.kind, one.entity, one.here, one.there) for one in found.differences] == [
        ("project", project.id, True, True)
    ]
    assert "though nothing waits" in found.sentence


def test_access_that_was_taken_away_is_told(laptop: Computer) -> None:
    with laptop.ctx.database.transaction() as connection:
        connection.execute("UPDATE sync_scope SET phase = 'revoked'")
    status = sync_status(laptop.ctx)

    assert [need.code for need in status.needs] == ["access_lost"]
    assert "What is here stays" in status.sentence


@pytest.mark.parametrize(
    ("offset_ms", "words"),
    [(7_200_000 * 3, "6 hours behind"), (-86_400_000 * 3, "3 days ahead"), (150_000, "2 min behind")],
)
def test_size_of_the_drift_is_told(laptop: Computer, offset_ms: int, words: str) -> None:
    with laptop.ctx.database.transaction() as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'clock_offset_ms'", (offset_ms,))

    assert words in sync_status(laptop.ctx).sentence


def test_wrong_clock_offers_what_it_started_and_stopped_but_not_what_runs_or_was_typed(laptop: Computer) -> None:
    laptop.clock.forward(3600)
    now = laptop.clock.now()
    running = laptop.add_entry("runs", now, None)
    taken = laptop.add_entry("one", now - 30, 20)
    gone = laptop.add_entry("gone", now - 30, 20)
    with unit_of_work(laptop.ctx) as work:
        work.time_entries.delete(gone.id)
    laptop.sync()
    clock = sync_status(laptop.ctx).clock

    assert clock is not None
    assert clock.entries == (taken.id,)
    assert running.id not in clock.entries
    assert "1 entry" in sync_status(laptop.ctx).sentence


def test_nothing_is_asked_of_a_store_without_a_server(computer: Make, tmp_path: Path) -> None:
    here = computer("laptop").ctx
    for ask in (
        sync_now, unlink, queue, devices, pairing_code, verify, lambda ctx: retry(ctx, "0" * 32),
        lambda ctx: set_aside(ctx, "0" * 32), lambda ctx: export_waiting(ctx, tmp_path / "x"),
        lambda ctx: rename_device(ctx, "d", "n"), lambda ctx: revoke_device(ctx, "d"),
    ):  # fmt: skip
        with pytest.raises(NotLinked):
            ask(here)
    assert sync_status(here).state is SyncState.OFF
    assert not sync_status(here).linked
    assert sync_status(here).clock_offset_ms == 0
    assert sync_history(here) == ()


def test_no_secret_is_in_any_text(laptop: Computer) -> None:
    token = next(iter(json.loads((laptop.folder / "secrets.json").read_text()).values()))
    texts = [
        repr(read_link(laptop.ctx)),
        repr(sync_status(laptop.ctx)),
        repr(LinkRequest("s", EMAIL, PASSWORD, "CODE")),
    ]
    texts.append((laptop.folder / "stintbook.db").read_bytes().decode("latin-1"))

    assert not [text for text in texts if token in text or PASSWORD in text or "CODE'" in text]


def test_refusal_is_no_matter_for_the_log(computer: Make, expect_logs: list[str]) -> None:
    with hostile() as server:
        server.behaviour = problem(401, "unauthorised")
        with pytest.raises(SyncFailed):
            computer("laptop").link(server.url)

    assert expect_logs == []
