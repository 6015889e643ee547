"""What the import dialog shows of a plan, as plain values."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A row that can't be read: its line in the file and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """Something the file does not say: a code, the question, the answers as (value, label)."""

    code: str
    text: str
    options: tuple[tuple[str, str], ...]
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A dry run in figures."""

    format: str
    created: int
    duplicates: int
    running: int = 0
    seconds: int = 0
    projects: int = 0
    clients: int = 0
    tasks: int = 0
    tags: int = 0
    zone: str | None = None
    date_order: str | None = None
    rejected: tuple[RejectedLine, ...] = ()
    questions: tuple[QuestionLine, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        """True while something is left to ask."""
        return any(question.answer is None for question in self.questions)

    @property
    def can_run(self) -> bool:
        """True when nothing is left to ask and something would be added."""
        return not self.is_open and self.created + self.running > 0
