"""Diagnostics tell how sync stands, and nothing that would help somebody else."""

import json

from app.orchestrators.maintenance.diagnostics import diagnostics
from app.orchestrators.sync.link import read_link
from app.orchestrators.sync.linking import unlink
from app.storage.context import Context
from app.storage.meta import write_meta
from app.storage.sync_rounds import NotedRound, note_round
from tests.support.linked import Computer


def test_store_without_a_server_says_just_that(ctx: Context) -> None:
    assert diagnostics(ctx)["sync"] == {"linked": "no"}


def test_linked_store_tells_scopes_queue_and_rounds(laptop: Computer, address: str) -> None:
    laptop.add_entry("secret work", laptop.clock.now() - 60, 60)
    failure = json.dumps({"code": "unreachable", "sentence": f"“{address}” does not answer."})
    with laptop.ctx.database.transaction() as connection:
        note_round(connection, NotedRound(laptop.clock.now(), 0.5, 1, 2, 3, 4, failure))
        connection.execute("INSERT INTO parked (scope, kind, entity, fields, clock) VALUES ('', 'mood', x'00', '', '')")
        write_meta(connection, "sync_synced_at", 5)
        connection.execute("UPDATE sync_scope SET backfill = ? WHERE user IS NULL", (json.dumps(["h", 7, ""]),))
    link = read_link(laptop.ctx)
    assert link is not None

    found = diagnostics(laptop.ctx)["sync"]

    own = f"user {link.user[-8:]}"
    assert (found["linked"], found["waiting"], found["quarantined"], found["parked"]) == ("yes", 1, 0, 1)
    assert (found["last_synced_at"], found["waiting_since"]) == (5, laptop.clock.now())
    assert {name: scope["phase"] for name, scope in found["scopes"].items()} == {
        "workspace": "following", own: "following",
    }  # fmt: skip
    assert (found["scopes"]["workspace"]["backfill"], found["scopes"][own]["backfill"]) == (7, "–")
    assert found["scopes"][own]["seq"] == found["scopes"][own]["head"]
    assert found["rounds"]["round 1"] == {
        "at": laptop.clock.now(), "seconds": 0.5, "received": 1, "sent": 2, "confirmed": 3, "set_aside": 4,
        "failure": "unreachable",
    }  # fmt: skip
    text = json.dumps(found)
    for private in (address, link.server, link.account, link.user, link.device, "secret work"):
        assert private not in text


def test_store_that_left_its_server_still_tells_the_rounds(laptop: Computer) -> None:
    with laptop.ctx.database.transaction() as connection:
        note_round(connection, NotedRound(1, 0.5, 1, 0, 0, 0, ""))
    unlink(laptop.ctx)

    found = diagnostics(laptop.ctx)["sync"]

    assert found["linked"] == "no"
    assert "scopes" not in found
    assert found["rounds"]["round 1"]["failure"] == "–"
