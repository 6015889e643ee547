"""One section of the settings: a heading and its cards, as wide as can be read well."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.widgets.rows_card import RowsCard

if TYPE_CHECKING:
    from app.orchestrators.preferences import Settings


class Section(QWidget):
    """Says which settings the person changed; shows what is stored. Its controls are made when it is first opened."""

    changed = Signal(dict)
    """Field names and new values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 0, 12, 24)
        self._column.setSpacing(8)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setMaximumWidth(780)
        self.is_built = False

    def card(self, heading: str) -> RowsCard:
        """Add a card with a heading."""
        label = QLabel(heading)
        label.setObjectName("cardHeading")
        if self._column.count():
            self._column.addSpacing(12)
        self._column.addWidget(label)
        card = RowsCard(heading)
        self._column.addWidget(card)
        return card

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is no card."""
        self._column.addWidget(widget)

    def show_settings(self, settings: "Settings") -> None:
        """Show what is stored; a section with settings overrides it."""

    def open(self) -> None:
        """Make the controls if they are not there yet, and load what is only wanted when they are seen."""
        if not self.is_built:
            self.is_built = True
            self.build()
        self.activate()

    def build(self) -> None:
        """Make the controls; every section overrides it."""

    def activate(self) -> None:
        """Load what is only wanted when the section is seen; a section with such things overrides it."""
