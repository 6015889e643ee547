"""Adding a calendar: an address or a file, what is in it, its name and colour, and only then the calendar."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.settings.calendars import words
from app.ui.settings.calendars.rows import show_refused
from app.ui.widgets.color_picker import ColorPicker
from app.ui.widgets.field import Field
from app.ui.widgets.lines_table import LinesTable
from app.ui.widgets.titled_card import NotedCard

if TYPE_CHECKING:
    from app.orchestrators.planning.calendars import CalendarPlan


class AddingCard(NotedCard):
    """First the place, then the dry run; nothing is written before the last button."""

    look_wanted = Signal(str)
    """A path or an address to be looked at."""
    add_wanted = Signal(str, str, str)
    """The place, a name and a colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Add a calendar"))
        self.heading.hide()
        self.head.setContentsMargins(0, 0, 0, 0)
        self._plan: CalendarPlan | None = None
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(10)
        self.body.addLayout(self._build_place())
        self.preview = self._build_preview()
        self.body.addWidget(self.preview)
        self.note.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.note)
        self.preview.hide()

    def _build_place(self) -> QHBoxLayout:
        self.address = QLineEdit()
        self.address.setPlaceholderText(self.tr("Address, https://… or webcal://…"))
        self.address.setAccessibleName(self.tr("Address of a calendar"))
        self.address.textEdited.connect(lambda _: self.say(""))
        self.address.returnPressed.connect(self._look)
        self.look = QPushButton(self.tr("Look"))
        self.look.setToolTip(self.tr("See what is in it first; nothing is added yet"))
        self.look.clicked.connect(self._look)
        self.choose = QPushButton(self.tr("Choose a file…"))
        self.choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.address, 1)
        row.addWidget(self.look)
        row.addWidget(self.choose)
        return row

    def _build_preview(self) -> QWidget:
        preview = QWidget()
        column = QVBoxLayout(preview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.found, self.name, self.color = QLabel(), QLineEdit(), ColorPicker()
        self.found.setWordWrap(True)
        self.found.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.found)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Field(self.tr("Name"), self.name), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Field(self.tr("Color"), self.color), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.refused_title = QLabel()
        self.refused_title.setProperty("tone", "warning")
        self.refused_table = LinesTable(self.tr("Events that could not be read"))
        self.add = QPushButton(self.tr("Add calendar"))
        self.add.setObjectName("primaryButton")
        self.add.clicked.connect(self._add)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.clear)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.refused_title)
        column.addWidget(self.refused_table)
        return preview

    def show_plan(self, plan: "CalendarPlan", color: str) -> None:
        """Show what a dry run found."""
        self._set_busy(is_busy=False)
        self._plan = plan
        self.found.setText(words.planned(plan))
        self.name.setText(plan.name)
        self.name.setReadOnly(plan.is_known)
        self.color.set_color(color)
        self.refused_title.setText(words.refused(len(plan.refused)))
        show_refused(self.refused_table, plan.refused)
        self.refused_title.setVisible(bool(plan.refused))
        self.refused_table.setVisible(bool(plan.refused))
        self.add.setText(self.tr("Bring up to date") if plan.is_known else self.tr("Add calendar"))
        self.add.setEnabled(True)
        self.preview.show()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, text: str) -> None:
        """Say why nothing could be read or added."""
        self._set_busy(is_busy=False)
        self.add.setEnabled(True)
        self.say(text)

    def clear(self) -> None:
        """Begin anew."""
        self._plan = None
        self._set_busy(is_busy=False)
        self.address.clear()
        self.say("")
        self.preview.hide()

    def _look(self) -> None:
        if self.address.text().strip():
            self._ask(self.address.text().strip())
        else:
            self.say(self.tr("Write the address of a calendar, or choose a file."))

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Choose a calendar"),
            str(Path.home()),
            self.tr("Calendars (*.ics *.ical *.ifb);;All files (*)"),
        )
        if chosen:
            self._ask(chosen)

    def _ask(self, place: str) -> None:
        self.preview.hide()
        self._set_busy(is_busy=True)
        self.look_wanted.emit(place)

    def _set_busy(self, *, is_busy: bool) -> None:
        for control in (self.address, self.look, self.choose):
            control.setEnabled(not is_busy)
        self.say(self.tr("Reading…") if is_busy else "", tone="hint" if is_busy else "problem")

    def say(self, text: str, tone: str = "problem") -> None:
        """Say what goes on or what is wrong; an empty text takes it away."""
        self.note.setProperty("tone", tone)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        super().say(text)

    def _add(self) -> None:
        if self._plan is not None:
            self.add.setEnabled(False)
            self.add_wanted.emit(self._plan.source, self.name.text().strip(), self.color.color)
