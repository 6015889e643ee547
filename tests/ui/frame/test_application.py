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
    "pydantic",
    "sqlite_utils",
    "babel",
    "typer",
    "rich",
    "qtawesome",
    "app.ui.projects",
    "app.ui.settings",
)


@pytest.fixture(autouse=True)
def page_that_is_there(tmp_path: Path) -> None:
    Config(tmp_path / "device.json").put(window_page="review", theme="dark")


def window() -> MainWindow:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible())


def when_open(act: object) -> None:
    """Do something once the first page stands."""

    def look() -> None:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.frame.page]
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


def test_nothing_slow_is_loaded_on_the_way_to_the_first_paint() -> None:
    code = "import sys, app.ui.application; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()

    assert [name for name in loaded if name.startswith(_SLOW)] == []
    assert "app.storage.database" not in loaded
