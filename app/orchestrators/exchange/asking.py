"""What an import has to ask, and what it tells without being asked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from app.domain.days import is_zone
from app.exchange.times import DAY_FIRST, MONTH_FIRST
from app.orchestrators.exchange.plans import Question
from app.orchestrators.exchange.spans import FIRST, SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.exchange.records import Format
    from app.exchange.source import Source
    from app.orchestrators.exchange.intake import Intake

_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_LINES_NAMED = 5


def questions(source: Source, possible: Sequence[Format], intake: Intake, answers: Mapping[str, str],
              here: str) -> tuple[Question, ...]:  # fmt: skip
    """Return everything the file leaves open, answered or not; ``here`` is the viewer's zone."""
    asked = []
    if len(possible) > 1:
        options = tuple((one.name, one.title) for one in possible)
        asked.append(Question("format", f"Which program is “{source.name}” from?", options, options[0][0]))
    if intake.reading.local:
        text = "The file does not say in which time zone its times are. In which one was it exported?"
        asked.append(Question("zone", text, _zones(here), here))
    if intake.reading.order_asked or "date_order" in answers:
        text = "Does the day or the month come first in the dates of this file?"
        options = ((DAY_FIRST, "Day first (31/12/2026)"), (MONTH_FIRST, "Month first (12/31/2026)"))
        asked.append(Question("date_order", text, options, intake.reading.order))
    if intake.spans.unclear or "repeated" in answers:
        lines = f" ({_lines(intake.spans.unclear)})" if intake.spans.unclear else ""
        text = f"Some times fall into the hour that the clocks repeated in autumn{lines}. Which of the two is meant?"
        options = ((FIRST, "The first, before the clocks went back"), (SECOND, "The second, after it"))
        asked.append(Question("repeated", text, options, FIRST))
    return tuple(asked)


def notes(source: Source, intake: Intake) -> tuple[str, ...]:
    """Return what was assumed or mended, in sentences."""
    found = list(dict.fromkeys(intake.reading.notes))
    spans, sieve = intake.spans, intake.sieve
    if not source.is_binary and source.encoding == "cp1252":
        found.append("The text is not UTF-8; it was read as Windows-1252.")
    if spans.skipped:
        found.append(
            f"{_some(len(set(spans.skipped)), 'entry has a time', 'entries have times')} that the clocks sprang over in"
            f" spring ({_lines(spans.skipped)}); it was moved on by as much as the clocks were."
        )
    if len(sieve.people) > 1:
        found.append(f"The file has the work of {len(sieve.people)} people; all of it is entered as yours.")
    if sieve.long_entries:
        found.append(f"{_some(sieve.long_entries, 'entry is', 'entries are')} longer than 24 hours.")
    if intake.names.shortened:
        found.append(f"{_some(intake.names.shortened, 'name was', 'names were')} cut to 200 characters.")
    return tuple(found)


def _some(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _lines(numbers: Sequence[int]) -> str:
    distinct = sorted(set(numbers))
    listed = ", ".join(map(str, distinct[:_LINES_NAMED]))
    more = " …" if len(distinct) > _LINES_NAMED else ""
    return f"{'line' if len(distinct) == 1 else 'lines'} {listed}{more}"


def _zones(here: str) -> tuple[tuple[str, str], ...]:
    """Return the zones to choose from, the viewer's first."""
    return tuple((name, name.replace("_", " ")) for name in dict.fromkeys((here, "UTC", *_all_zones())))


@cache
def _all_zones() -> tuple[str, ...]:
    from zoneinfo import available_timezones

    return tuple(sorted(name for name in available_timezones() if name.partition("/")[0] in _AREAS and is_zone(name)))
