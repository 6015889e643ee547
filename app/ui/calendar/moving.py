"""Which block the arrows go to. Pure."""

from app.ui.calendar.blocks import Block
from app.ui.calendar.layout import Grid, Place


def beside(grid: Grid, current: Block | None, across: int, down: int, near: float) -> Block | None:
    """Return the block the keyboard goes to: the next or last one of the day, or the nearest of a day to the side.

    Without a current one, the first below the height ``near``, on the first day that has any.
    """
    place = grid.place(current.key) if current is not None else None
    if place is None:
        below = [one for one in grid.places if one.rect.bottom() >= near]
        return next((one.block for one in (*below, *grid.places)), None)
    if down:
        return _along(grid, place, down)
    at = grid.days.index(place.block.day) + across
    while 0 <= at < len(grid.days):
        found = grid.of_day(grid.days[at])
        if found:
            return min(found, key=lambda one: abs(one.rect.center().y() - place.rect.center().y())).block
        at += across
    return place.block


def _along(grid: Grid, place: Place, step: int) -> Block:
    """Go along the day; past its end on to the next day that has any."""
    order = grid.places
    at = order.index(place) + step
    return order[max(0, min(len(order) - 1, at))].block
