"""How a burn-up chart is painted: from the axes up to the cursor's little card."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from app.domain.entities.projects import ProjectStatus
from app.ui import icons
from app.ui.projects.detail.burn_up_plot import Plot, hour_label
from app.ui.widgets import cursor_card, dates, painting

if TYPE_CHECKING:
    from app.orchestrators.projects.burn_up import BurnUpDay

_FLAG_ROOM, _LEAST_NAME, _WIDEST_NAME = 16, 48, 170
_BAND_ALPHA, _BAND_ALPHA_DARK, _FILL_ALPHA = 56, 84, 26


def band_color(color: QColor, alpha: int | None = None) -> QColor:
    """Return a colour as thin as the band."""
    return painting.thin(color, alpha or (_BAND_ALPHA_DARK if painting.tokens().is_dark else _BAND_ALPHA))


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
        self._flags()
        self._marks()

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
            is_late = due < view.today and view.project.status in (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)
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
            before = places[at - 1] if at else self._area.left() - _FLAG_ROOM
            following = places[at + 1] if at + 1 < len(places) else self._area.right() + 14
            self._flag_name(flag.name, color, x, before, following)

    def _flag_name(self, name: str, color: str, x: float, before: float, following: float) -> None:
        """Write a milestone's name right of its flag, or left of it where only there it has room."""
        self._small()
        wanted = min(_WIDEST_NAME, self._painter.fontMetrics().horizontalAdvance(name) + 2)
        after, ahead = following - x - _FLAG_ROOM - 6, x - before - 2 * _FLAG_ROOM
        top = round(self._area.top()) - 23
        if after < min(wanted, _LEAST_NAME) and ahead > wanted:
            place = QRect(round(x - wanted) - 6, top, round(wanted), 16)
            painting.text(self._painter, place, name, color, align=Qt.AlignmentFlag.AlignRight)
        elif after >= min(wanted, _LEAST_NAME):
            place = QRect(round(x) + _FLAG_ROOM - 3, top, round(min(after, _WIDEST_NAME)), 16)
            painting.text(self._painter, place, name, color)

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
        cursor_card.paint(self._painter, self._area, x, title, lines, font=self._font, is_high=is_high)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)
