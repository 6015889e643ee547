"""A few ways to see the same thing, side by side in one frame; one of them is in force."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.ui.widgets import painting

_RADIUS = 8


class Segments(QWidget):
    """Choices of (label, value); arrows go from one to the next, one stop for Tab."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Iterable[tuple[str, object]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._values: list[object] = []
        self.buttons: list[_Segment] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for label, value in choices:
            button = _Segment(label)
            button.clicked.connect(lambda _=False, value=value: self._take(value))
            button.stepped.connect(self._step)
            self._group.addButton(button, len(self._values))
            self._values.append(value)
            self.buttons.append(button)
            row.addWidget(button)
        self.buttons[0].is_first = self.buttons[-1].is_last = True
        self.choose(self._values[0])

    def value(self) -> object:
        """Return what is in force."""
        return self._values[max(0, self._group.checkedId())]

    def choose(self, value: object) -> None:
        """Put a value in force without saying so."""
        place = self._values.index(value)
        self.buttons[place].setChecked(True)
        for at, button in enumerate(self.buttons):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == place else Qt.FocusPolicy.ClickFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame that holds them together."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(painting.tokens().line))
        painter.setBrush(QColor(painting.tokens().panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def _take(self, value: object) -> None:
        self.choose(value)
        self.chosen.emit(value)

    def _step(self, way: int) -> None:
        place = (self._group.checkedId() + way) % len(self.buttons)
        self.buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        self._take(self._values[place])


class _Segment(QPushButton):
    """One of them; the one in force stands on the accent's ground."""

    stepped = Signal(int)

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.setObjectName("segment")
        self.setCheckable(True)
        self.is_first = self.is_last = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in ways:
            self.stepped.emit(ways[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the word, and the ground with the frame's corners where it is at an end."""
        painter, colors = QPainter(self), painting.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1 if self.is_first else 0, 1, -1 if self.is_last else 0, -1)
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_ground if self.isChecked() else colors.hover))
            painter.drawPath(self._shape(area))
        if not self.is_last:
            painter.setPen(QPen(QColor(colors.line), 0))
            painter.drawLine(self.width() - 1, 1, self.width() - 1, self.height() - 2)
        if self.hasFocus():
            painting.focus_ring(painter, QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), radius=6)
        painter.setFont(painting.font(self.font(), 13, bold=self.isChecked()))
        painter.setPen(QColor(colors.accent if self.isChecked() else colors.dim))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())

    def _shape(self, area: QRectF) -> QPainterPath:
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        shape.addRoundedRect(area, _RADIUS - 1, _RADIUS - 1)
        half = area.width() / 2
        if not self.is_first:
            shape.addRect(QRectF(area.left(), area.top(), half, area.height()))
        if not self.is_last:
            shape.addRect(QRectF(area.center().x(), area.top(), half, area.height()))
        return shape
