"""How far something long has come, where somebody watches."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

Progress = Callable[[int, int], None]

# Less is done before anybody could read it.
_WORTH_SHOWING = 2_000


@contextlib.contextmanager
def shown_progress(what: str, total: int, *, as_json: bool) -> Iterator[Progress | None]:
    """Show a bar on the terminal; yields what to tell of progress (done, total), or None where nobody watches."""
    if as_json or not sys.stderr.isatty() or 0 < total < _WORTH_SHOWING:
        yield None
        return
    from rich.progress import Progress as Bar

    from app.cli.tables import console

    with Bar(console=console(err=True), transient=True) as bar:
        task = bar.add_task(what, total=total or None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)
