"""Moving a project's or milestone's dates: which ones, by how many days, and what they are then."""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.ui.timeline.scale import iso


class Edge(StrEnum):
    """What is taken hold of."""

    START = "start"
    DUE = "due"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Move:
    """A move under way: the dates before (None: there is none), and by how many days they go."""

    project: str
    milestone: str | None
    edge: Edge
    start: int | None
    due: int | None
    days: int = 0

    def by(self, days: int) -> "Move":
        """Return the move by so many days; the start never passes the due date."""
        if self.start is not None and self.due is not None:
            length = self.due - self.start
            if self.edge is Edge.START:
                days = min(days, length)
            elif self.edge is Edge.DUE:
                days = max(days, -length)
        return replace(self, days=days)

    @property
    def after(self) -> tuple[int | None, int | None]:
        """The first and the last day after the move."""
        start, due = self.start, self.due
        if start is not None and self.edge is not Edge.DUE:
            start += self.days
        if due is not None and self.edge is not Edge.START:
            due += self.days
        return start, due

    @property
    def fields(self) -> dict[str, str]:
        """The dates that change, as the workflows take them; none where nothing does."""
        start, due = self.after
        found: dict[str, str] = {}
        if start is not None and start != self.start:
            found["start_date"] = iso(start)
        if due is not None and due != self.due:
            found["due_date"] = iso(due)
        return found

    def is_of(self, project: str, milestone: str | None) -> bool:
        """Return whether it moves this project or milestone."""
        return (self.project, self.milestone) == (project, milestone)
