"""Cards with one figure each, in rows that fill the width."""

from collections.abc import Collection, Iterator, Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.ui.widgets.figure_button import FigureButton
from app.ui.widgets.titled_card import FigureCard

_PARTS, _SPACE = 60, 12
_ROWS = {8: (4, 2), 7: (4, 2), 6: (6, 3), 5: (5, 3), 4: (4, 2), 3: (3, 3)}
_NARROW = 116


class FigureGrid(QWidget):
    """Figure cards by name; fewer in a row when it is narrow. Those that lead somewhere can be pressed."""

    pressed = Signal(str)

    def __init__(self, labels: Mapping[str, str], leading: Collection[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, FigureCard] = {}
        for name, label in labels.items():
            self.cards[name] = self._button(name, label) if name in leading else FigureCard(label)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_SPACE)
        # The cards give way by standing in more rows, so their widths side by side are no limit.
        self._grid.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._columns = 0
        self._place(self._wanted(_PARTS * _NARROW))

    def _button(self, name: str, label: str) -> FigureButton:
        button = FigureButton(label)
        button.pressed.connect(lambda: self.pressed.emit(name))
        return button

    def __getitem__(self, name: str) -> FigureCard:
        """Return a card by its name."""
        return self.cards[name]

    def __iter__(self) -> Iterator[FigureCard]:
        """Go through the cards in order."""
        return iter(self.cards.values())

    def sizeHint(self) -> QSize:
        """As high as the rows."""
        rows = -(-len(self.cards) // self._columns)
        height = next(iter(self)).sizeHint().height()
        return QSize(480, rows * (height + _SPACE) - _SPACE)

    def minimumSizeHint(self) -> QSize:
        """As wide as the fewest in a row."""
        return QSize(_NARROW * 2, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cards anew when other numbers of them fit."""
        super().resizeEvent(event)
        self._place(self._wanted(event.size().width()))

    def _wanted(self, width: int) -> int:
        most, fewest = _ROWS.get(len(self.cards), (4, 2))
        return most if width >= most * (_NARROW + _SPACE) else fewest

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        self.updateGeometry()
        cards = list(self.cards.values())
        for number, begin in enumerate(range(0, len(cards), columns)):
            row = cards[begin : begin + columns]
            # Every row fills the width.
            share = _PARTS // len(row)
            for place, card in enumerate(row):
                self._grid.removeWidget(card)
                self._grid.addWidget(card, number, place * share, 1, share)
