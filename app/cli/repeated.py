"""Times that came twice when the clocks went back: which two instants are meant, and which of them it is."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from app.cli.asking import ask, somebody_there
from app.domain.days import zone
from app.domain.errors import AppError, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.problems import Problem

T = TypeVar("T")

CODE = "time_repeated"
FIRST, SECOND = "first", "second"


def settled(act: Callable[[str | None], T], repeated: str | None, *, may_ask: bool) -> T:
    """Do something with what ``--repeated`` says, or with what a person at the terminal answers.

    Raises:
        RuleBroken: the word is neither first nor second, or a time came twice and nobody says which one is meant.
    """
    if repeated not in (None, FIRST, SECOND):
        raise RuleBroken(f"“{repeated}” is neither first nor second.", field="repeated", part=repeated)
    try:
        return act(repeated)
    except RuleBroken as error:
        found = _open_question(error)
        if found is None or not may_ask or not somebody_there():
            raise
        print(found.message, file=sys.stderr)
        for at, text in enumerate(_both(found), 1):
            print(f"  {at}  {text}", file=sys.stderr)
        reply = ask("The first or the second? [1/2] ").lower()
        if reply not in ("1", "2", FIRST, SECOND):
            raise
    return act(FIRST if reply in ("1", FIRST) else SECOND)


def way_out(error: AppError) -> str | None:
    """Return what to write to answer the question an error asks, with both instants; None if it asks none."""
    found = _open_question(error)
    if found is None:
        return None
    first, second = _both(found)
    return f"Add --repeated first for {first}, or --repeated second for {second}."


def _open_question(error: AppError) -> Problem | None:
    problems = error.problems if isinstance(error, RuleBroken) else ()
    return next((problem for problem in problems if problem.code == CODE), None)


def _both(found: Problem) -> tuple[str, str]:
    where = zone(found.values["tz"])
    first, second = (datetime.fromtimestamp(instant, where) for instant in found.values["instants"])
    return _with_offset(first), _with_offset(second)


def _with_offset(at: datetime) -> str:
    return f"{at:%H:%M} {at:%Z} (UTC{at.isoformat()[-6:]})"
