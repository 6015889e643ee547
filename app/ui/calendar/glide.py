"""Scrolling that glides to where the wheel wants it, or jumps there where the system wants no motion."""

from PySide6.QtCore import QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QScrollBar, QStyle, QWidget

_LONGEST_MS = 140


class Glide(QPropertyAnimation):
    """Moves a scroll bar; notches that follow each other add up."""

    def __init__(self, bar: QScrollBar, parent: QWidget) -> None:
        super().__init__(bar, b"value", parent)
        self._bar, self._widget = bar, parent
        self._goal = 0.0
        self.setEasingCurve(QEasingCurve.Type.OutCubic)

    def by(self, pixels: float) -> None:
        """Go on by some pixels."""
        start = self._goal if self.state() is QPropertyAnimation.State.Running else float(self._bar.value())
        self._goal = min(float(self._bar.maximum()), max(0.0, start + pixels))
        self.stop()
        asked = asked_ms(self._widget)
        if asked <= 0:
            self._bar.setValue(round(self._goal))
            return
        self.setDuration(min(_LONGEST_MS, asked))
        self.setStartValue(self._bar.value())
        self.setEndValue(round(self._goal))
        self.start()


def asked_ms(widget: QWidget) -> int:
    """Return how long the system wants motion to last; 0 where it wants none."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget)
