"""The menus of a project and of a group."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.entities.projects import Group, Project, ProjectStatus
from app.ui.projects import work
from app.ui.projects.panels import Panels


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)


def project_menu(
    parent: QWidget,
    panels: Panels,
    project: Project,
    *,
    open_project: Callable[[str], None] | None = None,
    is_open: bool = False,
) -> QMenu:
    """Return what can be done with a project where it stands now."""
    menu = _menu(parent)
    if not is_open and open_project is not None:
        menu.addAction(_tr("Open")).triggered.connect(lambda: open_project(project.id))
    menu.addAction(_tr("Edit…")).triggered.connect(lambda: panels.edit_project(project))
    _add_groups(menu, panels, project)
    menu.addSeparator()
    for status, label, said in _statuses(project.status):
        job = partial(work.set_status, id=project.id, status=status.value)
        menu.addAction(label).triggered.connect(partial(_run, panels, job, said))
    menu.addSeparator()
    menu.addAction(_tr("Merge into another…")).triggered.connect(lambda: panels.merge_project(project))
    menu.addAction(_tr("Delete…")).triggered.connect(lambda: panels.delete_project(project))
    return menu


def group_menu(parent: QWidget, panels: Panels, group: Group) -> QMenu:
    """Return what can be done with a group."""
    menu = _menu(parent)
    menu.addAction(_tr("New project here…")).triggered.connect(lambda: panels.new_project(group.id))
    menu.addAction(_tr("Edit…")).triggered.connect(lambda: panels.edit_group(group))
    menu.addSeparator()
    menu.addAction(_tr("Delete…")).triggered.connect(lambda: panels.delete_group(group))
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _run(panels: Panels, job: Callable[..., object], said: str, _checked: bool = False) -> None:
    panels.run(job, said)


def _add_groups(menu: QMenu, panels: Panels, project: Project) -> None:
    move = menu.addMenu(_tr("Move to group"))
    choices: list[tuple[str, str | None]] = [(group.name, group.id) for group in panels.shelf.groups]
    for name, group in [*choices, (_tr("Without a group"), None)]:
        action = move.addAction(name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(project.group == group)
        job = partial(work.move_project, id=project.id, group=group)
        action.triggered.connect(partial(_run, panels, job, _tr("Project moved")))


def _statuses(present: ProjectStatus) -> list[tuple[ProjectStatus, str, str]]:
    every = [
        (ProjectStatus.ACTIVE, _tr("Make active"), _tr("Project is active")),
        (ProjectStatus.ON_HOLD, _tr("Put on hold"), _tr("Project is on hold")),
        (ProjectStatus.COMPLETED, _tr("Complete"), _tr("Project completed")),
        (ProjectStatus.ARCHIVED, _tr("Archive"), _tr("Project archived")),
    ]
    return [choice for choice in every if choice[0] is not present]
