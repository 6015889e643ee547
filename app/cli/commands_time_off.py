"""Commands about time off: vacations, public holidays, half days."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import read_day
from app.cli.desk import Json, answer, given, store
from app.cli.names import short_ids, with_id
from app.cli.spans import read_day_ahead
from app.cli.tables import Column, cut, number, print_table
from app.cli.words import print_json

if TYPE_CHECKING:
    from app.domain.entities.planning import TimeOff
    from app.storage.context import Context


class Kind(StrEnum):
    """Why somebody is off."""

    VACATION = "vacation"
    SICK = "sick"
    HOLIDAY = "holiday"
    OTHER = "other"


From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day off; today if not said.")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day off; one day if not said.")]
Half = Annotated[bool | None, typer.Option("--half/--whole", help="Half of each day, or all of it.")]
Why = Annotated[Kind | None, typer.Option("--kind", help="Why: vacation if not said.")]
Yearly = Annotated[bool | None, typer.Option("--yearly/--once", help="Every year on the same days, or only once.")]
Which = Annotated[str, typer.Argument(metavar="ID", help="An id of “timeoff list”.")]

timeoff = typer.Typer(help="List time off and holidays, and add, change or delete it.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(timeoff, name="timeoff", rich_help_panel="Plan")


@timeoff.callback()
def _timeoff(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_(call, json=json)


@timeoff.command("list")
def list_(
    call: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="First day; today if not said.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day, included.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Past time off, too.")] = False,
    json: Json = False,
) -> None:
    """List time off to come."""
    from app.orchestrators.work_hours.time_off import list_time_off

    with store(call) as ctx:
        first = read_day(ctx, since) if since or everything else read_day(ctx, "today")
        found = list_time_off(ctx, since=first, until=read_day(ctx, until, last=True))
    if json:
        print_json({"time_off": [_json(off) for off in found]})
    elif found:
        _print(found)
    else:
        print("No time off.")


def _print(found: list[TimeOff]) -> None:
    short = short_ids(off.id for off in found)
    columns = (Column("id", whole=True, style="dim"), Column("Name"), Column("Kind", whole=True), number("From"),
               number("To"), Column("", whole=True))  # fmt: skip
    print_table(columns, [
        (short[off.id], cut(off.name, 40), off.kind.replace("_", " "), off.start_date, off.end_date, _extent(off))
        for off in found
    ])  # fmt: skip


def _extent(off: TimeOff) -> str:
    parts = ["" if off.fraction == 1 else "half" if off.fraction == 0.5 else f"{off.fraction * 100:.0f} %"]
    parts += ["every year"] if off.recurs_annually else []
    parts += [off.region] if off.region else []
    return ", ".join(part for part in parts if part)


@timeoff.command()
def add(
    call: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is: Summer holidays.")],
    since: From = None,
    until: To = None,
    half: Half = None,
    kind: Why = None,
    yearly: Yearly = None,
    json: Json = False,
) -> None:
    """Add time off."""
    from app.orchestrators.work_hours.time_off import add_time_off

    with store(call) as ctx:
        first = read_day_ahead(ctx, since or "today")
        last = _last_day(ctx, until) or first
        outcome = add_time_off(ctx, name=name, start_date=first, end_date=last, **_fields(half, kind, yearly))
        _tell(outcome.value, "Added", as_json=json, problems=outcome.problems)


@timeoff.command()
def edit(
    call: typer.Context,
    which: Which,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A new name.")] = None,
    since: From = None,
    until: To = None,
    half: Half = None,
    kind: Why = None,
    yearly: Yearly = None,
    json: Json = False,
) -> None:
    """Change time off; only what is named."""
    from app.orchestrators.work_hours.time_off import update_time_off

    with store(call) as ctx:
        first = None if since is None else read_day_ahead(ctx, since)
        fields = given(name=name, start_date=first, end_date=_last_day(ctx, until)) | _fields(half, kind, yearly)
        outcome = update_time_off(ctx, _called(ctx, which).id, **fields)
        _tell(outcome.value, "Changed", as_json=json, problems=outcome.problems)


@timeoff.command()
def rm(call: typer.Context, which: Which, json: Json = False) -> None:
    """Delete time off."""
    from app.orchestrators.work_hours.time_off import delete_time_off

    with store(call) as ctx:
        off = _called(ctx, which)
        delete_time_off(ctx, off.id)
    sentence = f"Deleted “{off.name}”. “stintbook undo” brings it back."
    answer({"deleted": off.name, "id": off.id}, sentence, as_json=json)


@timeoff.command()
def holidays(
    call: typer.Context,
    region: Annotated[
        str | None, typer.Argument(metavar="REGION", help="A country, or one of its regions: DE or DE-BY.")
    ] = None,
    regions: Annotated[bool, typer.Option("--regions", help="Only list which there are.")] = False,
    none: Annotated[bool, typer.Option("--none", help="Keep none any more; past ones stay.")] = False,
    json: Json = False,
) -> None:
    """Take over the public holidays of a country or region; those of another are replaced from today on."""
    country, _, part = (region or "").strip().partition("-")
    if regions:
        _list_regions(call, country.upper() or None, as_json=json)
    elif none:
        _leave(call, as_json=json)
    elif country:
        _import(call, country.upper(), part or None, as_json=json)
    else:
        _say_region(call, as_json=json)


def _list_regions(call: typer.Context, country: str | None, *, as_json: bool) -> None:
    from app.orchestrators.work_hours.time_off import holiday_regions

    with store(call) as ctx:
        found = holiday_regions(ctx, country)
    before = f"{country}-" if country else ""
    if as_json:
        print_json({"regions": [{"code": f"{before}{one.code}", "name": one.name} for one in found]})
    elif found:
        print_table((Column("Code", whole=True), Column("Name")), [(f"{before}{one.code}", one.name) for one in found])
    else:
        print(f"There are no regions in {country}; its holidays are the same everywhere.")


def _import(call: typer.Context, country: str, part: str | None, *, as_json: bool) -> None:
    from app.orchestrators.work_hours.time_off import holiday_regions, import_holidays

    with store(call) as ctx:
        if part:
            known = {one.code.casefold(): one.code for one in holiday_regions(ctx, country)}
            part = known.get(part.casefold(), part)
        outcome = import_holidays(ctx, country, part)
    found = outcome.value
    code = f"{country}-{part}" if part else country
    count = f"{len(found)} {'holiday' if len(found) == 1 else 'holidays'}"
    years = sorted({off.start_date[:4] for off in found})
    span = f", {years[0]} to {years[-1]}" if len(years) > 1 else ""
    content = {"region": code, "added": len(found), "time_off": [_json(off) for off in found]}
    answer(content, f"Took over {count} of {code}{span}.", as_json=as_json, problems=outcome.problems)


def _leave(call: typer.Context, *, as_json: bool) -> None:
    from app.orchestrators.work_hours.time_off import leave_holidays

    with store(call) as ctx:
        count = leave_holidays(ctx).value
    sentence = f"No public holidays are kept any more; {count} to come {'is' if count == 1 else 'are'} gone."
    answer({"region": None, "removed": count}, sentence, as_json=as_json)


def _say_region(call: typer.Context, *, as_json: bool) -> None:
    from app.orchestrators.work_hours.time_off import holiday_region

    with store(call) as ctx:
        found = holiday_region(ctx)
    none = "No public holidays were taken over. “stintbook timeoff holidays DE-BY” does, --regions lists all."
    answer({"region": found}, f"The public holidays are those of {found}." if found else none, as_json=as_json)


def _called(ctx: Context, word: str) -> TimeOff:
    from app.orchestrators.work_hours.time_off import list_time_off

    nothing = f"There is no time off “{word}”. “stintbook timeoff list --all” shows the ids."
    return with_id(list_time_off(ctx), word, nothing=nothing)


def _last_day(ctx: Context, text: str | None) -> str | None:
    if text is None:
        return None
    return read_day(ctx, text, last=True) if len(text) == 7 else read_day_ahead(ctx, text)


def _fields(half: bool | None, kind: Kind | None, yearly: bool | None) -> dict[str, Any]:
    fraction = None if half is None else 0.5 if half else 1.0
    named = None if kind is None else "public_holiday" if kind is Kind.HOLIDAY else kind.value
    return given(fraction=fraction, kind=named, recurs_annually=yearly)


def _tell(off: TimeOff, verb: str, *, as_json: bool, problems: Any) -> None:
    days = (date.fromisoformat(off.end_date) - date.fromisoformat(off.start_date)).days + 1
    span = off.start_date if days == 1 else f"{off.start_date} to {off.end_date}, {days} days"
    extent = _extent(off)
    answer(_json(off), f"{verb}: {off.name}, {span}{f' ({extent})' if extent else ''}", as_json=as_json,
           problems=problems)  # fmt: skip


def _json(off: TimeOff) -> dict[str, Any]:
    return {
        "id": off.id,
        "name": off.name,
        "kind": str(off.kind),
        "start_date": off.start_date,
        "end_date": off.end_date,
        "fraction": off.fraction,
        "recurs_annually": off.recurs_annually,
        "region": off.region,
    }
