"""Can I take this on? Thought about as one types; saved only when somebody says so."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.orchestrators.projects.projects import create_project, list_projects
from app.ui.timeline.scale import Unit, number_of
from app.ui.timeline.thinking import ThinkForm
from tests.support.timeline_page import TODAY, Plan


def ask(plan: Plan, hours: str = "20", due: str = "2026-03-13", **more: str) -> ThinkForm:
    """Open the panel and type; return its form."""
    plan.page.head.what_if.click()
    form = plan.page.what_if.form
    assert form is not None
    form.hours.setText(hours)
    form.due.setText(due)
    for name, text in more.items():
        getattr(form, name).setText(text)
    return form


def answered(plan: Plan, form: ThinkForm, tone: str) -> list[str]:
    plan.wait(lambda: form.answer.tone == tone)
    return form.answer.told


def names(plan: Plan) -> set[str]:
    return {row.project.name for row in plan.run(list_projects)}


def test_it_fits(plan: Plan) -> None:
    form = ask(plan)

    said = answered(plan, form, "good")

    assert said[0] == "Yes, it fits"
    assert said[1] == "9 days, 2:13 a day"
    assert said[2].startswith("In the time that is free: done ")
    assert names(plan) == {"Website", "Audit"}


def test_it_does_not_fit(plan: Plan) -> None:
    said = answered(plan, ask(plan, "200"), "danger")

    assert said[0].startswith("No, ")
    assert said[0].endswith(" find no room")
    assert any(line.startswith("wk 10 over by ") for line in said)
    assert any(line.startswith("wk 11 over by ") for line in said)


def test_it_fits_but_a_week_gets_too_full(plan: Plan) -> None:
    said = answered(plan, ask(plan, "25"), "warning")

    assert said[0] == "Yes, but some weeks get too full"
    assert said[-1] == "wk 11 over by 1 h"


def test_ghost_stands_above_all_rows_and_counts_in_the_capacity_row(plan: Plan) -> None:
    scene = plan.view.scene
    before = scene.loads.by(Unit.DAY)[number_of(TODAY)]
    top = scene.body_top

    form = ask(plan, name="Museum guide")
    answered(plan, form, "good")

    assert scene.ghost is not None
    assert scene.ghost.row.shown_name == "Museum guide"
    assert scene.body_top > top
    more = scene.ghost.amounts.by(Unit.DAY)[number_of(TODAY)].auto
    assert scene.loads.by(Unit.DAY)[number_of(TODAY)].auto == before.auto + more
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert scene.body_top == top
    assert scene.loads.by(Unit.DAY)[number_of(TODAY)] == before
    assert plan.view.hasFocus()


def test_answer_follows_what_is_typed_and_the_weekdays(plan: Plan) -> None:
    form = ask(plan)
    answered(plan, form, "good")

    for day in (0, 1, 2, 3):
        form.weekdays.buttons[day].click()
    assert "2 days, 10:00 a day" in answered(plan, form, "danger")

    form.hours.setText("4")
    assert "2 days, 2:00 a day" in answered(plan, form, "good")
    form.hours.setText("1x")
    assert answered(plan, form, "plain") == ["How many hours, and until when?"]
    assert plan.view.scene.ghost is None
    assert not form.make.isEnabled()


def test_dates_that_cannot_be_are_said_at_their_field(plan: Plan) -> None:
    form = ask(plan, start="2026-03-20")

    plan.wait(lambda: form.field("due_date").note)

    assert form.answer.tone == "plain"
    form.start.setText("")
    assert answered(plan, form, "good")[0] == "Yes, it fits"
    assert form.field("due_date").note == ""


def test_what_is_thought_of_becomes_a_project(plan: Plan) -> None:
    form = ask(plan, name="Museum guide")
    answered(plan, form, "good")

    form.make.click()

    plan.wait(lambda: "Museum guide" in plan.names)
    made: Any = next(row.project for row in plan.run(list_projects) if row.project.name == "Museum guide")
    assert (made.estimate_minutes, made.due_date) == (1200, "2026-03-13")
    assert plan.stage.toasts[-1].startswith("Project created")
    assert plan.view.scene.here == made.id
    assert not plan.page.panel.isVisible()
    assert plan.view.scene.ghost is None


def test_project_needs_a_name_before_it_is_made(plan: Plan) -> None:
    form = ask(plan)
    answered(plan, form, "good")

    QTest.keyClick(form, Qt.Key.Key_Return)
    assert form.field("name").note == "A project needs a name."
    assert names(plan) == {"Website", "Audit"}

    form.name.setText("Audit")
    form.make.click()
    plan.wait(lambda: "Audit" in form.field("name").note or form.field("name").note != "")
    assert form.make.isEnabled()


def test_timeline_makes_room_for_the_panel_where_there_is_enough(plan: Plan) -> None:
    whole = plan.view.width()
    ask(plan)
    plan.wait(lambda: plan.view.width() < whole)
    assert plan.view.geometry().right() < plan.page.panel.x()

    plan.page.panel.dismiss()

    plan.wait(lambda: plan.view.width() == whole)


def test_answer_changes_when_the_plan_does(plan: Plan) -> None:
    form = ask(plan, "20")
    answered(plan, form, "good")

    plan.run(create_project, name="Sprint", start_date=TODAY, due_date="2026-03-13", estimate_minutes=50 * 60)

    answered(plan, form, "danger")


def test_button_opens_no_second_form(plan: Plan) -> None:
    form = ask(plan)

    plan.page.head.what_if.click()

    assert plan.page.what_if.form is form
    assert form.hours.hasFocus()


def test_ghost_far_away_is_brought_into_view(plan: Plan) -> None:
    form = ask(plan, due="2026-12-18", start="2026-11-02")

    answered(plan, form, "good")

    first, last = plan.view.scene.scale.days(plan.view.scene.days_width)
    assert first < number_of("2026-11-02") < last
