"""What the Timeline page asks of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.days import local_day, next_day
from app.ui import formats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.projects import Milestone, Project
    from app.domain.outcome import Changes, Outcome
    from app.domain.risk import Risk
    from app.orchestrators.planning.timeline import Preview, Timeline, TimelineRow
    from app.orchestrators.planning.what_if import WhatIf
    from app.storage.context import Context
    from app.ui.timeline.moves import Move

AT_ONCE = 24
"""So many rows have their risk when they are shown: a screen of them."""


@dataclass(frozen=True, slots=True)
class Board:
    """A timeline as it was read, and the first weekday of this person's week (0: Monday).

    A risk may have to be drawn, so ``risks`` are those of the first rows only, by project.
    """

    timeline: Timeline
    week_start: int
    risks: dict[str, Risk]


def load(ctx: Context, *, back: int, ahead: int) -> Board:
    """Return the timeline from so many days before today to so many after it."""
    from app.orchestrators.planning.timeline import timeline

    today = local_day(ctx.now(), ctx.zone)
    return _board(ctx, timeline(ctx, since=next_day(today, -back), until=next_day(today, ahead)))


def again(ctx: Context, *, before: Timeline, changes: Changes, since: str, until: str) -> Board:
    """Return a timeline after some changes, or over another span."""
    from app.orchestrators.planning.timeline import timeline_again

    return _board(ctx, timeline_again(ctx, before, changes, since=since, until=until))


def _board(ctx: Context, made: Timeline) -> Board:
    settings = formats.follow(ctx)
    return Board(made, settings.week_start, risks(ctx, rows=made.rows[:AT_ONCE]))


def risks(_ctx: Context, *, rows: Sequence[TimelineRow]) -> dict[str, Risk]:
    """Return the risks of some rows, by project: drawn here, not while painting."""
    return {row.project.id: row.risk for row in rows}


def moves_on(ctx: Context, *, today: str) -> bool:
    """Return whether time alone changes what is shown: a timer runs, or another day began."""
    from app.orchestrators.progress import today_of
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        return today_of(ctx, read) != today or bool(read.time_entries.all_running())


def preview(ctx: Context, *, before: Timeline, move: Move) -> Preview:
    """Return what a move of dates would do; nothing is saved."""
    from app.orchestrators.planning.timeline import preview_dates

    made = preview_dates(ctx, before, project=move.project, milestone=move.milestone, **move.fields)
    risks(ctx, rows=(made.row,))
    return made


def move_dates(ctx: Context, *, move: Move, accept_warnings: bool = False) -> Outcome[Project] | Outcome[Milestone]:
    """Save a move of dates."""
    if move.milestone is not None:
        from app.orchestrators.milestones.milestones import update_milestone

        return update_milestone(ctx, move.milestone, accept_warnings=accept_warnings, **move.fields)
    from app.orchestrators.projects.projects import update_project

    return update_project(ctx, move.project, accept_warnings=accept_warnings, **move.fields)


def think(ctx: Context, *, fields: dict[str, Any]) -> WhatIf:
    """Return whether a project that is only thought of fits; nothing is saved."""
    from app.orchestrators.planning.what_if import what_if

    return what_if(ctx, **fields)


def create(ctx: Context, *, fields: dict[str, Any], accept_warnings: bool = False) -> Outcome[Project]:
    """Make the project that was thought of."""
    from app.orchestrators.projects.projects import create_project

    given = {name: value for name, value in fields.items() if value is not None}
    return create_project(ctx, accept_warnings=accept_warnings, **given)
