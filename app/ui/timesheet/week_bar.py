"""The line over the timesheet: which week it is, the ways to others, and what can be taken over from the last one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.timesheet.words import tr, week_name
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.menu_button import MenuButton


class WeekBar(QWidget):
    """Says which week is wanted: a step of so many, or 0 for this week."""

    week_wanted = Signal(int)
    copy_wanted = Signal(bool)
    """Rows of the week before; True for their times as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.title.setObjectName("pageTitle")
        self.earlier = IconButton("caret-left", tr("Earlier week (Alt+Left)"))
        self.this = QPushButton(tr("This week"))
        self.this.setToolTip(tr("This week (Alt+Home)"))
        self.later = IconButton("caret-right", tr("Later week (Alt+Right)"))
        self.copy = MenuButton(tr("Copy last week"))
        self.copy.opens.addAction(tr("Rows"), lambda: self.copy_wanted.emit(False))  # noqa: FBT003
        self.copy.opens.addAction(tr("Rows and times"), lambda: self.copy_wanted.emit(True))  # noqa: FBT003
        self.earlier.clicked.connect(lambda: self.week_wanted.emit(-1))
        self.this.clicked.connect(lambda: self.week_wanted.emit(0))
        self.later.clicked.connect(lambda: self.week_wanted.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addSpacing(6)
        for widget in (self.earlier, self.this, self.later):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.copy)

    def show_week(self, first: str, last: str, *, is_this: bool) -> None:
        """Name the week."""
        self.title.setText(week_name(first, last))
        self.this.setEnabled(not is_this)
