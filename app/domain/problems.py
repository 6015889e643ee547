"""What a rule answers with: problems a person can read, and act on."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """An error blocks the action; a warning is shown and can be accepted."""

    ERROR = "error"
    WARNING = "warning"


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a stable code, a sentence for the person, the field it concerns.

    ``values`` holds what the sentence speaks of, so that a window can say it in another language.
    """

    code: str
    message: str
    field: str | None = None
    severity: Severity = Severity.ERROR
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def errors(problems: list[Problem]) -> list[Problem]:
    """Return only the problems that block."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]
