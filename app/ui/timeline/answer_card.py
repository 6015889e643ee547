"""The answer to "Can I take this on?": a sentence that stands out, and the figures it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui import icons
from app.ui.widgets import painting

if TYPE_CHECKING:
    from app.ui.timeline.preview_words import Told

_ICON, _PAD = 20, 14
_LOOKS = {"good": "check", "warning": "warning", "danger": "close", "plain": "clock"}


class AnswerCard(QWidget):
    """A tinted card: good, too full here and there, or too much."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "plain"
        self._title = QLabel()
        self._title.setObjectName("answerTitle")
        self._title.setWordWrap(True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        self._shown: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, 12, _PAD, 12)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(_ICON + 8, 0, 0, 0)
        head.addWidget(self._title)
        column.addLayout(head)
        column.addLayout(self._lines)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def told(self) -> list[str]:
        """Return what is said, line by line."""
        return [self._title.text(), *(label.text() for label in self._shown)]

    @property
    def tone(self) -> str:
        """Return good, warning, danger or plain."""
        return self._tone

    def say(self, told: Told, tone: str) -> None:
        """Show an answer; lines without a tone of their own are quiet."""
        self._tone = tone
        self._title.setText(told.title)
        for label in self._shown:
            self._lines.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._shown = [self._line(text, line_tone) for text, line_tone in told.lines]
        self.setAccessibleName(". ".join(self.told))
        self.restyle()

    def restyle(self) -> None:
        """Follow the colours."""
        self._title.setStyleSheet(f"color: {self._ink()}; font-weight: 600; font-size: 14px;")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the mark."""
        painter, colors = QPainter(self), painting.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grounds = {"good": colors.accent_ground, "warning": colors.warning_ground, "danger": colors.danger_ground}
        ground = grounds.get(self._tone, colors.hover)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        middle = self._title.geometry().top() + min(22, self._title.height()) / 2
        place = QRectF(_PAD, middle - _ICON / 2 + 1, _ICON, _ICON)
        icons.paint(painter, _LOOKS[self._tone], place, self._ink())

    def _line(self, text: str, tone: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", {"danger": "problem", "warning": "warning"}.get(tone, ""))
        label.setContentsMargins(_ICON + 8, 0, 0, 0)
        self._lines.addWidget(label)
        self._shown_polish(label)
        return label

    @staticmethod
    def _shown_polish(label: QLabel) -> None:
        label.style().unpolish(label)
        label.style().polish(label)

    def _ink(self) -> str:
        colors = painting.tokens()
        return {"good": colors.accent, "warning": colors.warning, "danger": colors.danger}.get(self._tone, colors.text)
