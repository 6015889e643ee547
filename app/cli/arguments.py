"""The one option that may stand anywhere on the command line."""

from __future__ import annotations

from collections.abc import Sequence

# Set by the shell when it asks for completions.
COMPLETING = "_STINTBOOK_COMPLETE"


def take_data_dir(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the value of ``--data-dir``, wherever it stands, and the other arguments."""
    data_dir, rest, given = None, list[str](), list(arguments)
    while given:
        word = given.pop(0)
        if word == "--":
            return data_dir, [*rest, word, *given]
        if word == "--data-dir" and given:
            data_dir = given.pop(0)
        elif word.startswith("--data-dir="):
            data_dir = word.partition("=")[2]
        else:
            rest.append(word)
    return data_dir, rest
