"""What is answered to "Can I take this on?": yes, yes but, or no, and the figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.risk import Risk
from app.ui.formats import budget
from app.ui.timeline import words
from app.ui.timeline.ghost import GhostRow
from app.ui.timeline.preview_words import Told, week_line
from app.ui.timeline.scale import number_of
from app.ui.timeline.words import tr

if TYPE_CHECKING:
    from app.orchestrators.planning.what_if import WhatIf

_MOST_WEEKS = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, in which tone, and the row that shows it."""

    told: Told
    tone: str
    ghost: GhostRow


def answer(found: WhatIf, week_start: int) -> Answer:
    """Return the answer to what was asked, in words, and its ghost."""
    weeks = [week.after for week in found.weeks if week.newly_overcommitted]
    lines: list[tuple[str, str]] = []
    if not found.fits:
        title, tone = tr("No, {time} find no room").format(time=budget(found.short_minutes)), "danger"
    elif weeks:
        title, tone = tr("Yes, but some weeks get too full"), "warning"
    else:
        title, tone = tr("Yes, it fits"), "good"
    days = sum(minutes > 0 for minutes in found.forecast.auto.values())
    if days:
        each = budget(round(sum(found.forecast.auto.values()) / days))
        said = tr("1 day, {time}") if days == 1 else tr("{n} days, {time} a day")
        lines.append((said.format(n=days, time=each), "plain"))
    if found.finish_day is not None:
        told = tr("In the time that is free: done {day}")
        lines.append((told.format(day=words.day(number_of(found.finish_day))), "plain"))
    lines += [(week_line(week, week_start), "danger") for week in weeks[:_MOST_WEEKS]]
    if len(weeks) > _MOST_WEEKS:
        lines.append((tr("and {n} more weeks").format(n=len(weeks) - _MOST_WEEKS), "danger"))
    return Answer(Told(title, tuple(lines)), tone, _ghost(found))


def _ghost(found: WhatIf) -> GhostRow:
    project = replace(found.project, start_date=found.project.start_date or found.today)
    name = project.name or tr("What if")
    risk = Risk.ON_TRACK if found.fits else Risk.AT_RISK
    return GhostRow(project, name, project.estimate_minutes, found.forecast.auto, risk, found.short_minutes)
