"""Review: findings to decide on, their fixes, and putting one away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain import timer
from app.domain.days import local_day, next_day
from app.domain.entities.workspace import Dismissal
from app.domain.errors import NotFound, RuleBroken
from app.domain.findings import Finding, long_entries, missing_projects, overlaps, twins, without_project
from app.domain.ids import ProjectId
from app.orchestrators.milestones.milestones import milestone_rows
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork

# Older things are history, not decisions.
LOOK_BACK_DAYS = 90

FIX_LABELS = {
    "stop": "Stop it now",
    "discard": "Discard it",
    "open": "Show it",
    "cut_first": "Shorten the first",
    "cut_second": "Shorten the second",
    "choose_project": "Choose a project",
    "restore_project": "Restore the project",
    "merge": "Merge them",
    "complete": "Mark as completed",
    "dismiss": "Dismiss",
}


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that can be done about an item; ``asks_project`` when a project has to be chosen first, ``shows``
    when it changes nothing and only leads to the place.
    """

    code: str
    label: str
    asks_project: bool = False
    shows: bool = False


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One card of the Review page."""

    key: str
    kind: str
    message: str
    detail: str
    subjects: tuple[str, ...]
    fixes: tuple[Fix, ...]
    at: int


@workflow
def review_items(ctx: Context) -> list[ReviewItem]:
    """Return what wants a decision, newest first, without what was dismissed."""
    with reading(ctx) as read:
        return _items(ctx, read)


@workflow
def apply_fix(ctx: Context, key: str, fix: str, *, project: ProjectId | None = None) -> Outcome[ReviewItem]:
    """Do what a fix says; ``project`` is the one chosen for ``choose_project``.

    Raises:
        NotFound: the item has settled itself meanwhile. RuleBroken: the fix is not one of the item's.
    """
    with unit_of_work(ctx, f"review_{fix}") as work:
        item = next((item for item in _items(ctx, work) if item.key == key), None)
        if item is None:
            raise NotFound("This has settled itself meanwhile.", key=key)
        if fix not in {known.code for known in item.fixes}:
            raise RuleBroken("This cannot be done here.", fix=fix)
        _apply(ctx, work, item, fix, project)
        work.describe(item.message)
    return work.outcome(item)


@workflow
def dismiss(ctx: Context, key: str) -> Outcome[str]:
    """Put an item away; it comes back only if what it is about changes."""
    with unit_of_work(ctx, "dismiss") as work:
        work.dismissals.save(Dismissal(id=ctx.new_id(), created_at=ctx.now(), finding=key))
    return work.outcome(key)


def _items(ctx: Context, read: Repositories) -> list[ReviewItem]:
    today = local_day(ctx.now(), ctx.zone)
    recent = read.time_entries.of_day_range(next_day(today, -LOOK_BACK_DAYS), next_day(today, 1))
    projects = read.projects.all()
    hours = int(read.settings.value("long_entry_hours", 10))
    findings = [
        *long_entries(
            [*read.time_entries.all_running(), *(e for e in recent if not e.running)], now=ctx.now(), hours=hours
        ),
        *overlaps(recent, now=ctx.now()),
        *without_project(recent),
        *missing_projects(recent, {project.id for project in projects}),
        *twins(projects),
        *_milestones(ctx, read),
        *_rejected(read),
    ]
    dismissed = read.dismissals.findings()
    items = [_item(finding) for finding in findings if finding.key not in dismissed]
    return sorted(items, key=lambda item: -item.at)


def _milestones(ctx: Context, read: Repositories) -> list[Finding]:
    found = []
    for row in milestone_rows(ctx, read, None):
        milestone = row.milestone
        if row.overdue:
            message = f"The milestone “{milestone.name}” of “{row.project_name}” was due on {row.last_day}."
            key = f"overdue:{milestone.id}:{row.last_day}"
            found.append(
                Finding(key, "milestone_overdue", message, "", (milestone.id,), ("complete",), milestone.created_at)
            )
        elif milestone.completed_at is None and row.used is not None and row.used > 1:
            message = f"The milestone “{milestone.name}” of “{row.project_name}” is over its budget."
            key = f"over:{milestone.id}:{milestone.budget_minutes}"
            found.append(
                Finding(key, "milestone_over", message, "", (milestone.id,), ("complete",), milestone.created_at)
            )
    return found


def _rejected(read: Repositories) -> list[Finding]:
    return [
        Finding(
            f"rejected:{batch}",
            "import_rejected",
            f"{count} {'row' if count == 1 else 'rows'} of “{file}” could not be imported.",
            f"Line {line}: {reason}",
            (batch,),
            (),
            at,
        )
        for batch, file, count, line, reason, at in read.rejected_rows.batches()
    ]


def _item(finding: Finding) -> ReviewItem:
    fixes = tuple(
        Fix(code, FIX_LABELS[code], asks_project=code == "choose_project", shows=code == "open")
        for code in finding.fixes
    )
    return ReviewItem(finding.key, finding.kind, finding.message, finding.detail, finding.subjects, fixes, finding.at)


def _apply(ctx: Context, work: UnitOfWork, item: ReviewItem, fix: str, project: ProjectId | None) -> None:
    if fix == "stop":
        work.time_entries.save(timer.stop(work.time_entries.require(item.subjects[0]), now=ctx.now()))
    elif fix == "discard":
        work.time_entries.delete(item.subjects[0])
    elif fix in ("cut_first", "cut_second"):
        first, second = (work.time_entries.require(id_) for id_ in item.subjects)
        shortened = (
            timer.cut(first, [second], now=ctx.now())
            if fix == "cut_first"
            else timer.cut(second, [first], now=ctx.now())
        )
        cut = first if fix == "cut_first" else second
        if shortened is None:
            work.time_entries.delete(cut.id)
        else:
            work.time_entries.save(shortened)
    elif fix == "choose_project":
        chosen = work.projects.require(project or "")
        for entry in work.time_entries.by_ids(item.subjects).values():
            work.time_entries.save(replace(entry, project=ProjectId(chosen.id)))
    elif fix == "restore_project":
        _restore_project(work, item)
    elif fix == "merge":
        twin, older = item.subjects
        work.projects.save(replace(work.projects.require(twin), merged_into=ProjectId(older)))
    elif fix == "complete":
        work.milestones.save(replace(work.milestones.require(item.subjects[0]), completed_at=ctx.now()))


def _restore_project(work: UnitOfWork, item: ReviewItem) -> None:
    entry = work.time_entries.require(item.subjects[0])
    if entry.project is None or not work.projects.revive(entry.project):
        raise NotFound("The project was never here; it may still be on its way from another device.")
