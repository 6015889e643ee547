"""The form of an entry: what, for which project, when, tags, billable."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from app.domain.entities.time_entries import TimeEntry
from app.domain.problems import Problem
from app.ui.calendar.pick_button import PickButton
from app.ui.calendar.work import Offered
from app.ui.planning.span_field import SpanField
from app.ui.projects.forms.form import Form
from app.ui.today.work import TASK


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What the form opens with: a span, and the entry that has it, None for a new one."""

    since: int
    until: int
    entry: TimeEntry | None = None


class EntryForm(Form):
    """``submitted`` carries all fields of a new entry, or those that changed of one that is there."""

    delete_wanted = Signal()

    def __init__(self, draft: EntryDraft, offered: Offered, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._draft, self._offered = draft, offered
        self._save_label = self.tr("Save") if draft.entry else self.tr("Add entry")
        self._save.setText(self._save_label)
        self._build()
        self._show()
        self._start = self._all_values()
        self.setFocusProxy(self.description)

    @property
    def heading(self) -> str:
        """What the form is called."""
        return self.tr("Edit entry") if self._draft.entry else self.tr("New entry")

    def _build(self) -> None:
        self.description = QLineEdit()
        self.description.setPlaceholderText(self.tr("What was worked on"))
        self.project = PickButton(self.tr("Find a project"), self.tr("No project"), self._offered.projects)
        self.tags = PickButton(self.tr("Find a tag"), self.tr("No tags"), self._offered.tags, many=True)
        self.span = SpanField()
        self.span.all_day.hide()
        self.billable = QCheckBox(self.tr("Billable"))
        self.add("description", self.tr("Description"), self.description)
        self.add("project", self.tr("Project and task"), self.project)
        self.add("started_at", self.tr("When"), self.span)
        self.add("tags", self.tr("Tags"), self.tags)
        self.column.addWidget(self.billable)
        self.project.changed.connect(self._follow_project)
        self.delete = QPushButton(self.tr("Delete"))
        self.delete.hide()
        self.delete.clicked.connect(self.delete_wanted)
        self.column.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignLeft)
        self.finish()

    def _show(self) -> None:
        draft, entry = self._draft, self._draft.entry
        # Shown as the viewer's clocks do, like the grid.
        self.span.show_span(draft.since, draft.until, self._offered.zone, all_day=False)
        if entry is None:
            return
        self.delete.show()
        self.description.setText(entry.description)
        if entry.project:
            self.project.choose([f"{entry.project}{TASK}{entry.task}" if entry.task else entry.project])
        self.tags.choose(sorted(entry.tags))
        self.billable.setChecked(entry.billable)
        if entry.running:
            for field in (self.span.end_day, self.span.end_time):
                field.setEnabled(False)
                field.setToolTip(self.tr("It is still running"))

    def _follow_project(self) -> None:
        """A new entry is billable where its project is."""
        if self._draft.entry is None:
            project = self._project()[0]
            self.billable.setChecked(project in self._offered.billable)

    def _project(self) -> tuple[str | None, str | None]:
        chosen = self.project.value[0] if self.project.value else ""
        project, _, task = chosen.partition(TASK)
        return project or None, task or None

    def own_problems(self) -> list[Problem]:
        """Return what can't be read."""
        problem = self.span.problem()
        return [replace(problem, field="started_at")] if problem is not None else []

    def values(self) -> Mapping[str, object]:
        """Return all fields of a new entry, the changed ones of one that is there."""
        now = self._all_values()
        if self._draft.entry is None:
            return now
        return {name: value for name, value in now.items() if value != self._start[name]}

    def _all_values(self) -> dict[str, object]:
        since, until = self.span.span()
        project, task = self._project()
        found: dict[str, object] = {
            "description": self.description.text().strip(),
            "project": project,
            "task": task,
            "started_at": since,
            "ended_at": until,
            "tags": frozenset(self.tags.value),
            "billable": self.billable.isChecked(),
        }
        if self._draft.entry is not None and self._draft.entry.running:
            del found["ended_at"]
        return found
