"""Commands about working hours: the week that holds, weeks to come, and single days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import read_day
from app.cli.desk import Json, answer, given, minutes_of, store
from app.cli.names import looks_like_id, short_ids, with_id
from app.cli.spans import NAMES, clock, read_day_ahead, read_hours, read_weekdays, weekday_names
from app.cli.tables import Column, number, print_table
from app.cli.words import duration, print_json
from app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.planning import WorkSlot
    from app.orchestrators.work_hours.slots import WeekPlan
    from app.storage.context import Context

Days = Annotated[str, typer.Argument(metavar="DAYS", help="mon-fri, mon,wed or sat.")]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="From this day on; today if not said.")]

slots = typer.Typer(help="Show the working hours, and set them.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(slots, name="slots", rich_help_panel="Plan")


@slots.callback()
def _slots(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_(call, json=json)


@slots.command("list")
def list_(call: typer.Context, json: Json = False) -> None:
    """List the working hours, past and to come."""
    from app.orchestrators.work_hours.overrides import list_overrides
    from app.orchestrators.work_hours.slots import list_slots

    with store(call) as ctx:
        found = list_slots(ctx)
        days = list_overrides(ctx, since=None if json else read_day(ctx, "today"))
    if json:
        single = [{"day": one.date, "minutes": one.minutes, "note": one.note} for one in days]
        print_json({"slots": [_json(slot) for slot in found], "days": single})
        return
    if found:
        _print(found)
    else:
        print("No working hours are set; Mon–Fri, 8:00 h a day, are taken for usual. “stintbook slots set” sets them.")
    for one in days:
        print(f"{one.date} has {duration(one.minutes * 60)} h{f': {one.note}' if one.note else ''}")


def _print(found: Sequence[WorkSlot]) -> None:
    short = short_ids(slot.id for slot in found)
    rows = sorted(found, key=lambda slot: (slot.effective_from, slot.weekday, slot.start_minute))
    columns = (Column("id", whole=True, style="dim"), Column("Day"), number("Hours"), number("From"), number("Until"))
    print_table(columns, [
        (short[slot.id], NAMES[slot.weekday], _span(slot), slot.effective_from, slot.effective_to or "")
        for slot in rows
    ])  # fmt: skip


@slots.command()
def week(
    call: typer.Context,
    day: Annotated[str | None, typer.Argument(metavar="DAY", help="A day of it; today if not said.")] = None,
    json: Json = False,
) -> None:
    """Show the week that holds on a day."""
    from app.orchestrators.work_hours.slots import week_of_slots

    with store(call) as ctx:
        found = week_of_slots(ctx, read_day(ctx, day))
    if json:
        print_json({
            "day": found.day, "since": found.since, "next_change": found.next_change, "usual": found.usual,
            "minutes": found.minutes, "spans": [_span_json(span) for span in found.spans],
            "slots": [_json(slot) for slot in found.slots],
        })  # fmt: skip
    else:
        _print_week(found)


def _print_week(found: WeekPlan) -> None:
    rows = []
    for weekday, name in enumerate(NAMES):
        spans = [(begin, end) for number_, begin, end in found.spans if number_ == weekday]
        hours = ", ".join(f"{clock(begin)}–{clock(end)}" for begin, end in spans)
        rows.append((name, hours, duration(sum(end - begin for begin, end in spans) * 60) if spans else ""))
    total = ("", "", duration(found.minutes * 60))
    print_table((Column("Day"), Column("Hours"), number("Length")), rows, total=total)
    if found.usual:
        print("Nobody has set a week yet; this is taken for usual.")
    if found.since:
        print(f"Since {found.since}.")
    if found.next_change:
        print(f"Another week holds from {found.next_change} on.")


@slots.command("set")
def set_(
    call: typer.Context,
    days: Days,
    hours: Annotated[list[str], typer.Argument(metavar="HOURS...", help="9:00-17:00, or several spans a day.")],
    since: From = None,
    json: Json = False,
) -> None:
    """Set the working hours of some weekdays from a day on; others stay."""
    from app.orchestrators.work_hours.slots import set_days

    numbers = read_weekdays(days)
    spans = [read_hours(span) for word in hours for span in word.split(",") if span.strip()]
    with store(call) as ctx:
        first = _first_day(ctx, since)
        outcome = set_days(ctx, numbers, spans, effective_from=first)
        each = ", ".join(f"{clock(begin)}–{clock(end)}" for begin, end in spans)
        sentence = f"Set: {weekday_names(numbers)} {each} from {first} on"
        _tell(ctx, first, sentence, as_json=json, problems=outcome.problems)


@slots.command("day")
def day_(
    call: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DAY", help="2026-03-02, tomorrow, friday (the next).")],
    length: Annotated[str | None, typer.Argument(metavar="LENGTH", help="4h, or 0 for none.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
    as_usual: Annotated[bool, typer.Option("--as-usual", help="The week counts for it again.")] = False,
    json: Json = False,
) -> None:
    """Let one day have more or less time than the week says."""
    from app.orchestrators.work_hours.overrides import clear_override, set_override

    if as_usual == (length is not None):
        raise RuleBroken("Say either how much time the day has, as 4h, or --as-usual.")
    with store(call) as ctx:
        date = read_day_ahead(ctx, day)
        if length is None:
            clear_override(ctx, date)
            answer({"day": date, "minutes": None}, f"{date} is a day as the week says again.", as_json=json)
            return
        outcome = set_override(ctx, date, minutes_of(length) or 0, **given(note=note))
        override = outcome.value
    content = {"day": override.date, "minutes": override.minutes, "note": override.note}
    sentence = f"Set: {override.date} has {duration(override.minutes * 60)} h"
    answer(content, sentence, as_json=json, problems=outcome.problems)


@slots.command()
def rm(
    call: typer.Context,
    which: Annotated[str, typer.Argument(metavar="DAYS|ID", help="Weekdays, or an id of “slots list”.")],
    since: From = None,
    json: Json = False,
) -> None:
    """Do not work on some weekdays from a day on, or delete one entry of the list."""
    from app.orchestrators.work_hours.slots import clear_days, delete_slot, list_slots

    with store(call) as ctx:
        if looks_like_id(which):
            nothing = f"There are no working hours “{which}”. “stintbook slots list” shows the ids."
            one = with_id(list_slots(ctx), which, nothing=nothing)
            outcome: Any = delete_slot(ctx, one.id)
            sentence = f"Deleted: {NAMES[one.weekday]} {_span(one)} from {one.effective_from} on"
            _tell(ctx, _first_day(ctx, since), sentence, as_json=json, problems=outcome.problems)
            return
        numbers, first = read_weekdays(which), _first_day(ctx, since)
        outcome = clear_days(ctx, numbers, effective_from=first)
        sentence = f"No work on {weekday_names(numbers)} from {first} on"
        _tell(ctx, first, sentence, as_json=json, problems=outcome.problems)


def _first_day(ctx: Context, text: str | None) -> str:
    return read_day(ctx, text or "today") or ""


def _tell(ctx: Context, day: str, sentence: str, *, as_json: bool, problems: Any) -> None:
    from app.orchestrators.work_hours.slots import week_of_slots

    now = week_of_slots(ctx, day)
    content = {"day": day, "minutes": now.minutes, "spans": [_span_json(span) for span in now.spans],
               "slots": [_json(slot) for slot in now.slots]}  # fmt: skip
    answer(content, f"{sentence}. That week has {duration(now.minutes * 60)} h.", as_json=as_json, problems=problems)


def _span_json(span: tuple[int, int, int]) -> dict[str, Any]:
    weekday, begin, end = span
    return {"weekday": weekday, "start": _clock(begin), "end": _clock(end)}


def _clock(minute: int) -> str:
    return clock(minute).rjust(5, "0")


def _span(slot: WorkSlot) -> str:
    return f"{clock(slot.start_minute)}–{clock(slot.end_minute)}"


def _json(slot: WorkSlot) -> dict[str, Any]:
    return {
        "id": slot.id,
        "weekday": slot.weekday,
        "start_minute": slot.start_minute,
        "end_minute": slot.end_minute,
        "start": _clock(slot.start_minute),
        "end": _clock(slot.end_minute),
        "effective_from": slot.effective_from,
        "effective_to": slot.effective_to,
    }
