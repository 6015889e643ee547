"""The time entry: the one thing that must never be lost."""

from dataclasses import dataclass

from app.domain.entities.base import Entity
from app.domain.ids import MilestoneId, ProjectId, TagId, TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEntry(Entity):
    """Work of one person from ``started_at`` to ``ended_at`` (Unix seconds; None: running now).

    ``tz`` is the IANA zone it was worked in; its day is the local day of its start there.
    ``source`` is timer, manual, calendar or import:NAME; ``external_id`` the id or fingerprint
    that keeps a second import of the same file from adding it again.
    """

    user: UserId
    started_at: int
    tz: str
    ended_at: int | None = None
    description: str = ""
    project: ProjectId | None = None
    task: TaskId | None = None
    milestone: MilestoneId | None = None
    billable: bool = False
    tags: frozenset[TagId] = frozenset()
    source: str = "timer"
    external_id: str | None = None

    @property
    def running(self) -> bool:
        """True while the entry has no end."""
        return self.ended_at is None

    def until(self, now: int) -> int:
        """Return the end, ``now`` while it is running."""
        return now if self.ended_at is None else self.ended_at

    def seconds(self, now: int) -> int:
        """Return the tracked seconds, a running entry counted up to ``now`` and never below zero."""
        return max(0, self.until(now) - self.started_at)
