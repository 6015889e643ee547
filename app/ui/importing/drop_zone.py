"""Where a file is dropped or chosen."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.widgets import painting

_PATTERNS = "*.csv *.tsv *.txt *.json *.xml *.zip *.ics *.org *.klg *.data *.db *.sqlite *.timeclock *.timedot *.ledger *.log frames"


class DropZone(QWidget):
    """Takes one file, by drop or by button."""

    chosen = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_over = False
        self.setAcceptDrops(True)
        title = QLabel(self.tr("Drop an export file here"))
        title.setObjectName("emptyTitle")
        about = QLabel(self.tr("Nothing is added before you have seen what it would be."))
        about.setObjectName("rowAbout")
        self.programs = QLabel(
            self.tr(
                "Toggl, Clockify, Harvest, Kimai, solidtime, Hamster, Watson, Timewarrior, TimeTagger, RescueTime, Jira and"
                " Tempo, timeclock, gtimelog, klog and org files, calendars (ICS), and any other table (CSV)"
            )
        )
        self.programs.setObjectName("rowAbout")
        for label in (title, about, self.programs):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self.button = QPushButton(self.tr("Choose a file…"))
        self.button.setObjectName("primaryButton")
        self.button.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 32, 48, 32)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(about)
        column.addSpacing(6)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        column.addWidget(self.programs)
        column.addStretch(1)
        self.setFocusProxy(self.button)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._mark(is_over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The file went elsewhere."""
        self._mark(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file."""
        self._mark(is_over=False)
        self.chosen.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dashed frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painting.ground(painter, area, colors.accent_ground if self._is_over else colors.panel, radius=12)
        pen = QPen(QColor(colors.accent if self._is_over else colors.faint), 1.4, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, 12, 12)

    def _mark(self, *, is_over: bool) -> None:
        self._is_over = is_over
        self.update()

    def _choose(self) -> None:
        known = self.tr("Exports and time files ({patterns});;All files (*)").format(patterns=_PATTERNS)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose an export file"), "", known)
        if name:
            self.chosen.emit(Path(name))
