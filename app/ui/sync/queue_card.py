"""What is not on the server yet: what it is, since when it waits and why, and what can be done about it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.sync.words import ago, kind_name
from app.ui.widgets.rows_card import RowsCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.orchestrators.sync.values import QueueItem

_FIRST = 8


class QueueCard(RowsCard):
    """The first few; the rest is counted, and all of it can be written to a file."""

    retry_wanted = Signal(str)
    aside_wanted = Signal(str)
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Waiting to sync"), parent)
        self.buttons: list[QPushButton] = []
        self._first = _FIRST
        self._items: tuple[QueueItem, ...] = ()
        self._now = 0

    def show_items(self, items: "Sequence[QueueItem]", now: int) -> None:
        """Replace the rows."""
        self._items, self._now = tuple(items), now
        self.clear()
        self.buttons = []
        self.add_widget(self._head())
        if not items:
            self.add(self.tr("Nothing waits"), self.tr("Everything recorded here is on the server."))
        for item in self._items[: self._first]:
            self._add(item)
        left = len(items) - self._first
        if left > 0:
            more = QPushButton(self.tr("Show {count} more").format(count=self.locale().toString(left)))
            more.setObjectName("quietButton")
            more.clicked.connect(self._show_all)
            self.add_widget(more)

    def _show_all(self) -> None:
        self._first = len(self._items)
        self.show_items(self._items, self._now)

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        title, count = QLabel(self.accessibleName()), QLabel(self.locale().toString(len(self._items)))
        title.setObjectName("cardHeading")
        count.setObjectName("countChip")
        row.addWidget(title)
        row.addWidget(count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.export_button = QPushButton(self.tr("Export…"))
        self.export_button.setObjectName("quietButton")
        self.export_button.setAccessibleDescription(self.tr("Write what waits to a file"))
        self.export_button.setVisible(bool(self._items))
        self.export_button.clicked.connect(self.export_wanted)
        row.addWidget(self.export_button)
        return head

    def _add(self, item: "QueueItem") -> None:
        name = f"{kind_name(item.kind)} “{item.name}”" if item.name else kind_name(item.kind)
        since = self.tr("{action} · {ago}").format(
            action=item.action.replace("_", " ").capitalize(), ago=ago(item.since, self._now)
        )
        button = QPushButton(self.tr("Try again") if item.is_set_aside else self.tr("Set aside"))
        button.setObjectName("softButton" if item.is_set_aside else "quietButton")
        signal = self.retry_wanted if item.is_set_aside else self.aside_wanted
        button.clicked.connect(lambda: signal.emit(item.version))
        self.buttons.append(button)
        self.add(name, "\n".join(part for part in (since, item.why) if part), button)
