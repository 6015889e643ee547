"""A card with a heading and a column to put things in; and a card that shows one figure."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets import painting


class TitledCard(QFrame):
    """A rounded card; ``body`` takes the content from edge to edge."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16, 10, 12, 10)
        self.head.setSpacing(8)
        self.heading = QLabel(title)
        self.heading.setObjectName("cardHeading")
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        column.addLayout(self.head)
        column.addLayout(self.body)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.card(painter, self.rect())


class NotedCard(TitledCard):
    """A card in which something is entered; what is wrong with it is said at its foot."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setContentsMargins(16, 0, 16, 12)
        self.note.setProperty("tone", "problem")
        self.note.hide()

    def say(self, text: str) -> None:
        """Say what is wrong; an empty text takes it away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))


class FigureCard(QWidget):
    """A figure: what it is, how much, a quiet line, and maybe a bar."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._value, self._below = label, "–", ""
        self._tone = ""
        self._share: float | None = None
        self._color = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(label)

    def show_figure(
        self, value: str, below: str = "", *, share: float | None = None, color: str = "", tone: str = ""
    ) -> None:
        """Show a value; ``tone`` is warning or danger when the quiet line is not good news."""
        self._value, self._below, self._share, self._tone = value, below, share, tone
        self._color = painting.project_color(color)
        self.setAccessibleDescription(f"{value} {below}".strip())
        self.setToolTip(f"{value}\n{below}" if below else value)
        self.update()

    @property
    def value(self) -> str:
        """Return what is shown large."""
        return self._value

    @property
    def below(self) -> str:
        """Return what is shown under it."""
        return self._below

    def sizeHint(self) -> QSize:
        """As high as label, figure, line and bar."""
        return QSize(150, 86)

    def minimumSizeHint(self) -> QSize:
        """Narrow windows show the figures in two rows."""
        return QSize(118, 86)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, rect = painting.tokens(), self.rect()
        painting.card(painter, rect)
        inner = rect.adjusted(14, 10, -12, -10)
        self._line(painter, inner.top(), 16, self._label, colors.dim, 11.5)
        size = 20
        while size > 13 and self._too_wide(size, inner.width()):
            size -= 1
        self._line(painter, inner.top() + 17, 26, self._value, colors.text, size, bold=True)
        tone = {"warning": colors.warning, "danger": colors.danger}.get(self._tone, colors.dim)
        self._line(painter, inner.top() + 44, 16, self._below, tone, 11.5)
        if self._share is not None:
            track = QRectF(inner.left(), rect.bottom() - 11, inner.width(), 4)
            painting.bar(painter, track, self._share, self._color)

    def _line(
        self, painter: QPainter, top: int, height: int, words: str, color: str, size: float, *, bold: bool = False
    ) -> None:
        painter.setFont(painting.font(self.font(), size, bold=bold, tabular=True))
        painting.text(painter, QRect(14, top, self.width() - 26, height), words, color)

    def _too_wide(self, size: int, width: int) -> bool:
        made = painting.font(self.font(), size, bold=True, tabular=True)
        return QFontMetrics(made).horizontalAdvance(self._value) > width


def empty_line(text: str) -> QLabel:
    """Return a quiet sentence for a card that has nothing to show yet."""
    label = QLabel(text)
    label.setObjectName("emptyLine")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setContentsMargins(16, 2, 16, 14)
    return label
