"""The full command line: every command, its options, help and completion."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import (
    USAGE,
    commands_calendar,
    commands_capacity,
    commands_catalogue,
    commands_entries,
    commands_exchange,
    commands_forecast,
    commands_history,
    commands_keep,
    commands_milestones,
    commands_plan,
    commands_projects,
    commands_quick,
    commands_rates,
    commands_report,
    commands_slots,
    commands_sync,
    commands_tasks,
    commands_time_off,
    commands_what_if,
)
from app.cli.arguments import COMPLETING, take_data_dir
from app.cli.desk import Desk

if TYPE_CHECKING:
    from app.storage.context import Context

# What the library makes of Ctrl+C outside the store.
_CTRL_C = 130
_HELP = (
    "Track project time. Without a command the window opens. A line reads the same here as in the window: "
    "“9:30-11 fix login @Website/Backend #bug”."
)

app = typer.Typer(
    name="stintbook", help=_HELP, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"Stintbook {version('stintbook')}")
        raise typer.Exit


@app.callback()
def stintbook(
    _data_dir: Annotated[
        str | None,
        typer.Option("--data-dir", metavar="FOLDER", help="Work in this folder. Or set STINTBOOK_HOME."),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Track project time."""


for _room in (
    commands_quick,
    commands_entries,
    commands_history,
    commands_projects,
    commands_milestones,
    commands_tasks,
    commands_catalogue,
    commands_rates,
    commands_plan,
    commands_calendar,
    commands_slots,
    commands_time_off,
    commands_capacity,
    commands_forecast,
    commands_what_if,
    commands_report,
    commands_exchange,
    commands_keep,
    commands_sync,
):
    _room.register(app)


def run_typer(
    arguments: Sequence[str], open_context: Callable[[str | None], Context], open_window: Callable[[str | None], int]
) -> int:
    """Run a command; returns its exit code. Usage errors are told in one line, others are the caller's to tell."""
    data_dir, rest = take_data_dir(arguments)
    command, streams = _command(), (sys.stdout, sys.stderr)
    if COMPLETING in os.environ:
        # Making these options is what acquaints the library with the shells; our own scripts ask it then.
        typer.main.get_install_completion_arguments()
    try:
        code = command.main(
            rest, prog_name="stintbook", standalone_mode=False, obj=Desk(open_context, open_window, data_dir)
        )
    except SystemExit as ended:
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        # The library takes a reader that went away for a failure; for us it is the caller's to tell.
        sys.stdout, sys.stderr = streams
        raise ended.__context__ from None
    except typer.TyperException as error:
        print(error.format_message(), file=sys.stderr)
        print(f"Try “{_path(error)} --help”.", file=sys.stderr)
        return USAGE
    if code == _CTRL_C:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


@cache
def _command() -> Any:
    return typer.main.get_command(app)


def _path(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "stintbook"
