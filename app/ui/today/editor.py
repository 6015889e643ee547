"""The line that opens over a field: Enter saves, Escape restores; what is wrong is said right under it."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.widgets import painting

_HEIGHT, _NARROWEST, _NOTE_WIDTH = 30, 84, 300
_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason)


class FieldEditor(QObject):
    """A line edit and a note, both over the viewport; tells what was typed and decides nothing."""

    entered = Signal(str, int)
    """The text, and where to go then: 0 stay, 1 to the next field, -1 to the one before."""
    left = Signal(str)
    """The text when the focus went elsewhere."""
    escaped = Signal()
    answered = Signal(int)
    """The place of the answer to a question."""
    closed = Signal()
    """Gone, and the keyboard belongs to nobody."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.line = QLineEdit(viewport)
        self.line.setObjectName("cellEditor")
        self.line.installEventFilter(self)
        self.note = _Note(viewport)
        self.note.answered.connect(self.answered)
        self.is_open = False
        self.initial = ""
        self.line.hide()

    def open(self, rect: QRect, text: str, name: str, *, figures: bool) -> None:
        """Open over a field."""
        self.is_open, self.initial = True, text
        self.note.hide()
        self.line.setReadOnly(False)
        self.line.setText(text)
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription("")
        self._tone("")
        right = Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft
        self.line.setAlignment(right | Qt.AlignmentFlag.AlignVCenter)
        self.line.setFont(painting.font(self._viewport.font(), 13, tabular=figures))
        self.move_to(rect)
        self.line.show()
        self.line.raise_()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def move_to(self, rect: QRect) -> None:
        """Stand over a field, wide enough to type in."""
        is_figure = bool(self.line.alignment() & Qt.AlignmentFlag.AlignRight)
        width = max(_NARROWEST, rect.width() + 22) if is_figure else max(260, rect.width() + 40)
        left = rect.right() + 11 - width if is_figure else rect.left() - 8
        width = min(width, self._viewport.width() - 16)
        left = max(8, min(left, self._viewport.width() - width - 8))
        self.line.setGeometry(left, rect.center().y() - _HEIGHT // 2 + 1, width, _HEIGHT)
        self.note.stand_by(self.line.geometry())

    def close(self) -> None:
        """Go away; the list has the keyboard again if the line had it."""
        if not self.is_open:
            return
        self.is_open = False
        had_focus = self.line.hasFocus() or self.note.has_focus()
        self.note.hide()
        self.line.hide()
        if had_focus:
            self.closed.emit()

    def wait(self) -> None:
        """What was typed is being saved."""
        self.line.setReadOnly(True)
        self.note.hide()

    def refuse(self, text: str) -> None:
        """Say what is wrong."""
        self._say(text, "problem", ())

    def ask(self, text: str, answers: tuple[str, ...]) -> None:
        """Ask; the answers are buttons, the first one has the keyboard."""
        self._say(text, "warning", answers)
        self.note.focus_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read the keys of the line."""
        if watched is not self.line or not self.is_open:
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._took(event)
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            is_ours = self.note.asks or event.reason() in _STAYS
            if not is_ours and not self.line.isReadOnly():
                self.left.emit(self.line.text())
        return False

    def _took(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.line.text(), 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.entered.emit(self.line.text(), 1 if key == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

    def _say(self, text: str, tone: str, answers: tuple[str, ...]) -> None:
        self.line.setReadOnly(False)
        self._tone(tone)
        self.line.setAccessibleDescription(text)
        self.note.say(text, tone, answers)
        self.note.stand_by(self.line.geometry())

    def _tone(self, tone: str) -> None:
        self.line.setProperty("tone", tone)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)


class _Note(QFrame):
    """A small card under the line: a sentence, and buttons when it is a question."""

    answered = Signal(int)

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setObjectName("fieldNote")
        self._over = viewport
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addLayout(self._row)
        self.hide()

    @property
    def asks(self) -> bool:
        """Return whether a question is open."""
        return self.isVisible() and bool(self.buttons)

    def has_focus(self) -> bool:
        """Return whether one of the answers has the keyboard."""
        return any(button.hasFocus() for button in self.buttons)

    def focus_first(self) -> None:
        """Put the keyboard on the first answer."""
        if self.buttons:
            self.buttons[0].setFocus()

    def say(self, text: str, tone: str, answers: tuple[str, ...]) -> None:
        """Say a sentence, offer answers."""
        self.words.setText(text)
        colors = painting.tokens()
        ink, ground = (
            (colors.danger, colors.danger_ground) if tone == "problem" else (colors.warning, colors.warning_ground)
        )
        self.setStyleSheet(f"QFrame#fieldNote {{ background: {ground}; border: 1px solid {ink}; border-radius: 8px; }}")
        self.words.setStyleSheet(f"color: {ink}; font-size: 12px;")
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for place, answer in enumerate(answers):
            button = QPushButton(answer)
            button.setObjectName("softButton")
            button.clicked.connect(lambda _=False, place=place: self.answered.emit(place))
            self._row.addWidget(button)
            self.buttons.append(button)
        self.show()

    def stand_by(self, line: QRect) -> None:
        """Stand under the line, or over it where there is no room."""
        if not self.isVisible():
            return
        width = min(_NOTE_WIDTH, self._over.width() - 16)
        self.words.setFixedWidth(width - 22)
        self.words.setFixedHeight(self.words.heightForWidth(width - 22))
        self.adjustSize()
        left = max(8, min(line.right() - self.width() + 1, self._over.width() - self.width() - 8))
        below = line.bottom() + 5
        fits = below + self.height() <= self._over.height()
        self.move(left, below if fits else line.top() - self.height() - 4)
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the line."""
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit(-1)
        else:
            super().keyPressEvent(event)
