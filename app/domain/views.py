"""How things are shown that two devices said differently, until somebody decides; nothing of it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.domain.rules.names import clean_name, name_key

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry


class Named(Protocol):
    """Whatever has a name, and an age by which twins are told apart."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def created_at(self) -> int:
        """When it was made, Unix seconds."""

    @property
    def name(self) -> str:
        """Its name."""


N = TypeVar("N", bound=Named)


def twin_groups(things: Iterable[N], *, within: Callable[[N], Hashable] = lambda _: None) -> list[list[N]]:
    """Return the sets of things of one place that have the same name, each oldest first."""
    groups: dict[Hashable, list[N]] = defaultdict(list)
    for thing in things:
        groups[name_key(thing.name), within(thing)].append(thing)
    alike = [sorted(group, key=lambda thing: (thing.created_at, thing.id)) for group in groups.values()]
    return sorted((group for group in alike if len(group) > 1), key=lambda group: (group[0].created_at, group[0].id))


def shown_names(things: Iterable[N], *, within: Callable[[N], Hashable] = lambda _: None) -> dict[str, str]:
    """Return the name to show for each thing by id: of twins the oldest keeps it, the others read “Name (2)”.

    No two names shown in one place are the same to a person.
    """
    everything = list(things)
    shown = {thing.id: clean_name(thing.name) for thing in everything}
    taken: dict[Hashable, set[str]] = defaultdict(set)
    for thing in everything:
        taken[within(thing)].add(name_key(thing.name))
    for first, *others in twin_groups(everything, within=within):
        number = 2
        for other in others:
            while name_key(f"{first.name} ({number})") in taken[within(first)]:
                number += 1
            shown[other.id] = f"{clean_name(other.name)} ({number})"
            taken[within(first)].add(name_key(shown[other.id]))
    return shown


def effective_ends(entries: Iterable[TimeEntry]) -> dict[str, int]:
    """Return, by id, where running entries of one person effectively end: where the next one of theirs starts.

    The latest of each person is not among them; it runs on.
    """
    running: dict[str, list[TimeEntry]] = defaultdict(list)
    for entry in entries:
        if entry.running:
            running[entry.user].append(entry)
    ends: dict[str, int] = {}
    for of_one in running.values():
        of_one.sort(key=lambda entry: (entry.started_at, entry.id))
        ends.update((entry.id, later.started_at) for entry, later in pairwise(of_one))
    return ends


def effectively(entries: Iterable[TimeEntry]) -> list[TimeEntry]:
    """Return entries, in their order, as they count: of one person's timers only the latest runs on."""
    listed = list(entries)
    ends = effective_ends(listed)
    return [replace(entry, ended_at=ends[entry.id]) if entry.id in ends else entry for entry in listed]


def merged_projects(projects: Mapping[str, Project]) -> dict[str, str]:
    """Return, by id, the project that views show instead of a merged one, following chains to their end.

    Two devices may merge in a circle; then the oldest of the circle is shown. A chain ends before a project that is
    not here, so that nothing vanishes with it.
    """
    return {id_: shown for id_, project in projects.items() if (shown := _shown_for(project, projects)) != id_}


def _shown_for(project: Project, projects: Mapping[str, Project]) -> str:
    trail = [project]
    while (into := projects.get(trail[-1].merged_into or "")) is not None:
        if into in trail:
            circle = trail[trail.index(into) :]
            return min(circle, key=lambda one: (one.created_at, one.id)).id
        trail.append(into)
    return trail[-1].id
