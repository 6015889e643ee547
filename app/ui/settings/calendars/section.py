"""The section of calendars: those that are here, and a way to add one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from app.ui.settings.calendars.adding import AddingCard
from app.ui.settings.calendars.rows import CalendarsCard
from app.ui.settings.section import Section

if TYPE_CHECKING:
    from app.ui.settings.calendars.work import Shelf


class CalendarsSection(Section):
    """Shows what the desk loads; says what the person wants."""

    load_wanted = Signal()
    calendars: CalendarsCard
    adding: AddingCard

    def build(self) -> None:
        """Make the cards."""
        self.calendars, self.adding = CalendarsCard(), AddingCard()
        self._add(self.tr("Your calendars"), self.calendars)
        self._add(self.tr("Add a calendar"), self.adding)
        about = QLabel(
            self.tr(
                "Calendars are read again every hour and when Stintbook starts, and never written to. Their addresses"
                " stay on this device."
            )
        )
        about.setObjectName("quiet")
        about.setWordWrap(True)
        self.add_widget(about)

    def _add(self, heading: str, card: CalendarsCard | AddingCard) -> None:
        label = QLabel(heading)
        label.setObjectName("cardHeading")
        if self._column.count():
            self._column.addSpacing(12)
        self.add_widget(label)
        self.add_widget(card)

    def activate(self) -> None:
        """Load the calendars."""
        self.load_wanted.emit()

    def show_shelf(self, shelf: "Shelf") -> None:
        """Show what is here."""
        self.calendars.show_calendars(shelf.calendars, shelf.now)
