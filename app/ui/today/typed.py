"""What is typed into a field, made into a change of the entry, a refusal that says why, or a question. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.domain.entities.time_entries import TimeEntry
from app.ui.today.places import Part
from app.ui.today.times import Meant, on_day_of, read_length, read_minutes
from app.ui.today.words import Style, tr, zone_short

# Over midnight by a night's work, not by a typing mistake.
_LONGEST_NIGHT_S, _DAY_S, _GRACE_S = 12 * 3600, 24 * 3600, 60


@dataclass(frozen=True, slots=True)
class Change:
    """The fields to change; for a split the instant to split at, under ``at``."""

    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why it cannot be."""

    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be said first; each answer is a label and the change it means."""

    text: str
    answers: tuple[tuple[str, Change], ...]


Answer = Change | Refusal | Question


def read_field(part: str, text: str, entry: TimeEntry, *, style: Style, now: int) -> Answer:
    """Read what was typed into a part of an entry."""
    reader = _Reader(entry, style, now)
    readers: dict[str, Callable[[str], Answer]] = {
        Part.START: reader.start,
        Part.END: reader.end,
        Part.LENGTH: reader.length,
        Part.SPLIT: reader.split,
    }
    return readers[part](text) if part in readers else Change({"description": " ".join(text.split())})


@dataclass(frozen=True, slots=True)
class _Reader:
    entry: TimeEntry
    style: Style
    now: int

    def start(self, text: str) -> Answer:
        minutes = read_minutes(text)
        if minutes is None:
            return self._unreadable()
        end = self.now if self.entry.ended_at is None else self.entry.ended_at
        meant = self._on_day(minutes)
        if min(meant.found.instants) > end:
            before = self._on_day(minutes, -1)
            if end - max(before.found.instants) > _LONGEST_NIGHT_S:
                return Refusal(self._too_late(meant))
            meant = before
        return self._settled(meant, "started_at", lambda instant: instant <= end)

    def end(self, text: str) -> Answer:
        minutes = read_minutes(text)
        if minutes is None:
            return self._unreadable()
        start = self.entry.started_at
        meant = self._on_day(minutes)
        if max(meant.found.instants) < start:
            after = self._on_day(minutes, 1)
            if max(after.found.instants) - start > _LONGEST_NIGHT_S:
                sentence = tr("The end, {end}, lies before the start, {start}.")
                return Refusal(sentence.format(end=self._wall(meant), start=self.style.clock(start)))
            meant = after
        if min(meant.found.instants) > self.now + _GRACE_S:
            return Refusal(tr("{time} lies in the future.").format(time=self._wall(meant)))
        return self._settled(meant, "ended_at", lambda instant: start <= instant <= self.now + _GRACE_S)

    def length(self, text: str) -> Answer:
        seconds = read_length(text)
        if seconds is None:
            return Refusal(tr("Write a duration like 1:30, 90m or 1.5h."))
        if self.entry.ended_at is None:
            change = Change({"started_at": self.now - seconds})
        else:
            end = self.entry.started_at + seconds
            if end > self.now + _GRACE_S:
                return Refusal(tr("It would end in the future, at {time}.").format(time=self.style.clock(end)))
            change = Change({"ended_at": end})
        if seconds > _DAY_S:
            sentence = tr("That is {time} long. Is that right?").format(time=self.style.length(seconds))
            return Question(sentence, ((tr("Save it"), change),))
        return change

    def split(self, text: str) -> Answer:
        minutes = read_minutes(text)
        if minutes is None:
            return self._unreadable()
        start, end = self.entry.started_at, self.now if self.entry.ended_at is None else self.entry.ended_at
        for days_later in range((end - start) // _DAY_S + 2):
            meant = self._on_day(minutes, days_later)
            if any(start < instant < end for instant in meant.found.instants):
                return self._settled(meant, "at", lambda instant: start < instant < end)
        sentence = tr("Write a time between {start} and {end}.")
        return Refusal(sentence.format(start=self.style.clock(start), end=self.style.clock(end)))

    def _settled(self, meant: Meant, name: str, fits: Callable[[int], bool]) -> Answer:
        """Return the change to an instant that fits; when two do, somebody has to say which."""
        if meant.found.gap:
            sentence = tr("{time} did not exist on that day: the clocks went forward over it.")
            return Refusal(sentence.format(time=self._wall(meant)))
        fitting = [instant for instant in meant.found.instants if fits(instant)]
        if len(fitting) == 1:
            return Change({name: fitting[0]})
        if not fitting:
            return Refusal(tr("{time} does not fit the entry.").format(time=self._wall(meant)))
        zone = self.style.zone
        labels = (tr("The first ({zone})"), tr("The second ({zone})"))
        answers = tuple(
            (label.format(zone=zone_short(instant, zone)), Change({name: instant}))
            for label, instant in zip(labels, fitting, strict=True)
        )
        return Question(tr("{time} came twice: the clocks went back.").format(time=self._wall(meant)), answers)

    def _on_day(self, minutes: int, days_later: int = 0) -> Meant:
        return on_day_of(minutes, self.entry.started_at, self.style.zone, days_later=days_later)

    def _wall(self, meant: Meant) -> str:
        wall = meant.wall
        return (
            self.style.clock(meant.found.instants[0]) if not meant.found.gap else f"{wall.hour:02d}:{wall.minute:02d}"
        )

    def _too_late(self, meant: Meant) -> str:
        if self.entry.ended_at is None:
            return tr("{time} lies in the future.").format(time=self._wall(meant))
        sentence = tr("The start, {start}, lies after the end, {end}.")
        return sentence.format(start=self._wall(meant), end=self.style.clock(self.entry.ended_at))

    def _unreadable(self) -> Refusal:
        return Refusal(tr("Write a time like 9:30, 930 or 9:30am."))
