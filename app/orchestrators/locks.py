"""Locked entries: of days before the workspace's lock, or billed on an issued invoice."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.days import local_day
from app.domain.errors import raise_if_blocked
from app.domain.rules.locks import check_locked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.entities.time_entries import TimeEntry
    from app.domain.problems import Problem
    from app.storage.unit_of_work import Repositories


class Locks:
    """What may not be changed. Settings and invoices are read once, however many entries are asked about.

    A running entry can always be stopped or thrown away: a lock protects what was finished.
    """

    def __init__(self, read: Repositories) -> None:
        self._read = read

    def require_open(self, *entries: TimeEntry) -> None:
        """Refuse to change locked entries.

        Raises:
            RuleBroken: the sentence names the invoice or the date.
        """
        for entry in entries:
            raise_if_blocked(self._problems(entry))

    def require_all_open(self, entries: Iterable[TimeEntry]) -> None:
        """Refuse to change any when one of them is locked; running ones never are."""
        self.require_open(*(entry for entry in entries if not entry.running))

    def open_ones(self, entries: Iterable[TimeEntry]) -> list[TimeEntry]:
        """Return the entries that may be changed."""
        return [entry for entry in entries if entry.running or not self._problems(entry)]

    def _problems(self, entry: TimeEntry) -> list[Problem]:
        day = local_day(entry.started_at, entry.tz, self._read.session.day_starts_at)
        return check_locked(day, locked_before=self._locked_before, invoice=self._billed.get(entry.id))

    @cached_property
    def _locked_before(self) -> str | None:
        value = self._read.settings.value("locked_before")
        return value if isinstance(value, str) else None

    @cached_property
    def _billed(self) -> dict[str, str]:
        issued = {i.id: i.number for i in self._read.invoices.all() if i.status in ("issued", "paid")}
        if not issued:
            return {}
        return {
            entry: issued[line.invoice]
            for line in self._read.invoice_lines.all()
            if line.invoice in issued
            for entry in line.entries
        }
