"""The head of the Projects page: title, search, filters, and what can be made new."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.entities.projects import Client, Group, ProjectStatus
from app.domain.risk import Risk
from app.ui.projects import words
from app.ui.projects.lines import NO_GROUP, OPEN, ProjectFilter
from app.ui.widgets.filter_button import FilterButton
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.menu_button import MenuButton


class FilterBar(QWidget):
    """Says which filter is wanted and what is to be made."""

    changed = Signal(object)
    project_wanted = Signal()
    group_wanted = Signal()
    client_wanted = Signal()
    clients_wanted = Signal()
    milestones_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setObjectName("searchField")
        self.search.setPlaceholderText(self.tr("Search projects"))
        self.search.setAccessibleName(self.tr("Search projects"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(160)
        self.search.textChanged.connect(self._say)
        self.status = FilterButton(self.tr("Status"))
        self.group = FilterButton(self.tr("Group"))
        self.client = FilterButton(self.tr("Client"))
        self.risk = FilterButton(self.tr("Risk"))
        self._offer_fixed()
        self.offer([], [])
        for button in self._buttons():
            button.chosen.connect(self._say)
        self._lay_out()

    def _buttons(self) -> tuple[FilterButton, ...]:
        return (self.status, self.group, self.client, self.risk)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Projects"))
        title.setObjectName("pageTitle")
        head, filters = QHBoxLayout(), QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        self.milestones = IconButton("flag", self.tr("All milestones"), self.tr("Milestones"))
        self.milestones.clicked.connect(self.milestones_wanted)
        head.addWidget(self.milestones)
        head.addWidget(self._new_button())
        head.addWidget(self._new_project)
        filters.setSpacing(8)
        filters.addWidget(self.search, 1)
        for button in self._buttons():
            filters.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(filters)

    def _new_button(self) -> QPushButton:
        self._new_project = QPushButton(self.tr("New project"))
        self._new_project.setObjectName("primaryButton")
        self._new_project.setToolTip(self.tr("New project (Ctrl+N)"))
        self._new_project.clicked.connect(self.project_wanted)
        more = MenuButton(self.tr("Groups and clients"))
        menu = more.opens
        menu.addAction(self.tr("New group…")).triggered.connect(self.group_wanted)
        menu.addAction(self.tr("New client…")).triggered.connect(self.client_wanted)
        menu.addSeparator()
        menu.addAction(self.tr("All clients…")).triggered.connect(self.clients_wanted)
        return more

    def _offer_fixed(self) -> None:
        single = [(words.status(status), frozenset({status})) for status in ProjectStatus]
        everything = (self.tr("All, archived too"), frozenset(ProjectStatus))
        self.status.set_choices([(self.tr("Open"), OPEN), *single, everything])
        risks = [(words.risk(risk), risk) for risk in Risk]
        self.risk.set_choices([(self.tr("Any"), None), *risks])

    def offer(self, groups: Iterable[Group], clients: Iterable[Client]) -> None:
        """Offer the groups and clients there are."""
        named = [(group.name, group.id) for group in groups]
        self.group.set_choices([(self.tr("All"), None), *named, (words.without_group(), NO_GROUP)])
        self.client.set_choices([(self.tr("All"), None), *((client.name, client.id) for client in clients)])

    def wanted(self) -> ProjectFilter:
        """Return the filter in force."""
        return ProjectFilter(
            text=self.search.text(),
            statuses=self.status.value(),  # type: ignore[arg-type]
            group=self.group.value(),  # type: ignore[arg-type]
            client=self.client.value(),  # type: ignore[arg-type]
            risk=self.risk.value(),  # type: ignore[arg-type]
        )

    def clear(self) -> None:
        """Show what is usually shown."""
        self.search.blockSignals(True)  # noqa: FBT003
        self.search.clear()
        self.search.blockSignals(False)  # noqa: FBT003
        for button in self._buttons():
            button.reset()
        self._say()

    def _say(self, *_: object) -> None:
        self.changed.emit(self.wanted())
