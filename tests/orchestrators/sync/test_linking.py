"""Linking and leaving: what is refused and why, and what is made sure of first."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFailed, RuleBroken
from app.orchestrators.sync import connecting
from app.orchestrators.sync.devices import devices, pairing_code, rename_device
from app.orchestrators.sync.failing import SyncFailed
from app.orchestrators.sync.link import AlreadyLinked, NotLinked, read_link
from app.orchestrators.sync.linking import device_name, link, unlink
from app.orchestrators.sync.rounds import sync_now
from app.orchestrators.sync.status import sync_status
from app.orchestrators.sync.values import LinkRequest
from app.orchestrators.sync.verifying import verify
from app.storage import backups
from app.storage.backups import NoFile
from app.storage.context import Context
from app.system.keychain import Keychain
from tests.support.linked import EMAIL, Computer, Office
from tests.support.server import PASSWORD

Make = Callable[[str], Computer]


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
