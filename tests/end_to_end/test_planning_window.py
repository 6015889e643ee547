"""Planning from one end to the other through the window: what is done on one page is right on all others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.orchestrators.groups.groups import create_group
from app.orchestrators.milestones.milestones import create_milestone
from app.orchestrators.planning.calendars import list_calendars
from app.orchestrators.projects.projects import create_project, list_projects
from app.orchestrators.work_hours.slots import list_slots
from app.orchestrators.work_hours.time_off import add_time_off, list_time_off
from app.ui.settings.work_hours.day_line import DayLine
from tests.support.planner import Planner, planning

HOUR = 3600

ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:Team
BEGIN:VEVENT
UID:visit@example.org
DTSTART;TZID=Europe/Berlin:20260302T100000
DTEND;TZID=Europe/Berlin:20260302T113000
SUMMARY:Visit
END:VEVENT
BEGIN:VEVENT
UID:landing@example.org
DTSTART;TZID=Mars/Olympus:20260303T100000
DTEND;TZID=Mars/Olympus:20260303T113000
SUMMARY:Landing
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def planner(qtbot: QtBot, tmp_path: Path) -> Iterator[Planner]:
    with planning(qtbot, tmp_path) as made:
        yield made


def test_plan_to_track_to_rebalanced_forecast(planner: Planner) -> None:
    planner.run(create_project, name="Website", due_date="2026-03-13", estimate_minutes=50 * 60)
    planner.sees_row("Website", lambda row: sum(row.auto.values()) == 50 * 60)

    # The estimate of the day is drawn an hour down, and so becomes a plan.
    planner.to_calendar()
    planner.wait(lambda: "02 09:00-14:00 estimate Website" in planner.said)
    grip = planner.on("Website")
    planner.drag(grip, grip + QPoint(0, round(planner.body.hour)))
    planner.wait(lambda: "02 10:00-15:00 planned Website" in planner.said)
    row = planner.sees_row("Website", lambda row: row.planned)
    assert (row.planned, sum(row.auto.values())) == ({"2026-03-02": 300}, 45 * 60)
    assert set(row.auto.values()) == {300}

    planner.at.clock.forward(7 * HOUR)
    planner.to_calendar()
    planner.page.reload()
    planner.wait(lambda: planner.body.now == planner.at.clock.now())
    planner.choose(planner.right_click(planner.on("Website")), "Track this")
    planner.wait(lambda: "02 10:00-15:00 tracked Website" in planner.said)
    row = planner.sees_row("Website", lambda row: row.done)
    assert (row.done, row.planned, sum(row.auto.values())) == ({"2026-03-02": 5 * HOUR}, {}, 45 * 60)

    # It took longer: the lower edge is drawn down, and less is left for the other days.
    planner.to_calendar()
    planner.drag(planner.on("Website", "bottom"), planner.spot("15:30"), planner.spot("16:00"))
    planner.wait(lambda: "02 10:00-16:00 tracked Website" in planner.said)
    row = planner.sees_row("Website", lambda row: row.tracked_seconds == 6 * HOUR)
    assert sum(row.auto.values()) == 44 * 60


def test_project_to_milestones_to_tracking_to_analytics(planner: Planner) -> None:
    project = planner.run(create_project, name="Website", due_date="2026-03-13", estimate_minutes=40 * 60)
    planner.run(create_milestone, project=project.id, name="Alpha", due_date="2026-03-06", budget_minutes=600)
    planner.run(create_milestone, project=project.id, name="Beta", due_date="2026-03-13", budget_minutes=1200)

    planner.at.type("6:00-8:00 wireframes @Website")
    QTest.keyClick(planner.window.frame.bar.field, Qt.Key.Key_Return)
    projects = planner.go("projects", project.id)
    page = projects.detail
    planner.wait(lambda: page.view is not None and page.view.entries)

    assert [(line.name, line.tracked_seconds) for line in page.view.milestones] == [("Alpha", 2 * HOUR), ("Beta", 0)]
    planner.wait(page.burn_up.chart.isVisible)
    row = planner.sees_row("Website", lambda row: row.done)
    assert [(one.milestone.name, one.auto) for one in row.milestones] == [("Alpha", 480), ("Beta", 1200)]
    assert sum(row.auto.values()) == 38 * 60


def test_group_to_assignment_to_analytics(planner: Planner) -> None:
    group = planner.run(create_group, name="Clients")
    site = planner.run(create_project, name="Website", due_date="2026-03-13", estimate_minutes=20 * 60)
    planner.at.type("6:00-8:00 wireframes @Website")
    QTest.keyClick(planner.window.frame.bar.field, Qt.Key.Key_Return)
    projects = planner.go("projects")
    planner.wait(lambda: projects.shelf.lines)

    projects._move(site.id, group.id)
    planner.wait(lambda: projects.shelf.lines[0].group == group.id)
    projects.open_group(group.id)

    page = projects.group
    planner.wait(lambda: page.view is not None and page.view.figures.total_seconds == 2 * HOUR)
    assert [share.project.name for share in page.view.figures.by_project] == ["Website"]
    planner.sees_row("Website", lambda row: row.done)
    board = planner.go("timeline").loader.board
    assert [group.name for group in board.timeline.groups if group.rows] == ["Clients"]


def test_a_calendar_is_imported_and_its_event_tracked(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "team.ics"
    path.write_text(ICS, "utf-8")
    planner.run(create_project, name="Website")
    settings = planner.go("settings", "calendars")
    card = settings.calendars.adding
    QTest.keyClicks(card.address, str(path))
    QTest.keyClick(card.address, Qt.Key.Key_Return)
    planner.wait(card.preview.isVisible)
    assert "1" in card.refused_title.text()
    card.add.click()
    planner.wait(lambda: planner.run(list_calendars))

    planner.at.clock.forward(4 * HOUR)
    planner.to_calendar()
    planner.wait(lambda: any(block.title == "Visit" for block in planner.blocks))
    planner.choose(planner.right_click(planner.on("Visit")), "Track this")
    planner.wait(lambda: "02 10:00-11:30 tracked Visit" in planner.said)
    (event,) = [one for one in planner.span.events if one.event.title == "Visit"]
    assert event.is_done
    assert event.event.status == "planned"

    planner.undo("track event “Visit”")
    planner.wait(lambda: "02 10:00-11:30 tracked Visit" not in planner.said)
    assert planner.entries() == []


def test_working_hours_and_time_off_set_in_the_settings_count_everywhere(planner: Planner) -> None:
    planner.run(create_project, name="Website", due_date="2026-03-06", estimate_minutes=20 * 60)
    settings = planner.go("settings", "work_hours")
    grid = settings.work_hours.week.grid
    planner.wait(lambda: grid.spans)
    grid.type_day(4)
    line = grid.findChild(DayLine)
    line.setText("9-13")
    QTest.keyClick(line, Qt.Key.Key_Return)
    planner.wait(lambda: planner.run(list_slots))
    planner.run(add_time_off, name="Trip", start_date="2026-03-05", end_date="2026-03-05")

    planner.to_calendar()
    planner.wait(lambda: [day.day for day in planner.span.days if day.time_off] == ["2026-03-05"])
    assert [day.capacity_minutes for day in planner.span.days] == [480, 480, 480, 0, 240]
    row = planner.sees_row("Website", lambda row: "2026-03-05" not in row.auto)
    assert row.auto == {"2026-03-02": 343, "2026-03-03": 343, "2026-03-04": 343, "2026-03-06": 171}


def test_what_was_planned_before_a_restart_is_taken_back_after_it(qtbot: QtBot, tmp_path: Path) -> None:
    with planning(qtbot, tmp_path) as planner:
        planner.run(create_project, name="Website")
        planner.to_calendar()
        planner.drag(planner.spot("10:00", 1), planner.spot("11:00", 1), planner.spot("12:00", 1))
        planner.fill_in("draft", "Website")
        planner.wait(lambda: "03 10:00-12:00 planned draft" in planner.said)
        planner.drag(planner.on("draft"), planner.spot("14:00", 2))
        planner.wait(lambda: any(line.endswith("planned draft") and line.startswith("04") for line in planner.said))
        planner.run(add_time_off, name="Trip", start_date="2026-03-05", end_date="2026-03-06")

    with planning(qtbot, tmp_path, seed=2) as planner:
        planner.to_calendar()
        planner.wait(lambda: any(line.endswith("planned draft") for line in planner.said))
        planner.undo("add time off “Trip”")
        assert planner.run(list_time_off) == []
        planner.undo("move event “draft”")
        planner.wait_for("03 10:00-12:00 planned draft")
        planner.undo("add event “draft”")
        planner.wait_for()
        planner.undo("create project “Website”")
        assert planner.run(list_projects) == []
