"""Where everything stands in the grid, in pixels of its content, and what is at a point. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QPointF, QRectF

from app.ui.calendar.axis import Axis
from app.ui.calendar.blocks import Block, Sort
from app.ui.calendar.packing import groups, pack

HOURS_WIDTH = 56
# Beside the last day, for the handle that scrolls.
HANDLE_WIDTH = 7
SMALLEST = 13.0
# What is lower than this still takes this much of the day, so that the next one stands beside it.
_LEAST = 12.0
_SIDE, _GAP, _EDGE = 4.0, 2.0, 6.0
_ASIDE_SHARE, _ASIDE_LEAST, _ASIDE_MOST, _RAIL = 0.26, 30.0, 110.0, 11.0


class Part(Enum):
    """What of a block is under the mouse."""

    TOP = "top"
    BOTTOM = "bottom"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Place:
    """A block and where it stands."""

    block: Block
    rect: QRectF


@dataclass(slots=True)
class Grid:
    """The measures of the grid: its days, how wide it is, and how high an hour."""

    days: list[str]
    axis: Axis
    width: float
    hour: float
    places: list[Place] = field(default_factory=list)
    _by_key: dict[str, Place] = field(default_factory=dict)
    _by_day: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def height(self) -> float:
        """How high the whole axis is."""
        return self.axis.length / 60 * self.hour

    @property
    def column(self) -> float:
        """How wide a day is."""
        return max(1.0, (self.width - HOURS_WIDTH - HANDLE_WIDTH) / max(1, len(self.days)))

    def left(self, day: str) -> float:
        """Return where a day begins."""
        return HOURS_WIDTH + self.days.index(day) * self.column

    def y(self, day: str, instant: int) -> float:
        """Return how far down an instant is."""
        return self.axis.place(day, instant) / 60 * self.hour

    def y_of(self, minutes: float) -> float:
        """Return how far down a place on the axis is."""
        return minutes / 60 * self.hour

    def day_at(self, x: float) -> str:
        """Return the day at a place; the nearest beside the days."""
        at = int((x - HOURS_WIDTH) // self.column)
        return self.days[max(0, min(len(self.days) - 1, at))]

    def instant_at(self, day: str, y: float) -> int:
        """Return the instant at a height on a day."""
        return self.axis.instant(day, max(0.0, y) / self.hour * 60)

    def span_rect(self, day: str, since: int, until: int) -> QRectF:
        """Return the place of a span across a day's whole width, as a ghost has it."""
        top = self.y(day, since)
        height = max(SMALLEST, self.y(day, until) - top)
        return QRectF(self.left(day) + _SIDE, top + 1, self.column - 2 * _SIDE, height - 2)

    def show(self, blocks: Iterable[Block]) -> None:
        """Place blocks; those that overlap side by side."""
        by_day: dict[str, list[Block]] = defaultdict(list)
        for block in blocks:
            by_day[block.day].append(block)
        self._by_day = {day: self._placed(day, found) for day, found in by_day.items()}
        self.places = [place for day in self.days for place in self._by_day.get(day, ())]
        self._by_key = {place.block.key: place for place in self.places}

    def place(self, key: str) -> Place | None:
        """Return where a block stands."""
        return self._by_key.get(key)

    def of_day(self, day: str) -> list[Place]:
        """Return what stands on a day, by its start."""
        return self._by_day.get(day, [])

    def under(self, point: QPointF) -> tuple[Block, Part] | None:
        """Return the block at a point, the one painted last, and which part of it."""
        for place in reversed(self.of_day(self.day_at(point.x()))):
            if place.rect.contains(point):
                return place.block, self._part(place, point.y())
        return None

    def _part(self, place: Place, y: float) -> Part:
        rect, block = place.rect, place.block
        edge = min(_EDGE, rect.height() / 4)
        if y <= rect.top() + edge and block.is_first:
            return Part.TOP
        if y >= rect.bottom() - edge and block.is_last:
            return Part.BOTTOM
        return Part.BODY

    def _placed(self, day: str, blocks: list[Block]) -> list[Place]:
        """Place a day's blocks: one's own time, beside it other calendars', at the edge a rail of plans that are done.

        What has nothing of another calendar beside it takes the whole width.
        """
        left, right = self.left(day) + _SIDE, self.left(day) + self.column - _SIDE
        rail = [block for block in blocks if block.sort is Sort.DONE]
        others = [block for block in blocks if block.sort is Sort.IMPORTED]
        own = [block for block in blocks if not block.is_aside]
        places = self._side_by_side(day, rail, right - _RAIL, right)
        inner = right - _RAIL - _GAP if rail else right
        border = inner - _aside_width(self.column)
        places += self._side_by_side(day, others, border, inner)
        taken = [self._reach(day, block) for block in others]
        spans = [self._reach(day, block) for block in own]
        for group in groups(spans):
            top, bottom = min(spans[place][0] for place in group), max(spans[place][1] for place in group)
            is_beside = any(since < bottom and top < until for since, until in taken)
            places += self._side_by_side(
                day, [own[place] for place in group], left, border - _GAP if is_beside else inner
            )
        return sorted(places, key=lambda place: (place.block.since, place.rect.left()))

    def _reach(self, day: str, block: Block) -> tuple[float, float]:
        """Return the height a block claims; estimates fill holes, so nothing ever stands beside them."""
        top, bottom = self.y(day, block.since), self.y(day, block.until)
        return top, bottom if block.sort is Sort.ESTIMATE else max(top + _LEAST, bottom)

    def _side_by_side(self, day: str, blocks: list[Block], left: float, right: float) -> list[Place]:
        spans = [self._reach(day, block) for block in blocks]
        width, places = right - left, []
        for block, (top, bottom), share in zip(blocks, spans, pack(spans), strict=True):
            begin, end = left + share.left * width, left + share.right * width
            gap = _GAP if share.right < 1 else 0.0
            least = 3.0 if block.sort is Sort.ESTIMATE else SMALLEST - 2
            height = max(least, bottom - top - 2)
            places.append(Place(block, QRectF(begin, top + 1, max(2.0, end - begin - gap), height)))
        return places


def _aside_width(column: float) -> float:
    return min(_ASIDE_MOST, max(_ASIDE_LEAST, column * _ASIDE_SHARE))
