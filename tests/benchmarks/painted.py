"""Opens a window and says when it was painted, in ms since the process was asked for: ours on a folder, or a bare one.

``python -m tests.benchmarks.painted [FOLDER]`` with STARTED_AT in the environment.
"""

import json
import os
import sys
import time
from collections.abc import Callable
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
    """Start Stintbook as its command does, watching for the paint events of what a person waits for.

    Only these widgets are watched. A filter on the application would be handed objects of every kind, and PySide6 would
    load most of its classes to tell what they are, which no start without a stopwatch does.
    """
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    from app.__main__ import main

    class Watch(QObject):
        def __init__(self, widget: Any, on_paint: Callable[[], object]) -> None:
            super().__init__(widget)
            self._on_paint = on_paint
            widget.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                self._on_paint()
            return False

    run = QApplication.exec

    def watched_exec(*arguments: Any) -> int:
        # The window was shown a moment ago; its first event is to come.
        window: Any = next(shown for shown in QApplication.topLevelWidgets() if hasattr(shown, "filled"))
        Watch(window, lambda: _marks.setdefault("window", _now()))
        window.filled.connect(lambda: watch_pages(window.frame))
        return int(run(*arguments))

    def watch_pages(frame: Any) -> None:
        today = frame.pages.page("today")
        today.settled.connect(lambda: Watch(today.view.viewport(), _mark_entries))
        frame.first_made.connect(lambda first: Watch(first, _mark_entries))

    QApplication.exec = watched_exec  # type: ignore[method-assign]
    main(["--data-dir", folder])


def _mark_entries() -> None:
    from PySide6.QtCore import QTimer

    _marks["entries"] = _now()
    QTimer.singleShot(0, _finish)


if __name__ == "__main__":
    ours(sys.argv[1]) if len(sys.argv) > 1 else bare()
