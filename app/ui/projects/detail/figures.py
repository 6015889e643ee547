"""The figures at the head of a project's page: hours, budget, money, dates and pace."""

from PySide6.QtWidgets import QWidget

from app.ui.formats import budget, hours
from app.ui.projects import words
from app.ui.projects.detail.lines import Ahead, Finish, ProjectView
from app.ui.widgets import dates
from app.ui.widgets.figure_grid import FigureGrid


class ProjectFigures(FigureGrid):
    """Eight cards, four in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            {
                "tracked": self.tr("Tracked"),
                "left": self.tr("Left"),
                "due": self.tr("Due"),
                "finish": self.tr("Finish"),
                "month": self.tr("This month"),
                "pace": self.tr("Pace"),
                "money": self.tr("Amount"),
                "gap": self.tr("Longest gap"),
            },
            ("tracked", "month", "money"),
            parent,
        )

    def show_view(self, view: ProjectView) -> None:
        """Show all of a project's figures."""
        self._show_tracked(view)
        self._show_left(view.ahead)
        self._show_due(view)
        self._show_finish(view.finish, view.line.due_date, has_estimate=bool(view.line.estimate_minutes))
        week = self.tr("{hours} this week").format(hours=hours(view.week_seconds))
        self["month"].show_figure(hours(view.month_seconds), week)
        pace = words.percent(view.pace) if view.pace is not None else "–"
        self["pace"].show_figure(pace, self.tr("of working time"))
        self["pace"].setToolTip(self.tr("What was tracked here of the working time of the last four weeks."))
        self._show_money(view)
        self["gap"].show_figure(words.day_count(view.longest_gap_days), self.tr("without work"))

    def _show_tracked(self, view: ProjectView) -> None:
        line = view.line
        if line.used is None:
            self["tracked"].show_figure(hours(line.tracked_seconds), self.tr("no estimate"))
            return
        below = f"{words.percent(line.used)} {words.of_hours(line.estimate_minutes)}"
        tone = "danger" if line.used > 1 else ""
        self["tracked"].show_figure(hours(line.tracked_seconds), below, share=line.used, color=line.color, tone=tone)

    def _show_left(self, ahead: Ahead) -> None:
        card = self["left"]
        if ahead.left is None:
            card.show_figure("–", self.tr("no estimate"))
        elif ahead.left < 0:
            card.show_figure(budget(-ahead.left), self.tr("over the estimate"), tone="danger")
        elif ahead.unscheduled:
            below = self.tr("{hours} find no free day").format(hours=budget(ahead.unscheduled))
            card.show_figure(budget(ahead.left), below, tone="warning")
        else:
            card.show_figure(budget(ahead.left), self._planned(ahead))

    def _planned(self, ahead: Ahead) -> str:
        parts = [self.tr("{hours} planned").format(hours=budget(ahead.planned))] if ahead.planned else []
        if ahead.carried_over:
            parts.append(self.tr("{hours} carried over").format(hours=budget(ahead.carried_over)))
        return " · ".join(parts) or self.tr("nothing planned yet")

    def _show_money(self, view: ProjectView) -> None:
        share = view.billable_share
        below = self.tr("nothing billable")
        if share:
            below = self.tr("{percent} billable").format(percent=words.percent(share))
        value = " + ".join(view.amounts) or "–"
        self["money"].show_figure(value, below if view.amounts or not share else self.tr("no rate set"))

    def _show_due(self, view: ProjectView) -> None:
        day, left, chance = view.line.due_date, view.days_left, view.finish.chance
        if day is None or left is None:
            self["due"].show_figure("–", self.tr("continuous"))
            return
        tone = "danger" if left < 0 and view.line.status.value == "active" else ""
        parts = [words.days_left(left)]
        if chance is not None and left >= 0:
            parts.insert(0, self.tr("{percent} on time").format(percent=words.percent(chance)))
        self["due"].show_figure(dates.short_day(day), " · ".join(parts), tone=tone)

    def _show_finish(self, finish: Finish, due: str | None, *, has_estimate: bool) -> None:
        card = self["finish"]
        if not finish.is_known:
            card.show_figure("–", self.tr("not enough history") if has_estimate else self.tr("no estimate"))
            return
        late = bool(due and (finish.p50 is None or finish.p50 > due))
        even, sure = self._day(finish.p50), self._day(finish.p85)
        below = self.tr("85 % sure: {day}").format(day=dates.short_day(finish.p85) if finish.p85 else sure)
        value = dates.short_day(finish.p50) if finish.p50 else even
        card.show_figure(value, below, tone="warning" if late else "")
        tip = self.tr("At the pace so far: an even chance by {even}, 85 % sure by {sure}.")
        told = [tip.format(even=even, sure=sure)]
        if finish.chance is not None:
            told.append(self.tr("{percent} chance to meet the due date.").format(percent=words.percent(finish.chance)))
        card.setToolTip("\n".join(told))

    def _day(self, day: str | None) -> str:
        return dates.full_day(day) if day else self.tr("much later")
