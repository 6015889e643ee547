"""The keys that work everywhere, to read."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from app.ui import keys
from app.ui.settings.section import Section


class ShortcutsSection(Section):
    """A list of what each key does, by where it works."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for heading, listed in self._lists():
            card = self.card(heading)
            for key, what in listed:
                card.add(what, "", _key(key))

    def _lists(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (self.tr("Everywhere"), [
                *((key.sequences[0], key.about) for key in keys.everywhere()),
                ("Esc", self.tr("Close what lies on top, or give up an edit")),
            ]),
            (self.tr("Entry line"), list(keys.entry_line())),
            (self.tr("Projects"), [
                ("Ctrl+N", self.tr("New project")),
                ("Ctrl+F", self.tr("Search projects")),
                ("Return", self.tr("Open the project, or fold the group")),
                ("F2", self.tr("Edit")),
                ("Del", self.tr("Delete")),
                ("Alt+Left", self.tr("Back to all projects")),
            ]),
            (self.tr("Milestones and tasks"), [
                ("Space", self.tr("Complete, or open again")),
                ("Return", self.tr("Edit the cell")),
                ("Alt+Up", self.tr("Move up")),
                ("Alt+Down", self.tr("Move down")),
            ]),
        ]  # fmt: skip


def _key(sequence: str) -> QLabel:
    label = QLabel(QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText) or sequence)
    label.setObjectName("keyCap")
    return label
