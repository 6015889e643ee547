"""The rail: where one can go, with icons and words, and a badge where something waits."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from app.ui import icons
from app.ui.ground import RAIL_WIDTH
from app.ui.pages import PAGES, PageEntry, page_named
from app.ui.widgets import painting
from app.ui.widgets.painted_button import PaintedButton

_SIDE = 10


class Rail(QWidget):
    """One button a page; Settings and Trash stand at the foot."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(RAIL_WIDTH)
        self.setAccessibleName(self.tr("Pages"))
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 12, _SIDE + 1, 12)
        column.setSpacing(2)
        column.addWidget(_Name())
        column.addSpacing(8)
        for entry in (entry for entry in PAGES if not entry.rail):
            if entry.name == "trash":
                column.addStretch(1)
            column.addWidget(self._button(entry))

    def show_page(self, name: str) -> None:
        """Mark the page that is shown."""
        self._buttons[page_named(name).rail or name].setChecked(True)

    def show_badge(self, name: str, count: int) -> None:
        """Show how much waits on a page; none for zero."""
        if name in self._buttons:
            self._buttons[name].show_count(count)

    def button(self, name: str) -> "RailButton":
        """Return the button of a page."""
        return self._buttons[name]

    def _button(self, entry: PageEntry) -> "RailButton":
        button = RailButton(entry)
        button.clicked.connect(lambda: self.chosen.emit(entry.name))
        self._group.addButton(button)
        self._buttons[entry.name] = button
        return button


class _Name(QWidget):
    """The product's name."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        made = painting.font(self.font(), 16, bold=True)
        painter.setFont(made)
        colors, left = painting.tokens(), 10
        painter.setPen(QColor(colors.text))
        painter.drawText(QRect(left, 0, 200, 32), int(Qt.AlignmentFlag.AlignVCenter), "Stint")
        left += QFontMetrics(made).horizontalAdvance("Stint")
        painter.setPen(QColor(colors.accent))
        painter.drawText(QRect(left, 0, 200, 32), int(Qt.AlignmentFlag.AlignVCenter), "book")


class RailButton(PaintedButton):
    """An icon and a word; the page that is shown stands on a panel."""

    def __init__(self, entry: PageEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._count = entry.icon, 0
        self.setText(entry.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show a badge; none for zero."""
        self._count = count
        waiting = self.tr("%n waiting", "", count) if count else ""
        self.setAccessibleName(f"{self.text()}, {waiting}" if count else self.text())
        self.update()

    @property
    def count(self) -> int:
        """Return what the badge says."""
        return self._count

    def sizeHint(self) -> QSize:
        """As high as a finger's tip is wide."""
        return QSize(RAIL_WIDTH - 2 * _SIDE, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, word and badge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, area = painting.tokens(), QRectF(self.rect()).adjusted(0, 0.5, 0, -0.5)
        here = self.isChecked()
        if here:
            painting.ground(painter, area, colors.panel)
        elif self.underMouse():
            painting.ground(painter, area, colors.line)
        if self.hasFocus():
            painting.focus_ring(painter, area.adjusted(1, 1, -1, -1))
        ink = colors.text if here else colors.dim
        icons.paint(painter, self._icon, QRectF(10, self.height() / 2 - 9, 18, 18), colors.accent if here else ink)
        painter.setFont(painting.font(self.font(), 13, bold=here))
        painting.text(painter, self.rect().adjusted(38, 0, -36, 0), self.text(), ink)
        if self._count:
            self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        colors, words = painting.tokens(), str(self._count) if self._count < 100 else "99+"
        painter.setFont(painting.font(self.font(), 11, bold=True))
        wide = max(20, painter.fontMetrics().horizontalAdvance(words) + 10)
        area = QRect(self.width() - wide - 9, self.height() // 2 - 8, wide, 17)
        painting.ground(painter, QRectF(area), colors.warning, radius=8.5)
        painter.setPen(QColor(colors.panel))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), words)
