"""A disagreement as another device leaves it behind: both changes in the log, and the conflict of each field."""

import json
from dataclasses import replace
from typing import Any

from app.domain.entities.base import Entity, Kind
from app.domain.entities.conflicts import DELETION, Conflict
from app.storage.columns import id_to_row
from app.storage.context import Context
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import USER, clock_of

PHONE = "0195f000000070008000000000000f00"


def last_version(ctx: Context, entity: str) -> str:
    with reading(ctx) as read:
        row = read.session.connection.execute(
            "SELECT max(version) FROM change WHERE entity = ?", (id_to_row(entity),)
        ).fetchone()
    return str(row[0].hex())


def say(ctx: Context, kind: Kind, entity: Entity, **fields: Any) -> str:
    """Change fields of a thing; returns the version."""
    with unit_of_work(ctx, "edit") as work:
        work.of(kind).save(replace(work.of(kind).require(entity.id), **fields))
    return last_version(ctx, entity.id)


def disagree(ctx: Context, kind: Kind, entity: Entity, here: dict[str, Any], there: dict[str, Any]) -> list[Conflict]:
    """Let this device say one thing (the loser) and the phone, a minute later, another; returns the open conflicts."""
    loser = say(ctx, kind, entity, **here)
    losing = wire(ctx, kind, entity.id)
    at = ctx.now()
    clock_of(ctx).forward(60)
    winner = say(ctx, kind, entity, **there)
    winning = wire(ctx, kind, entity.id)
    names = sorted(name for name in losing | winning if losing.get(name) != winning.get(name))
    return _put(
        ctx,
        [
            Conflict(
                id=ctx.new_id(), created_at=ctx.now(), kind=kind.value, entity=entity.id, field=name, winner=winner,
                loser=loser, winning=json.dumps(winning.get(name)), losing=json.dumps(losing.get(name)),
                winner_user=USER, winner_device=PHONE, winner_ms=ctx.now() * 1000, loser_user=USER,
                loser_device=device(ctx), loser_ms=at * 1000,
            )
            for name in names
        ],
    )  # fmt: skip


def delete_there(ctx: Context, kind: Kind, entity: Entity, **edited: Any) -> Conflict:
    """Let the phone delete what is edited here."""
    winner = say(ctx, kind, entity, **edited)
    (made,) = _put(
        ctx,
        [
            Conflict(
                id=ctx.new_id(), created_at=ctx.now(), kind=kind.value, entity=entity.id, field=DELETION, winner=winner,
                loser="0" * 31 + "1", winner_user=USER, winner_device=device(ctx), winner_ms=ctx.now() * 1000,
                loser_user=USER, loser_device=PHONE, loser_ms=(ctx.now() - 600) * 1000,
            )
        ],
    )  # fmt: skip
    return made


def wire(ctx: Context, kind: Kind, id_: str) -> dict[str, Any]:
    with reading(ctx) as read:
        stored = read.of(kind).stored(id_to_row(id_))
        assert stored is not None
        return read.of(kind).wire(stored)


def device(ctx: Context) -> str:
    with reading(ctx) as read:
        return str(read.session.meta["device"])


def _put(ctx: Context, conflicts: list[Conflict]) -> list[Conflict]:
    with unit_of_work(ctx, "receive") as work:
        work.conflicts.save_all(conflicts)
    return conflicts
