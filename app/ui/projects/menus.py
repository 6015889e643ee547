"""The menus of a project and of a group."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.entities.projects import Group, Project, ProjectStatus
from app.ui.projects import work
from app.ui.projects.deciding import Deciding
from app.ui.projects.panels import Panels
from app.ui.projects.running import Runner


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)


class Menus:
    """Builds a menu where the thing stands now."""

    def __init__(self, parent: QWidget, panels: Panels, deciding: Deciding, runner: Runner) -> None:
        self._parent, self._panels, self._deciding, self._runner = parent, panels, deciding, runner

    def project(self, project: Project, open_project: Callable[[str], None] | None = None) -> QMenu:
        """Return what can be done with a project; it can be opened where it is not open already."""
        menu = self._menu()
        if open_project is not None:
            menu.addAction(_tr("Open")).triggered.connect(lambda: open_project(project.id))
        menu.addAction(_tr("Edit…")).triggered.connect(lambda: self._panels.edit_project(project))
        menu.addAction(_tr("Hourly rate…")).triggered.connect(lambda: self._panels.project_rate(project))
        self._add_groups(menu, project)
        menu.addSeparator()
        for status, label, said in _statuses(project.status):
            job = partial(work.set_status, id=project.id, status=status.value)
            menu.addAction(label).triggered.connect(partial(self._run, job, said))
        menu.addSeparator()
        menu.addAction(_tr("Merge into another…")).triggered.connect(lambda: self._deciding.merge_project(project))
        menu.addAction(_tr("Delete…")).triggered.connect(lambda: self._deciding.delete_project(project))
        return menu

    def group(self, group: Group, open_group: Callable[[str], None] | None = None) -> QMenu:
        """Return what can be done with a group; its page can be opened where it is not open already."""
        menu = self._menu()
        if open_group is not None:
            menu.addAction(_tr("Open")).triggered.connect(lambda: open_group(group.id))
        menu.addAction(_tr("New project here…")).triggered.connect(lambda: self._panels.new_project(group.id))
        menu.addAction(_tr("Edit…")).triggered.connect(lambda: self._panels.edit_group(group))
        menu.addSeparator()
        self._add_moves(menu, group)
        menu.addAction(_tr("Delete…")).triggered.connect(lambda: self._deciding.delete_group(group))
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _run(self, job: Callable[..., object], said: str, _checked: bool = False) -> None:
        self._runner.run(job, said, owner=self._parent)

    def _add_groups(self, menu: QMenu, project: Project) -> None:
        move = menu.addMenu(_tr("Move to group"))
        choices: list[tuple[str, str | None]] = [(group.name, group.id) for group in self._panels.shelf.groups]
        for name, group in [*choices, (_tr("Without a group"), None)]:
            action = move.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(project.group == group)
            job = partial(work.move_project, id=project.id, group=group)
            action.triggered.connect(partial(self._run, job, _tr("Project moved")))

    def _add_moves(self, menu: QMenu, group: Group) -> None:
        ids = [other.id for other in self._panels.shelf.groups]
        place = ids.index(group.id)
        for label, to in ((_tr("Move up"), place - 1), (_tr("Move down"), place + 1)):
            order = [id_ for id_ in ids if id_ != group.id]
            order.insert(max(0, to), group.id)
            action = menu.addAction(label)
            action.setEnabled(0 <= to < len(ids))
            job = partial(work.reorder_groups, ids=order)
            action.triggered.connect(partial(self._run, job, _tr("Order changed")))


def _statuses(present: ProjectStatus) -> list[tuple[ProjectStatus, str, str]]:
    every = [
        (ProjectStatus.ACTIVE, _tr("Make active"), _tr("Project is active")),
        (ProjectStatus.ON_HOLD, _tr("Put on hold"), _tr("Project is on hold")),
        (ProjectStatus.COMPLETED, _tr("Complete"), _tr("Project completed")),
        (ProjectStatus.ARCHIVED, _tr("Archive"), _tr("Project archived")),
    ]
    return [choice for choice in every if choice[0] is not present]
