"""The devices of the account: this one first; each can be renamed, the others taken out, another one let in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.sync.words import ago
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.widgets.rows_card import RowsCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.orchestrators.sync.values import Device, PairingCode


class DeviceRow(QWidget):
    """A device; its name becomes a field while it is edited."""

    rename_wanted = Signal(str, str)
    revoke_wanted = Signal(str)

    def __init__(self, device: "Device", now: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.device = device
        self.setAccessibleName(device.name)
        self._is_sure = False
        self.name, self.field = ElidedLabel(device.name), QLineEdit(device.name)
        self.name.setObjectName("rowTitle")
        self.field.setAccessibleName(self.tr("Name of the device"))
        self.field.hide()
        self.field.returnPressed.connect(self._rename)
        self.field.editingFinished.connect(self._leave)
        about = QLabel(self._about(now))
        about.setObjectName("rowAbout")
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget in (self.name, self.field, about):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        if device.is_this:
            chip = QLabel(self.tr("this device"))
            chip.setObjectName("countChip")
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rename = self._button(self.tr("Rename"), self.edit, is_shown=not device.is_revoked)
        self.revoke = self._button(self.tr("Take out"), self._ask, is_shown=not (device.is_this or device.is_revoked))
        row.addWidget(self.rename)
        row.addWidget(self.revoke)

    def _button(self, words: str, act: object, *, is_shown: bool) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName("quietButton")
        button.setAccessibleDescription(self.device.name)
        button.setVisible(is_shown)
        button.clicked.connect(act)
        return button

    def _about(self, now: int) -> str:
        if self.device.is_revoked:
            return self.tr("Taken out; what is on it stays on it")
        return self.tr("Last seen {ago}").format(ago=ago(self.device.seen_at, now))

    def edit(self) -> None:
        """Let the name be typed over."""
        self.name.hide()
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()

    def _rename(self) -> None:
        name = self.field.text().strip()
        if name and name != self.device.name:
            self.name.setText(name)
            self.rename_wanted.emit(self.device.id, name)
        self._leave()

    def _leave(self) -> None:
        self.field.hide()
        self.name.show()

    def _ask(self) -> None:
        """It cannot be undone, so the second click is the one that counts."""
        if self._is_sure:
            self.revoke_wanted.emit(self.device.id)
            return
        self._is_sure = True
        self.revoke.setObjectName("dangerButton")
        self.revoke.setText(self.tr("Really take out"))
        self.revoke.style().unpolish(self.revoke)
        self.revoke.style().polish(self.revoke)


class DevicesCard(RowsCard):
    """A row a device, and at the foot the way in for another one."""

    rename_wanted = Signal(str, str)
    revoke_wanted = Signal(str)
    pair_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Devices"), parent)
        self.devices: list[DeviceRow] = []
        self.pair_button = QPushButton()
        self.code, self.copy_button = QLabel(), QPushButton()
        self.show_note(self.tr("Asking the server…"))

    def show_note(self, sentence: str) -> None:
        """Say why there is no list."""
        self.clear()
        self.devices = []
        self.add(sentence, "")

    def show_devices(self, devices: "Sequence[Device]", now: int) -> None:
        """Replace the rows."""
        self.clear()
        self.devices = [self._device(device, now) for device in devices]
        self.pair_button = QPushButton(self.tr("Pair another device"))
        self.pair_button.clicked.connect(self.pair_wanted)
        about = self.tr("A one-time code lets it in without your password")
        self._pairing = self.add(self.tr("Another device"), about, self.pair_button)

    def _device(self, device: "Device", now: int) -> DeviceRow:
        row = DeviceRow(device, now)
        row.rename_wanted.connect(self.rename_wanted)
        row.revoke_wanted.connect(self.revoke_wanted)
        self.add_widget(row)
        return row

    def show_code(self, code: "PairingCode", now: int) -> None:
        """Show the code large, to be typed or copied."""
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(16, 8, 16, 16)
        row.setSpacing(16)
        self.code = QLabel(code.code)
        self.code.setObjectName("pairingCode")
        self.code.setAccessibleName(self.tr("Pairing code {code}").format(code=" ".join(code.code)))
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        minutes = max(1, round((code.expires_at - now) / 60))
        about = QLabel(self.tr("Good once, for {count} min").format(count=minutes))
        about.setObjectName("rowAbout")
        self.copy_button = QPushButton(self.tr("Copy"))
        self.copy_button.clicked.connect(self._copy)
        for widget in (self.code, self.copy_button, about):
            row.addWidget(widget)
        row.addStretch(1)
        self.add_widget(place)
        self.pair_button.setEnabled(False)
        self.copy_button.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.code.text())
        self.copy_button.setText(self.tr("Copied"))
