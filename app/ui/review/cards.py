"""Review's cards: one a kind, a row an item, its fixes as buttons."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.review.lines import FixLine, ItemLine
from app.ui.review.versions_row import VersionsRow
from app.ui.widgets.rows_card import RowsCard, words_of

FIRST = 20
"""So many items of a kind are shown at once; the rest waits behind a button."""
_SHARE_OF_BUTTONS = 0.5


class ReviewRow(QWidget):
    """An item with its buttons; they stand under the sentence when it is narrow."""

    fix_wanted = Signal(object, object, QPoint)
    """The item, the fix, and where a menu can open."""
    dismiss_wanted = Signal(str)

    def __init__(self, item: ItemLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.setAccessibleName(item.message)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(16, 12, 12, 12)
        self._lines.setSpacing(8)
        self._lines.addLayout(words_of(item.message, item.detail), 1)
        self.buttons = [self._fix_button(fix, is_first=place == 0) for place, fix in enumerate(item.fixes)]
        self.dismiss = QPushButton(self.tr("Dismiss"))
        self.dismiss.setObjectName("quietButton")
        self.dismiss.setToolTip(self.tr("Leave it as it is and don't show it again"))
        self.dismiss.setAccessibleDescription(item.message)
        self.dismiss.clicked.connect(lambda: self.dismiss_wanted.emit(item.key))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (*self.buttons, self.dismiss):
            row.addWidget(button)
        row.addStretch(1)
        self._lines.addLayout(row)

    def _fix_button(self, fix: FixLine, *, is_first: bool) -> QPushButton:
        button = QPushButton(fix.label + ("…" if fix.asks_project else ""))
        button.setObjectName("softButton" if is_first else "")
        button.setAccessibleDescription(self.item.message)
        button.clicked.connect(partial(self._say_fix, fix, button))
        return button

    def place_buttons(self, width: int) -> None:
        """Put the buttons where there is room for them."""
        wanted = sum(button.sizeHint().width() + 8 for button in (*self.buttons, self.dismiss))
        is_narrow = wanted > width * _SHARE_OF_BUTTONS
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._lines.setDirection(direction)

    def _say_fix(self, fix: FixLine, button: QPushButton) -> None:
        self.fix_wanted.emit(self.item, fix, button.mapToGlobal(QPoint(0, button.height())))


class ReviewCard(RowsCard):
    """All items of one kind."""

    fix_wanted = Signal(object, object, QPoint)
    """The item, the fix, and where a menu can open."""
    dismiss_wanted = Signal(list)
    """The keys of the items to put away."""

    def __init__(self, title: str, items: Sequence[ItemLine], parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._items = list(items)
        self.rows: list[ReviewRow | VersionsRow] = []
        self.add_widget(self._head(title))
        self._more = QPushButton()
        self._more.setObjectName("quietButton")
        self._more.clicked.connect(self._show_more)
        self._show_more()

    def _head(self, title: str) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        label, count = QLabel(title), QLabel(self.locale().toString(len(self._items)))
        label.setObjectName("cardHeading")
        count.setObjectName("countChip")
        row.addWidget(label)
        row.addWidget(count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        if len(self._items) > 1:
            every = QPushButton(self.tr("Dismiss all"))
            every.setObjectName("quietButton")
            every.setAccessibleDescription(title)
            every.clicked.connect(lambda: self.dismiss_wanted.emit([item.key for item in self._items]))
            row.addWidget(every)
        return head

    def place_buttons(self, width: int) -> None:
        """Put every row's buttons where there is room for them."""
        for row in self.rows:
            row.place_buttons(width)

    def _show_more(self) -> None:
        begin = len(self.rows)
        for item in self._items[begin : begin + FIRST]:
            row = ReviewRow(item) if item.versions is None else VersionsRow(item, item.versions)
            row.fix_wanted.connect(self.fix_wanted)
            row.dismiss_wanted.connect(lambda key: self.dismiss_wanted.emit([key]))
            self.add_widget(row)
            row.place_buttons(self.width())
            self.rows.append(row)
        left = len(self._items) - len(self.rows)
        self._column.addWidget(self._more)
        self._more.setVisible(left > 0)
        self._more.setText(self.tr("Show {count} more").format(count=min(left, FIRST)))
