"""The link: which server this store belongs to, and as whom. It stands in the file; the token does not."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from app.domain.errors import RuleBroken
from app.storage.meta import read_meta, write_meta

if TYPE_CHECKING:
    from app.storage.context import Context

_KEY = "sync_link"


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
