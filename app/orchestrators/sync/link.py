"""The link: which server this store belongs to, and as whom. It stands in the file; the token does not."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from app.domain.errors import RuleBroken
from app.storage.meta import read_meta, write_meta

if TYPE_CHECKING:
    from app.storage.context import Context

_KEY, _LEFT = "sync_link", "sync_left"


class NotLinked(RuleBroken):
    """There is no server. Nothing was changed."""

    code = "not_linked"


class AlreadyLinked(RuleBroken):
    """There is a server already. Nothing was changed."""

    code = "already_linked"


@dataclass(frozen=True, slots=True)
class Link:
    """A server, the account there, and how it may be talked to. ``user`` is the account's id, as 32 hex digits."""

    server: str
    account: str
    user: str
    device: str
    device_name: str
    ca_file: str = ""
    allow_plain: bool = False


def read_link(ctx: Context) -> Link | None:
    """Return the link, None where there is none."""
    with ctx.database.reading() as connection:
        text = read_meta(connection, _KEY)
    return Link(**json.loads(str(text))) if text else None


def require_link(ctx: Context) -> Link:
    """Return the link.

    Raises:
        NotLinked: there is none.
    """
    link = read_link(ctx)
    if link is None:
        raise NotLinked(
            "No server is linked. Everything is on this computer only. Link one with “stintbook sync link URL”"
            " or in Settings › Sync."
        )
    return link


def save_link(ctx: Context, link: Link | None) -> None:
    """Keep the link, or forget it."""
    with ctx.database.transaction() as connection:
        write_meta(connection, _KEY, json.dumps(asdict(link)) if link else "")


def note_left(ctx: Context, link: Link) -> None:
    """Note a server that was left, and as whom: it goes on holding what was shared there."""
    with ctx.database.transaction() as connection:
        known = _left(read_meta(connection, _LEFT))
        write_meta(connection, _LEFT, json.dumps(sorted({*known, (link.server, link.user, link.account)})))


def left_as_another(ctx: Context, server: str, user: str) -> str | None:
    """Return the account as which this data was shared on a server before, None where that is nobody else's."""
    with ctx.database.reading() as connection:
        known = _left(read_meta(connection, _LEFT))
    return next((account for place, who, account in known if place == server and who != user), None)


def _left(text: object) -> list[tuple[str, str, str]]:
    return [(server, user, account) for server, user, account in json.loads(str(text or "[]"))]
