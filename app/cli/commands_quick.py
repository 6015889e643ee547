"""The quick commands once more, for help and completion; what they do is in ``quick``."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.completing import complete_line
from app.cli.desk import Json, desk_of
from app.cli.quick import QuickCommand, joined, run_quick

# A line may begin with -25m, which is no option.
_LINE = {"ignore_unknown_options": True}

Line = Annotated[
    list[str] | None,
    typer.Argument(metavar="LINE", help="What is done: text @project/task #tag $", autocompletion=complete_line),
]
Create = Annotated[bool, typer.Option("--create", help="Create the project if there is none of that name.")]
Repeated = Annotated[
    str | None,
    typer.Option(metavar="first|second", help="Which of two equal times is meant when the clocks went back."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    panel = "Track"
    app.command(context_settings=_LINE, rich_help_panel=panel)(start)
    app.command(rich_help_panel=panel)(stop)
    app.command(context_settings=_LINE, rich_help_panel=panel)(switch)
    app.command("continue", rich_help_panel=panel)(continue_)
    app.command(rich_help_panel=panel)(status)
    app.command(rich_help_panel=panel)(toggle)
    app.command(context_settings=_LINE, rich_help_panel=panel)(add)


def start(
    call: typer.Context,
    line: Line = None,
    create: Create = False,
    repeated: Repeated = None,
    json: Json = False,
) -> None:
    """Start a timer; a running one stops."""
    _run(call, QuickCommand("start", joined(line or []), json=json, create=create, repeated=repeated))


def stop(
    call: typer.Context,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When it ended, if not now: 17:30.")] = None,
    repeated: Repeated = None,
    json: Json = False,
) -> None:
    """Stop the running timer."""
    _run(call, QuickCommand("stop", at=at, json=json, repeated=repeated))


def switch(
    call: typer.Context,
    line: Line = None,
    create: Create = False,
    repeated: Repeated = None,
    json: Json = False,
) -> None:
    """Stop what runs and start something else."""
    _run(call, QuickCommand("switch", joined(line or []), json=json, create=create, repeated=repeated))


def continue_(call: typer.Context, json: Json = False) -> None:
    """Go on with what was worked on last."""
    _run(call, QuickCommand("continue", json=json))


def status(call: typer.Context, json: Json = False) -> None:
    """Say what runs, and how today and the week stand."""
    _run(call, QuickCommand("status", json=json))


def toggle(call: typer.Context, json: Json = False) -> None:
    """Stop the timer, or go on with the last work."""
    _run(call, QuickCommand("toggle", json=json))


def add(
    call: typer.Context,
    line: Line = None,
    create: Create = False,
    repeated: Repeated = None,
    json: Json = False,
) -> None:
    """Add work that is done: “yesterday 9-11 review”."""
    _run(call, QuickCommand("add", joined(line or []), json=json, create=create, repeated=repeated))


def _run(call: typer.Context, quick: QuickCommand) -> None:
    from dataclasses import replace

    desk = desk_of(call)
    run_quick(replace(quick, data_dir=desk.data_dir), desk.open_context)
