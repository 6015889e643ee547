"""The forms in the side panel of the Projects page, and the workflow each ends in."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.entities.projects import Client, Group, Project
from app.domain.errors import RuleBroken
from app.ui.projects import work
from app.ui.projects.forms.client_list import ClientList
from app.ui.projects.forms.form import Form
from app.ui.projects.forms.project_form import ProjectForm
from app.ui.projects.forms.rate_form import RateForm
from app.ui.projects.forms.small_forms import ClientForm, GroupForm
from app.ui.projects.running import Runner
from app.ui.projects.work import Shelf
from app.ui.shell import Shell
from app.ui.widgets.side_panel import SidePanel


class Panels(QObject):
    """Opens forms, runs what they ask for, shows what a rule says at its field."""

    project_made = Signal(str)
    client_delete_wanted = Signal(object)

    def __init__(self, shell: Shell, panel: SidePanel, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._panel, self._runner = shell, panel, runner
        self.shelf = Shelf()

    def show_shelf(self, shelf: Shelf) -> None:
        """Offer from now on what is there."""
        self.shelf = shelf
        content = self._panel.content()
        if isinstance(content, ClientList):
            content.show_lines(shelf.client_lines)

    def new_project(self, in_group: str | None = None) -> None:
        """Open the form of a new project, in the colour least used so far."""
        from app.orchestrators.references import next_color

        color = next_color(project.color for project in self.shelf.projects.values())
        form = ProjectForm(self.shelf.groups, self.shelf.clients, in_group=in_group, color=color)
        done = self.tr("Project created")
        self._open(
            self.tr("New project"),
            form,
            work.create_project,
            done,
            lambda outcome: self.project_made.emit(outcome.value.id),
        )

    def edit_project(self, project: Project) -> None:
        """Open the form of a project."""
        form = ProjectForm(self.shelf.groups, self.shelf.clients, project)
        job = partial(work.update_project, id=project.id)
        self._open(self.tr("Edit project"), form, job, self.tr("Project saved"))

    def new_group(self) -> None:
        """Open the form of a new group."""
        from app.orchestrators.references import next_color

        form = GroupForm(color=next_color(group.color for group in self.shelf.groups))
        self._open(self.tr("New group"), form, work.create_group, self.tr("Group created"))

    def edit_group(self, group: Group) -> None:
        """Open the form of a group."""
        job = partial(work.update_group, id=group.id)
        self._open(self.tr("Edit group"), GroupForm(group), job, self.tr("Group saved"))

    def clients(self) -> None:
        """Open the list of clients."""
        content = ClientList()
        content.show_lines(self.shelf.client_lines)
        content.new_wanted.connect(self.new_client)
        content.edit_wanted.connect(self.edit_client)
        content.rate_wanted.connect(self.client_rate)
        content.delete_wanted.connect(self.client_delete_wanted)
        self._panel.present(self.tr("Clients"), content)

    def new_client(self) -> None:
        """Open the form of a new client."""
        self._open(self.tr("New client"), ClientForm(), work.create_client, self.tr("Client created"))

    def edit_client(self, client: Client) -> None:
        """Open the form of a client."""
        job = partial(work.update_client, id=client.id)
        self._open(self.tr("Edit client"), ClientForm(client), job, self.tr("Client saved"))

    def project_rate(self, project: Project) -> None:
        """Open the form of a project's rate."""
        client = next((client for client in self.shelf.clients if client.id == project.client), None)
        self._open_rate(project.name, client.currency if client else "", partial(work.set_rate, project=project.id))

    def client_rate(self, client: Client) -> None:
        """Open the form of a client's rate."""
        self._open_rate(client.name, client.currency, partial(work.set_rate, client=client.id))

    def _open_rate(self, name: str, currency: str, job: Callable[..., Any]) -> None:
        form = RateForm(currency or self.shelf.currency, self.shelf.today)
        self._open(self.tr("Hourly rate of {name}").format(name=name), form, job, self.tr("Rate set"))

    def _open(
        self,
        title: str,
        form: Form,
        job: Callable[..., Any],
        said: str,
        on_done: Callable[[Any], None] | None = None,
    ) -> None:
        def done(outcome: Any) -> None:
            self._panel.dismiss()
            self._runner.say_done(said, outcome)
            if on_done is not None:
                on_done(outcome)

        def submit(fields: dict[str, Any], accepted: bool) -> None:
            filled = partial(job, fields=fields, accept_warnings=accepted)
            self._shell.jobs.submit(filled, owner=form, on_done=done, on_error=partial(_refuse, form))

        form.cancelled.connect(self._panel.dismiss)
        form.submitted.connect(submit)
        self._panel.present(title, form)


def _refuse(form: Form, error: Exception) -> None:
    if isinstance(error, RuleBroken) and error.problems:
        form.show_problems(error.problems)
    else:
        form.say_error(str(error))
