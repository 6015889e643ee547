"""Choosing a project, a task or tags for entries, from a small list that opens under the field."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.choices import Choice
from app.ui.shell import Shell
from app.ui.today import work
from app.ui.today.lines import EntryLine
from app.ui.widgets.picker import Picker

_WIDTH, _GAP = 280, 4


class Picking(QObject):
    """``picked`` says the ids of the entries and the fields to change."""

    picked = Signal(tuple, dict)

    def __init__(self, shell: Shell, view: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._view = shell, view
        # The list opens under a widget: this one stands, unseen, where the field is.
        self._anchor = QWidget(view)
        self._anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._anchor.hide()
        self.picker: Picker | None = None
        self._ids: tuple[str, ...] = ()
        self._before: frozenset[str] = frozenset()
        self._tags: set[str] = set()

    def pick_project(self, line: EntryLine, rect: QRect, ids: tuple[str, ...] = ()) -> None:
        """Choose a project, maybe with a task, for a row's entries or for those named."""
        self._begin(rect, ids or line.ids)
        entry = line.entry
        picked = f"{entry.project}{work.TASK}{entry.task}" if entry.task else entry.project or ""
        self._shell.jobs.read(
            work.projects_and_tasks,
            owner=self,
            on_done=partial(self._open_projects, {picked}),
            on_error=self._shell.say_error,
        )

    def pick_tags(self, line: EntryLine, rect: QRect) -> None:
        """Choose the tags of a row's entries."""
        self._begin(rect, line.ids)
        self._before, self._tags = frozenset(line.entry.tags), set(line.entry.tags)
        self._shell.jobs.read(work.tags, owner=self, on_done=self._open_tags, on_error=self._shell.say_error)

    def _begin(self, rect: QRect, ids: tuple[str, ...]) -> None:
        self._ids = ids
        self._anchor.setGeometry(rect.left() - 8, rect.top(), _WIDTH, rect.height())

    def _open_projects(self, picked: set[str], choices: tuple[Choice, ...]) -> None:
        picker = self._made(Picker(self.tr("Find a project"), new=self.tr("Create “{name}”"), parent=self._view))
        picker.picked.connect(self._on_project)
        self._open(picker, choices, picked)

    def _open_tags(self, choices: tuple[Choice, ...]) -> None:
        picker = self._made(Picker(self.tr("Find a tag"), many=True, new=self.tr("Create “{name}”"), parent=self._view))
        picker.picked.connect(self._on_tag)
        picker.closed.connect(self._on_tags_closed)
        self._open(picker, choices, self._tags)

    def _open(self, picker: Picker, choices: tuple[Choice, ...], picked: set[str]) -> None:
        picker.open_under(self._anchor, choices, picked)
        place, screen = picker.geometry(), picker.screen().availableGeometry()
        if place.bottom() > screen.bottom():
            top = self._anchor.mapToGlobal(QPoint(0, 0)).y() - place.height() - _GAP
            picker.move(place.left(), max(screen.top(), top))

    def _made(self, picker: Picker) -> Picker:
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.closed.connect(self._on_closed)
        self.picker = picker
        return picker

    def _on_closed(self) -> None:
        self.picker = None
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_project(self, choice: object) -> None:
        if isinstance(choice, str):
            self._make(partial(work.make_project, name=choice), self._put_project)
        elif isinstance(choice, Choice):
            project, _, task = choice.id.partition(work.TASK)
            self._put({"project": project, "task": task or None})
        else:
            self._put({"project": None})

    def _put_project(self, project: Any) -> None:
        self._put({"project": project.id})

    def _on_tag(self, choice: object) -> None:
        if isinstance(choice, str):
            self._make(partial(work.make_tag, name=choice), self._put_tag)
        elif isinstance(choice, Choice):
            self._tags ^= {choice.id}

    def _put_tag(self, tag: Any) -> None:
        self._put({"tags": frozenset(self._tags | {tag.id})})

    def _on_tags_closed(self) -> None:
        if self._tags != self._before:
            self._before = frozenset(self._tags)
            self._put({"tags": self._before})

    def _make(self, job: Any, then: Any) -> None:
        self._shell.jobs.submit(
            job, owner=self, on_done=lambda outcome: then(outcome.value), on_error=self._shell.say_error
        )

    def _put(self, fields: dict[str, Any]) -> None:
        self.picked.emit(self._ids, fields)
