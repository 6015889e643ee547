"""A drag over the week grid: what the week would be if it were dropped now."""

from dataclasses import dataclass

from app.ui.settings.work_hours.places import Hit, Part
from app.ui.settings.work_hours.spans import DAY, Spans, WeekSpan, free_around, is_free, replaced


@dataclass(frozen=True, slots=True)
class Dragged:
    """The week as it would be; ``span`` is the one in hand, ``fits`` False where it lies over another."""

    spans: Spans
    span: WeekSpan | None
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Drag:
    """What was taken hold of, in which week."""

    hit: Hit
    before: Spans

    def at(self, weekday: int, minute: int, *, snap: int, copies: bool = False) -> Dragged:
        """Return the week with the pointer at a minute of a day; a move may go to another day, and leave a copy."""
        span = self.hit.span
        if span is None:
            return self._drawn(minute, snap)
        if self.hit.part is Part.SPAN:
            return self._moved(span, weekday, minute - self.hit.minute, snap, copies=copies)
        return self._resized(span, minute, snap)

    def _drawn(self, minute: int, snap: int) -> Dragged:
        weekday, anchor = self.hit.weekday, self.hit.minute
        first, last = free_around(self.before, weekday, anchor)
        begin = min(last, max(first, round(anchor / snap) * snap))
        minute = min(last, max(first, minute))
        start, end = min(begin, minute), max(begin, minute)
        if start == end:
            return Dragged(self.before, None)
        drawn = (weekday, start, end)
        return Dragged(replaced(self.before, None, drawn), drawn)

    def _resized(self, span: WeekSpan, minute: int, snap: int) -> Dragged:
        weekday, start, end = span
        others = replaced(self.before, span, None)
        first, last = free_around(others, weekday, start)
        if self.hit.part is Part.START:
            start = min(end - snap, max(first, minute)) if end - snap >= first else start
        else:
            end = max(start + snap, min(last, minute)) if start + snap <= last else end
        resized = (weekday, start, end)
        return Dragged(replaced(others, None, resized), resized)

    def _moved(self, span: WeekSpan, weekday: int, step: int, snap: int, *, copies: bool) -> Dragged:
        _, start, end = span
        others = self.before if copies else replaced(self.before, span, None)
        begin = min(DAY - (end - start), max(0, start + round(step / snap) * snap))
        moved = (weekday, begin, begin + end - start)
        if copies and moved == span:
            return Dragged(self.before, span)
        # What lies over another is shown as it would lie; dropped, the rule says what to do about it.
        return Dragged(tuple(sorted([*others, moved])), moved, fits=is_free(others, moved))
