"""One project: header, figures, burn-up, milestones, tasks, tags and people, weeks, latest entries."""

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.ui.projects import work
from app.ui.projects.detail.burn_up_card import BurnUpCard
from app.ui.projects.detail.entries import RecentEntries
from app.ui.projects.detail.figures import ProjectFigures
from app.ui.projects.detail.header import ProjectHeader
from app.ui.projects.detail.lines import ProjectView, Share
from app.ui.projects.detail.milestones_card import MilestonesCard
from app.ui.projects.detail.shares import Shares
from app.ui.projects.detail.tasks_card import TasksCard
from app.ui.projects.detail.weeks_chart import WeeksChart
from app.ui.projects.opened.page import Job, OpenedPage
from app.ui.widgets.titled_card import TitledCard, empty_line

_WIDE = 760


class ProjectPage(OpenedPage):
    """Shows a ProjectView; forwards what the person wants."""

    edit_wanted = Signal()
    menu_wanted = Signal(QPoint)
    entries_wanted = Signal(str, dict)
    """A title, and what is counted, as fields of Counting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Project"))
        self.view: ProjectView | None = None
        self._project = ""
        self.header = ProjectHeader()
        self.header.back_wanted.connect(self.back_wanted)
        self.header.edit_wanted.connect(self.edit_wanted)
        self.header.menu_wanted.connect(self.menu_wanted)
        self.column.addWidget(self.header)
        self.figures = ProjectFigures()
        self.figures.pressed.connect(self._on_figure)
        self.column.addWidget(self.figures)
        self._build_cards()
        self.column.addStretch(1)
        self.setWidget(self.inside)
        self.setFocusProxy(self.header)

    def turn_to(self, key: str, *, is_back: bool = False) -> None:  # noqa: ARG002 - it is the project that counts
        """Be about another project."""
        self._project = key
        self.burn_up.clear()

    def jobs(self) -> list[Job]:
        """Load the page; the chart may take longer."""
        return [
            (partial(work.load_view, id=self._project), self.show_view),
            (partial(work.load_burn_up, id=self._project), self.burn_up.show_view),
        ]

    def _build_cards(self) -> None:
        self.burn_up = BurnUpCard()
        self.column.addWidget(self.burn_up)
        self.milestones = MilestonesCard()
        self.column.addWidget(self.milestones)
        self.tasks = TasksCard()
        self._shares = TitledCard(self.tr("Tags and people"))
        self.tags, self.people = Shares(self.tr("Tags")), Shares(self.tr("People"))
        self.tags.picked.connect(lambda name: self._ask_entries(f"#{name}", tag=name))
        self.people.picked.connect(lambda name: self._ask_entries(name or self.tr("You"), person=name))
        self._no_shares = empty_line(self.tr("Tag entries with #word to see where the time goes."))
        for widget in (self.tags, self.people, self._no_shares):
            self._shares.body.addWidget(widget)
        self._shares.body.addStretch(1)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._pair.addWidget(self.tasks, 3)
        self._pair.addWidget(self._shares, 2)
        self.column.addLayout(self._pair)
        self.chart = WeeksChart()
        weeks = TitledCard(self.tr("Last 12 weeks"))
        weeks.body.setContentsMargins(12, 0, 12, 8)
        weeks.body.addWidget(self.chart)
        self.column.addWidget(weeks)
        recent = TitledCard(self.tr("Recent entries"))
        self.entries = RecentEntries()
        self._no_entries = empty_line(self.tr("Nothing tracked yet. Type @ and the project's name in the bar above."))
        recent.body.addWidget(self.entries)
        recent.body.addWidget(self._no_entries)
        self.column.addWidget(recent)

    def show_view(self, view: ProjectView) -> None:
        """Replace everything that is shown."""
        self.view = view
        color = view.line.color
        self.header.show_view(view)
        self.figures.show_view(view)
        self.chart.show_weeks(view.weeks, color)
        self.milestones.show_lines(view.milestones, color)
        self.tasks.show_lines(view.tasks)
        self.tags.show_shares(view.tags, color)
        self.people.show_shares(_if_several(view.people), color)
        self._no_shares.setVisible(not view.tags and len(view.people) < 2)
        self.entries.show_entries(view.entries)
        self._no_entries.setVisible(not view.entries)

    def _on_figure(self, name: str) -> None:
        if self.view is None:
            return
        if name == "month":
            self._ask_entries(self.tr("Entries of this month"), since=f"{self.view.today[:7]}-01")
        elif name == "money":
            self._ask_entries(self.tr("Billable entries"), billable=True)
        else:
            self._ask_entries(self.tr("Entries"))

    def _ask_entries(self, title: str, **counting: object) -> None:
        self.entries_wanted.emit(title, {"project": self._project, **counting})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards under each other when it is narrow."""
        super().resizeEvent(event)
        wide = self.viewport().width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(direction)


def _if_several(people: tuple[Share, ...]) -> tuple[Share, ...]:
    """One person alone needs no comparison."""
    return people if len(people) > 1 else ()
