"""What stands around the window while it runs: the log, the system's signals to end, and the net under mistakes."""

import logging
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.system.logs import log_to
from app.ui.signals import EndSignals

if TYPE_CHECKING:
    from app.system.paths import Paths
    from app.ui.window import MainWindow

_log = logging.getLogger(__name__)


class Surroundings(QObject):
    """Put up when the window is furnished: loading this takes longer than painting the window."""

    _mistaken = Signal(object)

    def __init__(self, window: "MainWindow", paths: "Paths") -> None:
        super().__init__(window)
        self._handler = log_to(paths.log)
        self._ends = EndSignals(window.close)
        self._mistaken.connect(window.shell.say_error)
        self._before, sys.excepthook = sys.excepthook, self._on_uncaught
        _log.info("started")

    def close(self) -> None:
        """Leave everything as it was; the last to write to the log."""
        self._ends.close()
        sys.excepthook = self._before
        _log.info("ended")
        if self._handler is None:
            return
        for room in ("app", "sync"):
            logging.getLogger(room).removeHandler(self._handler)
        self._handler.close()

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        """A mistake of ours in a slot is logged and said, and the window lives on."""
        if isinstance(error, Exception):
            self._mistaken.emit(error)
        else:
            self._before(kind, error, traceback)
