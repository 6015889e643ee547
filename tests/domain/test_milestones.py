"""Milestones: their periods, what belongs to them, and how they stand."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.projects import Milestone
from app.domain.forecast import Stage
from app.domain.ids import ProjectId
from app.domain.milestone_figures import MilestoneStanding, belonging, chosen, occurrences_of, stages_of, summary
from app.domain.problems import Severity
from app.domain.recurrence import MOST, is_rule, occurrences, repeated_periods
from app.domain.rules.milestones import check_milestone, milestone_of, periods
from tests.support.things import a_milestone, a_project

PROJECT = a_project(start_date="2026-01-01", due_date="2026-01-31", estimate_minutes=1000)


def codes(milestone: Milestone, *others: Milestone) -> list[tuple[str, Severity]]:
    return [(problem.code, problem.severity) for problem in check_milestone(milestone, PROJECT, others)]


def test_a_milestone_without_a_start_begins_after_the_one_before_it() -> None:
    first, second = a_milestone(due_date="2026-01-10"), a_milestone(due_date="2026-01-20")
    third = a_milestone(start_date="2026-01-25", due_date="2026-01-31")

    assert periods(PROJECT, [third, second, first]) == {
        first.id: ("2026-01-01", "2026-01-10"),
        second.id: ("2026-01-11", "2026-01-20"),
        third.id: ("2026-01-25", "2026-01-31"),
    }


def test_without_any_start_a_milestone_is_its_due_day() -> None:
    only = a_milestone(due_date="2026-01-10")

    assert periods(a_project(), [only]) == {only.id: ("2026-01-10", "2026-01-10")}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"start_date": "2026-01-05", "due_date": "2026-01-04"}, "due_before_start"),
        ({"budget_minutes": -1}, "budget_negative"),
        ({"due_date": "2026-02-01"}, "after_project"),
        ({"start_date": "2025-12-31", "due_date": "2026-01-04"}, "before_project"),
        ({"due_date": "2025-12-31"}, "before_project"),
        ({"due_date": "2026-02-30"}, "no_such_day"),
        ({"start_date": "soon"}, "no_such_day"),
        ({"recurrence": "now and then"}, "no_such_rule"),
    ],
)
def test_a_milestone_that_cannot_be_is_refused(fields: dict[str, Any], code: str) -> None:
    milestone = a_milestone(**{"due_date": "2026-01-20"} | fields)

    assert codes(milestone) == [(code, Severity.ERROR)]


def test_periods_that_overlap_are_refused_and_gaps_are_pauses() -> None:
    first = a_milestone("Alpha", due_date="2026-01-10", start_date="2026-01-01")

    assert codes(a_milestone(due_date="2026-01-20", start_date="2026-01-10"), first) == [
        ("periods_overlap", Severity.ERROR)
    ]
    assert codes(a_milestone(due_date="2026-01-20", start_date="2026-01-15"), first) == []


def test_the_project_s_end_is_named_when_a_milestone_lies_beyond() -> None:
    (problem,) = check_milestone(a_milestone(due_date="2026-02-01"), PROJECT, [])

    assert problem.values == {"project_due": "2026-01-31"}


def test_recurring_and_dated_milestones_do_not_mix() -> None:
    dated = a_milestone(due_date="2026-01-10")

    assert codes(a_milestone(recurrence="FREQ=WEEKLY", start_date="2026-01-11"), dated) == [
        ("mixed_recurrence", Severity.ERROR)
    ]


def test_budgets_beyond_the_estimate_are_a_warning_that_says_by_how_much() -> None:
    first = a_milestone(due_date="2026-01-10", budget_minutes=700)
    (problem,) = check_milestone(a_milestone(budget_minutes=390), PROJECT, [first])

    assert (problem.code, problem.severity, problem.values) == (
        "budgets_over_estimate",
        Severity.WARNING,
        {"minutes": 90},
    )
    assert "1:30" in problem.message


def test_changing_a_milestone_does_not_compare_it_with_itself() -> None:
    milestone = a_milestone(budget_minutes=900)

    assert codes(milestone, milestone) == []


SPANS = {"a": ("2026-01-01", "2026-01-10"), "b": ("2026-01-11", "2026-01-20")}


@pytest.mark.parametrize(
    ("named", "day", "milestone"),
    [
        (None, "2026-01-10", "a"),
        (None, "2026-01-11", "b"),
        ("b", "2026-01-01", "b"),
        ("gone", "2026-01-01", "a"),
        (None, "2026-02-01", None),
    ],
)
def test_an_entry_belongs_to_the_milestone_it_names_else_to_the_period(
    named: str | None, day: str, milestone: str | None
) -> None:
    assert milestone_of(named, day, SPANS) == milestone


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2026-01-05", "2026-01-15", "2026-02-01"]),
            st.sampled_from([None, "a", "b", "x"]),
            st.integers(0, 9999),
        )
    )
)
def test_what_belongs_to_milestones_and_to_none_is_everything(shares: list[tuple[str, str | None, int]]) -> None:
    assert sum(belonging(shares, SPANS).values()) == sum(seconds for _, _, seconds in shares)


def standing(due: str, *, done: bool = False, seconds: int = 0, budget: int = 0, carried: int = 0, group: str | None = None,
             project: str = "p", first: str = "2026-01-01") -> MilestoneStanding:  # fmt: skip
    milestone = a_milestone(
        due_date=due, completed_at=1 if done else None, budget_minutes=budget, project=ProjectId(project)
    )
    return MilestoneStanding(milestone, first, due, seconds, carried, group)


def test_a_summary_counts_and_adds_up() -> None:
    rows = [
        standing("2026-01-09", done=True, seconds=3600, budget=60),
        standing("2026-01-14", seconds=1800, budget=30, carried=5),
        standing("2026-01-15", budget=30),
        standing("2026-01-29"),
        standing("2026-01-30"),
    ]

    found = summary(rows, today="2026-01-15")

    assert (found.total, found.open, found.completed, found.overdue, found.upcoming) == (5, 4, 1, 1, 2)
    assert (found.completion_rate, found.seconds, found.budget_minutes, found.carried_over_minutes) == (
        0.2,
        5400,
        120,
        5,
    )
    assert found.tracked_of_budget == 0.75


def test_a_summary_of_nothing_has_no_shares() -> None:
    found = summary([], today="2026-01-15")

    assert (found.total, found.completion_rate, found.tracked_of_budget) == (0, 0.0, None)


def test_milestones_are_chosen_by_date_project_group_and_state() -> None:
    early = standing("2026-01-05", done=True, group="g")
    late = standing("2026-01-25", first="2026-01-20", project="q")

    assert chosen([early, late]) == [early, late]
    assert chosen([early, late], since="2026-01-06") == [late]
    assert chosen([early, late], until="2026-01-19") == [early]
    assert chosen([early, late], since="2026-01-05", until="2026-01-20") == [early, late]
    assert chosen([early, late], projects={"q"}) == [late]
    assert chosen([early, late], groups={"g"}) == [early]
    assert chosen([early, late], state="open") == [late]


JANUARY, TO_MARCH = ("2026-01-01", "2026-01-31"), ("2026-01-01", "2026-03-15")
MONTHS = [JANUARY, ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-15")]


def test_a_dated_milestone_is_one_stage_of_the_forecast() -> None:
    milestone = a_milestone(budget_minutes=60, completed_at=5)

    assert occurrences_of(milestone, JANUARY, "2026-12-31") == [JANUARY]
    assert stages_of(milestone, [JANUARY], {"2026-01-01": 120}) == [
        Stage(milestone.id, "2026-01-01", "2026-01-31", 60, 120, completed=True)
    ]


def test_a_recurring_milestone_has_its_budget_in_every_occurrence() -> None:
    milestone = a_milestone(budget_minutes=60, recurrence="FREQ=MONTHLY", due_date="2026-03-15")
    stages = stages_of(milestone, MONTHS, {"2026-01-01": 10, "2026-02-01": 25})

    assert occurrences_of(milestone, TO_MARCH, "2026-12-31") == MONTHS
    assert [(s.first_day, s.last_day, s.budget_minutes, s.tracked_seconds) for s in stages] == [
        ("2026-01-01", "2026-01-31", 60, 10), ("2026-02-01", "2026-02-28", 60, 25), ("2026-03-01", "2026-03-15", 60, 0),
    ]  # fmt: skip
    assert len({stage.id for stage in stages}) == 3


def test_a_rule_that_cannot_be_read_or_never_comes_leaves_one_period() -> None:
    never = a_milestone(recurrence="FREQ=WEEKLY;UNTIL=20200101")

    assert occurrences_of(a_milestone(recurrence="often"), TO_MARCH, "2026-12-31") == [TO_MARCH]
    assert occurrences_of(never, TO_MARCH, "2026-12-31") == [TO_MARCH]


def test_a_series_without_an_end_is_looked_at_up_to_a_horizon() -> None:
    endless = a_milestone(recurrence="FREQ=MONTHLY", due_date="9999-12-31")
    found = occurrences_of(endless, ("2026-01-01", "9999-12-31"), "2028-02-15")
    far = occurrences_of(endless, ("2500-01-01", "9999-12-31"), "2028-02-15")

    # February 2028 would be cut short.
    assert (found[0], found[-1], len(found)) == (JANUARY, ("2028-01-01", "2028-01-31"), 25)
    assert (far[0][0], len(far)) == ("2500-01-01", 12)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY;COUNT=3"],
)
def test_rules_of_whole_days_are_rules(rule: str) -> None:
    assert is_rule(rule)


@pytest.mark.parametrize(
    "rule",
    ["", "daily", "FREQ=SECONDLY", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY\nEXRULE:FREQ=DAILY", "FREQ=DAILY;COUNT=x",
     "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX", "DTSTART:20260101", "FREQ=DAILY;" + "A=1;" * 1000, "FREQ=DAILY;BYDAY=",
     "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=13", "FREQ=DAILY;BYEASTER=4", "FREQ=DAILY;FREQ=WEEKLY",
     "FREQ=DAILY;UNTIL=20269999", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=40", "INTERVAL=2",
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule: str) -> None:
    assert not is_rule(rule)
    with pytest.raises(ValueError, match="not a rule"):
        occurrences(rule, "2026-01-01", "2026-12-31")


def test_occurrences_lie_between_first_and_last() -> None:
    assert occurrences("FREQ=WEEKLY", "2026-01-01", "2026-01-15") == ["2026-01-01", "2026-01-08", "2026-01-15"]
    assert occurrences("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01", "2026-04-30") == ["2026-01-31", "2026-03-31"]
    assert len(occurrences("FREQ=DAILY", "2026-01-01", "2099-01-01")) == MOST


def test_a_rule_without_a_day_in_the_span_has_no_period() -> None:
    assert repeated_periods("FREQ=MONTHLY;BYMONTHDAY=31", "2026-02-01", "2026-02-28") == []


@given(st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=WEEKLY;INTERVAL=3"]), st.integers(0, 400))
def test_periods_follow_one_another_without_gap_to_the_end(rule: str, length: int) -> None:
    from app.domain.days import next_day

    last = next_day("2026-01-01", length)
    found = repeated_periods(rule, "2026-01-01", last)

    assert found[0][0] == "2026-01-01"
    assert found[-1][1] == last
    assert all(next_day(one[1]) == other[0] for one, other in pairwise(found))
