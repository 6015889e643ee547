"""Real exports: totals as they are known, nothing twice, one undo. Skipped where the files are not beside the checkout."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError
from app.orchestrators.exchange.importing import plan_import, run_import
from app.orchestrators.exchange.plans import ImportPlan
from app.orchestrators.history.history import undo
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading
from tests.support.store import make_context

FOLDER = Path(__file__).parents[4] / "shared" / "imports"
FORMATS = (
    "toggl", "toggl-api", "clockify", "watson", "timewarrior", "hamster", "timeclock", "gtimelog", "klog", "org", "timetagger",
    "rescuetime", "harvest", "kimai", "jira", "solidtime", "generic-csv",
)  # fmt: skip
NOW = 1_795_500_000  # 2026-11-24, after the newest of them

pytestmark = [
    pytest.mark.shared_files,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared export files are not beside this checkout"),
]


def known() -> dict[str, Any]:
    path = FOLDER / "expected.json"
    everything = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        name: one
        for name, one in everything.items()
        if name.split("/")[0] in FORMATS and one.get("set") == "shared" and "total_seconds" in one
    }


def answered(ctx: Context, path: Path) -> ImportPlan:
    first = plan_import(ctx, path)
    answers: dict[str, Any] = {one.code: str(one.suggestion) for one in first.questions}
    return plan_import(ctx, path, **answers)


@pytest.mark.parametrize("name", known())
def test_totals_are_the_known_ones_and_nothing_comes_twice(name: str) -> None:
    expected, ctx, path = known()[name], make_context(now=NOW), FOLDER / name
    result = run_import(ctx, answered(ctx, path)).value

    assert result.total_seconds == expected["total_seconds"]
    assert result.created == expected["closed"] - expected.get("negative", 0) if "closed" in expected else True
    # Of several that run there one can go on here.
    assert result.running == min(1, expected.get("running", 0))
    assert result.projects == expected.get("projects", 0)
    again = answered(ctx, path)
    assert (again.created, again.running) == (0, 0)
    if result.created + result.running:
        undo(ctx)
    with reading(ctx) as read:
        assert read.time_entries.summary(EntryFilter()) == (0, 0)
        assert [*read.projects.all(), *read.clients.all(), *read.tags.all(), *read.tasks.all()] == []
    ctx.database.close()


def test_an_export_of_timewarrior_is_its_data_over_again() -> None:
    for path in sorted((FOLDER / "timewarrior" / "derived-export").glob("*.json")):
        ctx = make_context(now=NOW)
        data = path.parent.parent / path.name.replace(".export.json", ".data")
        run_import(ctx, answered(ctx, data))
        plan = answered(ctx, path)
        assert (plan.created, plan.running) == (0, 0)
        ctx.database.close()


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("name", known())
def test_a_real_file_cut_off_is_read_as_far_as_it_goes_or_refused(tmp_path: Path, name: str, tenth: int) -> None:
    content = (FOLDER / name).read_bytes()
    cut = tmp_path / "cut"
    cut.write_bytes(content[: len(content) * tenth // 10])
    ctx = make_context(now=NOW)
    created = 0
    with contextlib.suppress(AppError):
        created = answered(ctx, cut).created

    assert created <= known()[name]["entries"]
    ctx.database.close()
