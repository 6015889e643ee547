"""A table as it stands in its file: its first rows, and above each column a choice of what it holds."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets import painting
from app.ui.widgets.choice import Choice

_NARROWEST, _WIDEST, _LINE, _PAD, _GAP = 136, 240, 24, 10, 8


class Cells(QWidget):
    """The name of a column and its first cells, painted one under the other."""

    def __init__(self, name: str, cells: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._cells = name, tuple(" ".join(cell.split()) for cell in cells)
        self.setToolTip("\n".join((name, *self._cells)))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(_NARROWEST, _LINE * (len(self._cells) + 1) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, the name, a hairline and the cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.card(painter, self.rect())
        colors = painting.tokens()
        for place, words in enumerate((self._name, *self._cells)):
            painter.setFont(painting.font(self.font(), 12, bold=not place, tabular=True))
            area = QRect(_PAD, 4 + place * _LINE, self.width() - 2 * _PAD, _LINE)
            painting.text(painter, area, words, colors.dim if place else colors.text)
        painting.hairline(painter, 1, self.width() - 1, _LINE + 4)


class Sample(QScrollArea):
    """Scrolls sideways where there are many columns. A field is held by one column: a later choice takes it over."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []
        self._names: tuple[str, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("The columns of the file"))

    def show_table(
        self, names: Sequence[str], rows: Sequence[Sequence[str]], fields: Sequence[tuple[str, str]]
    ) -> None:
        """Show a table; ``fields`` are what a column can hold as (label, field)."""
        self._names, self.choices = tuple(names), []
        inside = QWidget()
        line = QHBoxLayout(inside)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(_GAP)
        for place, name in enumerate(names):
            line.addWidget(self._column(name, [row[place] if place < len(row) else "" for row in rows], fields), 1)
        line.addStretch(0)
        self.setWidget(inside)
        # Room for the bar at the bottom, which would else cover the last row.
        self.setFixedHeight(inside.sizeHint().height() + 12)

    def _column(self, name: str, cells: Sequence[str], fields: Sequence[tuple[str, str]]) -> QWidget:
        box = Choice([("–", ""), *fields])
        box.setMinimumWidth(_NARROWEST)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setAccessibleName(self.tr("What the column “{name}” holds").format(name=name))
        examples = ", ".join(cell for cell in cells if cell)
        box.setAccessibleDescription(self.tr("For example: {cells}").format(cells=examples))
        # Columns are told apart by their names: one without a name, or with that of another, cannot be spoken of.
        box.setEnabled(bool(name) and name not in self._names[: len(self.choices)])
        box.activated.connect(lambda _place: self._on_chosen(box))
        self.choices.append(box)
        column = QWidget()
        column.setMinimumWidth(_NARROWEST)
        column.setMaximumWidth(_WIDEST)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(box)
        inside.addWidget(Cells(name, cells))
        return column

    def choose(self, columns: Mapping[str, str]) -> None:
        """Show which field each column holds, by the field's column."""
        for box in self.choices:
            box.choose("")
        for field, wanted in columns.items():
            if wanted in self._names:
                self.choices[self._names.index(wanted)].choose(field)

    @property
    def columns(self) -> dict[str, str]:
        """Return by field the column that holds it."""
        return dict(self._held())

    def _held(self) -> Iterator[tuple[str, str]]:
        for name, box in zip(self._names, self.choices, strict=True):
            if box.currentData():
                yield str(box.currentData()), name

    def _on_chosen(self, box: Choice) -> None:
        for other in self.choices:
            if other is not box and other.currentData() == box.currentData():
                other.choose("")
        self.chosen.emit()
