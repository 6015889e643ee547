"""Our store of a given size, filled through the product's own import door, a file a zone."""

import csv
import tempfile
from pathlib import Path

from app.bootstrap import open_context
from app.domain.days import wall_clock
from app.orchestrators.exchange.importing import plan_import, run_import
from app.storage.context import Context
from tests.benchmarks.generate import ZONES, Row, rows

HEADER = (
    "User", "Email", "Client", "Project", "Task", "Description", "Billable", "Start date", "Start time", "End date",
    "End time", "Duration", "Tags",
)  # fmt: skip


def build(folder: Path, count: int) -> None:
    """Fill a store with ``count`` generated entries."""
    with tempfile.TemporaryDirectory() as scratch:
        files = {zone: Path(scratch) / f"{number}.csv" for number, zone in enumerate(ZONES)}
        for zone, path in files.items():
            write_csv(path, zone, count)
        ctx = open_context(str(folder))
        try:
            for zone, path in files.items():
                bring_in(ctx, path, zone)
        finally:
            ctx.database.close()


def bring_in(ctx: Context, path: Path, zone: str) -> int:
    """Import a file; returns how many entries it added."""
    plan = plan_import(ctx, path, zone=zone, repeated="first")
    return run_import(ctx, plan).value.created


def write_csv(path: Path, zone: str, count: int) -> None:
    """Write the generated entries of one zone as a detailed report of Toggl Track."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_cells(row) for row in rows(count) if row.zone == zone)


def _cells(row: Row) -> tuple[str, ...]:
    start, end = wall_clock(row.start, row.zone), wall_clock(row.end, row.zone)
    seconds = row.end - row.start
    return (
        "Me", "me@example.org", row.client, row.project, "", row.description, "Yes" if row.billable else "No",
        f"{start:%Y-%m-%d}", f"{start:%H:%M:%S}", f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}",
        f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}", ", ".join(row.tags),
    )  # fmt: skip
