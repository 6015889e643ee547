"""Ids that sort by time, outcomes that add up, a project's risk in one word."""

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.base import Kind
from app.domain.entities.catalogue import CLASSES
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import AppError, EnvironmentFailed, NotFound, RuleBroken
from app.domain.ids import uuid7
from app.domain.outcome import Changes, Outcome
from app.domain.risk import Risk, risk_of
from tests.support.things import a_project


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1))
def test_ids_are_uuids_of_version_seven_that_tell_their_time(ms: int, dice: int) -> None:
    text = uuid7(ms, dice)
    parsed = uuid.UUID(text)

    assert str(parsed) == text
    assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
    assert parsed.int >> 80 == ms


@given(st.integers(0, 2**48 - 2), st.integers(1, 10**6), st.integers(0, 2**74 - 1), st.integers(0, 2**74 - 1))
def test_ids_made_later_sort_later(ms: int, later: int, one: int, other: int) -> None:
    assert uuid7(ms, one) < uuid7(min(ms + later, 2**48 - 1), other)


@given(st.integers(0, 2**74 - 1), st.integers(0, 2**74 - 1))
def test_ids_of_one_moment_differ_by_their_random_bits(one: int, other: int) -> None:
    assert (uuid7(5, one) == uuid7(5, other)) == (one == other)


def test_every_kind_has_a_class_that_is_frozen() -> None:
    assert set(CLASSES) == set(Kind)
    with pytest.raises(AttributeError):
        a_project().name = "other"  # type: ignore[misc]


def test_changes_add_up_and_know_what_they_touch() -> None:
    one = Changes(frozenset({(Kind.TAG, "a")}), action="1")
    both = one | Changes(frozenset({(Kind.TASK, "b")}), action="2")

    assert both.touches(Kind.TASK, Kind.GROUP)
    assert not both.touches(Kind.GROUP)
    assert both.of(Kind.TAG) == {"a"}
    assert both.action == "2"
    assert (one | Changes()).action == "1"


def test_everything_changed_touches_every_kind() -> None:
    everything = Changes() | Changes(everything=True)

    assert everything
    assert everything.touches(Kind.RATE)
    assert not Changes()
    assert Outcome(5).changes == Changes()


@pytest.mark.parametrize("error", [AppError, RuleBroken, NotFound, EnvironmentFailed])
def test_errors_keep_their_sentence_code_and_values(error: type[AppError]) -> None:
    raised = error("The disk is full.", free=0)

    assert (str(raised), raised.values) == ("The disk is full.", {"free": 0})
    assert raised.code


HOUR = 3600


@pytest.mark.parametrize(
    ("fields", "hours", "unscheduled", "risk"),
    [
        ({"due_date": "2026-01-14"}, 0, 0, Risk.LATE),
        ({"due_date": "2026-01-14", "status": ProjectStatus.ON_HOLD}, 0, 0, Risk.LATE),
        ({"due_date": "2026-01-14", "status": ProjectStatus.COMPLETED}, 0, 0, Risk.NO_ESTIMATE),
        ({"due_date": "2026-01-15"}, 0, 0, Risk.NO_ESTIMATE),
        ({"estimate_minutes": 600}, 10, 0, Risk.ON_TRACK),
        ({"estimate_minutes": 600}, 10.01, 0, Risk.OVER_BUDGET),
        ({"estimate_minutes": 600}, 5, 1, Risk.AT_RISK),
        # Half of the time is gone on the 15th.
        ({"estimate_minutes": 600, "start_date": "2026-01-01", "due_date": "2026-01-30"}, 6.5, 0, Risk.ON_TRACK),
        ({"estimate_minutes": 600, "start_date": "2026-01-01", "due_date": "2026-01-30"}, 6.6, 0, Risk.AT_RISK),
        ({"estimate_minutes": 600, "start_date": "2026-02-01", "due_date": "2026-02-28"}, 2, 0, Risk.AT_RISK),
    ],
)
def test_where_a_project_stands(fields: dict[str, Any], hours: float, unscheduled: int, risk: Risk) -> None:
    found = risk_of(a_project(**fields), seconds=int(hours * HOUR), today="2026-01-15", unscheduled_minutes=unscheduled)

    assert found is risk


@pytest.mark.parametrize(
    ("hours", "due", "risk"),
    [
        (5, "2026-03-01", Risk.AT_RISK),
        # What is worse goes first.
        (11, "2026-03-01", Risk.OVER_BUDGET),
        (5, "2026-01-14", Risk.LATE),
    ],
)
def test_a_likely_finish_after_the_due_date_is_a_risk(hours: int, due: str, risk: Risk) -> None:
    project = a_project(estimate_minutes=600, start_date="2026-01-01", due_date=due)

    assert risk_of(project, seconds=hours * HOUR, today="2026-01-15", is_likely_late=True) is risk
