"""``stintbook-server``: every command, what it says, and what it says instead of a traceback."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from sync.server.admin import commands, running
from sync.server.admin.office import Refused
from sync.server.admin.running import check, warnings
from sync.server.settings import PREFIX, Settings
from tests.support.house import PASSWORD, house_in

runner = CliRunner()


class Ran(NamedTuple):
    """What a command left."""

    code: int
    out: str
    err: str


class Machine:
    """A machine with a server on it, and an operator who types."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._capsys, self._monkeypatch = folder, capsys, monkeypatch

    def __call__(self, *arguments: str, stdin: str = "") -> Ran:
        import io
        import sys

        self._monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = commands.run(["--data-dir", str(self.folder), *arguments])
        printed = self._capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    def done(self, *arguments: str, stdin: str = "") -> str:
        ran = self(*arguments, stdin=stdin)
        assert ran.code == 0, ran
        return ran.out

    def refused(self, *arguments: str, stdin: str = "", code: int = 1) -> str:
        ran = self(*arguments, stdin=stdin)
        assert ran.code == code, ran
        assert "Traceback" not in ran.err
        return ran.err

    def init(self) -> str:
        return self.done(
            "init", "--email", "Ines@Harbour.example", "--name", "Ines", "--workspace", "Harbour & Finch",
            "--password-stdin", stdin=f"{PASSWORD}\n",
        )  # fmt: skip

    def add(self, name: str, *more: str) -> str:
        arguments = ("user", "add", f"{name.lower()}@harbour.example", "--name", name, "--password-stdin", *more)
        return self.done(*arguments, stdin=f"{PASSWORD}\n")


@pytest.fixture
def machine(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Machine:
    for name, value in (("ARGON2_MEMORY_KIB", "8"), ("ARGON2_PASSES", "1"), ("ARGON2_LANES", "1")):
        monkeypatch.setenv(PREFIX + name, value)
    monkeypatch.setenv("COLUMNS", "200")
    return Machine(tmp_path / "server", capsys, monkeypatch)


def test_init_makes_a_folder_for_its_owner_and_says_what_to_do_next(machine: Machine) -> None:
    said = machine.init()

    assert machine.folder.stat().st_mode & 0o777 == 0o700
    assert (machine.folder / "server.db").stat().st_mode & 0o077 == 0
    assert "Account: ines@harbour.example   Workspace: Harbour & Finch" in said
    assert "stintbook-server run" in said
    with house_in(machine.folder) as house:
        assert house.sign_in("ines@harbour.example")["token"]


def test_init_does_not_begin_twice(machine: Machine) -> None:
    machine.init()

    assert "set up already" in machine.refused(
        "init", "--email", "a@b.example", "--name", "A", "--password-stdin", stdin=f"{PASSWORD}\n"
    )


@pytest.mark.parametrize(
    ("email", "name", "password", "said"),
    [
        ("no address", "A", PASSWORD, "is no e-mail address"),
        ("a@b.example", "\x1b[31mred", PASSWORD, "cannot be a name"),
        ("a@b.example", "A", "short", "from 10 to 1000 characters"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(
    machine: Machine, email: str, name: str, password: str, said: str
) -> None:
    arguments = ("init", "--email", email, "--name", name, "--password-stdin")

    assert said in machine.refused(*arguments, stdin=f"{password}\n")
    machine.init()


def test_a_password_comes_from_the_environment_where_nobody_types(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STINTBOOK_SERVER_PASSWORD", PASSWORD)

    assert "set up" in machine.done("init", "--email", "a@b.example", "--name", "A")


def test_a_password_is_typed_twice_by_whoever_has_a_terminal(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.init()
    monkeypatch.setenv(PREFIX + "DATA_DIR", str(machine.folder))

    ran = runner.invoke(
        commands.app, ["user", "password", "ines@harbour.example"], input="another password\nanother password\n"
    )

    assert ran.exit_code == 0, ran.output
    assert "another password" not in ran.output
    with house_in(machine.folder) as house:
        assert house.sign_in("ines@harbour.example", "another password")["token"]


def test_people_are_added_listed_promoted_and_removed(machine: Machine) -> None:
    machine.init()
    assert "to “Harbour & Finch” as viewer" in machine.add("Tom", "--join", "Harbour & Finch", "--role", "viewer")
    assert "with the workspace “Eva”" in machine.add("Eva")

    listed = machine.done("user", "list").splitlines()
    assert [line.split()[0] for line in listed] == ["E-MAIL", "eva@harbour.example", "ines@harbour.example", "tom@harbour.example"]  # fmt: skip
    assert "Harbour & Finch (viewer)" in listed[3]
    assert "admin of “Harbour & Finch”" in machine.done(
        "workspace", "role", "Harbour & Finch", "tom@harbour.example", "admin"
    )
    assert "member of “Harbour & Finch”" in machine.done(
        "workspace", "role", "Harbour & Finch", "eva@harbour.example", "member"
    )
    members = machine.done("workspace", "members", "Harbour & Finch")
    assert [line.split()[2] for line in members.splitlines()[1:]] == ["owner", "admin", "member"]
    assert "was deleted" in machine.done("user", "remove", "tom@harbour.example", "--yes")
    assert "tom@" not in machine.done("user", "list")
    assert "all is well" in machine.done("doctor")


def test_a_sole_owner_is_not_removed(machine: Machine) -> None:
    machine.init()
    machine.add("Tom", "--join", "Harbour & Finch")

    said = machine.refused("user", "remove", "ines@harbour.example", "--yes")

    assert "“Harbour & Finch” has other people in it and no other owner" in said
    assert "would" not in machine.refused("workspace", "role", "Harbour & Finch", "ines@harbour.example", "viewer")


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "remove", "nobody@harbour.example", "--yes"),
        ("user", "password", "nobody@harbour.example", "--password-stdin"),
        ("user", "add", "ines@harbour.example", "--name", "Again", "--password-stdin"),
        ("user", "add", "x@harbour.example", "--name", "X", "--join", "Nowhere", "--password-stdin"),
        ("user", "add", "x@harbour.example", "--name", "X", "--role", "king", "--password-stdin"),
        ("device", "list", "nobody@harbour.example"),
        ("device", "revoke", "ines@harbour.example", "nothing"),
        ("workspace", "members", "Nowhere"),
        ("workspace", "remove", "Nowhere", "--yes"),
        ("invite", "Nowhere"),
        ("invite", "Harbour & Finch", "--role", "king"),
        ("invite", "Harbour & Finch", "--note", "\x07"),
        ("export", "Nowhere", "file"),
        ("export", "Harbour & Finch", "/no/such/folder/file"),
        ("restore", "/no/such/file", "--yes"),
        ("backup", "/no/such/folder/file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(machine: Machine, arguments: tuple[str, ...]) -> None:
    machine.init()

    said = machine.refused(*arguments, stdin=f"{PASSWORD}\n")

    assert said.startswith("stintbook-server: ")
    assert said.strip().endswith(".")
    assert len(said.strip().splitlines()) == 1


def test_two_workspaces_of_one_name_are_told_apart_by_their_id(machine: Machine) -> None:
    machine.init()
    machine.add("Eva", "--workspace", "Harbour & Finch")
    ids = [line.split()[0] for line in machine.done("workspace", "list").splitlines()[1:]]

    assert "Several workspaces" in machine.refused("workspace", "members", "Harbour & Finch")
    assert len({machine.done("workspace", "members", one) for one in ids}) == 2


def test_devices_are_listed_and_signed_out(machine: Machine) -> None:
    machine.init()
    with house_in(machine.folder) as house:
        added = house.sign_in("ines@harbour.example", name="Phone")
        assert "Phone" in machine.done("device", "list", "ines@harbour.example")
        machine.done("device", "revoke", "ines@harbour.example", added["device"])
        assert house.refused("GET", "/hello", added["token"]) == (401, "unauthorised")


def test_an_invitation_of_the_operator_lets_somebody_in(machine: Machine) -> None:
    machine.init()
    code = machine.done("invite", "Harbour & Finch", "--role", "admin", "--note", "for Tom").split()[-1]

    with house_in(machine.folder, sign_up=False) as house:
        tom = house.person("Tom", code)
        assert "admin" in house.roles(tom).values()


def test_a_workspace_is_exported_and_removed(machine: Machine, tmp_path: Path) -> None:
    machine.init()
    target = tmp_path / "out.jsonl"
    assert "was written to" in machine.done("export", "Harbour & Finch", str(target))
    assert "is there already" in machine.refused("export", "Harbour & Finch", str(target))
    assert json.loads(target.read_text("utf-8").splitlines()[-1])["end"]["members"] == 1

    assert machine("workspace", "remove", "Harbour & Finch", stdin="n\n").code == 1
    machine.done("workspace", "remove", "Harbour & Finch", "--yes")
    assert machine.done("workspace", "list").splitlines()[1:] == []


@pytest.mark.parametrize("form", [(), ("--portable",)])
def test_a_backup_is_made_and_restored(machine: Machine, tmp_path: Path, form: tuple[str, ...]) -> None:
    machine.init()
    (tmp_path / "backups").mkdir()
    said = machine.done("backup", str(tmp_path / "backups"), *form)
    assert "Backup written and verified" in said
    machine.add("Later")

    ran = machine("restore", str(next((tmp_path / "backups").iterdir())), "--yes")

    assert "accounts 1, workspaces 1, scopes 2, changes 1" in ran.out
    assert "server.db.replaced-" in ran.out
    assert "let in again" in ran.err
    assert "later@" not in machine.done("user", "list")


def test_the_doctor_says_what_is_damaged(machine: Machine) -> None:
    machine.init()
    assert "Examined 2 scopes with 1 changes: all is well." in machine.done("doctor")
    with closing(sqlite3.connect(machine.folder / "server.db")) as file:
        file.execute("update change set chain = x'00' where seq = 1")
        file.execute("update device set revoked_ms = 1")
        file.execute("insert into object values ('nowhere', 'k', x'00', 1, x'00')")
        file.execute("delete from scope where user_id is not null")
        file.execute("update membership set role = 'admin'")
        file.execute("update workspace set happened = happened + 1")
        file.execute("insert into scope values ('lost', 'lost', null, 'h', 0, x'', 0)")
        file.commit()

    ran = machine("doctor")

    assert ran.code == 1
    for told in ("is missing", "belongs to no workspace", "a scope that is not there", "has no owner", "next contact"):
        assert told in ran.out, ran.out
    assert ran.out.count("damage: Scope") >= 2


def test_the_trail_is_shown(machine: Machine) -> None:
    machine.init()
    shown = machine.done("audit", "--limit", "2").splitlines()

    assert shown[0].split()[:2] == ["UTC", "WHAT"]
    assert "operator" in shown[1]
    assert len(shown) == 3


def test_the_published_description_is_printed(machine: Machine) -> None:
    described = json.loads(machine.done("openapi"))

    assert "/sync/v1/hello" in described["paths"]
    assert not machine.folder.exists()


def test_a_folder_without_a_server_says_how_to_make_one(machine: Machine) -> None:
    assert "Run “stintbook-server init” first" in machine.refused("user", "list")


def test_a_database_of_another_version_is_left_alone(machine: Machine) -> None:
    machine.init()
    with closing(sqlite3.connect(machine.folder / "server.db")) as file:
        file.execute("update alembic_version set version_num = '9999'")
        file.commit()

    assert "are of version 9999" in machine.refused("user", "list")


def test_a_database_that_cannot_be_reached_is_named_without_its_password(machine: Machine) -> None:
    said = machine.refused(
        "--database-url", "postgresql://me:hidden@127.0.0.1:1/none?connect_timeout=1", "user", "list"
    )

    assert "cannot be used" in said
    assert "hidden" not in said


@pytest.mark.parametrize(("url", "said"), [("nonsense", "is no address"), ("mysql://host/db", "not in mysql")])
def test_an_address_that_is_none_is_said_to_be_none(machine: Machine, url: str, said: str) -> None:
    assert said in machine.refused("--database-url", url, "user", "list")


def test_a_folder_that_cannot_be_made_is_named(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    machine.folder = tmp_path / "file" / "server"

    assert "cannot be made" in machine.refused("init", "--email", "a@b.example", "--name", "A")


def test_a_wrong_setting_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + "PORT", "many")

    assert "STINTBOOK_SERVER_PORT is no whole number" in machine.refused("user", "list")


def test_an_option_that_does_not_exist_is_a_usage_error(machine: Machine) -> None:
    assert "No such option" in machine.refused("user", "list", "--frobnicate", code=2)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(workers=2), "Several workers take PostgreSQL"),
        (Settings(workers=0), "at least one worker"),
        (Settings(tls_cert="cert.pem"), "both --tls-cert and --tls-key"),
        (Settings(tls_cert="/no/cert.pem", tls_key="/no/key.pem"), "/no/cert.pem cannot be read"),
    ],
)
def test_a_server_that_cannot_run_so_says_why(settings: Settings, said: str) -> None:
    with pytest.raises(Refused, match=said):
        check(settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.1.2.3"])
def test_plain_http_on_loopback_is_no_reason_to_warn(host: str) -> None:
    assert warnings(Settings(host=host)) == []


def test_plain_http_beyond_loopback_is_warned_of_unless_a_proxy_is_named() -> None:
    assert "plain http on 0.0.0.0" in warnings(Settings(host="0.0.0.0"))[0]
    assert warnings(Settings(host="0.0.0.0", trusted_proxies="10.0.0.1")) == []
    assert warnings(Settings(host="0.0.0.0", tls_cert="c", tls_key="k")) == []
    assert "everybody" in warnings(Settings(sign_up=True))[0]


def test_a_server_for_development_stays_on_this_machine(machine: Machine, tmp_path: Path) -> None:
    assert "this machine only" in machine.refused("run", "--dev", str(tmp_path / "dev"), "--host", "0.0.0.0")


def test_run_hands_the_server_what_was_set(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    ran: list[dict[str, object]] = []
    monkeypatch.setattr(uvicorn, "run", lambda target, **options: ran.append({"target": target, **options}))
    monkeypatch.setenv("STINTBOOK_SERVER_TRUSTED_PROXIES", "10.0.0.1")
    for name in ("DATA_DIR", "PORT", "HOST", "WORKERS", "DATABASE_URL"):
        monkeypatch.setenv(PREFIX + name, "8" if name in ("PORT", "WORKERS") else "")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR")

    url = "postgresql://me:pw@127.0.0.1:1/none"
    machine.done("--database-url", url, "run", "--port", "1234", "--host", "0.0.0.0", "--workers", "3")

    assert ran[0]["workers"] == 3
    assert (ran[0]["host"], ran[0]["port"], ran[0]["forwarded_allow_ips"]) == ("0.0.0.0", 1234, "10.0.0.1")
    assert (ran[0]["proxy_headers"], ran[0]["access_log"], ran[0]["server_header"]) == (True, False, False)
    assert (machine.folder / "metrics").is_dir()
    assert running.is_loopback("example.org") is False
