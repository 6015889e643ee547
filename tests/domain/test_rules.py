"""Rules: what is refused, what is warned of, and that each says why."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.billing import Rate, RateScope
from app.domain.entities.planning import DayOverride, PlannedEvent, TimeOff, TimeOffKind, WorkSlot
from app.domain.entities.projects import Client, ProjectStatus
from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.ids import ProjectId, UserId
from app.domain.problems import Problem, Severity, errors
from app.domain.rules.entries import check_entry, check_overlaps
from app.domain.rules.locks import check_locked
from app.domain.rules.names import LONGEST, check_name, clean_name, same_name
from app.domain.rules.planning import check_event, check_override, check_rate, check_slot, check_time_off
from app.domain.rules.projects import (
    check_completing,
    check_deleting,
    check_deleting_client,
    check_deleting_group,
    check_milestones_inside,
    check_project,
    offered_for_tracking,
)
from tests.support.things import BERLIN, ME, a_group, a_milestone, a_project, an_entry, an_id

NOW = 1_772_438_400
HOUR = 3600


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


# --- names ---


@pytest.mark.parametrize(("name", "code"), [("", "name_missing"), (" \t\n", "name_missing"), ("x" * 201, "name_too_long"),
                                            ("a\0b", "name_unprintable"), ("caf\udce9", "name_unprintable")])  # fmt: skip
def test_names_that_cannot_be_are_refused(name: str, code: str) -> None:
    (problem,) = check_name(name)

    assert (problem.code, problem.field) == (code, "name")


@pytest.mark.parametrize(
    "name", ["x", "x" * LONGEST, "  padded  ", "\U0001f469\u200d\U0001f4bb team", "مشروع\u200f", "日本語", "a/b @c #d"]
)
def test_names_of_any_script_are_allowed(name: str) -> None:
    assert check_name(name) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Website", "website"), (" Web  site ", "web site"), ("STRASSE", "straße"), ("Café", "Cafe\u0301")],
)
def test_names_a_person_cannot_tell_apart_are_taken(one: str, other: str) -> None:
    assert same_name(one, other)
    assert codes(check_name(one, [other], noun="tag")) == ["name_taken"]


def test_a_different_name_is_free() -> None:
    assert check_name("Website", ["Web", "Site"]) == []


@given(st.text(), st.text())
def test_sameness_of_names_is_symmetric_and_survives_cleaning(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)
    assert same_name(one, clean_name(one))
    assert clean_name(clean_name(one)) == clean_name(one)


# --- entries ---


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (NOW - HOUR, NOW, []),
        (NOW - HOUR, NOW - HOUR, []),
        (NOW, NOW - 1, ["ends_before_start"]),
        (NOW, NOW + 60, []),
        (NOW, NOW + 61, ["ends_in_future"]),
        (NOW - 24 * HOUR, NOW, []),
        (NOW - 24 * HOUR - 1, NOW, ["very_long"]),
        (NOW, NOW + 25 * HOUR, ["ends_in_future", "very_long"]),
        (NOW - 50 * HOUR, None, []),
        (NOW + 60, None, []),
        (NOW + 61, None, ["starts_in_future"]),
    ],
)
def test_spans_that_can_be_and_cannot(start: int, end: int | None, found: list[str]) -> None:
    assert codes(check_entry(an_entry(start, end), now=NOW)) == found


def test_a_day_s_length_is_a_warning_only() -> None:
    (problem,) = check_entry(an_entry(NOW - 30 * HOUR, NOW), now=NOW)

    assert (problem.severity, problem.values) == (Severity.WARNING, {"seconds": 30 * HOUR})


def test_overlaps_with_the_same_person_are_a_warning_that_says_how_much() -> None:
    entry = an_entry(0, 100)
    others = [an_entry(50, 150), an_entry(-50, 10), an_entry(100, 200), an_entry(0, 100, user=UserId("you")), entry]

    (problem,) = check_overlaps(entry, others, now=NOW)

    assert (problem.code, problem.severity, problem.values) == (
        "overlaps",
        Severity.WARNING,
        {"count": 2, "seconds": 60},
    )
    assert check_overlaps(entry, others[2:], now=NOW) == []
    assert "1 other entry" in check_overlaps(entry, others[:1], now=NOW)[0].message


# --- projects and groups ---


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"start_date": "2026-02-01", "due_date": "2026-01-31"}, "due_before_start"),
        ({"estimate_minutes": -1}, "estimate_negative"),
        ({"start_date": "2026-02-30"}, "no_such_day"),
        ({"due_date": "31.12.2026"}, "no_such_day"),
    ],
)
def test_a_project_that_cannot_be_is_refused(fields: dict[str, Any], code: str) -> None:
    problems = check_project(a_project(**fields))

    assert codes(problems) == [code]
    assert errors(problems) == problems


def test_an_estimate_below_the_budgets_is_a_warning_that_states_by_how_much() -> None:
    budgets = [a_milestone(budget_minutes=300), a_milestone(budget_minutes=330)]

    (problem,) = check_project(a_project(estimate_minutes=600), budgets)

    assert (problem.severity, problem.values) == (Severity.WARNING, {"minutes": 30})
    assert "0:30 h" in problem.message
    assert check_project(a_project(estimate_minutes=630), budgets) == []
    assert check_project(a_project(estimate_minutes=0), budgets) == []


def test_completing_warns_of_everything_that_is_open() -> None:
    (problem,) = check_completing(running=True, open_milestones=["Alpha", "Beta"], planned_events=3)

    assert problem.severity is Severity.WARNING
    assert problem.values == {"running": True, "milestones": ("Alpha", "Beta"), "planned_events": 3}
    assert "timer" in problem.message
    assert "“Alpha”, “Beta”" in problem.message
    assert "3 planned events are" in problem.message
    assert check_completing(running=False, open_milestones=[], planned_events=0) == []
    (one,) = check_completing(running=False, open_milestones=["Alpha"], planned_events=1)
    assert "1 milestone is open" in one.message
    assert "1 planned event is" in one.message


def test_deleting_a_project_says_how_many_entries_and_hours_it_has() -> None:
    (problem,) = check_deleting(a_project("Website"), entries=2, seconds=5400)

    assert problem.values == {"name": "Website", "entries": 2, "seconds": 5400}
    assert "2 entries with 1:30 h" in problem.message
    assert "1 entry" in check_deleting(a_project(), entries=1, seconds=1)[0].message
    assert check_deleting(a_project(), entries=0, seconds=0) == []


def test_deleting_a_group_says_how_many_projects_it_has() -> None:
    (problem,) = check_deleting_group(a_group("Work"), projects=2)

    assert problem.values == {"name": "Work", "projects": 2}
    assert "1 project." in check_deleting_group(a_group(), projects=1)[0].message
    assert check_deleting_group(a_group(), projects=0) == []


def test_deleting_a_client_says_how_many_projects_it_has() -> None:
    client = Client(id=an_id(), created_at=0, name="Acme")
    (problem,) = check_deleting_client(client, projects=2)

    assert problem.message == "“Acme” has 2 projects. Move them to another client, or keep them without one."
    assert check_deleting_client(client, projects=0) == []


@pytest.mark.parametrize("status", list(ProjectStatus))
def test_only_active_projects_take_new_work(status: ProjectStatus) -> None:
    project = a_project(status=status)

    assert offered_for_tracking(project) == (status is ProjectStatus.ACTIVE)
    assert not offered_for_tracking(replace(project, merged_into=ProjectId("other")))


# --- locks ---


@pytest.mark.parametrize(
    ("day", "before", "invoice", "code"),
    [
        ("2026-01-31", "2026-02-01", None, ["locked"]),
        ("2026-02-01", "2026-02-01", None, []),
        ("2026-02-01", None, None, []),
        ("2026-02-01", None, "2026-7", ["billed"]),
        ("2026-01-01", "2026-02-01", "2026-7", ["billed"]),
    ],
)
def test_locked_days_name_the_date_or_the_invoice(
    day: str, before: str | None, invoice: str | None, code: list[str]
) -> None:
    problems = check_locked(day, locked_before=before, invoice=invoice)

    assert codes(problems) == code
    assert all((invoice or before or "") in problem.message for problem in problems)


# --- working hours, days off, rates ---


def a_slot(start: int = 540, end: int = 1020, **fields: object) -> WorkSlot:
    base = WorkSlot(
        id=an_id(), created_at=0, user=ME, weekday=0, start_minute=start, end_minute=end, effective_from="2026-01-01"
    )
    return replace(base, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("span", [(-1, 60), (60, 60), (1440, 1440), (0, 2880), (540, 3000)])
def test_slots_lie_in_one_day(span: tuple[int, int]) -> None:
    assert codes(check_slot(a_slot(*span))) == ["slot_span"]
    assert check_slot(a_slot(0, 1440)) == []


@pytest.mark.parametrize(
    ("weekday", "span", "advice"),
    [(0, (1320, 360), "Monday 22:00 to 24:00 and Tuesday 0:00 to 6:00."), (6, (1320, 1800), "Sunday 22:00 to 24:00 and Monday 0:00 to 6:00."),
     (0, (120, 60), "Monday 2:00 to 24:00 and Tuesday 0:00 to 1:00."), (0, (1320, 0), "each day by itself: Monday 22:00 to 24:00."),
     (0, (1440, 60), "each day by itself: Tuesday 0:00 to 1:00.")],
)  # fmt: skip
def test_slots_over_midnight_are_refused_with_what_to_set_instead(
    weekday: int, span: tuple[int, int], advice: str
) -> None:
    (problem,) = check_slot(a_slot(*span, weekday=weekday))

    assert problem.code == "slot_over_midnight"
    assert problem.message.endswith(advice)


def test_a_slot_belongs_to_a_weekday() -> None:
    assert codes(check_slot(a_slot(weekday=7))) == ["no_such_weekday"]


def test_slots_of_one_weekday_lie_beside_one_another() -> None:
    morning = a_slot(540, 720)

    assert codes(check_slot(a_slot(700, 800), [morning])) == ["slots_overlap"]
    sentence = check_slot(a_slot(700, 800), [morning])[0].message
    assert "of Monday overlap those from 9:00 to 12:00." in sentence
    assert "make them one from 9:00 to 13:20" in sentence
    for free in (
        a_slot(720, 800), a_slot(700, 800, weekday=1), a_slot(700, 800, user=UserId("you")), morning,
        a_slot(700, 800, effective_from="2025-01-01", effective_to="2025-12-31"),
    ):  # fmt: skip
        assert check_slot(free, [morning]) == []
    assert (
        check_slot(a_slot(700, 800, effective_from="2027-01-01"), [replace(morning, effective_to="2026-12-31")]) == []
    )
    assert codes(check_slot(a_slot(effective_to="2025-12-31"))) == ["due_before_start"]


@pytest.mark.parametrize(("date", "minutes", "code"), [("2026-02-30", 60, "no_such_day"), ("2026-02-01", -1, "capacity_range"),
                                                       ("2026-02-01", 1441, "capacity_range")])  # fmt: skip
def test_a_day_s_capacity_is_a_part_of_a_day(date: str, minutes: int, code: str) -> None:
    override = DayOverride(id="o", created_at=0, user=ME, date=date, minutes=minutes)

    assert codes(check_override(override)) == [code]
    assert check_override(replace(override, date="2026-02-01", minutes=1440)) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"start_date": "soon"}, "no_such_day"), ({"end_date": "2026-02-30"}, "no_such_day"), ({"end_date": "2026-02-01"}, "due_before_start"),
        ({"fraction": 0.0}, "fraction_range"), ({"fraction": 1.5}, "fraction_range"), ({"fraction": float("nan")}, "fraction_range"),
    ],
)  # fmt: skip
def test_time_off_that_cannot_be_is_refused(fields: dict[str, object], code: str) -> None:
    off = TimeOff(
        id="t", created_at=0, user=ME, name="off", kind=TimeOffKind.SICK, start_date="2026-02-02", end_date="2026-02-03"
    )

    assert check_time_off(off) == []
    assert codes(check_time_off(replace(off, **fields))) == [code]  # type: ignore[arg-type]


def test_time_off_may_last_years_but_then_it_is_said_and_it_cannot_come_every_year() -> None:
    off = TimeOff(id="t", created_at=0, user=ME, name="World tour", kind=TimeOffKind.OTHER, start_date="2026-02-02",
                  end_date="2028-02-01")  # fmt: skip

    (warning,) = check_time_off(off)
    assert (warning.code, warning.severity) == ("long_time_off", Severity.WARNING)
    assert "730 days" in warning.message
    assert codes(check_time_off(replace(off, recurs_annually=True))) == ["recurs_too_long"]
    assert check_time_off(replace(off, end_date="2027-02-02")) == []
    assert check_time_off(replace(off, end_date="2027-01-31", recurs_annually=True)) == []


def test_events_that_cannot_be_are_refused() -> None:
    event = PlannedEvent(id="e", created_at=0, user=ME, title="Plan", starts_at=10, ends_at=20, tz=BERLIN)

    assert check_event(event) == []
    assert codes(check_event(replace(event, ends_at=5))) == ["ends_before_start"]
    assert codes(check_event(replace(event, calendar="Work"))) == ["read_only"]
    assert [(p.code, p.severity) for p in check_event(replace(event, title=" "))] == [
        ("title_missing", Severity.WARNING)
    ]
    assert check_event(replace(event, title="", project=ProjectId("p"))) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"amount": -1}, "rate_negative"), ({"currency": "eur"}, "no_such_currency"), ({"currency": "€"}, "no_such_currency"),
     ({"currency": "ÄÖÜ"}, "no_such_currency"), ({"effective_from": "today"}, "no_such_day")],
)  # fmt: skip
def test_rates_that_cannot_be_are_refused(fields: dict[str, object], code: str) -> None:
    rate = Rate(
        id="r", created_at=0, scope=RateScope.USER, amount=0, currency="EUR", effective_from="2026-01-01", user=ME
    )

    assert check_rate(rate) == []
    assert codes(check_rate(replace(rate, **fields))) == [code]  # type: ignore[arg-type]


# --- problems as errors ---


def test_only_errors_block_and_the_first_names_the_refusal() -> None:
    warning = Problem("w", "A warning.", severity=Severity.WARNING)
    one, two = Problem("one", "The first."), Problem("two", "The second.")

    raise_if_blocked([warning])
    with pytest.raises(RuleBroken, match=r"^The first\. The second\.$") as caught:
        raise_if_blocked([warning, one, two])

    assert caught.value.problems == (one, two)
    assert caught.value.values["code"] == "one"
    assert errors([warning, one]) == [one]


def test_milestones_have_to_lie_inside_the_project_s_dates() -> None:
    project = a_project(start_date="2026-01-10", due_date="2026-01-31")
    inside = a_milestone("Inside", due_date="2026-01-31", start_date="2026-01-10")
    early, late = a_milestone("Early", due_date="2026-01-09"), a_milestone("Late", due_date="2026-02-01")
    found = check_milestones_inside(project, [inside, early, late])

    assert [(one.code, one.field, one.values["name"]) for one in found] == [
        ("milestone_before", "start_date", "Early"), ("milestone_after", "due_date", "Late"),
    ]  # fmt: skip
    assert check_milestones_inside(a_project(), [early, late]) == []
