"""What opens in the side panel of the Projects page, and the workflow each form ends in."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.entities.projects import Client, Group, Project
from app.domain.errors import RuleBroken
from app.ui.projects import work
from app.ui.projects.forms.choices import ChoiceForm, Decision, DeleteGroup, DeleteProject, MergeProject
from app.ui.projects.forms.form import Form
from app.ui.projects.forms.project_form import ProjectForm
from app.ui.projects.forms.small_forms import ClientForm, GroupForm
from app.ui.projects.work import Shelf
from app.ui.shell import Shell
from app.ui.widgets.side_panel import SidePanel


class Panels(QObject):
    """Opens forms, runs what they ask for, shows what a rule says at its field."""

    project_made = Signal(str)
    project_gone = Signal(str)

    def __init__(self, shell: Shell, panel: SidePanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._panel = shell, panel
        self.shelf = Shelf()

    def new_project(self, in_group: str | None = None) -> None:
        """Open the form of a new project."""
        form = ProjectForm(self.shelf.groups, self.shelf.clients, in_group=in_group)
        done = self.tr("Project created")
        self._open_form(self.tr("New project"), form, work.create_project, done, self._on_project_made)

    def edit_project(self, project: Project) -> None:
        """Open the form of a project."""
        form = ProjectForm(self.shelf.groups, self.shelf.clients, project)
        job = partial(work.update_project, id=project.id)
        self._open_form(self.tr("Edit project"), form, job, self.tr("Project saved"))

    def new_group(self) -> None:
        """Open the form of a new group."""
        self._open_form(self.tr("New group"), GroupForm(), work.create_group, self.tr("Group created"))

    def edit_group(self, group: Group) -> None:
        """Open the form of a group."""
        job = partial(work.update_group, id=group.id)
        self._open_form(self.tr("Edit group"), GroupForm(group), job, self.tr("Group saved"))

    def new_client(self) -> None:
        """Open the form of a new client."""
        self._open_form(self.tr("New client"), ClientForm(), work.create_client, self.tr("Client created"))

    def edit_client(self, client: Client) -> None:
        """Open the form of a client."""
        job = partial(work.update_client, id=client.id)
        self._open_form(self.tr("Edit client"), ClientForm(client), job, self.tr("Client saved"))

    def delete_project(self, project: Project) -> None:
        """Ask what happens to a project's entries, with their number and hours."""
        self._shell.jobs.read(
            partial(work.weigh, id=project.id),
            owner=self,
            on_done=partial(self._ask_delete_project, project),
            on_error=self._shell.say_error,
        )

    def delete_group(self, group: Group) -> None:
        """Delete an empty group at once; ask where the projects of another go."""
        count = sum(project.group == group.id for project in self.shelf.projects.values())
        done = self.tr("Group deleted")
        if not count:
            self.run(partial(work.delete_group, id=group.id, to=None), done)
            return
        others = [(other.name, other.id) for other in self.shelf.groups if other.id != group.id]
        form = DeleteGroup(group.name, count, others)
        self._open_choice(
            self.tr("Delete group"),
            form,
            lambda d: self._decide(form, partial(work.delete_group, id=group.id, to=d.target), done),
        )

    def merge_project(self, project: Project) -> None:
        """Ask which project takes over."""
        form = MergeProject(project.name, self._others(project))
        done = self.tr("Projects merged")

        def decide(decision: Decision) -> None:
            job = partial(work.merge_projects, id=project.id, into=decision.target)
            self._decide(form, job, done, partial(self.project_gone.emit, project.id))

        self._open_choice(self.tr("Merge project"), form, decide)

    def run(self, job: Callable[[Any], Any], said: str) -> None:
        """Run a workflow that needs no form, with an Undo."""
        self._shell.jobs.submit(
            job, owner=self, on_done=lambda _: self._shell.toast_undoable(said), on_error=self._shell.say_error
        )

    def _others(self, project: Project) -> list[tuple[str, str]]:
        names = self.shelf.names()
        return [
            (names[key], key)
            for key, other in self.shelf.projects.items()
            if key != project.id and not other.merged_into
        ]

    def _ask_delete_project(self, project: Project, weight: tuple[int, int]) -> None:
        form = DeleteProject(project.name, *weight, self._others(project))

        def decide(decision: Decision) -> None:
            if decision.verb == "archive":
                self._decide(
                    form, partial(work.set_status, id=project.id, status="archived"), self.tr("Project archived")
                )
                return
            job = partial(
                work.delete_project, id=project.id, to=decision.target, with_entries=decision.verb == "delete"
            )
            self._decide(form, job, self.tr("Project deleted"), partial(self.project_gone.emit, project.id))

        self._open_choice(self.tr("Delete project"), form, decide)

    def _open_form(
        self,
        title: str,
        form: Form,
        job: Callable[..., Any],
        said: str,
        on_done: Callable[[Any], None] | None = None,
    ) -> None:
        form.cancelled.connect(self._panel.dismiss)
        form.submitted.connect(partial(self._submit, form, job, said, on_done))
        self._panel.present(title, form)

    def _submit(
        self,
        form: Form,
        job: Callable[..., Any],
        said: str,
        on_done: Callable[[Any], None] | None,
        fields: dict[str, Any],
        accepted: bool,
    ) -> None:
        def done(outcome: Any) -> None:
            self._panel.dismiss()
            self._shell.toast_undoable(said)
            if on_done is not None:
                on_done(outcome)

        self._shell.jobs.submit(
            partial(job, fields=fields, accept_warnings=accepted),
            owner=form,
            on_done=done,
            on_error=partial(_refuse, form),
        )

    def _on_project_made(self, outcome: Any) -> None:
        self.project_made.emit(outcome.value.id)

    def _open_choice(self, title: str, form: ChoiceForm, decide: Callable[[Decision], None]) -> None:
        form.cancelled.connect(self._panel.dismiss)
        form.decided.connect(decide)
        self._panel.present(title, form)

    def _decide(
        self, form: ChoiceForm, job: Callable[[Any], Any], said: str, then: Callable[[], None] | None = None
    ) -> None:
        def done(_outcome: Any) -> None:
            self._panel.dismiss()
            self._shell.toast_undoable(said)
            if then is not None:
                then()

        self._shell.jobs.submit(job, owner=form, on_done=done, on_error=lambda error: form.say(str(error)))


def _refuse(form: Form, error: Exception) -> None:
    if isinstance(error, RuleBroken) and error.problems:
        form.show_problems(error.problems)
    else:
        form.say_error(str(error))
