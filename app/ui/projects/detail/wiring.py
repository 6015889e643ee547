"""Brings what is changed on a project's page to the workflows, and what they refuse back to its card."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app.ui.projects.detail import work
from app.ui.projects.detail.project_page import ProjectPage
from app.ui.projects.running import Runner
from app.ui.widgets.titled_card import NotedCard


class DetailWork(QObject):
    """Milestones and tasks: each change at once, each with an Undo."""

    def __init__(self, runner: Runner, page: ProjectPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._page = runner, page
        self._wire_milestones()
        self._wire_tasks()

    def _wire_milestones(self) -> None:
        card = self._page.milestones
        card.added.connect(self._add_milestone)
        card.model.edited.connect(self._edit_milestone)
        card.model.toggled.connect(self._complete_milestone)
        card.model.moved.connect(
            lambda ids: self._run(card, partial(work.reorder_milestones, ids=ids), self.tr("Order changed"))
        )
        card.table.delete_wanted.connect(
            lambda key: self._run(card, partial(work.delete_milestone, id=key), self.tr("Milestone deleted"))
        )

    def _wire_tasks(self) -> None:
        card = self._page.tasks
        card.added.connect(self._add_task)
        card.model.renamed.connect(
            lambda key, name: self._run(
                card, partial(work.edit_task, id=key, fields={"name": name}), self.tr("Task renamed")
            )
        )
        card.model.toggled.connect(self._complete_task)
        card.list.delete_wanted.connect(
            lambda key: self._run(card, partial(work.delete_task, id=key), self.tr("Task deleted"))
        )

    def _add_milestone(self, fields: dict[str, Any]) -> None:
        card = self._page.milestones
        job = partial(work.add_milestone, project=self._project(), fields=fields)
        self._run(card, job, self.tr("Milestone added"), card.add.clear)

    def _edit_milestone(self, key: str, field: str, value: object) -> None:
        job = partial(work.edit_milestone, id=key, fields={field: value})
        self._run(self._page.milestones, job, self.tr("Milestone changed"))

    def _complete_milestone(self, key: str, done: bool) -> None:
        said = self.tr("Milestone completed") if done else self.tr("Milestone open again")
        self._run(self._page.milestones, partial(work.complete_milestone, id=key, done=done), said)

    def _add_task(self, name: str) -> None:
        card = self._page.tasks
        job = partial(work.add_task, project=self._project(), name=name)
        self._run(card, job, self.tr("Task added"), card.add.clear)

    def _complete_task(self, key: str, done: bool) -> None:
        said = self.tr("Task done") if done else self.tr("Task open again")
        self._run(self._page.tasks, partial(work.edit_task, id=key, fields={"done": done}), said)

    def _project(self) -> str:
        return self._page.view.project.id if self._page.view is not None else ""

    def _run(self, card: NotedCard, job: Callable[..., Any], said: str, then: Callable[[], None] | None = None) -> None:
        def done(_outcome: Any) -> None:
            card.say("")
            if then is not None:
                then()

        self._runner.run(job, said, owner=card, on_done=done, on_refused=card.say)
