"""Opens a window and says when it was painted, in ms since the process was asked for: ours on a folder, or a bare one.

``python -m tests.benchmarks.painted [FOLDER]`` with STARTED_AT in the environment.
"""

import json
import os
import sys
import time
from typing import Any

STARTED = float(os.environ.get("STARTED_AT") or time.monotonic())
_marks: dict[str, float] = {}


def _now() -> float:
    return (time.monotonic() - STARTED) * 1e3


def _finish() -> None:
    print(json.dumps(_marks), flush=True)
    # The figures are out; a clean shutdown is measured elsewhere.
    os._exit(0)


def bare() -> None:
    """Show what any PySide6 program pays."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if "window" not in _marks:
                _marks["window"] = _marks["entries"] = _now()
                QTimer.singleShot(0, _finish)

    application = QApplication(["bare"])
    window = Window()
    window.setCentralWidget(QLabel("0:00"))
    window.resize(1280, 800)
    window.show()
    application.exec()


def ours(folder: str) -> None:
    """Start Stintbook as its command does, watching its paint events."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    from app.__main__ import main

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                _note(watched)
            return False

    run = QApplication.exec

    def watched_exec(*arguments: Any) -> int:
        # Made here, after the application and before its first event.
        application = QApplication.instance()
        assert application is not None
        watch = Watch(application)
        application.installEventFilter(watch)
        return int(run(*arguments))

    QApplication.exec = watched_exec  # type: ignore[method-assign]
    main(["--data-dir", folder])


def _note(watched: Any) -> None:
    from PySide6.QtCore import QTimer

    if "window" not in _marks:
        _marks["window"] = _now()
    # The first start's page and the list of entries are what a person waits for.
    if "entries" not in _marks and watched.property("showsEntries"):
        _marks["entries"] = _now()
        QTimer.singleShot(0, _finish)


if __name__ == "__main__":
    ours(sys.argv[1]) if len(sys.argv) > 1 else bare()
