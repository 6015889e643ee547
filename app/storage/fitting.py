"""Which values of the form that travels a column can hold, so that no peer can put into a row what nothing can read.

A value that does not fit is kept as it came (see Layout.taken_in); it is never shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.days import is_day, is_zone

_ID = re.compile(r"[0-9a-f]{32}")
_VERSION = re.compile(r"[0-9a-f]{0,32}")
# What people track lies within; beyond it calendars and sums overflow.
_FIRST_DAY, _LAST_DAY = "1900-01-01", "2999-12-31"
_FIRST, _LAST = -2_208_988_800, 32_503_680_000
_LARGEST = 1 << 53
_LONGEST_S = 100 * 366 * 86_400
_DAYS_OF_WEEK = 7

_INSTANTS = frozenset(("created_at", "started_at", "ended_at", "starts_at", "ends_at", "completed_at"))
_DAYS = frozenset(
    ("due_date", "start_date", "end_date", "date", "effective_from", "effective_to", "issued_on", "due_on")
)

Check = Callable[[Any], bool]


def is_id(value: Any) -> bool:
    """Return whether a value is an entity's id as it travels."""
    return type(value) is str and _ID.fullmatch(value) is not None


def is_instant(value: Any) -> bool:
    """Return whether a value is a time people live in, in Unix seconds."""
    return type(value) is int and _FIRST <= value <= _LAST


def _is_flag(value: Any) -> bool:
    return type(value) is bool


def _is_number(value: Any) -> bool:
    # bool is an int to Python, never to a column.
    return type(value) is int and -_LARGEST < value < _LARGEST


def _is_fraction(value: Any) -> bool:
    return type(value) is float and -_LARGEST < value < _LARGEST


def _is_text(value: Any) -> bool:
    return type(value) is str


def _is_calendar_day(value: Any) -> bool:
    return type(value) is str and _FIRST_DAY <= value <= _LAST_DAY and is_day(value)


def _is_zone(value: Any) -> bool:
    return type(value) is str and is_zone(value)


def _are_weekdays(value: Any) -> bool:
    return type(value) is list and all(type(day) is int and 0 <= day < _DAYS_OF_WEEK for day in value)


def is_json(value: Any) -> bool:
    """Return whether a value is JSON text, as settings and saved reports are."""
    if type(value) is not str:
        return False
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return False
    return True


def _is_json_or_empty(value: Any) -> bool:
    # A value too long to stand here twice is left out.
    return value == "" or is_json(value)


def is_version_text(value: Any) -> bool:
    """Return whether a value spells a version."""
    return type(value) is str and _VERSION.fullmatch(value) is not None


def check_of(name: str, annotation: str, *, is_id_field: bool, enum: Any = None, optional: bool = False) -> Check:
    """Return what tells whether a value fits a column."""
    check = _required_check(name, annotation, is_id_field=is_id_field, enum=enum)
    return (lambda value: value is None or check(value)) if optional else check


def _required_check(name: str, annotation: str, *, is_id_field: bool, enum: Any) -> Check:
    named: Mapping[str, Check] = {"tz": _is_zone, "value": is_json, "definition": is_json, "winner": is_version_text,
                                  "loser": is_version_text, "winning": _is_json_or_empty,
                                  "losing": _is_json_or_empty}  # fmt: skip
    if is_id_field:
        return is_id
    if name in _INSTANTS:
        return is_instant
    if name in _DAYS:
        return _is_calendar_day
    if enum is not None:
        spelled = frozenset(member.value for member in enum)
        return lambda value: type(value) is str and value in spelled
    if annotation.startswith("tuple"):
        return _are_weekdays
    plain = {"bool": _is_flag, "int": _is_number, "float": _is_fraction}
    return named.get(name) or plain.get(annotation, _is_text)


def is_interval(started: int, ended: int | None) -> bool:
    """Return whether somebody could have entered an interval: it ends after it begins, within a lifetime."""
    return ended is None or started <= ended <= started + _LONGEST_S
