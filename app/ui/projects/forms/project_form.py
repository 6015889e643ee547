"""Make or change a project."""

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from app.domain.entities.projects import Client, Group, Project
from app.domain.problems import Problem
from app.ui.projects.forms.form import Form
from app.ui.widgets.choice import Choice
from app.ui.widgets.color_picker import ColorPicker
from app.ui.widgets.value_fields import DateField, HoursField


class ProjectForm(Form):
    """Name first; everything else is optional and says what it is for."""

    def __init__(
        self,
        groups: Iterable[Group],
        clients: Iterable[Client],
        project: Project | None = None,
        *,
        in_group: str | None = None,
        color: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._save_label = self.tr("Save changes") if project else self.tr("Create project")
        self._save.setText(self._save_label)
        self._build(groups, clients)
        if project is not None:
            self._show(project)
        else:
            self._group.choose(in_group)
            self._color.set_color(color)
        self.setFocusProxy(self._name)

    def _build(self, groups: Iterable[Group], clients: Iterable[Client]) -> None:
        self._name, self._code = QLineEdit(), QLineEdit()
        self._name.setMaxLength(400)
        self._color = ColorPicker()
        self._group = Choice([(self.tr("No group"), None), *((g.name, g.id) for g in groups)])
        self._client = Choice([(self.tr("No client"), None), *((c.name, c.id) for c in clients)])
        self._start, self._due = DateField(), DateField()
        self._estimate = HoursField()
        self._billable = QCheckBox(self.tr("Time on this project is billable"))
        self._notes = QPlainTextEdit()
        self._notes.setTabChangesFocus(True)
        self._notes.setFixedHeight(76)
        self.add("name", self.tr("Name"), self._name)
        self.add("color", self.tr("Color"), self._color)
        self.add("group", self.tr("Group"), self._group)
        self.add("client", self.tr("Client"), self._client)
        self.add("start_date", self.tr("Starts"), self._start)
        self.add("due_date", self.tr("Due"), self._due)
        self.pair("start_date", "due_date")
        self.add("estimate_minutes", self.tr("Estimate in hours"), self._estimate)
        self.add("code", self.tr("Short code"), self._code)
        self.pair("estimate_minutes", "code")
        self.add("notes", self.tr("Notes"), self._notes)
        self.column.addWidget(self._billable)
        self.finish()

    def _show(self, project: Project) -> None:
        self._name.setText(project.name)
        self._code.setText(project.code)
        self._color.set_color(project.color)
        self._group.choose(project.group)
        self._client.choose(project.client)
        self._start.set_day(project.start_date)
        self._due.set_day(project.due_date)
        self._estimate.set_minutes(project.estimate_minutes)
        self._billable.setChecked(project.billable)
        self._notes.setPlainText(project.notes)

    def own_problems(self) -> list[Problem]:
        """Return the dates and hours that can't be read."""
        found = [
            self._start.problem("start_date"),
            self._due.problem("due_date"),
            self._estimate.problem("estimate_minutes"),
        ]
        return [problem for problem in found if problem is not None]

    def values(self) -> Mapping[str, object]:
        """Return the fields of the project."""
        return {
            "name": self._name.text(),
            "code": self._code.text().strip(),
            "color": self._color.color,
            "group": self._group.currentData(),
            "client": self._client.currentData(),
            "start_date": self._start.day(),
            "due_date": self._due.day(),
            "estimate_minutes": self._estimate.minutes(),
            "billable": self._billable.isChecked(),
            "notes": self._notes.toPlainText(),
        }
