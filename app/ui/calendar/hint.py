"""What an empty calendar says: what belongs there, and the first step."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.calendar.words import tr

_BELOW, _WIDEST = 20, 620


class EmptyHint(QFrame):
    """Lies over the foot of the grid while nothing stands in it."""

    new_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("card")
        self._over = over
        self.words = QLabel(
            tr("Nothing here yet. Drag over free time: past time becomes an entry, time to come a plan.")
        )
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setObjectName("quiet")
        self.new = QPushButton(tr("New (N)"))
        self.new.setObjectName("softButton")
        self.new.clicked.connect(self.new_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(16)
        row.addWidget(self.words, 1)
        row.addWidget(self.new)
        over.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the middle of the foot."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Stand in the middle of the foot."""
        width = min(_WIDEST, self._over.width() - 2 * _BELOW)
        height = max(self.heightForWidth(width), self.sizeHint().height())
        self.setGeometry((self._over.width() - width) // 2, self._over.height() - height - _BELOW, width, height)
        self.raise_()
