"""How things of the same name are told apart where they are shown; nothing of it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.views import shown_names
from app.orchestrators.merged import Merged

if TYPE_CHECKING:
    from app.storage.unit_of_work import Repositories


def project_names(read: Repositories) -> dict[str, str]:
    """Return the names under which projects of the same name are told apart: the oldest keeps it, “Name (2)” follows.

    Only another device can have made a twin, so without a server there is nothing to look for.
    """
    if not read.session.meta.get("sync_link"):
        return {}
    shown = Merged(read.projects.all()).shown()
    names = shown_names(shown, within=lambda project: (project.group, project.client))
    return {project.id: name for project in shown if (name := names[project.id]) != project.name}
