"""The Review page: what wants a decision, by kind; nothing here ever blocks work."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.ui.page import Page
from app.ui.review import work
from app.ui.review.cards import ReviewCard
from app.ui.review.lines import FixLine, ItemLine
from app.ui.review.words import kind_title
from app.ui.shell import Shell
from app.ui.widgets.column_scroll import ColumnScroll
from app.ui.widgets.empty_page import EmptyPage
from app.ui.widgets.lines_table import LinesTable
from app.ui.widgets.list_page import ListFrame
from app.ui.widgets.side_panel import SidePanel

_FIRST = ("conflict", "stopped_twice")


class ReviewPage(Page):
    """Cards by kind; a fix or a dismissal is a workflow, and the page shows what is left."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.TIME_ENTRY, Kind.PROJECT, Kind.GROUP, Kind.CLIENT, Kind.MILESTONE, Kind.TASK, Kind.TAG, Kind.DISMISSAL,
        Kind.SETTING, Kind.CONFLICT,
    )  # fmt: skip

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.cards: list[ReviewCard] = []
        self._items: Sequence[ItemLine] | None = None
        self.project_menu: QMenu | None = None
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 8, 24)
        self._column.setSpacing(12)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = ColumnScroll(self.tr("What may need a decision"), self._inside)
        empty = EmptyPage(
            "check",
            self.tr("All clear"),
            self.tr("Overlaps, forgotten timers, entries without a project and rows an import left out appear here."),
        )
        about = self.tr("What may need a decision. Nothing here is urgent, and nothing is changed without you.")
        self._frame = ListFrame(self.tr("Review"), about, scroll, empty)
        column = QVBoxLayout(self)
        column.addWidget(self._frame)
        self.panel = SidePanel(self)

    @property
    def is_clear(self) -> bool:
        """True when nothing is left to decide."""
        return self._frame.is_empty

    def reload(self) -> None:
        """Load the items."""
        self.shell.jobs.read(work.load, owner=self, on_done=self._show, on_error=self.shell.say_error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons go under their sentences when it is narrow."""
        super().resizeEvent(event)
        for card in self.cards:
            card.place_buttons(self.width())

    def _show(self, items: Sequence[ItemLine]) -> None:
        self.shell.show_badge("review", len(items))
        if self._items == items:
            # Something else changed: nothing is taken from under the mouse.
            return
        self._items = items
        place = self._place_of_focus()
        for card in self.cards:
            card.hide()
            card.deleteLater()
        # What two devices disagree about comes first: until it is decided, one of them shows what its person did not say.
        kinds = sorted(dict.fromkeys(item.kind for item in items), key=lambda kind: kind not in _FIRST)
        self.cards = [self._card(kind, [item for item in items if item.kind == kind]) for kind in kinds]
        self._frame.show_list(is_empty=not items)
        self._focus(place)

    def _card(self, kind: str, items: list[ItemLine]) -> ReviewCard:
        card = ReviewCard(kind_title(kind), items)
        card.fix_wanted.connect(self._fix)
        card.dismiss_wanted.connect(self._dismiss)
        self._column.addWidget(card)
        card.place_buttons(self.width())
        return card

    def _rows(self) -> list[QWidget]:
        return [row for card in self.cards for row in card.rows]

    def _place_of_focus(self) -> int | None:
        """Return which row has the focus, so that the next one gets it when that row is settled."""
        focused = self._inside.focusWidget()
        rows = self._rows()
        return next((place for place, row in enumerate(rows) if row.isAncestorOf(focused)), None)

    def _focus(self, place: int | None) -> None:
        rows = [row for card in self.cards for row in card.rows]
        if place is not None and rows and self._inside.isVisible():
            row = rows[min(place, len(rows) - 1)]
            (row.buttons[0] if row.buttons else row.dismiss).setFocus()

    def _fix(self, item: ItemLine, fix: FixLine, at: QPoint) -> None:
        if fix.code == work.ROWS:
            self._read(partial(work.load_rows, batch=item.subjects[0]), partial(self._show_rows, item))
        elif fix.shows:
            self._show_place(item, fix)
        elif fix.asks_project:
            self._read(work.load_projects, partial(self._ask_project, item, fix, at))
        else:
            self._run(partial(work.fix, key=item.key, code=fix.code), self.tr("Done"))

    def _show_place(self, item: ItemLine, fix: FixLine) -> None:
        if fix.code in work.PLACES:
            self.shell.go(work.PLACES[fix.code], item.target)
        elif item.page == "projects":
            self._read(partial(work.find_project, item=item), partial(self.shell.go, "projects"))
        else:
            self.shell.go(item.page, item.target)

    def _show_rows(self, item: ItemLine, rows: list[tuple[int, str]]) -> None:
        table = LinesTable(self.tr("Rows that were left out"))
        table.lines.show(rows)
        self.panel.present(item.message, table)
        table.resizeRowsToContents()

    def _ask_project(self, item: ItemLine, fix: FixLine, at: QPoint, projects: list[tuple[str, str]]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, key in projects:
            job = partial(work.fix, key=item.key, code=fix.code, project=key)
            said = self.tr("Moved to {project}").format(project=name)
            menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _=False, job=job, said=said: self._run(job, said)
            )
        if not projects:
            menu.addAction(self.tr("No projects yet")).setEnabled(False)
        menu.popup(at)
        self.project_menu = menu

    def _dismiss(self, keys: list[str]) -> None:
        count = self.locale().toString(len(keys))
        text = self.tr("Dismissed") if len(keys) == 1 else self.tr("{count} dismissed").format(count=count)
        self._run(partial(work.dismiss, keys=keys), text)

    def _read(self, job: Any, on_done: Any) -> None:
        self.shell.jobs.read(job, owner=self, on_done=on_done, on_error=self._on_failed)

    def _run(self, job: Any, said: str) -> None:
        self.shell.jobs.submit(
            job, owner=self, on_done=lambda _: self.shell.toast_undoable(said), on_error=self._on_failed
        )

    def _on_failed(self, error: Exception) -> None:
        self.shell.say_error(error)
        self.reload()
