"""Where the window stood and which page it showed, kept for the next start on this device."""

from base64 import b64decode
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.system.config import Config
    from app.ui.shell import Shell

SMALLEST, FIRST = QSize(900, 600), QSize(1280, 800)
# What a window manager usually puts around a window, above all its title.
_AROUND = QSize(16, 48)
_GEOMETRY, _PAGE = "window_geometry", "window_page"


def restore(window: QWidget, config: "Config") -> None:
    """Put the window where it was; in the middle of the screen, no larger than it, the first time."""
    window.setMinimumSize(SMALLEST)
    kept = config.get(_GEOMETRY)
    if isinstance(kept, str) and window.restoreGeometry(_decoded(kept)):
        return
    room = window.screen().availableGeometry()
    size = FIRST.boundedTo(room.size() - _AROUND).expandedTo(SMALLEST)
    window.resize(size)
    window.move(room.center() - window.rect().center())


def last_page(config: "Config") -> str:
    """Return the name of the page that was shown last; of Today when there is no such page any more."""
    from app.ui.pages import page_named

    return page_named(str(config.get(_PAGE, ""))).name


def keep(window: QWidget, shell: "Shell", page: str) -> None:
    """Keep place and page for the next start."""
    geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    values = {_GEOMETRY: geometry, _PAGE: page}
    if any(shell.device_setting(name) != value for name, value in values.items()):
        shell.put_device_setting(**values)


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text)
    except ValueError:
        return b""
