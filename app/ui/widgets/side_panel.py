"""A panel that slides over the right side of a page: forms live here, the page stays in sight."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets import painting
from app.ui.widgets.column_scroll import ColumnScroll
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.tab_order import follow_layout

WIDTH = 372


class PanelContent(QWidget):
    """Content with a foot that stays in sight while the rest scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.foot = QWidget(self)


class SidePanel(QFrame):
    """Covers the right of its parent; Escape and the cross close it, and the focus goes back."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self._page = parent
        self._returns_to: QWidget | None = None
        self._title = QLabel()
        self._title.setObjectName("panelTitle")
        self._title.setWordWrap(True)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._body = ColumnScroll("")
        self._close = IconButton("close", self.tr("Close"))
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._close.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 8, 12, 0)
        column.setContentsMargins(20, 16, 8, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._body, 1)
        column.addLayout(self._foot)
        parent.installEventFilter(self)
        self.hide()

    def present(self, title: str, content: QWidget) -> None:
        """Show ``content`` (the panel owns it from now on) and give it the focus."""
        if self.isHidden():
            self._returns_to = self.window().focusWidget()
        self._title.setText(title)
        self.setAccessibleName(title)
        content.setContentsMargins(0, 0, 12, 0)
        self._show_foot(content)
        self._body.setWidget(content)
        self._body.setAccessibleName(title)
        follow_layout(self)
        self._place()
        self.show()
        self.raise_()
        content.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_foot(self, content: QWidget) -> None:
        item = self._foot.takeAt(0)
        before = item.widget() if item is not None else None
        if before is not None:
            before.deleteLater()
        if isinstance(content, PanelContent):
            self._foot.addWidget(content.foot)
            content.foot.show()

    def content(self) -> QWidget | None:
        """Return what is shown."""
        return self._body.widget() if self.isVisible() else None

    def dismiss(self) -> None:
        """Hide; the focus goes back to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._returns_to is not None and self._returns_to.isVisible():
            self._returns_to.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the parent's right side."""
        if watched is self._page and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card this panel is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The corners outside the card would show what it lies on.
        painter.fillRect(self.rect(), QColor(painting.tokens().window))
        painting.card(painter, self.rect())

    def _place(self) -> None:
        room = self._page.size()
        width = min(WIDTH, room.width())
        self.setGeometry(room.width() - width, 0, width, room.height())
