"""What is shown while a server is linked: state, queue, devices, a comparison, the last exchanges, the way out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.sync.devices_card import DevicesCard
from app.ui.sync.queue_card import QueueCard
from app.ui.sync.state_card import StateCard
from app.ui.sync.words import kind_name, round_line
from app.ui.widgets.dates import moment
from app.ui.widgets.rows_card import RowsCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.orchestrators.sync.values import RoundSummary, Verification

_WIDEST, _ROUNDS, _DIFFERENCES = 820, 10, 50


class Linked(QWidget):
    """A column of cards; each says for itself what is wanted of it."""

    verify_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self.queue, self.devices = StateCard(), QueueCard(), DevicesCard()
        self.check, self.rounds, self.leaving = (
            RowsCard(self.tr("Comparing")), RowsCard(self.tr("Last exchanges")), RowsCard(self.tr("Leaving")),
        )  # fmt: skip
        self._is_sure = False
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 10, 24)
        column.setSpacing(8)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setMaximumWidth(_WIDEST)
        column.addWidget(self.state)
        column.addSpacing(8)
        column.addWidget(self.queue)
        for heading, card in (
            (self.tr("Devices"), self.devices),
            (self.tr("Compare with the server"), self.check),
            (self.tr("Last exchanges"), self.rounds),
            (self.tr("Leave"), self.leaving),
        ):
            label = QLabel(heading)
            label.setObjectName("cardHeading")
            column.addSpacing(12)
            column.addWidget(label)
            column.addWidget(card)
        self.show_verification(None)
        self._show_leaving()

    def show_rounds(self, rounds: "Sequence[RoundSummary]", zone: str) -> None:
        """Show what the last exchanges brought."""
        self.rounds.clear()
        for one in rounds[:_ROUNDS]:
            self.rounds.add(round_line(one), moment(one.at, zone))
        if not rounds:
            self.rounds.add(self.tr("Nothing yet"), "")

    def show_checking(self) -> None:
        """Show that it is being compared."""
        self.verify_button.setEnabled(False)
        self.verify_button.setText(self.tr("Comparing…"))

    def show_verification(self, found: "Verification | None") -> None:
        """Show whether both sides hold the same, and what differs."""
        self.check.clear()
        self.verify_button = QPushButton(self.tr("Compare") if found is None else self.tr("Compare again"))
        self.verify_button.clicked.connect(self.verify_wanted)
        if found is None:
            title = self.tr("Does the server hold the same as this device?")
            about = self.tr("Compared by fingerprints; only what differs is sent")
        elif found.identical:
            title, about = self.tr("Identical"), found.sentence
        else:
            title, about = self.tr("Not identical"), found.sentence
        self.check.add(title, about, self.verify_button)
        for one in found.differences[:_DIFFERENCES] if found is not None else ():
            where = (
                self.tr("differs") if one.here and one.there
                else self.tr("only on this device") if one.here
                else self.tr("only on the server")
            )  # fmt: skip
            self.check.add(f"{kind_name(one.kind)} “{one.name}”" if one.name else kind_name(one.kind), where)

    def _show_leaving(self) -> None:
        self.leaving.clear()
        self.leave_button = QPushButton(self.tr("Really leave") if self._is_sure else self.tr("Leave the server…"))
        self.leave_button.setObjectName("dangerButton" if self._is_sure else "")
        self.leave_button.clicked.connect(self._ask)
        about = self.tr(
            "Everything stays on this device, and everything that was synced stays on the server. This device takes no"
            " more part in it. That cannot be undone, but you can connect again."
        )
        self.leaving.add(self.tr("Work on this device only"), about, self.leave_button)

    def _ask(self) -> None:
        """It cannot be undone, so the second click is the one that counts."""
        if self._is_sure:
            self.leave_button.setEnabled(False)
            self.leave_wanted.emit()
            return
        self._is_sure = True
        self._show_leaving()
        self.leave_button.setFocus()

    def calm_down(self) -> None:
        """Nobody wants to leave any more."""
        self._is_sure = False
        self._show_leaving()
