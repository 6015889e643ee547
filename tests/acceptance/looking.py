"""Getting a window to where a picture is taken: a page gone to, everything loaded and shown."""

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.ui.window import MainWindow

_READERS = 3
Taken = tuple[QWidget, Callable[[], object]]


def nothing() -> None:
    """Nothing has to be put back."""
    return


def wait_for(condition: Callable[[], object]) -> None:
    """Let the window work until something is so, ten seconds at most."""
    for _ in range(1000):
        if condition():
            return
        QTest.qWait(10)


def settle(window: MainWindow) -> None:
    """Let everything that was asked for be loaded and shown; what was shown may ask for more."""
    for _ in range(3):
        # All lanes stand here at once, so none is busy with anything that was asked for before.
        meeting = threading.Barrier(_READERS + 1)
        answers: list[int] = []
        jobs = window.shell.jobs
        for ask in (jobs.submit, *(jobs.read,) * _READERS):
            ask(partial(_meet, meeting), owner=None, on_done=answers.append)
        wait_for(partial(_have_all, answers))
        QTest.qWait(25)


def _meet(meeting: threading.Barrier, _ctx: object) -> int:
    return meeting.wait(10)


def _have_all(answers: list[int]) -> bool:
    return len(answers) > _READERS


def page(name: str, target: object, window: MainWindow) -> Taken:
    window.toast.hide()
    window.shell.go(name, target)
    settle(window)
    return window, nothing
