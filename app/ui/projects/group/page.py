"""A group's page: figures of its projects together, each of which leads to what it counts."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.domain.entities.projects import ProjectStatus
from app.domain.ranges import Range
from app.ui.formats import hours
from app.ui.projects import words
from app.ui.projects.detail.lines import Share, WeekBar
from app.ui.projects.detail.shares import Shares
from app.ui.projects.detail.weeks_chart import WeeksChart
from app.ui.projects.group import work
from app.ui.projects.group.projects_list import SharesDelegate, SharesModel
from app.ui.projects.opened.head import OpenedHead
from app.ui.projects.opened.page import Job, OpenedPage
from app.ui.ranges.range_filter import RangeFilter
from app.ui.widgets.figure_grid import FigureGrid
from app.ui.widgets.filter_button import FilterButton
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.money import amount_of
from app.ui.widgets.picked_list import PickedList
from app.ui.widgets.titled_card import TitledCard, empty_line

if TYPE_CHECKING:
    from app.orchestrators.figures import LateFigures
    from app.orchestrators.groups.analytics import GroupAnalytics, ProjectShare
    from app.ui.projects.group.work import GroupView

_WIDE = 760
AT_RISK = "at_risk"


class GroupPage(OpenedPage):
    """Shows a GroupView; says where somebody wants to go from a figure."""

    project_wanted = Signal(str)
    milestones_wanted = Signal(str)
    """Those of this group."""
    entries_wanted = Signal(str, dict)
    """A title, and what is counted, as fields of Counting."""
    edit_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Group"))
        self.view: GroupView | None = None
        self._group = ""
        self._late: LateFigures | None = None
        self._build_head()
        self.figures = FigureGrid(
            {
                "tracked": self.tr("Tracked"),
                "amount": self.tr("Amount"),
                "used": self.tr("Estimates used"),
                "projects": self.tr("Projects"),
                "risk": self.tr("At risk"),
                "milestones": self.tr("Milestones"),
            },
            ("tracked", "amount", "used", "projects", "risk", "milestones"),
        )
        self.figures.pressed.connect(self._on_figure)
        self.column.addWidget(self.figures)
        self._build_projects()
        self._build_cards()
        self.column.addStretch(1)
        self.setWidget(self.inside)
        self.setFocusProxy(self.head)

    def _build_head(self) -> None:
        self.head, self.dates = OpenedHead(), RangeFilter()
        self.head.back_wanted.connect(self.back_wanted)
        self.dates.changed.connect(self.reload_wanted)
        self.more = IconButton("more", self.tr("More actions"))
        self.more.clicked.connect(
            lambda: self.menu_wanted.emit(self._group, self.more.mapToGlobal(QPoint(0, self.more.height())))
        )
        self.head.tools.addWidget(self.dates)
        self.head.tools.addWidget(self.more)
        self.column.addWidget(self.head)

    def _build_projects(self) -> None:
        card = TitledCard(self.tr("Hours by project"))
        self.standing = FilterButton(self.tr("Show"))
        self._offer_standings({}, 0)
        self.standing.chosen.connect(lambda _: self._show_projects())
        card.head.addWidget(self.standing)
        self.model = SharesModel(self)
        self.projects = PickedList(self.tr("Hours by project"), self.model, SharesDelegate(self.model))
        self.projects.picked.connect(lambda share: self.project_wanted.emit(share.project.id))
        self._none = empty_line("")
        card.body.setContentsMargins(0, 0, 0, 6)
        card.body.addWidget(self._none)
        card.body.addWidget(self.projects)
        self.column.addWidget(card)

    def _offer_standings(self, by_status: "dict[ProjectStatus, int]", at_risk: int) -> None:
        """Offer the statuses with how many projects have them."""
        single = [(f"{words.status(status)} ({by_status.get(status, 0)})", status) for status in ProjectStatus]
        risky = (f"{self.tr('At risk')} ({at_risk})", AT_RISK)
        self.standing.set_choices([(self.tr("All"), None), *single, risky])

    def _build_cards(self) -> None:
        self.chart = WeeksChart()
        weeks = TitledCard(self.tr("Last 12 weeks"))
        weeks.body.setContentsMargins(12, 0, 12, 8)
        weeks.body.addWidget(self.chart)
        weeks.body.addStretch(1)
        shares = TitledCard(self.tr("Tags and people"))
        self.tags, self.people = Shares(self.tr("Tags")), Shares(self.tr("People"))
        self.tags.picked.connect(lambda name: self._ask_entries(f"#{name}", tag=name))
        self.people.picked.connect(lambda name: self._ask_entries(name or self.tr("You"), person=name))
        self._no_shares = empty_line(self.tr("Tag entries with #word to see where the time goes."))
        for widget in (self.tags, self.people, self._no_shares):
            shares.body.addWidget(widget)
        shares.body.addStretch(1)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._pair.addWidget(weeks, 3)
        self._pair.addWidget(shares, 2)
        self.column.addLayout(self._pair)

    def turn_to(self, key: str, *, is_back: bool = False) -> None:  # noqa: ARG002 - it is the group that counts
        """Be about another group."""
        if key != self._group:
            self._group, self._late = key, None
            self.standing.reset()
            self.figures["amount"].show_figure("–")
            self.tags.show_shares((), "")

    def jobs(self) -> list[Job]:
        """Load the figures of the chosen days; amounts and tags take longer when there are many entries."""
        chosen = self.dates.value()
        return [
            (partial(work.load_group, id=self._group, chosen=chosen), self.show_view),
            (partial(work.load_late, id=self._group, chosen=chosen), self.show_late),
        ]

    def show_view(self, view: "GroupView") -> None:
        """Replace everything that is shown."""
        self.view = view
        found = view.figures
        self.head.name.show_name(found.group.name, found.group.color or "slate")
        self.head.say(found.group.description)
        self._show_figures(found)
        self._show_projects()
        self.chart.show_weeks(tuple(WeekBar(*week) for week in found.weeks), found.group.color)
        color = found.group.color
        people = tuple(Share(name=name, seconds=seconds) for name, seconds in found.people)
        self.people.show_shares(people if len(people) > 1 else (), color)
        if self._late is not None:
            self.show_late(self._late)
        self._show_no_shares()

    def show_late(self, late: "LateFigures") -> None:
        """Show what the chosen days are worth, and the tags they went to."""
        self._late = late
        by_size = sorted(late.amounts.items(), key=lambda pair: -pair[1])
        value = " + ".join(amount_of(minor, currency) for currency, minor in by_size) or "–"
        below = self.tr("billable time") if late.amounts else self.tr("no rate set")
        self.figures["amount"].show_figure(value, below)
        color = self.view.figures.group.color if self.view is not None else ""
        self.tags.show_shares(tuple(Share(name=name, seconds=seconds) for name, seconds in late.tags), color)
        self._show_no_shares()

    def _show_no_shares(self) -> None:
        has_tags = self._late is None or bool(self._late.tags)
        self._no_shares.setVisible(not has_tags and self.people.isHidden())

    def _show_figures(self, found: "GroupAnalytics") -> None:
        billable = words.percent(found.share_billable or 0)
        tracked = found.total_seconds + (found.running_seconds if self.dates.value().name is Range.ALL else 0)
        self.figures["tracked"].show_figure(hours(tracked), self.tr("{percent} billable").format(percent=billable))
        self._show_used(found)
        by_status = found.by_status
        counts = [f"{by_status[one]} {words.status(one).lower()}" for one in ProjectStatus if one in by_status]
        total = sum(found.by_status.values())
        self.figures["projects"].show_figure(str(total), " · ".join(counts) or self.tr("none yet"))
        endangered = len(found.at_risk)
        self._offer_standings(by_status, endangered)
        self.figures["risk"].show_figure(
            str(endangered), self.tr("late or over, too"), tone="warning" if endangered else ""
        )
        stones = found.milestone_figures
        below = self.tr("{count} overdue").format(count=stones.overdue) if stones.overdue else self.tr("none overdue")
        open_ones = self.tr("{count} open").format(count=stones.open)
        self.figures["milestones"].show_figure(open_ones, below, tone="danger" if stones.overdue else "")

    def _show_used(self, found: "GroupAnalytics") -> None:
        if found.used is None:
            self.figures["used"].show_figure("–", self.tr("no estimates"))
            return
        below = f"{hours(found.estimated_seconds)} {words.of_hours(found.estimate_minutes)}"
        tone = "danger" if found.used > 1 else ""
        self.figures["used"].show_figure(
            words.percent(found.used), below, share=found.used, color=found.group.color, tone=tone
        )

    def _show_projects(self) -> None:
        if self.view is None:
            return
        wanted, found = self.standing.value(), self.view.figures
        at_risk = {share.project.id for share in found.at_risk}

        def fits(share: "ProjectShare") -> bool:
            if wanted == AT_RISK:
                return share.project.id in at_risk
            return wanted is None or share.project.status is wanted

        shown = [share for share in found.by_project if fits(share)]
        self.model.show(shown)
        self.projects.setVisible(bool(shown))
        self._none.setVisible(not shown)
        nothing = self.tr("No project of this group fits.") if found.by_project else self.tr("No projects here yet.")
        self._none.setText(nothing)

    def _on_figure(self, name: str) -> None:
        if name == "milestones":
            self.milestones_wanted.emit(self._group)
        elif name == "tracked":
            self._ask_entries(self.tr("Entries"))
        elif name == "amount":
            self._ask_entries(self.tr("Billable entries"), billable=True)
        else:
            self.standing.choose(AT_RISK if name == "risk" else None)
            self.ensureWidgetVisible(self.projects)
            self.projects.setFocus()

    def _ask_entries(self, title: str, **counting: object) -> None:
        if self.view is not None:
            days = {"since": self.view.since, "until": self.view.until}
            self.entries_wanted.emit(title, {"group": self._group, **days, **counting})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards under each other when it is narrow."""
        super().resizeEvent(event)
        wide = self.viewport().width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(direction)
