"""Sync and devices: how things stand, and the way to their page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton

from app.ui.settings.section import Section

if TYPE_CHECKING:
    from app.orchestrators.sync.values import SyncStatus


class SyncSection(Section):
    """One row that leads on; everything else has a page of its own."""

    page_wanted = Signal()

    def build(self) -> None:
        """Make the controls."""
        card = self.card(self.tr("Sync and devices"))
        self.button = QPushButton(self.tr("Open"))
        self.button.setObjectName("softButton")
        self.button.clicked.connect(self.page_wanted)
        row = card.add(
            " ", self.tr("A server of your choice, your devices, what waits, and whether all is the same"), self.button
        )
        self.button.setAccessibleName(self.tr("Open sync and devices"))
        self._state = row.findChildren(QLabel)[0]

    def show_status(self, status: "SyncStatus | None") -> None:
        """Show how things stand, in a line."""
        from app.ui.sync.words import headline

        if self.is_built and status is not None:
            self._state.setText(headline(status, status.last_synced_at or 0))
