"""Our own mistakes: written down where they can be looked at, told in one sentence, never shown as a traceback."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.system.paths import find_paths

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger("app.cli")


class _LateHandler(logging.Handler):
    """Opens the log file when there is something to write: a command that goes well does not wait for it."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record to the file."""
        if self._file is None:
            from app.system.logs import open_log

            self._file = open_log(self._path)
        if self._file is not None:
            self._file.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        super().close()


@contextlib.contextmanager
def logging_to_file(data_dir: str | None) -> Iterator[None]:
    """Send warnings and errors of this process to the log of a data directory."""
    handler = _LateHandler(find_paths(data_dir).log)
    rooms = [logging.getLogger(room) for room in ("app", "sync")]
    for room in rooms:
        room.addHandler(handler)
    try:
        yield
    finally:
        for room in rooms:
            room.removeHandler(handler)
        handler.close()


def confess(data_dir: str | None) -> str:
    """Log the exception being handled and return the sentence about it."""
    _log.exception("a command failed")
    return (
        "Stintbook made a mistake and could not finish. What was saved before is safe."
        f" The details are in “{find_paths(data_dir).log}”."
    )
