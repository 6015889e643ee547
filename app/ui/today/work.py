"""What the Today page asks of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.ui.choices import Choice
from app.ui.today.blocks import Block, build

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.orchestrators.time_tracking.status import DayTotal
    from app.storage.context import Context

TASK = "/"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows of a window and the week of one day."""

    block: Block
    week: "Week"


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, and when what runs was counted in them."""

    days: "tuple[DayTotal, ...]"
    read_at: int


def load(ctx: "Context", *, since: str, until: str | None, chosen: str | None, week_of: str | None) -> Loaded:
    """Return a span of days as they are now."""
    from app.orchestrators.time_tracking.day_window import days_again

    return Loaded(build(days_again(ctx, since, until), chosen), week(ctx, day=week_of))


def load_newest(ctx: "Context", *, chosen: str | None, week_of: str | None) -> Loaded:
    """Return the newest days."""
    from app.orchestrators.time_tracking.day_window import newest_days

    return Loaded(build(newest_days(ctx), chosen), week(ctx, day=week_of))


def load_around(ctx: "Context", *, day: str) -> Loaded:
    """Return a day with its neighbours."""
    from app.orchestrators.time_tracking.day_window import days_around

    return Loaded(build(days_around(ctx, day), day), week(ctx, day=day))


def load_around_entry(ctx: "Context", *, id: str) -> Loaded | None:  # noqa: A002 - the field's own name
    """Return the day of an entry with its neighbours; None when the entry is gone."""
    from app.domain.days import local_day
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        entry = read.time_entries.get(id)
        shift = read.session.day_starts_at
    return None if entry is None else load_around(ctx, day=local_day(entry.started_at, entry.tz, shift))


def load_before(ctx: "Context", *, day: str) -> Block:
    """Return the days before a day."""
    from app.orchestrators.time_tracking.day_window import days_before

    return build(days_before(ctx, day))


def load_after(ctx: "Context", *, day: str) -> Block:
    """Return the days after a day."""
    from app.orchestrators.time_tracking.day_window import days_after

    return build(days_after(ctx, day))


def week(ctx: "Context", *, day: str | None) -> Week:
    """Return the seven days of a day's week, today's when None."""
    from app.orchestrators.time_tracking.status import week_strip

    now = ctx.now()
    return Week(tuple(week_strip(ctx, day)), now)


def projects_and_tasks(ctx: "Context") -> tuple[Choice, ...]:
    """Return the projects offered for tracking, each followed by its open tasks (``project/task`` as their id)."""
    from app.storage.unit_of_work import reading
    from app.ui.choices import load_choices

    tasks: dict[str, list[tuple[str, str]]] = {}
    with reading(ctx) as read:
        for task in read.tasks.all():
            if not task.done:
                tasks.setdefault(task.project, []).append((task.id, task.name))
    found: list[Choice] = []
    for project in load_choices(ctx).projects:
        found.append(project)
        found.extend(
            Choice(f"{project.id}{TASK}{id_}", f"{project.name} · {name}", project.color)
            for id_, name in tasks.get(project.id, ())
        )
    return tuple(found)


def tags(ctx: "Context") -> tuple[Choice, ...]:
    """Return the tags."""
    from app.ui.choices import load_choices

    return load_choices(ctx).tags


def edit(ctx: "Context", *, ids: tuple[str, ...], fields: dict[str, Any]) -> "Outcome[Any]":
    """Change fields of one entry, or of many in one action."""
    from app.orchestrators.time_tracking.entries import bulk_edit, edit_entry

    if len(ids) == 1:
        return edit_entry(ctx, ids[0], **fields)
    # A task and a milestone belong to their project; they do not move with the entries.
    rest = {"task": None, "milestone": None} if "project" in fields else {}
    return bulk_edit(ctx, ids, **(rest | fields))


def make_tag(ctx: "Context", *, name: str) -> "Outcome[Any]":
    """Create a tag."""
    from app.orchestrators.tags.tags import create_tag

    return create_tag(ctx, name=name)


def make_project(ctx: "Context", *, name: str) -> "Outcome[Any]":
    """Create a project."""
    from app.orchestrators.projects.projects import create_project

    return create_project(ctx, name=name, accept_warnings=True)


def continue_(ctx: "Context", *, id: str) -> "Outcome[TimeEntry]":  # noqa: A002 - the field's own name
    """Start a timer like an entry."""
    from app.orchestrators.time_tracking.timer import continue_entry

    return continue_entry(ctx, id)


def split(ctx: "Context", *, id: str, at: int) -> "Outcome[Any]":  # noqa: A002
    """Split an entry in two."""
    from app.orchestrators.time_tracking.entries import split_entry

    return split_entry(ctx, id, at)


def merge(ctx: "Context", *, ids: tuple[str, ...]) -> "Outcome[TimeEntry]":
    """Make one entry of several."""
    from app.orchestrators.time_tracking.entries import merge_entries

    return merge_entries(ctx, ids)


def duplicate(ctx: "Context", *, id: str) -> "Outcome[TimeEntry]":  # noqa: A002
    """Add a copy of an entry."""
    from app.orchestrators.time_tracking.entries import duplicate_entry

    return duplicate_entry(ctx, id)


def delete(ctx: "Context", *, ids: tuple[str, ...]) -> "Outcome[int]":
    """Move entries to the trash."""
    from app.orchestrators.time_tracking.entries import delete_entries

    return delete_entries(ctx, ids)


def cut(ctx: "Context", *, id: str) -> "Outcome[TimeEntry | None]":  # noqa: A002
    """Shorten an entry so that it overlaps no other."""
    from app.orchestrators.time_tracking.entries import cut_overlaps

    return cut_overlaps(ctx, id)


def fill(ctx: "Context", *, like: "TimeEntry", since: int, until: int) -> "Outcome[TimeEntry]":
    """Add an entry like another one in a gap."""
    from app.orchestrators.time_tracking.entries import add_entry

    return add_entry(
        ctx, started_at=since, ended_at=until, description=like.description, project=like.project, task=like.task,
        tags=like.tags, billable=like.billable, tz=like.tz,
    )  # fmt: skip


def put_away(ctx: "Context", *, key: str) -> "Outcome[str]":
    """Remember that a gap was a break."""
    from app.orchestrators.review.review import dismiss

    return dismiss(ctx, key)


def now_and_today(ctx: "Context") -> tuple[int, str]:
    """Return the clock and the day it is."""
    from app.domain.days import local_day
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        return ctx.now(), local_day(ctx.now(), ctx.zone, read.session.day_starts_at)
