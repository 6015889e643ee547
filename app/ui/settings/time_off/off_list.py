"""The time off of a year as a list: painted rows, changed and deleted by mouse or keyboard."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.orchestrators.work_hours.year_off import OffLine
from app.ui import icons
from app.ui.settings.time_off import words
from app.ui.widgets import painting
from app.ui.widgets.painting import Ends
from app.ui.widgets.rows_list import LINE, Index, RowsList, RowsModel

ROW, _MENU, _DAYS, _DATES = 44, 40, 86, 190
_RIGHT = Qt.AlignmentFlag.AlignRight
_NARROW = 560


class OffModel(RowsModel[OffLine]):
    """By date; ``today`` tells what is over."""

    today = ""

    def words(self, line: OffLine) -> str:
        """Return what it is called."""
        return line.off.name

    def spoken(self, line: OffLine) -> str:
        """Return name, kind, dates and working days."""
        return ", ".join((line.off.name, *self.details(line), words.span(line.first_day, line.last_day),
                          words.days(line.days)))  # fmt: skip

    def details(self, line: OffLine) -> list[str]:
        """Return its kind, and what is out of the ordinary."""
        off = line.off
        said = [words.kind_name(off.kind)]
        if off.fraction < 1:
            said.append(self.tr("half days") if off.fraction == 0.5 else self.tr("part of the day"))
        if off.recurs_annually:
            said.append(self.tr("every year"))
        return said


class OffDelegate(QStyledItemDelegate):
    """Paints a row: icon, name and kind, dates, working days, the menu's dots."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row is equally high."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        model = index.model()
        if not isinstance(model, OffModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, line, colors = option.rect, index.data(LINE), painting.tokens()
        painting.card_slice(painter, rect, _ends(index))
        self._paint_state(painter, option, rect)
        is_over = line.last_day < model.today
        icons.paint(painter, words.icon(line.off.kind), QRectF(rect.left() + 15, rect.center().y() - 8, 17, 17),
                    colors.dim if is_over else colors.accent)  # fmt: skip
        dots = menu_place(rect)
        icons.paint(painter, "more", QRectF(dots).adjusted(6, 5, -6, -5), colors.dim)
        self._paint_words(painter, option.font, rect, model, line)
        painter.restore()

    def _paint_state(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        inner = QRectF(rect).adjusted(3, 3, -3, -2)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painting.ground(painter, inner, painting.tokens().hover)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, inner)

    def _paint_words(self, painter: QPainter, font: QFont, rect: QRect, model: OffModel, line: OffLine) -> None:
        colors = painting.tokens()
        is_narrow = rect.width() < _NARROW
        right = rect.right() - _MENU
        days = QRect(right - _DAYS, rect.top(), _DAYS, rect.height())
        when = QRect(days.left() - _DATES, rect.top(), _DATES, rect.height())
        name = QRect(rect.left() + 42, rect.top(), when.left() - rect.left() - 50, rect.height())
        painter.setFont(painting.font(font, 13, tabular=True))
        is_over = line.last_day < model.today
        used = painting.text(painter, name, line.off.name, colors.dim if is_over else colors.text)
        painting.text(painter, when, words.span(line.first_day, line.last_day), colors.dim)
        painting.text(painter, days, words.days(line.days) if line.days else "–", colors.dim if is_over or not line.days else colors.text,
                      align=_RIGHT)  # fmt: skip
        # What a public holiday is, its icon says; there is no room to say it of each.
        said = model.details(line)
        shown = said[1:] if is_narrow or line.off.region else said
        painter.setFont(painting.font(font, 12))
        painting.text(painter, name.adjusted(used + 8, 1, 0, 1), words.listed(shown), colors.dim)


def menu_place(rect: QRect) -> QRect:
    """Return where a row's menu opens."""
    return QRect(rect.right() - _MENU + 4, rect.center().y() - 13, 28, 27)


class OffList(RowsList):
    """As high as its rows: the page around it scrolls."""

    edit_wanted = Signal(object)
    delete_wanted = Signal(object)

    def __init__(self, model: OffModel, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Time off of the year"), parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(OffDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.menu = QMenu(self)
        self._here: tuple[str, int] | None = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._fit)
        self.doubleClicked.connect(lambda index: self.edit_wanted.emit(index.data(LINE)))

    def _remember(self) -> None:
        line = self.currentIndex().data(LINE)
        self._here = None if line is None else (line.off.id, self.currentIndex().row())

    def _fit(self) -> None:
        """Be as high as the rows, with the keyboard on the one it was on, or on the one in its place."""
        self.setFixedHeight(self._model.rowCount() * ROW + 1)
        if self._here is not None and self._model.lines:
            id_, row = self._here
            places = [place for place, line in enumerate(self._model.lines) if line.off.id == id_]
            row = places[0] if places else min(row, len(self._model.lines) - 1)
            self.setCurrentIndex(self._model.index(row))

    def open_menu(self, line: OffLine, at: QPoint) -> None:
        """Offer what can be done with a row."""
        self.menu.clear()
        self.menu.addAction(self.tr("Edit…"), lambda: self.edit_wanted.emit(line))
        self.menu.addAction(self.tr("Delete"), lambda: self.delete_wanted.emit(line))
        self.menu.popup(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Delete deletes."""
        line = self.currentIndex().data(LINE)
        if line is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit_wanted.emit(line)
        elif line is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit(line)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the dots opens the menu."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and menu_place(self.visualRect(index)).contains(event.position().toPoint()):
            self.open_menu(index.data(LINE), event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the pointer, or of the one the keyboard is on."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.viewport().mapToGlobal(menu_place(self.visualRect(index)).bottomLeft())
            self.open_menu(index.data(LINE), at if by_key else event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """A hand over the dots."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            point = event.position().toPoint()
            index = self.indexAt(point)
            over = index.isValid() and menu_place(self.visualRect(index)).contains(point)
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)


def _ends(index: Index) -> Ends:
    is_first, is_last = index.row() == 0, index.row() == index.model().rowCount() - 1
    if is_first and is_last:
        return Ends.BOTH
    if is_first:
        return Ends.TOP
    return Ends.BOTTOM if is_last else Ends.NONE
