"""Pictures of the grid in strips, so that scrolling and dragging paint only what is new."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

HEIGHT = 128
# Beside what is seen, so that going back a little paints nothing.
_SPARE = 4


class Tiles:
    """``paint(painter, area)`` is asked for a strip when it is first seen."""

    def __init__(self, paint: Callable[[QPainter, QRectF], None]) -> None:
        self._paint = paint
        self._width, self._ratio = 0, 1.0
        self._most = _SPARE
        self._strips: dict[int, QPixmap] = {}

    def forget(self, area: QRectF | None = None) -> None:
        """Paint anew what lies in an area; everything when None."""
        if area is None:
            self._strips.clear()
            self._most = _SPARE
            return
        for number in range(int(area.top() // HEIGHT), int(area.bottom() // HEIGHT) + 1):
            self._strips.pop(number, None)

    def draw(self, painter: QPainter, area: QRectF, width: int, ratio: float) -> None:
        """Draw what lies in an area."""
        if (width, ratio) != (self._width, self._ratio):
            self.forget()
            self._width, self._ratio = width, ratio
        first, last = int(area.top() // HEIGHT), int(area.bottom() // HEIGHT)
        self._most = max(self._most, last - first + 1 + _SPARE)
        for number in range(first, last + 1):
            strip = self._strip(number)
            place = QRectF(0, number * HEIGHT, width, HEIGHT)
            part = place & area
            source = QRectF(
                part.left() * ratio, (part.top() - place.top()) * ratio, part.width() * ratio, part.height() * ratio
            )
            painter.drawPixmap(part, strip, source)

    def _strip(self, number: int) -> QPixmap:
        strip = self._strips.pop(number, None)
        if strip is None:
            strip = self._made(number)
        # The newest at the end: the one that was not seen for longest goes first.
        self._strips[number] = strip
        if len(self._strips) > self._most:
            del self._strips[next(iter(self._strips))]
        return strip

    def _made(self, number: int) -> QPixmap:
        strip = QPixmap(round(self._width * self._ratio), round(HEIGHT * self._ratio))
        strip.setDevicePixelRatio(self._ratio)
        strip.fill(Qt.GlobalColor.transparent)
        painter = QPainter(strip)
        painter.translate(QPointF(0, -number * HEIGHT))
        self._paint(painter, QRectF(0, number * HEIGHT, self._width, HEIGHT))
        painter.end()
        return strip
