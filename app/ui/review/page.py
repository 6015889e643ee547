"""The Review page: what wants a decision, by kind; nothing here ever blocks work."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.ui.page import Page
from app.ui.review import work
from app.ui.review.cards import FixLine, ItemLine, ReviewCard
from app.ui.review.words import kind_title
from app.ui.shell import Shell
from app.ui.widgets.empty_page import EmptyPage


class ReviewPage(Page):
    """Cards by kind; a fix or a dismissal is a workflow, and the page shows what is left."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.TIME_ENTRY, Kind.PROJECT, Kind.GROUP, Kind.CLIENT, Kind.MILESTONE, Kind.TASK, Kind.TAG, Kind.DISMISSAL,
    )  # fmt: skip

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.cards: list[ReviewCard] = []
        self.project_menu: QMenu | None = None
        title = QLabel(self.tr("Review"))
        title.setObjectName("pageTitle")
        about = QLabel(self.tr("What may need a decision. Nothing here is urgent, and nothing is changed without you."))
        about.setObjectName("rowAbout")
        about.setWordWrap(True)
        self._empty = EmptyPage(
            "check",
            self.tr("All clear"),
            self.tr("Overlaps, forgotten timers, entries without a project and rows an import left out appear here."),
        )
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 8, 24)
        self._column.setSpacing(12)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setSpacing(6)
        for widget in (title, about):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self._stack, 1)

    @property
    def is_clear(self) -> bool:
        """True when nothing is left to decide."""
        return self._stack.currentWidget() is self._empty

    def reload(self) -> None:
        """Load the items."""
        self.shell.jobs.read(work.load, owner=self, on_done=self._show, on_error=self.shell.say_error)

    def _show(self, items: Sequence[ItemLine]) -> None:
        for card in self.cards:
            card.hide()
            card.deleteLater()
        kinds = list(dict.fromkeys(item.kind for item in items))
        self.cards = [self._card(kind, [item for item in items if item.kind == kind]) for kind in kinds]
        self._stack.setCurrentWidget(self._scroll if items else self._empty)
        self.shell.show_badge("review", len(items))

    def _card(self, kind: str, items: list[ItemLine]) -> ReviewCard:
        card = ReviewCard(kind_title(kind), items)
        card.fix_wanted.connect(self._fix)
        card.dismiss_wanted.connect(lambda key: self._dismiss([key]))
        card.dismiss_all_wanted.connect(self._dismiss)
        self._column.addWidget(card)
        return card

    def _fix(self, item: ItemLine, fix: FixLine, at: QPoint) -> None:
        if fix.shows:
            self.shell.go("today", item.subjects[0] if item.subjects else None)
        elif fix.asks_project:
            self.shell.jobs.read(
                work.load_projects,
                owner=self,
                on_done=partial(self._ask_project, item, fix, at),
                on_error=self._on_failed,
            )
        else:
            self._run(partial(work.fix, key=item.key, code=fix.code), self.tr("Done"))

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
        text = self.tr("Dismissed") if len(keys) == 1 else self.tr("{count} dismissed").format(count=len(keys))
        self._run(partial(work.dismiss, keys=keys), text)

    def _run(self, job: Any, said: str) -> None:
        self.shell.jobs.submit(job, owner=self, on_done=lambda _: self._on_done(said), on_error=self._on_failed)

    def _on_done(self, said: str) -> None:
        self.shell.toast_undoable(said)
        self.reload()

    def _on_failed(self, error: Exception) -> None:
        self.shell.say_error(error)
        self.reload()
