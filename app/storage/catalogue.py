"""The small kinds: one repository each. Entity classes are imported only when a kind is used."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.storage.columns import id_from_row, id_to_row
from app.storage.repository import Repository

if TYPE_CHECKING:
    # Named in the quoted bases below.
    from app.domain.entities.billing import Invoice, InvoiceLine, Rate  # noqa: F401
    from app.domain.entities.planning import DayOverride, Favorite, PlannedEvent, TimeOff, WorkSlot  # noqa: F401
    from app.domain.entities.projects import Client, Group, Milestone, Project, Tag, Task  # noqa: F401
    from app.domain.entities.workspace import Dismissal, Member, SavedReport, Setting  # noqa: F401
    from app.storage.repository import Session


class Groups(Repository["Group"]):
    """Groups, by position."""

    kind, noun, order = Kind.GROUP, "group", "position, lower(name)"


class Clients(Repository["Client"]):
    """Clients, by name."""

    kind, noun, order = Kind.CLIENT, "client", "lower(name)"


class Projects(Repository["Project"]):
    """Projects, by name."""

    kind, noun, order = Kind.PROJECT, "project", "lower(name)"


class Milestones(Repository["Milestone"]):
    """Milestones, by position and due date."""

    kind, noun, order = Kind.MILESTONE, "milestone", "position, due_date"

    def of_project(self, project: str) -> list[Milestone]:
        """Return a project's milestones."""
        return [milestone for milestone in self.all() if milestone.project == project]


class Tasks(Repository["Task"]):
    """Tasks, by position and name."""

    kind, noun, order = Kind.TASK, "task", "position, lower(name)"

    def of_project(self, project: str) -> list[Task]:
        """Return a project's tasks."""
        return [task for task in self.all() if task.project == project]


class Tags(Repository["Tag"]):
    """Tags, by name."""

    kind, noun, order = Kind.TAG, "tag", "lower(name)"


class PlannedEvents(Repository["PlannedEvent"]):
    """Planned events, by time."""

    kind, noun, order = Kind.PLANNED_EVENT, "planned event", "starts_at"

    def between(self, since: int, until: int) -> list[PlannedEvent]:
        """Return events that overlap ``[since, until)``, and every repeating one that begins before its end."""
        return self._select(
            "deleted_at IS NULL AND starts_at < ? AND (recurrence IS NOT NULL OR max(ends_at, starts_at + 1) > ?)"
            " ORDER BY starts_at, id",
            (until, since),
        )

    def of_calendar(self, name: str, user: str) -> list[PlannedEvent]:
        """Return a person's events of an imported calendar."""
        return self._select(
            'deleted_at IS NULL AND calendar = ? AND "user" = ? ORDER BY starts_at, id', (name, id_to_row(user))
        )

    def calendar_is_gone(self, name: str, user: str, *, since: int) -> bool:
        """Return whether no event of a calendar is left, and some went at an instant or later."""
        left, gone = self._db.execute(
            "SELECT total(deleted_at IS NULL), total(deleted_at >= ?) FROM planned_event"
            ' WHERE calendar = ? AND "user" = ?',
            (since, name, id_to_row(user)),
        ).fetchone()
        return bool(gone and not left)

    def count_by_calendar(self, user: str) -> dict[str, int]:
        """Return how many events there are of each imported calendar of a person."""
        rows = self._db.execute(
            'SELECT calendar, count(*) FROM planned_event WHERE deleted_at IS NULL AND calendar IS NOT NULL AND "user" = ?'
            " GROUP BY calendar",
            (id_to_row(user),),
        )
        return dict(rows)


class WorkSlots(Repository["WorkSlot"]):
    """Working hours, by weekday."""

    kind, noun, order = Kind.WORK_SLOT, "work slot", "weekday, start_minute, effective_from"


class DayOverrides(Repository["DayOverride"]):
    """Single days with a capacity of their own, by date."""

    kind, noun, order = Kind.DAY_OVERRIDE, "day", '"date"'


class DaysOff(Repository["TimeOff"]):
    """Time off, by date."""

    kind, noun, order = Kind.TIME_OFF, "time off", "start_date"


class Rates(Repository["Rate"]):
    """Rates, by the date they take effect."""

    kind, noun, order = Kind.RATE, "rate", "effective_from"


class Favorites(Repository["Favorite"]):
    """Favourites, by position."""

    kind, noun, order = Kind.FAVORITE, "favourite", "position"


class SavedReports(Repository["SavedReport"]):
    """Saved reports, by name."""

    kind, noun, order = Kind.SAVED_REPORT, "saved report", "lower(name)"


class Invoices(Repository["Invoice"]):
    """Invoices, newest first."""

    kind, noun, order = Kind.INVOICE, "invoice", "issued_on DESC, number DESC"


class InvoiceLines(Repository["InvoiceLine"]):
    """Lines of invoices, by position."""

    kind, noun, order = Kind.INVOICE_LINE, "invoice line", "invoice, position"


class Members(Repository["Member"]):
    """Members of the workspace, by name."""

    kind, noun, order = Kind.MEMBER, "member", "lower(name)"


class Dismissals(Repository["Dismissal"]):
    """Review items that were put away."""

    kind, noun = Kind.DISMISSAL, "dismissed item"

    def findings(self) -> set[str]:
        """Return the keys of every dismissed finding."""
        return {row[0] for row in self._db.execute("SELECT finding FROM dismissal WHERE deleted_at IS NULL")}


class Settings(Repository["Setting"]):
    """Settings that follow the user; values are anything JSON can hold."""

    kind, noun, order = Kind.SETTING, "setting", '"key"'

    def value(self, key: str, default: Any = None) -> Any:
        """Return a setting's value, or ``default`` where nobody has set it."""
        # By the list of all: it is kept in memory, also what nobody has set.
        id_ = setting_id(key)
        return next((json.loads(setting.value) for setting in self.all() if setting.id == id_), default)

    def values(self) -> dict[str, Any]:
        """Return every setting that was set."""
        return {setting.key: json.loads(setting.value) for setting in self.all()}

    def put(self, key: str, value: Any) -> None:
        """Set a setting."""
        from app.domain.entities.workspace import Setting

        known = self.get(setting_id(key))
        created_at = known.created_at if known else self._session.context.now()
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        self.save(Setting(id=setting_id(key), created_at=created_at, key=key, value=text))

    def _derive(self, rowid: int, was: tuple[Any, ...] | None, now: tuple[Any, ...] | None) -> None:  # noqa: ARG002
        # Wherever the change comes from (the person, an undo, another device), days and totals follow it.
        if (now or was or ("",))[self._layout.index["key"]] == DAY_STARTS_AT:
            move_start_of_day(self._session, _minutes(now[self._layout.index["value"]]) if now else 0)


def _minutes(text: str) -> int:
    """Return the start of the day a setting says; midnight where it makes no sense, as only a broken peer would."""
    value = json.loads(text)
    return value if type(value) is int and 0 <= value < _MINUTES_OF_DAY else 0


_MINUTES_OF_DAY = 24 * 60
DAY_STARTS_AT = "day_starts_at"


def move_start_of_day(session: Session, minutes: int) -> None:
    """Let days begin ``minutes`` after midnight from now on, and count all totals anew."""
    if minutes == session.day_starts_at:
        return
    from app.storage.meta import write_meta
    from app.storage.rollups import rebuild
    from app.storage.time_entries import TimeEntries

    write_meta(session.connection, DAY_STARTS_AT, minutes)
    session.meta[DAY_STARTS_AT] = minutes
    session.day_starts_at = minutes
    TimeEntries(session).move_days()
    rebuild(session.connection, minutes)


@cache
def setting_id(key: str) -> str:
    """Return the id of a setting: made of its key, so that two devices that set it offline mean the same one."""
    # What hashlib hands out, without the OpenSSL it loads first: a thirtieth of a quick command.
    from _blake2 import blake2b

    raw = bytearray(blake2b(key.encode(), digest_size=16, person=b"setting").digest())
    # RFC 9562: version 8 is for ids made in a way of one's own.
    raw[6], raw[8] = raw[6] & 0x0F | 0x80, raw[8] & 0x3F | 0x80
    return id_from_row(bytes(raw))
