"""The command line: the same workflows as the window, for hands and for scripts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.storage.context import Context

OpenContext = Callable[[str | None], "Context"]

OK, FAILED, USAGE = 0, 1, 2


def run(arguments: Sequence[str], open_context: OpenContext) -> int:
    """Run a command; returns its exit code: 0 done, 1 refused or failed with a sentence, 2 asked wrongly."""
    from app.cli.quick import QUICK, parse_quick, run_quick
    from app.domain.errors import AppError

    _speak_utf8()
    try:
        quick = parse_quick(arguments)
        if quick is not None and quick.command in QUICK:
            return run_quick(quick, open_context)
        from app.cli.commands import run_typer

        return run_typer(arguments, open_context)
    except AppError as error:
        print(str(error), file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader went away, as `| head` does; there is nobody left to tell.
        sys.stderr.close()
        return OK
    except KeyboardInterrupt:
        print("Stopped. Nothing half-done was kept.", file=sys.stderr)
        return FAILED


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
