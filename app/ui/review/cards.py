"""Review's cards: one a kind, a row an item, its fixes as buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets import painting

FIRST = 20
"""So many items of a kind are shown at once; the rest waits behind a button."""


@dataclass(frozen=True, slots=True)
class FixLine:
    """A way to settle an item; some ask for a project first, some only lead to the place."""

    code: str
    label: str
    asks_project: bool = False
    shows: bool = False


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item: its key and kind, what happened, what it is about, and its fixes."""

    key: str
    kind: str
    message: str
    detail: str
    fixes: tuple[FixLine, ...]
    subjects: tuple[str, ...] = ()


class ReviewRow(QWidget):
    """An item with its buttons."""

    fix_wanted = Signal(object, object, QPoint)
    """The item, the fix, and where a menu can open."""
    dismiss_wanted = Signal(str)

    def __init__(self, item: ItemLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.setAccessibleName(item.message)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(8)
        row.addLayout(_sentence(item), 1)
        self.buttons: list[QPushButton] = []
        for place, fix in enumerate(item.fixes):
            button = QPushButton(fix.label + ("…" if fix.asks_project else ""))
            button.setObjectName("softButton" if place == 0 else "")
            button.setAccessibleDescription(item.message)
            button.clicked.connect(partial(self._say_fix, fix, button))
            row.addWidget(button)
            self.buttons.append(button)
        self.dismiss = QPushButton(self.tr("Dismiss"))
        self.dismiss.setObjectName("quietButton")
        self.dismiss.setToolTip(self.tr("Leave it as it is and don't show it again"))
        self.dismiss.setAccessibleDescription(item.message)
        self.dismiss.clicked.connect(lambda: self.dismiss_wanted.emit(item.key))
        row.addWidget(self.dismiss)

    def _say_fix(self, fix: FixLine, button: QPushButton) -> None:
        self.fix_wanted.emit(self.item, fix, button.mapToGlobal(QPoint(0, button.height())))


def _sentence(item: ItemLine) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    for text, name in ((item.message, "rowTitle"), (item.detail, "rowAbout")):
        if text:
            label = QLabel(text)
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(label)
    return column


class ReviewCard(QFrame):
    """All items of one kind."""

    fix_wanted = Signal(object, object, QPoint)
    """The item, the fix, and where a menu can open."""
    dismiss_wanted = Signal(str)
    dismiss_all_wanted = Signal(list)

    def __init__(self, title: str, items: Sequence[ItemLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = list(items)
        self._rows: list[QWidget] = []
        self.setAccessibleName(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(self._head(title))
        self._more = QPushButton()
        self._more.setObjectName("quietButton")
        self._more.clicked.connect(self._show_more)
        self._column.addWidget(self._more)
        self._show_more()

    @property
    def rows(self) -> list[ReviewRow]:
        """Return the rows shown so far."""
        return [row for row in self._rows if isinstance(row, ReviewRow)]

    def _head(self, title: str) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 12, 8)
        label, count = QLabel(title), QLabel(str(len(self._items)))
        label.setObjectName("cardHeading")
        count.setObjectName("countChip")
        row.addWidget(label)
        row.addWidget(count)
        row.addStretch(1)
        if len(self._items) > 1:
            every = QPushButton(self.tr("Dismiss all"))
            every.setObjectName("quietButton")
            every.setAccessibleDescription(title)
            every.clicked.connect(lambda: self.dismiss_all_wanted.emit([item.key for item in self._items]))
            row.addWidget(every)
        return head

    def _show_more(self) -> None:
        begin = len(self._rows)
        for item in self._items[begin : begin + FIRST]:
            row = ReviewRow(item)
            row.fix_wanted.connect(self.fix_wanted)
            row.dismiss_wanted.connect(self.dismiss_wanted)
            self._column.insertWidget(self._column.count() - 1, row)
            self._rows.append(row)
        left = len(self._items) - len(self._rows)
        self._more.setVisible(left > 0)
        self._more.setText(self.tr("Show {count} more").format(count=min(left, FIRST)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card and its hairlines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.card(painter, self.rect())
        for row in self._rows:
            painting.hairline(painter, 1, self.width() - 1, row.y())
