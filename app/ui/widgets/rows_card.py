"""A card of rows divided by hairlines: a sentence left, controls right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets import painting

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


class RowsCard(QFrame):
    """Rows one under the other; what it is about is said by a heading above it or in its first row."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self.setAccessibleName(heading)

    def add(self, title: str, about: str, *controls: QWidget) -> QWidget:
        """Add a row; the title is the accessible name of a control that has no words of its own."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 12, 16, 12)
        line.addLayout(words_of(title, about), 1)
        line.setSpacing(8 if len(controls) > 1 else 16)
        for control in controls:
            own = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton | QLabel) else "")
            control.setAccessibleName(own or title)
            control.setAccessibleDescription(control.accessibleDescription() or about or title)
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


def words_of(title: str, about: str) -> QVBoxLayout:
    """Return a sentence and a quieter one under it, as wide as there is room."""
    column = QVBoxLayout()
    column.setSpacing(2)
    for text, name in ((title, "rowTitle"), (about, "rowAbout")):
        if text:
            label = QLabel(text)
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            # A name written from right to left stands where the others stand.
            label.setAlignment(_LEFT)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(label)
    return column
