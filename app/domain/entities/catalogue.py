"""Which class each kind is, and which columns travel and merge as one field."""

from app.domain.entities.base import Entity, Kind
from app.domain.entities.billing import Invoice, InvoiceLine, Rate
from app.domain.entities.planning import DayOverride, Favorite, PlannedEvent, TimeOff, WorkSlot
from app.domain.entities.projects import Client, Group, Milestone, Project, Tag, Task
from app.domain.entities.time_entries import TimeEntry
from app.domain.entities.workspace import Dismissal, Member, SavedReport, Setting

CLASSES: dict[Kind, type[Entity]] = {
    Kind.GROUP: Group,
    Kind.CLIENT: Client,
    Kind.PROJECT: Project,
    Kind.MILESTONE: Milestone,
    Kind.TASK: Task,
    Kind.TAG: Tag,
    Kind.TIME_ENTRY: TimeEntry,
    Kind.PLANNED_EVENT: PlannedEvent,
    Kind.WORK_SLOT: WorkSlot,
    Kind.DAY_OVERRIDE: DayOverride,
    Kind.TIME_OFF: TimeOff,
    Kind.RATE: Rate,
    Kind.FAVORITE: Favorite,
    Kind.SAVED_REPORT: SavedReport,
    Kind.INVOICE: Invoice,
    Kind.INVOICE_LINE: InvoiceLine,
    Kind.SETTING: Setting,
    Kind.MEMBER: Member,
    Kind.DISMISSAL: Dismissal,
}

# A merge must never make an interval or a price nobody entered, so these columns are one field.
COMPOSITES: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.TIME_ENTRY: {"span": ("started_at", "ended_at", "tz")},
    Kind.PLANNED_EVENT: {"span": ("starts_at", "ends_at", "tz", "all_day")},
    Kind.RATE: {"money": ("amount", "currency")},
    Kind.INVOICE_LINE: {"money": ("amount", "currency")},
}

# Each member of a set is a field of its own ("tag:<id>"), so adding on two devices never conflicts.
MEMBER_FIELDS: dict[Kind, dict[str, str]] = {
    Kind.TIME_ENTRY: {"tags": "tag"},
    Kind.FAVORITE: {"tags": "tag"},
    Kind.INVOICE_LINE: {"entries": "entry"},
}
