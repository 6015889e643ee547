"""What opens over the tree of projects: a page that says what it needs and shows what comes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.column_scroll import ColumnScroll

Job = tuple[Callable[..., Any], Callable[[Any], None]]
"""What to ask in a reading lane, and what shows the answer."""


class OpenedPage(ColumnScroll):
    """A column of cards that scrolls. The first of its jobs is the page, the others may come later."""

    back_wanted = Signal()
    reload_wanted = Signal()
    """A filter was changed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 6, 24)
        self.column.setSpacing(12)

    def turn_to(self, key: Any, *, is_back: bool = False) -> None:
        """Be about something from now on, or again when one comes back to it; a page overrides it."""

    def jobs(self) -> list[Job]:
        """Return what to load; a page overrides it."""
        return []
