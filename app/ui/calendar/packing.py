"""Overlaps side by side: which share of a column's width each span gets. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a column's width, from 0 to 1."""

    left: float
    right: float


def pack(spans: Sequence[tuple[float, float]]) -> list[Share]:
    """Return the share of each span: those that overlap stand side by side, each as wide as there is room for it."""
    shares: dict[int, Share] = {}
    for group in groups(spans):
        shares |= _side_by_side(group, spans)
    return [shares[place] for place in range(len(spans))]


def groups(spans: Sequence[tuple[float, float]]) -> list[list[int]]:
    """Return the places of spans that hang together, overlap by overlap; the groups do not touch each other."""
    found: list[list[int]] = []
    reach = float("-inf")
    for place in sorted(range(len(spans)), key=lambda place: (spans[place][0], -spans[place][1], place)):
        if not found or spans[place][0] >= reach:
            found.append([])
        found[-1].append(place)
        reach = max(reach, spans[place][1])
    return found


def _side_by_side(group: list[int], spans: Sequence[tuple[float, float]]) -> dict[int, Share]:
    lanes: list[list[int]] = []
    lane_of: dict[int, int] = {}
    for place in group:
        free = next((n for n, lane in enumerate(lanes) if spans[lane[-1]][1] <= spans[place][0]), len(lanes))
        if free == len(lanes):
            lanes.append([])
        lanes[free].append(place)
        lane_of[place] = free
    count = len(lanes)
    return {
        place: Share(lane_of[place] / count, _right(place, lane_of[place], lanes, spans) / count) for place in group
    }


def _right(place: int, lane: int, lanes: list[list[int]], spans: Sequence[tuple[float, float]]) -> int:
    """Return the first lane to the right in which something stands beside a span."""
    since, until = spans[place]
    for beside in range(lane + 1, len(lanes)):
        if any(spans[other][0] < until and since < spans[other][1] for other in lanes[beside]):
            return beside
    return len(lanes)
