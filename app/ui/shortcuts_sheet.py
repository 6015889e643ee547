"""The sheet of shortcuts that ``?`` lays over the window."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui.settings.shortcuts import ShortcutsSection
from app.ui.theme import tokens

_WIDE, _MARGIN = 560, 32


class ShortcutsSheet(QWidget):
    """Dims what lies under it; Escape, the cross or a click beside it takes it away."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._returns_to: QWidget | None = None
        self.setAccessibleName(self.tr("Keyboard shortcuts"))
        self._card = QFrame(self)
        self._card.setObjectName("card")
        title, close = QLabel(self.tr("Keyboard shortcuts")), QPushButton(self.tr("Close"))
        title.setObjectName("pageTitle")
        close.setObjectName("quietButton")
        close.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        self._keys = QScrollArea()
        self._keys.setWidgetResizable(True)
        self._keys.setFrameShape(QFrame.Shape.NoFrame)
        self._keys.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._section = ShortcutsSection()
        self._keys.setWidget(self._section)
        self._keys.setAccessibleName(self.accessibleName())
        column = QVBoxLayout(self._card)
        column.setContentsMargins(20, 14, 8, 12)
        column.addLayout(head)
        column.addWidget(self._keys, 1)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the sheet."""
        self._returns_to = self._window.focusWidget()
        self._section.open()
        self._place()
        self.show()
        self.raise_()
        self._keys.setFocus()

    def dismiss(self) -> None:
        """Take the sheet away; the focus goes back to where it was."""
        self.hide()
        if self._returns_to is not None and self._returns_to.isVisible():
            self._returns_to.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what lies under it."""
        QPainter(self).fillRect(self.rect(), QColor(tokens.current().scrim))

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        wide, high = min(_WIDE, self.width() - 2 * _MARGIN), min(720, self.height() - 2 * _MARGIN)
        self._card.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)
