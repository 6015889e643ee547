"""``backup``, ``restore``, ``doctor``, ``audit``: looking after what is there."""

from pathlib import Path
from typing import Annotated

import typer

from sync.server.admin.office import Refused, speaking
from sync.server.admin.speech import Yes, desk_of, moment, office_of, say, sure, table, warn


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("doctor")(doctor)
    app.command("audit")(show_audit)


def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="A folder, or a file that is not there yet.")],
    portable: Annotated[bool, typer.Option("--portable", help="A form that SQLite and PostgreSQL both take.")] = False,
) -> None:
    """Back the database up while the server runs, and verify the backup."""
    from sync.server.admin.backup import back_up

    with desk_of(context) as desk:
        made = back_up(desk, target, as_portable=portable)
    say(
        f"Backup written and verified: {made.path}",
        f"  {made.size_bytes:,} bytes, {_summary(made.rows)}",
    )


def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="The backup.")],
    yes: Yes = False,
) -> None:
    """Put a backup in the place of the database. Stop the server first; what is replaced is kept."""
    from sync.server.admin.restore import restore as bring_back

    settings = office_of(context).settings()
    sure(f"Replace the database by {source}? What is there now is kept beside it.", yes=yes)
    with speaking(settings):
        done = bring_back(settings, source)
    say(f"Restored: {_summary(done.rows)}")
    if done.replaced:
        say(f"What was there before is kept: {done.replaced}")
    warn(
        "Devices notice by themselves and offer again what the backup lacks.",
        "Who was signed out, or sent away, after this backup was made is let in again: look at “device list” and"
        " “workspace members”.",
    )


def doctor(context: typer.Context) -> None:
    """Examine everything that is stored: logs, objects, what belongs to what. Exit code 1 if something is damaged."""
    from sync.server.admin.doctor import examine

    with desk_of(context) as desk:
        found = examine(desk)
    for finding in found.findings:
        say(f"{finding.weight}: {finding.sentence}")
    say(
        f"Examined {found.scopes} scopes with {found.changes:,} changes: {'all is well' if found.ok else 'something is damaged'}."
    )
    if not found.ok:
        raise Refused("Something is damaged, see above. Make a backup of it as it is, then restore an earlier one.")


def show_audit(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many lines.")] = 50,
) -> None:
    """Show what was done to accounts, devices and workspaces, newest first."""
    from sync.server.people import audit

    with desk_of(context) as desk, desk.reading() as connection:
        found = audit.newest(connection, limit=limit)
    rows = [
        (moment(one.at_ms), one.action, one.account, one.device, one.address, one.workspace, one.subject, one.detail)
        for one in found
    ]
    table(("UTC", "WHAT", "BY", "DEVICE", "FROM", "WORKSPACE", "SUBJECT", "DETAIL"), rows)


def _summary(rows: dict[str, int]) -> str:
    words = (("account", "accounts"), ("workspace", "workspaces"), ("scope", "scopes"), ("change", "changes"))
    return ", ".join(f"{word} {rows[table]:,}" for table, word in words)
