"""What groups, clients, projects, tasks and tags have in common: a name among siblings, and warnings to accept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.problems import Problem, Severity
from app.domain.rules.names import check_name, clean_name
from app.domain.rules.projects import check_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

_DATES = frozenset(("start_date", "due_date"))


class NotAccepted(RuleBroken):
    """There are warnings, and nobody has accepted them yet. Nothing was changed."""

    code = "not_accepted"


def cleaned(entity: T, fields: dict[str, Any], *, fixed: Iterable[str] = ()) -> T:
    """Return an entity with changed fields, its name trimmed.

    Raises:
        RuleBroken: there is no such field, or it cannot be changed.
    """
    unknown = fields.keys() - set(getattr(entity, "__dataclass_fields__", ())) | fields.keys() & {
        "id",
        "created_at",
        *fixed,
    }
    if unknown:
        names = sorted(unknown)
        raise RuleBroken(f"This cannot be changed: {', '.join(names)}.", fields=names)
    for name in fields.keys() & _DATES:
        require_day(fields[name], name)
    if "name" in fields:
        fields = fields | {"name": clean_name(fields["name"])}
    return replace(entity, **fields)  # type: ignore[type-var]


def require_day(value: str | None, field: str) -> None:
    """Refuse what is neither a calendar day nor None.

    Raises:
        RuleBroken: with the problem at the field.
    """
    raise_if_blocked(check_days(**{field: value}))


def is_currency(code: object) -> bool:
    """Return whether a text looks like an ISO 4217 code."""
    return isinstance(code, str) and len(code) == 3 and code.isascii() and code.isalpha()


def require_name(name: str, siblings: Iterable[str], noun: str) -> None:
    """Refuse a name that is empty, too long or taken by a sibling.

    Raises:
        RuleBroken: with the problem at the field ``name``.
    """
    raise_if_blocked(check_name(name, siblings, noun=noun))


def require_accepted(problems: Sequence[Problem], *, accept_warnings: bool) -> None:
    """Let warnings pass only when somebody has accepted them.

    Raises:
        RuleBroken: something blocks. NotAccepted: there are warnings, in ``problems``.
    """
    raise_if_blocked(list(problems))
    warnings = tuple(problem for problem in problems if problem.severity is Severity.WARNING)
    if warnings and not accept_warnings:
        raise NotAccepted(" ".join(problem.message for problem in warnings), problems=warnings)
