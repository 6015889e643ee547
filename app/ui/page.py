"""What every page is."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.entities.base import Kind
from app.domain.outcome import Changes
from app.ui.shell import Shell


class Page(QWidget):
    """One page of the window: built at its first visit, reloads when something it shows changed.

    A hidden page only remembers that it is stale and reloads when it is shown.
    """

    settled = Signal()
    """What the page shows has been read and stands; said by a page that is worth waiting for at the start."""
    watches: ClassVar[tuple[Kind, ...]] = ()
    """Kinds whose changes this page shows."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._is_stale = True
        shell.hub.changed.connect(self._on_changed)
        shell.appearance.switched.connect(self.restyle)

    def activate(self) -> None:
        """The page has come into view: load what is stale, put the focus where work begins."""
        if self._is_stale:
            self._is_stale = False
            self.reload()

    def reload(self) -> None:
        """Load and show everything anew; a page overrides it."""

    def restyle(self) -> None:
        """The colours changed; a page that keeps pictures of them overrides this."""
        self.update()

    def open_target(self, target: object) -> None:
        """Show one thing on the page, as another page asked; a page that can overrides it."""

    def _on_changed(self, changes: Changes) -> None:
        if not changes.everything and not changes.touches(*self.watches):
            return
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True
