"""Keeping work safe: backups, restoring, the doctor, diagnostics; and the sample, the window, completion."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.completion_scripts import SCRIPTS, Shell
from app.cli.desk import Json, Yes, answer, desk_of, require_yes, store
from app.cli.tables import Column, number, print_table
from app.cli.words import entries, print_json
from app.domain.days import utc_text, wall_clock
from app.domain.errors import NotFound

if TYPE_CHECKING:
    from app.orchestrators.maintenance.backups import Backup
    from app.storage.context import Context
    from app.storage.restoring import Restored

backup = typer.Typer(help="Make a backup, or list them.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(backup, name="backup")
    app.command()(restore)
    app.command()(doctor)
    app.command()(diagnostics)
    app.command("demo-data")(demo_data)
    app.command("open")(open_)
    app.command()(completion)


@backup.callback()
def _backup(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        make(call, json=json)


@backup.command("make")
def make(call: typer.Context, json: Json = False) -> None:
    """Make a backup now and verify it."""
    from app.orchestrators.maintenance.backups import back_up

    with store(call) as ctx:
        made = back_up(ctx)
        sentence = f"Backed up {entries(made.entries)} to “{made.path}” ({_size(made.size_bytes)})."
        answer(_backup_json(made), sentence, as_json=json)


@backup.command("list")
def list_backups(call: typer.Context, json: Json = False) -> None:
    """List the backups, newest first."""
    from app.orchestrators.maintenance.backups import list_backups as find

    with store(call) as ctx:
        found = find(ctx)
        zone = ctx.zone
    if json:
        print_json({"backups": [_backup_json(one) for one in found]})
    elif found:
        columns = (
            Column("Made", whole=True),
            Column("Why", whole=True),
            number("Entries"),
            number("Size"),
            Column("File"),
        )
        print_table(columns, [
            (f"{wall_clock(one.made_at, zone):%Y-%m-%d %H:%M}", one.reason, str(one.entries), _size(one.size_bytes),
             one.path.name)
            for one in found
        ])  # fmt: skip
    else:
        print("No backups yet. “stintbook backup” makes one.")


def restore(
    call: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup's file or name, or latest.")] = "latest",
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Go back to a backup; works on a damaged file too."""
    from app.domain.errors import EnvironmentFailed

    desk = desk_of(call)
    try:
        with store(call) as ctx:
            restored = _restore_open(ctx, file, yes=yes)
    except EnvironmentFailed as error:
        if getattr(error, "code", "") not in ("damaged", "not_ours"):
            raise
        from app.orchestrators.maintenance.backups import restore_from

        chosen = None if file == "latest" else _path(desk.paths.backups, file)
        require_yes(f"{error} Put {f'“{file}”' if chosen else 'the newest good backup'} in its place?", yes=yes)
        restored = restore_from(desk.paths, chosen)
    _tell_restored(restored, as_json=json)


def _restore_open(ctx: Context, file: str, *, yes: bool) -> Restored:
    from app.orchestrators.maintenance.backups import list_backups, restore_backup

    backups = list_backups(ctx)
    if file == "latest":
        if not backups:
            raise NotFound("There is no backup yet. “stintbook backup” makes one.")
        # What an earlier restore replaced was not wanted any more; it can be named.
        path = next((one for one in backups if one.reason != "before-restore"), backups[0]).path
    else:
        path = _path(Path(ctx.database.path).parent / "backups", file)
    known = next((one for one in backups if one.path == path), None)
    of = f" of {wall_clock(known.made_at, ctx.zone):%Y-%m-%d %H:%M} with {entries(known.entries)}" if known else ""
    require_yes(f"Go back to “{path.name}”{of}? What is there now is kept as a backup.", yes=yes)
    return restore_backup(ctx, path).value


def _path(folder: Path, name: str) -> Path:
    """Return the file meant: a path, or the name of one among the backups."""
    return next((path for path in (Path(name), folder / name) if path.exists()), Path(name))


def _tell_restored(restored: Restored, *, as_json: bool) -> None:
    content: dict[str, Any] = {"restored": str(restored.backup), "entries": restored.entries}
    content["kept"] = str(restored.kept) if restored.kept else None
    content["needs_restart"] = restored.needs_restart
    kept = f" What was there before is in “{restored.kept}”." if restored.kept else ""
    again = " Close the window and open it again: this is another person's work." if restored.needs_restart else ""
    answer(content, f"Restored {entries(restored.entries)} from “{restored.backup}”.{kept}{again}", as_json=as_json)


def doctor(
    call: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Count sums and indexes anew.")] = False,
    salvage: Annotated[bool, typer.Option("--salvage", help="Save what can be read of a damaged file.")] = False,
    json: Json = False,
) -> None:
    """Check the whole file, and mend it."""
    if salvage:
        _salvage(call, as_json=json)
        return
    from app.orchestrators.maintenance.doctor import check
    from app.orchestrators.maintenance.doctor import repair as mend

    with store(call) as ctx:
        report = mend(ctx).value if repair else check(ctx)
    if json:
        print_json({"ok": report.ok, "findings": list(report.findings)})
    else:
        for finding in report.findings:
            print(finding)
        if report.ok:
            print("All is well.")
        elif not repair and not report.damaged:
            print("“stintbook doctor --repair” mends what can be counted anew.")
    if not report.ok:
        raise typer.Exit(1)


def _salvage(call: typer.Context, *, as_json: bool) -> None:
    from app.orchestrators.maintenance.doctor import salvage

    saved = salvage(desk_of(call).paths)
    content = {"entries": saved.entries, "lost": saved.lost, "kept": str(saved.kept)}
    answer(content, f"Saved {entries(saved.entries)}. The damaged file is kept as “{saved.kept}”.", as_json=as_json)


def diagnostics(call: typer.Context, json: Json = False) -> None:
    """Show versions, database figures and timings."""
    from app.orchestrators.maintenance.diagnostics import diagnostics as find

    with store(call) as ctx:
        found = find(ctx)
    if json:
        print_json(found)
        return
    for name, content in found.items():
        if content:
            print(name.capitalize())
            _print_nested(content, 1)


def _print_nested(content: dict[str, Any], depth: int) -> None:
    pad = "  " * depth
    if _is_table(content):
        _print_figures(content)
        return
    for name, value in content.items():
        words = str(name).replace("_", " ")
        if isinstance(value, dict) and _is_table(value):
            print(f"{pad}{words}:")
            _print_figures(value)
        elif isinstance(value, dict):
            figures = ", ".join(f"{key.replace('_', ' ')} {_figure(inner)}" for key, inner in value.items())
            print(textwrap.fill(f"{words}: {figures}", 80, initial_indent=pad, subsequent_indent=pad + "  "))
        else:
            print(f"{pad}{words}: {_figure(value)}")


def _is_table(content: dict[str, Any]) -> bool:
    return bool(content) and all(isinstance(value, dict) for value in content.values())


def _print_figures(content: dict[str, dict[str, Any]]) -> None:
    """Print figures that are the same for each name: runs, errors, milliseconds."""
    kinds = list(dict.fromkeys(kind for figures in content.values() for kind in figures))
    rows = [
        (f"  {name.replace('_', ' ')}", *(_figure(figures[kind]) if kind in figures else "" for kind in kinds))
        for name, figures in content.items()
    ]
    print_table((Column(""), *(number(kind.replace("_", " ")) for kind in kinds)), rows)


def _figure(value: Any) -> str:
    if value is None:
        return "never"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def demo_data(call: typer.Context, json: Json = False) -> None:
    """Fill an empty data directory with a sample."""
    from dataclasses import asdict

    from app.orchestrators.sample.sample import make_sample

    with store(call) as ctx:
        sample = make_sample(ctx).value
    sentence = (
        f"Made a sample: {sample.entries} entries, {sample.projects} projects in {sample.groups} groups for"
        f" {sample.clients} clients."
    )
    answer(asdict(sample), sentence, as_json=json)


def open_(call: typer.Context) -> None:
    """Open the window, as “stintbook” alone does."""
    desk = desk_of(call)
    raise typer.Exit(desk.open_window(desk.data_dir))


def completion(
    shell: Annotated[Shell, typer.Argument(help="The shell to complete in.")],
) -> None:
    """Print the script that lets a shell complete."""
    print(SCRIPTS[shell], end="")


def _backup_json(one: Backup) -> dict[str, Any]:
    return {
        "file": str(one.path),
        "made_at": utc_text(one.made_at),
        "reason": one.reason,
        "entries": one.entries,
        "size_bytes": one.size_bytes,
    }


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB"
