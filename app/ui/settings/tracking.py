"""How tracking behaves: several timers, the warning about long entries, rounding of reports, locked days."""

from typing import TYPE_CHECKING

from app.ui.settings.section import Section
from app.ui.widgets.choice import Choice
from app.ui.widgets.field import Field
from app.ui.widgets.switch import Switch
from app.ui.widgets.value_fields import DateField

if TYPE_CHECKING:
    from app.orchestrators.preferences import Settings

_STEPS = (1, 5, 6, 10, 15, 30, 60)
_LONG_HOURS = (4, 6, 8, 10, 12, 16, 24)


class TrackingSection(Section):
    """Settings of tracking that follow the person to every device."""

    def build(self) -> None:
        """Make the controls."""
        self._stored_lock: str | None = None
        self._add_timers()
        self._add_rounding()
        self._add_lock()

    def _add_timers(self) -> None:
        card = self.card(self.tr("Timers"))
        self.several = Switch()
        self.several.toggled.connect(lambda is_on: self.changed.emit({"several_timers": is_on}))
        about = self.tr("Off: starting a timer stops the one that runs")
        card.add(self.tr("Several timers at once"), about, self.several)
        self.long_hours = Choice([(self.tr("{count} hours").format(count=count), count) for count in _LONG_HOURS])
        self.long_hours.activated.connect(
            lambda _place: self.changed.emit({"long_entry_hours": self.long_hours.currentData()})
        )
        about = self.tr("Longer entries are shown in Review, in case a timer was forgotten")
        card.add(self.tr("Warn about entries over"), about, self.long_hours)

    def _add_rounding(self) -> None:
        card = self.card(self.tr("Rounding in reports"))
        self.mode = Choice([
            (self.tr("Not rounded"), "none"),
            (self.tr("Up"), "up"),
            (self.tr("Down"), "down"),
            (self.tr("To the nearest"), "nearest"),
        ])  # fmt: skip
        self.step = Choice([(self.tr("{count} minutes").format(count=count), count) for count in _STEPS])
        self.per = Choice([(self.tr("Each entry"), "entry"), (self.tr("Each day of a project"), "day")])
        about = self.tr("Reports and invoices only: entries keep their exact times")
        card.add(self.tr("Direction"), about, self.mode)
        card.add(self.tr("Step"), "", self.step)
        card.add(self.tr("What is rounded"), "", self.per)
        for box in (self.mode, self.step, self.per):
            box.activated.connect(self._say_rounding)

    def _add_lock(self) -> None:
        card = self.card(self.tr("Locked days"))
        self.locked = DateField()
        self.locked.setFixedWidth(168)
        self.locked.editingFinished.connect(self._say_lock)
        self.locked.picked.connect(self._say_lock)
        self._lock_field = Field("", self.locked)
        about = self.tr("Entries before this day can't be changed, as after sending an invoice; empty locks nothing")
        self.locked.setAccessibleName(self.tr("Locked before"))
        card.add(self.tr("Locked before"), about, self._lock_field)

    def _say_rounding(self) -> None:
        self._enable_rounding()
        self.changed.emit({
            "rounding_mode": self.mode.currentData(),
            "rounding_minutes": self.step.currentData(),
            "rounding_per": self.per.currentData(),
        })  # fmt: skip

    def _say_lock(self) -> None:
        problem = self.locked.problem("locked_before")
        if problem is not None:
            self._lock_field.show_problem(problem)
            return
        self._lock_field.clear()
        if self.locked.day() != self._stored_lock:
            self._stored_lock = self.locked.day()
            self.changed.emit({"locked_before": self._stored_lock})

    def _enable_rounding(self) -> None:
        for box in (self.step, self.per):
            box.setEnabled(self.mode.currentData() != "none")

    def show_settings(self, settings: "Settings") -> None:
        """Show what is stored."""
        self.several.show_state(settings.several_timers)
        self.long_hours.choose(settings.long_entry_hours)
        self.mode.choose(settings.rounding_mode)
        self.step.choose(settings.rounding_minutes)
        self.per.choose(settings.rounding_per)
        self._stored_lock = settings.locked_before
        self.locked.set_day(settings.locked_before)
        self._lock_field.clear()
        self._enable_rounding()
