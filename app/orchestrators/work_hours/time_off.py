"""Time off: vacations, sick days, and the public holidays of where one lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.days import is_day
from app.domain.entities.planning import TimeOff, TimeOffKind
from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.ids import derived_id
from app.domain.outcome import Outcome
from app.domain.problems import Severity
from app.domain.rules.names import clean_name
from app.domain.rules.planning import check_time_off
from app.orchestrators.catalogue import cleaned, require_name
from app.orchestrators.preferences import load_settings
from app.orchestrators.progress import today_of
from app.orchestrators.work_hours import public_holidays
from app.orchestrators.work_hours.public_holidays import Holiday, Region
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work
from app.storage.write_log import REFRESH
from app.system.language import own_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork

# Public holidays are kept for this year and the next two.
YEARS_AHEAD = 2
_LONGEST_NAME = 200


@workflow
def add_time_off(
    ctx: Context,
    *,
    name: str,
    start_date: str,
    end_date: str,
    kind: str = TimeOffKind.VACATION,
    fraction: float = 1.0,
    recurs_annually: bool = False,
) -> Outcome[TimeOff]:
    """Be off from one day to another, both included; ``fraction`` 0.5 is half days.

    More than a year off is answered with a warning.

    Raises:
        RuleBroken: no name, no such kind or day, the last day before the first, or a fraction that is none.
    """
    with unit_of_work(ctx, "add_time_off", clean_name(name)) as work:
        off = TimeOff(
            id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, name=clean_name(name), kind=_kind(kind),
            start_date=start_date, end_date=end_date, fraction=fraction, recurs_annually=recurs_annually,
        )  # fmt: skip
        problems = _checked(off)
        work.time_off.save(off)
    return work.outcome(off, problems)


@workflow
def update_time_off(ctx: Context, id: str, **fields: Any) -> Outcome[TimeOff]:  # noqa: A002 - the field's own name
    """Change name, kind, days, fraction or whether it comes every year.

    Raises:
        NotFound: it is gone. RuleBroken: see add_time_off, or there is no such field.
    """
    if "kind" in fields:
        fields = fields | {"kind": _kind(fields["kind"])}
    with unit_of_work(ctx, "change_time_off") as work:
        off = cleaned(work.time_off.require(id), _with_known_days(fields), fixed=("user", "region"))
        problems = _checked(off)
        work.time_off.save(off)
        work.describe(off.name)
    return work.outcome(off, problems)


@workflow
def delete_time_off(ctx: Context, id: str) -> Outcome[TimeOff]:  # noqa: A002
    """Work on these days after all.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_time_off") as work:
        off = work.time_off.require(id)
        work.time_off.delete(id)
        work.describe(off.name)
    return work.outcome(off)


@workflow
def list_time_off(ctx: Context, *, since: str | None = None, until: str | None = None) -> list[TimeOff]:
    """Return the time off that has a day from ``since`` to ``until``, both included, by its first day."""
    with reading(ctx) as read:
        return [off for off in _own(ctx, read) if falls_between(off, since, until)]


@workflow
def holiday_regions(ctx: Context, country: str | None = None, *, language: str | None = None) -> list[Region]:  # noqa: ARG001 - every workflow has it
    """Return the countries with known holidays, or the parts of a country that have their own, by name.

    Raises:
        RuleBroken: there is no such country.
    """
    return public_holidays.regions(country) if country else public_holidays.countries(language or own_language())


@workflow
def preview_holidays(
    ctx: Context, country: str, region: str | None = None, *, years: Sequence[int] | None = None,
    language: str | None = None,
) -> list[Holiday]:  # fmt: skip
    """Return the public holidays that would be kept, by date; nothing is saved.

    Raises:
        RuleBroken: there is no such country or region.
    """
    with reading(ctx) as read:
        wanted = years or _years(today_of(ctx, read))
    return public_holidays.holidays_of(country, region, wanted, language or own_language())


@workflow
def import_holidays(
    ctx: Context, country: str, region: str | None = None, *, years: Sequence[int] | None = None,
    language: str | None = None,
) -> Outcome[tuple[TimeOff, ...]]:  # fmt: skip
    """Be off on the public holidays of a region, this year and the next two, and of later years as they come.

    Those to come of a region chosen before are replaced; past ones stay, and then the new ones begin today. Returns the
    holidays of the region that were added.

    Raises:
        RuleBroken: there is no such country or region.
    """
    country, region = country.upper(), region or None
    place = f"{country}-{region}" if region else country
    with unit_of_work(ctx, "choose_public_holidays", place) as work:
        today = today_of(ctx, work)
        wanted = public_holidays.holidays_of(country, region, years or _years(today), language or own_language())
        others = [off for off in _own(ctx, work) if off.region not in (None, place)]
        work.time_off.delete_all(off.id for off in others if off.start_date >= today)
        first = today if any(off.start_date < today for off in others) and not years else ""
        added = _keep(ctx, work, place, [holiday for holiday in wanted if holiday.day >= first])
        if load_settings(work).holiday_region != place:
            work.settings.put("holiday_region", place)
    return work.outcome(added)


@workflow
def leave_holidays(ctx: Context) -> Outcome[int]:
    """Keep no public holidays any more; those to come of the region go, past ones stay. Returns how many went."""
    with unit_of_work(ctx, "remove_public_holidays") as work:
        today = today_of(ctx, work)
        gone = [off.id for off in _own(ctx, work) if off.region is not None and off.start_date >= today]
        work.time_off.delete_all(gone)
        work.settings.put("holiday_region", None)
        work.describe(str(len(gone)))
    return work.outcome(len(gone))


@workflow
def holiday_region(ctx: Context) -> str | None:
    """Return whose public holidays are kept, ``DE-BY`` or ``FR``; None for nobody's."""
    with reading(ctx) as read:
        return load_settings(read).holiday_region


@workflow
def keep_holidays(ctx: Context, *, language: str | None = None) -> Outcome[tuple[TimeOff, ...]]:
    """Add the public holidays of years that have come near, as the daily upkeep does; what somebody deleted stays away."""
    with reading(ctx) as read:
        place, missing = load_settings(read).holiday_region, _missing_years(ctx, read)
    if place is None or not missing:
        return Outcome(())
    country, _, region = place.partition("-")
    found = public_holidays.holidays_of(country, region or None, missing, language or own_language())
    with unit_of_work(ctx, "add_public_holidays", place, role=REFRESH) as work:
        gone = work.time_off.in_trash([_id(ctx, place, holiday.day) for holiday in found])
        added = _keep(ctx, work, place, [one for one in found if _id(ctx, place, one.day) not in gone])
    return work.outcome(added)


def falls_between(off: TimeOff, since: str | None, until: str | None) -> bool:
    """Return whether some time off has a day in a span, both ends included; None is open."""
    if until is not None and off.start_date > until:
        return False
    if since is None or off.end_date >= since:
        return True
    if not off.recurs_annually:
        return False
    # It comes again every year.
    years = range(int(since[:4]) - 1, int(until[:4]) + 1) if until is not None else ()
    return until is None or any(
        first <= min(until, last) and last >= since for first, last in (dates_in(off, year) for year in years)
    )


def dates_in(off: TimeOff, year: int) -> tuple[str, str]:
    """Return the first and last day of time off that begins in a year; what comes every year is moved there.

    The last is before the first where there is no such day: on 29 February somebody is off in leap years only.
    """
    if not off.recurs_annually:
        return off.start_date, off.end_date
    crosses = off.end_date[5:] < off.start_date[5:]
    first, last = f"{year:04}{off.start_date[4:]}", f"{year + crosses:04}{off.end_date[4:]}"
    return first if is_day(first) else f"{year:04}-03-01", last if is_day(last) else f"{year + crosses:04}-02-28"


def _own(ctx: Context, read: Repositories) -> list[TimeOff]:
    return [off for off in read.time_off.all() if off.user == ctx.user]


def _checked(off: TimeOff) -> list[Problem]:
    require_name(off.name, (), "time off")
    problems = check_time_off(off)
    raise_if_blocked(problems)
    return [problem for problem in problems if problem.severity is Severity.WARNING]


def _with_known_days(fields: dict[str, Any]) -> dict[str, Any]:
    for name in ("start_date", "end_date"):
        if name in fields and fields[name] is None:
            raise RuleBroken("Time off has a first and a last day.", field=name)
    return fields


def _kind(text: str) -> TimeOffKind:
    try:
        return TimeOffKind(text)
    except ValueError:
        known = ", ".join(kind.value for kind in TimeOffKind)
        raise RuleBroken(f"“{text}” is no kind of time off. There are: {known}.", field="kind", kind=text) from None


def _years(today: str) -> range:
    year = int(today[:4])
    return range(year, year + YEARS_AHEAD + 1)


def _keep(ctx: Context, work: UnitOfWork, place: str, found: Iterable[Holiday]) -> tuple[TimeOff, ...]:
    """Save the holidays that are not there yet; those that are may have been changed by the person."""
    # By their days: what was kept under another user's name, before an account was there, has other ids.
    known = {off.start_date for off in _own(ctx, work) if off.region == place}
    wanted = {_id(ctx, place, holiday.day): holiday for holiday in found}
    added = tuple(
        TimeOff(
            id=id_, created_at=ctx.now(), user=ctx.user, name=clean_name(holiday.name)[:_LONGEST_NAME],
            kind=TimeOffKind.PUBLIC_HOLIDAY, start_date=holiday.day, end_date=holiday.day, region=place,
        )
        for id_, holiday in wanted.items()
        if holiday.day not in known
    )  # fmt: skip
    work.time_off.save_all(added)
    return added


def _id(ctx: Context, place: str, day: str) -> str:
    # Not of its name: two devices may speak two languages.
    return derived_id("public_holiday", ctx.user, place, day)


def _missing_years(ctx: Context, read: Repositories) -> list[int]:
    place = load_settings(read).holiday_region
    if place is None:
        return []
    kept = {off.start_date[:4] for off in _own(ctx, read) if off.region == place}
    return [year for year in _years(today_of(ctx, read)) if str(year) not in kept]
