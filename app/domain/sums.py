"""Numbers by day, added up."""

from collections.abc import Mapping

ByDay = dict[str, int]


def add_to(total: ByDay, part: Mapping[str, int]) -> None:
    """Add the numbers of some days to a sum."""
    if not total:
        total.update(part)
        return
    for day, number in part.items():
        total[day] = total.get(day, 0) + number


def exchanged(total: Mapping[str, int], before: Mapping[str, int], after: Mapping[str, int]) -> ByDay:
    """Return a sum with one part of it exchanged for another; days that come to nothing are left out."""
    made = dict(total)
    for day in before.keys() | after.keys():
        number = made.get(day, 0) - before.get(day, 0) + after.get(day, 0)
        if number:
            made[day] = number
        else:
            made.pop(day, None)
    return made
