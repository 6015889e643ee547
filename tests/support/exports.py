"""Small exports to import, and what came of them."""

from pathlib import Path
from typing import Any

from app.orchestrators.exchange.importing import plan_import
from app.orchestrators.exchange.plans import ImportPlan
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
TOGGL = HEADER + (
    'Ann,ann@x,Acme,Website,Login,fix,Yes,2026-02-02,09:00:00,2026-02-02,10:30:00,01:30:00,"bug, urgent"\n'
    "Ann,ann@x,,Website,,read,No,2026-02-02,11:00:00,2026-02-02,11:15:00,00:15:00,\n"
)
RUNNING = "inc 20260302T070000Z # bug\n"


def write(folder: Path, text: str, name: str = "toggl.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def plan_of(ctx: Context, folder: Path, text: str, **answers: Any) -> ImportPlan:
    return plan_import(ctx, write(folder, text), **{"zone": "Europe/Berlin"} | answers)


def row(start: str, end: str, *, day: str = "2026-02-02", text: str = "x", length: str = "", project: str = "P") -> str:
    return f"Ann,ann@x,,{project},,{text},No,{day},{start},{day},{end},{length},\n"


def many(count: int) -> str:
    rows = (row(f"{n // 60 % 24:02d}:{n % 60:02d}", f"{n // 60 % 24:02d}:{n % 60:02d}:30", text=f"text {n}",
                day=f"2026-01-{n // 1440 + 1:02d}", project=f"P{n % 7}") for n in range(count))  # fmt: skip
    return HEADER + "".join(rows)


def entries(ctx: Context) -> tuple[int, int]:
    with reading(ctx) as read:
        return read.time_entries.summary(EntryFilter())
