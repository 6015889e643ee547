"""What every entity has in common, and the names of the kinds."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of entity, spelled as in the schema, on the wire and in the command line."""

    GROUP = "group"
    CLIENT = "client"
    PROJECT = "project"
    MILESTONE = "milestone"
    TASK = "task"
    TAG = "tag"
    TIME_ENTRY = "time_entry"
    PLANNED_EVENT = "planned_event"
    WORK_SLOT = "work_slot"
    DAY_OVERRIDE = "day_override"
    TIME_OFF = "time_off"
    RATE = "rate"
    FAVORITE = "favorite"
    SAVED_REPORT = "saved_report"
    INVOICE = "invoice"
    INVOICE_LINE = "invoice_line"
    SETTING = "setting"
    MEMBER = "member"
    DISMISSAL = "dismissal"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing of the workspace: its id (UUIDv7 text) and when it was made (Unix seconds)."""

    id: str
    created_at: int
