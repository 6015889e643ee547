"""How a row of the project tree is painted: groups as the heads of cards, projects as their calm rows."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.risk import Risk
from app.ui.formats import hours
from app.ui.projects import words
from app.ui.projects.lines import GroupLine, ProjectLine
from app.ui.projects.tree_model import LINE
from app.ui.widgets import painting
from app.ui.widgets.painting import Ends

HEAD, GAP, PAD, MENU = 40, 12, 16, 36
ROW, ROW_COMPACT = 52, 40
_WIDE = 820


@dataclass(frozen=True, slots=True)
class Columns:
    """The rectangles of a project row, right to left; the bar gives way first when it is narrow."""

    name: QRect
    bar: QRect
    hours: QRect
    due: QRect
    risk: QRect
    menu: QRect

    @classmethod
    def of(cls, row: QRect) -> "Columns":
        """Divide a row."""
        wide = row.width() >= _WIDE
        right = row.right() - 8
        menu = QRect(right - MENU, row.top(), MENU, row.height())
        risk = _left_of(menu, 116)
        due = _left_of(risk, 96 if wide else 78)
        hours = _left_of(due, 152 if wide else 138)
        bar = _left_of(hours, 170 if wide else 0)
        name = QRect(row.left() + PAD, row.top(), bar.left() - row.left() - PAD - 12, row.height())
        return cls(name=name, bar=bar, hours=hours, due=due, risk=risk, menu=menu)


def _left_of(rect: QRect, width: int) -> QRect:
    return QRect(rect.left() - width, rect.top(), width, rect.height())


class ProjectTreeDelegate(QStyledItemDelegate):
    """Paints groups and projects; knows nothing of what a click does."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.compact = False

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Groups are as high as a card's head with the gap above it."""
        if isinstance(index.data(LINE), GroupLine):
            return QSize(0, HEAD + (GAP if index.row() else 0))
        last = index.row() == index.model().rowCount(index.parent()) - 1
        return QSize(0, (ROW_COMPACT if self.compact else ROW) + (1 if last else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = index.data(LINE)
        if isinstance(line, GroupLine):
            self._paint_group(painter, option, index, line)
        elif isinstance(line, ProjectLine):
            self._paint_project(painter, option, index, line)
        painter.restore()

    def _paint_group(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        line: GroupLine,
    ) -> None:
        rect = option.rect.adjusted(0, GAP if index.row() else 0, 0, 0)
        is_open = bool(option.state & QStyle.StateFlag.State_Open) and bool(line.projects)
        painting.card_slice(painter, rect, Ends.TOP if is_open else Ends.BOTH)
        self._paint_states(painter, option, rect)
        tokens = painting.tokens()
        painting.chevron(painter, QRect(rect.left() + PAD - 4, rect.top(), 16, rect.height()), is_open=is_open)
        columns = Columns.of(rect)
        left = self._paint_hours(painter, option, columns.hours, line.tracked_seconds, line.estimate_minutes)
        name = QRect(rect.left() + PAD + 20, rect.top(), left - rect.left() - PAD - 44, rect.height())
        made = painting.font(option.font, 13, bold=True)
        # It leads to the group's page.
        made.setUnderline(line.id is not None and bool(option.state & QStyle.StateFlag.State_MouseOver))
        painter.setFont(made)
        used = painting.text(painter, name, line.name or words.without_group(), tokens.text)
        painter.setFont(painting.font(option.font, 12))
        count = name.adjusted(used + 10, 1, 0, 1)
        painting.text(painter, count, words.project_count(len(line.projects)), tokens.dim)
        if line.id is not None:
            painting.dots(painter, QRect(rect.right() - 8 - MENU, rect.top(), MENU, rect.height()), _calm(option))

    def _paint_project(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        line: ProjectLine,
    ) -> None:
        last = index.row() == index.model().rowCount(index.parent()) - 1
        painting.card_slice(painter, option.rect, Ends.BOTTOM if last else Ends.NONE)
        self._paint_states(painter, option, option.rect)
        columns = Columns.of(option.rect)
        self._paint_name(painter, option, columns.name, line)
        self._paint_figures(painter, option, columns, line)
        self._paint_risk(painter, option, columns.risk, line)
        painting.dots(painter, columns.menu, _calm(option))

    def _paint_states(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        inner = QRectF(rect).adjusted(5, 3, -5, -3)
        if option.state & QStyle.StateFlag.State_Selected:
            painting.ground(painter, inner, painting.tokens().accent_ground)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.ground(painter, inner, painting.tokens().hover)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, inner)

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, line: ProjectLine) -> None:
        painting.dot(painter, rect.left() + 4, rect.center().y() + 1, painting.project_color(line.color))
        text = rect.adjusted(22, 0, 0, 0)
        below = words.project_subtitle(line)
        tokens = painting.tokens()
        one_line = self.compact or not below
        painter.setFont(painting.font(option.font, 13))
        if one_line:
            used = painting.text(painter, text, line.name, tokens.text)
            painter.setFont(painting.font(option.font, 12))
            painting.text(painter, text.adjusted(used + 10, 1, 0, 1), below, tokens.dim)
            return
        half = QFontMetrics(painter.font()).height()
        top = text.center().y() - half + 1
        painting.text(painter, QRect(text.left(), top, text.width(), half), line.name, tokens.text)
        painter.setFont(painting.font(option.font, 12))
        painting.text(painter, QRect(text.left(), top + half, text.width(), half), below, tokens.dim)

    def _paint_figures(
        self, painter: QPainter, option: QStyleOptionViewItem, columns: Columns, line: ProjectLine
    ) -> None:
        tokens = painting.tokens()
        right = Qt.AlignmentFlag.AlignRight
        if line.used is not None and columns.bar.width():
            track = QRectF(columns.bar.left(), columns.bar.center().y() - 1.5, columns.bar.width() - 58, 4)
            painting.bar(painter, track, line.used, painting.project_color(line.color))
            painter.setFont(painting.font(option.font, 12, tabular=True))
            painting.text(painter, columns.bar.adjusted(0, 0, -8, 0), words.percent(line.used), tokens.dim, align=right)
        self._paint_hours(painter, option, columns.hours, line.tracked_seconds, line.estimate_minutes)
        painter.setFont(painting.font(option.font, 12, tabular=True))
        due = words.due(line.due_date) if line.due_date else ""
        painting.text(painter, columns.due, due, tokens.dim, align=right)

    def _paint_hours(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, seconds: int, minutes: int
    ) -> int:
        """Paint "12:30 of 40:00" at the right of ``rect``; return where it begins."""
        tokens, right = painting.tokens(), Qt.AlignmentFlag.AlignRight
        room = QRect(rect)
        if minutes:
            of = words.of_hours(minutes)
            painter.setFont(painting.font(option.font, 12, tabular=True))
            painting.text(painter, room, of, tokens.dim, align=right)
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(of) - 4)
        painter.setFont(painting.fitting(option.font, hours(seconds), room.width(), range(10, 13)))
        return room.right() - painting.text(painter, room, hours(seconds), tokens.text, align=right)

    def _paint_risk(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, line: ProjectLine) -> None:
        color = risk_color(line.risk)
        painting.risk_mark(painter, QRect(rect.left() + 20, rect.center().y() - 6, 13, 13), line.risk.value, color)
        painter.setFont(painting.font(option.font, 12))
        painting.text(painter, rect.adjusted(39, 0, 0, 0), words.risk(line.risk), color)


def group_name_place(rect: QRect, row: int, line: GroupLine, font: QFont) -> QRect:
    """Return where a group's name stands in its row, a little wider for the finger."""
    width = QFontMetrics(painting.font(font, 13, bold=True)).horizontalAdvance(line.name)
    left, top = rect.left() + PAD + 20, rect.top() + (GAP if row else 0)
    return QRect(left - 4, top, min(width, Columns.of(rect).hours.left() - left) + 8, HEAD)


def risk_color(risk: Risk) -> QColor:
    """Return the colour that stands beside the mark and the word, never alone."""
    tokens = painting.tokens()
    return QColor(
        {"on_track": tokens.accent, "at_risk": tokens.warning, "over_budget": tokens.danger, "late": tokens.danger}.get(
            risk.value, tokens.dim
        )
    )


def _calm(option: QStyleOptionViewItem) -> bool:
    """Return whether the row's menu mark stays quiet: neither under the mouse nor focused."""
    return not option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
