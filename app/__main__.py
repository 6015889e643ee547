"""The entry point: a command when one is given, else the window. Imports Qt only for the window."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Stintbook; returns the exit code."""
    from app import bootstrap
    from app.cli.arguments import COMPLETING, take_data_dir

    given = list(sys.argv[1:] if arguments is None else arguments)
    data_dir, rest = take_data_dir(given)
    # The shell asks for completions by calling without arguments.
    if rest in ([], ["open"]) and COMPLETING not in os.environ:
        return bootstrap.run_window(data_dir)
    return bootstrap.run_cli(given)


if __name__ == "__main__":
    sys.exit(main())
