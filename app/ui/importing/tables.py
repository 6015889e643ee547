"""What the dialog asks of tables of no known program. Runs in the lanes of Jobs, never on the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.errors import AppError
from app.ui.importing import plans

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.orchestrators.exchange.mapping import FirstRow, TableColumns
    from app.orchestrators.exchange.plans import ImportPlan
    from app.storage.context import Context
    from app.ui.importing.lines import PlanLine

# The format that plan_import reads named columns as.
_TABLE = "csv"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would become: its first rows and its figures, or the sentence that says what is missing."""

    rows: tuple[FirstRow, ...] = ()
    planned: tuple[ImportPlan, PlanLine] | None = None
    missing: str = ""


def columns_of(ctx: Context, *, path: Path) -> TableColumns | None:
    """Return the columns of a file, None where it is no table."""
    from app.orchestrators.exchange.mapping import table_columns

    found = table_columns(ctx, path)
    return found if found.is_table else None


def is_table(plan: ImportPlan) -> bool:
    """Return whether a file was read as a table of no known program."""
    return plan.format == _TABLE


def preview(ctx: Context, *, path: Path, columns: Mapping[str, str], answers: Mapping[str, Any]) -> Preview:
    """Say what a table would become when its columns hold what is said; what is not enough is no error here."""
    from app.orchestrators.exchange.mapping import first_rows

    try:
        rows = first_rows(ctx, path, columns or {"date": ""}, date_order=answers.get("date_order"))
        plan, line = plans.dry_run(ctx, path=path, answers={**answers, "columns": dict(columns)})
    except AppError as error:
        return Preview(missing=str(error))
    reasons = {row.line: row.reason for row in plan.rejected}
    return Preview(tuple(_with_reason(row, reasons.get(row.line, "")) for row in rows), (plan, line))


def _with_reason(row: FirstRow, reason: str) -> FirstRow:
    from dataclasses import replace

    return replace(row, reason=row.reason or reason)
