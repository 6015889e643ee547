"""A project's course: its figures fit one another, and each is made from what is known, when it is asked for."""

from typing import Any

import pytest

from app.domain.course import Course
from app.domain.days import days_between, next_day, weekday
from app.domain.entities.projects import ProjectStatus
from app.domain.forecast import Stage, spread
from app.domain.risk import Risk
from app.domain.workdays import HORIZON_DAYS, Workdays
from tests.support.things import a_project

TODAY = "2026-03-02"
WORKDAYS = Workdays(
    {day: 480 if weekday(day) < 5 else 0 for day in days_between("2025-12-01", next_day(TODAY, HORIZON_DAYS))}
)
STEADY = {day: 240 * 60 for day in WORKDAYS.days if day < TODAY}
ALL = sum(STEADY.values())


def course(*, seconds: int = ALL, worked: dict[str, int] | None = None, stages: tuple[Stage, ...] = (),
           planned: dict[str, int] | None = None, **fields: Any) -> Course:  # fmt: skip
    usual: dict[str, Any] = {"start_date": "2025-12-01", "due_date": "2026-03-31", "estimate_minutes": 20_000}
    project = a_project(**(usual | fields))
    return Course(project, TODAY, WORKDAYS, seconds, STEADY if worked is None else worked, planned or {}, stages)


def test_what_was_worked_before_the_days_that_are_known_counts_as_well() -> None:
    found = course(seconds=ALL + 6_000).forecast

    assert found.completed == ALL // 60 + 100
    assert found.remaining == 20_000 - found.completed


def test_what_was_worked_today_and_later_keeps_its_days_free_of_estimates() -> None:
    found = course(worked=STEADY | {TODAY: 60, "2026-03-04": 60}, seconds=ALL + 120).forecast

    assert {TODAY, "2026-03-04"}.isdisjoint(found.auto)
    assert "2026-03-03" in found.auto


def test_pace_finish_day_and_finish_agree_where_the_past_was_steady() -> None:
    found = course()

    assert found.pace == 0.5
    assert found.finish is not None
    assert found.finish_day == found.finish.p50 == found.finish.p85


def test_without_an_estimate_nothing_is_ever_finished() -> None:
    found = course(estimate_minutes=0)

    assert (found.finish, found.finish_day, found.risk) == (None, None, Risk.NO_ESTIMATE)


def test_a_project_s_own_weekdays_are_its_working_time() -> None:
    mondays = course(weekdays=(0,))

    assert mondays.pace == 0.5 * 5
    assert {weekday(day) for day in mondays.forecast.auto} == {0}


@pytest.mark.parametrize(
    ("fields", "risk"),
    [
        ({}, Risk.ON_TRACK),
        ({"estimate_minutes": 30_000}, Risk.AT_RISK),
        ({"due_date": "2026-12-31"}, Risk.AT_RISK),
        ({"due_date": None, "start_date": None, "estimate_minutes": 40_000}, Risk.ON_TRACK),
        ({"due_date": "2026-03-01"}, Risk.LATE),
        ({"due_date": "2026-03-01", "status": ProjectStatus.COMPLETED}, Risk.ON_TRACK),
        ({"due_date": "2026-03-04", "status": ProjectStatus.COMPLETED}, Risk.ON_TRACK),
        ({"estimate_minutes": 60}, Risk.OVER_BUDGET),
    ],
)
def test_a_risk_is_told_by_what_is_open(fields: dict[str, Any], risk: Risk) -> None:
    assert course(**fields).risk is risk


def test_what_is_due_far_beyond_the_known_days_lies_there_for_the_most_part() -> None:
    found = course(due_date="9999-12-31", estimate_minutes=6_000_000, stages=(Stage("m", TODAY, "9999-12-31", 60_000),))
    forecast = found.forecast

    assert sum(forecast.auto.values()) + forecast.later == forecast.remaining
    assert forecast.unscheduled == 0
    assert forecast.later > 0.99 * forecast.remaining


def test_what_begins_after_the_known_days_lies_there_altogether() -> None:
    forecast = course(
        start_date="2040-01-01", due_date="2041-12-31", seconds=0, worked={},
        stages=(Stage("m", "2040-01-01", "2040-06-30", 500),),
    ).forecast  # fmt: skip

    assert (forecast.auto, forecast.later, forecast.unscheduled) == ({}, 20_000, 0)
    assert [stage.auto for stage in forecast.stages] == [500]


def test_a_share_beyond_the_days_is_left_out() -> None:
    days = ["2026-03-02", "2026-03-03"]

    assert spread(100, days, dict.fromkeys(days, 480), beyond=960) == dict.fromkeys(days, 25)
    assert spread(3, days, dict.fromkeys(days, 480), beyond=960) == dict.fromkeys(days, 1)
    assert sum(spread(7, days, dict.fromkeys(days, 480), beyond=10**9).values()) <= 2
