import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import open_context
from app.system.config import Config
from app.system.paths import Paths
from app.ui import application
from app.ui.window import MainWindow

# What runs on the way to the first paint must not load these.
_SLOW = (
    "pydantic", "sqlite", "babel", "typer", "rich", "qtawesome", "socket", "hashlib", "logging.handlers", "concurrent",
    "PySide6.QtNetwork", "app.domain.entities", "app.domain.outcome", "app.storage", "app.orchestrators", "app.ui.jobs", "app.ui.frame", "app.ui.today",
    "app.ui.projects", "app.ui.settings",
)  # fmt: skip


@pytest.fixture(autouse=True)
def page_that_is_there(tmp_path: Path) -> None:
    Config(tmp_path / "device.json").put(window_page="review", theme="dark")


def window() -> MainWindow:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible())


def when_open(act: object) -> None:
    """Do something once the first page stands."""

    def look() -> None:
        found = [
            w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.is_furnished and w.frame.page
        ]
        if found and callable(act):
            act()
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def test_application_runs_until_its_window_is_closed_and_ends_in_order(qtbot: QtBot, tmp_path: Path) -> None:
    when_open(lambda: window().close())

    assert application.run(open_context, Paths(tmp_path)) == 0

    log = (tmp_path / "logs" / "stintbook.log").read_text()
    assert log.index("started") < log.index("ended")
    config = Config(tmp_path / "device.json")
    assert config.get("device")
    assert config.get("window_page") == "review"
    assert not (tmp_path / "window.lock").exists()
    # The last one out empties the write-ahead log.
    assert not (tmp_path / "stintbook.db-wal").exists()
    assert all(not isinstance(h, logging.FileHandler) for h in logging.getLogger("app").handlers)


def test_a_window_that_wants_a_restart_is_opened_anew_on_the_same_data(qtbot: QtBot, tmp_path: Path) -> None:
    seen: list[MainWindow] = []

    def again() -> None:
        seen.append(window())
        window().close()

    def restart() -> None:
        seen.append(window())
        window().shell.restart_wanted.emit()
        when_open(again)

    when_open(restart)

    assert application.run(open_context, Paths(tmp_path)) == 0

    assert len(set(map(id, seen))) == 2
    assert (tmp_path / "logs" / "stintbook.log").read_text().count("ended") == 2


def test_being_asked_to_end_ends_in_order(qtbot: QtBot, tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    when_open(lambda: os.kill(os.getpid(), signal.SIGTERM))

    assert application.run(open_context, Paths(tmp_path)) == 0

    assert "ended" in (tmp_path / "logs" / "stintbook.log").read_text()
    assert signal.getsignal(signal.SIGTERM) is before


def test_mistake_in_a_slot_is_logged_and_the_window_lives(qtbot: QtBot, tmp_path: Path, expect_logs: list[str]) -> None:
    def stumble() -> None:
        QTimer.singleShot(0, lambda: sys.excepthook(ValueError, ValueError("oops"), None))
        QTimer.singleShot(50, said)

    heard: list[str] = []

    def said() -> None:
        heard.append(window().toast.text)
        window().close()

    when_open(stumble)

    assert application.run(open_context, Paths(tmp_path)) == 0
    assert "our mistake" in heard[0]
    assert "oops" in (tmp_path / "logs" / "stintbook.log").read_text()


# Opens a window and says, when it is painted for the first time, what was loaded and which names of ``Qt`` were made.
_FIRST_PAINT = """
import enum, os, sys
from pathlib import Path
from app.system.paths import Paths
from app.ui import application, window

def below(kind):
    return [kind, *(made for sub in type.__subclasses__(kind) for made in below(sub))]

def fill(self):
    print(*sys.modules)
    print(*(made.__qualname__ for made in below(enum.Enum) if made.__module__ == "PySide6.QtCore"))
    sys.stdout.flush()
    os._exit(0)

window.MainWindow.fill = fill
application.run(None, Paths(Path(sys.argv[1])))
"""


def test_the_first_paint_waits_for_nothing_slow(tmp_path: Path) -> None:
    # Whoever measures coverage loads things of its own.
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_PAINT, str(tmp_path)], env=quiet, capture_output=True, text=True, check=True
    )
    loaded, made = (line.split() for line in done.stdout.splitlines())

    assert "app.ui.ground" in loaded
    assert [name for name in loaded if name.startswith(_SLOW)] == []
    # The namespace ``Qt`` makes all its enumerations when one of them is named.
    assert [name for name in made if name.startswith("Qt.")] == []
