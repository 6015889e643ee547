"""A real screen nobody sees: an X server, a window manager, a keyboard and a mouse."""

import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QColor, QImage

NEEDED = ("Xvfb", "openbox", "xdotool")
_HEADER = struct.Struct(">25I")


def missing() -> list[str]:
    """Return which of the programs a screen needs are not there."""
    return [name for name in NEEDED if shutil.which(name) is None]


class Screen:
    """Types, clicks and looks."""

    def __init__(self, display: str, buffer: Path) -> None:
        self.environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "NO_AT_BRIDGE": "1"}
        self._buffer = buffer

    def key(self, *combinations: str) -> None:
        """Press keys, as ``ctrl+z``."""
        self._do("key", "--clearmodifiers", *combinations)

    def type(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--clearmodifiers", "--delay", "8", "--", text)

    def click(self, x: int, y: int) -> None:
        """Click with the left button."""
        self._do("mousemove", str(x), str(y), "click", "1")

    def titles(self) -> list[str]:
        """Return the titles of the windows that can be seen."""
        found = self._do("search", "--onlyvisible", "--name", "Stintbook", check=False).split()
        return [self._do("getwindowname", number, check=False).strip() for number in found]

    def has_focus(self) -> bool:
        """Return whether one of our windows has the keyboard."""
        return "Stintbook" in self._do("getactivewindow", "getwindowname", check=False)

    def picture(self) -> QImage:
        """Return what is on the screen."""
        raw = self._buffer.read_bytes()
        header = _HEADER.unpack_from(raw)
        start = header[0] + header[19] * 12
        picture = QImage(raw[start:], header[4], header[5], header[12], QImage.Format.Format_RGB32)
        return picture.copy()

    def places_of(self, color: str, *, left: int = 0, top: int = 0) -> list[tuple[int, int]]:
        """Return where exactly this colour is, right of and below a corner."""
        picture = self.picture().convertToFormat(QImage.Format.Format_RGB888)
        asked = QColor(color)
        wanted = bytes((asked.red(), asked.green(), asked.blue()))
        pixels, line = bytes(picture.constBits()), picture.bytesPerLine()
        found, at = [], pixels.find(wanted)
        while at >= 0:
            y, offset = divmod(at, line)
            if offset % 3 == 0 and offset // 3 >= left and y >= top:
                found.append((offset // 3, y))
            at = pixels.find(wanted, at + 1)
        return found

    def _do(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, capture_output=True, text=True, check=check, timeout=20
        )
        return done.stdout


@contextmanager
def screen(folder: Path, size: str = "1280x800") -> Iterator[Screen]:
    """Start a screen and its window manager; both end with the block."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-fbdir", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    manager: subprocess.Popen[bytes] | None = None
    try:
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        assert number, "the X server did not start"
        made = Screen(f":{number}", folder / "Xvfb_screen0")
        # Without a configuration of its own it would remember things in the home folder.
        manager = subprocess.Popen(
            ["openbox"], env=made.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        yield made
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait(10)
        if server.stdout is not None:
            server.stdout.close()
