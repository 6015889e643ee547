"""What can be done about an item of Review, each as one action that can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain import timer
from app.domain.entities.base import Kind
from app.domain.entities.workspace import Dismissal
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import ProjectId
from app.domain.rules.projects import offered_for_tracking
from app.domain.views import effective_ends
from app.orchestrators.locks import Locks
from app.orchestrators.review.deciding import Decision, decide
from app.orchestrators.twins import merge_into

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.findings import Finding
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Fixing:
    """A finding about to be settled; ``project`` is the one that was chosen for it."""

    ctx: Context
    work: UnitOfWork
    finding: Finding
    project: ProjectId | None = None

    @property
    def subject(self) -> str:
        """The id of the first thing it is about."""
        return self.finding.subjects[0]


def apply(fixing: Fixing, code: str) -> None:
    """Do what a fix says.

    Raises:
        NotFound: what it is about is gone. RuleBroken: an entry is locked, or the project chosen takes no work.
    """
    _FIXES[code](fixing)


def changes_something(code: str) -> bool:
    """Return whether a fix does something; the others only lead to the place."""
    return code in _FIXES


def _stop(fixing: Fixing) -> None:
    entries = fixing.work.time_entries
    running = entries.require(fixing.subject)
    # Beside a later timer it counts up to the start of that one.
    end = effective_ends(entries.all_running(running.user)).get(running.id, fixing.ctx.now())
    entries.save(timer.stop(running, now=end))


def _stop_then(fixing: Fixing) -> None:
    work = fixing.work
    running = work.time_entries.require(fixing.subject)
    seen_at = work.heartbeats.all().get(running.id, running.started_at)
    work.time_entries.save(timer.stop(running, now=seen_at))
    work.heartbeats.clear()


def _keep(fixing: Fixing) -> None:
    work, ctx = fixing.work, fixing.ctx
    work.dismissals.save(Dismissal(id=ctx.new_id(), created_at=ctx.now(), finding=fixing.finding.key))
    work.heartbeats.clear()


def _discard(fixing: Fixing) -> None:
    fixing.work.time_entries.delete(fixing.subject)


def _cut_first(fixing: Fixing) -> None:
    _cut(fixing, *fixing.finding.subjects)


def _cut_second(fixing: Fixing) -> None:
    first, second = fixing.finding.subjects
    _cut(fixing, second, first)


def _cut(fixing: Fixing, cut_id: str, other_id: str) -> None:
    entries = fixing.work.time_entries
    cut, other = entries.require(cut_id), entries.require(other_id)
    Locks(fixing.work).require_all_open((cut,))
    shortened = timer.cut(cut, [other], now=fixing.ctx.now())
    if shortened is None:
        entries.delete(cut.id)
    else:
        entries.save(shortened)


def _choose_project(fixing: Fixing) -> None:
    work = fixing.work
    chosen = work.projects.require(fixing.project or "")
    if not offered_for_tracking(chosen):
        raise RuleBroken(
            f"“{chosen.name}” takes no new work. Choose an active project.", project=chosen.id, name=chosen.name
        )
    entries = list(work.time_entries.by_ids(fixing.finding.subjects).values())
    Locks(work).require_all_open(entries)
    # A task and a milestone belong to their project; those of the one that is not here stay behind.
    work.time_entries.save_all(
        replace(entry, project=ProjectId(chosen.id), task=None, milestone=None) for entry in entries
    )


def _restore_project(fixing: Fixing) -> None:
    work = fixing.work
    entry = work.time_entries.require(fixing.subject)
    if entry.project is None or not work.projects.revive(entry.project):
        sentence = "The project was never here; it may still be on its way from another device."
        raise NotFound(sentence, project=entry.project)


def _merge(fixing: Fixing) -> None:
    work, (twin, older) = fixing.work, fixing.finding.subjects
    noun = fixing.finding.values["noun"]
    if noun == "project":
        work.projects.save(replace(work.projects.require(twin), merged_into=ProjectId(older)))
        return
    repository: Any = work.of(Kind(noun))
    merge_into(work, repository.require(twin), repository.require(older))


def _complete(fixing: Fixing) -> None:
    milestone = fixing.work.milestones.require(fixing.subject)
    fixing.work.milestones.save(replace(milestone, completed_at=fixing.ctx.now()))


def _keep_this(fixing: Fixing) -> None:
    _decide(fixing, first=True)


def _keep_that(fixing: Fixing) -> None:
    _decide(fixing, first=False)


def _decide(fixing: Fixing, *, first: bool) -> None:
    finding = fixing.finding
    shown = bool(finding.values["first_is_shown"])
    decide(fixing.ctx, fixing.work, finding.key, first=first, first_is_shown=shown)


def _keep_both(fixing: Fixing) -> None:
    Decision(fixing.ctx, fixing.work, fixing.finding.key).keep_both()


def _keep_both_running(fixing: Fixing) -> None:
    fixing.work.settings.put("several_timers", True)  # noqa: FBT003 - a setting's value


def _keep_one(fixing: Fixing) -> None:
    entries = fixing.work.time_entries
    Locks(fixing.work).require_all_open(entries.by_ids(fixing.finding.subjects).values())
    entries.delete_all(fixing.finding.subjects)


_FIXES: dict[str, Callable[[Fixing], None]] = {
    "keep": _keep,
    "stop": _stop,
    "stop_then": _stop_then,
    "discard": _discard,
    "cut_first": _cut_first,
    "cut_second": _cut_second,
    "choose_project": _choose_project,
    "restore_project": _restore_project,
    "merge": _merge,
    "complete": _complete,
    "keep_this": _keep_this,
    "keep_edit": _keep_this,
    "keep_that": _keep_that,
    "delete_after_all": _keep_that,
    "keep_both": _keep_both,
    "keep_both_running": _keep_both_running,
    "keep_one": _keep_one,
}
