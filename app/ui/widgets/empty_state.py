"""What an empty page says: what belongs here, and the first step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui import icons
from app.ui.widgets import painting


class EmptyState(QWidget):
    """An icon, a line, a quieter line, and maybe a button."""

    wanted = Signal()

    def __init__(self, icon: str, title: str, about: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel()
        self._picture.setAccessibleName(title)
        heading, text = QLabel(title), QLabel(about)
        heading.setObjectName("emptyTitle")
        text.setObjectName("rowAbout")
        text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addStretch(2)
        for label in (self._picture, heading, text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        if action:
            button = QPushButton(action)
            button.setObjectName("softButton")
            button.clicked.connect(self.wanted)
            column.addSpacing(8)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.restyle()

    def restyle(self) -> None:
        """Tint the icon anew."""
        self._picture.setPixmap(icons.pixmap(self._icon, 36, painting.tokens().faint))
