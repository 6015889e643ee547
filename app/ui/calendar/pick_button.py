"""A button that shows what was picked and opens a list to pick from."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.choices import Choice
from app.ui.widgets.menu_button import MenuButton
from app.ui.widgets.picker import Picker

_RIGHT, _WIDEST = Qt.TextElideMode.ElideRight, 280


class PickButton(MenuButton):
    """One choice, or ``many``; ``value`` are the ids."""

    changed = Signal()

    def __init__(
        self, prompt: str, none: str, choices: Sequence[Choice], *, many: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(none, parent)
        self._prompt, self._none, self._choices, self._many = prompt, none, choices, many
        self.setStyleSheet("text-align: left;")
        self.value: tuple[str, ...] = ()
        self.picker: Picker | None = None

    def choose(self, ids: Iterable[str]) -> None:
        """Show a choice without saying that it changed; ids that are not offered are kept all the same."""
        self.value = tuple(ids)
        names = [choice.name for choice in self._choices if choice.id in self.value]
        words = ", ".join(names) or (self._none if not self.value else self.tr("{n} chosen").format(n=len(self.value)))
        self.setText(self.fontMetrics().elidedText(words, _RIGHT, _WIDEST))
        self.setToolTip(words if names else "")
        self.setAccessibleDescription(words)

    def open(self) -> None:
        """Open the list under the button."""
        self.picker = picker = Picker(self._prompt, many=self._many, parent=self)
        picker.picked.connect(self._on_picked)
        picker.open_under(self, self._choices, self.value)

    def _on_picked(self, choice: object) -> None:
        if isinstance(choice, Choice):
            self.choose(sorted({*self.value} ^ {choice.id}) if self._many else (choice.id,))
        elif choice is None:
            self.choose(())
        self.changed.emit()
