"""What the list shows, row by row: heads of days, entries, marks between them, and what stands for an empty day."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.domain.entities.time_entries import TimeEntry


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that one click does about a mark: its name, the words on it, the entries it concerns."""

    name: str
    label: str
    entries: tuple[TimeEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """The head of a day; ``running`` timers make its total grow."""

    key: str
    day: str
    name: str
    date: str
    seconds: int
    running: int = 0
    is_last: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says, but for the total."""
        return f"{self.name}, {self.date}" if self.name else self.date


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry, or several equal ones of a day folded into one (``count`` > 1, ``entries`` newest first)."""

    key: str
    day: str
    entries: tuple[TimeEntry, ...]
    description: str
    project: str
    task: str
    color: str
    tags: tuple[str, ...]
    start: str
    end: str
    seconds: int
    note: str = ""
    is_missing: bool = False
    is_open: bool = False
    is_member: bool = False
    is_last: bool = False

    @property
    def entry(self) -> TimeEntry:
        """Return the newest of its entries."""
        return self.entries[0]

    @property
    def count(self) -> int:
        """Return how many entries it stands for."""
        return len(self.entries)

    @property
    def is_running(self) -> bool:
        """Whether it grows."""
        return self.entries[0].ended_at is None

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of its entries."""
        return tuple(entry.id for entry in self.entries)

    @property
    def where(self) -> str:
        """Return ``project · task``."""
        return f"{self.project} · {self.task}" if self.task else self.project


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLine:
    """A gap or an overlap, said in a thin row with what can be done about it."""

    key: str
    day: str
    kind: str
    text: str
    since: int
    until: int
    fixes: tuple[Fix, ...]
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyLine:
    """Under the head of a day without entries."""

    key: str
    day: str
    text: str
    fixes: tuple[Fix, ...] = ()
    is_last: bool = True


Line = DayLine | EntryLine | MarkLine | EmptyLine


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a day and, when it is folded, the rows under it."""

    line: EntryLine
    members: tuple[EntryLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DayBlock:
    """A day: its head, its items, and its marks by the id of the later entry, under which they stand."""

    head: DayLine
    items: tuple[Item, ...] = ()
    marks: dict[str, tuple[MarkLine, ...]] = field(default_factory=dict)
    empty: EmptyLine | None = None


def flatten(blocks: Iterable[DayBlock], opened: frozenset[str] | set[str]) -> list[Line]:
    """Return the rows to show; ``opened`` are the keys of folds that are unfolded."""
    lines: list[Line] = []
    for block in blocks:
        lines.append(block.head)
        if block.empty is not None:
            lines.append(block.empty)
            continue
        for item in block.items:
            lines.extend(_rows(item, block.marks, is_open=item.line.key in opened))
        lines[-1] = replace(lines[-1], is_last=True)
    return lines


def _rows(item: Item, marks: dict[str, tuple[MarkLine, ...]], *, is_open: bool) -> list[Line]:
    if not item.members:
        return [item.line, *marks.get(item.line.entry.id, ())]
    if not is_open:
        below = (mark for id_ in item.line.ids for mark in marks.get(id_, ()))
        return [item.line, *below]
    rows: list[Line] = [replace(item.line, is_open=True)]
    for member in item.members:
        rows.append(member)
        rows.extend(marks.get(member.entry.id, ()))
    return rows
