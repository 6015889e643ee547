"""Keeping devices equal: link a server, exchange, look at what waits, verify, leave."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.asking import ask, somebody_there
from app.cli.desk import Json, Yes, answer, require_yes, store
from app.cli.sync_words import (
    conflicts_sentence,
    device_json,
    print_devices,
    print_queue,
    print_rounds,
    print_status,
    queue_json,
    round_json,
    round_sentence,
    status_json,
)
from app.cli.words import entries, print_json
from app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from app.orchestrators.sync.values import Device, Linked, SyncStatus
    from app.storage.context import Context

sync = typer.Typer(help="Exchange with a server now, or look after the link to it.", invoke_without_command=True)

_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(sync, name="sync")


@sync.callback()
def _sync(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        now(call, json=json)


@sync.command("now")
def now(call: typer.Context, json: Json = False) -> None:
    """Exchange everything with the server now; what “sync” alone does."""
    with store(call, upkeep=True) as ctx:
        _exchange(ctx, as_json=json)


def _exchange(ctx: Context, *, as_json: bool) -> None:
    from app.orchestrators.sync.rounds import sync_now
    from app.orchestrators.sync.status import sync_status

    done = sync_now(ctx).value
    status = sync_status(ctx)
    answer(round_json(done) | {"status": status_json(status)}, round_sentence(done, status), as_json=as_json)
    if as_json:
        return
    if status.conflicts:
        print(f"Note: {conflicts_sentence(status.conflicts)}")
    for reason in (*status.needs, *status.notices):
        print(f"Note: {reason.sentence}")
    _have_read(ctx, status)


def _have_read(ctx: Context, status: SyncStatus) -> None:
    """What was printed once need not be said again."""
    from app.orchestrators.sync.status import dismiss_notice

    for notice in () if ctx.database.read_only else status.notices:
        dismiss_notice(ctx, notice.code)


@sync.command("status")
def show_status(call: typer.Context, json: Json = False) -> None:
    """Say how sync stands, without asking the server."""
    from app.orchestrators.sync.status import sync_status

    with store(call) as ctx:
        found = sync_status(ctx)
        if json:
            print_json(status_json(found))
            return
        print_status(ctx, found)
        _have_read(ctx, found)


@sync.command("link")
def link(
    call: typer.Context,
    server: Annotated[str, typer.Argument(metavar="URL", help="The server, such as https://sync.example.org.")],
    email: Annotated[str | None, typer.Option("--email", help="Your email address there.")] = None,
    code: Annotated[
        str | None, typer.Option("--code", help="The code that “sync pair” shows on a linked device, instead.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="What this device is called; else the computer's name.")
    ] = None,
    ca_file: Annotated[
        Path | None, typer.Option("--ca-file", metavar="FILE", help="The certificate of an authority of your own.")
    ] = None,
    allow_plain_http: Annotated[
        bool, typer.Option("--allow-plain-http", help="Permit http without encryption to another machine.")
    ] = False,
    json: Json = False,
) -> None:
    """Link this data to a server, or sign in again; the password is asked, or read from the standard input."""
    from app.orchestrators.sync.linking import link as link_to
    from app.orchestrators.sync.rounds import sync_now
    from app.orchestrators.sync.values import LinkRequest

    if code is None:
        email = email or (ask("Email: ") if somebody_there() else "")
    password = "" if code is not None else _password(email or "")
    request = LinkRequest(server, email or "", password, code or "", name or "", ca_file, allow_plain_http)
    with store(call) as ctx:
        linked = link_to(ctx, request).value
    if not json:
        _tell_linked(linked)
    # The store belongs to the account's user from now on, so it is opened anew.
    with store(call) as ctx:
        if json:
            content = asdict(linked) | {"backup": str(linked.backup) if linked.backup else None}
            print_json(content | {"round": round_json(sync_now(ctx).value)})
        else:
            _exchange(ctx, as_json=False)


def _tell_linked(linked: Linked) -> None:
    kept = f" A backup of before is in “{linked.backup}”." if linked.backup else ""
    print(f"Linked to “{linked.server}” as {linked.account}; this is “{linked.device_name}”.{kept}")


@sync.command("unlink")
def unlink(call: typer.Context, yes: Yes = False, json: Json = False) -> None:
    """Leave the server; everything stays here."""
    from app.orchestrators.sync.linking import unlink as leave

    with store(call) as ctx:
        require_yes("Leave the server? Everything stays on this computer.", yes=yes)
        left = leave(ctx).value
    told = "" if left.told_server else (
        " The server could not be reached, so this device still stands in its list; remove it there from another one."
    )  # fmt: skip
    waiting = f" {left.waiting} changes had not reached it." if left.waiting else ""
    answer(asdict(left), f"Left “{left.server}”. Everything stays on this computer.{waiting}{told}", as_json=json)


@sync.command("verify")
def verify(call: typer.Context, json: Json = False) -> None:
    """Compare everything with the server; ends with 1 where something differs."""
    from app.orchestrators.sync.verifying import verify as compare

    with store(call) as ctx:
        found = compare(ctx)
    if json:
        print_json(asdict(found))
    else:
        print(found.sentence)
        for one in found.differences[:_SHOWN]:
            where = "only on the server" if not one.here else "only here" if not one.there else "differs"
            print(f"  {one.kind.replace('_', ' ')} “{one.name or one.entity}”: {where}")
    if not found.identical:
        raise typer.Exit(1)


@sync.command("queue")
def queue(
    call: typer.Context,
    retry: Annotated[str | None, typer.Option("--retry", metavar="ID", help="Let what was set aside go again.")] = None,
    aside: Annotated[
        str | None, typer.Option("--set-aside", metavar="ID", help="Hold one back, so that the others go.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write what waits to a JSON file.")
    ] = None,
    json: Json = False,
) -> None:
    """List what is not on the server yet, since when, and why."""
    from app.orchestrators.sync import queue as waiting

    with store(call) as ctx:
        if retry is not None:
            count = waiting.retry(ctx, retry).value
            answer({"waiting_again": count}, f"{_changes(count)} again with the others.", as_json=json)
        elif aside is not None:
            count = waiting.set_aside(ctx, aside).value
            answer({"set_aside": count}, f"{_changes(count)} until “sync queue --retry”.", as_json=json)
        elif export is not None:
            count = waiting.export_waiting(ctx, export)
            answer({"exported": count, "file": str(export)}, f"Wrote {_count(count)} to “{export}”.", as_json=json)
        else:
            found = waiting.queue(ctx)
            if json:
                print_json({"queue": [queue_json(item) for item in found]})
            else:
                print_queue(ctx, found)


def _changes(count: int) -> str:
    return f"{_count(count)} {'waits' if count == 1 else 'wait'}"


def _count(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"


@sync.command("devices")
def devices(
    call: typer.Context,
    rename: Annotated[
        tuple[str, str] | None, typer.Option("--rename", metavar="DEVICE NAME", help="Give one another name.")
    ] = None,
    remove: Annotated[
        str | None, typer.Option("--remove", metavar="DEVICE", help="Take one's access back, such as a lost one's.")
    ] = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """List the devices of the account; a DEVICE is its name, or the beginning of its id."""
    from app.orchestrators.sync import devices as known

    with store(call) as ctx:
        found = known.devices(ctx)
        if rename is not None:
            chosen = _chosen(found, rename[0])
            known.rename_device(ctx, chosen.id, rename[1])
            answer({"renamed": chosen.id}, f"“{chosen.name}” is called “{rename[1]}” now.", as_json=json)
        elif remove is not None:
            chosen = _chosen(found, remove)
            require_yes(f"Take the access of “{chosen.name}” back? What is on it stays on it.", yes=yes)
            known.revoke_device(ctx, chosen.id)
            answer({"removed": chosen.id}, f"“{chosen.name}” has no access any more.", as_json=json)
        elif json:
            print_json({"devices": [device_json(device) for device in found]})
        else:
            print_devices(ctx, found)


def _chosen(found: tuple[Device, ...], text: str) -> Device:
    """Return the device a person means.

    Raises:
        RuleBroken: none or several.
    """
    meant = [one for one in found if one.id == text]
    meant = meant or [one for one in found if one.name.casefold() == text.casefold() and not one.is_revoked]
    meant = meant or [one for one in found if one.id.startswith(text)]
    if len(meant) == 1:
        return meant[0]
    if not meant:
        raise RuleBroken(f"There is no device “{text}”. “stintbook sync devices” lists them.", name=text)
    listed = ", ".join(one.id[:12] for one in meant)
    raise RuleBroken(f"“{text}” may be any of {listed}. Say the beginning of its id.", name=text)


@sync.command("pair")
def pair(call: typer.Context, json: Json = False) -> None:
    """Show a one-time code with which another device can link."""
    from app.orchestrators.sync.devices import pairing_code
    from app.orchestrators.sync.link import require_link

    with store(call) as ctx:
        code = pairing_code(ctx)
        server = require_link(ctx).server
        minutes = max(1, round((code.expires_at - ctx.now()) / 60))
    sentence = (
        f"{code.code}\nOn the other device, within {minutes} minutes: stintbook sync link {server} --code {code.code}"
    )
    answer({"code": code.code, "expires_at": code.expires_at, "server": server}, sentence, as_json=json)


@sync.command("history")
def history(
    call: typer.Context,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many, the newest.")] = 20,
    json: Json = False,
) -> None:
    """List the exchanges that brought something, or failed."""
    from app.orchestrators.sync.rounds import sync_history

    with store(call) as ctx:
        found = sync_history(ctx, limit)
        if json:
            print_json({"rounds": [round_json(one) for one in found]})
        else:
            print_rounds(ctx, found)


@sync.command("shift")
def shift(call: typer.Context, yes: Yes = False, json: Json = False) -> None:
    """Move the entries whose times came from a wrong clock to where they belong; “undo” takes it back."""
    from app.orchestrators.sync.clock import shift_entries
    from app.orchestrators.sync.status import sync_status

    with store(call) as ctx:
        clock = sync_status(ctx).clock
        if clock is None or not clock.entries:
            raise RuleBroken("No entries have times from a wrong clock. Nothing was changed.")
        minutes = f"{clock.shift_s // 60:+d} min"
        require_yes(f"Move {entries(len(clock.entries))} by {minutes}?", yes=yes)
        count = shift_entries(ctx, clock.entries, clock.shift_s).value
    answer({"moved": count, "seconds": clock.shift_s}, f"Moved {entries(count)} by {minutes}.", as_json=json)


def _password(email: str) -> str:
    """Return the password: asked at a terminal, else the first line of the standard input."""
    if not somebody_there():
        return sys.stdin.readline().rstrip("\r\n") if sys.stdin else ""
    import getpass

    return getpass.getpass(f"Password of {email}: ", stream=sys.stderr)
