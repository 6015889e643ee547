"""What the Review page asks of the workflows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.domain.ids import ProjectId
from app.ui.review.comparing import lines_of
from app.ui.review.lines import FixLine, ItemLine
from app.ui.review.words import show_rows
from app.ui.widgets.dates import with_local_days

if TYPE_CHECKING:
    from app.orchestrators.review.review import ReviewItem
    from app.storage.context import Context

ROWS = "rows"
"""The fix that only lists the rows an import left out."""
PLACES = {"open_timeline": "timeline", "open_calendar": "calendar"}
"""The pages on which a fix shows its item, where there is more than one."""
_REJECTED = "import_rejected"
_OF_MILESTONES = ("milestone_overdue", "milestone_over")
_OF_PROJECTS = (*_OF_MILESTONES, "twins")


# Where a thing that two devices changed can be edited.
_PAGES = {"time_entry": "today", "setting": "settings", "rate": "settings", "tag": "today"}
_SECTIONS = {"work_slot": "work_hours", "day_override": "work_hours", "time_off": "time_off"}
"""The sections of the settings in which such things are edited."""


def load(ctx: "Context") -> list[ItemLine]:
    """Return the open items, as they are shown."""
    from app.orchestrators.review.review import review_items

    return [_line(item, ctx.zone) for item in review_items(ctx)]


def _line(item: "ReviewItem", zone: str) -> ItemLine:
    fixes = [FixLine(fix.code, fix.label, fix.asks_project, fix.shows) for fix in item.fixes if fix.code != "dismiss"]
    if item.kind == _REJECTED:
        fixes.insert(0, FixLine(ROWS, show_rows(), shows=True))
    return ItemLine(
        key=item.key,
        kind=item.kind,
        message=with_local_days(item.message),
        detail=with_local_days(item.detail),
        fixes=tuple(fixes),
        subjects=item.subjects,
        page=_page_of(item),
        target=_target_of(item),
        versions=None if item.versions is None else lines_of(item.versions, zone),
    )


def _target_of(item: "ReviewItem") -> str | None:
    if item.versions is not None:
        kind = item.versions.kind
        return item.subjects[0] if kind in ("time_entry", "project") else _SECTIONS.get(kind)
    return item.values.get("week") or next(iter(item.subjects), None)


def _page_of(item: "ReviewItem") -> str:
    if item.versions is not None:
        return "settings" if item.versions.kind in _SECTIONS else _PAGES.get(item.versions.kind, "projects")
    return "projects" if item.kind in _OF_PROJECTS else "today"


def fix(ctx: "Context", *, key: str, code: str, project: str | None = None) -> Any:
    """Apply one of an item's fixes, with the project that was chosen for it."""
    from app.orchestrators.review.review import apply_fix

    return apply_fix(ctx, key, code, project=ProjectId(project) if project else None)


def load_projects(ctx: "Context") -> list[tuple[str, str]]:
    """Return the projects that time can go to, as (name, id)."""
    from app.orchestrators.projects.projects import list_projects

    return [(row.project.name, row.project.id) for row in list_projects(ctx)]


def find_project(ctx: "Context", *, item: ItemLine) -> str | None:
    """Return the project on whose page an item can be seen; None when it is not on one project's page."""
    from app.orchestrators.milestones.milestones import list_milestones

    if item.versions is not None:
        return item.target
    if item.kind not in _OF_MILESTONES:
        return None
    return next((row.milestone.project for row in list_milestones(ctx) if row.milestone.id == item.target), None)


def load_rows(ctx: "Context", *, batch: str) -> list[tuple[int, str]]:
    """Return what an import left out: the line in its file and why."""
    from app.orchestrators.review.batches import rejected_rows

    return rejected_rows(ctx, batch)


def dismiss(ctx: "Context", *, keys: Sequence[str]) -> Any:
    """Put items away; one undo brings all of them back."""
    from app.orchestrators.review.batches import dismiss_all

    return dismiss_all(ctx, keys)
