"""A milestone among those of all projects: whose it is, its days, its budget, how it stands."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.ui.formats import budget, hours
from app.ui.projects import words
from app.ui.widgets import dates, painting
from app.ui.widgets.picked_list import RowDelegate
from app.ui.widgets.rows_list import RowsModel

if TYPE_CHECKING:
    from app.orchestrators.progress import MilestoneRow

ROW = 52
_PAD, _DUE, _HOURS, _BAR, _WIDE = 16, 150, 150, 150, 720


class MilestoneRows(RowsModel["MilestoneRow"]):
    """Milestones by due date."""

    def words(self, line: "MilestoneRow") -> str:
        """Return the name."""
        return line.milestone.name

    def spoken(self, line: "MilestoneRow") -> str:
        """Return everything that is painted."""
        parts = [line.milestone.name, line.project.name, dates.full_day(line.last_day), state_word(line), _hours(line)]
        return ", ".join(part for part in parts if part)


class MilestoneDelegate(RowDelegate):
    """Name over project, due date and state, bar, hours."""

    def paint_line(self, painter: QPainter, rect: QRect, font: QFont, line: "MilestoneRow") -> None:
        """Paint a milestone."""
        room = rect.adjusted(_PAD, 0, -_PAD, 0)
        self._paint_hours(painter, QRect(room.right() - _HOURS, room.top(), _HOURS, ROW), font, line)
        room.setRight(room.right() - _HOURS)
        if rect.width() >= _WIDE:
            if line.used is not None:
                track = QRectF(room.right() - _BAR, room.center().y() - 1.5, _BAR - 16, 4)
                painting.bar(painter, track, line.used, painting.project_color(line.project.color))
            room.setRight(room.right() - _BAR)
        self._paint_due(painter, QRect(room.right() - _DUE, room.top(), _DUE - 20, ROW), font, line)
        room.setRight(room.right() - _DUE - 16)
        colors, (upper, lower) = painting.tokens(), _halves(room.adjusted(22, 0, 0, 0))
        color = painting.project_color(line.project.color)
        painting.dot(painter, room.left() + 4, upper.center().y() + 1, color)
        painter.setFont(painting.font(font, 13))
        painting.text(painter, upper, line.milestone.name, _ink(line, colors.text))
        painter.setFont(painting.font(font, 12))
        painting.text(painter, lower, _about(line), colors.dim)

    @staticmethod
    def _paint_due(painter: QPainter, rect: QRect, font: QFont, line: "MilestoneRow") -> None:
        colors, (upper, lower) = painting.tokens(), _halves(rect)
        painter.setFont(painting.font(font, 12.5, tabular=True))
        painting.text(painter, upper, dates.full_day(line.last_day), _ink(line, colors.text))
        painter.setFont(painting.font(font, 12))
        color = colors.danger if line.overdue else colors.dim
        left = 0
        if line.overdue or line.milestone.completed_at is not None:
            mark = QRect(lower.left(), lower.center().y() - 5, 12, 12)
            painting.risk_mark(painter, mark, "late" if line.overdue else "on_track", QColor(color))
            left = 18
        painting.text(painter, lower.adjusted(left, 0, 0, 0), state_word(line), color)

    @staticmethod
    def _paint_hours(painter: QPainter, rect: QRect, font: QFont, line: "MilestoneRow") -> None:
        colors, right = painting.tokens(), Qt.AlignmentFlag.AlignRight
        upper, lower = _halves(rect)
        painter.setFont(painting.font(font, 13, bold=True, tabular=True))
        painting.text(painter, upper, hours(line.seconds), _ink(line, colors.text), align=right)
        painter.setFont(painting.font(font, 12, tabular=True))
        over = line.used is not None and line.used > 1
        painting.text(painter, lower, _of_budget(line), colors.danger if over else colors.dim, align=right)


def state_word(line: "MilestoneRow") -> str:
    """Return "completed", "overdue", "open"."""
    if line.milestone.completed_at is not None:
        return _tr("completed")
    return _tr("overdue") if line.overdue else _tr("open")


def _about(line: "MilestoneRow") -> str:
    parts = [line.project.name]
    if line.milestone.recurrence:
        parts.append(words.repeats(line.milestone.recurrence))
    if line.standing.carried_over_minutes:
        parts.append(_tr("{hours} carried over").format(hours=budget(line.standing.carried_over_minutes)))
    return " · ".join(parts)


def _of_budget(line: "MilestoneRow") -> str:
    if line.used is None:
        return _tr("no budget")
    return f"{words.percent(line.used)} {words.of_hours(line.milestone.budget_minutes)}"


def _hours(line: "MilestoneRow") -> str:
    return f"{hours(line.seconds)}, {_of_budget(line)}, {_about(line)}"


def _ink(line: "MilestoneRow", color: str) -> str:
    return painting.tokens().dim if line.milestone.completed_at is not None else color


def _halves(rect: QRect) -> tuple[QRect, QRect]:
    upper = QRect(rect.left(), rect.top() + 8, rect.width(), 19)
    return upper, upper.translated(0, 18)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)
