"""Merged projects: views show the project they were merged into; nothing stored is rewritten."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.views import merged_projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.entities.projects import Project
    from app.storage.filters import EntryFilter

# No project has this id, so a filter on it means no entry at all.
NOTHING = "00000000-0000-7000-8000-000000000000"


class Merged:
    """Which project each one is shown as, and what a shown project stands for."""

    def __init__(self, projects: Iterable[Project]) -> None:
        self._projects = {project.id: project for project in projects}
        self._members: dict[str, list[str]] = defaultdict(list)
        elsewhere = merged_projects(self._projects)
        self._shown = {id_: elsewhere.get(id_, id_) for id_ in self._projects}
        for id_, shown in self._shown.items():
            if id_ != shown:
                self._members[shown].append(id_)

    def shown_as(self, project: str) -> str:
        """Return the id of the project that views show for this one; an unknown one is itself."""
        return self._shown.get(project, project)

    def members(self, project: str) -> tuple[str, ...]:
        """Return the ids a shown project stands for, its own first."""
        return (project, *self._members.get(project, ()))

    def shown(self) -> list[Project]:
        """Return the projects that views show."""
        return [project for id_, project in self._projects.items() if self._shown[id_] == id_]

    def sums(self, by_project: Mapping[str | None, int]) -> dict[str | None, int]:
        """Return numbers by project as views show them."""
        sums: dict[str | None, int] = defaultdict(int)
        for project, number in by_project.items():
            sums[project and self.shown_as(project)] += number
        return sums

    def widen(self, chosen: EntryFilter) -> EntryFilter:
        """Return a filter on projects, groups and clients that means the merged ones' entries too."""
        if not (chosen.projects or chosen.groups or chosen.clients):
            return chosen
        fitting = [
            id_
            for id_, shown in self._shown.items()
            if (not chosen.projects or {id_, shown} & set(chosen.projects)) and self._belongs(shown, chosen)
        ]
        unknown = [id_ for id_ in chosen.projects if id_ not in self._projects]
        if not (chosen.groups or chosen.clients):
            fitting += unknown
        return replace(chosen, projects=tuple(fitting) or (NOTHING,), groups=(), clients=())

    def _belongs(self, shown: str, chosen: EntryFilter) -> bool:
        project = self._projects[shown]
        return (not chosen.groups or project.group in chosen.groups) and (
            not chosen.clients or project.client in chosen.clients
        )
