"""What the entry bar asks of the workflows."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.ids import TagId
from app.domain.outcome import Changes, Outcome

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.orchestrators.time_tracking.log import Suggestion
    from app.orchestrators.time_tracking.quick import Preview
    from app.storage.context import Context

T = TypeVar("T")
_OFFERED = 6


def understand(ctx: "Context", *, text: str) -> "tuple[Preview, list[Suggestion]]":
    """Return what a line means, and what was worked on before that fits its words."""
    from app.orchestrators.time_tracking.log import suggestions
    from app.orchestrators.time_tracking.quick import preview_text

    preview = preview_text(ctx, text)
    return preview, suggestions(ctx, preview.line.description, limit=_OFFERED)


def start(ctx: "Context", *, text: str, create: bool, repeated: str | None = None) -> "Outcome[TimeEntry]":
    """Do what a line says."""
    from app.orchestrators.time_tracking.quick import start_from_text

    return start_from_text(ctx, text, create_missing=create, repeated=repeated)


def change_running(
    ctx: "Context", *, text: str, create: bool = False, repeated: str | None = None
) -> "Outcome[TimeEntry]":
    """Let the running entry be what a line says; what the line does not name stays.

    Raises:
        RuleBroken: the line cannot be read. UnknownName: no such project, and it may not be created.
    """
    from app.domain.errors import raise_if_blocked
    from app.orchestrators.references import UnknownName
    from app.orchestrators.time_tracking.entries import edit_entry
    from app.orchestrators.time_tracking.quick import preview_text
    from app.orchestrators.time_tracking.status import status

    running = status(ctx).running
    preview = preview_text(ctx, text)
    if running is None or preview.line.ended_at is not None:
        return start(ctx, text=text, create=create, repeated=repeated)
    raise_if_blocked([problem for problem in preview.problems if not (repeated and problem.code == "time_repeated")])
    if preview.unknown_project and not create:
        name = preview.unknown_project
        raise UnknownName(f"There is no project named “{name}”.", kind="project", name=name)
    if preview.unknown_milestone:
        name = preview.unknown_milestone
        raise UnknownName(f"There is no milestone “{name}”.", kind="milestone", name=name)
    steps = _Steps()
    fields = _fields(ctx, steps, text, preview, running, repeated)
    return steps.outcome(edit_entry(ctx, running.id, **fields))


class _Steps:
    """What several workflows in a row changed, to be told as one."""

    def __init__(self) -> None:
        self._changes = Changes()

    def take(self, outcome: "Outcome[T]") -> "T":
        self._changes |= outcome.changes
        return outcome.value

    def outcome(self, last: "Outcome[T]") -> "Outcome[T]":
        return replace(last, changes=self._changes | last.changes)


def _fields(
    ctx: "Context", steps: _Steps, text: str, preview: "Preview", running: "TimeEntry", repeated: str | None
) -> dict[str, Any]:
    from app.domain.quick_entry.parser import parse

    line, found = preview.line, preview.found
    fields: dict[str, Any] = {"description": line.description}
    project = found.project.id if found.project else None
    if preview.unknown_project:
        project = _new_project(ctx, steps, preview.unknown_project)
    if project is not None:
        fields["project"] = project
        fields["task"] = found.task.id if found.task else _new_task(ctx, steps, project, preview.unknown_task)
    if found.milestone:
        fields["milestone"] = found.milestone.id
    if line.tags:
        made = {_new_tag(ctx, steps, name) for name in found.unknown_tags}
        fields["tags"] = running.tags | {tag.id for tag in found.tags} | made
    if line.billable is not None:
        fields["billable"] = line.billable
    if line.started_at is not None:
        fields["started_at"] = parse(text, now=ctx.now(), tz=ctx.zone, repeated=repeated).started_at
    return fields


def _new_project(ctx: "Context", steps: _Steps, name: str) -> str:
    from app.orchestrators.projects.projects import create_project

    return steps.take(create_project(ctx, name=name)).id


def _new_task(ctx: "Context", steps: _Steps, project: str, name: str | None) -> str | None:
    if not name:
        return None
    from app.orchestrators.tasks.tasks import create_task

    return steps.take(create_task(ctx, project=project, name=name)).id


def _new_tag(ctx: "Context", steps: _Steps, name: str) -> TagId:
    from app.orchestrators.tags.tags import create_tag

    return TagId(steps.take(create_tag(ctx, name=name)).id)


def set_new_project(ctx: "Context", *, entry: str, name: str) -> "Outcome[TimeEntry]":
    """Put an entry into a new project."""
    from app.orchestrators.time_tracking.entries import edit_entry

    steps = _Steps()
    return steps.outcome(edit_entry(ctx, entry, project=_new_project(ctx, steps, name)))


def add_new_tag(ctx: "Context", *, entry: str, name: str) -> "Outcome[TimeEntry]":
    """Create a tag and put it on the running entry."""
    from app.orchestrators.time_tracking.entries import edit_entry
    from app.orchestrators.time_tracking.status import status

    steps = _Steps()
    running, tag = status(ctx).running, _new_tag(ctx, steps, name)
    return steps.outcome(edit_entry(ctx, entry, tags=(running.tags if running else frozenset()) | {tag}))


def move_start(ctx: "Context", *, at: int) -> "Outcome[TimeEntry]":
    """Let the running entry have begun at another time."""
    from app.orchestrators.time_tracking import timer

    return timer.move_start(ctx, at)
