"""The application around the window: one a data folder, painted before the store is open, ended in order."""

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.system.config import Config
from app.system.paths import Paths, make_private
from app.ui.jobs import Jobs
from app.ui.opening.place import OpenContext, Place
from app.ui.shell import Shell
from app.ui.signals import EndSignals
from app.ui.single_instance import SingleInstance
from app.ui.theme.appearance import Appearance
from app.ui.window import MainWindow

_log = logging.getLogger(__name__)


def run(open_context: OpenContext, paths: Paths) -> int:
    """Show the window of a data folder until it is closed; returns the exit code.

    When a window of that folder stands already, it comes forward, and this returns at once.
    """
    application = _application()
    _prepare(paths)
    instance = SingleInstance(paths.data, application)
    try:
        return _show(open_context, paths, instance) if instance.is_first() else 0
    finally:
        instance.close()
        instance.deleteLater()


def _show(open_context: OpenContext, paths: Paths, instance: SingleInstance) -> int:
    config, log = Config(paths.config), _LogFile(paths)
    appearance = Appearance(str(config.get("theme", "system")))
    appearance.apply()
    place = Place(open_context, paths)
    jobs = Jobs(place.open)
    shell = Shell(jobs, appearance, config=config, paths=paths)
    window = MainWindow(shell, place)
    window.completed.connect(log.open)
    window.completed.connect(instance.listen)
    instance.raise_wanted.connect(window.come_forward)
    mistakes, ends = _Mistakes(shell), EndSignals(window.close)
    window.show()
    try:
        return QApplication.exec()
    finally:
        # In this order: nothing new begins, what was submitted is finished, then the store is closed.
        window.stop()
        window.hide()
        jobs.close()
        ends.close()
        mistakes.close()
        window.deleteLater()
        log.close()


class _LogFile:
    """The log of one run. What writes it takes longer to load than the window to paint, so it opens after that."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._handler: logging.Handler | None = None

    def open(self) -> None:
        """Write to the file from now on."""
        from app.system.logs import log_to

        self._handler = log_to(self._paths.log)
        _log.info("started")

    def close(self) -> None:
        """Write no more."""
        _log.info("ended")
        if self._handler is None:
            return
        for room in ("app", "sync"):
            logging.getLogger(room).removeHandler(self._handler)
        self._handler.close()


def _application() -> QApplication:
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QApplication.setStyle("Fusion")
    QGuiApplication.setDesktopFileName("stintbook")
    made = QApplication(["stintbook"])
    made.setApplicationName("stintbook")
    made.setApplicationDisplayName("Stintbook")
    return made


def _prepare(paths: Paths) -> None:
    try:
        make_private(paths.data)
    except OSError:
        # Opening meets the same and says it in the window.
        return


class _Mistakes(QObject):
    """A mistake of ours in a slot is logged and said, and the window lives on."""

    _made = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._before = sys.excepthook
        self._made.connect(shell.say_error)
        sys.excepthook = self._on_uncaught

    def close(self) -> None:
        """Leave uncaught exceptions to whoever had them before."""
        sys.excepthook = self._before

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if isinstance(error, Exception):
            self._made.emit(error)
        else:
            self._before(kind, error, traceback)
