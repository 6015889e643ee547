"""The page of working hours: what could be worked, was worked, is taken on, and what overtime that makes."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.domain.ranges import Range
from app.ui.balance import words, work
from app.ui.balance.chart import AUTO_ALPHA, PLANNED_ALPHA, LoadsChart
from app.ui.balance.rows import ROW, BusyDaysDelegate, BusyDaysModel, LoadsDelegate, LoadsHead, LoadsModel
from app.ui.formats import budget, hours
from app.ui.page import Page
from app.ui.ranges.range_filter import RangeFilter
from app.ui.shell import Shell
from app.ui.widgets import dates, painting
from app.ui.widgets.column_scroll import ColumnScroll
from app.ui.widgets.figure_grid import FigureGrid
from app.ui.widgets.legend import Legend, LegendItem, Mark
from app.ui.widgets.picked_list import PickedList
from app.ui.widgets.segments import Segments
from app.ui.widgets.titled_card import TitledCard, empty_line

if TYPE_CHECKING:
    from app.orchestrators.work_hours.analytics import WorkHours
    from app.ui.balance.work import BalanceView


class BalancePage(Page):
    """Shows a BalanceView; figures and bars lead to the days they count."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.TIME_ENTRY, Kind.WORK_SLOT, Kind.DAY_OVERRIDE, Kind.TIME_OFF, Kind.PLANNED_EVENT, Kind.PROJECT,
        Kind.MILESTONE, Kind.SETTING,
    )  # fmt: skip

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.view: BalanceView | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 6, 24)
        self._column.setSpacing(12)
        self.figures = FigureGrid(
            {
                "tracked": self.tr("Tracked"),
                "capacity": self.tr("Capacity"),
                "balance": self.tr("Balance"),
                "overtime": self.tr("Overtime"),
                "planned": self.tr("Taken on"),
                "free": self.tr("Free"),
                "inside": self.tr("In working hours"),
                "busy": self.tr("Too much ahead"),
            },
            ("tracked", "overtime", "busy"),
        )
        self.figures.pressed.connect(self._on_figure)
        self._column.addWidget(self.figures)
        self._build_chart()
        self._build_busy()
        self._build_rows()
        self._column.addStretch(1)
        self._scroll = ColumnScroll(self.tr("Working hours"), inside)
        around = QVBoxLayout(self)
        around.setSpacing(12)
        around.addLayout(self._head())
        around.addWidget(self._scroll, 1)

    def _head(self) -> QHBoxLayout:
        title = QLabel(self.tr("Working hours"))
        title.setObjectName("pageTitle")
        self.dates = RangeFilter(Range.THIS_MONTH, has_all=False)
        self.by = Segments(
            self.tr("Sums"), [(self.tr("Days"), "day"), (self.tr("Weeks"), "week"), (self.tr("Months"), "month")]
        )
        self.settings = QPushButton(self.tr("Set working hours"))
        self.dates.changed.connect(self.reload)
        self.by.chosen.connect(self._on_by)
        self.settings.clicked.connect(lambda: self.shell.go("settings", "work_hours"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(title)
        row.addStretch(1)
        for widget in (self.dates, self.by, self.settings):
            row.addWidget(widget)
        return row

    def _build_chart(self) -> None:
        card = TitledCard(self.tr("Work against capacity"))
        card.body.setContentsMargins(0, 0, 0, 8)
        self.legend = Legend()
        card.head.addWidget(self.legend)
        self.chart = LoadsChart()
        self.chart.picked.connect(self._go_to)
        card.body.addWidget(self.chart)
        self._column.addWidget(card)

    def _build_busy(self) -> None:
        self._busy_card = TitledCard(self.tr("Days ahead with more than fits"))
        self._busy_card.body.setContentsMargins(0, 0, 0, 6)
        self.busy_model = BusyDaysModel(self)
        self.busy = PickedList(self.tr("Days ahead with more than fits"), self.busy_model, BusyDaysDelegate(ROW, self))
        self.busy.picked.connect(lambda load: self.shell.go("calendar", load.day))
        self._busy_card.body.addWidget(self.busy)
        self._column.addWidget(self._busy_card)

    def _build_rows(self) -> None:
        card = TitledCard(self.tr("In figures"))
        card.body.setContentsMargins(0, 0, 0, 6)
        self.model = LoadsModel(self)
        self.rows = PickedList(self.tr("In figures"), self.model, LoadsDelegate(self.model))
        self.rows.picked.connect(lambda load: self._go_to(load.day))
        self._usual = empty_line(
            self.tr("Nobody has set a working week yet: Monday to Friday, 9 to 17, is assumed. Set yours above.")
        )
        for widget in (self._usual, LoadsHead(), self.rows):
            card.body.addWidget(widget)
        self._column.addWidget(card)

    def reload(self) -> None:
        """Load the chosen days."""
        by = self.by.value()
        job = partial(work.load_balance, chosen=self.dates.value(), by=by)  # type: ignore[arg-type]
        self.shell.jobs.read(job, owner=self, on_done=self._show, on_error=self.shell.say_error)

    def _on_by(self, value: object) -> None:
        self.by.choose(value)
        self.reload()

    def _show(self, view: "BalanceView") -> None:
        self.view = view
        self.by.choose(view.by)
        self.chart.show_view(view)
        self._show_legend()
        self.model.by, self.model.today = view.by, view.today
        self.model.show(view.hours.loads)
        self.busy_model.show(view.hours.overcommitted)
        self._busy_card.setVisible(bool(view.hours.overcommitted))
        self._usual.setVisible(view.hours.usual)
        self._show_figures(view.hours)

    def _show_figures(self, found: "WorkHours") -> None:
        capacity = sum(load.capacity for load in found.loads)
        tracked = sum(load.tracked_seconds for load in found.loads)
        card, ahead = self.figures, found.ahead
        share = tracked / (capacity * 60) if capacity else None
        of = self.tr("{percent} of the capacity").format(percent=words.percent(tracked, capacity * 60))
        card["tracked"].show_figure(hours(tracked), of, share=share, color="teal")
        card["capacity"].show_figure(budget(capacity), self.tr("could be worked"))
        card["balance"].show_figure(words.signed(found.span_balance_seconds), self.tr("up to yesterday"))
        self._show_overtime(found)
        told = self.tr("{planned} planned, {auto} forecast")
        told = told.format(planned=budget(ahead.planned), auto=budget(ahead.auto))
        card["planned"].show_figure(budget(ahead.planned + ahead.auto), told)
        tone = "danger" if ahead.availability < 0 else ""
        card["free"].show_figure(words.signed_minutes(ahead.availability), self.tr("from today on"), tone=tone)
        inside, outside = found.inside_seconds, found.outside_seconds
        besides = self.tr("{hours} besides").format(hours=hours(outside))
        card["inside"].show_figure(words.percent(inside, inside + outside), besides)
        busy = len(found.overcommitted)
        value = words.day_count(busy) if busy else self.tr("none")
        card["busy"].show_figure(value, self.tr("in the next 8 weeks"), tone="danger" if busy else "")

    def _show_legend(self) -> None:
        accent, dim = QColor(painting.tokens().accent), QColor(painting.tokens().dim)
        self.legend.show_items(
            [
                LegendItem(self.tr("Tracked"), Mark.AREA, accent),
                LegendItem(self.tr("Planned"), Mark.AREA, painting.thin(accent, PLANNED_ALPHA)),
                LegendItem(self.tr("Forecast"), Mark.AREA, painting.thin(accent, AUTO_ALPHA)),
                LegendItem(self.tr("Capacity"), Mark.LINE, dim),
            ]
        )

    def restyle(self) -> None:
        """Follow the colours."""
        super().restyle()
        self._show_legend()

    def _show_overtime(self, found: "WorkHours") -> None:
        if found.balance_since is None:
            self.figures["overtime"].show_figure("–", self.tr("not counted yet"))
            return
        since = self.tr("since {day}").format(day=dates.full_day(found.balance_since))
        self.figures["overtime"].show_figure(words.signed(found.settled_seconds), since)

    def _on_figure(self, name: str) -> None:
        if name == "overtime":
            self.shell.go("settings", "work_hours")
            return
        chosen = self.busy if name == "busy" and self.busy_model.lines else self.rows
        self._scroll.ensureWidgetVisible(chosen)
        chosen.setFocus()

    def _go_to(self, day: str) -> None:
        """Lead to a day: what was worked is in Today, what is to come in the calendar."""
        today = self.view.today if self.view is not None else ""
        self.shell.go("today" if day <= today else "calendar", day)
