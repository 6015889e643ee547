"""Editing in place: which editor a field gets, what becomes of what is typed, and where the keyboard goes then."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from app.ui.shell import Shell
from app.ui.today import work
from app.ui.today.editor import FieldEditor
from app.ui.today.lines import EntryLine
from app.ui.today.model import DayListModel
from app.ui.today.picking import Picking
from app.ui.today.places import Part
from app.ui.today.tips import part_name
from app.ui.today.typed import Answer, Change, Question, Refusal, read_field
from app.ui.today.view import DayListView

_ORDER = (Part.DESCRIPTION, Part.START, Part.END, Part.LENGTH)


class Editing(QObject):
    """One field at a time."""

    def __init__(self, shell: Shell, view: DayListView, model: DayListModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._view, self._model = shell, view, model
        self.editor = FieldEditor(view.viewport())
        self.picking = Picking(shell, view, self)
        self._line: EntryLine | None = None
        self._part = Part.DESCRIPTION
        self._answers: tuple[tuple[str, Change], ...] = ()
        self._next: tuple[str, Part] | None = None
        self.editor.entered.connect(self._on_entered)
        self.editor.left.connect(self._on_left)
        self.editor.escaped.connect(self.stop)
        self.editor.closed.connect(view.setFocus)
        self.editor.answered.connect(self._on_answered)
        self.picking.picked.connect(self._on_picked)
        view.scrolled.connect(self.follow)

    def begin(self, line: EntryLine, part: str) -> None:
        """Open the editor of a field; billing is flipped at once."""
        self.stop()
        self._line, self._part = line, Part(part)
        if self._part is Part.BILLABLE:
            self._save(line.ids, {"billable": not line.entry.billable}, self._flipped(line))
            return
        rect = self._rect()
        if self._part is Part.PROJECT:
            self.picking.pick_project(line, rect)
        elif self._part is Part.TAGS:
            self.picking.pick_tags(line, rect)
        else:
            figures = self._part is not Part.DESCRIPTION
            self.editor.open(rect, self._text(line), part_name(self._part), figures=figures)

    def pick_project(self, lines: list[EntryLine]) -> None:
        """Choose a project for all chosen entries."""
        self.stop()
        if lines:
            self._line, self._part = lines[0], Part.PROJECT
            self.picking.pick_project(lines[0], self._rect(), tuple(id_ for line in lines for id_ in line.ids))

    def stop(self) -> None:
        """Close the editor and leave the entry as it is."""
        self._answers = ()
        self.editor.close()

    def follow(self) -> None:
        """Stay over the field while the list moves."""
        if self.editor.is_open:
            index = self._index()
            if index.isValid():
                self.editor.move_to(self._view.place_of(index, self._anchor()))
            else:
                self.stop()

    def after_reload(self) -> None:
        """Rows were read anew: go on to the field that Tab asked for, or stay over the present one."""
        if self._next is not None:
            (entry, part), self._next = self._next, None
            line = self._model.line(self._model.find_entry(entry))
            if isinstance(line, EntryLine):
                self._view.put_on(self._model.find_entry(entry))
                self.begin(line, part)
            return
        self.follow()

    def _on_entered(self, text: str, step: int) -> None:
        line = self._line
        if line is None:
            return
        following = self._following(step)
        if text == self.editor.initial and self._part is not Part.SPLIT:
            self.stop()
            if following is not None:
                self.begin(line, following)
            return
        self._next = (line.entry.id, following) if following is not None else None
        self._take(self._read(line, text))

    def _on_left(self, text: str) -> None:
        if self._line is None or text == self.editor.initial or self._part is Part.SPLIT:
            self.stop()
        else:
            self._take(self._read(self._line, text))

    def _on_answered(self, place: int) -> None:
        answers, self._answers = self._answers, ()
        if 0 <= place < len(answers):
            self._take(answers[place][1])
        else:
            self.editor.note.hide()
            self.editor.line.setFocus()

    def _read(self, line: EntryLine, text: str) -> Answer:
        return read_field(self._part, text, line.entry, style=self._model.style, now=self._model.now)

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, Refusal):
            self._next = None
            self.editor.refuse(answer.text)
        elif isinstance(answer, Question):
            self._answers = answer.answers
            self.editor.ask(answer.text, tuple(label for label, _ in answer.answers))
        elif self._line is not None:
            self.editor.wait()
            self._submit(self._line, answer)

    def _submit(self, line: EntryLine, change: Change) -> None:
        if self._part is Part.SPLIT:
            job, said = partial(work.split, id=line.entry.id, at=change.fields["at"]), self.tr("Entry split")
        else:
            job, said = partial(work.edit, ids=line.ids, fields=change.fields), self.tr("Entry changed")
        self._shell.jobs.submit(job, owner=self, on_done=lambda _: self._saved(said), on_error=self._refused)

    def _saved(self, said: str) -> None:
        self.editor.close()
        self._shell.toast_undoable(said)

    def _refused(self, error: Exception) -> None:
        from app.domain.errors import AppError

        self._next = None
        if isinstance(error, AppError):
            self.editor.refuse(str(error))
        else:
            self.stop()
            self._shell.say_error(error)

    def _on_picked(self, ids: tuple[str, ...], fields: dict[str, Any]) -> None:
        if "project" in fields:
            count = len(ids)
            said = self.tr("Project changed")
            if count > 1:
                said = self.tr("Project of {count} entries changed").format(count=count)
        else:
            said = self.tr("Tags changed")
        self._save(ids, fields, said)

    def _save(self, ids: tuple[str, ...], fields: dict[str, Any], said: str) -> None:
        self._shell.jobs.submit(
            partial(work.edit, ids=ids, fields=fields),
            owner=self,
            on_done=lambda _: self._shell.toast_undoable(said),
            on_error=self._shell.say_error,
        )

    def _flipped(self, line: EntryLine) -> str:
        return self.tr("Not billable any more") if line.entry.billable else self.tr("Billable now")

    def _following(self, step: int) -> Part | None:
        if not step or self._part not in _ORDER or self._line is None or self._line.count > 1:
            return None
        place = _ORDER.index(self._part) + step
        return _ORDER[place] if 0 <= place < len(_ORDER) else None

    def _text(self, line: EntryLine) -> str:
        style, entry = self._model.style, line.entry
        if self._part is Part.START:
            return style.clock(entry.started_at)
        if self._part is Part.END:
            return "" if entry.ended_at is None else style.clock(entry.ended_at)
        if self._part is Part.SPLIT:
            end = self._model.now if entry.ended_at is None else entry.ended_at
            return style.clock((entry.started_at + end) // 2)
        if self._part is Part.LENGTH:
            return style.length(self._model.seconds(line))
        return line.description

    def _index(self) -> Any:
        return self._model.find(self._line.key) if self._line is not None else self._model.find("")

    def _anchor(self) -> Part:
        return Part.START if self._part is Part.SPLIT else self._part

    def _rect(self) -> QRect:
        index = self._index()
        if index.isValid():
            self._view.scrollTo(index)
        return self._view.place_of(index, self._anchor())
