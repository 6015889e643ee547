"""The line in which the times of a day are typed, over its row."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class DayLine(QLineEdit):
    """Enter takes what was typed, Escape gives it up; so does leaving it unchanged."""

    entered = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cellEditor")
        self.setPlaceholderText(self.tr("9–12:30, 13–17"))
        self.setAccessibleName(self.tr("Working times of the day, such as 9–12:30, 13–17; empty for none"))
        self._weekday, self._before = 0, ""
        self.textEdited.connect(lambda _text: self._tone(""))
        self.hide()

    def open(self, weekday: int, text: str, place: QRect) -> None:
        """Show the times of a day to be changed."""
        self._weekday, self._before = weekday, text
        self.setText(text)
        self._tone("")
        self.setGeometry(place.adjusted(-2, 5, 2, -5))
        self.show()
        self.setFocus()
        self.selectAll()

    def refuse(self) -> None:
        """Show that it cannot be read."""
        self._tone("problem")

    def close_line(self) -> None:
        """Go away; the keyboard goes back to the grid."""
        had_focus = self.hasFocus()
        self.hide()
        parent = self.parentWidget()
        if had_focus and parent is not None:
            parent.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes it, Escape does not."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self._weekday, self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.close_line()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes what was changed, as Enter does."""
        super().focusOutEvent(event)
        if not self.isVisible() or event.reason() in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            return
        if self.text() == self._before:
            self.hide()
        else:
            self.entered.emit(self._weekday, self.text())

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Escape from the window's shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return)
        ):
            event.accept()
            return True
        return super().event(event)

    def _tone(self, tone: str) -> None:
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
