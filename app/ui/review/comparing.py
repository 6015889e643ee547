"""Two versions of one thing in words and figures, as people read them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale

from app.ui.formats import budget, clock, hours
from app.ui.settings.work_hours.spans import clock_of
from app.ui.widgets.dates import full_day, moment
from app.ui.widgets.money import amount_of

if TYPE_CHECKING:
    from app.orchestrators.review.versions import Author, Versions

_DAY_FIELDS = ("date", "effective_from", "effective_to")
_SPAN_PARTS, _MONEY_PARTS = 3, 2


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field in both versions, in words."""

    name: str
    first: str
    second: str
    differs: bool


@dataclass(frozen=True, slots=True)
class VersionsLine:
    """Who said each version and when, and the fields of both."""

    first: str
    first_when: str
    second: str
    second_when: str
    fields: tuple[FieldLine, ...]


def lines_of(versions: "Versions", zone: str) -> VersionsLine:
    """Return both versions in words; times of authors are those of the viewer's zone."""
    gone = _tr("Deleted") if versions.second.has_deleted else ""
    fields = tuple(
        FieldLine(
            field_name(one.field, versions.kind), value_in_words(one.field, one.first),
            gone or value_in_words(one.field, one.second), one.differs,
        )
        for one in versions.fields
    )  # fmt: skip
    if gone:
        fields = (FieldLine(_tr("What happened"), _tr("Edited"), gone, differs=True), *(
            FieldLine(line.name, line.first, "", differs=False) for line in fields
        ))  # fmt: skip
    first, second = versions.first, versions.second
    return VersionsLine(
        author(first), moment(first.at, zone), author(second), moment(second.at, zone), fields
    )  # fmt: skip


def author(who: "Author") -> str:
    """Return ``This device``, ``Phone · Ann``, or that it was another device."""
    device = _tr("This device") if who.is_here else who.device or _tr("Another device")
    return f"{device} · {who.person}" if who.person else device


def field_name(field: str, kind: str) -> str:
    """Return what a field is called; one of a newer version reads as itself."""
    names = {
        "description": _tr("Description"), "span": _tr("Time"), "project": _tr("Project"), "task": _tr("Task"),
        "milestone": _tr("Milestone"), "tags": _tr("Tags"), "billable": _tr("Billable"), "name": _tr("Name"),
        "color": _tr("Color"), "notes": _tr("Notes"), "group": _tr("Group"), "client": _tr("Client"),
        "money": _tr("Rate") if kind == "rate" else _tr("Amount"), "start_date": _tr("Start"), "due_date": _tr("Due"),
        "end_date": _tr("End"), "estimate_minutes": _tr("Estimate"), "budget_minutes": _tr("Budget"),
        "status": _tr("Status"), "done": _tr("Done"), "completed_at": _tr("Completed"), "archived": _tr("Archived"),
        "merged_into": _tr("Merged into"), "value": _tr("Value"), "minutes": _tr("Capacity"), "code": _tr("Code"),
        "weekdays": _tr("Worked on"), "title": _tr("Title"), "email": _tr("Email"), "phone": _tr("Phone"),
        "address": _tr("Address"), "currency": _tr("Currency"), "effective_from": _tr("From"),
        "effective_to": _tr("Until"), "weekday": _tr("Weekday"), "start_minute": _tr("Start"), "end_minute": _tr("End"),
        "fraction": _tr("Part of the day"), "recurs_annually": _tr("Every year"), "note": _tr("Note"), "kind": _tr("Kind"),
    }  # fmt: skip
    return names.get(field, field.replace("_", " ").capitalize())


def value_in_words(field: str, value: Any) -> str:
    """Return a value as people read it: days and times by the locale, durations, money, yes and no."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _tr("Yes") if value else _tr("No")
    return _list(field, value) if isinstance(value, list) else _scalar(field, value)


def _list(field: str, value: list[Any]) -> str:
    if field == "span" and len(value) == _SPAN_PARTS:
        return _span(*value)
    if field == "money" and len(value) == _MONEY_PARTS:
        return amount_of(*value)
    if field == "weekdays":
        return _weekdays(value)
    return ", ".join(str(one) for one in value)


def _scalar(field: str, value: Any) -> str:
    if field in _WRITERS and isinstance(value, int | float):
        return _WRITERS[field](value)
    if field.endswith("_date") or field in _DAY_FIELDS:
        return full_day(str(value)) or str(value)
    if field.endswith("minutes") and isinstance(value, int):
        return budget(value)
    if field.endswith("_at") and isinstance(value, int):
        return moment(value, "UTC")
    if field in ("status", "color", "role", "kind"):
        return str(value).replace("_", " ").capitalize()
    return str(value)


def _span(start: int, end: int | None, zone: str) -> str:
    begin = moment(start, zone)
    if end is None:
        return _tr("{start} – still running").format(start=begin)
    same_day = moment(end, zone).rsplit(", ", 1)[0] == begin.rsplit(", ", 1)[0]
    until = clock(end, zone) if same_day else moment(end, zone)
    return f"{begin} – {until} ({hours(end - start)})"


def _weekdays(days: list[Any]) -> str:
    # They travel as numbers, Monday first; Qt counts from one.
    return ", ".join(QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat) for day in days)


def _time_of_day(minute: float) -> str:
    return clock_of(int(minute))


_WRITERS: dict[str, Callable[[float], str]] = {
    "weekday": lambda day: QLocale().standaloneDayName(int(day) + 1),
    "start_minute": _time_of_day,
    "end_minute": _time_of_day,
    "fraction": lambda part: f"{part:.0%}",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Comparing", text)
