"""``stintbook-server``: what an operator types. Each command says what it did, or in one sentence why it did not."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sync.server.admin import accounts, care, people, running
from sync.server.admin.office import Refused
from sync.server.admin.speech import Office, fail, say
from sync.server.problems import Problem

app = typer.Typer(
    name="stintbook-server",
    help="Runs a Stintbook server and looks after it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _commands in (running, people, accounts, care):
    _commands.add_to(app)


@app.callback()
def _common(
    context: typer.Context,
    data_dir: Annotated[
        Path | None, typer.Option(help="Where the server keeps its data and its server.toml.", show_default=False)
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(help="A PostgreSQL database, if it is to be another than the file.", show_default=False),
    ] = None,
) -> None:
    context.obj = Office(os.environ, data_dir=data_dir, database_url=database_url)


@app.command("openapi")
def _openapi(context: typer.Context) -> None:
    """Print the published description of all calls (OpenAPI, JSON)."""
    import json
    import tempfile
    from dataclasses import replace

    from sync.server.app import create_app, schema_of

    with tempfile.TemporaryDirectory() as folder:
        settings = replace(context.obj.settings(), database_url="", data_dir=Path(folder))
        made = create_app(settings)
        say(json.dumps(schema_of(made), indent=2, ensure_ascii=False))
        made.state.service.threads.shutdown()
        made.state.desk.engine.dispose()


def run(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit code."""
    # Whatever is made here is for the owner's eyes only.
    os.umask(0o077)
    try:
        app(list(arguments), prog_name="stintbook-server")
    except Refused as error:
        return fail(str(error))
    except Problem as problem:
        return fail(problem.detail or f"{problem.title}.")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    return 0


def main() -> None:
    """Run the command of this process."""
    sys.exit(run(sys.argv[1:]))
