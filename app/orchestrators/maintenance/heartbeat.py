"""The heartbeat: a timer that was alive to the end is told from one that was left running by a crash."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from app.domain import timer
from app.domain.errors import EnvironmentFailed, RuleBroken
from app.domain.outcome import Outcome
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

BEAT_S = 30
# A gap that a beat or two explain is none.
_NO_GAP_S = 2 * BEAT_S

Choice = Literal["keep", "stop_then", "stop_now", "discard"]


class NotFoundRunning(RuleBroken):
    """There is no timer any more that was found running after a crash."""

    code = "not_found_running"


@dataclass(frozen=True, slots=True)
class FoundRunning:
    """A timer that was running when Stintbook ended without being asked to; instants are Unix seconds."""

    entry: TimeEntry
    last_sign_of_life: int
    away_seconds: int


@workflow
def beat(ctx: Context) -> None:
    """Note that the running timer is being watched; called every 30 seconds by a window."""
    # A beat that cannot be written makes the last sign of life older, nothing worse: nobody is told each 30 seconds.
    with suppress(EnvironmentFailed), unit_of_work(ctx) as work:
        work.heartbeats.beat(entry.id for entry in work.time_entries.all_running(ctx.user))


@workflow
def found_running(ctx: Context) -> FoundRunning | None:
    """Return the timer that was left running by a crash or a power cut, if there is one and time has passed since.

    A window that was closed, and a timer started from the command line, leave nothing to ask.
    """
    with reading(ctx) as read:
        return _found(ctx, read)


@workflow
def repair_running(ctx: Context, choice: Choice) -> Outcome[TimeEntry]:
    """Decide what the time since the last sign of life was.

    ``keep`` lets the timer run on, ``stop_then`` ends it at the last sign of life, ``stop_now`` now; ``discard`` moves
    the entry to the trash. Nobody is asked again.

    Raises:
        NotFoundRunning: it was stopped meanwhile, or decided already.
    """
    with unit_of_work(ctx, "repair_timer") as work:
        found = _found(ctx, work)
        if found is None:
            raise NotFoundRunning("This timer is not waiting for a decision any more.")
        work.describe(found.entry.description)
        entry = _decided(found, choice, now=ctx.now())
        if choice == "discard":
            work.time_entries.delete(entry.id)
        else:
            work.time_entries.save(entry)
        work.heartbeats.clear()
    return work.outcome(entry)


def _decided(found: FoundRunning, choice: Choice, *, now: int) -> TimeEntry:
    if choice == "stop_then":
        return replace(found.entry, ended_at=found.last_sign_of_life)
    return timer.stop(found.entry, now=now) if choice == "stop_now" else found.entry


def _found(ctx: Context, read: Repositories) -> FoundRunning | None:
    signs = read.heartbeats.all()
    for entry in read.time_entries.all_running(ctx.user) if signs else ():
        if entry.id in signs:
            last = max(signs[entry.id], entry.started_at)
            away = ctx.now() - last
            return FoundRunning(entry, last, away) if away > _NO_GAP_S else None
    return None
