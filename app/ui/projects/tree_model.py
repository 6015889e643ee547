"""The tree of groups and their projects as a Qt model: two levels, one column, drag to another group."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.ui.projects import words
from app.ui.projects.lines import GroupLine, ProjectLine

LINE = int(Qt.ItemDataRole.UserRole) + 1
MIME = "application/x-stintbook-project"
Index = QModelIndex | QPersistentModelIndex


class ProjectTreeModel(QAbstractItemModel):
    """Groups as parents (internal id 0), projects as children (internal id = parent's row + 1)."""

    dropped = Signal(str, object)
    """A project (id) was dropped on a group (id or None)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[GroupLine] = []

    def show(self, groups: Sequence[GroupLine]) -> None:
        """Replace everything that is shown."""
        self.beginResetModel()
        self._groups = list(groups)
        self.endResetModel()

    @property
    def groups(self) -> list[GroupLine]:
        """Return the groups that are shown, in order."""
        return self._groups

    def line(self, index: Index) -> GroupLine | ProjectLine | None:
        """Return what a row shows."""
        if not index.isValid():
            return None
        parent = index.internalId()
        return self._groups[parent - 1].projects[index.row()] if parent else self._groups[index.row()]

    def find(self, entity_id: str | None, *, group: bool = False) -> QModelIndex:
        """Return the row of a project (or of a group), an invalid index when it is not shown."""
        for row, line in enumerate(self._groups):
            if group and line.id == entity_id:
                return self.index(row, 0)
            for child, project in enumerate(line.projects):
                if not group and project.id == entity_id:
                    return self.createIndex(child, 0, row + 1)
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a child."""
        if column != 0 or row < 0 or row >= self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the group of a project."""
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many children there are."""
        if not parent.isValid():
            return len(self._groups)
        return 0 if parent.internalId() else len(self._groups[parent.row()].projects)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return one: the delegate lays the row out by its width."""
        return 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the line itself, its name, or its name for a screen reader."""
        line = self.line(index)
        if line is None:
            return None
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.spoken(line)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name or words.without_group()
        return line.name if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Projects can be dragged; anything can be dropped on."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if isinstance(self.line(index), ProjectLine) else flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Projects are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return our own type: nothing else can be dropped here."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the id of the dragged project."""
        data = QMimeData()
        line = self.line(indexes[0]) if indexes else None
        if isinstance(line, ProjectLine):
            data.setData(MIME, line.id.encode())
        return data

    def canDropMimeData(self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index) -> bool:
        """A project can be dropped on a group or on any project of it."""
        return data.hasFormat(MIME) and parent.isValid()

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Say where it was dropped; the workflow moves it, and the tree is loaded anew."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        group_row = int(parent.internalId()) - 1 if parent.internalId() else parent.row()
        self.dropped.emit(bytes(data.data(MIME).data()).decode(), self._groups[group_row].id)
        # False: Qt would otherwise remove the dragged row itself.
        return False
