"""Linking a server, and leaving it."""

from __future__ import annotations

import contextlib
import platform
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import RuleBroken
from app.domain.ids import UserId
from app.domain.outcome import Changes, Outcome
from app.orchestrators.sync.connecting import door_of, door_to, keychain_of, secret_name
from app.orchestrators.sync.exchanging import alone
from app.orchestrators.sync.failing import SyncFailed, sync_failed
from app.orchestrators.sync.identity import is_another
from app.orchestrators.sync.link import (
    AlreadyLinked,
    Link,
    left_as_another,
    note_left,
    read_link,
    require_link,
    save_link,
)
from app.orchestrators.sync.noting import add_notice
from app.orchestrators.sync.values import Linked, Reason, Unlinked
from app.orchestrators.workflow import workflow
from app.storage import backups, sync_queue, sync_rounds
from app.storage.adoption import adopt_user
from app.storage.columns import id_from_row
from app.storage.leaving import leave
from app.storage.replica import device_of, take_device
from app.storage.sync_store import SqliteSyncStore
from sync.client.failures import Failure, Unauthorised

if TYPE_CHECKING:
    from app.orchestrators.sync.values import LinkRequest
    from app.storage.context import Context
    from sync.client.transport_account import SignedIn
    from sync.client.transport_http import Door
    from sync.protocol.messages import Hello


@workflow
def link(ctx: Context, request: LinkRequest) -> Outcome[Linked]:
    """Sign in, make a verified backup, take over the account's user, and begin to follow its scopes.

    Signs in again where the same account on the same server is linked already. Talks to the network; nothing is
    exchanged yet (``sync_now``, or the lane, does that).

    Raises:
        AlreadyLinked: there is another server, or it is another person's account. SyncFailed: signing in came to
            nothing, with a sentence. RuleBroken: the address or the proof is missing. DiskFull, BackupFailed: there is
            no backup, so nothing was changed. SyncBusy: an exchange is under way and does not come to an end.
    """
    door = _door(request)
    server = door.address.text
    before = read_link(ctx)
    if before is not None and before.server != server:
        raise AlreadyLinked(
            f"“{before.server}” is linked already. Nothing was changed. Leave it first with “stintbook sync unlink”.",
            server=before.server,
        )
    with alone(ctx):
        name = request.device_name.strip() or (before.device_name if before else device_name())
        try:
            signed, email = _signed_in(ctx, door, request, name)
            hello = _greeted(replace(door, token=signed.token))
        except Failure as failure:
            raise _not_signed_in(failure, request, server) from failure
        made = Link(server, email, signed.user, signed.device, name, door.ca_file, request.allow_plain)
        _refuse_what_another_shared(ctx, made, signed)
        if before is not None:
            return _signed_in_again(ctx, before, made, signed)
        return _linked(ctx, made, signed, hello)


@workflow
def unlink(ctx: Context) -> Outcome[Unlinked]:
    """Leave the server: everything stays here; its access is taken back there if it can be reached.

    Raises:
        NotLinked: there is none. SyncBusy: an exchange is under way and does not come to an end.
    """
    link = require_link(ctx)
    with alone(ctx):
        told = _tell_server(ctx, link)
        keychain_of(ctx).forget(secret_name(link))
        with ctx.database.transaction() as connection:
            waiting = sync_queue.counts(connection).waiting
            sync_rounds.forget_all(connection)
        leave(ctx)
        note_left(ctx, link)
        save_link(ctx, None)
    return Outcome(Unlinked(link.server, told, waiting))


def device_name() -> str:
    """Return what this machine calls itself."""
    return "".join(sign for sign in platform.node() if sign.isprintable())[:100].strip() or "Computer"


def _door(request: LinkRequest) -> Door:
    from sync.client.address import BadAddress
    from sync.client.failures import Untrusted

    if not request.code and not (request.email and request.password):
        raise RuleBroken("Say who you are: an email address with its password, or the code another device shows.")
    ca_file = str(request.ca_file.absolute()) if request.ca_file else ""
    try:
        return door_to(request.server, ca_file=ca_file, allow_plain=request.allow_plain)
    except BadAddress as error:
        raise RuleBroken(str(error), server=request.server) from error
    except Untrusted as error:
        raise SyncFailed(
            f"“{request.server}” is plain http, so the password and your work could be read on the way. Nothing was sent."
            " Use https; in a network you trust, say --allow-plain-http and set STINTBOOK_ALLOW_PLAIN_HTTP=1.",
            reason="untrusted",
        ) from error


def _signed_in(ctx: Context, door: Door, request: LinkRequest, name: str) -> tuple[SignedIn, str]:
    from sync.client.transport_account import AccountTransport

    with AccountTransport(door) as account:
        if not request.code:
            signed = account.sign_in(
                name=name, proposed=device_of(ctx), email=request.email.strip(), password=request.password
            )
            return signed, request.email.strip()
        signed = account.pair(name=name, proposed=device_of(ctx), code=request.code)
    with AccountTransport(replace(door, token=signed.token)) as account:
        return signed, account.email()


def _greeted(door: Door) -> Hello:
    from sync.client.failures import TooOld
    from sync.client.transport import HttpTransport
    from sync.protocol.messages import PROTOCOL

    with HttpTransport(door) as transport:
        hello = transport.hello()
    if hello.oldest_protocol > PROTOCOL:
        raise TooOld(f"protocol {hello.oldest_protocol}")
    return hello


def _not_signed_in(failure: Failure, request: LinkRequest, server: str) -> SyncFailed:
    if not isinstance(failure, Unauthorised):
        return sync_failed(failure, server)
    proof = "this code; it may have been used or be too old" if request.code else "this email address and password"
    return SyncFailed(f"“{server}” does not accept {proof}. Nothing was changed.", reason="sign_in")


def _refuse_what_another_shared(ctx: Context, made: Link, signed: SignedIn) -> None:
    """Refuse to take to an account what the same server holds for another one: it takes nothing twice."""
    account = left_as_another(ctx, made.server, made.user)
    if account is not None:
        _tell_server(ctx, made, signed.token)
        raise AlreadyLinked(
            f"“{made.server}” holds this data for “{account}” already, and holds nothing twice. Nothing was changed. Link it"
            " as that account again, or to another server; or export it, and import it into a new data folder.",
            server=made.server,
        )


def _linked(ctx: Context, made: Link, signed: SignedIn, hello: Hello) -> Outcome[Linked]:
    try:
        backup = backups.make_before(ctx, "before-link")
    except BaseException:
        # Without a backup nothing is changed, and the server need not know a device that is none.
        _tell_server(ctx, made, signed.token)
        raise
    notices = _keep_token(ctx, made, signed.token)
    is_another(ctx)
    take_device(ctx, made.device)
    is_new_user = adopt_user(ctx, made.user)
    save_link(ctx, made)
    here = replace(ctx, user=UserId(id_from_row(bytes.fromhex(made.user))))
    SqliteSyncStore(here).follow(hello.scopes)
    linked = Linked(
        server=made.server,
        account=made.account,
        device=made.device,
        device_name=made.device_name,
        backup=backup.path if backup else None,
        needs_reopening=is_new_user,
        notices=notices,
    )
    return Outcome(linked, Changes(everything=is_new_user))


def _signed_in_again(ctx: Context, before: Link, made: Link, signed: SignedIn) -> Outcome[Linked]:
    if made.user != before.user:
        _tell_server(ctx, made, signed.token)
        raise AlreadyLinked(
            f"This store belongs to “{before.account}” on “{before.server}”. Nothing was changed. To link it to another"
            " account, leave this one first with “stintbook sync unlink”.",
            server=before.server,
        )
    notices = _keep_token(ctx, made, signed.token)
    is_another(ctx)
    take_device(ctx, made.device)
    save_link(ctx, made)
    with ctx.database.transaction() as connection:
        sync_rounds.forgive(connection)
    return Outcome(
        Linked(
            made.server,
            made.account,
            made.device,
            made.device_name,
            backup=None,
            needs_reopening=False,
            notices=notices,
        )
    )


def _keep_token(ctx: Context, link: Link, token: str) -> tuple[Reason, ...]:
    if keychain_of(ctx).keep(secret_name(link), token):
        return ()
    sentence = (
        "This computer has no keychain that Stintbook can use, so what lets it in at the server is kept in a file in the"
        " data folder that only you can read."
    )
    notice = Reason("no_keychain", sentence)
    add_notice(ctx, notice)
    return (notice,)


def _tell_server(ctx: Context, link: Link, token: str = "") -> bool:
    """Take this device's access back on the server, if it can be reached; return whether it could."""
    from sync.client.transport_account import AccountTransport
    from sync.client.transport_http import Patience

    with contextlib.suppress(Failure):
        door = (
            door_to(link.server, token=token, ca_file=link.ca_file, allow_plain=link.allow_plain)
            if token
            else door_of(ctx, link)
        )
        with AccountTransport(replace(door, patience=Patience(read_s=10.0))) as account:
            account.revoke(link.device)
        return True
    return False
