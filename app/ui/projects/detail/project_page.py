"""One project: header, figures, weeks, milestones, tasks, tags and people, latest entries."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from app.ui.formats import hours
from app.ui.projects import words
from app.ui.projects.detail.entries import RecentEntries
from app.ui.projects.detail.header import ProjectHeader
from app.ui.projects.detail.lines import Finish, ProjectView, Share
from app.ui.projects.detail.milestones_card import MilestonesCard
from app.ui.projects.detail.shares import Shares
from app.ui.projects.detail.tasks_card import TasksCard
from app.ui.projects.detail.weeks_chart import WeeksChart
from app.ui.widgets import dates
from app.ui.widgets.column_scroll import ColumnScroll
from app.ui.widgets.titled_card import FigureCard, TitledCard, empty_line

_WIDE, _PARTS = 760, 30


class ProjectPage(ColumnScroll):
    """Shows a ProjectView; forwards what the person wants."""

    back_wanted = Signal()
    edit_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setAccessibleName(self.tr("Project"))
        self.view: ProjectView | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 6, 24)
        self._column.setSpacing(12)
        self.header = ProjectHeader()
        self.header.back_wanted.connect(self.back_wanted)
        self.header.edit_wanted.connect(self.edit_wanted)
        self.header.menu_wanted.connect(self.menu_wanted)
        self._column.addWidget(self.header)
        self._build_figures()
        self._build_cards()
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setFocusProxy(self.header)

    def _build_figures(self) -> None:
        self.figures = {
            "tracked": FigureCard(self.tr("Tracked")),
            "month": FigureCard(self.tr("This month")),
            "money": FigureCard(self.tr("Amount")),
            "due": FigureCard(self.tr("Due")),
            "finish": FigureCard(self.tr("Finish")),
        }
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(12)
        self._grid.setHorizontalSpacing(12)
        self._column.addLayout(self._grid)
        self._place_figures(5)

    def _place_figures(self, columns: int) -> None:
        cards = list(self.figures.values())
        rows = [cards[begin : begin + columns] for begin in range(0, len(cards), columns)]
        for number, row in enumerate(rows):
            # Every row fills the width: 30 parts can be divided by 2, 3 and 5.
            share = _PARTS // len(row)
            for place, card in enumerate(row):
                self._grid.removeWidget(card)
                self._grid.addWidget(card, number, place * share, 1, share)

    def _build_cards(self) -> None:
        self.chart = WeeksChart()
        weeks = TitledCard(self.tr("Last 12 weeks"))
        weeks.body.setContentsMargins(12, 0, 12, 8)
        weeks.body.addWidget(self.chart)
        self._column.addWidget(weeks)
        self.milestones = MilestonesCard()
        self._column.addWidget(self.milestones)
        self.tasks = TasksCard()
        self._shares = TitledCard(self.tr("Tags and people"))
        self.tags, self.people = Shares(self.tr("Tags")), Shares(self.tr("People"))
        self._no_shares = empty_line(self.tr("Tag entries with #word to see where the time goes."))
        for widget in (self.tags, self.people, self._no_shares):
            self._shares.body.addWidget(widget)
        self._shares.body.addStretch(1)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._pair.addWidget(self.tasks, 3)
        self._pair.addWidget(self._shares, 2)
        self._column.addLayout(self._pair)
        recent = TitledCard(self.tr("Recent entries"))
        self.entries = RecentEntries()
        self._no_entries = empty_line(self.tr("Nothing tracked yet. Type @ and the project's name in the bar above."))
        recent.body.addWidget(self.entries)
        recent.body.addWidget(self._no_entries)
        self._column.addWidget(recent)

    def show_view(self, view: ProjectView) -> None:
        """Replace everything that is shown."""
        self.view = view
        color = view.line.color
        self.header.show_view(view)
        self._show_figures(view)
        self.chart.show_weeks(view.weeks, color)
        self.milestones.show_lines(view.milestones, color)
        self.tasks.show_lines(view.tasks)
        self.tags.show_shares(view.tags, color)
        self.people.show_shares(_if_several(view.people), color)
        self._no_shares.setVisible(not view.tags and len(view.people) < 2)
        self.entries.show_entries(view.entries)
        self._no_entries.setVisible(not view.entries)

    def _show_figures(self, view: ProjectView) -> None:
        line = view.line
        if line.used is None:
            self.figures["tracked"].show_figure(hours(line.tracked_seconds), self.tr("no estimate"))
        else:
            below = f"{words.percent(line.used)} {words.of_hours(line.estimate_minutes)}"
            tone = "danger" if line.used > 1 else ""
            self.figures["tracked"].show_figure(
                hours(line.tracked_seconds), below, share=line.used, color=line.color, tone=tone
            )
        week = self.tr("{hours} this week").format(hours=hours(view.week_seconds))
        self.figures["month"].show_figure(hours(view.month_seconds), week)
        self._show_money(view)
        self._show_due(view)
        self._show_finish(view.finish, view.line.due_date)

    def _show_money(self, view: ProjectView) -> None:
        share = view.billable_share
        below = self.tr("nothing billable")
        if share:
            below = self.tr("{percent} of the time is billable").format(percent=words.percent(share))
        value = " + ".join(view.amounts) or "–"
        self.figures["money"].show_figure(value, below if view.amounts or not share else self.tr("no rate set"))

    def _show_due(self, view: ProjectView) -> None:
        day, left = view.line.due_date, view.days_left
        if day is None or left is None:
            self.figures["due"].show_figure("–", self.tr("continuous"))
            return
        tone = "danger" if left < 0 and view.line.status.value == "active" else ""
        self.figures["due"].show_figure(dates.short_day(day), words.days_left(left), tone=tone)

    def _show_finish(self, finish: Finish, due: str | None) -> None:
        card = self.figures["finish"]
        if finish.p50 is None:
            card.show_figure("–", self.tr("not enough history"))
            return
        day = dates.full_day(finish.p85) if finish.p85 else self.tr("much later")
        below = self.tr("85 % sure: {day}").format(day=dates.short_day(finish.p85) if finish.p85 else day)
        card.show_figure(dates.short_day(finish.p50), below, tone="warning" if due and finish.p50 > due else "")
        tip = self.tr("At the pace so far: an even chance by {even}, 85 % sure by {sure}.")
        told = [tip.format(even=dates.full_day(finish.p50), sure=day)]
        if finish.chance is not None:
            told.append(self.tr("{percent} chance to meet the due date.").format(percent=words.percent(finish.chance)))
        card.setToolTip("\n".join(told))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the figures in two rows and the cards under each other when it is narrow."""
        super().resizeEvent(event)
        wide = self.viewport().width() >= _WIDE
        self._place_figures(5 if wide else 3)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(direction)


def _if_several(people: tuple[Share, ...]) -> tuple[Share, ...]:
    """One person alone needs no comparison."""
    return people if len(people) > 1 else ()
