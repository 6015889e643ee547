"""All milestones: figures that filter, and the milestones they count, each of which leads to its project."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.entities.projects import Group
from app.ui.formats import budget, hours
from app.ui.projects import words
from app.ui.projects.milestones import work
from app.ui.projects.milestones.rows import ROW, MilestoneDelegate, MilestoneRows
from app.ui.projects.milestones.work import Wanted
from app.ui.projects.opened.head import OpenedHead
from app.ui.projects.opened.page import Job, OpenedPage
from app.ui.ranges.range_filter import RangeFilter
from app.ui.widgets.figure_button import FigureButton
from app.ui.widgets.figure_grid import FigureGrid
from app.ui.widgets.filter_button import FilterButton
from app.ui.widgets.picked_list import PickedList
from app.ui.widgets.titled_card import TitledCard, empty_line

if TYPE_CHECKING:
    from app.orchestrators.milestones.analytics import MilestoneAnalytics
    from app.orchestrators.progress import MilestoneRow

# What a figure's press shows: all, or those of a status.
_STATUSES: dict[str, str | None] = {
    "total": None, "open": "open", "completed": "completed", "overdue": "overdue", "upcoming": "upcoming",
}  # fmt: skip


class MilestonesPage(OpenedPage):
    """Shows milestones by dates, project, group and status."""

    project_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Milestones"))
        self._found: MilestoneAnalytics | None = None
        self._wanted = Wanted()
        self._build_head()
        self.figures = FigureGrid(
            {
                "total": self.tr("Milestones"),
                "open": self.tr("Open"),
                "overdue": self.tr("Overdue"),
                "upcoming": self.tr("Upcoming"),
                "completed": self.tr("Completed"),
                "rate": self.tr("Completion rate"),
                "used": self.tr("Tracked of budget"),
                "carried": self.tr("Carried over"),
            },
            ("total", "open", "overdue", "upcoming", "completed", "rate", "used", "carried"),
        )
        self.figures.pressed.connect(self._on_figure)
        self.column.addWidget(self.figures)
        self._build_list()
        self.column.addStretch(1)
        self.setWidget(self.inside)
        self.setFocusProxy(self.head)

    def _build_head(self) -> None:
        self.head, self.dates = OpenedHead(), RangeFilter()
        self.head.name.show_name(self.tr("Milestones"))
        self.head.back_wanted.connect(self.back_wanted)
        self.project, self.group = FilterButton(self.tr("Project")), FilterButton(self.tr("Group"))
        self.status = FilterButton(self.tr("Status"))
        self.status.set_choices(
            [
                (self.tr("Any"), None),
                (self.tr("Open"), "open"),
                (self.tr("Overdue"), "overdue"),
                (self.tr("Upcoming"), "upcoming"),
                (self.tr("Completed"), "completed"),
            ]
        )
        self.offer([], [])
        row = QHBoxLayout()
        row.setSpacing(8)
        self.head.tools.addWidget(self.dates)
        for widget in (self.group, self.project, self.status):
            row.addWidget(widget)
        row.addStretch(1)
        self.dates.changed.connect(self.reload_wanted)
        self.project.chosen.connect(lambda _: self.reload_wanted.emit())
        self.group.chosen.connect(lambda _: self.reload_wanted.emit())
        self.status.chosen.connect(lambda _: self._show())
        self.head.say("")
        self.column.addWidget(self.head)
        self.column.addLayout(row)

    def _build_list(self) -> None:
        card = TitledCard(self.tr("By due date, completed ones last"))
        card.body.setContentsMargins(0, 0, 0, 6)
        self.model = MilestoneRows(self)
        self.list = PickedList(self.tr("Milestones"), self.model, MilestoneDelegate(ROW, self))
        self.list.picked.connect(self._on_picked)
        self._none = empty_line("")
        card.body.addWidget(self._none)
        card.body.addWidget(self.list)
        self.column.addWidget(card)

    def offer(self, groups: Iterable[Group], projects: Iterable[tuple[str, str]]) -> None:
        """Offer the groups and projects (name, id) there are."""
        self.group.set_choices([(self.tr("All"), None), *((group.name, group.id) for group in groups)])
        self.project.set_choices([(self.tr("All"), None), *projects])

    def turn_to(self, key: str | None, *, is_back: bool = False) -> None:
        """Show all milestones, or those of a group; coming back, the filters are as they were."""
        if is_back:
            return
        self.group.put(key if key in [value for _, value in self.group.choices] else None)
        self.project.reset()
        self.status.reset()

    def jobs(self) -> list[Job]:
        """Load the milestones that pass the filters."""
        project, group = self.project.value(), self.group.value()
        self._wanted = Wanted(
            project if isinstance(project, str) else None,
            group if isinstance(group, str) else None,
            self.dates.value(),
        )
        return [(partial(work.load_milestones, wanted=self._wanted), self.show_view)]

    def show_view(self, found: "MilestoneAnalytics") -> None:
        """Replace everything that is shown."""
        self._found = found
        self._show()

    def _show(self) -> None:
        found, status = self._found, self.status.value()
        if found is None:
            return
        shown = found.of(status if isinstance(status, str) else None)
        self._show_counts(found)
        self._show_sums(shown)
        for name, wanted in _STATUSES.items():
            card = self.figures[name]
            if isinstance(card, FigureButton):
                card.mark(is_on=wanted == status and status is not None)
        rows = _in_order(shown.rows)
        self.model.show(rows)
        self.list.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self._none.setText(self._nothing())

    def _nothing(self) -> str:
        if self._wanted == Wanted() and self.status.value() is None:
            return self.tr("No milestones yet. Open a project to divide it into dated parts with an hour budget.")
        return self.tr("No milestone passes these filters.")

    def _show_counts(self, found: "MilestoneAnalytics") -> None:
        figures, card = found.figures, self.figures
        card["total"].show_figure(str(figures.total), self.tr("in all"))
        card["open"].show_figure(str(figures.open), self.tr("to be done"))
        card["completed"].show_figure(str(figures.completed), self.tr("done"))
        rate = figures.completion_rate
        card["rate"].show_figure(words.percent(rate), self.tr("completed of all"), share=rate, color="teal")
        below = self.tr("not completed")
        card["overdue"].show_figure(str(figures.overdue), below, tone="danger" if figures.overdue else "")
        days = self.tr("due in {count} days").format(count=found.upcoming_days)
        card["upcoming"].show_figure(str(figures.upcoming), days)

    def _show_sums(self, shown: "MilestoneAnalytics") -> None:
        figures = shown.figures
        used = figures.tracked_of_budget
        if used is None:
            self.figures["used"].show_figure(hours(figures.seconds), self.tr("no budgets"))
        else:
            below = f"{hours(figures.seconds)} {words.of_hours(figures.budget_minutes)}"
            tone = "danger" if used > 1 else ""
            self.figures["used"].show_figure(words.percent(used), below, share=used, color="teal", tone=tone)
        carried = budget(figures.carried_over_minutes) if figures.carried_over_minutes else "–"
        self.figures["carried"].show_figure(carried, self.tr("from ended ones"))

    def _on_figure(self, name: str) -> None:
        if name in _STATUSES:
            self.status.choose(_STATUSES[name])
        elif name == "rate":
            self.status.choose("completed")
        elif name == "carried":
            self._mark_first(lambda row: row.standing.carried_over_minutes > 0)
        self.ensureWidgetVisible(self.list)
        self.list.setFocus()

    def _mark_first(self, fits: "Callable[[MilestoneRow], bool]") -> None:
        row = next((row for row, line in enumerate(self.model.lines) if fits(line)), -1)
        self.list.setCurrentIndex(self.model.index(row))

    def _on_picked(self, row: "MilestoneRow") -> None:
        self.project_wanted.emit(row.project.id)


def _in_order(rows: "Iterable[MilestoneRow]") -> "list[MilestoneRow]":
    """Put open milestones first, the next due on top; then what is completed, the latest on top."""
    by_day = sorted(rows, key=lambda row: (row.last_day, row.milestone.name.casefold()))
    done = [row for row in by_day if row.milestone.completed_at is not None]
    return [row for row in by_day if row.milestone.completed_at is None] + done[::-1]
