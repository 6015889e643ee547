"""How much time a row has in each column, and of which kind: a day has one kind, a week or month the sum of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from app.ui.timeline.scale import Unit, first_of, number_of

_MINUTE = 60


class Time(StrEnum):
    """The kinds of time, in the order in which they happen."""

    DONE = "done"
    PLANNED = "planned"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Amount:
    """Done seconds, planned and estimated minutes."""

    seconds: int = 0
    planned: int = 0
    auto: int = 0

    @property
    def minutes(self) -> float:
        """All of it."""
        return self.seconds / _MINUTE + self.planned + self.auto

    @property
    def kind(self) -> Time:
        """The one kind that a day shows: what was done, else what is planned, else what is estimated."""
        return Time.DONE if self.seconds else Time.PLANNED if self.planned else Time.AUTO

    @property
    def most(self) -> Time:
        """The kind that most of it is."""
        done = self.seconds / _MINUTE
        if done >= self.planned and done >= self.auto:
            return Time.DONE
        return Time.PLANNED if self.planned >= self.auto else Time.AUTO

    def parts(self) -> list[tuple[Time, float]]:
        """Return the minutes of each kind there is, in the order of time."""
        found = ((Time.DONE, self.seconds / _MINUTE), (Time.PLANNED, self.planned), (Time.AUTO, self.auto))
        return [(kind, minutes) for kind, minutes in found if minutes]

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.seconds + other.seconds, self.planned + other.planned, self.auto + other.auto)


NOTHING = Amount()


@dataclass(slots=True)
class Amounts:
    """One row's time by day; the sums of weeks and months are made when a zoom first asks for them."""

    done: Mapping[str, int]
    planned: Mapping[str, int]
    auto: Mapping[str, int]
    week_start: int = 0
    _made: dict[Unit, dict[int, Amount]] = field(default_factory=dict)

    def by(self, unit: Unit) -> dict[int, Amount]:
        """Return the amounts by the first day of a column; columns without any are left out."""
        made = self._made.get(unit)
        if made is None:
            made = self._made[unit] = self._days() if unit is Unit.DAY else self._sums(unit)
        return made

    def at(self, day: int, unit: Unit) -> Amount:
        """Return the amount in the column that holds a day."""
        return self.by(unit).get(first_of(day, unit, self.week_start), NOTHING)

    def _days(self) -> dict[int, Amount]:
        days = self.done.keys() | self.planned.keys() | self.auto.keys()
        made = {
            number_of(day): _amount(self.done.get(day, 0), self.planned.get(day, 0), self.auto.get(day, 0))
            for day in days
        }
        return {day: amount for day, amount in made.items() if amount is not NOTHING}

    def _sums(self, unit: Unit) -> dict[int, Amount]:
        sums: dict[int, Amount] = {}
        for day, amount in self.by(Unit.DAY).items():
            first = first_of(day, unit, self.week_start)
            sums[first] = sums.get(first, NOTHING) + amount
        return sums


@lru_cache(maxsize=4096)
def _shared(seconds: int, planned: int, auto: int) -> Amount:
    return Amount(seconds, planned, auto)


def _amount(seconds: int, planned: int, auto: int) -> Amount:
    return _shared(seconds, planned, auto) if seconds or planned or auto else NOTHING
