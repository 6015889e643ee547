"""The entry point: a command when one is given, else the window. Imports Qt only for the window."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Stintbook; returns the exit code."""
    from app import bootstrap

    given = list(sys.argv[1:] if arguments is None else arguments)
    data_dir, rest = _data_dir(given)
    if rest in ([], ["open"]):
        return bootstrap.run_window(data_dir)
    return bootstrap.run_cli(given)


def _data_dir(given: list[str]) -> tuple[str | None, list[str]]:
    if len(given) >= 2 and given[0] == "--data-dir":
        return given[1], given[2:]
    if given and given[0].startswith("--data-dir="):
        return given[0].partition("=")[2], given[1:]
    return None, given


if __name__ == "__main__":
    sys.exit(main())
