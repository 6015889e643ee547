"""The Trash page: everything deleted in the last 30 days, each with one click back."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.ui.page import Page
from app.ui.shell import Shell
from app.ui.trash import work
from app.ui.trash.trash_list import TrashLine, TrashList, TrashModel
from app.ui.widgets.empty_page import EmptyPage


class TrashPage(Page):
    """Restoring is a workflow like any other: it can be undone too."""

    watches: ClassVar[tuple[Kind, ...]] = tuple(Kind)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        title = QLabel(self.tr("Trash"))
        title.setObjectName("pageTitle")
        about = QLabel(self.tr("What you delete is kept for 30 days and comes back whole with one click."))
        about.setObjectName("rowAbout")
        about.setWordWrap(True)
        self.model = TrashModel(self)
        self.list = TrashList(self.model)
        self.list.restore_wanted.connect(self._restore)
        self._empty = EmptyPage(
            "trash",
            self.tr("The trash is empty"),
            self.tr("Deleted entries, projects and groups wait here for 30 days."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setSpacing(6)
        for widget in (title, about):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self._stack, 1)

    @property
    def is_empty(self) -> bool:
        """True when nothing can be restored."""
        return self._stack.currentWidget() is self._empty

    def reload(self) -> None:
        """Load what was deleted."""
        self.shell.jobs.read(work.load, owner=self, on_done=self._show, on_error=self.shell.say_error)

    def _show(self, lines: Sequence[TrashLine]) -> None:
        self.model.show(lines)
        self._stack.setCurrentWidget(self.list if lines else self._empty)
        if lines:
            self.list.setCurrentIndex(self.model.index(0))

    def _restore(self, key: object) -> None:
        self.shell.jobs.submit(
            partial(work.restore, key=key),
            owner=self,
            on_done=lambda _: self.shell.toast_undoable(self.tr("Restored")),
            on_error=self.shell.say_error,
        )
