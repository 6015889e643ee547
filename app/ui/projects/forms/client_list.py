"""The clients there are, to change or delete."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.entities.projects import Client
from app.ui.formats import hours
from app.ui.projects import words
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.rows_card import RowsCard
from app.ui.widgets.tab_order import follow_layout
from app.ui.widgets.titled_card import empty_line


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client, how many projects it has, their seconds."""

    client: Client
    projects: int
    seconds: int


class ClientList(QWidget):
    """A row a client; the last button makes a new one."""

    edit_wanted = Signal(object)
    rate_wanted = Signal(object)
    delete_wanted = Signal(object)
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = RowsCard(self.tr("Clients"))
        self._empty = empty_line(self.tr("A client groups projects by whom they are for. There is none yet."))
        self._empty.setContentsMargins(0, 0, 0, 4)
        self.new = QPushButton(self.tr("New client"))
        self.new.setObjectName("primaryButton")
        self.new.clicked.connect(self.new_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._card)
        column.addWidget(self._empty)
        column.addWidget(self.new)
        column.addStretch(1)
        self.buttons: dict[str, dict[str, QPushButton]] = {}
        self.setFocusProxy(self.new)

    def show_lines(self, lines: Sequence[ClientLine]) -> None:
        """Replace the rows."""
        self._card.clear()
        self.buttons = {}
        for line in lines:
            self._add(line)
        self._card.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        follow_layout(self)

    def _add(self, line: ClientLine) -> None:
        about = words.project_count(line.projects)
        if line.seconds:
            about += " · " + hours(line.seconds)
        made = {
            "rate": self._button("money", self.tr("Hourly rate of {name}"), line, self.rate_wanted),
            "edit": self._button("edit", self.tr("Edit {name}"), line, self.edit_wanted),
            "delete": self._button("trash", self.tr("Delete {name}"), line, self.delete_wanted),
        }
        self._card.add(line.client.name, about, *made.values())
        self.buttons[line.client.id] = made

    def _button(self, icon: str, label: str, line: ClientLine, wanted: SignalInstance) -> QPushButton:
        button = IconButton(icon, label.format(name=line.client.name))
        button.clicked.connect(partial(wanted.emit, line.client))
        return button
