"""Which class each kind is."""

from app.domain.entities.base import Entity, Kind
from app.domain.entities.billing import Invoice, InvoiceLine, Rate
from app.domain.entities.conflicts import Conflict
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
    Kind.CONFLICT: Conflict,
}
