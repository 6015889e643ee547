"""Names and short ids as people type them, turned into the things they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.references import UnknownName, named, project_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.entities.base import Entity
    from app.domain.entities.projects import Client, Group, Milestone, Project, Tag, Task
    from app.storage.unit_of_work import Repositories

N = TypeVar("N", "Group", "Client", "Milestone", "Tag", "Task")
E = TypeVar("E", bound="Entity")

_SHORTEST_ID, _FEWEST_DIGITS = 6, 4
_DIGITS = frozenset("0123456789abcdef")


def project_called(read: Repositories, name: str) -> Project:
    """Return the project with a name or code.

    Raises:
        UnknownName: there is none.
    """
    found = project_named(read, name.removeprefix("@") if name.startswith("@") else name)
    if found is None:
        raise unknown("project", name, (project.name for project in read.projects.all()))
    return found


def thing_called(things: Sequence[N], noun: str, name: str) -> N:
    """Return the group, client, milestone, tag or task with a name.

    Raises:
        UnknownName: there is none.
    """
    found = named(things, name)
    if found is None:
        raise unknown(noun, name, (thing.name for thing in things))
    return found


def unknown(noun: str, name: str, known: Iterable[str]) -> UnknownName:
    """Return the error about a name that is not known, with the one that was probably meant."""
    import difflib

    by_folded = {other.casefold(): other for other in known}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    hint = f" Did you mean “{by_folded[close[0]]}”?" if close else ""
    return UnknownName(f"There is no {noun} named “{name}”.{hint}", kind=noun, name=name)


def ids_of(read: Repositories, kind: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of projects, groups, clients, tasks or tags by name.

    Raises:
        UnknownName: one of them is not known.
    """
    if kind == "project":
        return tuple(project_called(read, name).id for name in names)
    things: Sequence[Any] = getattr(read, f"{kind}s").all() if names else ()
    return tuple(thing_called(things, kind, name).id for name in names)


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """Return the last characters of each id, as many as tell them apart: the first ones only tell the time."""
    every = {id_: id_.replace("-", "") for id_ in ids}
    length = _SHORTEST_ID
    while len({digits[-length:] for digits in every.values()}) < len(every):
        length += 1
    return {id_: digits[-length:] for id_, digits in every.items()}


def looks_like_id(word: str) -> bool:
    """Whether a word can be enough of an id to find something by."""
    digits = word.replace("-", "").lower()
    return len(digits) >= _FEWEST_DIGITS and not set(digits) - _DIGITS


def with_id(things: Iterable[E], word: str, *, nothing: str) -> E:
    """Return the one thing whose id ends with a word, or is it.

    Raises:
        NotFound: there is none; ``nothing`` says so and where the ids are. RuleBroken: several could be meant.
    """
    digits = word.replace("-", "").lower()
    fits = {thing.id: thing for thing in things if thing.id.replace("-", "").endswith(digits)}
    if not fits or not looks_like_id(word):
        raise NotFound(nothing)
    if len(fits) > 1:
        longer = " or ".join(sorted(short_ids(fits).values()))
        raise RuleBroken(f"“{word}” could be several. Write more of the id: {longer}.", part=word)
    return next(iter(fits.values()))
