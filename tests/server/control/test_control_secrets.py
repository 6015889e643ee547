"""No secret is written down anywhere: not in logs, not in answers, not in the audit trail, not in the database."""

import logging

import pytest

from sync.server.people import audit
from sync.server.people.audit import Entry
from tests.support.house import PASSWORD, House


def trail(house: House) -> list[Entry]:
    with house.desk.reading() as connection:
        return list(audit.newest(connection, limit=1_000))


def test_no_secret_is_written_anywhere(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    code = house.done("POST", "/pairing", ines)["code"]
    phone = house.done("POST", "/devices", code=code, name="Phone")["token"]
    invitation = house.done("POST", f"/workspaces/{workspace}/invitations", ines, role="member")["code"]
    house.person("Tom", invitation)
    open_invitation = house.done("POST", f"/workspaces/{workspace}/invitations", ines, role="member")["code"]
    open_code = house.done("POST", "/pairing", ines)["code"]
    house.ask("POST", "/devices", email=ines.email, password="a wrong password", name="x")
    house.ask("POST", "/devices", email=ines.email, password=["a wrong password"], name="x")
    house.ask("GET", "/hello", "stintbook_" + "7" * 64)
    exported = house.ask("GET", f"/workspaces/{workspace}/export", ines).text
    secrets = [
        PASSWORD, ines.token, ines.token.removeprefix("stintbook_"), phone, code, code.replace("-", ""), invitation,
        open_invitation, open_code, "a wrong password", "7" * 64,
    ]  # fmt: skip

    database = (house.desk.settings.data_dir / "server.db").read_bytes()
    wal = (house.desk.settings.data_dir / "server.db-wal").read_bytes()
    written = [caplog.text, str(trail(house)), exported, str(database + wal)]

    assert [secret for secret in secrets for text in written if secret in text] == []
    assert "INSERT" not in caplog.text or ines.email not in caplog.text


def test_a_failure_is_logged_with_its_cause_and_answered_without(
    house: House, expect_logs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ines = house.person("Ines")

    def broken(*_arguments: object) -> None:
        raise RuntimeError("the cause, with a path /srv/secret")

    from sync.server.people import devices

    monkeypatch.setattr(devices, "of_account", broken)
    answer = house.ask("GET", "/devices", ines)

    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert "secret" not in answer.text
    assert len(expect_logs) == 1


def test_the_trail_says_who_did_what_from_which_device(house: House) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    tom = house.invited(workspace, ines, "Tom", "viewer")
    house.done("PATCH", f"/workspaces/{workspace}/members/{tom.user}", ines, role="admin")
    house.done("PATCH", f"/workspaces/{workspace}", ines, policy="own")
    house.done("DELETE", f"/workspaces/{workspace}/members/{tom.user}", tom)
    house.done("DELETE", f"/devices/{tom.device}", tom)

    told = [(one.action, one.account, one.device, one.subject, one.detail) for one in reversed(trail(house))]

    assert ("member.role", ines.user, ines.device, tom.user, "viewer to admin") in told
    assert ("workspace.changed", ines.user, ines.device, "", "own") in told
    assert ("member.removed", tom.user, tom.device, tom.user, "") in told
    assert ("device.revoked", tom.user, tom.device, tom.device, "") in told
    actions = [action for action, *_ in told]
    assert actions[:4] == ["account.created", "workspace.created", "member.added", "device.added"]
    assert {"invitation.created", "invitation.used"} <= set(actions)
    assert {one.address for one in trail(house)} == {"127.0.0.1"}


def test_a_workspace_shows_its_own_trail_and_no_other(house: House) -> None:
    ines, tom = house.person("Ines"), house.person("Tom")
    workspace = house.workspace_of(ines)
    house.done("PATCH", f"/workspaces/{workspace}", ines, name="Renamed")

    shown = house.done("GET", f"/workspaces/{workspace}/audit", ines)

    assert [one["action"] for one in shown] == ["workspace.changed", "member.added", "workspace.created"]
    assert tom.user not in str(shown)
    older = house.client.get(
        f"/sync/v1/workspaces/{workspace}/audit?limit=1&before={shown[1]['id']}",
        headers={"Authorization": f"Bearer {ines.token}"},
    ).json()
    assert older == [shown[2]]


def test_nothing_refused_leaves_a_trace_of_having_been_done(house: House) -> None:
    ines = house.person("Ines")
    before = len(trail(house))

    house.refused("DELETE", f"/devices/{'0' * 32}", ines)
    house.refused("PATCH", f"/workspaces/{'0' * 32}", ines, name="x")

    assert len(trail(house)) == before
