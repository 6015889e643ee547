"""The projects of a group: what each took, how much of its estimate that is, and how it stands."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from app.domain.entities.projects import ProjectStatus
from app.ui.formats import hours
from app.ui.projects import words
from app.ui.projects.tree_delegate import risk_color
from app.ui.widgets import painting
from app.ui.widgets.picked_list import RowDelegate
from app.ui.widgets.rows_list import RowsModel

if TYPE_CHECKING:
    from app.orchestrators.groups.analytics import ProjectShare

ROW = 44
_PAD, _RISK, _HOURS, _ESTIMATE, _WIDE = 16, 118, 84, 150, 720


class SharesModel(RowsModel["ProjectShare"]):
    """Projects by their hours."""

    @property
    def most(self) -> int:
        """The seconds of the largest, that bars are measured against."""
        return max((line.seconds for line in self.lines), default=0)

    def words(self, line: "ProjectShare") -> str:
        """Return the name."""
        return line.project.name

    def spoken(self, line: "ProjectShare") -> str:
        """Return name, hours, estimate and risk."""
        parts = [line.project.name, hours(line.seconds), words.risk(line.risk)]
        if line.used is not None:
            parts.append(f"{words.percent(line.used)} {words.of_hours(line.project.estimate_minutes)}")
        return ", ".join(parts)


class SharesDelegate(RowDelegate):
    """Dot, name, bar, hours, share of the estimate, risk."""

    def __init__(self, model: SharesModel) -> None:
        super().__init__(ROW, model)
        self._shown = model

    def paint_line(self, painter: QPainter, rect: QRect, font: QFont, line: "ProjectShare") -> None:
        """Paint a project's row."""
        colors, right = painting.tokens(), Qt.AlignmentFlag.AlignRight
        room = rect.adjusted(_PAD, 0, -_PAD, 0)
        self._paint_risk(painter, QRect(room.right() - _RISK + 14, room.top(), _RISK - 14, ROW), font, line)
        room.setRight(room.right() - _RISK - 8)
        painter.setFont(painting.font(font, 12, tabular=True))
        if rect.width() >= _WIDE:
            told = "" if line.used is None else words.percent(line.used)
            if told:
                told = f"{told} {words.of_hours(line.project.estimate_minutes)}"
            painting.text(
                painter, QRect(room.right() - _ESTIMATE, room.top(), _ESTIMATE, ROW), told, colors.dim, align=right
            )
            room.setRight(room.right() - _ESTIMATE)
        painter.setFont(painting.font(font, 13, bold=True, tabular=True))
        painting.text(
            painter,
            QRect(room.right() - _HOURS, room.top(), _HOURS, ROW),
            hours(line.seconds),
            colors.text,
            align=right,
        )
        room.setRight(room.right() - _HOURS - 12)
        self._paint_name(painter, room, font, line)

    def _paint_name(self, painter: QPainter, room: QRect, font: QFont, line: "ProjectShare") -> None:
        colors, project = painting.tokens(), line.project
        painting.dot(painter, room.left() + 4, room.center().y() + 1, painting.project_color(project.color))
        half = room.width() // 2
        painter.setFont(painting.font(font, 13))
        name = QRect(room.left() + 20, room.top(), half - 20, ROW)
        used = painting.text(painter, name, project.name, colors.text)
        if project.status is not ProjectStatus.ACTIVE:
            painter.setFont(painting.font(font, 12))
            painting.text(painter, name.adjusted(used + 8, 1, 0, 1), words.status(project.status), colors.dim)
        track = QRectF(room.left() + half + 8, room.center().y() - 1.5, room.width() - half - 8, 4)
        most = self._shown.most
        painting.bar(painter, track, line.seconds / most if most else 0, painting.project_color(project.color))

    @staticmethod
    def _paint_risk(painter: QPainter, room: QRect, font: QFont, line: "ProjectShare") -> None:
        color = risk_color(line.risk)
        painting.risk_mark(painter, QRect(room.left(), room.center().y() - 6, 13, 13), line.risk.value, color)
        painter.setFont(painting.font(font, 12))
        painting.text(painter, room.adjusted(20, 0, 0, 0), words.risk(line.risk), color)
