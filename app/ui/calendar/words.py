"""Times, sums and names of the Calendar page."""

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, QTime

from app.ui.calendar.blocks import Block, Sort
from app.ui.calendar.gestures import Deed, Draft
from app.ui.formats import budget, clock, hours, uses_24_hours


def hour_label(minute: int) -> str:
    """Return the label of an hour: ``09:00``, or ``9 AM``."""
    time = QTime(minute // 60 % 24, minute % 60)
    if uses_24_hours():
        return QLocale().toString(time, "HH:mm")
    return QLocale().toString(time, "h AP" if not minute % 60 else "h:mm AP")


def times(since: int, until: int | None, zone: str) -> str:
    """Return ``9:22 – 11:22``, or ``5:20 – 7:30 pm``; what runs has no end yet."""
    start = clock(since, zone)
    if until is None:
        return f"{start} – {tr('now')}"
    end = clock(until, zone)
    time, _, half = start.rpartition(" ")
    if not uses_24_hours() and time and end.endswith(f" {half}"):
        # Once is enough where both are of the same half of the day.
        start = time
    return f"{start} – {end}"


def day_name(day: str) -> str:
    """Return ``Tue 24``."""
    return QLocale().toString(QDate.fromString(day, Qt.DateFormat.ISODate), "ddd d")


def long_day_name(day: str) -> str:
    """Return ``Tuesday, 24 November``."""
    return QLocale().toString(QDate.fromString(day, Qt.DateFormat.ISODate), "dddd, d MMMM")


def sort_name(sort: Sort) -> str:
    """Return what kind of time this is."""
    return {
        Sort.TRACKED: tr("tracked"),
        Sort.PLANNED: tr("planned"),
        Sort.ESTIMATE: tr("forecast"),
        Sort.IMPORTED: tr("calendar"),
        Sort.DONE: tr("planned and tracked"),
    }[sort]


def _kind(block: Block) -> str:
    """Return what kind of time a block is, and of another calendar's event whose and whether it was tracked."""
    if block.is_running:
        return tr("running")
    if block.sort is not Sort.IMPORTED or block.event is None:
        return sort_name(block.sort)
    of_calendar = tr("calendar “{name}”").format(name=block.event.event.calendar)
    return f"{of_calendar}, {tr('tracked')}" if block.event.is_done else of_calendar


def told(block: Block, zone: str) -> list[str]:
    """Return everything about a block, part by part."""
    until = None if block.is_running else block.ends
    time = f"{times(block.begins, until, zone)} · {hours(block.seconds)}"
    return [part for part in (_name(block), block.project, _kind(block), long_day_name(block.day), time) if part]


def _name(block: Block) -> str:
    return block.title or (tr("No title") if block.event is not None else tr("No description"))


def block_times(block: Block, zone: str) -> str:
    """Return when a block begins and how long it is: ``9:22 · 2:00``."""
    return f"{clock(block.begins, zone)} · {hours(block.seconds)}"


def block_lines(block: Block, zone: str) -> list[tuple[str, bool]]:
    """Return the lines of a block, the most telling first, and whether each is the title."""
    title = (_name(block), True)
    time = (times(block.begins, None if block.is_running else block.ends, zone) + f" · {hours(block.seconds)}", False)
    if block.is_aside:
        time = (block_times(block, zone), False)
    return [title, (block.project, False), time] if block.project else [title, time]


def draft_lines(draft: Draft, zone: str) -> list[str]:
    """Return what a drop would make: when, what and how long, and its name or how it could become something else."""
    name = draft.block.title if draft.block is not None else ""
    deed = _deed_name(draft)
    length = hours(draft.until - draft.since)
    hint = tr("With Ctrl: a plan") if draft.deed is Deed.CREATE and draft.sort is Sort.TRACKED else ""
    return [times(draft.since, draft.until, zone), f"{deed} · {length}" if deed else length, name or hint]


def _deed_name(draft: Draft) -> str:
    if draft.deed is Deed.COPY:
        return tr("Copy")
    if draft.deed is Deed.CREATE:
        return tr("Plan") if draft.sort is Sort.PLANNED else tr("Entry")
    return tr("Plan") if draft.block is not None and draft.block.sort is Sort.ESTIMATE else ""


def minutes_words(minutes: int) -> str:
    """Return a duration that was planned."""
    return budget(minutes)


def tr(text: str) -> str:
    """Return a text of this page in the person's language."""
    return QCoreApplication.translate("Calendar", text)
