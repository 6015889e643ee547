"""What every workflow gets: it is timed, and its failures are logged unless they are the person's to mend."""

import logging

import pytest

from app.domain.errors import RuleBroken
from app.orchestrators import workflow as module
from app.orchestrators.workflow import workflow
from app.system.metrics import METRICS


@workflow
def behave(how: str) -> str:
    if how == "rule":
        raise RuleBroken("No.")
    if how == "bug":
        raise ZeroDivisionError
    return how


NAME = f"{__name__.split('.')[2]}.behave"


def counted() -> tuple[int, int]:
    return next(((one.runs, one.errors) for one in METRICS.figures() if one.name == NAME), (0, 0))


def test_a_workflow_is_counted_with_its_errors(expect_logs: list[str]) -> None:
    runs, errors = counted()

    assert behave("well") == "well"
    for how, error in (("rule", RuleBroken), ("bug", ZeroDivisionError)):
        with pytest.raises(error):
            behave(how)

    assert counted() == (runs + 3, errors + 2)


def test_a_bug_is_logged_and_a_rule_is_not(expect_logs: list[str]) -> None:
    with pytest.raises(RuleBroken):
        behave("rule")
    assert expect_logs == []

    with pytest.raises(ZeroDivisionError):
        behave("bug")
    assert expect_logs == [f"app.orchestrators: {NAME} failed"]


def test_a_slow_workflow_says_so(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(module, "SLOW_S", -1)

    with caplog.at_level(logging.INFO, "app.orchestrators"):
        behave("well")

    assert "took" in caplog.text
