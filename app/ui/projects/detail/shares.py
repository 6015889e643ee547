"""Who and what the time went to: a name, a bar, the hours."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.formats import hours
from app.ui.projects.detail.lines import Share
from app.ui.widgets import painting

_ROW = 30


class Shares(QWidget):
    """A few lines, the largest first, bars measured against the largest."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        self._color = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: tuple[Share, ...], color: str) -> None:
        """Replace the lines."""
        self._shares, self._color = shares, color
        spoken = (f"{share.name} {hours(share.seconds)}" for share in shares)
        self.setAccessibleDescription(", ".join(spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the lines."""
        return QSize(220, len(self._shares) * _ROW + 8)

    def minimumSizeHint(self) -> QSize:
        """The lines are never squeezed."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        largest = max((share.seconds for share in self._shares), default=1) or 1
        for place, share in enumerate(self._shares):
            row = QRect(16, place * _ROW, self.width() - 32, _ROW)
            painter.setFont(painting.font(self.font(), 12, bold=True, tabular=True))
            right = Qt.AlignmentFlag.AlignRight
            painting.text(painter, row, hours(share.seconds), colors.text, align=right)
            name = QRect(row.left(), row.top(), int(row.width() * 0.45), _ROW)
            painter.setFont(painting.font(self.font(), 13))
            painting.text(painter, name, share.name, colors.text)
            track = QRectF(name.right() + 12, row.center().y() - 1.5, row.right() - name.right() - 84, 4)
            painting.bar(painter, track, share.seconds / largest, painting.project_color(self._color))
