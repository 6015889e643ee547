"""The head of a page over the tree: the way back, a name with its dot, room at the right."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets import painting
from app.ui.widgets.icon_button import IconButton


class NameLine(QWidget):
    """Dot and name in one line, cut with an ellipsis; the whole name is in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._color = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str, color: str = "") -> None:
        """Show a name; without a colour it has no dot."""
        self._name, self._color = name, color
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint dot and name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(painting.font(self.font(), 20, bold=True))
        left = 0
        if self._color:
            left = 26
            place = QRect(2, 9, 13, 13).toRectF()
            painting.ground(painter, place, painting.project_color(self._color).name(), radius=6.5)
        painting.text(painter, self.rect().adjusted(left, 0, 0, 0), self._name, painting.tokens().text)


class OpenedHead(QWidget):
    """Back and what can be done in the first line, the name in the second, a quiet third."""

    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = IconButton("caret-left", self.tr("Back"), self.tr("Back"))
        self.back.setObjectName("quietButton")
        self.back.setToolTip(self.tr("Back (Alt+Left)"))
        self.back.clicked.connect(self.back_wanted)
        self.name = NameLine()
        self.about = QLabel()
        self.about.setObjectName("rowAbout")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.tools, self.title = QHBoxLayout(), QHBoxLayout()
        self.tools.setSpacing(8)
        self.tools.addWidget(self.back)
        self.tools.addStretch(1)
        self.title.setSpacing(12)
        self.title.addWidget(self.name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.tools)
        column.addLayout(self.title)
        column.addWidget(self.about)
        self.setFocusProxy(self.back)

    def say(self, text: str) -> None:
        """Show the quiet line; an empty one takes no room."""
        self.about.setText(text)
        self.about.setToolTip(text)
        self.about.setVisible(bool(text))
