"""How a linked server is reached: its address held to what is safe, the token from where secrets are kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.storage.backups import NoFile
from app.system.keychain import Keychain

if TYPE_CHECKING:
    from app.orchestrators.sync.link import Link
    from app.storage.context import Context
    from sync.client.transport_http import Door


def folder_of(ctx: Context) -> Path:
    """Return the data folder of a store.

    Raises:
        NoFile: the store is in memory.
    """
    if ctx.database.in_memory:
        raise NoFile("This store is in memory only, so it cannot be linked to a server.")
    return Path(ctx.database.path).absolute().parent


def keychain_of(ctx: Context) -> Keychain:
    """Return where the secrets of a store are kept."""
    return Keychain(folder_of(ctx))


def secret_name(link: Link) -> str:
    """Return the name of the token: one for each device, so that a copy of the folder never takes the original's."""
    return f"{link.server} {link.device}"


def door_of(ctx: Context, link: Link) -> Door:
    """Return the door to the linked server, with the token.

    Raises:
        Unauthorised: there is no token here. Untrusted: plain http to another machine that is not allowed (any more).
    """
    from sync.client.failures import Unauthorised

    token = keychain_of(ctx).read(secret_name(link))
    if not token:
        raise Unauthorised("no token on this machine")
    return door_to(link.server, token=token, ca_file=link.ca_file, allow_plain=link.allow_plain)


def door_to(server: str, *, token: str = "", ca_file: str = "", allow_plain: bool = False) -> Door:
    """Return the door to a server.

    Raises:
        BadAddress: it is no address. Untrusted: plain http to another machine, not allowed twice.
    """
    from sync.client.address import read_address
    from sync.client.transport_http import Door

    address = read_address(server)
    address.require_safe(allow_plain=allow_plain, environment=os.environ)
    return Door(address, token, ca_file, agent=_agent())


def _agent() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"Stintbook/{version('stintbook')}"
    except PackageNotFoundError:
        return "Stintbook"
