"""When the running timer began: shown under the elapsed time, to be changed."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.formats import clock

_STEPS_MIN = (5, 10, 15, 30)


class StartTime(QFrame):
    """A small card: a time of day to type, or some minutes earlier."""

    moved = Signal(int)
    """The new start in Unix seconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self._started_at, self._now, self._zone = 0, 0, "UTC"
        label = QLabel(self.tr("Started at"))
        label.setObjectName("fieldLabel")
        self.field = QLineEdit()
        self.field.setAccessibleName(label.text())
        self.field.returnPressed.connect(self._take)
        self.note = QLabel()
        self.note.setProperty("tone", "problem")
        self.note.hide()
        row = QHBoxLayout()
        row.setSpacing(4)
        for minutes in _STEPS_MIN:
            button = QPushButton(self.tr("−{minutes} min").format(minutes=minutes))
            button.setAccessibleName(self.tr("{minutes} minutes earlier").format(minutes=minutes))
            button.clicked.connect(lambda _=False, by=minutes: self._move(self._started_at - by * 60))
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        for widget in (label, self.field, self.note):
            column.addWidget(widget)
        column.addLayout(row)

    def open_under(self, anchor: QWidget, *, started_at: int, now: int, zone: str) -> None:
        """Open below a control."""
        self._started_at, self._now, self._zone = started_at, now, zone
        self.field.setText(clock(started_at, zone))
        self.note.hide()
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + 8))
        self.move(max(0, corner.x()), corner.y())
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def _take(self) -> None:
        from app.ui.today.times import read_clock

        instant = read_clock(self.field.text(), near=self._started_at, tz=self._zone)
        if instant is not None and instant > self._now:
            instant -= 86_400
        if instant is None:
            self.note.setText(self.tr("Write a time like 9:30."))
            self.note.show()
            self.adjustSize()
            return
        self._move(instant)

    def _move(self, instant: int) -> None:
        self.close()
        self.moved.emit(instant)
