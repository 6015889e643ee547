"""The frame of a page that lists things: a title, a quiet line, the list, or what an empty list says."""

from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.ui.widgets.empty_page import EmptyPage


class ListFrame(QWidget):
    """Shows the list or the empty page."""

    def __init__(
        self, title: str, about: str, content: QWidget, empty: EmptyPage, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        heading, line = QLabel(title), QLabel(about)
        heading.setObjectName("pageTitle")
        line.setObjectName("rowAbout")
        line.setWordWrap(True)
        self._content, self._empty = content, empty
        self._stack = QStackedWidget()
        self._stack.addWidget(content)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(heading)
        column.addWidget(line)
        column.addSpacing(4)
        column.addWidget(self._stack, 1)

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to list."""
        return self._stack.currentWidget() is self._empty

    def show_list(self, *, is_empty: bool) -> None:
        """Show the list, or what is said when there is none."""
        self._stack.setCurrentWidget(self._empty if is_empty else self._content)
