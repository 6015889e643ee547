"""What asks before it acts: deleting a project, a group or a client, and merging projects."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.entities.projects import Client, Group, Project
from app.ui.projects import work
from app.ui.projects.forms.choices import (
    ChoiceForm,
    Decision,
    DeleteClient,
    DeleteGroup,
    DeleteProject,
    MergeProject,
    Named,
)
from app.ui.projects.panels import Panels
from app.ui.projects.running import Runner, can_be_accepted
from app.ui.shell import Shell
from app.ui.widgets.dates import with_local_days
from app.ui.widgets.side_panel import SidePanel


class Deciding(QObject):
    """Says how much is at stake, offers the ways, does the chosen one."""

    project_gone = Signal(str)

    def __init__(
        self, shell: Shell, panel: SidePanel, runner: Runner, panels: Panels, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shell, self._panel, self._runner, self._panels = shell, panel, runner, panels
        panels.client_delete_wanted.connect(self.delete_client)

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
        count = sum(project.group == group.id for project in self._panels.shelf.projects.values())
        others: list[Named] = [(g.name, g.id) for g in self._panels.shelf.groups if g.id != group.id]
        form = DeleteGroup(group.name, count, others)
        job, done = partial(work.delete_group, id=group.id), self.tr("Group deleted")
        self._ask_where_to(self.tr("Delete group"), form, job, done, is_empty=not count)

    def delete_client(self, client: Client) -> None:
        """Delete a client without projects at once; ask where the projects of another go."""
        count = sum(project.client == client.id for project in self._panels.shelf.projects.values())
        others: list[Named] = [(c.name, c.id) for c in self._panels.shelf.clients if c.id != client.id]
        form = DeleteClient(client.name, count, others)
        job, done = partial(work.delete_client, id=client.id), self.tr("Client deleted")
        self._ask_where_to(self.tr("Delete client"), form, job, done, is_empty=not count)

    def merge_project(self, project: Project) -> None:
        """Ask which project takes over."""
        form = MergeProject(project.name, self._others(project))
        done, gone = self.tr("Projects merged"), partial(self.project_gone.emit, project.id)

        def decide(decision: Decision) -> None:
            self._do(form, partial(work.merge_projects, id=project.id, into=decision.target), done, gone)

        self._open(self.tr("Merge project"), form, decide)

    def _ask_where_to(
        self, title: str, form: ChoiceForm, job: Callable[..., Any], done: str, *, is_empty: bool
    ) -> None:
        if is_empty:
            self._runner.run(partial(job, to=None), done, owner=self)
        else:
            self._open(title, form, lambda decision: self._do(form, partial(job, to=decision.target), done))

    def _ask_delete_project(self, project: Project, weight: tuple[int, int]) -> None:
        form = DeleteProject(project.name, *weight, self._others(project))
        gone = partial(self.project_gone.emit, project.id)

        def decide(decision: Decision) -> None:
            if decision.verb == "archive":
                job: Callable[..., Any] = partial(work.set_status, id=project.id, status="archived")
                self._do(form, job, self.tr("Project archived"))
                return
            deletes = decision.verb == "delete"
            job = partial(work.delete_project, id=project.id, to=decision.target, with_entries=deletes)
            self._do(form, job, self.tr("Project deleted"), gone)

        self._open(self.tr("Delete project"), form, decide)

    def _others(self, project: Project) -> list[Named]:
        shelf = self._panels.shelf
        names = shelf.names()
        return [(names[key], key) for key, other in shelf.projects.items() if key != project.id]

    def _open(self, title: str, form: ChoiceForm, decide: Callable[[Decision], None]) -> None:
        form.cancelled.connect(self._panel.dismiss)
        form.decided.connect(decide)
        self._panel.present(title, form)

    def _do(self, form: ChoiceForm, job: Callable[..., Any], said: str, then: Callable[[], None] | None = None) -> None:
        def done(outcome: Any) -> None:
            self._panel.dismiss()
            self._runner.say_done(said, outcome)
            if then is not None:
                then()

        def refused(error: Exception) -> None:
            form.say(with_local_days(str(error)), is_warning=can_be_accepted(error))

        if form.accepts:
            job = partial(job, accept_warnings=True)
        self._shell.jobs.submit(job, owner=form, on_done=done, on_error=refused)
