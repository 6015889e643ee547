"""The atoms of a report: what each entry shows on each day, rounded and priced so that every list adds up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.domain.days import local_day, next_day, split_by_day
from app.domain.money import amount_minor
from app.domain.rounding import RoundingMode
from app.orchestrators.effective import timers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.domain.entities.billing import Rate
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.rounding import Rounding
    from app.orchestrators.merged import Merged
    from app.orchestrators.prices import Prices
    from app.storage.context import Context
    from app.storage.filters import EntryFilter
    from app.storage.unit_of_work import Repositories


DAY_S = 86_400


@dataclass(slots=True)
class Piece:
    """An entry's share of one day. ``count`` is 1 on the entry's first day, 0 on the others."""

    day: str
    entry: TimeEntry
    seconds: int
    count: int
    amounts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a report shows time: rounded or not, each entry or each day's time of a project; priced or not."""

    rounding: Rounding | None = None
    per_day: bool = False
    prices: Prices | None = None


def pieces(ctx: Context, read: Repositories, wanted: EntryFilter, shown: Shown, merged: Merged) -> list[Piece]:
    """Return the pieces of the entries a filter means that fall into its days.

    Rounding and amounts are settled for a whole entry, or a whole day's time of a project, and dealt out to its pieces;
    so any grouping of pieces adds up to the same total.
    """
    found: list[Piece] = []
    running = {timer.id: timer for timer in timers(read)}
    for entry in _entries(ctx, read, wanted):
        found += pieces_of(ctx, running.get(entry.id, entry), shown, read.session.day_starts_at)
    if shown.per_day:
        _settle_days(found, shown, merged)
    return [piece for piece in found if (wanted.since_day or "") <= piece.day <= (wanted.until_day or "9999")]


def deal_out(whole: int, weights: Sequence[int]) -> list[int]:
    """Divide a whole in proportion to weights into whole parts that sum to it; the largest remainders get the rest."""
    total = sum(weights)
    if not total:
        return [whole, *[0] * (len(weights) - 1)]
    parts = [whole * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: (-(whole * weights[at] % total), at))
    for at in order[: whole - sum(parts)]:
        parts[at] += 1
    return parts


def _entries(ctx: Context, read: Repositories, wanted: EntryFilter) -> Iterator[TimeEntry]:
    # An entry that began earlier may reach into the span; the longest there is says how much earlier.
    running = (entry.seconds(ctx.now()) for entry in read.time_entries.all_running())
    days = max(read.time_entries.longest(), *running, 0) // DAY_S + 2
    since = next_day(wanted.since_day, -days) if wanted.since_day else None
    return read.time_entries.iterate(replace(wanted, since_day=since))


def pieces_of(ctx: Context, entry: TimeEntry, shown: Shown, day_starts_at: int) -> list[Piece]:
    """Return the pieces of one entry, of all its days; what is settled by the day is not settled yet."""
    days = split_by_day(entry.started_at, entry.until(ctx.now()), entry.tz, day_starts_at)
    found = [Piece(day, entry, seconds, int(place == 0)) for place, (day, seconds) in enumerate(days)]
    if not shown.per_day:
        _deal(found, shown, _rate(shown.prices, entry, local_day(entry.started_at, entry.tz, day_starts_at)))
    return found


def _settle_days(found: Iterable[Piece], shown: Shown, merged: Merged) -> None:
    cells: dict[tuple[str, str | None], list[Piece]] = defaultdict(list)
    for piece in found:
        project = piece.entry.project
        cells[piece.day, project and merged.shown_as(project)].append(piece)
    for cell in cells.values():
        _round(cell, shown)
        priced: dict[Any, list[Piece]] = defaultdict(list)
        for piece in cell:
            rate = _rate(shown.prices, piece.entry, piece.day)
            priced[rate and (rate.amount, rate.currency)].append(piece)
        for price, part in priced.items():
            if price:
                _price(part, *price)


def _deal(part: list[Piece], shown: Shown, rate: Rate | None) -> None:
    _round(part, shown)
    if rate:
        _price(part, rate.amount, rate.currency)


def _round(part: list[Piece], shown: Shown) -> None:
    if shown.rounding is None or shown.rounding.mode is RoundingMode.NONE:
        return
    exact = [piece.seconds for piece in part]
    for piece, seconds in zip(part, deal_out(shown.rounding.apply(sum(exact)), exact), strict=True):
        piece.seconds = seconds


def _price(part: list[Piece], amount: int, currency: str) -> None:
    seconds = [piece.seconds for piece in part]
    for piece, share in zip(part, deal_out(amount_minor(amount, sum(seconds)), seconds), strict=True):
        piece.amounts = {currency: share}


def _rate(prices: Prices | None, entry: TimeEntry, day: str) -> Rate | None:
    if prices is None or not entry.billable:
        return None
    return prices.rate(day=day, user=entry.user, project=entry.project)
