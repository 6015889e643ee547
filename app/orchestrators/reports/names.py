"""What the keys of a report are called, and which group and client a project's time belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.orchestrators.merged import Merged
    from app.storage.unit_of_work import Repositories

# An entry stands under each of its tags; this line takes back what is counted more than once.
REPEATED = "repeated"


class Places:
    """Which group and client a project has; a merged project counts as the one it is shown as."""

    def __init__(self, read: Repositories, merged: Merged) -> None:
        self._projects = {project.id: project for project in read.projects.all()}
        self._merged = merged

    def fill(self, values: dict[str, Any]) -> None:
        """Set project, group and client of a row that has a project."""
        if "project" not in values:
            return
        shown = self._merged.shown_as(values["project"]) if values["project"] else None
        project = self._projects.get(shown) if shown else None
        values["project"] = shown
        values["group"] = project.group if project else None
        values["client"] = project.client if project else None


class Names:
    """What the keys of a report are called."""

    def __init__(self, read: Repositories) -> None:
        self._read = read
        self._known: dict[str, dict[str, Any]] = {}

    def of(self, kind: str, key: Any) -> tuple[str, str]:
        """Return a key's name and colour."""
        if kind in ("day", "week", "month", "description"):
            return key or "(no description)", ""
        if kind == "billable":
            return "billable" if key else "not billable", ""
        if key is None:
            return f"(no {kind})", ""
        if kind == "tag" and key == REPEATED:
            return "(counted under several tags)", ""
        if kind == "user":
            return self._people().get(key, "me"), ""
        found = self._things(kind).get(key)
        return (found.name, getattr(found, "color", "")) if found else (f"(missing {kind})", "")

    def _people(self) -> dict[str, Any]:
        if "user" not in self._known:
            self._known["user"] = {member.user: member.name for member in self._read.members.all()}
        return self._known["user"]

    def _things(self, kind: str) -> dict[str, Any]:
        if kind not in self._known:
            repository = getattr(self._read, f"{kind}s")
            self._known[kind] = {thing.id: thing for thing in repository.all()}
        return self._known[kind]
