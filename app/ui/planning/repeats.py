"""How something repeats: the choices a form offers, the rule they make, and the sentence that says it."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.days import next_day, weekday
from app.domain.recurrence import WEEKDAYS, is_rule, parts_of, rule_of
from app.ui.widgets.dates import full_day, short_day

WORKDAYS = (0, 1, 2, 3, 4)
_KNOWN = frozenset(("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT", "WKST"))


@dataclass(frozen=True, slots=True)
class Repeat:
    """``every`` so many days, weeks, months or years (``unit``: the rule's FREQ); the rest says which and until when.

    ``monthly`` says what a month is asked for: ``day`` (the 4th), ``nth`` (the second Tuesday), ``last`` (the last
    Friday), ``last_day``; what exactly, the day it begins on tells.
    """

    unit: str = "WEEKLY"
    every: int = 1
    weekdays: tuple[int, ...] = ()
    monthly: str = "day"
    until: str | None = None
    count: int | None = None


def rule_for(repeat: Repeat, day: str) -> str:
    """Return the rule of a repetition that begins on a day."""
    parts = {"FREQ": repeat.unit}
    if repeat.every > 1:
        parts["INTERVAL"] = str(repeat.every)
    if repeat.unit == "WEEKLY":
        parts["BYDAY"] = ",".join(WEEKDAYS[one] for one in sorted(repeat.weekdays or (weekday(day),)))
    if repeat.unit == "MONTHLY":
        name, value = _monthly(repeat.monthly, day)
        parts[name] = value
    if repeat.until:
        parts["UNTIL"] = repeat.until.replace("-", "")
    elif repeat.count:
        parts["COUNT"] = str(repeat.count)
    return rule_of(parts)


def _monthly(what: str, day: str) -> tuple[str, str]:
    name = WEEKDAYS[weekday(day)]
    return {
        "day": ("BYMONTHDAY", str(int(day[8:]))),
        "last_day": ("BYMONTHDAY", "-1"),
        "nth": ("BYDAY", f"{nth(day)}{name}"),
        "last": ("BYDAY", f"-1{name}"),
    }[what]


def nth(day: str) -> int:
    """Return which of its weekday a day is in its month, from 1."""
    return (int(day[8:]) + 6) // 7


def is_last_week(day: str) -> bool:
    """Return whether no later day of the month is of the same weekday."""
    return next_day(day, 7)[:7] != day[:7]


def is_last_day(day: str) -> bool:
    """Return whether a day ends its month."""
    return next_day(day)[:7] != day[:7]


def read(rule: str, day: str) -> Repeat | None:
    """Return the repetition of a rule that begins on a day, None when it is more than a form can say."""
    if not is_rule(rule):
        return None
    parts = parts_of(rule)
    if parts.keys() - _KNOWN:
        return None
    until = parts.get("UNTIL", "")
    found = Repeat(
        parts["FREQ"],
        int(parts.get("INTERVAL", "1")),
        until=f"{until[:4]}-{until[4:6]}-{until[6:8]}" if until else None,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )
    chosen = _chosen(parts, day)
    if chosen is None:
        return None
    return Repeat(found.unit, found.every, chosen.weekdays, chosen.monthly, found.until, found.count)


def _chosen(parts: dict[str, str], day: str) -> Repeat | None:
    """Return the days a rule names within its weeks or months, None when they are beyond the form."""
    by_day, by_number = parts.get("BYDAY"), parts.get("BYMONTHDAY")
    if parts["FREQ"] == "WEEKLY" and not by_number:
        names = by_day.split(",") if by_day else [WEEKDAYS[weekday(day)]]
        if any(name not in WEEKDAYS for name in names):
            return None
        return Repeat(weekdays=tuple(sorted(WEEKDAYS.index(name) for name in names)))
    if parts["FREQ"] == "MONTHLY":
        asked = ("BYDAY", by_day) if by_day else ("BYMONTHDAY", by_number or str(int(day[8:])))
        both = by_day and by_number
        found = next((what for what in ("last_day", "last", "nth", "day") if _monthly(what, day) == asked), None)
        return None if both or found is None else Repeat(monthly=found)
    return None if by_day or by_number else Repeat()


def sentence(rule: str, day: str) -> str:
    """Return a rule in words: ``Every week on Tue and Thu until 30 June``."""
    repeat = read(rule, day)
    if repeat is None:
        return _tr("By a rule of its own")
    said = _how_often(repeat, day)
    if repeat.until:
        same_year = repeat.until[:4] == day[:4]
        last = short_day(repeat.until) if same_year else full_day(repeat.until)
        return _tr("{often} until {day}").format(often=said, day=last)
    if repeat.count:
        return _tr("{often}, {n} times").format(often=said, n=QLocale().toString(repeat.count))
    return said


def _how_often(repeat: Repeat, day: str) -> str:
    n = QLocale().toString(repeat.every)
    one = repeat.every == 1
    if repeat.unit == "DAILY":
        return _tr("Every day") if one else _tr("Every {n} days").format(n=n)
    if repeat.unit == "WEEKLY":
        if one and repeat.weekdays == WORKDAYS:
            return _tr("Every weekday")
        said = _tr("Every week on {days}") if one else _tr("Every {n} weeks on {days}")
        return said.format(n=n, days=day_names(repeat.weekdays or (weekday(day),)))
    if repeat.unit == "MONTHLY":
        said = _tr("Every month on {what}") if one else _tr("Every {n} months on {what}")
        return said.format(n=n, what=month_words(repeat.monthly, day))
    said = _tr("Every year on {day}") if one else _tr("Every {n} years on {day}")
    return said.format(n=n, day=short_day(day))


def month_words(what: str, day: str) -> str:
    """Return what a month is asked for: ``day 4``, ``the second Tuesday``, ``the last day``."""
    name = QLocale().dayName(date.fromisoformat(day).isoweekday(), QLocale.FormatType.LongFormat)
    if what == "last_day":
        return _tr("the last day")
    if what == "last":
        return _tr("the last {weekday}").format(weekday=name)
    if what == "nth":
        number = (_tr("first"), _tr("second"), _tr("third"), _tr("fourth"), _tr("fifth"))[nth(day) - 1]
        return _tr("the {number} {weekday}").format(number=number, weekday=name)
    return _tr("day {n}").format(n=QLocale().toString(int(day[8:])))


def day_names(weekdays: tuple[int, ...]) -> str:
    """Return short names of weekdays, joined as the language does: ``Tue, Wed and Thu``."""
    names = [QLocale().dayName(one + 1, QLocale.FormatType.ShortFormat) for one in weekdays]
    return QLocale().createSeparatedList(names)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Repeats", text)
