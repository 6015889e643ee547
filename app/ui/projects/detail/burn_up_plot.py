"""Where things stand in a burn-up chart: scales, steps of the axes, lines as points."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetrics

from app.ui.widgets import dates, painting

if TYPE_CHECKING:
    from app.orchestrators.projects.burn_up import BurnUp, BurnUpDay

Figure = Callable[["BurnUpDay"], int | None]
_HOUR = 3600
_STEPS = (1, 2, 5, 10, 20, 25, 50)
_MOST_STEPS, _LABEL_ROOM = 5, 76
_DAY_STEPS, _MONTH_STEPS = (1, 2, 7, 14), (1, 2, 3, 6, 12, 24, 60)
_WEEK, _YEAR = 7, 12
_LABEL_PAD = 22


def step_of(hours: float) -> int:
    """Return the hours between two lines of the axis, so that few lines reach to the top."""
    scale = 1
    while True:
        for step in _STEPS:
            if step * scale * _MOST_STEPS >= hours:
                return step * scale
        scale *= 100


@dataclass(frozen=True)
class Plot:
    """A view laid into an area. A day's figures stand at its place, seconds grow upwards."""

    view: "BurnUp"
    area: QRectF

    @cached_property
    def top_seconds(self) -> int:
        """What the upper edge stands for: a whole step above everything."""
        figures = [
            figure
            for day in self.view.days
            for figure in (day.tracked, day.ideal, day.forecast, day.high)
            if figure is not None
        ]
        most = max([self.view.estimate_seconds, *figures, _HOUR])
        step = self.step_seconds(most)
        return step * ceil(most * 1.02 / step)

    @staticmethod
    def step_seconds(most: int) -> int:
        """Return the seconds between two lines of the axis."""
        return step_of(most / _HOUR) * _HOUR

    @cached_property
    def _first(self) -> int:
        return _ordinal(self.view.days[0].day)

    @cached_property
    def _length(self) -> int:
        return max(1, _ordinal(self.view.days[-1].day) - self._first)

    def x(self, day: str) -> float:
        """Return where a day stands."""
        return self.area.left() + self.area.width() * (_ordinal(day) - self._first) / self._length

    def y(self, seconds: float) -> float:
        """Return how high a figure stands."""
        return self.area.bottom() - self.area.height() * seconds / self.top_seconds

    def holds(self, day: str | None) -> bool:
        """Return whether a day is in the chart."""
        return day is not None and self.view.days[0].day <= day <= self.view.days[-1].day

    def lines(self) -> list[int]:
        """Return the seconds at which the axis has its lines."""
        most = self.top_seconds
        return list(range(0, most + 1, self.step_seconds(round(most / 1.02))))

    def points(self, of: Figure) -> list[QPointF]:
        """Return a figure's line."""
        return [QPointF(self.x(day.day), self.y(figure)) for day in self.view.days if (figure := of(day)) is not None]

    def from_now(self, of: Figure) -> list[QPointF]:
        """Return a line that begins with what is tracked now; empty when there is none."""
        points = [
            QPointF(self.x(day.day), self.y(figure))
            for day in self.view.days
            if day.day > self.view.today and (figure := of(day)) is not None
        ]
        return [self.now, *points] if points else []

    @property
    def now(self) -> QPointF:
        """Today's place on the tracked line."""
        tracked = next((day.tracked for day in self.view.days if day.day == self.view.today), 0)
        return QPointF(self.x(self.view.today), self.y(tracked or 0))

    def band(self) -> list[QPointF]:
        """Return the outline of the band, empty when there is none."""
        upper = self.from_now(lambda day: day.high)
        return [*upper, *reversed(self.from_now(lambda day: day.low))]

    def place_at(self, x: float) -> int:
        """Return the place of the day next to a point."""
        return min(range(len(self.view.days)), key=lambda place: abs(self.x(self.view.days[place].day) - x))

    def labels(self) -> list[tuple[float, str]]:
        """Return the places and words under the axis, as many as there is room for."""
        room = max(1.0, self.area.width() / _LABEL_ROOM)
        days = self._length + 1
        for step in _DAY_STEPS:
            if days / step <= room:
                return [(self.x(day), dates.short_day(day)) for day in self._days(step)]
        step = next((step for step in _MONTH_STEPS if days / (30 * step) <= room), _MONTH_STEPS[-1])
        return [(self.x(day), _month(day, step)) for day in self._months(step)]

    def _days(self, step: int) -> Iterator[str]:
        first = self._first + (-(self._first - 1) % _WEEK if step >= _WEEK else 0)
        for number in range(first, self._first + self._length + 1, step):
            yield date.fromordinal(number).isoformat()

    def _months(self, step: int) -> Iterator[str]:
        last = date.fromordinal(self._first + self._length)
        day = date.fromordinal(self._first).replace(day=1)
        while day <= last:
            if day.toordinal() >= self._first and (day.month - 1 + 12 * day.year) % step == 0:
                yield day.isoformat()
            day = (day + timedelta(days=31)).replace(day=1)


def hour_label(seconds: int) -> str:
    """Return whole hours as the axis writes them."""
    return f"{QLocale().toString(seconds // _HOUR)} h"


def more_room(font: QFont, top_seconds: int, left: int) -> int:
    """Return by how much the labels of the axis are wider than the room left of a chart."""
    wide = QFontMetrics(painting.font(font, 11, tabular=True)).horizontalAdvance(hour_label(top_seconds))
    return max(0, wide + _LABEL_PAD - left)


def _month(day: str, step: int) -> str:
    if step >= _YEAR:
        return day[:4]
    return f"{dates.month(day)} {day[:4]}" if day[5:7] == "01" else dates.month(day)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
