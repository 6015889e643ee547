"""The pages, one at a time; each is imported and built at its first visit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.page import Page
from app.ui.pages import page_named
from app.ui.shell import Shell


class PageStack(QStackedWidget):
    """Shows a page by its name."""

    settled = Signal()
    """What a page shows has been read and stands."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._built: dict[str, Page] = {}

    def page(self, name: str) -> Page:
        """Return a page, built now if it was not visited before."""
        entry = page_named(name)
        page = self._built.get(entry.name)
        if page is None:
            page = self._built[entry.name] = entry.build(self._shell)
            layout = page.layout()
            if layout is not None:
                # The frame keeps the distance to its edges for every page alike.
                layout.setContentsMargins(0, 0, 0, 0)
            page.setAccessibleName(entry.title)
            page.settled.connect(self.settled)
            self.addWidget(page)
        return page

    def show_page(self, name: str, target: object = None) -> None:
        """Bring a page into view, and on it what ``target`` names."""
        page = self.page(name)
        self.setCurrentWidget(page)
        page.activate()
        if target is not None:
            page.open_target(target)
