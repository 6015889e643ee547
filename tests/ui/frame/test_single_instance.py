import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.ui.single_instance import SingleInstance, _address

_START = """
import sys, os
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.ui.single_instance import SingleInstance
application = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
print(instance.is_first(), flush=True)
if "crash" in sys.argv:
    instance.listen()
if sys.argv[2:] == ["crash"]:
    os._exit(9)
"""


def start(folder: Path, *how: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", _START, str(folder), *how], stdout=subprocess.PIPE, text=True)


def test_second_start_brings_the_first_window_forward(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.is_first()
    first.listen()

    with start(tmp_path) as second:
        with qtbot.waitSignal(first.raise_wanted, timeout=20_000):
            pass
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        out, _ = second.communicate()

    assert (out, second.returncode) == ("False\n", 0)
    first.close()


def test_what_a_killed_process_left_is_no_hindrance(qtbot: QtBot, tmp_path: Path) -> None:
    with start(tmp_path, "crash") as killed:
        out, _ = killed.communicate(timeout=20)
    assert out == "True\n"
    assert {file.name for file in tmp_path.iterdir()} >= {"window.lock", "window.sock"}

    instance = SingleInstance(tmp_path)

    assert instance.is_first()
    instance.listen()
    assert instance._server is not None
    assert instance._server.isListening()
    instance.close()
    assert SingleInstance(tmp_path).is_first()


def test_folder_that_can_hold_no_lock_is_opened_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    instance = SingleInstance(tmp_path / "missing")

    assert instance.is_first()
    instance.listen()
    instance.close()


def test_window_that_does_not_answer_is_not_waited_for_forever(qtbot: QtBot, tmp_path: Path) -> None:
    holder = SingleInstance(tmp_path)
    assert holder.is_first()

    assert SingleInstance(tmp_path).is_first()
    holder.close()


def test_address_stays_short_enough_for_a_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 120)

    assert _address(tmp_path).startswith(str(tmp_path)) or len(str(tmp_path)) > 80
    assert "/" not in _address(deep)
    assert _address(deep) != _address(deep / "b")
