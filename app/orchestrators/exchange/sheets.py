"""Entries as a table for people and other programs: a spreadsheet, a web page, JSON, a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.days import local_day, zone
from app.domain.money import amount_minor, minor_digits
from app.exchange.writers.sheet import Column, Kind, Sheet
from app.orchestrators.exchange.exporting import EntryNames, named
from app.orchestrators.exchange.writing import ExportCancelled, Meter, whole_file
from app.orchestrators.merged import Merged
from app.orchestrators.prices import Prices
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.entities.time_entries import TimeEntry
    from app.exchange.writers.ics import Event
    from app.exchange.writers.sheet import Row
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


Writer = Callable[[Path, Sheet, Callable[[], None]], None]


class Form(StrEnum):
    """What entries can be written as."""

    XLSX = "xlsx"
    HTML = "html"
    JSON = "json"
    ICS = "ics"
    PDF = "pdf"


@workflow
def export_entries(
    ctx: Context,
    target: Path,
    form: Form,
    *,
    chosen: EntryFilter | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write entries, oldest first, in one of several forms; returns how many.

    Billable entries are priced by the rates in force. A running entry has neither end nor length, and is not part of a
    calendar.

    Raises:
        NotWritten: the file could not be written. ExportCancelled: ``cancelled`` said so. No file was left.
    """
    wanted = chosen or EntryFilter()
    with whole_file(target) as unfinished, reading(ctx) as read:
        total, _ = read.time_entries.summary(wanted)
        meter = Meter(total, progress, cancelled, ExportCancelled("The export was stopped. No file was written."))
        _write(ctx, read, unfinished, form, wanted, meter, total)
        meter.tell()
    return meter.done


def _write(
    ctx: Context, read: Repositories, target: Path, form: Form, wanted: EntryFilter, meter: Meter, total: int
) -> None:
    from app.exchange.writers import ics, pdf, texts, xlsx

    rows = _Rows(read, wanted)
    if form is Form.ICS:
        ics.write(target, rows.events(), ctx.now(), meter.step)
        return
    writers: dict[Form, Writer] = {
        Form.XLSX: xlsx.write,
        Form.HTML: texts.write_html,
        Form.JSON: texts.write_json,
        Form.PDF: partial(pdf.write, count=total),
    }
    about = tuple(filter(None, (_span(wanted), f"Times in the zone of each entry; written {_today(ctx, read)}.")))
    writers[form](target, Sheet("Time entries", about, rows.columns, rows.all()), meter.step)


def _span(wanted: EntryFilter) -> str:
    since, until = wanted.since_day, wanted.until_day
    if since and until:
        return f"{since} to {until}"
    return f"From {since}" if since else f"Until {until}" if until else ""


def _today(ctx: Context, read: Repositories) -> str:
    return local_day(ctx.now(), ctx.zone, read.session.day_starts_at)


class _Rows:
    """The entries of a filter with everything that is said of them."""

    def __init__(self, read: Repositories, wanted: EntryFilter) -> None:
        self._read, self._wanted = read, wanted
        self._names, self._prices = EntryNames(read), Prices(read, Merged(read.projects.all()))
        currencies = {rate.currency for rate in read.rates.all()}
        money = partial(Column, "amount", "Amount", Kind.AMOUNT, 12)
        self.columns = (
            Column("start", "Start", Kind.MOMENT, 17),
            Column("end", "End", Kind.MOMENT, 17),
            Column("seconds", "Duration", Kind.SECONDS, 10, summed=True),
            Column("description", "Description", width=40),
            Column("project", "Project", width=24),
            Column("client", "Client", width=20),
            Column("task", "Task", width=20),
            Column("milestone", "Milestone", width=16),
            Column("tags", "Tags", width=18),
            Column("billable", "Billable", Kind.FLAG, 9),
            # Amounts of several currencies have no sum.
            money(summed=len(currencies) < 2),
            Column("currency", "Currency", width=9),
        )

    def all(self) -> Iterator[Row]:
        """Yield a row for each entry."""
        return map(self._row, self._read.time_entries.iterate(self._wanted))

    def events(self) -> Iterator[Event]:
        """Yield the closed entries as events."""
        from app.exchange.writers.ics import Event

        for entry in self._read.time_entries.iterate(self._wanted):
            if entry.ended_at is not None:
                project, client = self._names.project_and_client(entry.project)
                title = entry.description or project or "Work"
                words = tuple(filter(None, (project, *self._tags(entry))))
                yield Event(entry.id, entry.started_at, entry.ended_at, title, words, client)

    def _row(self, entry: TimeEntry) -> Row:
        project, client = self._names.project_and_client(entry.project)
        amount, currency = self._amount(entry)
        return (
            _moment(entry.started_at, entry.tz),
            None if entry.ended_at is None else _moment(entry.ended_at, entry.tz),
            None if entry.ended_at is None else entry.ended_at - entry.started_at,
            entry.description,
            project,
            client,
            named(self._names.tasks, entry.task),
            named(self._names.milestones, entry.milestone),
            ", ".join(self._tags(entry)),
            entry.billable,
            amount,
            currency,
        )

    def _tags(self, entry: TimeEntry) -> list[str]:
        return sorted(named(self._names.tags, tag) for tag in entry.tags)

    def _amount(self, entry: TimeEntry) -> tuple[Decimal | None, str]:
        if not entry.billable or entry.ended_at is None:
            return None, ""
        day = local_day(entry.started_at, entry.tz, self._read.session.day_starts_at)
        rate = self._prices.rate(day=day, user=entry.user, project=entry.project)
        if rate is None:
            return None, ""
        minor = amount_minor(rate.amount, entry.ended_at - entry.started_at)
        return Decimal(minor).scaleb(-minor_digits(rate.currency)), rate.currency


def _moment(instant: int, tz: str) -> datetime:
    return datetime.fromtimestamp(instant, zone(tz))
