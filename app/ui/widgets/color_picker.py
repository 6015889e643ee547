"""The sixteen project colours to choose from, by mouse or arrow keys."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.widgets import painting

_CELL, _COLUMNS = 34, 8
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Down: _COLUMNS,
}


class ColorPicker(QWidget):
    """Two rows of dots; the chosen one has a ring and a tick."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = painting.project_color_names()
        self._place = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Color"))

    @property
    def color(self) -> str:
        """Return the chosen colour's stored name."""
        return self._colors[self._place]

    def set_color(self, color: str) -> None:
        """Choose a colour; one that is not offered leaves the first."""
        self._place = self._colors.index(color) if color in self._colors else 0
        self.update()

    def sizeHint(self) -> QSize:
        """As large as the dots need."""
        rows = -(-len(self._colors) // _COLUMNS)
        return QSize(_COLUMNS * _CELL, rows * _CELL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, color in enumerate(self._colors):
            cell = QRectF(self._cell(place))
            shade = painting.project_color(color)
            if place == self._place:
                painting.ring(painter, cell.adjusted(3, 3, -3, -3), shade)
                if self.hasFocus():
                    painting.focus_ring(painter, cell.adjusted(0.5, 0.5, -0.5, -0.5))
            painting.ground(painter, cell.adjusted(8, 8, -8, -8), shade.name(), radius=9)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the dot under the mouse."""
        point = event.position().toPoint()
        for place in range(len(self._colors)):
            if self._cell(place).contains(point):
                self._choose(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the choice."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._choose((self._place + step) % len(self._colors))

    def _choose(self, place: int) -> None:
        self._place = place
        self.update()
        self.chosen.emit(self.color)

    def _cell(self, place: int) -> QRect:
        return QRect(QPoint(place % _COLUMNS * _CELL, place // _COLUMNS * _CELL), QSize(_CELL, _CELL))
