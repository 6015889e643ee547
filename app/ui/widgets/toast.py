"""A note that comes up at the foot of the window, says what happened, and offers to take it back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.ui.widgets import painting

_MARGIN, _FOOT, _WIDEST = 16, 40, 560


class Toast(QWidget):
    """One at a time; the newest replaces the one before. Resting the mouse on it keeps it.

    ``left`` is what stands at the window's left and is not to be counted when it is centred.
    """

    def __init__(self, parent: QWidget, *, left: int = 0) -> None:
        super().__init__(parent)
        self._window, self._left = parent, left
        self._on_action: Callable[[], None] | None = None
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.button = QPushButton()
        self.button.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 10, 9)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """Return what is said."""
        return self._words.text()

    def say(self, text: str, action: str = "", on_action: object = None, seconds: int = 6) -> None:
        """Show a sentence and maybe a button, for some seconds."""
        self._on_action = on_action if callable(on_action) else None
        self._words.setText(text)
        self.setAccessibleName(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.button.setAccessibleName(action)
        self.restyle()
        self._place()
        self.show()
        self.raise_()
        self._end.start(seconds * 1000)

    def restyle(self) -> None:
        """It stands out by being dark on light, and light on dark."""
        colors = painting.tokens()
        other = colors.accent_on_text
        self._words.setStyleSheet(f"color: {colors.panel};")
        self.button.setStyleSheet(
            f"QPushButton {{ background: transparent; border: 1px solid transparent; color: {other};"
            f" font-weight: 600; padding: 3px 8px; }} QPushButton:focus, QPushButton:hover {{ border-color: {other}; }}"
        )

    def enterEvent(self, _event: QEvent) -> None:
        """Stay while the mouse is here."""
        self._end.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        """Go some seconds after the mouse left."""
        self._end.start(3000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the foot of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(painting.tokens().text))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)

    def _act(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()

    def _place(self) -> None:
        window = self._window
        room = window.width() - self._left
        most = min(_WIDEST, room - 2 * _MARGIN)
        metrics = self._words.fontMetrics()
        extra = 38 + (self.button.sizeHint().width() + 12 if self.button.text() else 0)
        wide = min(most, metrics.horizontalAdvance(self._words.text()) + extra + 8)
        lines = metrics.boundingRect(
            0, 0, wide - extra, 400, int(Qt.TextFlag.TextWordWrap), self._words.text()
        ).height()
        high = max(46, lines + 22)
        self.setGeometry(self._left + (room - wide) // 2, window.height() - high - _FOOT, wide, high)
