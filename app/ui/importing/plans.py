"""What the import dialog asks of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from app.domain.outcome import Outcome
from app.ui.importing.lines import PlanLine, QuestionLine, RejectedLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from app.orchestrators.exchange.plans import ImportPlan, ImportResult  # noqa: F401 - named in a quoted base
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class Imported(Outcome["ImportResult"]):
    """An import that was done. It is an outcome, so that the lane tells every page, also when the dialog is gone."""

    @property
    def created(self) -> int:
        """How many entries were added, a running one included."""
        return self.value.created + self.value.running

    @property
    def rejected(self) -> int:
        """How many rows wait in Review."""
        return self.value.rejected

    @property
    def undo(self) -> Callable[[Context], Any] | None:
        """What takes the whole import back; None when it added nothing."""
        from app.orchestrators.history.history import undo

        return partial(undo, action=int(self.changes.action)) if self.changes.action else None


def dry_run(ctx: Context, *, path: Path, answers: Mapping[str, Any]) -> tuple[ImportPlan, PlanLine]:
    """Say what importing a file would do, with the answers given so far.

    The viewer's own zone is taken for the answer until another one is chosen; nothing else is answered by itself.
    """
    from app.orchestrators.exchange.importing import plan_import

    plan = plan_import(ctx, path, **{"zone": ctx.zone} | dict(answers))
    return plan, _line(plan)


def run(
    ctx: Context, *, plan: ImportPlan, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> Imported:
    """Do what a plan says."""
    from app.orchestrators.exchange.importing import run_import

    outcome = run_import(ctx, plan, progress=progress, cancelled=cancelled)
    return Imported(outcome.value, outcome.changes, outcome.problems)


def _line(plan: ImportPlan) -> PlanLine:
    return PlanLine(
        format=plan.title,
        created=plan.created,
        duplicates=plan.duplicates,
        running=plan.running,
        seconds=plan.total_seconds,
        projects=plan.projects,
        clients=plan.clients,
        tasks=plan.tasks,
        tags=plan.tags,
        zone=plan.zone,
        date_order=plan.date_order,
        rejected=tuple(RejectedLine(row.line, row.reason) for row in plan.rejected),
        questions=tuple(
            QuestionLine(question.code, question.text, question.options, plan.answers.get(question.code))
            for question in plan.asked
        ),
        notes=plan.notes,
    )
