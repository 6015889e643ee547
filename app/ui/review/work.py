"""What the Review page asks of the workflows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.ids import ProjectId
from app.domain.outcome import Changes
from app.ui.review.cards import FixLine, ItemLine

if TYPE_CHECKING:
    from app.storage.context import Context


def load(ctx: "Context") -> list[ItemLine]:
    """Return the open items, as they are shown."""
    from app.orchestrators.review.review import review_items

    return [
        ItemLine(
            item.key,
            item.kind,
            item.message,
            item.detail,
            tuple(
                FixLine(fix.code, fix.label, fix.asks_project, fix.shows) for fix in item.fixes if fix.code != "dismiss"
            ),
            item.subjects,
        )
        for item in review_items(ctx)
    ]


def fix(ctx: "Context", *, key: str, code: str, project: str | None = None) -> Any:
    """Apply one of an item's fixes, with the project that was chosen for it."""
    from app.orchestrators.review.review import apply_fix

    return apply_fix(ctx, key, code, project=ProjectId(project) if project else None)


def load_projects(ctx: "Context") -> list[tuple[str, str]]:
    """Return the projects that time can go to, as (name, id)."""
    from app.orchestrators.projects.projects import list_projects

    return [(row.project.name, row.project.id) for row in list_projects(ctx)]


def dismiss(ctx: "Context", *, keys: Sequence[str]) -> Any:
    """Dismiss items; each stays undoable on its own."""
    from app.orchestrators.review.review import dismiss as dismiss_one

    outcomes = [dismiss_one(ctx, key) for key in keys]
    changes = Changes()
    for outcome in outcomes:
        changes |= outcome.changes
    return replace(outcomes[-1], changes=changes)
