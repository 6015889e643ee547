"""Entries of locked days and issued invoices stay as they are."""

from typing import Any

import pytest

from app.domain.entities.billing import InvoiceStatus
from app.domain.errors import RuleBroken
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import (
    add_entry,
    bulk_edit,
    cut_overlaps,
    delete_entries,
    duplicate_entry,
    edit_entry,
    merge_entries,
    split_entry,
)
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from tests.orchestrators.making import (
    DAY,
    HOUR,
    an_entry,
    an_invoice,
    running,
    stored,
)
from tests.support.store import MORNING, clock_of

CHANGES: dict[str, Any] = {
    "edit": lambda ctx, entry: edit_entry(ctx, entry.id, description="x"),
    "bulk": lambda ctx, entry: bulk_edit(ctx, [entry.id], billable=True),
    "move away": lambda ctx, entry: edit_entry(ctx, entry.id, started_at=MORNING - 60, ended_at=MORNING),
    "split": lambda ctx, entry: split_entry(ctx, entry.id, entry.started_at + 60),
    "merge": lambda ctx, entry: merge_entries(ctx, [entry.id, an_entry(ctx).id]),
    "duplicate": lambda ctx, entry: duplicate_entry(ctx, entry.id),
    "cut": lambda ctx, entry: cut_overlaps(ctx, entry.id),
    "delete": lambda ctx, entry: delete_entries(ctx, [entry.id]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_locked_day_cannot_be_changed(ctx: Context, change: str) -> None:
    entry = an_entry(ctx, MORNING - DAY, HOUR)
    an_entry(ctx, MORNING - DAY, 600)
    update_settings(ctx, locked_before="2026-03-02")

    with pytest.raises(RuleBroken, match="Days before 2026-03-02 are locked"):
        CHANGES[change](ctx, entry)

    assert stored(ctx, entry) == entry


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "duplicate"])
def test_a_billed_entry_cannot_be_changed(ctx: Context, change: str) -> None:
    entry = an_entry(ctx, MORNING - DAY, HOUR)
    an_invoice(ctx, entry, number="R-17", status=InvoiceStatus.PAID)

    with pytest.raises(RuleBroken, match="R-17"):
        CHANGES[change](ctx, entry)

    assert stored(ctx, entry) == entry


@pytest.mark.parametrize("status", [InvoiceStatus.DRAFT, InvoiceStatus.CANCELLED])
def test_an_invoice_that_is_not_out_locks_nothing(ctx: Context, status: InvoiceStatus) -> None:
    entry = an_entry(ctx)
    an_invoice(ctx, entry, status=status)

    assert edit_entry(ctx, entry.id, description="x").value.description == "x"


@pytest.mark.parametrize(
    "change",
    [
        lambda ctx, entry: edit_entry(ctx, entry.id, started_at=MORNING - 2 * DAY, ended_at=MORNING - DAY),
        lambda ctx, entry: bulk_edit(ctx, [entry.id], started_at=MORNING - 2 * DAY),
        lambda ctx, entry: add_entry(ctx, started_at=MORNING - DAY, ended_at=MORNING - DAY + 60),
    ],
    ids=["edit", "bulk", "add"],
)
def test_nothing_moves_into_a_locked_day(ctx: Context, change: Any) -> None:
    entry = an_entry(ctx)
    update_settings(ctx, locked_before="2026-03-02")

    with pytest.raises(RuleBroken, match="locked"):
        change(ctx, entry)

    assert stored(ctx, entry) == entry


def test_a_running_entry_of_a_locked_day_can_be_finished_but_not_moved_further_back(ctx: Context) -> None:
    start_timer(ctx)
    clock_of(ctx).forward(DAY)
    update_settings(ctx, locked_before="2026-03-03")
    entry = running(ctx)[0]

    with pytest.raises(RuleBroken, match="locked"):
        edit_entry(ctx, entry.id, started_at=MORNING - 60)
    assert (
        edit_entry(ctx, entry.id, description="night shift", ended_at=MORNING + HOUR).value.description == "night shift"
    )
