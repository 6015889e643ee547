"""How tracking behaves: several timers, rounding of reports, the warning about long entries."""

from PySide6.QtWidgets import QWidget

from app.ui.settings.section import Section
from app.ui.widgets.choice import Choice
from app.ui.widgets.switch import Switch

_STEPS = (1, 5, 6, 10, 15, 30, 60)
_LONG_HOURS = (4, 6, 8, 10, 12, 16, 24)


class TrackingSection(Section):
    """Settings of tracking that follow the person to every device."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._long_row = card.add(self.tr("Warn about entries over"), about, self.long_hours)
        self._add_rounding()

    def _add_rounding(self) -> None:
        card = self.card(self.tr("Rounding in reports"))
        self.mode = Choice([
            (self.tr("Not rounded"), "none"),
            (self.tr("Up"), "up"),
            (self.tr("Down"), "down"),
            (self.tr("To the nearest"), "nearest"),
        ])  # fmt: skip
        self.step = Choice([(self.tr("{count} minutes").format(count=count), count) for count in _STEPS])
        about = self.tr("Reports and invoices only: entries keep their exact times")
        card.add(self.tr("Direction"), about, self.mode)
        card.add(self.tr("Step"), "", self.step)
        for box in (self.mode, self.step):
            box.activated.connect(self._say_rounding)

    def _say_rounding(self) -> None:
        self._enable_rounding()
        self.changed.emit({
            "rounding_mode": self.mode.currentData(),
            "rounding_minutes": self.step.currentData(),
        })  # fmt: skip

    def _enable_rounding(self) -> None:
        self.step.setEnabled(self.mode.currentData() != "none")

    def show_settings(self, settings: object) -> None:
        """Show what is stored."""
        self.several.show_state(bool(getattr(settings, "several_timers", False)))
        self.long_hours.choose(getattr(settings, "long_entry_hours", 10))
        self._long_row.setVisible(hasattr(settings, "long_entry_hours"))
        self.mode.choose(getattr(settings, "rounding_mode", "none"))
        self.step.choose(getattr(settings, "rounding_minutes", 15))
        self._enable_rounding()
