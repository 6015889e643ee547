"""What every section of the settings is built of: cards of rows, a sentence left, a control right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets import painting


class RowsCard(QFrame):
    """A card with a heading above it; its rows are divided by hairlines."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self.setAccessibleName(heading)

    def add(self, title: str, about: str, control: QWidget | None = None) -> QWidget:
        """Add a row; the title becomes the control's accessible name unless it has one."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(16)
        line.addLayout(_words(title, about), 1)
        if control is not None:
            control.setAccessibleName(control.accessibleName() or title)
            control.setAccessibleDescription(control.accessibleDescription() or about)
            line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        return self.add_widget(row)

    def add_widget(self, row: QWidget) -> QWidget:
        """Add a row of one's own."""
        self._rows.append(row)
        self._column.addWidget(row)
        return row

    def clear(self) -> None:
        """Take all rows away."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card and its hairlines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.card(painter, self.rect())
        for row in [row for row in self._rows if row.isVisibleTo(self)][1:]:
            painting.hairline(painter, 1, self.width() - 1, row.y())


def _words(title: str, about: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    for text, name in ((title, "rowTitle"), (about, "rowAbout")):
        if text:
            label = QLabel(text)
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(label)
    return column


class Choice(QComboBox):
    """A drop-down of (label, value); the wheel scrolls the page, not the value."""

    def __init__(self, choices: Sequence[tuple[str, object]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for label, value in choices:
            self.addItem(label, value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(168)

    def choose(self, value: object) -> None:
        """Show a value without saying that it changed."""
        self.blockSignals(True)  # noqa: FBT003
        self.setCurrentIndex(max(0, self.place_of(value)))
        self.blockSignals(False)  # noqa: FBT003

    def place_of(self, value: object) -> int:
        """Return where a value is offered, -1 when it is not; Qt's own search finds no None."""
        return next((place for place in range(self.count()) if self.itemData(place) == value), -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
