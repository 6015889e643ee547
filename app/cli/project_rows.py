"""Projects in lists, and as scripts see them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.cli.tables import Column, cut, number, print_table
from app.cli.words import duration
from app.domain.entities.projects import ProjectStatus

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.orchestrators.projects.projects import ProjectRow


def print_projects(rows: list[ProjectRow]) -> None:
    """Print projects under their groups."""
    rows = sorted(rows, key=_place)
    lines: list[tuple[str, ...]] = []
    for group, members in groupby(rows, key=lambda row: row.group.name if row.group else "(no group)"):
        lines.append((cut(group, 30), "", "", "", "", ""))
        lines += [_cells(row) for row in members]
    print_table(
        (Column("Project"), Column("Client"), number("Hours"), number("Used"), number("Due"),
         Column("State", whole=True)),
        lines,
        total=("Total", "", duration(sum(row.seconds for row in rows)), "", "", ""),
    )  # fmt: skip


def _place(row: ProjectRow) -> tuple[bool, int, str, str]:
    group = row.group
    return group is None, group.position if group else 0, group.name if group else "", row.project.name.casefold()


def _cells(row: ProjectRow) -> tuple[str, ...]:
    return (
        f"  {cut(row.project.name, 40)}",
        cut(row.client.name, 17) if row.client else "",
        duration(row.seconds),
        f"{row.seconds / row.project.estimate_minutes / 0.6:.0f} %" if row.project.estimate_minutes else "",
        row.project.due_date or "",
        _state(row),
    )


def _state(row: ProjectRow) -> str:
    if row.project.status is not ProjectStatus.ACTIVE:
        return row.project.status.replace("_", " ")
    return {"no_estimate": "", "over_budget": "over"}.get(row.risk, row.risk.replace("_", " "))


def row_json(row: ProjectRow) -> dict[str, Any]:
    """Return a project with its figures as scripts see it."""
    return project_json(row.project, row.group.name if row.group else None, row.client.name if row.client else None) | {
        "seconds": row.seconds,
        "entries": row.entries,
        "last_day": row.last_day,
        "risk": row.risk.value,
        "milestones": row.milestones,
        "milestones_done": row.milestones_done,
    }


def project_json(project: Project, group: str | None, client: str | None) -> dict[str, Any]:
    """Return a project as scripts see it."""
    return {
        "id": project.id,
        "name": project.name,
        "code": project.code,
        "group": group,
        "client": client,
        "status": project.status.value,
        "color": project.color,
        "start_date": project.start_date,
        "due_date": project.due_date,
        "estimate_minutes": project.estimate_minutes,
        "billable": project.billable,
        "notes": project.notes,
    }
