"""One transaction as a workflow sees it: repositories to load from and save to, and what changed at the end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from app.domain.outcome import Changes, Outcome
from app.storage.cache import CACHED
from app.storage.calendars import CalendarSources
from app.storage.catalogue import (
    Clients,
    DayOverrides,
    DaysOff,
    Dismissals,
    Favorites,
    Groups,
    InvoiceLines,
    Invoices,
    Members,
    Milestones,
    PlannedEvents,
    Projects,
    Rates,
    SavedReports,
    Settings,
    Tags,
    Tasks,
    WorkSlots,
)
from app.storage.conflicts import Conflicts
from app.storage.heartbeats import Heartbeats
from app.storage.history import History
from app.storage.meta import read_all_meta, write_meta
from app.storage.rejected_rows import RejectedRows
from app.storage.repository import Session
from app.storage.time_entries import TimeEntries
from app.storage.totals import TotalsQuery
from app.storage.write_log import Action, WriteLog

if TYPE_CHECKING:
    from app.domain.entities.base import Entity, Kind
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.repository import Repository

T = TypeVar("T")


class Repositories:
    """Every repository over one transaction, each made when first asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def groups(self) -> Groups:
        """The groups."""
        return Groups(self.session)

    @cached_property
    def clients(self) -> Clients:
        """The clients."""
        return Clients(self.session)

    @cached_property
    def projects(self) -> Projects:
        """The projects."""
        return Projects(self.session)

    @cached_property
    def milestones(self) -> Milestones:
        """The milestones."""
        return Milestones(self.session)

    @cached_property
    def tasks(self) -> Tasks:
        """The tasks."""
        return Tasks(self.session)

    @cached_property
    def tags(self) -> Tags:
        """The tags."""
        return Tags(self.session)

    @cached_property
    def time_entries(self) -> TimeEntries:
        """The time entries."""
        return TimeEntries(self.session)

    @cached_property
    def planned_events(self) -> PlannedEvents:
        """The planned events."""
        return PlannedEvents(self.session)

    @cached_property
    def work_slots(self) -> WorkSlots:
        """The working hours."""
        return WorkSlots(self.session)

    @cached_property
    def day_overrides(self) -> DayOverrides:
        """The days with a capacity of their own."""
        return DayOverrides(self.session)

    @cached_property
    def time_off(self) -> DaysOff:
        """The time off."""
        return DaysOff(self.session)

    @cached_property
    def rates(self) -> Rates:
        """The rates."""
        return Rates(self.session)

    @cached_property
    def favorites(self) -> Favorites:
        """The favourites."""
        return Favorites(self.session)

    @cached_property
    def saved_reports(self) -> SavedReports:
        """The saved reports."""
        return SavedReports(self.session)

    @cached_property
    def invoices(self) -> Invoices:
        """The invoices."""
        return Invoices(self.session)

    @cached_property
    def invoice_lines(self) -> InvoiceLines:
        """The lines of invoices."""
        return InvoiceLines(self.session)

    @cached_property
    def settings(self) -> Settings:
        """The settings that follow the user."""
        return Settings(self.session)

    @cached_property
    def members(self) -> Members:
        """The members of the workspace."""
        return Members(self.session)

    @cached_property
    def dismissals(self) -> Dismissals:
        """What was put away in Review."""
        return Dismissals(self.session)

    @cached_property
    def conflicts(self) -> Conflicts:
        """What two devices said differently."""
        return Conflicts(self.session)

    @cached_property
    def totals(self) -> TotalsQuery:
        """Sums of closed entries."""
        return TotalsQuery(self.session)

    @cached_property
    def rejected_rows(self) -> RejectedRows:
        """Rows of imports that could not be used."""
        return RejectedRows(self.session)

    @cached_property
    def heartbeats(self) -> Heartbeats:
        """The signs of life of running timers."""
        return Heartbeats(self.session)

    @cached_property
    def calendar_sources(self) -> CalendarSources:
        """Where imported calendars come from."""
        return CalendarSources(self.session)

    @cached_property
    def history(self) -> History:
        """What was done, by whom and when."""
        return History(self.session)

    def of(self, kind: Kind) -> Repository[Entity]:
        """Return the repository of a kind."""
        return getattr(self, _ATTRIBUTES.get(kind.value, f"{kind.value}s"))  # type: ignore[no-any-return]


_ATTRIBUTES = {"time_entry": "time_entries", "time_off": "time_off"}


class UnitOfWork(Repositories):
    """A writing transaction; ``outcome`` is asked for after it has ended."""

    def __init__(self, session: Session, log: WriteLog) -> None:
        super().__init__(session)
        self._log = log

    def outcome(self, value: T, problems: Sequence[Problem] = ()) -> Outcome[T]:
        """Return the workflow's answer: its value, what this transaction changed, accepted warnings."""
        batch = self._log.batch
        action = None if batch is None else str(batch)
        changes = Changes(frozenset(self._log.touched), action, everything=self._log.everything)
        return Outcome(value, changes, tuple(problems))

    def describe(self, subject: str) -> None:
        """Name what the action is about, once it is known, for the undo list."""
        self._log.action.subject = subject


@contextlib.contextmanager
def unit_of_work(
    ctx: Context,
    code: str = "change",
    subject: str = "",
    *,
    role: str = "do",
    of: int | None = None,
    repeatable: bool = False,
) -> Iterator[UnitOfWork]:
    """Open a writing transaction for one action of a person; commit at the end, roll back on anything.

    ``code`` and ``subject`` name the action in the undo list and the history. ``repeatable``: see Database.transaction.
    """
    database = ctx.database
    with database.transaction(repeatable=repeatable) as connection:
        meta = read_all_meta(connection)
        log = WriteLog(connection, ctx, Action(code, subject, role, of), meta)
        version = int(meta.get("cache_version") or 0)
        session = Session(connection, ctx, database.cache.at(version), meta, log)
        yield UnitOfWork(session, log)
        log.finish()
        touched = [key for key in log.touched if key[0] in CACHED]
        if touched:
            write_meta(connection, "cache_version", version + 1)
    if touched:
        database.cache.committed(version + 1, touched)


@contextlib.contextmanager
def reading(ctx: Context) -> Iterator[Repositories]:
    """Open a consistent snapshot to read from; writers go on meanwhile."""
    with ctx.database.reading() as connection:
        meta = read_all_meta(connection)
        version = int(meta.get("cache_version") or 0)
        yield Repositories(Session(connection, ctx, ctx.database.cache.at(version), meta))
