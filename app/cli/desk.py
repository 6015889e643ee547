"""What every command has at hand: the store it works on, whom to ask, and how to answer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.asking import agreed, somebody_there
from app.cli.upkeep import keep
from app.cli.words import print_json, tell_notices
from app.domain.errors import AppError, RuleBroken
from app.system.paths import Paths, find_paths

if TYPE_CHECKING:
    from app.domain.problems import Problem
    from app.storage.context import Context

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; go on in spite of warnings.")]


class Interrupted(AppError):
    """Somebody pressed Ctrl+C. Nothing half-done was kept."""

    code = "interrupted"


class Unconfirmed(AppError):
    """Something wants a yes and nobody is there to give it. Nothing was done."""

    code = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where commands work: how the store and the window are opened, and in which data directory."""

    open_context: Callable[[str | None], Context]
    open_window: Callable[[str | None], int]
    data_dir: str | None = None

    @property
    def paths(self) -> Paths:
        """The files of the data directory."""
        return find_paths(self.data_dir)


def desk_of(call: typer.Context) -> Desk:
    """Return the desk a command was called at."""
    desk: Desk = call.find_root().obj
    return desk


@contextlib.contextmanager
def store(call: typer.Context, *, upkeep: bool = False) -> Iterator[Context]:
    """Open the store for one command; with ``upkeep`` one that may take a moment longer, once a day.

    Raises:
        EnvironmentFailed: it cannot be opened. Interrupted: Ctrl+C was pressed meanwhile.
    """
    desk = desk_of(call)
    ctx = desk.open_context(desk.data_dir)
    tell_notices(ctx)
    try:
        yield ctx
        if upkeep:
            keep(ctx)
    except KeyboardInterrupt as error:
        raise Interrupted("Stopped. Nothing half-done was kept.") from error
    finally:
        ctx.database.close()


def answer(content: Any, sentence: str, *, as_json: bool, problems: tuple[Problem, ...] = ()) -> None:
    """Print what was done: a sentence for a person, or its content for a script."""
    if as_json:
        print_json(content)
        return
    print(sentence)
    for problem in problems:
        print(f"Note: {problem.message}")


def require_yes(question: str, *, yes: bool) -> None:
    """Ask before something that cannot be taken back lightly; ``yes`` says it was answered beforehand.

    Raises:
        Unconfirmed: the answer is no, or there is nobody to ask.
    """
    if yes:
        return
    if not somebody_there():
        raise Unconfirmed(f"{question} Nothing was done. Say --yes to confirm.")
    if not agreed(question):
        raise Unconfirmed("Nothing was done.")


def minutes_of(text: str | None) -> int | None:
    """Return the minutes of ``120h`` or ``1:30``; None for nothing.

    Raises:
        RuleBroken: it is not a length of time.
    """
    from app.domain.durations import parse_duration

    if text is None:
        return None
    try:
        return parse_duration(text) // 60
    except ValueError as error:
        raise RuleBroken(str(error)) from error


def given(**fields: Any) -> dict[str, Any]:
    """Return the fields somebody gave: those that are not None."""
    return {name: value for name, value in fields.items() if value is not None}
