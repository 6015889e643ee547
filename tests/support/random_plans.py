"""Somebody who plans, by a seed: weeks, single days, time off, events once and again; changed, tracked, deleted, undone."""

import random
from collections.abc import Callable
from typing import Any

from app.domain.days import local_day, next_day
from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.history.history import redo, undo
from app.orchestrators.planning.events import (
    Which,
    add_event,
    cancel_event,
    delete_event,
    edit_event,
    list_events,
    move_event,
    track_event,
)
from app.orchestrators.work_hours.overrides import clear_override, list_overrides, set_override
from app.orchestrators.work_hours.slots import clear_days, set_days
from app.orchestrators.work_hours.time_off import (
    add_time_off,
    delete_time_off,
    import_holidays,
    list_time_off,
    update_time_off,
)
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.support.plans import HOUR, at

_RULES = (None, None, "FREQ=WEEKLY;COUNT=5", "FREQ=DAILY;INTERVAL=3;COUNT=6", "FREQ=WEEKLY;BYDAY=MO,TH")
_WHICH: tuple[Which, ...] = ("one", "following", "all")


class RandomPlans:
    """Does one thing at a time, around today."""

    def __init__(self, seed: int, *, takes_back: bool = True) -> None:
        self._dice, self._takes_back = random.Random(seed), takes_back
        self.done = 0

    def do(self, ctx: Context) -> None:
        """Do something; when the rules do not allow it just now, nothing."""
        deeds: dict[Callable[[Context], Any], int] = {
            self._add_event: 8, self._edit_event: 6, self._move_event: 6, self._delete_event: 2, self._cancel_event: 2,
            self._track_event: 4, self._set_days: 3, self._clear_days: 1, self._set_day: 3, self._clear_day: 1,
            self._add_time_off: 3, self._change_time_off: 3, self._delete_time_off: 1, self._holidays: 1,
            self._undo: 3 * self._takes_back, self._redo: self._takes_back,
        }  # fmt: skip
        (deed,) = self._dice.choices(list(deeds), list(deeds.values()))
        try:
            deed(ctx)
        except (RuleBroken, NotFound):
            return
        self.done += 1

    def _add_event(self, ctx: Context) -> object:
        start = at(ctx, self._day(ctx), self._dice.randrange(7, 17))
        return add_event(
            ctx, starts_at=start, ends_at=start + self._dice.randrange(1, 5) * HOUR, title=self._text(),
            project=self._project(ctx), recurrence=self._dice.choice(_RULES),
        )  # fmt: skip

    def _edit_event(self, ctx: Context) -> object:
        one = self._occurrence(ctx)
        return edit_event(ctx, one.event.id, day=one.day, which=self._dice.choice(_WHICH), title=self._text())

    def _move_event(self, ctx: Context) -> object:
        one = self._occurrence(ctx)
        start = one.starts_at + self._dice.randrange(-30, 30) * HOUR
        return move_event(
            ctx, one.event.id, day=one.day, which=self._dice.choice(_WHICH), starts_at=start,
            ends_at=start + self._dice.randrange(1, 4) * HOUR,
        )  # fmt: skip

    def _delete_event(self, ctx: Context) -> object:
        one = self._occurrence(ctx)
        return delete_event(ctx, one.event.id, day=one.day, which=self._dice.choice(_WHICH))

    def _cancel_event(self, ctx: Context) -> object:
        one = self._occurrence(ctx)
        return cancel_event(ctx, one.event.id, day=one.day)

    def _track_event(self, ctx: Context) -> object:
        one = self._occurrence(ctx)
        return track_event(ctx, one.event.id, starts_at=one.starts_at)

    def _set_days(self, ctx: Context) -> object:
        start = self._dice.randrange(6, 12) * 60
        days = self._dice.sample(range(7), self._dice.randrange(1, 6))
        return set_days(ctx, days, [(start, start + self._dice.randrange(1, 9) * 60)], effective_from=self._day(ctx))

    def _clear_days(self, ctx: Context) -> object:
        return clear_days(ctx, [self._dice.randrange(7)], effective_from=self._day(ctx))

    def _set_day(self, ctx: Context) -> object:
        return set_override(ctx, self._day(ctx), self._dice.randrange(0, 10) * 60)

    def _clear_day(self, ctx: Context) -> object:
        return clear_override(ctx, self._some(list_overrides(ctx)).date)

    def _add_time_off(self, ctx: Context) -> object:
        first = self._day(ctx)
        last = next_day(first, self._dice.randrange(0, 5))
        return add_time_off(ctx, name=self._text(), start_date=first, end_date=last)

    def _change_time_off(self, ctx: Context) -> object:
        return update_time_off(ctx, self._some(list_time_off(ctx)).id, fraction=self._dice.choice((0.5, 1.0)))

    def _delete_time_off(self, ctx: Context) -> object:
        return delete_time_off(ctx, self._some(list_time_off(ctx)).id)

    def _holidays(self, ctx: Context) -> object:
        return import_holidays(ctx, "DE", self._dice.choice(("BY", "BE")))

    def _undo(self, ctx: Context) -> object:
        return undo(ctx)

    def _redo(self, ctx: Context) -> object:
        return redo(ctx)

    def _day(self, ctx: Context) -> str:
        return next_day(local_day(ctx.now(), ctx.zone), self._dice.randrange(-7, 14))

    def _occurrence(self, ctx: Context) -> Any:
        today = local_day(ctx.now(), ctx.zone)
        return self._some(list_events(ctx, since=next_day(today, -7), until=next_day(today, 21)))

    def _project(self, ctx: Context) -> str | None:
        with reading(ctx) as read:
            return self._dice.choice([None, *(project.id for project in read.projects.all())])

    def _some(self, things: list[Any]) -> Any:
        if not things:
            raise RuleBroken("there is none")
        return self._dice.choice(things)

    def _text(self) -> str:
        return f"{self._dice.choice(('Call', 'Draft', 'Trip', 'Review'))} {self._dice.randrange(1000)}"
