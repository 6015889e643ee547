"""A card of the week strip: a day with its total against its capacity; and the one with the week's sum."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.ui import icons
from app.ui.widgets import painting

_PAD, _BUTTON, _ROOMY = 10, 20, 170
_FIGURE_PX = range(10, 15)


class DayCard(QAbstractButton):
    """Weekday, total and a thin bar. Today is outlined; the chosen day has the accent's ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = ""
        self._title, self._total, self._seconds, self._target = "", "", 0, 0
        self._is_today, self._is_chosen = False, False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_day(
        self, day: str, title: str, total: str, seconds: int, target: int, *, is_today: bool, is_chosen: bool
    ) -> None:
        """Show a day's figures."""
        self.day, self._title, self._total = day, title, total
        self._seconds, self._target = seconds, target
        self._is_today, self._is_chosen = is_today, is_chosen
        spoken = self.tr("{day}: {total}").format(day=title, total=total)
        if is_today:
            spoken = self.tr("Today, {words}").format(words=spoken)
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(f"{seconds / target:.0%}" if target else "")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space presses; arrows are the strip's, which knows where they lead."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        ground = colors.accent_ground if self._is_chosen else colors.hover if self.underMouse() else colors.panel
        paint_ground(painter, self.rect(), ground, is_strong=self._is_today)
        paint_figures(painter, self.rect(), self._title, self._total, "")
        paint_bar(painter, self.rect(), self._seconds, self._target)
        if self.hasFocus():
            painting.focus_ring(painter, QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5), radius=7)


class WeekCard(QWidget):
    """The week's sum against its target, with the ways to the weeks around it."""

    earlier = Signal()
    later = Signal()
    home = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._total, self._of, self._seconds, self._target = "", "", "", 0, 0
        self._is_this = True
        self.setMinimumWidth(150)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 5, 0)
        row.setSpacing(0)
        row.addStretch(1)
        for name, words, signal in (
            ("caret-left", self.tr("Earlier week"), self.earlier),
            ("circle", self.tr("Go to today"), self.home),
            ("caret-right", self.tr("Later week"), self.later),
        ):
            button = QToolButton()
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setStyleSheet("QToolButton { padding: 0; min-height: 0; border-radius: 5px; border-color: transparent;"
                                 " background: transparent; }")  # fmt: skip
            button.setFixedSize(_BUTTON, _BUTTON)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(signal)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.buttons[name] = button
        self.restyle()

    def show_sum(self, title: str, total: str, of: str, seconds: int, target: int, *, is_this: bool) -> None:
        """Show a week's figures."""
        self._title, self._total, self._of, self._seconds, self._target = title, total, of, seconds, target
        self._is_this = is_this
        self.setAccessibleName(f"{title}: {total} {of}")
        self._show_ways()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer what there is room for."""
        super().resizeEvent(event)
        self._show_ways()

    def _show_ways(self) -> None:
        self.buttons["circle"].setVisible(not self._is_this and self.width() >= _ROOMY)
        self.buttons["caret-right"].setVisible(not self._is_this)

    def restyle(self) -> None:
        """Tint the icons anew."""
        for name, button in self.buttons.items():
            button.setIcon(icons.icon(name, painting.tokens().dim, side=14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, self.rect(), painting.tokens().panel, is_strong=False)
        ways = sum(not button.isHidden() for button in self.buttons.values()) * _BUTTON
        paint_figures(painter, self.rect(), self._title, self._total, self._of, beside=ways)
        paint_bar(painter, self.rect(), self._seconds, self._target)


def paint_ground(painter: QPainter, rect: QRect, color: str, *, is_strong: bool) -> None:
    """Paint a card's ground and outline."""
    colors = painting.tokens()
    if is_strong:
        painter.setPen(QPen(QColor(colors.accent), 1.8))
        area = QRectF(rect).adjusted(1, 1, -1, -1)
    else:
        painter.setPen(QPen(QColor(colors.line), 1 / max(1, int(painter.device().devicePixelRatioF()))))
        area = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(area, 10, 10)


def paint_figures(painter: QPainter, rect: QRect, title: str, total: str, of: str, *, beside: int = 0) -> None:
    """Paint the small title, leaving room beside it, and the large figure with what it is to reach."""
    colors, base = painting.tokens(), painter.font()
    inner = rect.adjusted(_PAD, 0, -_PAD + 4, 0)
    painter.setFont(painting.font(base, 11.5))
    painting.text(painter, QRect(inner.left(), 8, inner.width() - beside, 16), title, colors.dim)
    small = painting.font(base, 12, tabular=True)
    room = inner.width() - (QFontMetrics(small).horizontalAdvance(of) + 6 if of else 0)
    # A figure is never cut: half an hour with its seconds in a narrow card is written smaller.
    painter.setFont(painting.fitting(base, total, room, _FIGURE_PX))
    line = QRect(inner.left(), 25, inner.width(), 20)
    used = painting.text(painter, line, total, colors.text)
    if of:
        painter.setFont(small)
        painting.text(painter, line.adjusted(used + 6, 1, 0, 1), of, colors.dim)


def paint_bar(painter: QPainter, rect: QRect, seconds: int, target: int) -> None:
    """Paint how much of the target is reached; work on a day off fills it in a calmer way."""
    colors = painting.tokens()
    area = QRectF(rect.left() + _PAD, rect.bottom() - 12, rect.width() - 2 * _PAD, 4)
    share = seconds / target if target else float(seconds > 0)
    painting.ground(painter, area, colors.track, radius=2)
    if share > 0:
        area.setWidth(max(4.0, area.width() * min(1.0, share)))
        painting.ground(painter, area, colors.accent if target else colors.faint, radius=2)
