"""The section of time off: a year's sums, its days off, the vacation of a year, public holidays."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.domain.entities.planning import TimeOffKind
from app.domain.problems import Problem
from app.ui.settings.section import Section
from app.ui.settings.time_off import words
from app.ui.settings.time_off.holidays_card import HolidaysCard
from app.ui.settings.time_off.off_list import OffList, OffModel
from app.ui.widgets.field import Field
from app.ui.widgets.figure_grid import FigureGrid
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.titled_card import TitledCard, empty_line

if TYPE_CHECKING:
    from app.orchestrators.work_hours.year_off import YearOff

_MOST_DAYS = 366


class TimeOffSection(Section):
    """Shows what was loaded; says what is wanted."""

    load_wanted = Signal()
    year_wanted = Signal(int)
    add_wanted = Signal()

    def build(self) -> None:
        """Make the controls."""
        self._year = 0
        self._stored: float | None = None
        self._build_head()
        self._build_figures()
        self.model = OffModel(self)
        self.list = OffList(self.model)
        self.empty = TitledCard(self.tr("No days off yet"))
        line = self.tr(
            "Vacations, sick days and public holidays belong here: on these days nothing is planned for you."
        )
        self.empty.body.addWidget(empty_line(line))
        self.add_widget(self.list)
        self.add_widget(self.empty)
        self.holidays = HolidaysCard()
        self.holidays.named.connect(self._show_place)
        self._place, self._holidays_days = "", ""
        self._column.addSpacing(12)
        heading = QLabel(self.tr("Public holidays"))
        heading.setObjectName("cardHeading")
        self.add_widget(heading)
        self.add_widget(self.holidays)
        self._build_allowance()

    def _build_head(self) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(4)
        self.before = IconButton("caret-left", self.tr("The year before"))
        self.after = IconButton("caret-right", self.tr("The year after"))
        self.before.clicked.connect(lambda: self._go_to(self._year - 1))
        self.after.clicked.connect(lambda: self._go_to(self._year + 1))
        self.year = QLabel()
        self.year.setObjectName("emptyTitle")
        self.year.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.year.setMinimumWidth(52)
        self.add = IconButton("plus", self.tr("Add time off"), self.tr("Add time off"))
        self.add.clicked.connect(self.add_wanted)
        for widget in (self.before, self.year, self.after):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.add)
        self.add_widget(head)

    def _build_figures(self) -> None:
        labels = {
            "vacation": self.tr("Vacation"),
            "holidays": self.tr("Public holidays"),
            "sick": self.tr("Sick"),
            "other": self.tr("Other"),
        }
        self.figures = FigureGrid(labels)
        self.add_widget(self.figures)

    def _build_allowance(self) -> None:
        card = self.card(self.tr("Vacation of a year"))
        self.allowance, self.set = QLineEdit(), QPushButton(self.tr("Set"))
        self.allowance.setFixedWidth(116)
        self.allowance.setPlaceholderText(self.tr("not counted"))
        self.allowance.setAccessibleName(self.tr("Vacation days of a year"))
        self._allowance_field = Field("", self.allowance)
        self.allowance.returnPressed.connect(self._say_allowance)
        self.set.clicked.connect(self._say_allowance)
        about = self.tr("Working days; then what is left of them is shown above")
        card.add(self.tr("Vacation days of a year"), about, self._allowance_field, self.set)

    def _go_to(self, year: int) -> None:
        # At once, so that the next click goes on from there.
        self._year = year
        self.year.setText(str(year))
        self.year_wanted.emit(year)

    def activate(self) -> None:
        """Load it."""
        self.load_wanted.emit()

    def show_year(self, shown: "YearOff") -> None:
        """Show a year."""
        self._year = shown.year
        self.year.setText(str(shown.year))
        self.model.today = shown.today
        self.model.show(shown.lines)
        self.list.setVisible(bool(shown.lines))
        self.empty.setVisible(not shown.lines)
        self._show_figures(shown)
        self.holidays.show_kept(shown.region)
        self._stored = shown.allowance
        if not self.allowance.hasFocus():
            self.allowance.setText("" if shown.allowance is None else QLocale().toString(shown.allowance, "g", 4))

    def _show_figures(self, shown: "YearOff") -> None:
        days = {kind: words.days(shown.days.get(kind, 0.0)) for kind in TimeOffKind}
        left, taken = shown.vacation_left, shown.days.get(TimeOffKind.VACATION, 0.0)
        share = min(1.0, taken / shown.allowance) if shown.allowance else None
        below = self.tr("{days} to come").format(days=words.days(shown.vacation_ahead))
        if left is not None:
            over = self.tr("{days} too many").format(days=words.days(-left))
            below = self.tr("{days} left").format(days=words.days(left)) if left >= 0 else over
        tone = "warning" if left is not None and left < 0 else ""
        vacation = days[TimeOffKind.VACATION]
        self.figures["vacation"].show_figure(vacation, below, share=share, color="teal", tone=tone)
        self._holidays_days = days[TimeOffKind.PUBLIC_HOLIDAY]
        self._place = (self._place or shown.region) if shown.region else self.tr("no country chosen")
        self.figures["holidays"].show_figure(self._holidays_days, self._place)
        self.figures["sick"].show_figure(days[TimeOffKind.SICK])
        self.figures["other"].show_figure(days[TimeOffKind.OTHER])

    def _show_place(self, name: str, is_kept: bool) -> None:
        if is_kept:
            self._place = name
            self.figures["holidays"].show_figure(self._holidays_days, name)

    def _say_allowance(self) -> None:
        text = self.allowance.text().strip().replace("½", ".5")
        value, reads = QLocale().toDouble(text)
        if not reads:
            value, reads = QLocale.c().toDouble(text.replace(",", "."))
        if text and not (reads and 0 <= value <= _MOST_DAYS):
            sentence = self.tr("Write days like 30 or 27.5.")
            self._allowance_field.show_problem(Problem("days_unreadable", sentence, "vacation_days"))
            return
        self._allowance_field.clear()
        wanted = value if text else None
        if wanted != self._stored:
            self._stored = wanted
            self.changed.emit({"vacation_days": wanted})
