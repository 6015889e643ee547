"""A pill that narrows a list: says what it narrows to, opens its choices, marks when it is in force."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from app.ui.widgets.menu_button import MenuButton

_LONGEST = 22


class FilterButton(MenuButton):
    """One choice of several; the first is the usual one and leaves the pill quiet.

    With ``says_usual`` the pill says what is chosen and nothing else, the usual one too.
    """

    chosen = Signal(object)

    def __init__(self, label: str, parent: QWidget | None = None, *, says_usual: bool = False) -> None:
        super().__init__("", parent)
        self._label, self._says_usual = label, says_usual
        self._choices: list[tuple[str, object]] = []
        self._place = 0

    def set_choices(self, choices: Sequence[tuple[str, object]]) -> None:
        """Offer (label, value) pairs; what was chosen stays when it is still offered."""
        kept = self.value() if self._choices else None
        self._choices = list(choices)
        values = [value for _, value in self._choices]
        self._place = values.index(kept) if kept in values else 0
        self._fill_menu()
        self._show()

    @property
    def choices(self) -> list[tuple[str, object]]:
        """Return what is offered."""
        return self._choices

    def value(self) -> object:
        """Return the chosen value."""
        return self._choices[self._place][1]

    def choose(self, value: object) -> None:
        """Choose and say so."""
        self.put(value)
        self.chosen.emit(value)

    def put(self, value: object) -> None:
        """Choose without saying so."""
        self._place = [value for _, value in self._choices].index(value)
        self._fill_menu()
        self._show()

    def reset(self) -> None:
        """Go back to the usual choice without saying so."""
        self._place = 0
        self._fill_menu()
        self._show()

    def _fill_menu(self) -> None:
        self.opens.clear()
        group = QActionGroup(self.opens)
        for place, (label, value) in enumerate(self._choices):
            action = self.opens.addAction(label.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(place == self._place)
            action.triggered.connect(lambda _=False, value=value: self.choose(value))
            group.addAction(action)

    def _show(self) -> None:
        chosen = self._choices[self._place][0]
        short = chosen if len(chosen) <= _LONGEST else chosen[: _LONGEST - 1].rstrip() + "…"
        text = short if self._says_usual else f"{self._label}: {short}" if self._place else self._label
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(f"{self._label}: {chosen}")
        self.setProperty("narrows", bool(self._place))
        self.style().unpolish(self)
        self.style().polish(self)
