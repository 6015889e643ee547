"""The report: sums by up to three keys, as a table, CSV or JSON."""

from __future__ import annotations

import csv
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.amounts import decimal, money
from app.cli.choosing import BillableOnly, ClientNames, GroupNames, ProjectNames, Since, TagNames, Until, chosen
from app.cli.dates import PERIODS, read_period
from app.cli.desk import Json, store
from app.cli.tables import Column, cut, number, print_table
from app.cli.words import duration, print_json
from app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.rounding import Rounding
    from app.orchestrators.reports.reports import Report, ReportGroup
    from app.storage.context import Context


class Format(StrEnum):
    """How a report is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


By = Annotated[
    str,
    typer.Option(
        metavar="KEYS",
        help="Up to three of day, week, month, group, client, project, task, tag, user, billable, description.",
    ),
]
Round = Annotated[
    str | None, typer.Option("--round", metavar="HOW", help="up:15, down:6 or nearest:15; none leaves it exact.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)


def report(
    call: typer.Context,
    since: Since = None,
    until: Until = None,
    period: Annotated[str | None, typer.Option(metavar="WHICH", help=f"Instead of days: {', '.join(PERIODS)}.")] = None,
    by: By = "project",
    project: ProjectNames = None,
    group: GroupNames = None,
    client: ClientNames = None,
    tag: TagNames = None,
    billable: BillableOnly = None,
    round_: Round = None,
    per_day: Annotated[
        bool | None, typer.Option("--per-day/--per-entry", help="Round each day and project, or each entry.")
    ] = None,
    amounts: Annotated[bool, typer.Option("--amounts", help="With what the billable time is worth.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
    json: Json = False,
) -> None:
    """Sum up tracked time; all there is unless days are given."""
    from app.orchestrators.reports.reports import summary_report

    wanted = {"project": project, "group": group, "client": client, "tag": tag}
    keys = tuple(key.strip().lower() for key in by.split(",") if key.strip())
    with store(call, upkeep=True) as ctx:
        filter_ = chosen(ctx, since=since, until=until, names=wanted, billable=billable)
        first, last = _span(ctx, filter_.since_day, filter_.until_day, period)
        found = summary_report(
            ctx, since=first, until=last, group_by=keys, chosen=filter_, rounding=_rounding(ctx, round_),
            per_day=_is_per_day(ctx) if per_day is None else per_day, amounts=amounts,
        )  # fmt: skip
        _print(found, Format.JSON if json else format_, amounts=amounts)


def _span(ctx: Context, since: str | None, until: str | None, period: str | None) -> tuple[str | None, str | None]:
    if period is None:
        return since, until
    if since or until:
        raise RuleBroken("Say either --period or --since and --until, not both.")
    from app.orchestrators.settings.settings import get_settings

    return read_period(ctx, period, get_settings(ctx).week_start)


def _rounding(ctx: Context, text: str | None) -> Rounding | None:
    from app.domain.rounding import Rounding, RoundingMode
    from app.orchestrators.settings.settings import get_settings

    if text is None:
        usual = get_settings(ctx).rounding
        return usual if usual.mode is not RoundingMode.NONE else None
    mode, _, minutes = text.partition(":")
    if mode == "none":
        return None
    if mode in ("up", "down", "nearest") and (not minutes or (minutes.isdecimal() and 1 <= int(minutes) <= 240)):
        return Rounding(RoundingMode(mode), int(minutes or 15))
    raise RuleBroken(f"“{text}” is no way of rounding. Write up:15, down:6, nearest:15 or none.")


def _is_per_day(ctx: Context) -> bool:
    from app.orchestrators.settings.settings import get_settings

    return get_settings(ctx).rounding_per == "day"


def _print(found: Report, format_: Format, *, amounts: bool) -> None:
    if format_ is Format.JSON:
        print_json(_json(found, amounts=amounts))
    elif format_ is Format.CSV:
        _print_csv(found, amounts=amounts)
    else:
        _print_table(found, amounts=amounts)


def _json(found: Report, *, amounts: bool) -> dict[str, Any]:
    content: dict[str, Any] = {"since": found.since, "until": found.until, "total_seconds": found.total_seconds}
    if amounts:
        content["amounts"] = found.amounts
    return content | {"groups": [_group_json(group, amounts=amounts) for group in found.groups]}


def _group_json(group: ReportGroup, *, amounts: bool) -> dict[str, Any]:
    content: dict[str, Any] = {
        "key": group.key, "name": group.name, "seconds": group.seconds, "entries": group.entries,
    }  # fmt: skip
    if amounts:
        content["amounts"] = group.amounts
    if group.children:
        content["groups"] = [_group_json(child, amounts=amounts) for child in group.children]
    return content


def _print_table(found: Report, *, amounts: bool) -> None:
    print(f"{found.since} to {found.until}{'  (a timer is running)' if found.running else ''}")
    if not found.groups:
        print("Nothing was tracked.")
        return
    columns = [Column(" / ".join(found.group_by).capitalize()), number("Entries"), number("Hours"), number("Share")]
    rows = [_cells(group, depth, found.total_seconds) for group, depth in _lines(found.groups)]
    total = ["Total", str(found.entries), duration(found.total_seconds), ""]
    if amounts:
        columns.append(number("Amount"))
        rows = [[*row, _amounts(g.amounts)] for row, (g, _) in zip(rows, _lines(found.groups), strict=True)]
        total.append(_amounts(found.amounts))
    print_table(columns, rows, total=total)


def _lines(groups: Sequence[ReportGroup], depth: int = 0) -> Iterator[tuple[ReportGroup, int]]:
    for group in groups:
        yield group, depth
        yield from _lines(group.children, depth + 1)


def _cells(group: ReportGroup, depth: int, total: int) -> list[str]:
    share = f"{100 * group.seconds / total:.0f} %" if total and depth == 0 else ""
    return ["  " * depth + cut(group.name, 60), str(group.entries), duration(group.seconds), share]


def _amounts(amounts: dict[str, int]) -> str:
    return "\n".join(money(minor, currency) for currency, minor in sorted(amounts.items()))


def _print_csv(found: Report, *, amounts: bool) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    currencies = sorted(found.amounts) if amounts else []
    writer.writerow([*found.group_by, "entries", "seconds", "hours", *(f"amount {code}" for code in currencies)])
    for names, group in _leaves(found.groups):
        money_cells = [decimal(group.amounts.get(code, 0), code) for code in currencies]
        writer.writerow([*map(_harmless, names), group.entries, group.seconds, f"{group.seconds / 3600:.4f}",
                         *money_cells])  # fmt: skip


def _leaves(
    groups: Sequence[ReportGroup], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], ReportGroup]]:
    for group in groups:
        names = (*above, group.name)
        if group.children:
            yield from _leaves(group.children, names)
        else:
            yield names, group


def _harmless(text: str) -> str:
    # A spreadsheet would run a cell that begins like this as a formula.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
