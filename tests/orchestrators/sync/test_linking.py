"""Linking and leaving: what is refused and why, what is made sure of first, and what a failure means for the data."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app.domain.errors import AppError, EnvironmentFailed, NotFound, RuleBroken
from app.orchestrators.sync import connecting, identity
from app.orchestrators.sync.devices import devices, pairing_code, rename_device, revoke_device
from app.orchestrators.sync.failing import SyncFailed, reason_of
from app.orchestrators.sync.identity import StateNotKept
from app.orchestrators.sync.link import AlreadyLinked, NotLinked, read_link
from app.orchestrators.sync.linking import device_name, link, unlink
from app.orchestrators.sync.queue import FileNotWritten, export_waiting, queue, retry, set_aside
from app.orchestrators.sync.rounds import sync_history, sync_now
from app.orchestrators.sync.status import sync_status
from app.orchestrators.sync.values import LinkRequest, SyncState
from app.orchestrators.sync.verifying import verify
from app.storage import backups, outbox
from app.storage.backups import NoFile
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from app.system.keychain import Keychain
from sync.client import failures
from sync.client.failures import Failure
from sync.client.transport_answers import Declined
from sync.protocol.version import Version
from tests.support.hostile import Behaviour, answer, hostile, problem
from tests.support.linked import EMAIL, Computer, Office
from tests.support.server import PASSWORD
from tests.support.server_process import free_port

Make = Callable[[str], Computer]


@pytest.fixture
def laptop(computer: Make, address: str) -> Computer:
    """A linked computer."""
    made = computer("laptop")
    made.link(address)
    made.sync()
    return made


# --- linking


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "wrong"}, "does not accept this email address and password"),
        ({"email": "nobody@example.org"}, "does not accept this email address and password"),
        ({"code": "AAAAA-AAAAA", "email": "", "password": ""}, "does not accept this code"),
    ],
)
def test_wrong_proof_changes_nothing(address: str, computer: Make, fields: dict[str, str], sentence: str) -> None:
    laptop = computer("laptop")
    laptop.add_entry("mine")
    user = laptop.ctx.user
    with pytest.raises(SyncFailed, match=sentence) as caught:
        laptop.link(address, **fields)

    assert caught.value.reason == "sign_in"
    assert read_link(laptop.ctx) is None
    laptop.reopen()
    assert laptop.ctx.user == user
    assert sorted(path.name for path in laptop.folder.iterdir() if "stintbook.db" not in path.name) == ["sync.lock"]


@pytest.mark.parametrize(
    "request_",
    [
        LinkRequest("https://x.example"),
        LinkRequest("https://x.example", email=EMAIL),
        LinkRequest("ftp://x.example", EMAIL, PASSWORD),
        LinkRequest("not an address", EMAIL, PASSWORD),
    ],
)
def test_what_cannot_be_meant_is_refused(computer: Make, request_: LinkRequest) -> None:
    with pytest.raises(RuleBroken):
        link(computer("laptop").ctx, request_)


def test_plain_http_to_another_machine_is_refused_before_anything_is_sent(computer: Make) -> None:
    with pytest.raises(SyncFailed, match="could be read on the way") as caught:
        link(computer("laptop").ctx, LinkRequest("http://far.example", EMAIL, PASSWORD, allow_plain=True))

    assert caught.value.reason == "untrusted"


def test_store_in_memory_cannot_be_linked(ctx: Context) -> None:
    with pytest.raises(NoFile):
        link(ctx, LinkRequest("localhost:1", EMAIL, PASSWORD))


def test_backup_of_before_is_made_and_everything_belongs_to_the_account(address: str, computer: Make) -> None:
    laptop = computer("laptop")
    laptop.add_entry("mine")
    linked = laptop.link(address)

    assert linked.backup is not None
    assert backups.described(linked.backup) is not None
    assert linked.needs_reopening
    assert [notice.code for notice in linked.notices] == ["no_keychain"]
    assert laptop.ctx.user.replace("-", "") == sync_status(laptop.ctx).user
    laptop.sync()
    assert verify(laptop.ctx).identical


def test_without_a_backup_nothing_is_changed_and_the_server_forgets_the_device(
    address: str, computer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    desk.link(address)
    laptop.add_entry("mine")
    (laptop.folder / "backups").write_text("in the way")
    with pytest.raises(EnvironmentFailed):
        laptop.link(address)

    assert read_link(laptop.ctx) is None
    (away,) = [device for device in devices(desk.ctx) if not device.is_this]
    assert away.is_revoked


def test_second_server_is_refused(laptop: Computer) -> None:
    with pytest.raises(AlreadyLinked, match="is linked already"):
        laptop.link("https://other.example")


def test_other_account_on_the_same_server_is_refused(office: Office, computer: Make) -> None:
    office.add_account("bob@example.org")
    laptop = computer("laptop")
    with office.open() as address:
        laptop.link(address)
        with pytest.raises(AlreadyLinked, match="belongs to “ada@"):
            laptop.link(address, email="bob@example.org")
        laptop.sync()


def test_other_account_on_a_server_that_holds_the_data_is_refused(office: Office, computer: Make) -> None:
    office.add_account("bob@example.org")
    laptop = computer("laptop")
    with office.open() as address:
        laptop.link(address)
        laptop.add_entry("mine")
        laptop.sync()
        unlink(laptop.ctx)
        with pytest.raises(AlreadyLinked, match="holds nothing twice"):
            laptop.link(address, email="bob@example.org")
        assert read_link(laptop.ctx) is None
        laptop.link(address)
        laptop.sync()
        assert verify(laptop.ctx).identical


def test_other_server_takes_everything_after_leaving(office: Office, computer: Make, tmp_path: Path) -> None:
    other = Office(tmp_path / "other server")
    laptop, desk = computer("laptop"), computer("desk")
    laptop.add_project("Website")
    laptop.add_entry("mine")
    with office.open() as address:
        laptop.link(address)
        laptop.sync()
        unlink(laptop.ctx)
    with other.open() as address:
        for each in (laptop, desk, laptop):
            if not sync_status(each.ctx).linked:
                each.link(address)
            each.sync()
        assert verify(laptop.ctx).identical
        assert verify(desk.ctx).identical

    assert desk.descriptions() == ["mine"]
    assert desk.project_names() == ["Website"]


def test_code_of_one_device_lets_one_other_in(laptop: Computer, computer: Make, address: str) -> None:
    desk = computer("desk")
    code = pairing_code(laptop.ctx)
    linked = desk.link(address, email="", password="", code=code.code)

    assert linked.account == EMAIL
    assert code.expires_at > laptop.clock.now()
    with pytest.raises(SyncFailed, match="used or be too old"):
        computer("third").link(address, email="", password="", code=code.code)


def test_signing_in_again_keeps_device_name_and_data(laptop: Computer, address: str) -> None:
    before = sync_status(laptop.ctx)
    rename_device(laptop.ctx, before.device, "my laptop")
    Keychain(laptop.folder).forget(f"{before.server} {before.device}")
    with pytest.raises(SyncFailed, match="signed out"):
        laptop.sync()
    assert [need.code for need in sync_status(laptop.ctx).needs] == ["sign_in"]
    linked = link(laptop.ctx, LinkRequest(address, EMAIL, PASSWORD)).value

    assert (linked.device, linked.device_name, linked.needs_reopening) == (before.device, "my laptop", False)
    assert sync_status(laptop.ctx).needs == ()
    laptop.sync()


def test_token_goes_where_the_keychain_is(
    address: str, computer: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept: dict[tuple[str, str], str] = {}

    class Ring:
        def get_password(self, service: str, username: str) -> str | None:
            return kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del kept[service, username]

    monkeypatch.delenv("STINTBOOK_KEYRING")
    monkeypatch.setattr(connecting, "Keychain", lambda folder: Keychain(folder, Ring()))
    laptop = computer("laptop")
    linked = laptop.link(address)
    laptop.sync()

    assert linked.notices == ()
    assert len(kept) == 1
    assert not (laptop.folder / "secrets.json").exists()
    unlink(laptop.ctx)
    assert kept == {}


def test_leaving_a_server_that_is_gone_keeps_everything(office: Office, computer: Make) -> None:
    laptop = computer("laptop")
    with office.open() as address:
        laptop.link(address)
    laptop.add_entry("mine")
    left = unlink(laptop.ctx).value

    assert (left.told_server, left.server) == (False, address)
    assert left.waiting >= 1
    assert laptop.descriptions() == ["mine"]
    with pytest.raises(NotLinked):
        sync_now(laptop.ctx)


def test_device_has_a_name_whatever_the_machine_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "\x00\n")
    assert device_name() == "Computer"
    monkeypatch.setattr("platform.node", lambda: "x" * 300)
    assert device_name() == "x" * 100


# --- what a failure means


FAILURES: list[tuple[Failure, str]] = [
    (failures.Unreachable(), "offline"),
    (failures.NotAServer(), "not_a_server"),
    (failures.Nonsense(), "nonsense"),
    (failures.Diverged(), "nonsense"),
    (failures.ServerFault(), "server_fault"),
    (failures.Untrusted(), "untrusted"),
    (failures.Unauthorised(), "sign_in"),
    (failures.Revoked(), "access_lost"),
    (failures.ReadOnly(), "read_only"),
    (failures.TooOld(), "upgrade"),
    (failures.TooLarge(), "too_large"),
    (failures.NotUnderstood(), "not_understood"),
    (failures.Throttled(45), "throttled"),
    (Declined("taken", "Too many devices."), "declined"),
]


@pytest.mark.parametrize(("failure", "code"), FAILURES, ids=lambda value: getattr(value, "__class__", value).__name__)
def test_every_failure_says_what_it_means(failure: Failure, code: str) -> None:
    reason = reason_of(failure, "https://sync.example.org")

    assert reason.code == code
    assert reason.sentence.endswith((".", "!"))
    assert "{" not in reason.sentence
    if code != "declined":
        assert any(word in reason.sentence for word in ("here", "Nothing", "nothing", "untouched"))


def test_every_failure_there_is_has_a_sentence() -> None:
    known = {type(failure) for failure, _ in FAILURES}
    missing = {found.__name__ for found in Failure.__subclasses__() if found.__module__.startswith("sync.")}

    assert missing - {found.__name__ for found in known} == set()


def test_pause_is_told_in_seconds_or_minutes() -> None:
    assert "45 seconds" in reason_of(failures.Throttled(45), "s").sentence
    assert "10 minutes" in reason_of(failures.Throttled(600), "s").sentence


@pytest.mark.parametrize(
    ("behaviour", "reason", "state"),
    [
        (answer(body=b"<html/>", kind="text/html"), "not_a_server", SyncState.ATTENTION),
        (problem(503, "busy"), "server_fault", SyncState.OFFLINE),
        (problem(429, "throttled", Retry_After="60"), "throttled", SyncState.OFFLINE),
        (problem(426, "too_old"), "upgrade", SyncState.ATTENTION),
        (problem(401, "unauthorised"), "sign_in", SyncState.ATTENTION),
    ],
)
def test_trouble_with_the_server_is_told_and_nothing_is_lost(
    office: Office, computer: Make, behaviour: Behaviour, reason: str, state: SyncState
) -> None:
    laptop, port = computer("laptop"), free_port()
    with office.open_at(port) as address:
        laptop.link(address)
        laptop.sync()
    laptop.add_entry("mine")
    with hostile(port=port) as server:
        server.behaviour = behaviour
        with pytest.raises(SyncFailed) as caught:
            laptop.sync()
        with suppress(AppError):
            verify(laptop.ctx)
    status = sync_status(laptop.ctx)

    assert caught.value.reason == reason
    assert (status.state, status.waiting) == (state, 1)
    assert sync_history(laptop.ctx)[0].failure == reason_of_history(laptop)
    with office.open_at(port):
        laptop.sync()
        assert sync_status(laptop.ctx).state is SyncState.SYNCED
        assert verify(laptop.ctx).identical


def reason_of_history(computer: Computer) -> object:
    return sync_history(computer.ctx, 1)[0].failure


def test_hotel_page_at_linking_changes_nothing(computer: Make) -> None:
    laptop = computer("laptop")
    with hostile() as server:
        server.behaviour = answer(body=b"<html/>", kind="text/html")
        with pytest.raises(SyncFailed) as caught:
            laptop.link(server.url)

    assert caught.value.reason == "not_a_server"
    assert read_link(laptop.ctx) is None


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"device":"d","user":"u"}'])
def test_server_of_something_else_at_linking_changes_nothing(computer: Make, body: bytes) -> None:
    laptop = computer("laptop")
    with hostile() as server:
        server.behaviour = answer(201, body)
        with pytest.raises(SyncFailed):
            laptop.link(server.url)

    assert read_link(laptop.ctx) is None


def test_state_folder_that_cannot_be_written_is_said(laptop: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    (laptop.folder / "file").write_text("")
    monkeypatch.setenv("STINTBOOK_STATE", str(laptop.folder / "file"))
    with pytest.raises(StateNotKept, match="STINTBOOK_STATE"):
        identity.is_another(laptop.ctx)


# --- the queue, the devices, verifying


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
