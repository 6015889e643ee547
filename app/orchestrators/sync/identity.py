"""Which device a file is: noticed when it was restored or copied, and then another one than before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import EnvironmentFailed
from app.orchestrators.sync.connecting import door_of, folder_of, keychain_of, secret_name
from app.orchestrators.sync.link import Link, save_link
from app.orchestrators.sync.noting import add_notice
from app.orchestrators.sync.values import Reason
from app.storage import replica
from app.system.paths import Paths

if TYPE_CHECKING:
    from app.storage.context import Context

_ANOTHER = (
    "This data was restored from a backup or copied from another place, so it goes on as a device of its own. Nothing is"
    " lost and nothing is doubled; in the list of devices the earlier one can be removed if it is gone."
)


class Identity:
    """Which device a store is, made sure of when a session begins and whenever the file was put back meanwhile."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._token = ""

    def own(self, link: Link) -> Link:
        """Return the link as a device that is no other copy's: the one there is, or one the server gives now.

        Raises:
            Failure: the file was restored or copied, and the server could not be asked for another device.
            StateNotKept: the folder of the state cannot be written.
        """
        if self._token and replica.token_of(self._ctx) == self._token:
            return link
        if is_another(self._ctx):
            link = _another_device(self._ctx, link)
        self._token = replica.token_of(self._ctx)
        return link


class StateNotKept(EnvironmentFailed):
    """The folder that tells a file from its copies cannot be written. Nothing was exchanged."""

    code = "state_not_kept"


def is_another(ctx: Context) -> bool:
    """Begin a session; return whether the file was restored or copied since the last one.

    Raises:
        StateNotKept: the folder of the state cannot be written.
    """
    folder = Paths(folder_of(ctx)).state
    try:
        return replica.begin_session(ctx, folder)
    except OSError as error:
        raise StateNotKept(
            f"“{folder}” cannot be written: {error.strerror}. Nothing was exchanged; everything is safe here. Make the"
            " folder writable, or choose another one with STINTBOOK_STATE.",
            path=str(folder),
        ) from error


def _another_device(ctx: Context, link: Link) -> Link:
    from sync.client.transport_account import AccountTransport

    with AccountTransport(door_of(ctx, link)) as account:
        signed = account.another(name=link.device_name)
    own = replace(link, device=signed.device)
    keychain_of(ctx).keep(secret_name(own), signed.token)
    save_link(ctx, own)
    replica.take_device(ctx, signed.device)
    add_notice(ctx, Reason("new_device", _ANOTHER))
    return own
