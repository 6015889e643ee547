"""Accounts: who may make one, what a password is good for, what goes when one is deleted."""

import json
from dataclasses import replace
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from sync.server.people.passwords import Passwords
from sync.server.people.tables import ACCOUNT
from sync.server.settings import Settings
from tests.support.house import CHEAP, PASSWORD, House


def stored_password(house: House, email: str = "ines@harbour.example") -> str:
    with house.desk.reading() as connection:
        return str(connection.scalar(select(ACCOUNT.c.password).where(ACCOUNT.c.email == email)))


def test_nobody_signs_up_where_the_operator_has_not_said_so(house: House) -> None:
    house.desk.settings = replace(house.desk.settings, sign_up=False)

    refused = house.refused("POST", "/accounts", email="a@b.example", password=PASSWORD, name="A")

    assert refused == (403, "not_permitted")
    assert Settings().sign_up is False


def test_an_invitation_opens_a_closed_door_once(house: House) -> None:
    ines = house.person("Ines")
    house.desk.settings = replace(house.desk.settings, sign_up=False)
    workspace = house.workspace_of(ines)
    code = house.done("POST", f"/workspaces/{workspace}/invitations", ines, role="viewer")["code"]

    tom = house.person("Tom", code)

    assert house.roles(tom)[workspace] == "viewer"
    again = {"email": "eva@harbour.example", "password": PASSWORD, "name": "Eva", "invitation": code}
    assert house.refused("POST", "/accounts", **again) == (404, "not_found")


def test_an_account_whose_invitation_is_wrong_is_not_made(house: House) -> None:
    body = {"email": "eva@harbour.example", "password": PASSWORD, "name": "Eva"}

    assert house.refused("POST", "/accounts", **body, invitation="WRONG-WRONG") == (404, "not_found")
    assert house.done("POST", "/accounts", **body)["email"] == "eva@harbour.example"


def test_an_address_has_one_account_whatever_its_case(house: House) -> None:
    house.person("Ines")

    taken = house.refused("POST", "/accounts", email="INES@harbour.example", password=PASSWORD, name="Other")

    assert taken == (409, "taken")


@pytest.mark.parametrize("password", ["short", "", "x" * 1_001])
def test_a_password_is_neither_short_nor_endless(house: House, password: str) -> None:
    refused = house.refused("POST", "/accounts", email="a@b.example", password=password, name="A")

    assert refused == (422, "malformed")


@pytest.mark.parametrize(
    "name",
    [
        "Robert'); drop table account;--",
        "<script>alert(1)</script>",
        "{{7*7}} ${env:HOME} %s",
        "名前 שם اسم 🙂",
        "null",
    ],
)
def test_a_name_is_a_text_and_nothing_else(house: House, name: str) -> None:
    body = {"email": "a@b.example", "password": PASSWORD, "name": name}
    house.done("POST", "/accounts", **body)
    token = house.sign_in("a@b.example")["token"]

    assert house.done("GET", "/account", token)["name"] == name
    assert list(house.records(house.done("GET", "/workspaces", token)[0]["id"], token)) == [name]


def test_keys_that_are_none_of_ones_business_change_nothing(house: House) -> None:
    ines, tom = house.person("Ines"), house.person("Tom")
    extra: dict[str, Any] = {
        "id": tom.user, "user": tom.user, "account": tom.user, "email": "root@harbour.example", "role": "owner",
        "created_ms": 0, "workspace": house.workspace_of(tom), "token": "stintbook_", "revoked_ms": 1,
    }  # fmt: skip
    before = house.done("GET", "/account", ines)

    house.done("PATCH", "/account", ines, **{**extra, "name": "Ines"})
    house.done("PATCH", f"/devices/{ines.device}", ines, **{**extra, "name": "Laptop"})
    house.done("PATCH", f"/workspaces/{house.workspace_of(ines)}", ines, **{**extra, "name": "Ours"})

    assert house.done("GET", "/account", ines) == before
    assert set(house.roles(ines)) == {f"{house.workspace_of(ines)}", f"{house.workspace_of(ines)}.{ines.user}"}
    assert house.ask("GET", "/hello", ines).is_success


def test_a_new_password_signs_every_other_device_out(house: House) -> None:
    ines = house.person("Ines")
    other = house.sign_in(ines.email)["token"]
    code = house.done("POST", "/pairing", ines)["code"]

    house.done("PATCH", "/account", ines, password="a longer password", present=PASSWORD)

    assert house.ask("GET", "/hello", ines).is_success
    assert house.refused("GET", "/hello", other) == (401, "unauthorised")
    assert house.refused("POST", "/devices", name="x", code=code) == (401, "unauthorised")
    assert house.refused("POST", "/devices", name="x", email=ines.email, password=PASSWORD) == (401, "unauthorised")
    assert house.sign_in(ines.email, "a longer password")["token"]


def test_a_stolen_device_does_not_change_the_password(house: House) -> None:
    ines = house.person("Ines")

    assert house.refused("PATCH", "/account", ines, password="a longer password") == (422, "malformed")
    wrong = house.refused("PATCH", "/account", ines, password="a longer password", present="wrong")
    assert wrong == (401, "unauthorised")
    assert house.sign_in(ines.email)["token"]


def test_a_new_name_is_told_in_every_workspace(house: House) -> None:
    ines = house.person("Ines")
    second = house.done("POST", "/workspaces", ines, name="Second")["id"]
    first = next(one["id"] for one in house.done("GET", "/workspaces", ines) if one["id"] != second)

    house.done("PATCH", "/account", ines, name="Inés")

    assert list(house.records(first, ines)) == list(house.records(second, ines)) == ["Inés"]


def test_passwords_are_hashed_by_argon2id_as_the_settings_say(house: House) -> None:
    house.person("Ines")

    assert stored_password(house).startswith("$argon2id$v=19$m=8,t=1,p=1$")
    recommended = Passwords(Settings()).hashed(PASSWORD)
    assert recommended.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_password_is_hashed_anew_when_the_parameters_have_changed(house: House) -> None:
    house.person("Ines")
    house.desk.passwords = Passwords(replace(CHEAP, argon2_passes=2))

    house.sign_in("ines@harbour.example")

    assert stored_password(house).startswith("$argon2id$v=19$m=8,t=2,p=1$")
    assert house.sign_in("ines@harbour.example")["token"]


def test_a_stored_password_that_is_damaged_lets_nobody_in(house: House) -> None:
    house.person("Ines")
    with house.desk.engine.begin() as connection:
        connection.execute(update(ACCOUNT).values(password="not a hash"))

    refused = house.refused("POST", "/devices", name="x", email="ines@harbour.example", password=PASSWORD)

    assert refused == (401, "unauthorised")


def test_the_same_work_is_done_and_answered_for_an_unknown_account(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.person("Ines")
    verified: list[str] = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, hash: str, password: str) -> bool:  # noqa: A002 - the library's name
        verified.append(hash.rpartition("$")[0].rpartition("$")[0])
        return verify(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    statements: list[list[str]] = []
    answers = []
    for email in ("ines@harbour.example", "nobody@harbour.example"):
        from sqlalchemy import event

        seen: list[str] = []

        def note(_c: Any, _u: Any, statement: str, *_more: Any, seen: list[str] = seen) -> None:
            seen.append(statement)

        event.listen(house.desk.engine, "before_cursor_execute", note)
        answers.append(house.ask("POST", "/devices", name="x", email=email, password="wrong password"))
        event.remove(house.desk.engine, "before_cursor_execute", note)
        statements.append(seen)

    assert [(one.status_code, one.content) for one in answers] == [(401, answers[0].content)] * 2
    assert verified == ["$argon2id$v=19$m=8,t=1,p=1"] * 2
    assert statements[0] == statements[1]
    assert statements[0]


def test_deleting_an_account_takes_the_password(house: House) -> None:
    ines = house.person("Ines")

    assert house.refused("DELETE", "/account", ines, password="wrong") == (401, "unauthorised")
    assert house.ask("GET", "/account", ines).is_success


def test_with_an_account_go_its_devices_and_the_workspaces_nobody_else_belongs_to(house: House) -> None:
    ines, tom = house.person("Ines"), house.person("Tom")
    workspace = house.workspace_of(ines)

    house.done("DELETE", "/account", ines, password=PASSWORD)

    assert house.refused("GET", "/hello", ines) == (401, "unauthorised")
    assert house.refused("POST", "/devices", name="x", email=ines.email, password=PASSWORD) == (401, "unauthorised")
    left = house.desk.store.read(("select count(*) from scope where workspace = ?", (workspace,)))[0][0][0]
    assert left == 0
    assert house.ask("GET", "/hello", tom).is_success
    assert house.person("Ines").user != ines.user


def test_the_only_owner_of_a_workspace_with_others_in_it_hands_it_over_first(house: House) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    tom = house.invited(workspace, ines, "Tom", "admin")

    assert house.refused("DELETE", "/account", ines, password=PASSWORD) == (409, "sole_owner")
    house.done("PATCH", f"/workspaces/{workspace}/members/{tom.user}", ines, role="owner")
    house.done("DELETE", "/account", ines, password=PASSWORD)

    assert list(house.records(workspace, tom)) == ["Tom"]
    assert set(house.roles(tom)) == {workspace, f"{workspace}.{tom.user}"}


def test_the_scope_of_somebody_who_left_goes_with_their_account(house: House) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    tom = house.invited(workspace, ines, "Tom", "member")
    house.done("DELETE", f"/workspaces/{workspace}/members/{tom.user}", tom)
    assert f"{workspace}.{tom.user}" in house.roles(ines)

    house.done("DELETE", "/account", tom, password=PASSWORD)

    assert f"{workspace}.{tom.user}" not in house.roles(ines)


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        (b"{", "application/json", 400),
        (b'{"email": NaN}', "application/json", 400),
        (b"[" * 30_000, "application/json", 400),
        (b'{"email": "\xff"}', "application/json", 400),
        (b'{"name": "\\ud800"}', "application/json", 400),
        (b"[]", "application/json", 422),
        (b'"x"', "application/json", 422),
        (b"{}", "text/plain", 422),
        (b"", "application/json", 422),
        (b"x" * 70_000, "application/json", 413),
    ],
)
def test_a_body_that_is_none_is_a_problem_and_no_failure(
    house: House, content: bytes, kind: str, expected: int
) -> None:
    answer = house.client.post("/sync/v1/accounts", content=content, headers={"Content-Type": kind})

    assert answer.status_code == expected
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_may_come_compressed(house: House) -> None:
    import gzip

    content = json.dumps({"email": "a@b.example", "password": PASSWORD, "name": "A"}).encode()
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}

    assert house.client.post("/sync/v1/accounts", content=gzip.compress(content), headers=headers).status_code == 201


def test_a_body_that_bursts_is_too_large(house: House) -> None:
    import gzip

    bomb = gzip.compress(b"0" * 5_000_000)
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}

    assert house.client.post("/sync/v1/accounts", content=bomb, headers=headers).status_code == 413
