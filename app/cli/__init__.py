"""The command line: the same workflows as the window, for hands and for scripts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.errors import AppError
    from app.storage.context import Context

OpenContext = Callable[[str | None], "Context"]
OpenWindow = Callable[[str | None], int]

OK, FAILED, USAGE = 0, 1, 2


def run(arguments: Sequence[str], open_context: OpenContext, open_window: OpenWindow) -> int:
    """Run a command; returns its exit code: 0 done, 1 refused or failed with a sentence, 2 asked wrongly or unanswered."""
    from app.cli.mistakes import logging_to_file

    _speak_utf8()
    with logging_to_file(_data_dir(arguments)):
        try:
            code = _run(arguments, open_context, open_window)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader went away, as `| head` does; what is still buffered has nowhere to go.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return OK
    return code


def _run(arguments: Sequence[str], open_context: OpenContext, open_window: OpenWindow) -> int:
    from app.cli.quick import QUICK, parse_quick, run_quick
    from app.domain.errors import AppError

    try:
        quick = parse_quick(arguments)
        if quick is not None and quick.command in QUICK:
            return run_quick(quick, open_context)
        from app.cli.commands import run_typer

        return run_typer(arguments, open_context, open_window)
    except AppError as error:
        return _tell(error)
    except KeyboardInterrupt:
        print("Stopped. Nothing half-done was kept.", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - our own mistake: a person gets a sentence, the log the rest
        from app.cli.mistakes import confess

        print(confess(_data_dir(arguments)), file=sys.stderr)
        return FAILED


def _tell(error: AppError) -> int:
    from app.cli.repeated import way_out

    print(str(error), file=sys.stderr)
    way = way_out(error)
    if way is None:
        return FAILED
    print(way, file=sys.stderr)
    return USAGE


def _data_dir(arguments: Sequence[str]) -> str | None:
    from app.cli.arguments import take_data_dir

    return take_data_dir(arguments)[0]


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
