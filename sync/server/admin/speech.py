"""What all commands share: the settings they were given, how they ask for a password, how they speak."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, cast

import typer

from sync.server.admin.office import Refused, opened, settings_for, speaking
from sync.server.people.desk import Desk
from sync.server.people.passwords import LONGEST, SHORTEST
from sync.server.settings import Settings

PASSWORD_VARIABLE: Final = "STINTBOOK_SERVER_PASSWORD"  # noqa: S105 - the name of a variable

FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from the first line of stdin.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


class Office:
    """The settings of a command, read when first needed."""

    def __init__(
        self, environment: Mapping[str, str], *, data_dir: Path | None = None, database_url: str | None = None
    ) -> None:
        self._environment = environment
        self._given = {"data_dir": data_dir, "database_url": database_url}

    def settings(self, **more: object) -> Settings:
        """Return the settings; what is given here comes first."""
        return settings_for(self._environment, **{**self._given, **more})

    def password(self, *, from_stdin: bool, twice: bool = True) -> str:
        """Return a password: from stdin, from the environment, or typed; never from the arguments.

        Raises:
            Refused: it is too short or too long.
        """
        if from_stdin:
            password = sys.stdin.readline().rstrip("\r\n")
        else:
            password = self._environment.get(PASSWORD_VARIABLE, "") or typer.prompt(
                f"Password (at least {SHORTEST} characters)", hide_input=True, confirmation_prompt=twice
            )
        if not SHORTEST <= len(password) <= LONGEST:
            raise Refused(f"A password has from {SHORTEST} to {LONGEST} characters. Nothing was changed.")
        return password


def office_of(context: typer.Context) -> Office:
    """Return the office of a command."""
    return cast("Office", context.obj)


@contextmanager
def desk_of(context: typer.Context) -> Iterator[Desk]:
    """Open the database for a command."""
    settings = office_of(context).settings()
    with speaking(settings), opened(settings) as desk:
        yield desk


def say(*lines: str) -> None:
    """Print lines."""
    for line in lines:
        typer.echo(line)


def warn(*lines: str) -> None:
    """Print lines that want attention, where they do not mix with an answer."""
    for line in lines:
        typer.echo(line, err=True)


def fail(sentence: str, code: int = 1) -> int:
    """Print why a command was not done, and return its exit code."""
    typer.echo(f"stintbook-server: {sentence}", err=True)
    return code


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their heads, in columns."""
    every = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(row[at]) for row in every) for at in range(len(heads))]
    for row in every:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def moment(ms: int | None) -> str:
    """Return a time as an operator reads it, in UTC; nothing for never."""
    return "" if ms is None else datetime.fromtimestamp(ms / 1_000, UTC).strftime("%Y-%m-%d %H:%M")


def sure(question: str, *, yes: bool) -> None:
    """Ask before something that cannot be taken back.

    Raises:
        typer.Abort: the answer is no.
    """
    if not yes:
        typer.confirm(question, abort=True)
