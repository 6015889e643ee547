"""Dates dragged with the mouse: previewed while they are held, saved by one workflow when they are dropped."""

import pytest
from PySide6.QtCore import QPoint, Qt

from app.orchestrators.history.history import undo
from app.orchestrators.milestones.milestones import create_milestone
from app.orchestrators.projects.projects import create_project
from app.ui.timeline.hits import Part
from app.ui.timeline.lines import MilestoneLine, ProjectLine
from app.ui.timeline.moves import Edge
from app.ui.timeline.places import hit
from app.ui.timeline.scale import Unit, iso, number_of
from tests.support.timeline_page import TODAY, Plan


def previewed_due(plan: Plan) -> str | None:
    """Return the due date of the newest preview that is shown."""
    changed = plan.view.scene.changed
    return None if changed is None else changed.row.project.due_date


def test_dragged_due_date_is_saved_once_and_undone_once(plan: Plan) -> None:
    plan.drag(plan.end_of_bar(plan.audit), 7)

    plan.wait(lambda: plan.stage.toasts)
    assert plan.stage.toasts[-1].startswith("Dates moved")
    assert plan.stored(plan.audit).due_date == "2026-03-20"
    plan.wait(lambda: plan.line(plan.audit).row.project.due_date == "2026-03-20")
    assert plan.view.scene.move is None

    plan.run(undo)
    assert plan.stored(plan.audit) == plan.audit


def test_second_drag_goes_on_from_where_the_first_was_dropped(plan: Plan) -> None:
    plan.drag(plan.end_of_bar(plan.audit), 7)
    plan.drag(plan.end_of_bar(plan.audit), 3)

    plan.wait(lambda: plan.line(plan.audit).row.project.due_date == "2026-03-23")
    plan.wait(lambda: plan.view.scene.move is None)


def test_dragged_start_and_dragged_bar_move_what_they_hold(plan: Plan) -> None:
    plan.drag(plan.start_of_bar(plan.audit), 2)
    plan.wait(lambda: plan.line(plan.audit).row.project.start_date == "2026-03-04")
    assert plan.stored(plan.audit).due_date == "2026-03-13"

    plan.drag(plan.middle_of_bar(plan.audit, "2026-03-09"), 7)
    plan.wait(lambda: plan.line(plan.audit).row.project.due_date == "2026-03-20")
    assert plan.stored(plan.audit).start_date == "2026-03-11"


def test_dragged_flag_moves_the_milestones_due_date(plan: Plan) -> None:
    plan.drag(plan.flag(plan.website, "2026-03-13"), 5)

    plan.wait(lambda: plan.stage.toasts)
    assert plan.stage.toasts[-1].startswith("Milestone moved")
    assert plan.stored_milestone(plan.beta).due_date == "2026-03-18"
    assert plan.stored(plan.website).due_date == "2026-03-27"


def test_milestones_own_row_has_a_bar_to_drag(plan: Plan) -> None:
    plan.fold(1)
    line = plan.view.scene.shelf.lines[3]
    assert isinstance(line, MilestoneLine)
    row, (start, _) = plan.view.scene.row(3), plan.view.scene.dates(line)
    assert start is not None
    point = QPoint(plan.view.scene.x(start) + 1, row.center().y())
    assert hit(plan.view.scene, point).part is Part.START

    plan.drag(point, 4)

    plan.wait(lambda: plan.stage.toasts)
    moved = plan.stored_milestone(plan.beta)
    assert (moved.start_date, moved.due_date) == (iso(start + 4), "2026-03-13")


def test_preview_of_a_milestone_moves_those_that_follow_it(plan: Plan) -> None:
    plan.fold(1)
    beta = plan.view.scene.shelf.lines[3]
    assert isinstance(beta, MilestoneLine)
    assert beta.stage.first_day == "2026-02-21"

    there = plan.pull(plan.flag(plan.website, "2026-02-20"), 7)
    plan.wait(lambda: plan.view.scene.changed is not None)
    plan.wait(lambda: plan.view.scene.shown(beta) != beta)

    shown = plan.view.scene.shown(beta)
    assert isinstance(shown, MilestoneLine)
    assert shown.stage.first_day > "2026-02-21"
    plan.key(Qt.Key.Key_Escape)
    plan.let_go(there)
    assert plan.view.scene.shown(beta) == beta


def test_preview_shows_what_a_move_would_do_before_it_is_dropped(plan: Plan) -> None:
    before = plan.line(plan.audit).amounts.by(Unit.DAY)

    there = plan.pull(plan.end_of_bar(plan.audit), -7)
    plan.wait(lambda: previewed_due(plan) == "2026-03-06")

    changed = plan.view.scene.shown(plan.line(plan.audit))
    assert isinstance(changed, ProjectLine)
    days = changed.amounts.by(Unit.DAY)
    assert max(days) == number_of("2026-03-06")
    assert days[number_of(TODAY)].auto > before[number_of(TODAY)].auto
    assert plan.page.bubble.told.title.startswith("Due Fri 6 Mar")
    assert plan.stored(plan.audit).due_date == "2026-03-13"
    plan.let_go(there)
    plan.wait(lambda: plan.line(plan.audit).row.project.due_date == "2026-03-06")


def test_preview_says_which_weeks_get_too_full_and_which_fit_again(plan: Plan) -> None:
    big = plan.run(create_project, name="Big", start_date=TODAY, due_date="2026-03-20", estimate_minutes=60 * 60)
    plan.wait(lambda: "Big" in plan.names)

    there = plan.pull(plan.end_of_bar(big), -14)
    plan.wait(lambda: previewed_due(plan) == "2026-03-06")

    said = dict(plan.page.bubble.told.lines)
    assert any(line.startswith("wk 10 over by ") and tone == "danger" for line, tone in said.items())
    assert plan.view.scene.loads.by(Unit.WEEK)[number_of(TODAY)].overcommitted
    plan.let_go(there)
    plan.wait(lambda: plan.line(big).row.project.due_date == "2026-03-06")
    assert plan.view.scene.over.startswith("wk 10 over by ")

    there = plan.pull(plan.end_of_bar(big), 28)
    plan.wait(lambda: previewed_due(plan) == "2026-04-03")
    assert ("wk 10 fits again", "good") in plan.page.bubble.told.lines
    plan.key(Qt.Key.Key_Escape)
    plan.let_go(there)


def test_preview_says_what_fits_on_no_day_and_what_becomes_of_the_risk(plan: Plan) -> None:
    old = plan.run(create_project, name="Old", start_date="2026-02-02", due_date="2026-03-20", estimate_minutes=600)
    plan.wait(lambda: "Old" in plan.names)

    there = plan.pull(plan.end_of_bar(old), -21)
    plan.wait(lambda: previewed_due(plan) == "2026-02-27")

    assert ("10:00 fit on no day", "danger") in plan.page.bubble.told.lines
    assert ("on track → late", "danger") in plan.page.bubble.told.lines
    plan.key(Qt.Key.Key_Escape)
    plan.let_go(there)


def test_escape_lets_go_of_everything(plan: Plan) -> None:
    loads = plan.view.scene.loads.by(Unit.DAY)
    there = plan.pull(plan.end_of_bar(plan.audit), -7)
    plan.wait(lambda: plan.view.scene.changed is not None)

    plan.key(Qt.Key.Key_Escape)

    scene = plan.view.scene
    assert (scene.move, scene.changed) == (None, None)
    assert scene.loads.by(Unit.DAY) == loads
    assert not plan.page.bubble.isVisible()
    plan.let_go(there)
    assert plan.stored(plan.audit).due_date == "2026-03-13"
    assert plan.stage.toasts == []


def test_move_back_to_where_it_was_saves_nothing(plan: Plan) -> None:
    point = plan.end_of_bar(plan.audit)
    plan.pull(point, 5)
    plan.hover(point)
    plan.let_go(point)

    assert plan.view.scene.move is None
    assert plan.stored(plan.audit) == plan.audit
    assert plan.stage.toasts == []


def test_refused_drop_goes_back_with_the_sentence(plan: Plan) -> None:
    plan.drag(plan.end_of_bar(plan.website), -21)

    plan.wait(lambda: plan.stage.toasts)
    assert "Beta" in plan.stage.toasts[-1]
    assert "Move it first" in plan.stage.toasts[-1]
    assert plan.view.scene.move is None
    assert plan.stored(plan.website).due_date == "2026-03-27"


def test_warning_is_asked_about_and_can_be_accepted(plan: Plan) -> None:
    # More budget than the estimate has is a warning of every change of the project.
    plan.run(
        create_milestone, project=plan.audit.id, name="All", due_date="2026-03-10", budget_minutes=6000,
        accept_warnings=True,
    )  # fmt: skip
    plan.wait(lambda: plan.line(plan.audit).row.milestones)

    plan.drag(plan.end_of_bar(plan.audit), 3)

    plan.wait(lambda: "Do it anyway" in plan.offers)
    assert plan.stored(plan.audit).due_date == "2026-03-13"
    plan.offers["Do it anyway"]()
    plan.wait(lambda: plan.line(plan.audit).row.project.due_date == "2026-03-16")


def test_due_date_never_passes_the_start(plan: Plan) -> None:
    there = plan.pull(plan.end_of_bar(plan.audit), -40)

    assert plan.view.scene.move is not None
    assert plan.view.scene.move.after == (number_of(TODAY), number_of(TODAY))
    plan.key(Qt.Key.Key_Escape)
    plan.let_go(there)


def test_days_scroll_on_while_something_is_held_at_the_edge(plan: Plan) -> None:
    scene = plan.view.scene
    offset = scene.scale.offset
    point = plan.end_of_bar(plan.audit)
    plan.take(point)
    plan.hover(point + QPoint(30, 0))
    edge = QPoint(scene.width - 5, point.y())
    plan.hover(edge)

    plan.wait(lambda: scene.scale.offset > offset + 60)

    assert scene.move is not None
    assert scene.move.after[1] == hit(scene, edge).day + scene.move.due - number_of("2026-03-14")  # type: ignore[operator]
    plan.key(Qt.Key.Key_Escape)
    plan.let_go(edge)


@pytest.mark.parametrize("unit", [Unit.WEEK, Unit.MONTH])
def test_bars_can_be_taken_hold_of_at_every_zoom(plan: Plan, unit: Unit) -> None:
    plan.view.zoom_to(unit)
    scene = plan.view.scene

    assert hit(scene, plan.end_of_bar(plan.website)).part is Part.DUE
    assert hit(scene, plan.start_of_bar(plan.website) - QPoint(3, 0)).part is Part.START
    assert hit(scene, plan.middle_of_bar(plan.website, "2026-03-01")).part is Part.BAR


def test_continuous_project_has_a_start_and_no_end_to_drag(plan: Plan) -> None:
    retainer = plan.run(create_project, name="Retainer", start_date="2026-02-23")
    plan.wait(lambda: "Retainer" in plan.names)
    line = plan.line(retainer)

    assert plan.view.held.begin(line, Edge.DUE) is False
    assert hit(plan.view.scene, plan.middle_of_bar(retainer, "2026-04-01")).part is Part.BAR
    plan.drag(plan.start_of_bar(retainer), 1)
    plan.wait(lambda: plan.line(retainer).row.project.start_date == "2026-02-24")


def test_recurring_milestone_has_no_due_date_to_drag(plan: Plan) -> None:
    weekly = plan.run(
        create_milestone, project=plan.audit.id, name="Weekly", due_date="2026-03-13", budget_minutes=60,
        recurrence="FREQ=WEEKLY",
    )  # fmt: skip
    plan.wait(lambda: plan.line(plan.audit).row.milestones)

    assert plan.view.held.begin(plan.line(plan.audit), Edge.DUE, weekly.id) is False
    assert plan.view.held.begin(plan.line(plan.audit), Edge.DUE) is True
    plan.key(Qt.Key.Key_Escape)
