"""Files that are there whole or not at all: written beside their place, then moved there."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from typing import TYPE_CHECKING

from app.domain.errors import AppError, EnvironmentFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class NotWritten(EnvironmentFailed):
    """A file could not be written. What was there before is there still."""

    code = "not_written"


class ExportCancelled(AppError):
    """The person stopped the export. No file was written."""

    code = "export_cancelled"


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a name to write under; at the end the file takes the place of ``target``, on any failure it vanishes.

    Raises:
        NotWritten: the folder is not there, may not be written, or the disk is full.
    """
    unfinished = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        reason = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error))
        raise NotWritten(
            f"“{target}” could not be written: {reason}. Nothing was changed; choose another place.",
            path=str(target), reason=reason,
        ) from error  # fmt: skip
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


class Meter:
    """Tells how far a long piece of work is, and whether to go on; asks now and then, not at every step."""

    STEP = 500

    def __init__(
        self, total: int, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None,
        stop: AppError,
    ) -> None:  # fmt: skip
        self.done = 0
        self._total, self._progress, self._cancelled, self._stop = total, progress, cancelled, stop

    def step(self) -> None:
        """Count one.

        Raises:
            AppError: the one given, when the person has cancelled.
        """
        self.done += 1
        if self.done % self.STEP == 0:
            self.tell()

    def tell(self) -> None:
        """Tell now.

        Raises:
            AppError: see ``step``.
        """
        if self._cancelled is not None and self._cancelled():
            raise self._stop
        if self._progress is not None:
            self._progress(self.done, max(self._total, self.done))
