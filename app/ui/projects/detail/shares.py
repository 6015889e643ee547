"""Who and what the time went to: a name, a bar, the hours."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.formats import hours
from app.ui.projects.detail.lines import Share
from app.ui.widgets import painting

_ROW = 30


class Shares(QWidget):
    """A few lines, the largest first, bars measured against the largest; each leads to its entries."""

    picked = Signal(str)
    """The name of a line that was pressed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        self._color = ""
        self._place: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: tuple[Share, ...], color: str) -> None:
        """Replace the lines."""
        self._shares, self._color, self._place = shares, color, None
        self.setVisible(bool(shares))
        spoken = (f"{share.name or self.tr('You')} {hours(share.seconds)}" for share in shares)
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
            self._paint_state(painter, place, row)
            painter.setFont(painting.font(self.font(), 12, bold=True, tabular=True))
            right = Qt.AlignmentFlag.AlignRight
            painting.text(painter, row, hours(share.seconds), colors.text, align=right)
            name = QRect(row.left(), row.top(), int(row.width() * 0.45), _ROW)
            painter.setFont(painting.font(self.font(), 13))
            painting.text(painter, name, share.name or self.tr("You"), colors.text)
            track = QRectF(name.right() + 12, row.center().y() - 1.5, row.right() - name.right() - 84, 4)
            painting.bar(painter, track, share.seconds / largest, painting.project_color(self._color))

    def _paint_state(self, painter: QPainter, place: int, row: QRect) -> None:
        if place == self._place:
            area = QRectF(row).adjusted(-8, 1, 8, -1)
            painting.ground(painter, area, painting.tokens().hover, radius=6)
            if self.hasFocus():
                painting.focus_ring(painter, area, radius=6)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the line under the mouse."""
        self._mark(self._at(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Mark nothing any more."""
        super().leaveEvent(event)
        self._mark(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lead to the entries of a line."""
        place = self._at(event)
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(self._shares[place].name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first line."""
        super().focusInEvent(event)
        if self._place is None and self._shares:
            self._mark(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mark nothing any more."""
        super().focusOutEvent(event)
        self._mark(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from line to line, Enter and Space lead to the entries."""
        here = self._place or 0
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._shares:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._mark(min(len(self._shares) - 1, max(0, here + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._shares:
            self.picked.emit(self._shares[here].name)
        else:
            super().keyPressEvent(event)

    def _at(self, event: QMouseEvent) -> int | None:
        place = int(event.position().y()) // _ROW
        return place if 0 <= place < len(self._shares) else None

    def _mark(self, place: int | None) -> None:
        self._place = place
        on_line = place is not None and not self.hasFocus()
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_line else Qt.CursorShape.ArrowCursor)
        self.update()
