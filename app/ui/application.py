"""The application around the window: one a data folder, painted before the store is open, ended in order."""

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.system.config import Config
from app.system.logs import log_to
from app.system.paths import Paths, make_private
from app.ui.jobs import Jobs
from app.ui.opening.opener import OpenContext, Place
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
    handler = log_to(paths.log)
    instance = SingleInstance(paths.data, application)
    try:
        if not instance.is_first():
            return 0
        return _show(open_context, paths, instance)
    finally:
        instance.close()
        instance.deleteLater()
        if handler is not None:
            for room in ("app", "sync"):
                logging.getLogger(room).removeHandler(handler)
            handler.close()


def _show(open_context: OpenContext, paths: Paths, instance: SingleInstance) -> int:
    config = Config(paths.config)
    appearance = Appearance(str(config.get("theme", "system")))
    appearance.apply()
    place = Place(open_context, paths)
    jobs = Jobs(place.open)
    shell = Shell(jobs, appearance, config=config, paths=paths)
    window = MainWindow(shell, place)
    window.opener.moved.connect(lambda: shell.move_to(place.paths))
    window.painted.connect(window.opener.open)
    instance.raise_wanted.connect(window.come_forward)
    mistakes, ends = _Mistakes(shell), EndSignals(window.close)
    window.show()
    _log.info("started")
    try:
        return QApplication.exec()
    finally:
        # In this order: nothing new begins, what was submitted is finished, then the store is closed.
        window.upkeep.stop()
        window.hide()
        jobs.close()
        ends.close()
        mistakes.close()
        window.deleteLater()
        _log.info("ended")


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
