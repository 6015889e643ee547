"""How a burn-up chart is painted: from the axes up to the cursor's little card."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from app.ui import icons
from app.ui.projects.detail.burn_up_plot import Plot, hour_label
from app.ui.widgets import dates, painting

if TYPE_CHECKING:
    from app.orchestrators.projects.burn_up import BurnUpDay

_FLAG_ROOM, _WIDEST_NAME = 16, 170
_BAND_ALPHA, _BAND_ALPHA_DARK, _FILL_ALPHA = 56, 84, 26
_LINE, _CARD_PAD = 18, 10


def band_color(color: QColor, alpha: int | None = None) -> QColor:
    """Return a colour as thin as the band."""
    thin = QColor(color)
    thin.setAlpha(alpha or (_BAND_ALPHA_DARK if painting.tokens().is_dark else _BAND_ALPHA))
    return thin


class BurnUpPainter:
    """Paints one plot with one painter."""

    def __init__(self, painter: QPainter, plot: Plot, font: QFont) -> None:
        self._painter, self._plot, self._font = painter, plot, font
        self._area = plot.area
        self._color = painting.project_color(plot.view.project.color)

    def all(self) -> None:
        """Paint everything but the cursor."""
        self._axes()
        self._goal()
        self._lines()
        self._marks()
        self._flags()

    def _small(self, *, bold: bool = False) -> None:
        self._painter.setFont(painting.font(self._font, 11, bold=bold, tabular=True))

    def _axes(self) -> None:
        colors, area = painting.tokens(), self._area
        self._small()
        for seconds in self._plot.lines():
            y = round(self._plot.y(seconds))
            painting.hairline(self._painter, area.left(), area.right(), y)
            room = QRect(0, y - 8, round(area.left()) - 10, 16)
            painting.text(self._painter, room, hour_label(seconds), colors.dim, align=Qt.AlignmentFlag.AlignRight)
        for x, words in self._plot.labels():
            room = QRect(round(x) - 40, round(area.bottom()) + 6, 80, 16)
            if room.left() >= 0 and x <= area.right() - 12:
                painting.text(self._painter, room, words, colors.dim, align=Qt.AlignmentFlag.AlignHCenter)

    def _goal(self) -> None:
        """Mark the estimate: the height at which the work is done."""
        estimate = self._plot.view.estimate_seconds
        if not estimate:
            return
        y = round(self._plot.y(estimate)) + 0.5
        self._painter.setPen(QPen(QColor(painting.tokens().dim), 1, Qt.PenStyle.DotLine))
        self._painter.drawLine(QPointF(self._area.left(), y), QPointF(self._area.right(), y))

    def _lines(self) -> None:
        painter, plot, colors = self._painter, self._plot, painting.tokens()
        outline = plot.band()
        if outline:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(band_color(self._color))
            painter.drawPolygon(QPolygonF(outline))
        self._stroke(plot.points(lambda day: day.ideal), QPen(QColor(colors.faint), 1.4, Qt.PenStyle.DashLine))
        tracked = plot.points(lambda day: day.tracked)
        if tracked:
            floor = self._area.bottom()
            ground = [QPointF(tracked[0].x(), floor), *tracked, QPointF(tracked[-1].x(), floor)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(band_color(self._color, _FILL_ALPHA))
            painter.drawPolygon(QPolygonF(ground))
        dashed = QPen(self._color, 1.8, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        dashed.setDashPattern([3.0, 2.0])
        self._stroke(plot.from_now(lambda day: day.forecast), dashed)
        self._stroke(tracked, QPen(self._color, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))

    def _stroke(self, points: list[QPointF], pen: QPen) -> None:
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(points) > 1:
            self._painter.drawPolyline(QPolygonF(points))
        elif points:
            painting.dot(self._painter, points[0].x(), points[0].y(), pen.color())

    def _marks(self) -> None:
        """Mark today and the due day."""
        colors, view = painting.tokens(), self._plot.view
        due = view.project.due_date
        if due is not None and self._plot.holds(due):
            is_late = due < view.today
            self._upright(due, colors.danger if is_late else colors.dim, Qt.PenStyle.DashLine)
            words = _tr("Due {day}").format(day=dates.short_day(due))
            self._note(due, words, colors.danger if is_late else colors.dim, below=48)
        if self._plot.holds(view.today):
            self._upright(view.today, colors.accent, Qt.PenStyle.SolidLine)
            self._note(view.today, _tr("Today"), colors.accent, below=30)
            now = self._plot.now
            self._painter.setPen(QPen(QColor(colors.panel), 2))
            self._painter.setBrush(self._color)
            self._painter.drawEllipse(now, 4.5, 4.5)

    def _upright(self, day: str, color: str, style: Qt.PenStyle) -> None:
        x = round(self._plot.x(day)) + 0.5
        self._painter.setPen(QPen(QColor(color), 1, style))
        self._painter.drawLine(QPointF(x, self._area.top()), QPointF(x, self._area.bottom()))

    def _note(self, day: str, words: str, color: str, *, below: int) -> None:
        """Write beside an upright line, near the floor, on the side that has room."""
        self._small(bold=True)
        width = self._painter.fontMetrics().horizontalAdvance(words) + 8
        x = self._plot.x(day) + 5
        if x + width > self._area.right():
            x -= width + 6
        place = QRect(round(x), round(self._area.bottom()) - below, width, 16)
        ground = QColor(painting.tokens().panel)
        ground.setAlpha(200)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(ground)
        self._painter.drawRoundedRect(QRectF(place), 4, 4)
        painting.text(self._painter, place.adjusted(4, 0, 0, 0), words, color)

    def _flags(self) -> None:
        """Paint the milestones above the plot; a name stands where it does not run into the next flag."""
        flags = sorted(self._plot.view.flags, key=lambda flag: flag.day)
        places = [self._plot.x(flag.day) for flag in flags]
        for at, (flag, x) in enumerate(zip(flags, places, strict=True)):
            colors = painting.tokens()
            color = colors.danger if flag.overdue else colors.dim if flag.completed else colors.text
            self._upright(flag.day, colors.line, Qt.PenStyle.SolidLine)
            icon = "check" if flag.completed else "flag"
            icons.paint(self._painter, icon, QRectF(x - 2, self._area.top() - 21, 13, 13), color)
            following = places[at + 1] if at + 1 < len(places) else self._area.right() + 14
            room = min(_WIDEST_NAME, following - x - _FLAG_ROOM - 6)
            self._small()
            if room > self._painter.fontMetrics().horizontalAdvance("mmm"):
                name = QRect(round(x) + _FLAG_ROOM - 3, round(self._area.top()) - 23, round(room), 16)
                painting.text(self._painter, name, flag.name, color)

    def cursor(self, day: "BurnUpDay", title: str, lines: list[tuple[str, str]]) -> None:
        """Paint the cursor: a line, a dot on each figure, and a card that says them."""
        colors, x = painting.tokens(), self._plot.x(day.day)
        self._upright(day.day, colors.dim, Qt.PenStyle.SolidLine)
        told = ((day.ideal, QColor(colors.faint)), (day.forecast, self._color), (day.tracked, self._color))
        heights = [(self._plot.y(figure), color) for figure, color in told if figure is not None]
        for y, color in heights:
            self._painter.setPen(QPen(QColor(colors.panel), 1.6))
            self._painter.setBrush(color)
            self._painter.drawEllipse(QPointF(x, y), 4, 4)
        # The card stands where the lines are not.
        is_high = sum(y for y, _ in heights) > self._area.center().y() * len(heights)
        self._card(x, title, lines, is_high=is_high)

    def _card(self, x: float, title: str, lines: list[tuple[str, str]], *, is_high: bool) -> None:
        painter, colors = self._painter, painting.tokens()
        bold = QFontMetrics(painting.font(self._font, 12, bold=True, tabular=True))
        plain = QFontMetrics(painting.font(self._font, 12, tabular=True))
        widest = max((plain.horizontalAdvance(name) + bold.horizontalAdvance(told) for name, told in lines), default=0)
        width = min(260, max(bold.horizontalAdvance(title), widest + 18) + 2 * _CARD_PAD)
        height = _LINE * (len(lines) + 1) + 2 * _CARD_PAD - 4
        left = x + 12 if x + 12 + width <= self._area.right() else x - 12 - width
        top = self._area.top() + 6 if is_high else self._area.bottom() - 6 - height
        card = QRectF(max(4.0, left), top, width, height)
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.setBrush(QColor(colors.window if colors.is_dark else colors.panel))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        row = QRect(
            round(card.left()) + _CARD_PAD, round(card.top()) + _CARD_PAD - 2, round(width) - 2 * _CARD_PAD, _LINE
        )
        painter.setFont(painting.font(self._font, 12, bold=True, tabular=True))
        painting.text(painter, row, title, colors.text)
        for name, told in lines:
            row.translate(0, _LINE)
            painter.setFont(painting.font(self._font, 12, tabular=True))
            used = painting.text(painter, row, name, colors.dim)
            painter.setFont(painting.font(self._font, 12, bold=True, tabular=True))
            room = row.adjusted(used + 8, 0, 0, 0)
            painting.text(painter, room, told, colors.text, align=Qt.AlignmentFlag.AlignRight)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)
