"""The Trash page: everything deleted in the last 30 days, each with one click back."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.ui.page import Page
from app.ui.shell import Shell
from app.ui.trash import work
from app.ui.trash.trash_list import TrashLine, TrashList, TrashModel
from app.ui.widgets.empty_page import EmptyPage
from app.ui.widgets.list_page import ListFrame


class TrashPage(Page):
    """Restoring is a workflow like any other: it can be undone too."""

    watches: ClassVar[tuple[Kind, ...]] = tuple(Kind)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.model = TrashModel(self)
        self.list = TrashList(self.model)
        self.list.restore_wanted.connect(self._restore)
        empty = EmptyPage(
            "trash",
            self.tr("The trash is empty"),
            self.tr("Deleted entries, projects and groups wait here for 30 days."),
        )
        about = self.tr("What you delete is kept for 30 days and comes back whole with one click.")
        self._frame = ListFrame(self.tr("Trash"), about, self.list, empty)
        column = QVBoxLayout(self)
        column.addWidget(self._frame)

    @property
    def is_empty(self) -> bool:
        """True when nothing can be restored."""
        return self._frame.is_empty

    def reload(self) -> None:
        """Load what was deleted."""
        self.shell.jobs.read(work.load, owner=self, on_done=self._show, on_error=self.shell.say_error)

    def _show(self, lines: Sequence[TrashLine]) -> None:
        self.model.show(lines)
        self._frame.show_list(is_empty=not lines)
        if lines:
            self.list.setCurrentIndex(self.model.index(0))

    def _restore(self, key: object) -> None:
        self.shell.jobs.submit(
            partial(work.restore, key=key),
            owner=self,
            on_done=lambda _: self.shell.toast_undoable(self.tr("Restored")),
            on_error=self.shell.say_error,
        )
