"""The latest entries of a project, to read: day, times, description, duration."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.formats import hours
from app.ui.projects.detail.lines import EntryLine
from app.ui.widgets import dates, painting

_ROW = 44


class RecentEntries(QWidget):
    """A few painted rows; the whole list is Today's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[EntryLine, ...] = ()
        self.setAccessibleName(self.tr("Recent entries"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: tuple[EntryLine, ...]) -> None:
        """Replace the rows."""
        self._entries = entries
        spoken = (f"{dates.full_day(e.day)} {e.description} {hours(e.seconds)}" for e in entries)
        self.setAccessibleDescription(", ".join(spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the rows."""
        return QSize(400, len(self._entries) * _ROW + 4)

    def minimumSizeHint(self) -> QSize:
        """The rows are never squeezed."""
        return QSize(260, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, entry in enumerate(self._entries):
            self._paint_row(painter, QRect(0, place * _ROW, self.width(), _ROW), entry)

    def _paint_row(self, painter: QPainter, row: QRect, entry: EntryLine) -> None:
        colors, right = painting.tokens(), Qt.AlignmentFlag.AlignRight
        painting.hairline(painter, row.left(), row.right(), row.top())
        inner = row.adjusted(16, 0, -16, 0)
        painter.setFont(painting.font(self.font(), 13, bold=True, tabular=True))
        painting.text(painter, inner, hours(entry.seconds), colors.text, align=right)
        painter.setFont(painting.font(self.font(), 12, tabular=True))
        times = inner.adjusted(inner.width() - 210, 0, -70, 0)
        painting.text(painter, times, entry.times, colors.dim, align=right)
        painting.text(painter, QRect(inner.left(), row.top(), 62, _ROW), dates.short_day(entry.day), colors.dim)
        text = inner.adjusted(66, 0, -220, 0)
        painter.setFont(painting.font(self.font(), 13))
        shown = entry.description or self.tr("No description")
        used = painting.text(painter, text, shown, colors.text if entry.description else colors.dim)
        painter.setFont(painting.font(self.font(), 12))
        painting.text(painter, text.adjusted(used + 10, 1, 0, 1), entry.detail, colors.dim)
