"""The Timeline page: its head, the timeline, and the question whether another project fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.days import is_day
from app.domain.entities.base import Kind
from app.ui.page import Page
from app.ui.projects.running import Runner
from app.ui.timeline.bubble import Bubble
from app.ui.timeline.head import Head
from app.ui.timeline.lines import ROW, ROW_COMPACT, Library, Shelf
from app.ui.timeline.loader import Loader
from app.ui.timeline.loads import Loads
from app.ui.timeline.moving import Moving
from app.ui.timeline.preview_words import week_line
from app.ui.timeline.scale import number_of
from app.ui.timeline.view import TimelineView
from app.ui.timeline.what_if import WhatIfPanel
from app.ui.widgets.empty_page import EmptyPage
from app.ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from app.domain.outcome import Changes
    from app.ui.shell import Shell
    from app.ui.timeline.work import Board

_WIDTH, _FOLDED = "timeline_day_width", "timeline_folded"


class TimelinePage(Page):
    """Wires what the person wants to the workflows; what is folded and how far one sees is kept on this device."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.TIME_ENTRY, Kind.PROJECT, Kind.GROUP, Kind.MILESTONE, Kind.PLANNED_EVENT, Kind.WORK_SLOT,
        Kind.DAY_OVERRIDE, Kind.TIME_OFF, Kind.SETTING,
    )  # fmt: skip

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.head, self.view = Head(), TimelineView()
        self.panel = SidePanel(self)
        self.library, self.loader = Library(), Loader(shell, self)
        self._folded: set[str] = set()
        self._opened: set[str] = set()
        self._target = ""
        self._runner = Runner(shell, self)
        self.bubble = Bubble(self.view.viewport())
        self.moving = Moving(shell, self.view, self.loader, self.library, self._runner, self.bubble, self)
        self.what_if = WhatIfPanel(shell, self.panel, self.view, self.loader, self._runner, self)
        self._build_empty()
        self._lay_out()
        self._wire()
        self._recall()
        self.restyle()

    def _build_empty(self) -> None:
        self.empty = EmptyPage(
            "timeline",
            self.tr("Nothing to plan yet"),
            self.tr(
                "Projects with hours and a due date appear here: what was done, what is planned, and how the rest"
                " fits into your days."
            ),
        )
        self.empty.offer("project", self.tr("Create a project"))
        self.empty.offer("what_if", self.tr("Can I take this on?"))
        self.nothing = EmptyPage(
            "search", self.tr("Nothing matches"), self.tr("No project fits the search and the filters.")
        )
        self.nothing.offer("clear", self.tr("Clear search and filters"))

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for widget in (self.view, self.empty, self.nothing):
            self._stack.addWidget(widget)
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.head)
        inner.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.addWidget(self._body)

    def _wire(self) -> None:
        head, view = self.head, self.view
        head.unit_wanted.connect(view.zoom_to)
        head.today_wanted.connect(self._go_to_today)
        head.what_if_wanted.connect(self.what_if.open)
        head.changed.connect(self._arrange)
        view.unit_changed.connect(lambda: head.units.choose(view.scene.scale.unit))
        view.seen_changed.connect(self._cover)
        view.folded.connect(self._fold)
        view.opened.connect(lambda project: self.shell.go("projects", project))
        self.loader.loaded.connect(self._show)
        self.loader.weighed.connect(self._show_risks)
        self.moving.settled.connect(self._show_loads)
        self.what_if.changed.connect(self._show_loads)
        self.what_if.made.connect(self._go_to)
        self.panel.closed.connect(self.what_if.close)
        self.what_if.room_changed.connect(self._make_room)
        self.empty.stepped.connect(self._step)
        self.nothing.stepped.connect(lambda _: head.clear())
        for keys, act in (("Ctrl+F", head.search.setFocus), ("Ctrl+N", self.what_if.open)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def reload(self) -> None:
        """Read what changed since the last time."""
        self.loader.reload()

    def activate(self) -> None:
        """Load what is stale; the keyboard begins on the timeline."""
        super().activate()
        if self._stack.currentWidget() is self.view:
            self.view.setFocus()

    def restyle(self) -> None:
        """Follow colours and row height."""
        super().restyle()
        compact = bool(self.shell.device_setting("compact_rows", False))  # noqa: FBT003
        self.view.scene.row_height = ROW_COMPACT if compact else ROW
        self.view.restyle()
        if self.loader.board is not None:
            self._arrange()

    def open_target(self, target: object) -> None:
        """Show a project by its id, or an ISO day."""
        if isinstance(target, str):
            self._go_to(target)

    def showEvent(self, event: QShowEvent) -> None:
        """Time goes on where one looks."""
        super().showEvent(event)
        self.loader.watch(is_seen=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks; how one looked is kept."""
        super().hideEvent(event)
        self.loader.watch(is_seen=False)
        self.shell.put_device_setting(
            **{_WIDTH: round(self.view.scene.scale.day_width, 3), _FOLDED: sorted(self._folded)}
        )

    def _on_changed(self, changes: Changes) -> None:
        if changes.everything or changes.touches(*self.watches):
            self.loader.note(changes)
        super()._on_changed(changes)

    def _recall(self) -> None:
        width, folded = self.shell.device_setting(_WIDTH), self.shell.device_setting(_FOLDED)
        if isinstance(width, int | float):
            self.view.zoom_by(float(width) / self.view.scene.scale.day_width, 0)
        if isinstance(folded, list):
            self._folded = {key for key in folded if isinstance(key, str)}
        self.view.unit_changed.emit()

    def _show(self, board: Board) -> None:
        scene, shown = self.view.scene, board.timeline
        is_first = not scene.today
        scene.risks = self.loader.risks
        scene.today = number_of(shown.today)
        scene.off = {number_of(day): name for day, name in shown.time_off.items()}
        if scene.scale.week_start != board.week_start:
            self.view.follow_week(board.week_start)
        if is_first:
            scene.day = scene.today
            self.view.go_to(scene.today)
        self.moving.landed()
        self.head.offer(shown.groups)
        self._show_loads()
        self._arrange()
        self.what_if.think_again()
        if is_first and self.hasFocus():
            self.view.setFocus()
        self.settled.emit()

    def _show_loads(self) -> None:
        """Show how full the days are, as they are or with what is only thought of."""
        board, scene = self.loader.board, self.view.scene
        if board is None or (self.moving.is_under_way and scene.changed is not None):
            return
        days = self.what_if.with_ghost(board.timeline.days)
        scene.loads = Loads(days, scene.today, board.week_start)
        too_full = scene.loads.overcommitted()
        more = self.tr(" · {n} more").format(n=len(too_full) - 1) if len(too_full) > 1 else ""
        scene.over = week_line(too_full[0], board.week_start) + more if too_full else ""
        self.view.fit()

    def _arrange(self) -> None:
        board = self.loader.board
        if board is None:
            return
        wanted = self.head.wanted()
        lines = self.library.lines(
            board.timeline,
            wanted,
            folded=self._folded,
            opened=self._opened,
            risks=self.loader.risks,
            week_start=board.week_start,
        )
        self.view.show_lines(Shelf.of(lines, row_height=self.view.scene.row_height))
        if not board.timeline.groups and self.view.scene.ghost is None:
            self._stack.setCurrentWidget(self.empty)
        else:
            self._stack.setCurrentWidget(self.view if lines or not wanted.narrows else self.nothing)
        if self._target:
            self._go_to(self._target)

    def _show_risks(self) -> None:
        if self.head.wanted().risk is not None:
            self._arrange()
        self.view.repaint_all()

    def _fold(self, key: str) -> None:
        chosen = self._folded if key.startswith("group:") else self._opened
        chosen.symmetric_difference_update({key})
        self._arrange()

    def _go_to(self, project: str) -> None:
        """Put the keyboard on a project, or show a day; what is not read yet is waited for."""
        board = self.loader.board
        if board is not None and is_day(project):
            self._target = ""
            self.view.go_to(number_of(project))
            return
        row = board.timeline.row(project) if board is not None else None
        if row is None or board is None:
            self._target = project
            return
        self._target = ""
        if project not in self.view.scene.shelf.places:
            self._folded.discard(f"group:{row.project.group or ''}")
            self.head.clear()
        if project in self.view.scene.shelf.places:
            self.view.put_on(project)

    def _go_to_today(self) -> None:
        self.view.keyboard.go_to_today()
        self.view.setFocus()

    def _cover(self) -> None:
        scene = self.view.scene
        if scene.today:
            self.loader.cover(*scene.scale.days(scene.days_width))

    def _make_room(self) -> None:
        """Beside the panel the timeline keeps its place, as long as there is room for both."""
        layout = self._body.layout()
        wide = self.panel.width() + 12 if self.panel.isVisible() else 0
        if layout is not None:
            layout.setContentsMargins(0, 0, wide if self.width() - wide >= 460 else 0, 0)

    def _step(self, name: str) -> None:
        if name == "project":
            self.shell.go("projects", "new")
        else:
            self.what_if.open()
