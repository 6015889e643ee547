"""Review: items to decide on, their fixes, and putting one away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.domain.entities.workspace import Dismissal
from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.review.fixes import Fixing, apply, changes_something
from app.orchestrators.review.gathering import findings
from app.orchestrators.review.versions import questions
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.findings import Finding
    from app.domain.ids import ProjectId
    from app.domain.outcome import Outcome
    from app.orchestrators.review.versions import Versions
    from app.storage.context import Context

FIX_LABELS = {
    "keep": "It was running",
    "stop": "Stop it",
    "stop_then": "Stop it where it was last seen",
    "discard": "Discard it",
    "open": "Show it",
    "open_timeline": "See it in the timeline",
    "open_calendar": "See it in the calendar",
    "cut_first": "Shorten the first",
    "cut_second": "Shorten the second",
    "choose_project": "Choose a project",
    "restore_project": "Restore the project",
    "merge": "Merge them",
    "complete": "Mark as completed",
    "keep_this": "Keep this",
    "keep_that": "Keep that",
    "keep_both": "Keep both",
    "keep_edit": "Keep the edit",
    "delete_after_all": "Delete it after all",
    "keep_both_running": "Let both run",
    "keep_one": "Keep one of each",
}


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that can be done about an item.

    ``asks_project`` when a project has to be chosen first, ``shows`` when it only leads to the place.
    """

    code: str
    label: str
    asks_project: bool = False
    shows: bool = False


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One card of the Review page; ``values`` is what its sentences speak of."""

    key: str
    kind: str
    message: str
    detail: str
    subjects: tuple[str, ...]
    fixes: tuple[Fix, ...]
    at: int
    values: Mapping[str, Any] = field(default_factory=dict)
    versions: Versions | None = None


@workflow
def review_items(ctx: Context) -> list[ReviewItem]:
    """Return what wants a decision, newest first, without what was dismissed."""
    with reading(ctx) as read:
        asked = {question.finding.key: question.versions for question in questions(ctx, read)}
        return [_item(finding, asked.get(finding.key)) for finding in findings(ctx, read)]


@workflow
def apply_fix(ctx: Context, key: str, fix: str, *, project: ProjectId | None = None) -> Outcome[ReviewItem]:
    """Do what a fix says; ``project`` is the one chosen for ``choose_project``.

    Raises:
        NotFound: the item has settled itself meanwhile. RuleBroken: the fix is not one of the item's, or a rule or a
            lock forbids it.
    """
    with unit_of_work(ctx, f"review_{fix}") as work:
        finding = next((finding for finding in findings(ctx, work) if finding.key == key), None)
        if finding is None:
            raise NotFound("This has settled itself meanwhile.", key=key)
        if fix not in finding.fixes or not changes_something(fix):
            raise RuleBroken("This cannot be done here.", fix=fix, possible=finding.fixes)
        apply(Fixing(ctx, work, finding, project), fix)
        work.describe(finding.message)
    return work.outcome(_item(finding))


@workflow
def dismiss(ctx: Context, key: str) -> Outcome[str]:
    """Put an item away; it comes back only if what it is about changes."""
    with unit_of_work(ctx, "dismiss") as work:
        work.dismissals.save(Dismissal(id=ctx.new_id(), created_at=ctx.now(), finding=key))
    return work.outcome(key)


def _item(finding: Finding, versions: Versions | None = None) -> ReviewItem:
    fixes = tuple(
        Fix(code, FIX_LABELS[code], asks_project=code == "choose_project", shows=not changes_something(code))
        for code in finding.fixes
    )
    return ReviewItem(
        finding.key, finding.kind, finding.message, finding.detail, finding.subjects, fixes, finding.at, finding.values,
        versions,
    )  # fmt: skip
