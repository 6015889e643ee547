"""Days as they were read, made into the rows that are painted: done beside the GUI thread."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.days import wall_clock
from app.domain.durations import format_duration
from app.ui.today import marks
from app.ui.today.lines import DayBlock, DayLine, EmptyLine, EntryLine, Fix, Item, MarkLine
from app.ui.today.words import Style, day_title, place_name, tr

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.orchestrators.entry_rows import EntryRow
    from app.orchestrators.time_tracking.day_window import DayWindow
    from app.orchestrators.time_tracking.log import DayEntries

_LONGEST_NAME = 28


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a window of days, newest first, and how far the window reaches."""

    days: tuple[DayBlock, ...]
    since: str | None
    until: str | None
    today: str
    now: int
    style: Style


def build(window: "DayWindow", chosen: str | None = None) -> Block:
    """Return the rows of a window; a ``chosen`` day, and today at the top of all, stand there even when empty."""
    style = Style.of(window.settings, window.zone)
    fresh = _fresh(window)
    days = {day.day: _Day(day, window, style, is_fresh=day.day in fresh).build() for day in window.days}
    wanted = {chosen} if chosen else set()
    if window.until is None and (days or chosen):
        wanted.add(window.today)
    for day in wanted - days.keys():
        if (window.since or "") <= day and (window.until is None or day <= window.until):
            days[day] = _empty(day, window)
    ordered = tuple(days[day] for day in sorted(days, reverse=True))
    return Block(ordered, window.since, window.until, window.today, window.now, style)


def _fresh(window: "DayWindow") -> set[str]:
    """Return today and the day worked on before: what was not tracked then is still remembered."""
    before = max((day.day for day in window.days if day.day < window.today), default=window.today)
    return {window.today, before} if window.until is None else set()


def _empty(day: str, window: "DayWindow") -> DayBlock:
    name, date = day_title(day, window.today)
    head = DayLine(key=f"day:{day}", day=day, name=name, date=date, seconds=0)
    if day != window.today:
        text = tr("Nothing tracked. To add it, type “{day} 9-11 what you did” above.").format(day=day)
        return DayBlock(head, empty=EmptyLine(key=f"empty:{day}", day=day, text=text))
    last = next((row.entry for found in window.days if found.day < day for row in found.rows), None)
    fixes = () if last is None else (Fix("continue", _again(last), (last,)),)
    return DayBlock(head, empty=EmptyLine(key=f"empty:{day}", day=day, text=tr("Nothing tracked yet."), fixes=fixes))


def _again(entry: "TimeEntry") -> str:
    return tr("Continue “{name}”").format(name=_short(entry.description)) if entry.description else tr("Continue")


class _Day:
    """One day on its way to rows."""

    def __init__(self, day: "DayEntries", window: "DayWindow", style: Style, *, is_fresh: bool) -> None:
        self._day, self._window, self._style = day, window, style
        self._is_fresh = is_fresh
        self._rows = {row.entry.id: row for row in day.rows}

    def build(self) -> DayBlock:
        """Return the head, the items and the marks."""
        name, date = day_title(self._day.day, self._window.today)
        running = sum(row.entry.ended_at is None for row in self._day.rows)
        head = DayLine(
            key=f"day:{self._day.day}", day=self._day.day, name=name, date=date, seconds=self._day.total_seconds,
            running=running,
        )  # fmt: skip
        return DayBlock(head, tuple(self._items()), self._marks())

    def _items(self) -> Iterable[Item]:
        alike: dict[object, list[EntryRow]] = defaultdict(list)
        for row in self._day.rows:
            alike[_likeness(row)].append(row)
        for rows in alike.values():
            if len(rows) == 1:
                yield Item(self._line(rows[:1]))
            else:
                members = tuple(replace(self._line([row]), is_member=True) for row in rows)
                yield Item(self._line(rows), members)

    def _line(self, rows: "list[EntryRow]") -> EntryLine:
        row, style = rows[0], self._style
        entries = tuple(found.entry for found in rows)
        ends = [entry.ended_at for entry in entries if entry.ended_at is not None]
        start, end = style.times(min(e.started_at for e in entries), max(ends) if ends else None)
        missing = row.missing_project
        return EntryLine(
            key=row.entry.id if len(rows) == 1 else f"fold:{rows[-1].entry.id}",
            day=self._day.day,
            entries=entries,
            description=row.entry.description,
            project=row.project_name or (tr("Missing project") if missing else ""),
            task=row.task_name or "",
            color=row.project_color,
            tags=row.tag_names,
            start=start,
            end=end,
            seconds=sum(entry.seconds(self._window.now) for entry in entries),
            note=self._elsewhere(row.entry) if len(rows) == 1 else "",
            is_missing=missing,
        )

    def _elsewhere(self, entry: "TimeEntry") -> str:
        """Return the time it was where the work was done, when the clocks there showed another."""
        if wall_clock(entry.started_at, entry.tz) == wall_clock(entry.started_at, self._style.zone):
            return ""
        clock = self._style.clock(entry.started_at, entry.tz)
        return tr("{time} in {place}").format(time=clock, place=place_name(entry.tz))

    def _marks(self) -> dict[str, tuple[MarkLine, ...]]:
        found: dict[str, tuple[MarkLine, ...]] = defaultdict(tuple)
        entries = [row.entry for row in self._day.rows]
        for overlap in marks.overlaps(entries, now=self._window.now):
            found[overlap.later.id] += (self._overlap(overlap),)
        if self._is_fresh:
            spans = marks.working_spans(self._day.day, self._window.slots, self._style.zone)
            for gap in marks.gaps(entries, now=self._window.now, spans=spans):
                mark = self._gap(gap)
                if mark.key not in self._window.breaks:
                    found[gap.later.id] += (mark,)
        return found

    def _gap(self, gap: marks.Gap) -> MarkLine:
        from app.orchestrators.time_tracking.day_window import break_key

        before = self._rows[gap.earlier.id]
        name = _short(before.project_name or before.entry.description)
        fill = tr("Fill with {name}").format(name=name) if name else tr("Fill")
        text = tr("{time} not tracked, {since} – {until}").format(**self._spoken(gap.since, gap.until))
        return MarkLine(
            key=break_key(gap.since, gap.until), day=self._day.day, kind="gap", text=text, since=gap.since,
            until=gap.until, fixes=(Fix("fill", fill, (gap.earlier,)), Fix("break", tr("Break"))),
        )  # fmt: skip

    def _overlap(self, overlap: marks.Overlap) -> MarkLine:
        text = tr("{time} counted twice, {since} – {until}").format(**self._spoken(overlap.since, overlap.until))
        fixes = [Fix("cut", tr("Cut {name}").format(name=self._name(entry)), (entry,)) for entry in overlap.cuts]
        fixes += [
            Fix("delete", tr("Delete {name}").format(name=self._name(entry)), (entry,)) for entry in overlap.vanishing
        ]
        return MarkLine(
            key=f"overlap:{overlap.earlier.id}:{overlap.later.id}", day=self._day.day, kind="overlap", text=text,
            since=overlap.since, until=overlap.until, fixes=tuple(fixes),
        )  # fmt: skip

    def _name(self, entry: "TimeEntry") -> str:
        """Return an entry's description, or its time when it has none: "Cut 9:30"."""
        words = _short(entry.description)
        return f"“{words}”" if words else self._style.clock(entry.started_at)

    def _spoken(self, since: int, until: int) -> dict[str, str]:
        # Whatever the setting: minutes are what one thinks of here, and half a minute is no "0:00".
        seconds = until - since
        time = format_duration(seconds, "h:mm" if seconds >= 60 else "h:mm:ss")
        return {"time": time, "since": self._style.clock(since), "until": self._style.clock(until)}


def _likeness(row: "EntryRow") -> object:
    """Return what makes entries of a day equal; a running one is like no other."""
    entry = row.entry
    if entry.ended_at is None:
        return entry.id
    return entry.description, entry.project, entry.task, entry.milestone, entry.tags, entry.billable, entry.user


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1].rstrip() + "…"
