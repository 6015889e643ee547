"""The keys there are, to read."""

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel

from app.ui import keys
from app.ui.calendar.keys import calendar_keys
from app.ui.settings.section import Section
from app.ui.settings.work_hours.grid_keys import week_keys
from app.ui.timeline.keys import timeline_keys
from app.ui.timesheet.keys import timesheet_keys
from app.ui.today.keys import today_keys


class ShortcutsSection(Section):
    """A list of what each key does, by where it works."""

    def build(self) -> None:
        """Make the controls."""
        everywhere = [(key.sequences[0], key.about) for key in keys.everywhere()]
        self._add(self.tr("Everywhere"), everywhere)
        self._add(self.tr("Entry line"), keys.entry_line())
        self._add(self.tr("Today"), today_keys())
        self._add(self.tr("Calendar"), calendar_keys())
        self._add(self.tr("Timesheet"), timesheet_keys())
        self._add(self.tr("Timeline"), timeline_keys())
        self._add(self.tr("Projects"), [
            ("Ctrl+N", self.tr("New project")),
            ("Ctrl+F", self.tr("Search projects")),
            ("Return", self.tr("Open the project, or fold the group")),
            ("F2", self.tr("Edit")),
            ("Del", self.tr("Delete")),
            ("Alt+Left", self.tr("Back to all projects")),
        ])  # fmt: skip
        self._add(self.tr("Milestones and tasks"), [
            ("Space", self.tr("Complete, or open again")),
            ("Return", self.tr("Edit the cell")),
            ("Alt+Up", self.tr("Move up")),
            ("Alt+Down", self.tr("Move down")),
            ("Del", self.tr("Delete")),
        ])  # fmt: skip
        self._add(self.tr("Work hours"), week_keys())

    def _add(self, heading: str, listed: Sequence[tuple[str, str]]) -> None:
        card = self.card(heading)
        for sequence, what in listed:
            card.add(what, "", _key(sequence))


def _key(sequence: str) -> QLabel:
    label = QLabel(QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText) or sequence)
    label.setObjectName("keyCap")
    return label
