"""What is shown while no server is linked: what one is for, and the form."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui import icons
from app.ui.sync.connect_form import ConnectForm
from app.ui.widgets import painting

_SIDE = 36


class _Mark(QWidget):
    """An icon in a calm circle."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        painting.ground(painter, QRectF(self.rect()), colors.accent_ground, radius=_SIDE / 2)
        icons.paint(painter, self._icon, QRectF(_SIDE / 2 - 9, _SIDE / 2 - 9, 18, 18), colors.accent)


class Unlinked(QWidget):
    """Both side by side: what it is for stays in sight while one types."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = ConnectForm()
        self.form.setMinimumWidth(320)
        self.form.setMaximumWidth(420)
        about = QWidget()
        about.setMaximumWidth(420)
        about.setLayout(self._about())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 16)
        row.setSpacing(28)
        row.addWidget(about, 4)
        row.addWidget(self.form, 5, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)

    def _about(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(20)
        for icon, title, text in (
            (
                "device",
                self.tr("Only on this device"),
                self.tr("Everything you track is kept here. You need no server."),
            ),
            (
                "cloud-check",
                self.tr("With a server"),
                self.tr("Your other devices show the same within a second, and everything is in two places."),
            ),
            (
                "cloud-off",
                self.tr("Without a network"),
                self.tr("Work never waits. What you record is sent when the network is back."),
            ),
            (
                "review",
                self.tr("When two devices disagree"),
                self.tr("Both versions are kept, one is shown, and Review asks you."),
            ),
        ):
            column.addLayout(self._point(icon, title, text))
        column.addStretch(1)
        return column

    @staticmethod
    def _point(icon: str, title: str, text: str) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        for said, name in ((title, "cardHeading"), (text, "rowAbout")):
            label = QLabel(said)
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(_Mark(icon), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row
