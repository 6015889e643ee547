"""The tree of projects as a view: opening, menus and folding by mouse and keyboard alike."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from app.ui.projects.lines import GroupLine, ProjectLine
from app.ui.projects.tree_delegate import GAP, HEAD, MENU, ProjectTreeDelegate, group_name_place
from app.ui.projects.tree_model import ProjectTreeModel


class ProjectTreeView(QTreeView):
    """Emits what the person wants; decides nothing."""

    project_opened = Signal(str)
    group_opened = Signal(str)
    menu_wanted = Signal(object, QPoint)
    """The line and a global point to open its menu at."""
    delete_wanted = Signal(object)
    edit_wanted = Signal(object)

    def __init__(self, model: ProjectTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self._closed: set[str | None] = set()
        self.delegate = ProjectTreeDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(self.tr("Projects by group"))
        self.setObjectName("projectTree")
        self._set_up_look()
        self._set_up_drag()
        model.modelReset.connect(self._restore_folds)

    def _set_up_look(self) -> None:
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)

    def _set_up_drag(self) -> None:
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def current_line(self) -> GroupLine | ProjectLine | None:
        """Return the line the keyboard is on."""
        return self._lines.line(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space folds, F2 edits, Delete deletes, Menu and Shift+F10 open the menu, arrows fold."""
        line = self.current_line()
        key = event.key()
        if line is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(line, GroupLine) and line.id is not None:
            self.group_opened.emit(line.id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        elif key == Qt.Key.Key_F2:
            self.edit_wanted.emit(line)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(line)
        elif isinstance(line, GroupLine) and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(self.currentIndex(), is_open=key == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens a project, or a group by its name; beside the name it folds, on the dots it opens the menu."""
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._menu_place(index).contains(event.position().toPoint()):
            self._ask_menu(index, event.globalPosition().toPoint())
        elif self._is_on_group_name(index, event.position().toPoint()):
            self.group_opened.emit(self._lines.groups[index.row()].id)
        elif self.state() != QAbstractItemView.State.DraggingState:
            self._open(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu by the right button and the keyboard."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        at = self.viewport().mapToGlobal(self.visualRect(index).center()) if by_key else event.globalPos()
        if index.isValid():
            self._ask_menu(index, at)

    def viewportEvent(self, event: QEvent) -> bool:
        """A hand over what can be clicked."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            over = self.indexAt(event.position().toPoint()).isValid()
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)

    def drawBranches(self, *_args: object) -> None:
        """No branches: the delegate paints the fold mark itself."""

    def _open(self, index: QModelIndex) -> None:
        line = self._lines.line(index)
        if isinstance(line, ProjectLine):
            self.project_opened.emit(line.id)
        elif isinstance(line, GroupLine):
            self._fold(index, is_open=not self.isExpanded(index))

    def _fold(self, index: QModelIndex, *, is_open: bool) -> None:
        line = self._lines.line(index)
        if isinstance(line, GroupLine):
            self._closed.discard(line.id) if is_open else self._closed.add(line.id)
            self.setExpanded(index, is_open)

    def _restore_folds(self) -> None:
        for row, group in enumerate(self._lines.groups):
            self.setExpanded(self._lines.index(row, 0), group.id not in self._closed)

    def _ask_menu(self, index: QModelIndex, at: QPoint) -> None:
        line = self._lines.line(index)
        if isinstance(line, ProjectLine) or (isinstance(line, GroupLine) and line.id is not None):
            self.setCurrentIndex(index)
            self.menu_wanted.emit(line, at)

    def _is_on_group_name(self, index: QModelIndex, at: QPoint) -> bool:
        line = self._lines.line(index)
        if not isinstance(line, GroupLine) or line.id is None:
            return False
        return group_name_place(self.visualRect(index), index.row(), line, self.font()).contains(at)

    def _menu_place(self, index: QModelIndex) -> QRect:
        rect = self.visualRect(index)
        if isinstance(self._lines.line(index), GroupLine):
            rect = rect.adjusted(0, GAP if index.row() else 0, 0, 0)
            rect.setHeight(HEAD)
        return QRect(rect.right() - 8 - MENU, rect.top(), MENU, rect.height())
