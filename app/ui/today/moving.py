"""Where the keyboard goes in the list."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from app.ui.today.model import DayListModel

_Move = QAbstractItemView.CursorAction
_DOWN = (_Move.MoveDown, _Move.MoveRight, _Move.MoveNext)
_UP = (_Move.MoveUp, _Move.MoveLeft, _Move.MovePrevious)


def move(model: DayListModel, row: int, action: QAbstractItemView.CursorAction, *, page: int) -> int:
    """Return the row to go to, -1 when there is none; ``page`` is how many rows are seen at once."""
    rows = [r for r in range(model.rowCount()) if model.flags(model.index(r)) & Qt.ItemFlag.ItemIsEnabled]
    if not rows:
        return -1
    if action == _Move.MoveEnd:
        return rows[-1]
    if action == _Move.MoveHome or row < 0:
        return rows[0]
    step = _steps(action, page)
    # The row itself may be gone, or be no place to stand on: then the next one in the direction is nearest.
    near = next((place for place, r in enumerate(rows) if r >= row), len(rows) - 1)
    if rows[near] != row and step > 0:
        step -= 1
    return rows[min(len(rows) - 1, max(0, near + step))]


def _steps(action: QAbstractItemView.CursorAction, page: int) -> int:
    if action in _DOWN:
        return 1
    if action in _UP:
        return -1
    return page if action == _Move.MovePageDown else -page
