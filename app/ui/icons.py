"""Icons of the Phosphor set that qtawesome ships, drawn from its font and tinted from the tokens.

``import qtawesome`` costs half a second, for a wrapper around several fonts. Its font file is all that is
needed, so it is found beside the package without importing it; the code points of the glyphs used are named here.
"""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from app.system.resources import resource
from app.ui.theme import tokens

_FONT = "phosphor-1.3.0.ttf"
_GLYPHS: dict[str, int] = {
    "today": 0xF300,
    "timeline": 0xF0D3,
    "timesheet": 0xF304,
    "projects": 0xF18E,
    "review": 0xF084,
    "trash": 0xF334,
    "settings": 0xF19C,
    "play": 0xF9E7,
    "stop": 0xFA62,
    "plus": 0xF27F,
    "continue": 0xF27C,
    "split": 0xF2AB,
    "duplicate": 0xF114,
    "close": 0xF36D,
    "check": 0xF0E7,
    "caret-down": 0xF0C2,
    "caret-right": 0xF0C4,
    "caret-left": 0xF0C3,
    "search": 0xF20A,
    "tag": 0xF305,
    "money": 0xF122,
    "money-off": 0xF289,
    "warning": 0xF35C,
    "clock": 0xF0F9,
    "undo": 0xF021,
    "redo": 0xF020,
    "edit": 0xF266,
    "more": 0xF145,
    "offline": 0xF106,
    "keyboard": 0xF1E5,
    "calendar": 0xF0AD,
    "folder": 0xF18F,
    "import": 0xF14C,
    "export": 0xF345,
    "link": 0xF1F6,
    "flag": 0xF17C,
    "list": 0xF1FB,
    "info": 0xF1E0,
    "note": 0xF22B,
    "archive": 0xF008,
    "user": 0xF346,
    "database": 0xF12D,
    "filter": 0xF197,
    "eye": 0xF15B,
    "copy": 0xF116,
    "device": 0xF1E9,
    "sun": 0xF2FE,
    "moon": 0xF21F,
    "coffee": 0xF10C,
    "circle": 0xF0EC,
    "open": 0xF058,
    "cloud": 0xF0FE,
    "cloud-up": 0xF100,
    "cloud-check": 0xF101,
    "cloud-off": 0xF106,
    "round": 0xF045,
    "shield": 0xF2B8,
    "suitcase": 0xF2FD,
    "first-aid": 0xF179,
    "repeat": 0xF29F,
    "lock": 0xF205,
    "star": 0xF2F3,
    "star-full": 0xFA5D,
    "up": 0xF061,
    "down": 0xF022,
}


def paint(painter: QPainter, name: str, rect: QRectF, color: str | QColor) -> None:
    """Draw an icon centred in a square, as a delegate does."""
    painter.save()
    painter.setFont(_font(min(rect.width(), rect.height())))
    painter.setPen(QColor(color))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), chr(_GLYPHS[name]))
    painter.restore()


def pixmap(name: str, side: int = 18, color: str | None = None, *, ratio: float = 2.0) -> QPixmap:
    """Return an icon as a picture of ``side`` logical pixels."""
    return _pixmap(name, side, color or tokens.current().text, ratio)


def icon(name: str, color: str | None = None, *, side: int = 18) -> QIcon:
    """Return an icon in a colour, the text's by default; make it anew when the appearance switches."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_pixmap(name, side, color or tokens.current().text, ratio))
    return made


def app_icon() -> QIcon:
    """Return the icon of the application."""
    return QIcon(resource("icons/stintbook.svg"))


@lru_cache(maxsize=256)
def _pixmap(name: str, side: int, color: str, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, QRectF(0, 0, side, side), color)
    painter.end()
    return picture


def _font(side: float) -> QFont:
    made = QFont(_family())
    made.setPixelSize(max(1, round(side)))
    # A private-use glyph has no script: merging other fonts in would only cost time.
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return made


@cache
def _family() -> str:
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        return ""
    number = QFontDatabase.addApplicationFont(str(Path(spec.origin).parent / "fonts" / _FONT))
    families = QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else ""
