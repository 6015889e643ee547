"""What a move would do, in a few short lines: the new date, hours, risk, and the weeks that become too full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.problems import Severity
from app.domain.risk import Risk
from app.ui.formats import budget
from app.ui.timeline import words
from app.ui.timeline.moves import Edge
from app.ui.timeline.scale import number_of
from app.ui.timeline.words import tr
from app.ui.widgets.dates import with_local_days

if TYPE_CHECKING:
    from app.domain.work_hours import Load
    from app.orchestrators.planning.timeline import Preview, TimelineRow
    from app.ui.timeline.loads import Loads
    from app.ui.timeline.moves import Move

_GRAVE = (Risk.LATE, Risk.OVER_BUDGET)
_MOST_WEEKS = 3
# A week that was too full before and becomes fuller by less than half an hour is not worth a line.
_WORTH = 30


@dataclass(frozen=True, slots=True)
class Told:
    """A title and lines, each with its tone: plain, good, warning, danger."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()


def told(
    move: Move,
    before: TimelineRow | None = None,
    preview: Preview | None = None,
    loads_before: Loads | None = None,
    loads_after: Loads | None = None,
) -> Told:
    """Return what to say of a move; without a preview only its dates."""
    if preview is None or before is None or loads_before is None or loads_after is None:
        return Told(_title(move))
    lines = [
        *_problems(preview),
        *_unscheduled(before, preview.row),
        *_risk(before, preview.row),
        *week_lines(loads_before, loads_after),
    ]
    return Told(_title(move), tuple(lines))


def week_lines(before: Loads, after: Loads) -> list[tuple[str, str]]:
    """Return the weeks that become too full, or fuller, and those that fit again."""
    was = {load.day: -load.availability for load in before.overcommitted()}
    now = {load.day: -load.availability for load in after.overcommitted()}
    worse = [load for load in after.overcommitted() if now[load.day] - was.get(load.day, -_WORTH) >= _WORTH]
    lines = [(week_line(load, after.week_start), "danger") for load in worse[:_MOST_WEEKS]]
    if len(worse) > _MOST_WEEKS:
        lines.append((tr("and {n} more weeks").format(n=len(worse) - _MOST_WEEKS), "danger"))
    better = [day for day in was if day not in now]
    if better:
        names = [words.week(number_of(day), after.week_start) for day in better[:_MOST_WEEKS]]
        more = "" if len(better) <= _MOST_WEEKS else " …"
        said = tr("{weeks} fits again") if len(better) == 1 else tr("{weeks} fit again")
        lines.append((said.format(weeks=", ".join(names) + more), "good"))
    return lines


def week_line(load: Load, week_start: int) -> str:
    """Return ``wk 49 over by 3 h``."""
    return f"{words.week(number_of(load.day), week_start)} {words.over(-load.availability)}"


def _title(move: Move) -> str:
    start, due = move.after
    days = tr("{n} d").format(n=f"{move.days:+d}".replace("-", "−")) if move.days else ""
    if move.edge is Edge.BOTH and start is not None and due is not None:
        shown = f"{words.day(start)} – {words.day(due)}"
    elif move.edge is Edge.START or due is None:
        shown = tr("starts {day}").format(day=words.day(start or 0))
    else:
        shown = tr("due {day}").format(day=words.day(due))
    shown = shown[:1].upper() + shown[1:]
    return f"{shown}  ({days})" if days else shown


def _problems(preview: Preview) -> list[tuple[str, str]]:
    return [
        (with_local_days(problem.message), "danger" if problem.severity is Severity.ERROR else "warning")
        for problem in preview.problems
    ]


def _unscheduled(before: TimelineRow, after: TimelineRow) -> list[tuple[str, str]]:
    if after.unscheduled:
        return [(tr("{time} fit on no day").format(time=budget(after.unscheduled)), "danger")]
    return [(tr("Everything finds a day again"), "good")] if before.unscheduled else []


def _risk(before: TimelineRow, after: TimelineRow) -> list[tuple[str, str]]:
    word = words.risk(after.risk)
    tone = "danger" if after.risk in _GRAVE else "warning" if after.risk is Risk.AT_RISK else "good"
    if after.risk is before.risk:
        return [(tr("Still {risk}").format(risk=word), "plain")]
    return [(tr("{before} → {after}").format(before=words.risk(before.risk), after=word), tone)]
