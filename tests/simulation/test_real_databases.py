"""The same worlds over a real database: the same answers, the same logs."""

import pytest

from tests.simulation.runs import play_all
from tests.simulation.sql_mirror import mirror_on


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_real_database_answers_as_the_tables_in_memory_do(kind: str) -> None:
    with mirror_on(kind) as mirror:
        outcome = play_all(range(8), mirror=mirror)

    assert outcome.failed == 0, outcome.line()


def test_a_database_that_answers_otherwise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.log.reads._whole_groups", lambda rows: rows)
    with mirror_on("sqlite") as mirror:
        outcome = play_all(range(8), most_failures=1, mirror=mirror)

    assert outcome.kinds == {"store": 1}


def test_the_apps_own_store_keeps_every_promise() -> None:
    outcome = play_all(range(40), real_files=True)

    assert outcome.failed == 0, outcome.line()
