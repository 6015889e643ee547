"""The Projects page: the tree with its filters, pages of one thing over it, forms at the side."""

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.ui.page import Page
from app.ui.projects import work
from app.ui.projects.counted.counting import Counting
from app.ui.projects.deciding import Deciding
from app.ui.projects.detail.project_page import ProjectPage
from app.ui.projects.detail.wiring import DetailWork
from app.ui.projects.filter_bar import FilterBar
from app.ui.projects.group.page import GroupPage
from app.ui.projects.lines import GroupLine, ProjectLine, arrange
from app.ui.projects.menus import Menus
from app.ui.projects.milestones.page import MilestonesPage
from app.ui.projects.opened.trail import Stop, Trail
from app.ui.projects.panels import Panels
from app.ui.projects.running import Runner
from app.ui.projects.tree_model import ProjectTreeModel
from app.ui.projects.tree_view import ProjectTreeView
from app.ui.projects.work import Shelf
from app.ui.shell import Shell
from app.ui.widgets.empty_page import EmptyPage
from app.ui.widgets.side_panel import SidePanel

PROJECT, GROUP, MILESTONES = "project", "group", "milestones"


class ProjectsPage(Page):
    """Shows the tree, or one project; wires what the person wants to the panels."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.GROUP, Kind.CLIENT, Kind.PROJECT, Kind.MILESTONE, Kind.TASK, Kind.TAG, Kind.TIME_ENTRY, Kind.RATE,
        Kind.SETTING, Kind.PLANNED_EVENT, Kind.WORK_SLOT, Kind.DAY_OVERRIDE, Kind.TIME_OFF, Kind.MEMBER,
    )  # fmt: skip

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.model = ProjectTreeModel(self)
        self.tree = ProjectTreeView(self.model)
        self.filters, self.detail = FilterBar(), ProjectPage()
        self.group, self.milestones = GroupPage(), MilestonesPage()
        self._build_empty()
        self._lay_out()
        self.panel = SidePanel(self)
        self._runner = Runner(shell, self)
        self.panels = Panels(shell, self.panel, self._runner, self)
        self.deciding = Deciding(shell, self.panel, self._runner, self.panels, self)
        self._menus = Menus(self, self.panels, self.deciding, self._runner)
        self._detail_work = DetailWork(self._runner, self.detail, self)
        pages = {PROJECT: self.detail, GROUP: self.group, MILESTONES: self.milestones}
        self.trail = Trail(shell, self._stack, pages, self)
        self.counting = Counting(shell, self.panel, self)
        self._wire()
        self._add_shortcuts()
        self.restyle()

    def _build_empty(self) -> None:
        self._empty = EmptyPage(
            "projects",
            self.tr("No projects yet"),
            self.tr(
                "A project collects the time you track on it. With an estimate and a date you also see what is left."
            ),
        )
        self._empty.offer("project", self.tr("Create a project"))
        self._empty.offer("import", self.tr("Import from another tracker"))
        self._nothing = EmptyPage(
            "search", self.tr("Nothing matches"), self.tr("No project fits the search and the filters.")
        )
        self._nothing.offer("clear", self.tr("Clear search and filters"))

    def _lay_out(self) -> None:
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.filters)
        self._lists = QStackedWidget()
        for widget in (self.tree, self._empty, self._nothing):
            self._lists.addWidget(widget)
        column.addWidget(self._lists, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(listing)
        around = QVBoxLayout(self)
        around.addWidget(self._stack)

    def _wire(self) -> None:
        self.filters.changed.connect(lambda _: self._arrange())
        self.filters.project_wanted.connect(self._new_project)
        self.filters.group_wanted.connect(self.panels.new_group)
        self.filters.client_wanted.connect(self.panels.new_client)
        self.filters.clients_wanted.connect(self.panels.clients)
        self.tree.project_opened.connect(self.open_project)
        self.tree.menu_wanted.connect(self._open_menu)
        self.tree.edit_wanted.connect(self._edit)
        self.tree.delete_wanted.connect(self._delete)
        self.model.dropped.connect(self._move)
        self._empty.stepped.connect(self._step)
        self._nothing.stepped.connect(lambda _: self.filters.clear())
        self.filters.milestones_wanted.connect(self.open_milestones)
        self.tree.group_opened.connect(self.open_group)
        self.trail.emptied.connect(self._on_emptied)
        self._wire_opened()
        self.detail.edit_wanted.connect(self._edit_opened)
        self.detail.menu_wanted.connect(self._open_detail_menu)
        self.panels.project_made.connect(self.open_project)
        self.deciding.project_gone.connect(lambda _: self.back())

    def _wire_opened(self) -> None:
        self.group.project_wanted.connect(self.open_project)
        self.group.milestones_wanted.connect(self.open_milestones)
        self.group.menu_wanted.connect(lambda group, at: self._menus.group(self.shelf.group(group)).popup(at))
        self.milestones.project_wanted.connect(self.open_project)
        self.group.entries_wanted.connect(self.counting.show)
        self.detail.entries_wanted.connect(self.counting.show)

    def _add_shortcuts(self) -> None:
        for keys, act in (
            ("Ctrl+N", self._new_project),
            ("Ctrl+F", self.filters.search.setFocus),
            ("Alt+Left", self.back),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)

    @property
    def shelf(self) -> Shelf:
        """Return what was loaded last."""
        return self.panels.shelf

    def reload(self) -> None:
        """Load the tree, and what is open over it."""
        self.shell.jobs.read(work.load, owner=self, on_done=self._show, on_error=self.shell.say_error)
        self.trail.reload()

    def activate(self) -> None:
        """Load what is stale; the keyboard begins in the tree."""
        super().activate()
        if self.trail.stop is None:
            self.tree.setFocus()

    def restyle(self) -> None:
        """Follow colours and row height."""
        super().restyle()
        self.tree.delegate.compact = bool(self.shell.device_setting("compact_rows", False))  # noqa: FBT003
        self.tree.doItemsLayout()

    def open_target(self, target: object) -> None:
        """Open a project by its id, or a kind of page with what it is about; "new" opens the form."""
        if target == "new":
            self.panels.new_project()
        elif target == MILESTONES:
            self.open_milestones()
        elif isinstance(target, tuple):
            self.trail.open(*target)
        elif isinstance(target, str):
            self.open_project(target)

    def open_project(self, project: str) -> None:
        """Show one project's page."""
        self.trail.open(PROJECT, project)

    def open_group(self, group: str) -> None:
        """Show a group's page."""
        self.trail.open(GROUP, group)

    def open_milestones(self, group: str | None = None) -> None:
        """Show all milestones, or those of a group."""
        self.trail.open(MILESTONES, group)

    def back(self) -> None:
        """Show what was shown before, in the end the tree."""
        self.trail.back()

    def _on_emptied(self, left: Stop) -> None:
        index = self.model.find(left.key, group=left.kind == GROUP)
        if index.isValid():
            self.tree.setCurrentIndex(index)
        self.tree.setFocus()

    def _show(self, shelf: Shelf) -> None:
        self.panels.show_shelf(shelf)
        self.filters.offer(shelf.groups, shelf.clients)
        names = sorted(((name, key) for key, name in shelf.names().items()), key=lambda pair: pair[0].casefold())
        self.milestones.offer(shelf.groups, names)
        self._arrange()

    def _arrange(self) -> None:
        shelf, wanted = self.shelf, self.filters.wanted()
        current = self.tree.current_line()
        groups = arrange(shelf.group_lines(), shelf.lines, wanted)
        self.model.show(groups)
        if isinstance(current, ProjectLine):
            self.tree.setCurrentIndex(self.model.find(current.id))
        if not shelf.lines and not shelf.groups:
            self._lists.setCurrentWidget(self._empty)
        else:
            self._lists.setCurrentWidget(self.tree if groups else self._nothing)

    def _new_project(self) -> None:
        self.panels.new_project()

    def _step(self, name: str) -> None:
        if name == "project":
            self.panels.new_project()
        else:
            self.shell.import_wanted.emit()

    def _edit_opened(self) -> None:
        if self.detail.view is not None:
            self.panels.edit_project(self.detail.view.project)

    def _open_detail_menu(self, at: QPoint) -> None:
        if self.detail.view is not None:
            self._menus.project(self.detail.view.project).popup(at)

    def _open_menu(self, line: Any, at: QPoint) -> None:
        if isinstance(line, ProjectLine):
            self._menus.project(self.shelf.projects[line.id], self.open_project).popup(at)
        elif isinstance(line, GroupLine) and line.id is not None:
            self._menus.group(self.shelf.group(line.id), self.open_group).popup(at)

    def _edit(self, line: Any) -> None:
        if isinstance(line, ProjectLine):
            self.panels.edit_project(self.shelf.projects[line.id])
        elif line.id is not None:
            self.panels.edit_group(self.shelf.group(line.id))

    def _delete(self, line: Any) -> None:
        if isinstance(line, ProjectLine):
            self.deciding.delete_project(self.shelf.projects[line.id])
        elif line.id is not None:
            self.deciding.delete_group(self.shelf.group(line.id))

    def _move(self, project: str, group: str | None) -> None:
        if self.shelf.projects[project].group != group:
            job = partial(work.move_project, id=project, group=group)
            self._runner.run(job, self.tr("Project moved"), owner=self)
