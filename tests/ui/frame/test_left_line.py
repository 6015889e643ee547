"""What is left, under the entry line: while a project is typed, and while its timer runs."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.entities.projects import Project
from app.orchestrators.milestones.milestones import create_milestone
from app.orchestrators.projects.projects import create_project
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.time_tracking.timer import start_timer
from app.orchestrators.work_hours.time_off import add_time_off
from tests.support.desk import Desk
from tests.support.store import MORNING

HOUR, DAY = 3600, 86_400


def says(at_desk: Desk, line: str) -> None:
    under = at_desk.window.frame.bar.under
    at_desk.sees(lambda: under.text == line)


def project(at_desk: Desk, **fields: Any) -> Project:
    made = at_desk.run(create_project, name="Website", start_date="2026-02-01", accept_warnings=True, **fields)
    assert isinstance(made, Project)
    return made


@pytest.mark.parametrize(
    ("due", "line"),
    [
        (None, "Website: 10:00 left"),
        ("2026-03-06", "Website: 10:00 left, due Fri 6 Mar, 5 free days → 2:00 a day"),
        ("2026-03-08", "Website: 10:00 left, due Sun 8 Mar, 5 free days → 2:00 a day"),
        ("2026-03-04", "Website: 10:00 left, due Wed 4 Mar, 3 free days → 3:20 a day"),
        ("2026-03-03", "Website: 10:00 left, due tomorrow, 2 free days → 5:00 a day"),
        ("2026-03-02", "Website: 10:00 left, due today"),
        ("2026-02-27", "Website: 10:00 left, was due Fri 27 Feb"),
    ],
)
def test_a_project_that_is_typed_says_what_is_left_of_it(at_desk: Desk, due: str | None, line: str) -> None:
    project(at_desk, estimate_minutes=600, due_date=due)

    at_desk.type("write @Website")

    says(at_desk, line)


def test_a_project_that_has_used_up_its_estimate_says_by_how_much(at_desk: Desk) -> None:
    made = project(at_desk, estimate_minutes=60, due_date="2026-03-06")
    at_desk.run(add_entry, started_at=MORNING - DAY, ended_at=MORNING - DAY + 90 * 60, project=made.id)

    at_desk.type("write @Website")

    says(at_desk, "Website: 0:30 over, due Fri 6 Mar")


def test_days_off_leave_no_free_day(at_desk: Desk) -> None:
    project(at_desk, estimate_minutes=600, due_date="2026-03-06")
    at_desk.run(add_time_off, name="Skiing", start_date="2026-03-01", end_date="2026-03-08")

    at_desk.type("write @Website")

    says(at_desk, "Website: 10:00 left, due Fri 6 Mar, no free day")


def test_days_off_make_a_due_day_no_working_day(at_desk: Desk) -> None:
    project(at_desk, estimate_minutes=600, due_date="2026-03-02")
    at_desk.run(add_time_off, name="Skiing", start_date="2026-03-01", end_date="2026-03-08")

    at_desk.type("write @Website")

    says(at_desk, "Website: 10:00 left, due today, which is no working day")


def test_the_milestone_that_is_on_counts_before_the_estimate(at_desk: Desk) -> None:
    made = project(at_desk, estimate_minutes=6000, due_date="2026-04-30")
    at_desk.run(create_milestone, project=made.id, name="Design", due_date="2026-03-04", budget_minutes=380)
    at_desk.run(create_milestone, project=made.id, name="Build", due_date="2026-03-31", budget_minutes=600)

    at_desk.type("write @Website")
    says(at_desk, "Design: 6:20 left, due Wed 4 Mar, 3 free days → 2:07 a day")

    at_desk.type("write @Website +Build")
    says(at_desk, "Build: 10:00 left, due Tue 31 Mar, 22 free days → 0:28 a day")


def test_of_a_recurring_milestone_the_occurrence_that_is_on_counts(at_desk: Desk) -> None:
    made = project(at_desk)
    at_desk.run(
        create_milestone, project=made.id, name="Report", start_date="2026-02-02", due_date="2026-06-30",
        budget_minutes=120, recurrence="FREQ=WEEKLY",
    )  # fmt: skip
    at_desk.run(add_entry, started_at=MORNING - 3 * DAY, ended_at=MORNING - 3 * DAY + HOUR, project=made.id)
    at_desk.run(add_entry, started_at=MORNING - 1800, ended_at=MORNING, project=made.id)

    at_desk.type("write @Website")

    says(at_desk, "Report: 1:30 left, due Sun 8 Mar, 5 free days → 0:18 a day")


def test_a_project_without_estimate_and_milestones_says_nothing(at_desk: Desk) -> None:
    project(at_desk)

    at_desk.type("write @Website")

    at_desk.sees(lambda: at_desk.window.frame.bar.project.text() == "Website")
    assert at_desk.window.frame.bar.under.text == ""


def test_while_the_timer_runs_it_counts_down_and_ends_up_over(at_desk: Desk) -> None:
    made = project(at_desk, estimate_minutes=60, due_date="2026-03-06")
    at_desk.run(start_timer, description="write", project=made.id, started_at=MORNING - 1800)
    says(at_desk, "Website: 0:30 left, due Fri 6 Mar, 5 free days → 0:06 a day")

    at_desk.clock.forward(600)
    at_desk.window.tracking.refresh()
    says(at_desk, "Website: 0:20 left, due Fri 6 Mar, 5 free days → 0:04 a day")

    at_desk.clock.forward(1260)
    at_desk.window.tracking.refresh()
    says(at_desk, "Website: 0:01 over, due Fri 6 Mar")


def test_between_two_looks_at_the_clock_every_second_counts(at_desk: Desk) -> None:
    made = project(at_desk, estimate_minutes=60)
    at_desk.run(update_settings, duration_style="h:mm:ss")
    at_desk.run(start_timer, description="write", project=made.id, started_at=MORNING - 1800)

    says(at_desk, "Website: 0:29:59 left")


def test_a_timer_of_a_later_milestone_says_what_is_left_of_that_one(at_desk: Desk) -> None:
    made = project(at_desk, estimate_minutes=6000, due_date="2026-04-30")
    at_desk.run(create_milestone, project=made.id, name="Design", due_date="2026-03-04", budget_minutes=380)
    build = at_desk.run(create_milestone, project=made.id, name="Build", due_date="2026-03-31", budget_minutes=600)

    at_desk.run(start_timer, description="write", project=made.id, milestone=build.id)

    says(at_desk, "Build: 10:00 left, due Tue 31 Mar, 22 free days → 0:28 a day")


def test_what_is_left_comes_back_when_somebody_thinks_better_of_it(at_desk: Desk) -> None:
    made = project(at_desk, estimate_minutes=60)
    at_desk.run(start_timer, description="write", project=made.id)
    says(at_desk, "Website: 1:00 left")

    at_desk.type("2026-02-30 9-10 review")
    at_desk.sees(lambda: "2026-02-30" in at_desk.window.frame.bar.under.text)
    QTest.keyClick(at_desk.window.frame.bar.field, Qt.Key.Key_Escape)
    QTest.keyClick(at_desk.window.frame.bar.field, Qt.Key.Key_Escape)

    says(at_desk, "Website: 1:00 left")
