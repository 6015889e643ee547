"""What every way of showing days has in common: the page hands it a span, it says what the person wants."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.orchestrators.planning.calendar_span import CalendarSpan


class CalendarView(QWidget):
    """One way of showing days. It decides nothing and writes nothing."""

    day_wanted = Signal(str)
    """An ISO day to be shown by itself."""
    entry_wanted = Signal(str)
    """The id of an entry to be edited."""
    event_wanted = Signal(object)
    """A CalendarEvent to be edited."""

    def show_span(self, span: CalendarSpan, day: str) -> None:
        """Show days; ``day`` is the one that is looked at."""
        raise NotImplementedError

    def restyle(self) -> None:
        """Follow the colours; a view that keeps pictures of them overrides this."""
        self.update()
