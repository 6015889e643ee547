"""When the sample's studio works: a shorter week since a year ago, single days, holidays, time off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.domain.entities.planning import DayOverride, TimeOff, TimeOffKind, WorkSlot
from app.domain.ids import derived_id
from app.orchestrators.sample.public_days import REGION, public_days
from app.orchestrators.sample.studio import AWAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from app.orchestrators.sample.stints import Days
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

Spans = tuple[tuple[int, int], ...]
_HOURS: Spans = ((8 * 60 + 30, 12 * 60 + 30), (13 * 60, 16 * 60 + 45))
_FRIDAY: Spans = ((8 * 60 + 30, 12 * 60 + 30), (13 * 60, 15 * 60 + 30))
_HOURS_BEFORE: Spans = ((9 * 60, 12 * 60 + 30), (13 * 60 + 15, 17 * 60 + 45))
# Days from today, minutes, why.
_DAYS = ((13, 300, "Conference in the afternoon"), (-17, 600, "Launch of the museum's app"))
_OPENING_MINUTES = 390


def make_hours(ctx: Context, work: UnitOfWork, days: Days) -> None:
    """Save slots, single days, holidays and time off; overtime counts from the beginning of the year."""
    begin = days.ago(730)
    changed = days.ago(365) - timedelta(days=days.ago(365).weekday())
    earlier = dict.fromkeys(range(5), _HOURS_BEFORE)
    now = {weekday: _FRIDAY if weekday == 4 else _HOURS for weekday in range(5)}
    new = _Made(ctx, days)
    work.work_slots.save_all(new.slots(earlier, begin, changed - timedelta(days=1)))
    work.work_slots.save_all(new.slots(now, changed, None))
    work.day_overrides.save_all(new.single_days())
    work.time_off.save_all(new.time_off())
    work.time_off.save_all(new.holidays(begin.year, days.today.year + 2))
    work.settings.put("holiday_region", REGION)
    work.settings.put("balance_since", f"{days.today.year}-01-01")
    work.settings.put("balance_opening_minutes", _OPENING_MINUTES)


class _Made:
    """Makes the entities; what a program would make by itself has the ids it would give."""

    def __init__(self, ctx: Context, days: Days) -> None:
        self._ctx, self._days = ctx, days
        self._begin = days.instant(days.ago(730), 9 * 60)

    def slots(self, week: Mapping[int, Spans], since: date, until: date | None) -> Iterator[WorkSlot]:
        first, last = since.isoformat(), until.isoformat() if until else None
        for weekday, spans in week.items():
            for start, end in spans:
                id_ = derived_id("work_slot", self._ctx.user, str(weekday), str(start), str(end), first)
                yield WorkSlot(
                    **self._new(id_), weekday=weekday, start_minute=start, end_minute=end, effective_from=first,
                    effective_to=last,
                )  # fmt: skip

    def single_days(self) -> Iterator[DayOverride]:
        for ahead, minutes, note in _DAYS:
            day = self._days.ago(-ahead)
            day -= timedelta(days=max(0, day.weekday() - 4))
            id_ = derived_id("day_override", self._ctx.user, day.isoformat())
            yield DayOverride(**self._new(id_), date=day.isoformat(), minutes=minutes, note=note)

    def time_off(self) -> Iterator[TimeOff]:
        for away in AWAY:
            first, last = self._days.ago(away.ago), self._days.ago(away.ago - away.days + 1)
            if away.days == 1:
                first = last = first - timedelta(days=max(0, first.weekday() - 4))
            yield TimeOff(
                **self._new(self._ctx.new_id()), name=away.name, kind=away.kind, start_date=first.isoformat(),
                end_date=last.isoformat(), fraction=away.fraction,
            )  # fmt: skip

    def holidays(self, first: int, last: int) -> Iterator[TimeOff]:
        for year in range(first, last + 1):
            for day, name in public_days(year).items():
                id_ = derived_id("public_holiday", self._ctx.user, REGION, day.isoformat())
                yield TimeOff(
                    **self._new(id_), name=name, kind=TimeOffKind.PUBLIC_HOLIDAY, start_date=day.isoformat(),
                    end_date=day.isoformat(), region=REGION,
                )  # fmt: skip

    def _new(self, id_: str) -> dict[str, Any]:
        return {"id": id_, "created_at": self._begin, "user": self._ctx.user}
