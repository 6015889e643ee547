"""What the section of time off asks of the workflows."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.work_hours.public_holidays import Holiday, Region
    from app.orchestrators.work_hours.year_off import YearOff
    from app.storage.context import Context


def load(ctx: "Context", *, year: int | None) -> "YearOff":
    """Return the time off of a year; of this one when None."""
    from app.orchestrators.work_hours.year_off import time_off_of_year

    return time_off_of_year(ctx, year)


def countries(ctx: "Context") -> "tuple[list[Region], str | None]":
    """Return the countries there are, and the place whose holidays are kept."""
    from app.orchestrators.work_hours.time_off import holiday_region, holiday_regions

    return holiday_regions(ctx, language=QLocale().name()), holiday_region(ctx)


def regions(ctx: "Context", *, country: str) -> "list[Region]":
    """Return the parts of a country that have holidays of their own."""
    from app.orchestrators.work_hours.time_off import holiday_regions

    return holiday_regions(ctx, country)


def preview(ctx: "Context", *, country: str, region: str) -> "list[Holiday]":
    """Return the holidays of this year, or of the next once it is nearly over."""
    from app.domain.days import local_day, next_day
    from app.orchestrators.work_hours.time_off import preview_holidays

    year = int(next_day(local_day(ctx.now(), ctx.zone), 31)[:4])
    return preview_holidays(ctx, country, region or None, years=[year], language=QLocale().name())


def keep(ctx: "Context", *, country: str, region: str) -> "Outcome[Any]":
    """Keep the holidays of a place."""
    from app.orchestrators.work_hours.time_off import import_holidays

    return import_holidays(ctx, country, region or None, language=QLocale().name())


def leave(ctx: "Context") -> "Outcome[Any]":
    """Keep no holidays any more."""
    from app.orchestrators.work_hours.time_off import leave_holidays

    return leave_holidays(ctx)


def add(ctx: "Context", *, fields: dict[str, Any]) -> "Outcome[Any]":
    """Add some time off."""
    from app.orchestrators.work_hours.time_off import add_time_off

    return add_time_off(ctx, **fields)


def update(ctx: "Context", *, id: str, fields: dict[str, Any]) -> "Outcome[Any]":  # noqa: A002 - the field's own name
    """Change some time off."""
    from app.orchestrators.work_hours.time_off import update_time_off

    return update_time_off(ctx, id, **fields)


def delete(ctx: "Context", *, id: str) -> "Outcome[Any]":  # noqa: A002
    """Delete some time off."""
    from app.orchestrators.work_hours.time_off import delete_time_off

    return delete_time_off(ctx, id)
