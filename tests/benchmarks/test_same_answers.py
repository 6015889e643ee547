"""What is measured is the same work: both stores hold the same entries and answer alike."""

from pathlib import Path
from typing import Any, cast

import pytest

from app.bootstrap import open_context
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.benchmarks import floor, store
from tests.benchmarks.floor import QUESTIONS
from tests.benchmarks.measure import Measured, as_markdown
from tests.benchmarks.questions import REPORTS, STORE

COUNT = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("measured")
    store.build(made / "ours", COUNT)
    floor.build(made / "floor.db", COUNT)
    return made


@pytest.fixture
def ours(folder: Path) -> Context:
    return open_context(str(folder / "ours"))


def test_both_stores_answer_alike(folder: Path, ours: Context) -> None:
    least = floor.connect(folder / "floor.db")

    with reading(ours) as read:
        found: dict[str, Any] = {name: question(read) for name, question in STORE.items()}
        latest = [entry.started_at for entry in read.time_entries.recent(limit=50)]
    in_sql = {name: least.execute(*question).fetchall() for name, question in QUESTIONS.items()}

    assert sum(row.seconds for row in found["full history by project"]) == sum(
        row[1] for row in in_sql["full history by project"]
    )
    assert sum(row.seconds for row in found["tag totals"]) == sum(row[1] for row in in_sql["tag totals"])
    assert latest == [row[1] for row in in_sql["last 50"]]
    assert {entry.started_at for entry in found["text search"]} == {row[1] for row in in_sql["text search"]}
    assert all(rows for rows in in_sql.values())
    least.close()
    ours.database.close()


def test_reports_that_are_measured_have_lines(ours: Context) -> None:
    assert all(cast("Any", report(ours)).groups for report in REPORTS.values())
    ours.database.close()


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (Measured("a", "1k", 2.0, 1.0, budget=2), True),
        (Measured("a", "1k", 2.1, 1.0, budget=2), False),
        (Measured("a", "1k", 16.0, cap_ms=15), False),
        (Measured("a", "1k", 9_000, at_least=10_000, unit="/s"), False),
        (Measured("a", "1k", 0.9, 0.1, budget=2, unfelt_ms=1), True),
    ],
)
def test_a_row_holds_or_not(row: Measured, holds: bool) -> None:
    assert row.holds is holds
    assert ("holds" if holds else "OVER") in as_markdown([row])
