"""Harvest's detailed time report (CSV): a date and hours for each row, numbers and dates as the account writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.daily import Daily
from app.exchange.records import Reading, UnreadableFile
from app.exchange.table import find_header, require

if TYPE_CHECKING:
    from app.exchange.records import Format
    from app.exchange.source import Source

_COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("date",),
    "hours": ("hours",),
    "description": ("notes",),
    "project": ("project",),
    "client": ("client",),
    "task": ("task",),
    "billable": ("billable?",),
    "user": ("first name",),
    "last_name": ("last name",),
}
_PROJECTS = ("client", "project", "project code", "total hours", "budget by")
_CLIENTS = ("client name", "address")


class Harvest:
    """“Hours” counts, not “Hours Rounded”; who worked is a first and a last name."""

    name = "harvest"
    title = "Harvest"

    def recognises(self, source: Source) -> int:
        """Harvest splits the name of a person, and writes hours beside a date."""
        if find_header(source, ("date", "hours", "first name", "last name"), needed=4):
            return 85
        if find_header(source, _PROJECTS, needed=len(_PROJECTS)):
            return 80
        return 30 if find_header(source, _CLIENTS, needed=len(_CLIENTS)) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:
        """Understand the report."""
        if find_header(source, _PROJECTS, needed=len(_PROJECTS)) or find_header(source, _CLIENTS, needed=len(_CLIENTS)):
            raise UnreadableFile(
                "This is Harvest's list of projects or clients, which has no time entries. Export the detailed time report"
                " instead. Nothing was added."
            )
        header = find_header(source, ("date", "hours"), needed=2)
        return Daily(
            source, require(header, self.title, "Date, Client, Project, Task, Notes, Hours …"), _COLUMNS
        ).reading(order)


FORMATS: tuple[Format, ...] = (Harvest(),)
