"""What can be done with several chosen entries at once: a small bar at the foot of the list."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui import icons
from app.ui.widgets import painting

# Above the place of toasts: what was done to the chosen entries is said there.
_FOOT = 62


class SelectionBar(QWidget):
    """Count and sum of what is chosen, and the actions; ``act_wanted`` names one."""

    act_wanted = Signal(str)
    let_go = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.words = QLabel()
        self.buttons: dict[str, QPushButton] = {}
        self._icons = {"project": "folder", "billable": "money", "merge": "link", "delete": "trash", "": "close"}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 8, 7)
        row.setSpacing(2)
        row.addWidget(self.words)
        row.addSpacing(12)
        for name, words, key in (
            ("project", self.tr("Set project"), "P"),
            ("billable", self.tr("Billable"), "B"),
            ("merge", self.tr("Merge"), "M"),
            ("delete", self.tr("Delete"), "Del"),
            ("", "", "Esc"),
        ):
            button = self._button(name, words, key)
            row.addWidget(button)
        parent.installEventFilter(self)
        self.setAccessibleName(self.tr("Chosen entries"))
        self.restyle()
        self.hide()

    def show_chosen(self, words: str, *, is_shown: bool) -> None:
        """Show what is chosen, or go."""
        self.words.setText(words)
        self.setVisible(is_shown)
        if is_shown:
            self._place()
            self.raise_()

    def restyle(self) -> None:
        """Tint the icons anew."""
        for name, button in self.buttons.items():
            button.setIcon(icons.icon(self._icons[name], painting.tokens().dim, side=16))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the foot of the list."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a card that lies over the list."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        painter.setPen(QColor(colors.accent))
        painter.setBrush(QColor(colors.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)

    def _button(self, name: str, words: str, key: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName("quietButton")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        says = words or self.tr("Let go")
        button.setAccessibleName(says)
        button.setToolTip(f"{says} ({key})")
        button.clicked.connect(lambda: self.act_wanted.emit(name) if name else self.let_go.emit())
        self.buttons[name] = button
        return button

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._over.width() - self.width()) // 2, self._over.height() - self.height() - _FOOT)
