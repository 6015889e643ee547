"""What a project's page asks of the workflows of milestones and tasks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.storage.context import Context


def add_milestone(ctx: "Context", *, project: str, fields: dict[str, Any], accept_warnings: bool = False) -> Any:
    """Add a milestone."""
    from app.orchestrators.milestones.milestones import create_milestone

    return create_milestone(ctx, project=project, accept_warnings=accept_warnings, **fields)


def edit_milestone(ctx: "Context", *, id: str, fields: dict[str, Any], accept_warnings: bool = False) -> Any:  # noqa: A002
    """Change a milestone."""
    from app.orchestrators.milestones.milestones import update_milestone

    return update_milestone(ctx, id, accept_warnings=accept_warnings, **fields)


def complete_milestone(ctx: "Context", *, id: str, done: bool) -> Any:  # noqa: A002
    """Complete a milestone, or open it again."""
    from app.orchestrators.milestones.milestones import complete_milestone as complete

    return complete(ctx, id, done=done)


def reorder_milestones(ctx: "Context", *, ids: Sequence[str]) -> Any:
    """Put milestones in order."""
    from app.orchestrators.milestones.milestones import reorder_milestones as reorder

    return reorder(ctx, ids)


def delete_milestone(ctx: "Context", *, id: str) -> Any:  # noqa: A002
    """Delete a milestone."""
    from app.orchestrators.milestones.milestones import delete_milestone as delete

    return delete(ctx, id)


def add_task(ctx: "Context", *, project: str, name: str) -> Any:
    """Add a task."""
    from app.orchestrators.tasks.tasks import create_task

    return create_task(ctx, project=project, name=name)


def edit_task(ctx: "Context", *, id: str, fields: dict[str, Any]) -> Any:  # noqa: A002
    """Rename a task, or mark it done."""
    from app.orchestrators.tasks.tasks import update_task

    return update_task(ctx, id, **fields)


def delete_task(ctx: "Context", *, id: str) -> Any:  # noqa: A002
    """Delete a task; its entries stay with the project."""
    from app.orchestrators.tasks.tasks import delete_task as delete

    return delete(ctx, id)
