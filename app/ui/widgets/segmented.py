"""A row of choices of which one holds, as one control."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget


class Segmented(QFrame):
    """Choices side by side; ``chosen`` says the value when the person changes it."""

    chosen = Signal(object)

    def __init__(self, choices: Sequence[tuple[str, object]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._values = [value for _, value in choices]
        for place, (label, _) in enumerate(choices):
            button = QPushButton(label)
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setAccessibleName(label)
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._values[place]))

    def choose(self, value: object) -> None:
        """Show a choice without saying so."""
        button = self._group.button(self._values.index(value))
        if button is not None:
            button.setChecked(True)

    def value(self) -> object:
        """Return the choice that holds."""
        return self._values[max(0, self._group.checkedId())]
