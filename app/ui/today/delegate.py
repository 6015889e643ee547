"""How the rows of the list are painted: cards of days with hairlines between calm rows."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui import icons
from app.ui.today import places
from app.ui.today.lines import DayLine, EmptyLine, EntryLine, MarkLine
from app.ui.today.looks import Looks
from app.ui.today.mark_painter import paint_hatch
from app.ui.today.model import DayListModel, Index
from app.ui.today.places import ACTIONS, PAD, Part, Places
from app.ui.today.words import number, tr
from app.ui.widgets import painting
from app.ui.widgets.painting import Ends

_State, _Align = QStyle.StateFlag, Qt.AlignmentFlag
# Lines of text in other scripts stand where the row has its words, too.
_LEFT = int(_Align.AlignLeft | _Align.AlignVCenter | _Align.AlignAbsolute)
_RIGHT = int(_Align.AlignRight | _Align.AlignVCenter | _Align.AlignAbsolute)
_MIDDLE = int(_Align.AlignCenter)
_ICONS = {Part.CONTINUE: "play", Part.SPLIT: "split", Part.DUPLICATE: "duplicate", Part.DELETE: "trash"}


@dataclass(frozen=True, slots=True)
class Hot:
    """What is under the mouse: a row, and maybe a part of it (a field, an action, the label of a fix)."""

    key: str = ""
    part: str = ""


class DayListDelegate(QStyledItemDelegate):
    """Paints rows; knows nothing of what a click does."""

    def __init__(self, model: DayListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.compact = False
        self.hot = Hot()
        self.looks = Looks.of(QFont(), clock24=True)

    def restyle(self, font: QFont) -> None:
        """Follow the appearance and the settings."""
        self.looks = Looks.of(font, clock24=self._model.style.clock24)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a row's height."""
        line = self._model.lines[index.row()]
        if isinstance(line, EntryLine):
            return QSize(0, places.ROW_COMPACT if self.compact else places.ROW)
        if isinstance(line, DayLine):
            return QSize(0, places.HEAD + (places.GAP if index.row() else 0))
        return QSize(0, places.MARK if isinstance(line, MarkLine) else places.EMPTY)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        line = self._model.lines[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, EntryLine):
            self._paint_entry(painter, option, line)
        elif isinstance(line, DayLine):
            self._paint_day(painter, option.rect.adjusted(0, places.GAP if index.row() else 0, 0, 0), line)
        else:
            self._paint_mark(painter, option, line)
        painter.restore()

    def places(self, rect: QRect, line: EntryLine, *, is_current: bool) -> Places:
        """Return where things stand in a row as it is painted now."""
        with_actions = is_current or line.key == self.hot.key
        return Places.of(rect, line, self.looks, compact=self.compact, with_actions=with_actions)

    def _paint_day(self, painter: QPainter, rect: QRect, line: DayLine) -> None:
        looks = self.looks
        painting.card_slice(painter, rect, Ends.TOP)
        inner = rect.adjusted(PAD, 1, -PAD, 0)
        if line.name:
            self._text(painter, inner, line.name, looks.strong, looks.text)
            inner.setLeft(inner.left() + looks.strong_metrics.horizontalAdvance(line.name) + 10)
        self._text(painter, inner, line.date, looks.small, looks.dim)
        painter.setFont(looks.figure_strong)
        painter.setPen(looks.text)
        painter.drawText(inner, _RIGHT, self._model.length(line))

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, line: EntryLine) -> None:
        rect, looks = option.rect, self.looks
        painting.card_slice(painter, rect, Ends.BOTTOM if line.is_last else Ends.NONE)
        is_current = bool(option.state & _State.State_HasFocus)
        self._paint_states(painter, option, line, is_current=is_current)
        spots = self.places(rect, line, is_current=is_current)
        painting.ground(painter, spots.stripe.toRectF(), painting.project_color(line.color).name(), radius=2)
        self._paint_hot(painter, spots, line)
        self._paint_words(painter, spots.found, line)
        self._paint_figures(painter, spots, line)
        self._paint_billable(painter, spots.found[Part.BILLABLE], line)
        if Part.CONTINUE in spots.found:
            for part in ACTIONS:
                is_hot = self.hot == Hot(line.key, part)
                self._icon(painter, _ICONS[part], spots.found[part], looks.text if is_hot else looks.dim)

    def _paint_states(
        self, painter: QPainter, option: QStyleOptionViewItem, line: EntryLine, *, is_current: bool
    ) -> None:
        inner, colors = QRectF(option.rect).adjusted(5, 4, -5, -3), painting.tokens()
        if option.state & _State.State_Selected:
            painting.ground(painter, inner, colors.accent_ground)
        elif line.key == self.hot.key:
            painting.ground(painter, inner, colors.hover)
        if is_current:
            painting.focus_ring(painter, inner)

    def _paint_hot(self, painter: QPainter, spots: Places, line: EntryLine) -> None:
        if line.key != self.hot.key or not self.hot.part:
            return
        rect = spots.found.get(Part(self.hot.part))
        if rect is None or self.hot.part == Part.COUNT:
            return
        if rect.height() > 30:
            rect = QRect(rect.left(), rect.center().y() - 13, rect.width(), 27)
        else:
            rect = rect.adjusted(-5, -1, 4, 1)
        painter.setPen(self.looks.line)
        painter.setBrush(QColor(painting.tokens().panel))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_words(self, painter: QPainter, found: dict[Part, QRect], line: EntryLine) -> None:
        looks, is_hot = self.looks, line.key == self.hot.key
        words, color = (line.description, looks.text) if line.description else (tr("No description"), looks.dim)
        self._text(painter, found[Part.DESCRIPTION], words, looks.body, color)
        if Part.COUNT in found:
            self._paint_count(painter, found[Part.COUNT], line)
        where = line.where or (tr("Add a project") if is_hot else tr("No project"))
        self._text(painter, found[Part.PROJECT], where, looks.small, looks.warning if line.is_missing else looks.dim)
        tags = places.tags_text(line.tags) or ("#" if is_hot else "")
        self._text(painter, found[Part.TAGS], tags, looks.small, looks.dim)
        if line.note:
            rest = found[Part.TAGS].adjusted(0, 0, 0, 0)
            rest.setLeft(found[Part.TAGS].right() + 8)
            rest.setRight(found[Part.START].left() - 40)
            self._text(painter, rest, line.note, looks.small, looks.dim)

    def _paint_count(self, painter: QPainter, rect: QRect, line: EntryLine) -> None:
        looks, colors = self.looks, painting.tokens()
        is_on = line.is_open or self.hot == Hot(line.key, Part.COUNT)
        painter.setPen(looks.accent if is_on else looks.line)
        painter.setBrush(QColor(colors.accent_ground if line.is_open else colors.window))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(looks.small)
        painter.setPen(looks.accent if line.is_open else looks.text)
        painter.drawText(rect, _MIDDLE, number(line.count))

    def _paint_figures(self, painter: QPainter, spots: Places, line: EntryLine) -> None:
        looks, found = self.looks, spots.found
        painter.setFont(looks.figure)
        painter.setPen(looks.dim)
        painter.drawText(found[Part.START], _RIGHT, line.start)
        painter.drawText(spots.dash, _MIDDLE, "–")
        painter.setPen(looks.accent if line.is_running else looks.dim)
        painter.drawText(found[Part.END], _LEFT, line.end)
        painter.setFont(looks.figure_strong)
        painter.setPen(looks.accent if line.is_running else looks.text)
        painter.drawText(found[Part.LENGTH], _RIGHT, self._model.length(line))

    def _paint_billable(self, painter: QPainter, rect: QRect, line: EntryLine) -> None:
        if line.entry.billable:
            self._icon(painter, "money", rect, self.looks.dim)
        elif line.key == self.hot.key:
            self._icon(painter, "money-off", rect, self.looks.faint)

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, line: MarkLine | EmptyLine) -> None:
        rect, looks = option.rect, self.looks
        painting.card_slice(painter, rect, Ends.BOTTOM if line.is_last else Ends.NONE)
        is_gap = isinstance(line, MarkLine)
        if is_gap:
            paint_hatch(painter, rect, is_last=line.is_last)
        ink = looks.warning if is_gap else looks.dim
        self._text(painter, rect.adjusted(PAD, 1, -PAD, 0), line.text, looks.small, ink)
        is_current = bool(option.state & _State.State_HasFocus)
        for place, (fix, at) in enumerate(places.fixes(rect, line, looks)):
            is_hot = self.hot == Hot(line.key, fix.label)
            label = QRectF(at.left(), at.center().y() - 9, at.width(), 19)
            if is_hot:
                painting.ground(painter, label, painting.tokens().accent_ground, radius=5)
            if is_current and not place:
                painting.focus_ring(painter, label, radius=5)
            painter.setFont(looks.action)
            painter.setPen(looks.accent)
            shown = painter.fontMetrics().elidedText(fix.label, Qt.TextElideMode.ElideRight, at.width() - 6)
            painter.drawText(at, _MIDDLE, shown)

    def _icon(self, painter: QPainter, name: str, rect: QRect, color: QColor) -> None:
        icons.paint(painter, name, QRectF(rect.center().x() - 8.5, rect.center().y() - 8, 17, 17), color)

    def _text(self, painter: QPainter, rect: QRect, words: str, font: QFont, color: QColor) -> None:
        metrics = self.looks.small_metrics if font is self.looks.small else self.looks.body_metrics
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(rect, _LEFT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width()))
