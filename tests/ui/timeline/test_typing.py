"""The timeline without a mouse."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.orchestrators.projects.projects import create_project
from app.ui.settings.shortcuts import ShortcutsSection
from app.ui.timeline.scale import Unit, iso, number_of
from tests.support.timeline_page import ALT, CTRL, SHIFT, TODAY, Plan

Key = Qt.Key


def day(plan: Plan) -> str:
    return iso(plan.view.scene.day)


def moved_days(plan: Plan) -> int:
    return 0 if plan.view.scene.move is None else plan.view.scene.move.days


def unit(plan: Plan) -> Unit:
    return plan.view.scene.scale.unit


def test_arrows_go_over_rows_and_days(plan: Plan) -> None:
    assert (plan.view.scene.here, day(plan)) == (plan.website.id, TODAY)

    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_Right, Key.Key_Left):
        plan.key(key)

    assert (plan.view.scene.here, day(plan)) == (plan.audit.id, "2026-03-03")
    plan.key(Key.Key_Home)
    assert plan.view.scene.here.startswith("group:")
    plan.key(Key.Key_End)
    assert plan.view.scene.here == plan.audit.id
    plan.key(Key.Key_PageUp)
    assert plan.view.scene.here.startswith("group:")


def test_arrows_go_by_weeks_and_months_at_a_wider_view(plan: Plan) -> None:
    plan.view.zoom_to(Unit.WEEK)
    plan.key(Key.Key_Right)
    assert day(plan) == "2026-03-09"

    plan.view.zoom_to(Unit.MONTH)
    plan.key(Key.Key_Left)
    assert day(plan) == "2026-02-09"


def test_day_one_goes_to_is_brought_into_view(plan: Plan) -> None:
    for _ in range(60):
        plan.key(Key.Key_Right)

    first, last = plan.view.scene.scale.days(plan.view.scene.days_width)
    assert first < plan.view.scene.day < last
    plan.key(Key.Key_T)
    assert day(plan) == TODAY
    assert plan.view.scene.scale.days(plan.view.scene.days_width)[0] < number_of(TODAY)


def test_shift_moves_the_due_date_and_drops_it_when_it_is_let_go(plan: Plan) -> None:
    plan.key(Key.Key_End)
    QTest.keyPress(plan.view, Key.Key_Shift)
    for _ in range(3):
        QTest.keyPress(plan.view, Key.Key_Right, SHIFT)
    plan.wait(lambda: plan.view.scene.changed is not None)
    assert plan.stored(plan.audit).due_date == "2026-03-13"

    QTest.keyRelease(plan.view, Key.Key_Shift)

    plan.wait(lambda: plan.line(plan.audit).row.project.due_date == "2026-03-16")


def test_alt_moves_the_start(plan: Plan) -> None:
    plan.key(Key.Key_End)

    plan.key(Key.Key_Right, ALT)

    plan.wait(lambda: plan.line(plan.audit).row.project.start_date == "2026-03-03")
    assert plan.stored(plan.audit).due_date == "2026-03-13"


def test_move_by_keys_is_given_up_by_escape_and_when_the_keyboard_leaves(plan: Plan) -> None:
    plan.key(Key.Key_End)
    QTest.keyPress(plan.view, Key.Key_Right, SHIFT)
    assert moved_days(plan) == 1
    plan.key(Key.Key_Escape)
    assert moved_days(plan) == 0

    QTest.keyPress(plan.view, Key.Key_Right, SHIFT)
    plan.page.head.search.setFocus()

    assert plan.view.scene.move is None
    assert plan.stored(plan.audit) == plan.audit


def test_enter_drops_a_move_and_else_opens_the_project(plan: Plan) -> None:
    plan.key(Key.Key_End)
    QTest.keyPress(plan.view, Key.Key_Left, SHIFT)
    QTest.keyPress(plan.view, Key.Key_Return)
    plan.wait(lambda: plan.line(plan.audit).row.project.due_date == "2026-03-12")
    assert plan.stage.went == []

    plan.key(Key.Key_Return)

    assert plan.stage.went == [("projects", plan.audit.id)]


def test_due_date_goes_by_a_week_where_columns_are_weeks(plan: Plan) -> None:
    plan.key(Key.Key_End)
    plan.view.zoom_to(Unit.WEEK)

    plan.key(Key.Key_Right, SHIFT)

    plan.wait(lambda: plan.line(plan.audit).row.project.due_date == "2026-03-20")


def test_m_goes_from_milestone_to_milestone(plan: Plan) -> None:
    plan.key(Key.Key_M)
    assert day(plan) == "2026-03-13"
    plan.key(Key.Key_M)
    assert day(plan) == "2026-02-20"
    plan.key(Key.Key_End)
    plan.key(Key.Key_M)
    assert day(plan) == "2026-02-20"


def test_o_goes_to_the_weeks_that_hold_too_much(plan: Plan) -> None:
    plan.key(Key.Key_O)
    assert day(plan) == TODAY
    plan.run(create_project, name="Huge", start_date="2026-08-03", due_date="2026-08-14", estimate_minutes=6000)
    plan.wait(lambda: plan.view.scene.over)

    plan.key(Key.Key_O)
    assert day(plan) == "2026-08-03"
    first, last = plan.view.scene.scale.days(plan.view.scene.days_width)
    assert first < number_of("2026-08-03") < last
    plan.key(Key.Key_O)
    assert day(plan) == "2026-08-10"
    plan.click(QPoint(60, 62))
    assert day(plan) == "2026-08-03"


def test_space_folds_projects_and_groups_and_milestones_lead_back(plan: Plan) -> None:
    plan.key(Key.Key_Space)
    assert plan.names[2:4] == ["- Concept", "- Beta"]

    plan.key(Key.Key_Down)
    plan.key(Key.Key_Space)
    assert "- Beta" not in plan.names
    assert plan.view.scene.here == plan.website.id

    plan.key(Key.Key_Up)
    plan.key(Key.Key_Left)
    assert plan.names == ["[Client work]", "[]", "Audit"]
    plan.key(Key.Key_Right)
    assert "Website" in plan.names
    plan.key(Key.Key_Return)
    assert "Website" not in plan.names


def test_milestones_dates_move_by_keys_too(plan: Plan) -> None:
    plan.key(Key.Key_Space)
    plan.key(Key.Key_Down)
    plan.key(Key.Key_Down)

    plan.key(Key.Key_Right, SHIFT)

    plan.wait(lambda: plan.stage.toasts)
    assert plan.stored_milestone(plan.beta).due_date == "2026-03-14"


def test_plus_and_minus_zoom(plan: Plan) -> None:
    for _ in range(4):
        plan.key(Key.Key_Minus)
    assert unit(plan) is Unit.WEEK
    for _ in range(4):
        plan.key(Key.Key_Plus)
    assert unit(plan) is Unit.DAY


def test_shortcuts_of_the_page_open_search_and_the_question(plan: Plan) -> None:
    plan.key(Key.Key_F, CTRL)
    assert plan.page.head.search.hasFocus()

    QTest.keyClick(plan.page.head.search, Key.Key_N, CTRL)

    assert plan.page.what_if.form is not None


def test_screen_reader_hears_the_row_the_day_and_its_time(plan: Plan) -> None:
    plan.view.put_on(plan.website.id, number_of("2026-02-27"))

    said = plan.view.accessibleDescription()

    assert said.startswith("Website, 2 of 40 h, on track")
    assert said.endswith("Done 2:00")
    plan.key(Key.Key_Home)
    assert plan.view.accessibleDescription() == "Client work, 1 project, open"
    plan.view.put_on(plan.website.id)
    plan.key(Key.Key_Space)
    plan.key(Key.Key_Down)
    assert plan.view.accessibleDescription().startswith("Concept, ")


def test_keys_of_the_page_are_told_in_the_list_of_shortcuts(plan: Plan) -> None:
    section = ShortcutsSection()
    plan.qtbot.addWidget(section)
    section.open()

    assert "Move the due date; it is dropped when Shift is let go" in {
        label.text() for label in section.findChildren(QLabel)
    }
