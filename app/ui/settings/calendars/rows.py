"""The calendars that are here, one a row: colour, name, when it was read, and what to do with it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.settings.calendars import words
from app.ui.widgets import painting
from app.ui.widgets.color_picker import ColorPicker
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.lines_table import LinesTable
from app.ui.widgets.rows_card import RowsCard, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.orchestrators.planning.calendars import CalendarSource
    from app.storage.calendars import Refusal

_HEAD, _ROW, _MOST_ROWS = 38, 32, 5
# The room that the colour takes before the name.
_INDENT = 40


class CalendarRow(QWidget):
    """One calendar; refused events open under it."""

    refresh_wanted = Signal(str)
    remove_wanted = Signal(str)
    color_wanted = Signal(str, str)

    def __init__(self, calendar: "CalendarSource", now: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calendar = calendar
        self.color, self.refresh, self.remove = self._buttons()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.color)
        line.addLayout(words_of(calendar.name, words.about(calendar, now)), 1)
        line.addWidget(self.refresh)
        line.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addLayout(line)
        self.failure = QLabel(words.failed(calendar, now) if calendar.failure else "")
        self.failure.setWordWrap(True)
        self.failure.setTextFormat(Qt.TextFormat.PlainText)
        self.failure.setProperty("tone", "warning")
        self.failure.setContentsMargins(_INDENT, 0, 0, 0)
        self.failure.setVisible(bool(calendar.failure))
        column.addWidget(self.failure)
        self._add_refused(column)

    def _buttons(self) -> tuple["ColorButton", IconButton, IconButton]:
        name = self.calendar.name
        color = ColorButton(self.calendar.color, self.tr("Color of {name}").format(name=name))
        color.chosen.connect(lambda chosen: self.color_wanted.emit(name, chosen))
        color.setEnabled(self.calendar.source is not None)
        refresh = IconButton("round", self.tr("Refresh {name} now").format(name=name))
        refresh.clicked.connect(self._refresh)
        refresh.setVisible(self.calendar.source is not None)
        remove = IconButton("trash", self.tr("Remove {name}").format(name=name))
        remove.clicked.connect(lambda: self.remove_wanted.emit(name))
        return color, refresh, remove

    def _add_refused(self, column: QVBoxLayout) -> None:
        refused = self.calendar.refused
        self.opener = QPushButton(words.refused(len(refused)))
        self.opener.setObjectName("linkButton")
        self.opener.setCheckable(True)
        self.opener.setVisible(bool(refused))
        self.table = LinesTable(self.tr("Events of {name} that could not be read").format(name=self.calendar.name))
        show_refused(self.table, refused)
        self.table.hide()
        self.opener.toggled.connect(self.table.setVisible)
        row = QHBoxLayout()
        row.setContentsMargins(_INDENT - 13, 0, 0, 0)
        row.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(row)
        column.addWidget(self.table)

    def _refresh(self) -> None:
        self.refresh.setEnabled(False)
        self.refresh_wanted.emit(self.calendar.name)


def show_refused(table: LinesTable, refused: "Sequence[Refusal]") -> None:
    """Show what could not be read, in a table as high as its rows need, within reason."""
    table.lines.show([(one.line, f"{one.name}: {one.reason}") for one in refused])
    table.setFixedHeight(_HEAD + _ROW * max(1, min(_MOST_ROWS, len(refused))) + 4)


class ColorButton(QPushButton):
    """A dot in a calendar's colour; opens the colours to choose from."""

    chosen = Signal(str)

    def __init__(self, color: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = color
        self.setObjectName("quietButton")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(32, 30)
        self.clicked.connect(self._open)
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("card")
        self.picker = ColorPicker()
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.picker)
        self.picker.chosen.connect(self._choose)

    def sizeHint(self) -> QSize:
        """As small as the other buttons of the row."""
        return QSize(32, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, then the dot."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dot = QRectF(self.width() / 2 - 7, self.height() / 2 - 7, 14, 14)
        painting.ground(painter, dot, painting.project_color(self._color).name(), radius=7)

    def _open(self) -> None:
        self.picker.set_color(self._color)
        self.popup.adjustSize()
        self.popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self.popup.show()
        self.picker.setFocus()

    def _choose(self, color: str) -> None:
        self.popup.hide()
        self._color = color
        self.update()
        self.chosen.emit(color)


class CalendarsCard(RowsCard):
    """All calendars; without any it says what they are for."""

    refresh_wanted = Signal(str)
    remove_wanted = Signal(str)
    color_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Your calendars"), parent)
        self.rows: dict[str, CalendarRow] = {}
        self._said: list[tuple[CalendarSource, str, str]] | None = None

    def show_calendars(self, calendars: "Sequence[CalendarSource]", now: int) -> None:
        """Replace the rows, unless they say the same already: the focus is in one of them."""
        said = [(one, words.about(one, now), words.failed(one, now)) for one in calendars]
        if said == self._said and not any(not row.refresh.isEnabled() for row in self.rows.values()):
            return
        self._said = said
        opened = {name for name, row in self.rows.items() if row.opener.isChecked()}
        self.clear()
        self.rows = {}
        if not calendars:
            about = self.tr(
                "Meetings from another calendar appear beside your plans, read only, and one click tracks them."
            )
            self.add(self.tr("No calendars yet"), about)
        for calendar in calendars:
            row = CalendarRow(calendar, now)
            row.refresh_wanted.connect(self.refresh_wanted)
            row.remove_wanted.connect(self.remove_wanted)
            row.color_wanted.connect(self.color_wanted)
            row.opener.setChecked(calendar.name in opened)
            self.rows[calendar.name] = row
            self.add_widget(row)
