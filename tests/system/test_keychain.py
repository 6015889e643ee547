"""Secrets: in the keychain where there is one, else in a file of their owner's alone; never in a text or a log."""

import logging
from pathlib import Path

import pytest

from app.system.files import held, write_private
from app.system.keychain import CHOICE, Keychain


class Ring:
    """A keyring in memory that can be broken."""

    def __init__(self, *, broken: bool = False, forgetful: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken, self.forgetful = broken, forgetful

    def get_password(self, service: str, username: str) -> str | None:
        self._fail_if_broken()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail_if_broken()
        if not self.forgetful:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail_if_broken()
        del self.kept[service, username]

    def _fail_if_broken(self) -> None:
        if self.broken:
            raise RuntimeError("locked, and the secret was tok-123")


def test_keychain_keeps_gives_back_and_forgets(tmp_path: Path) -> None:
    ring = Ring()
    keychain = Keychain(tmp_path, ring)

    assert keychain.keep("server device", "tok-123")
    assert keychain.read("server device") == "tok-123"
    assert list(tmp_path.iterdir()) == []
    keychain.forget("server device")
    keychain.forget("server device")
    assert keychain.read("server device") is None
    assert ring.kept == {}


@pytest.mark.parametrize("ring", [Ring(broken=True), Ring(forgetful=True)], ids=["broken", "forgetful"])
def test_keychain_that_keeps_nothing_gives_way_to_a_private_file(tmp_path: Path, ring: Ring) -> None:
    keychain = Keychain(tmp_path, ring)

    assert not keychain.keep("one", "tok-123")
    assert not keychain.keep("two", "tok-456")
    assert (keychain.read("one"), keychain.read("two")) == ("tok-123", "tok-456")
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    keychain.forget("one")
    assert (keychain.read("one"), keychain.read("two")) == (None, "tok-456")
    keychain.forget("two")
    assert list(tmp_path.iterdir()) == []


def test_secret_moves_into_the_keychain_when_that_is_mended(tmp_path: Path) -> None:
    ring = Ring(broken=True)
    keychain = Keychain(tmp_path, ring)
    keychain.keep("one", "tok-123")
    ring.broken = False

    assert keychain.read("one") == "tok-123"
    assert keychain.keep("one", "tok-456")
    assert list(tmp_path.iterdir()) == []
    assert keychain.read("one") == "tok-456"


def test_file_is_chosen_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "file")
    ring = Ring()

    assert not Keychain(tmp_path, ring).keep("one", "tok-123")
    assert ring.kept == {}


def test_machine_without_a_keychain_uses_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends import fail, null

    monkeypatch.delenv(CHOICE, raising=False)
    for module in (fail, null):
        monkeypatch.setattr(keyring, "get_keyring", module.Keyring)
        assert not Keychain(tmp_path).keep("one", "tok-123")
        assert Keychain(tmp_path).read("one") == "tok-123"


def test_keyring_of_the_machine_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    ring = Ring()
    monkeypatch.delenv(CHOICE, raising=False)
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)

    assert Keychain(tmp_path).keep("one", "tok-123")
    assert ring.kept == {("Stintbook", "one"): "tok-123"}


@pytest.mark.parametrize("content", ["", "[1]", "{", "\x00"])
def test_damaged_file_holds_no_secret_and_is_written_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / "secrets.json").write_text(content, "utf-8")
    keychain = Keychain(tmp_path, Ring(broken=True))

    assert keychain.read("one") is None
    keychain.keep("one", "tok-123")
    assert keychain.read("one") == "tok-123"


def test_no_secret_is_logged_or_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    keychain = Keychain(tmp_path, Ring(broken=True))
    keychain.keep("one", "tok-123")
    keychain.read("one")

    assert "RuntimeError" in caplog.text
    assert "tok-123" not in caplog.text + repr(keychain)


def test_file_that_cannot_be_written_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").mkdir()

    with pytest.raises(OSError, match="secrets"):
        Keychain(tmp_path, Ring(broken=True)).keep("one", "tok-123")
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_file_is_written_whole_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "notes.json"
    write_private(path, "one")
    write_private(path, "two")

    assert path.read_text("utf-8") == "two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(list(path.parent.iterdir())) == 1


def test_one_at_a_time_holds_a_file(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with held(path) as first:
        with held(path) as second:
            assert (first, second) == (True, False)
        with held(path) as third:
            assert not third
    with held(path) as fourth:
        assert fourth
