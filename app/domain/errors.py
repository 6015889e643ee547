"""Errors a person can act on. Each has a code, its fields, and a sentence that says what is safe."""

from typing import Any, ClassVar

from app.domain.problems import Problem


class AppError(Exception):
    """Something went wrong that a person can understand and act on.

    ``str(error)`` is the English sentence; ``code`` and ``values`` let a window say it in another language.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.values = values


class RuleBroken(AppError):
    """A rule forbids the action. Nothing was changed."""

    code = "rule_broken"

    def __init__(self, message: str, *, problems: tuple[Problem, ...] = (), **values: Any) -> None:
        super().__init__(message, **values)
        self.problems = problems


class NotFound(AppError):
    """The thing named is not here: never was, or is in the trash."""

    code = "not_found"


class EnvironmentFailed(AppError):
    """The machine, not the person, is the cause: a full disk, a locked or damaged file. Says what is safe."""

    code = "environment"


def raise_if_blocked(problems: list[Problem]) -> None:
    """Raise RuleBroken with every blocking problem, the first one's sentence as its text."""
    blocking = [problem for problem in problems if problem.severity == "error"]
    if blocking:
        raise RuleBroken(" ".join(p.message for p in blocking), problems=tuple(blocking), code=blocking[0].code)
