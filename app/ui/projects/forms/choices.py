"""The choices of deleting and merging: what happens to the projects of a group, the entries of a project."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from app.ui.formats import hours
from app.ui.projects import words
from app.ui.widgets.choice import Choice

Named = tuple[str, str]
"""A name and the id it stands for."""
_INDENT = 26


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen: archive, move (to ``target``), delete, none."""

    verb: str
    target: str | None = None


class ChoiceForm(QWidget):
    """A sentence, radio buttons, maybe a target to choose, and one button that says what it will do."""

    decided = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.sentence, self.note = QLabel(), QLabel()
        for label in (self.sentence, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._column.addWidget(self.sentence)
        self.note.setProperty("tone", "problem")
        self.note.hide()
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(lambda place, is_on: self._show_action(place) if is_on else None)
        self.accepts = False
        """True when a warning was shown and the person goes on."""
        self._verbs: list[str] = []
        self._actions: list[tuple[str, bool]] = []
        self._targets: dict[str, Choice] = {}
        self.action = QPushButton()
        self.action.clicked.connect(self._decide)

    def offer(
        self,
        verb: str,
        label: str,
        *,
        action: str,
        about: str = "",
        is_dangerous: bool = False,
        targets: Iterable[Named] | None = None,
    ) -> None:
        """Offer a choice and the words of the button that does it; the first one is chosen to begin with."""
        radio = QRadioButton(label)
        self._verbs.append(verb)
        self._actions.append((action, is_dangerous))
        self._group.addButton(radio, len(self._verbs) - 1)
        radio.setAccessibleDescription(about)
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(radio)
        if about:
            quiet = QLabel(about)
            quiet.setObjectName("rowAbout")
            quiet.setWordWrap(True)
            quiet.setContentsMargins(_INDENT, 0, 0, 0)
            box.addWidget(quiet)
        if targets is not None:
            box.addLayout(self._target(verb, label, targets, radio))
        self._column.addLayout(box)
        if len(self._verbs) == 1:
            radio.setChecked(True)
            self.setFocusProxy(radio)

    def _target(self, verb: str, label: str, targets: Iterable[Named], radio: QRadioButton) -> QHBoxLayout:
        choice = Choice(targets)
        choice.setAccessibleName(label)
        choice.activated.connect(lambda _place: radio.setChecked(True))
        radio.setEnabled(choice.count() > 0)
        choice.setEnabled(choice.count() > 0)
        self._targets[verb] = choice
        row = QHBoxLayout()
        row.setContentsMargins(_INDENT, 0, 0, 0)
        row.addWidget(choice, 1)
        return row

    def finish(self) -> None:
        """Add the buttons; call it after the last choice."""
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setSpacing(8)
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
            self._targets[verb].choose(target)

    def say(self, text: str, *, is_warning: bool = False) -> None:
        """Say why it was not done; after a warning the same button does it all the same."""
        self.accepts = is_warning
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.note.setProperty("tone", "warning" if is_warning else "problem")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.action.setEnabled(True)
        if is_warning:
            self.action.setText(self.tr("{action} anyway").format(action=self.action.text()))

    def _show_action(self, place: int) -> None:
        self.accepts = False
        label, is_dangerous = self._actions[place]
        self.action.setText(label)
        self.action.setObjectName("dangerButton" if is_dangerous else "primaryButton")
        self.action.style().unpolish(self.action)
        self.action.style().polish(self.action)

    def _decide(self) -> None:
        verb = self._verbs[self._group.checkedId()]
        target = self._targets[verb].currentData() if verb in self._targets else None
        self.action.setEnabled(False)
        self.decided.emit(Decision(verb, target))


class DeleteProject(ChoiceForm):
    """Archive first; else say where the entries go, how many they are and how many hours."""

    def __init__(self, name: str, entries: int, seconds: int, others: Iterable[Named]) -> None:
        super().__init__()
        count = self.tr("1 entry") if entries == 1 else self.tr("{n} entries").format(n=QLocale().toString(entries))
        spent = hours(seconds)
        if entries:
            has = self.tr("“{name}” has {count}, {hours} hours in all.")
            self.sentence.setText(has.format(name=name, count=count, hours=spent))
            self._offer_for_entries(count, spent, others)
        else:
            self.sentence.setText(self.tr("“{name}” has no entries.").format(name=name))
            self._offer_delete(self.tr("Delete it"), self.tr("It waits in the trash for 30 days"))
            self._offer_archive("")
        self.finish()

    def _offer_for_entries(self, count: str, spent: str, others: Iterable[Named]) -> None:
        about = self.tr("Hidden from tracking; its {count} and {hours} hours stay in every report")
        self._offer_archive(about.format(count=count, hours=spent))
        label = self.tr("Delete it and move {count} ({hours} h) to").format(count=count, hours=spent)
        self.offer("move", label, action=self.tr("Move and delete"), is_dangerous=True, targets=others)
        label = self.tr("Delete it and its {count} ({hours} h)").format(count=count, hours=spent)
        self._offer_delete(label, self.tr("Everything waits in the trash for 30 days"))

    def _offer_archive(self, about: str) -> None:
        self.offer("archive", self.tr("Archive it instead"), action=self.tr("Archive"), about=about)

    def _offer_delete(self, label: str, about: str) -> None:
        self.offer("delete", label, action=self.tr("Delete"), about=about, is_dangerous=True)


class DeleteGroup(ChoiceForm):
    """Ask where a group's projects go."""

    def __init__(self, name: str, projects: int, others: Iterable[Named]) -> None:
        super().__init__()
        said = self.tr("“{name}” holds {projects}. The projects stay; only the group goes.")
        self.sentence.setText(said.format(name=name, projects=words.project_count(projects)))
        action = self.tr("Delete group")
        self.offer("none", self.tr("Leave them without a group"), action=action, is_dangerous=True)
        self.offer("move", self.tr("Move them to"), action=action, is_dangerous=True, targets=others)
        self.finish()


class DeleteClient(ChoiceForm):
    """Ask where a client's projects go."""

    def __init__(self, name: str, projects: int, others: Iterable[Named]) -> None:
        super().__init__()
        said = self.tr("“{name}” has {projects}. The projects stay; only the client goes.")
        self.sentence.setText(said.format(name=name, projects=words.project_count(projects)))
        action = self.tr("Delete client")
        self.offer("none", self.tr("Leave them without a client"), action=action, is_dangerous=True)
        self.offer("move", self.tr("Give them to"), action=action, is_dangerous=True, targets=others)
        self.finish()


class MergeProject(ChoiceForm):
    """Ask which project takes over."""

    def __init__(self, name: str, others: Iterable[Named]) -> None:
        super().__init__()
        self.sentence.setText(
            self.tr(
                "All time of “{name}” will be shown in the other project. Nothing is rewritten; one undo takes it back."
            ).format(name=name)
        )
        self.offer("move", self.tr("Merge into"), action=self.tr("Merge"), targets=others)
        self.finish()
