"""What is under the mouse in the list: which row, and which part of it."""

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QListView

from app.ui.today import places
from app.ui.today.delegate import DayListDelegate, Hot
from app.ui.today.lines import EmptyLine, EntryLine, MarkLine
from app.ui.today.model import DayListModel
from app.ui.today.places import Places


class Pointer:
    """Finds what the mouse is over, and has just that painted as such."""

    def __init__(self, view: QListView, model: DayListModel, delegate: DayListDelegate) -> None:
        self._view, self._model, self._delegate = view, model, delegate

    def under(self, point: QPoint) -> tuple[QModelIndex, Hot]:
        """Return the row under a point and what is there; no key and no part where nothing is."""
        index = self._view.indexAt(point)
        line = self._model.line(index)
        if isinstance(line, EntryLine):
            part = self.places(index, line).at(point)
            return index, Hot(line.key, part.value if part else "")
        if isinstance(line, MarkLine | EmptyLine):
            found = places.fixes(self._view.visualRect(index), line, self._delegate.looks)
            return index, Hot(line.key, next((fix.label for fix, rect in found if rect.contains(point)), ""))
        return index, Hot()

    def places(self, index: QModelIndex, line: EntryLine) -> Places:
        """Return where things stand in a row as it is painted now."""
        is_current = index == self._view.currentIndex() and self._view.hasFocus()
        return self._delegate.places(self._view.visualRect(index), line, is_current=is_current)

    def move(self, point: QPoint) -> None:
        """The mouse is here."""
        # Twice: where things stand depends on whether the mouse is over the row.
        self._heat(Hot(self.under(point)[1].key))
        self._heat(self.under(point)[1])
        shape = Qt.CursorShape.PointingHandCursor if self._delegate.hot.part else Qt.CursorShape.ArrowCursor
        self._view.viewport().setCursor(shape)

    def leave(self) -> None:
        """The mouse is elsewhere."""
        self._heat(Hot())

    def _heat(self, hot: Hot) -> None:
        before = self._delegate.hot
        if hot == before:
            return
        self._delegate.hot = hot
        for key in {before.key, hot.key} - {""}:
            self._view.update(self._model.find(key))
