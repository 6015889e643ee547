"""What an import would do, what it has to ask, and what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import AppError, RuleBroken


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not imported: its line in the file (or its number in a list) and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file does not say: answers as (value, label), and the likeliest of them.

    ``code`` is format, zone, date_order or repeated: the name of the argument of ``plan_import`` that answers it.
    """

    code: str
    text: str
    options: tuple[tuple[str, str], ...]
    suggestion: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many there are of each; projects, clients, tags and tasks are those that are new.

    ``created`` counts closed entries, ``total_seconds`` is theirs; ``running`` is one more or none.
    """

    created: int = 0
    duplicates: int = 0
    running: int = 0
    total_seconds: int = 0
    projects: int = 0
    clients: int = 0
    tags: int = 0
    tasks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan(Counts):
    """A dry run. ``asked`` are all questions the file raises, ``questions`` those nobody has answered yet.

    While a question is open, the figures are those of its suggestion. ``columns`` is what a person said of a table.
    """

    path: Path
    digest: str
    format: str
    title: str
    zone: str | None = None
    date_order: str | None = None
    repeated: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    asked: tuple[Question, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is still to be answered before it can run."""
        return tuple(question for question in self.asked if question.code not in self.answers)

    @property
    def rows(self) -> int:
        """How many rows the file has, of every fate."""
        return self.created + self.running + self.duplicates + len(self.rejected)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult(Counts):
    """What an import did; ``rejected`` rows wait in Review."""

    rejected: int = 0


class Unanswered(RuleBroken):
    """The file leaves something open that only the person can say. Nothing was added."""

    code = "unanswered"


class FileChanged(AppError):
    """The file is not the one that was looked at. Nothing was added."""

    code = "file_changed"


class ImportCancelled(AppError):
    """The person stopped the import. Nothing was added."""

    code = "import_cancelled"
