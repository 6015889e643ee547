"""How full the days, weeks and months are: the capacity row, and the weeks to come that hold too much."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.work_hours import Load, summed
from app.ui.timeline.scale import Unit, first_of, iso, number_of


@dataclass(slots=True)
class Loads:
    """The figures of each day; the sums of weeks and months are made when a zoom first asks for them."""

    days: Sequence[Load] = ()
    today: int = 0
    week_start: int = 0
    _made: dict[Unit, dict[int, Load]] = field(default_factory=dict)
    _largest: dict[Unit, int] = field(default_factory=dict)

    def by(self, unit: Unit) -> dict[int, Load]:
        """Return the figures by the first day of a column."""
        made = self._made.get(unit)
        if made is None:
            made = self._made[unit] = self._sums(self.days, unit)
        return made

    def largest(self, unit: Unit) -> int:
        """Return the most minutes of capacity that a column has."""
        made = self._largest.get(unit)
        if made is None:
            made = self._largest[unit] = max((load.capacity for load in self.by(unit).values()), default=0)
        return made

    def overcommitted(self) -> list[Load]:
        """Return the weeks from today on for which more is wanted than there is time, in order."""
        ahead = [load for load in self.days if number_of(load.day) >= self.today]
        return [week for week in self._sums(ahead, Unit.WEEK).values() if week.overcommitted]

    def _sums(self, days: Iterable[Load], unit: Unit) -> dict[int, Load]:
        if unit is Unit.DAY:
            return {number_of(load.day): load for load in days}
        found = summed(days, lambda day: iso(first_of(number_of(day), unit, self.week_start)))
        return {number_of(load.day): load for load in found}


def used_minutes(load: Load) -> float:
    """Return what fills a column: what was tracked, is planned and is estimated."""
    return load.tracked_seconds / 60 + load.planned + load.auto
