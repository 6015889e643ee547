"""The choices of deleting and merging: what happens to the projects of a group, the entries of a project."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.projects import words

Named = tuple[str, str]
"""A name and the id it stands for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen: archive, move (to ``target``), delete, none."""

    verb: str
    target: str | None = None


class ChoiceForm(QWidget):
    """A sentence, radio buttons, maybe a target to choose, and one button that does it."""

    decided = Signal(object)
    cancelled = Signal()

    def __init__(self, sentence: str, action: str, *, is_dangerous: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.sentence = QLabel(sentence)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._column.addWidget(self.sentence)
        self._group = QButtonGroup(self)
        self._verbs: list[str] = []
        self._targets: dict[str, QComboBox] = {}
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("tone", "problem")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()
        self.action = QPushButton(action)
        self.action.setObjectName("dangerButton" if is_dangerous else "primaryButton")
        self.action.clicked.connect(self._decide)

    def offer(self, verb: str, label: str, about: str = "", targets: Iterable[Named] | None = None) -> None:
        """Offer a choice; the first one is chosen to begin with."""
        radio = QRadioButton(label)
        self._group.addButton(radio, len(self._verbs))
        self._verbs.append(verb)
        radio.setChecked(len(self._verbs) == 1)
        radio.setAccessibleDescription(about)
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(radio)
        if about:
            quiet = QLabel(about)
            quiet.setObjectName("rowAbout")
            quiet.setWordWrap(True)
            quiet.setContentsMargins(24, 0, 0, 0)
            box.addWidget(quiet)
        if targets is not None:
            box.addWidget(self._target(verb, label, targets, radio))
        self._column.addLayout(box)
        if len(self._verbs) == 1:
            self.setFocusProxy(radio)

    def _target(self, verb: str, label: str, targets: Iterable[Named], radio: QRadioButton) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(label)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(12)
        for name, key in targets:
            choice.addItem(name, key)
        choice.activated.connect(lambda _place: radio.setChecked(True))
        radio.setEnabled(choice.count() > 0)
        choice.setEnabled(choice.count() > 0)
        self._targets[verb] = choice
        return choice

    def finish(self) -> None:
        """Add the buttons; call it after the last choice."""
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.addWidget(self.action)
        row.addWidget(cancel)
        row.addStretch(1)
        self._column.addWidget(self.note)
        self._column.addLayout(row)
        self._column.addStretch(1)

    def choose(self, verb: str, target: str | None = None) -> None:
        """Choose as the person would."""
        self._group.button(self._verbs.index(verb)).setChecked(True)
        if target is not None:
            self._targets[verb].setCurrentIndex(self._targets[verb].findData(target))

    def say(self, text: str) -> None:
        """Say why it could not be done."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.action.setEnabled(True)

    def _decide(self) -> None:
        verb = self._verbs[self._group.checkedId()]
        target = self._targets[verb].currentData() if verb in self._targets else None
        self.action.setEnabled(False)
        self.decided.emit(Decision(verb, target))


class DeleteProject(ChoiceForm):
    """Archive first; else say where the entries go, how many they are and how many hours."""

    def __init__(self, name: str, entries: int, seconds: int, others: Iterable[Named]) -> None:
        hours = words.hours(seconds)
        super().__init__("", "")
        count = self.tr("1 entry") if entries == 1 else self.tr("{n} entries").format(n=QLocale().toString(entries))
        self._say_first(name, count, hours, entries)
        if entries:
            about = self.tr("Hidden from tracking; its {count} and {hours} hours stay in every report")
            self.offer("archive", self.tr("Archive it instead"), about.format(count=count, hours=hours))
            label = self.tr("Delete it and move {count} ({hours} h) to")
            self.offer("move", label.format(count=count, hours=hours), "", others)
            label = self.tr("Delete it and its {count} ({hours} h)")
            about = self.tr("Everything waits in the trash for 30 days")
            self.offer("delete", label.format(count=count, hours=hours), about)
        else:
            self.offer("delete", self.tr("Delete it"), self.tr("It waits in the trash for 30 days"))
            self.offer("archive", self.tr("Archive it instead"), "")
        self.finish()

    def _say_first(self, name: str, count: str, hours: str, entries: int) -> None:
        has = self.tr("“{name}” has {count}, {hours} hours in all.").format(name=name, count=count, hours=hours)
        self.sentence.setText(has if entries else self.tr("“{name}” has no entries.").format(name=name))
        self.action.setText(self.tr("Go on"))


class DeleteGroup(ChoiceForm):
    """Ask where its projects go."""

    def __init__(self, name: str, projects: int, others: Iterable[Named]) -> None:
        super().__init__("", "")
        self.sentence.setText(
            self.tr("“{name}” holds {projects}. The projects stay; only the group goes.").format(
                name=name, projects=words.project_count(projects)
            )
        )
        self.action.setText(self.tr("Delete group"))
        self.offer("none", self.tr("Leave them without a group"))
        self.offer("move", self.tr("Move them to"), "", others)
        self.finish()


class MergeProject(ChoiceForm):
    """Ask which project takes over."""

    def __init__(self, name: str, others: Iterable[Named]) -> None:
        super().__init__("", "", is_dangerous=False)
        self.sentence.setText(
            self.tr(
                "All time of “{name}” will be shown in the other project. Nothing is rewritten; one undo takes it back."
            ).format(name=name)
        )
        self.action.setText(self.tr("Merge"))
        self.offer("move", self.tr("Merge into"), "", others)
        self.finish()
