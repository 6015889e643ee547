"""The Timeline page as one sees it: rows, filters, zoom, scrolling, what changes while one looks."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from app.domain.entities.projects import ProjectStatus
from app.domain.risk import Risk
from app.orchestrators.planning.events import add_event
from app.orchestrators.projects.projects import create_project, delete_project, set_status
from app.orchestrators.time_tracking.timer import start_timer
from app.ui.timeline import tips
from app.ui.timeline.hits import Part
from app.ui.timeline.lines import HeadLine
from app.ui.timeline.loader import AHEAD, BACK
from app.ui.timeline.page import TimelinePage
from app.ui.timeline.places import hit
from app.ui.timeline.scale import Unit, iso, number_of
from app.ui.words import short_day
from tests.support.store import MORNING, clock_of
from tests.support.timeline_page import CTRL, DAY, HOUR, SHIFT, TODAY, Plan


def tip_at(plan: Plan, point: QPoint) -> str:
    canvas = plan.view.viewport()
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, point, canvas.mapToGlobal(point)))
    return QToolTip.text()


def test_projects_stand_in_their_groups(plan: Plan) -> None:
    assert plan.names == ["[Client work]", "Website", "[]", "Audit"]
    assert plan.view.scene.today == number_of(TODAY)


def test_group_folds_at_its_head_and_milestones_at_their_project(plan: Plan) -> None:
    plan.fold(0)
    assert plan.names == ["[Client work]", "[]", "Audit"]

    plan.fold(0)
    plan.fold(1)

    assert plan.names == ["[Client work]", "Website", "- Concept", "- Beta", "[]", "Audit"]


def test_filters_narrow_and_clear(plan: Plan) -> None:
    head = plan.page.head
    head.search.setText("web")
    assert plan.names == ["[Client work]", "Website"]

    head.search.setText("nothing like it")
    assert plan.page.nothing.isVisible()
    plan.page.nothing.buttons["clear"].click()
    assert len(plan.names) == 4

    head.group.choose("")
    assert plan.names == ["[]", "Audit"]
    head.clear()
    head.status.choose(frozenset({ProjectStatus.ON_HOLD}))
    assert plan.names == []
    head.clear()
    head.risk.choose(Risk.LATE)
    assert plan.page.nothing.isVisible()


def test_units_and_zoom_go_together(plan: Plan) -> None:
    head = plan.page.head
    head.units.buttons[1].click()
    assert 50 < plan.view.scene.scale.day_width * 7 < 60

    plan.wheel(1200, CTRL)
    assert plan.view.scene.scale.day_width > 50
    assert head.units.value() is Unit.DAY

    plan.wheel(-6000, CTRL)
    assert head.units.value() is Unit.MONTH


def test_wheel_zoom_keeps_the_day_under_the_mouse(plan: Plan) -> None:
    point = plan.point(plan.audit.id, "2026-03-11")

    plan.wheel(240, CTRL, at=point)

    assert hit(plan.view.scene, point).day == number_of("2026-03-11")


def test_days_scroll_without_end_and_are_read_when_they_come(plan: Plan) -> None:
    loader, view = plan.page.loader, plan.view
    assert loader.board is not None
    first = loader.board.timeline.since
    assert first == iso(number_of(TODAY) - BACK)

    plan.wheel(120 * 60, SHIFT)

    plan.wait(lambda: loader.board is not None and loader.board.timeline.since < first)
    view.go_to(number_of(TODAY) + AHEAD + 900)
    far = iso(view.scene.scale.days(view.scene.days_width)[1])
    plan.wait(lambda: loader.board is not None and loader.board.timeline.until > far)
    assert view.scene.loads.by(Unit.DAY)[number_of(far)].capacity in (0, 480)


def test_wheel_over_many_rows_scrolls_them_and_over_the_header_the_days(plan: Plan) -> None:
    for number in range(30):
        plan.run(create_project, name=f"Extra {number}")
    plan.wait(lambda: len(plan.names) == 34)
    bar, scene = plan.view.verticalScrollBar(), plan.view.scene
    offset = scene.scale.offset

    plan.wheel(-240)
    assert (bar.value(), scene.scale.offset) == (240, offset)

    plan.wheel(-240, at=QPoint(600, 10))
    assert (bar.value(), scene.scale.offset) == (240, offset + 240)
    assert plan.view.handle.isVisible()


def test_ground_is_pulled_along(plan: Plan) -> None:
    scene, offset = plan.view.scene, plan.view.scene.scale.offset
    point = plan.point(plan.audit.id, "2026-03-20")

    plan.take(point)
    plan.hover(point - QPoint(40, 0))
    plan.let_go(point - QPoint(40, 0))

    assert scene.scale.offset == offset + 40


def test_what_others_write_appears(plan: Plan) -> None:
    line = plan.line(plan.audit)
    day = number_of("2026-03-04")
    assert line.amounts.by(Unit.DAY)[day].planned == 0

    begin = MORNING + 2 * DAY
    plan.run(add_event, starts_at=begin, ends_at=begin + HOUR, project=plan.audit.id)

    plan.wait(lambda: plan.line(plan.audit).amounts.by(Unit.DAY)[day].planned == 60)


def test_changes_while_hidden_are_read_when_it_is_shown(plan: Plan) -> None:
    plan.page.hide()
    plan.run(create_project, name="New one")
    assert "New one" not in plan.names

    plan.page.show()
    plan.page.activate()

    plan.wait(lambda: "New one" in plan.names)


def test_tooltips_say_minutes(plan: Plan) -> None:
    website = plan.website.id
    assert tip_at(plan, plan.point(website, "2026-02-27")) == f"Website · {short_day('2026-02-27')}\nDone 2:00"
    assert "Planned 1:00" in tip_at(plan, plan.point(website, "2026-03-04"))
    assert "Forecast " in tip_at(plan, plan.point(website, "2026-03-10"))
    assert tip_at(plan, QPoint(plan.view.scene.x(number_of("2026-03-05")) + 3, 60)).endswith("Carnival")
    assert "due Fri 27 Mar" in tip_at(plan, plan.end_of_bar(plan.website))
    assert tips.tip(plan.view.scene, QPoint(20, 5)) == ""


def test_tooltip_of_a_flag_says_how_the_milestone_stands(plan: Plan) -> None:
    point = plan.flag(plan.website, "2026-03-13")

    assert hit(plan.view.scene, point).part is Part.FLAG
    assert tip_at(plan, point).startswith("Beta\ndue Fri 13 Mar")


def test_capacity_row_names_the_first_week_that_is_too_full(plan: Plan) -> None:
    assert plan.view.scene.over == ""

    plan.run(create_project, name="Huge", start_date=TODAY, due_date="2026-03-13", estimate_minutes=6000)

    plan.wait(lambda: plan.view.scene.over.startswith("wk 10 over by "))
    assert "1 more" in plan.view.scene.over
    told = tips.tip(plan.view.scene, QPoint(60, 62)).splitlines()
    assert [line[:16] for line in told] == ["wk 10 from Mon 2", "wk 11 from Mon 9"]


def test_project_opens_with_a_double_click(plan: Plan) -> None:
    point = plan.view.scene.row(3).topLeft() + QPoint(120, 15)

    plan.double_click(point)

    assert plan.stage.went[-1] == ("projects", plan.audit.id)


def test_target_is_found_in_a_folded_group_behind_a_filter(plan: Plan) -> None:
    plan.page.head.search.setText("audit")
    plan.fold(0)
    assert plan.names == ["[]"]

    plan.page.open_target(plan.website.id)

    assert plan.view.scene.here == plan.website.id


def test_a_day_is_brought_into_view_also_before_anything_was_read(plan: Plan) -> None:
    plan.page.open_target("2026-09-07")
    first, last = plan.view.scene.scale.days(plan.view.scene.days_width)
    assert first <= number_of("2026-09-07") <= last

    later = TimelinePage(plan.stage.shell)
    later.open_target("2027-01-04")
    plan.stage.show(later)
    plan.wait(lambda: later.view.scene.today > 0)
    first, last = later.view.scene.scale.days(later.view.scene.days_width)
    assert first <= number_of("2027-01-04") <= last


def test_empty_store_offers_the_first_steps(bare: Plan) -> None:
    bare.page = TimelinePage(bare.stage.shell)
    bare.stage.show(bare.page)
    bare.wait(bare.page.empty.isVisible)

    bare.page.empty.buttons["project"].click()
    assert bare.stage.went == [("projects", "new")]
    bare.page.empty.buttons["what_if"].click()
    assert bare.page.what_if.form is not None


def test_completed_project_leaves_and_a_deleted_one_too(plan: Plan) -> None:
    plan.run(set_status, plan.audit.id, ProjectStatus.ARCHIVED)
    plan.wait(lambda: "Audit" not in plan.names)

    plan.run(delete_project, plan.website.id, delete_entries=True)
    plan.wait(plan.page.empty.isVisible)


def test_zoom_and_folds_are_remembered_on_this_device(plan: Plan) -> None:
    plan.view.zoom_to(Unit.WEEK)
    plan.fold(0)
    plan.page.hide()

    again = TimelinePage(plan.stage.shell)
    plan.stage.show(again)
    plan.wait(lambda: again.loader.board is not None)

    assert again.head.units.value() is Unit.WEEK
    head = again.view.scene.shelf.lines[0]
    assert isinstance(head, HeadLine)
    assert not head.is_open


def test_every_project_is_weighed_in_the_end(plan: Plan) -> None:
    for number in range(30):
        plan.run(create_project, name=f"Extra {number}", start_date=TODAY, due_date="2026-05-01", estimate_minutes=60)
    plan.wait(lambda: len(plan.names) == 34)

    plan.wait(lambda: len(plan.page.loader.risks) == 32)

    plan.page.head.risk.choose(Risk.ON_TRACK)
    assert len(plan.names) == 34


def test_running_timer_grows_and_another_day_begins(plan: Plan) -> None:
    plan.run(start_timer, project=plan.audit.id)
    assert plan.stage.ctx is not None
    clock_of(plan.stage.ctx).forward(HOUR)

    plan.page.loader.keep_time()
    plan.wait(lambda: plan.line(plan.audit).row.tracked_seconds == HOUR)

    clock_of(plan.stage.ctx).forward(DAY)
    plan.page.loader.keep_time()
    plan.wait(lambda: plan.view.scene.today == number_of("2026-03-03"))


def test_what_can_be_taken_hold_of_shows_it_under_the_mouse(plan: Plan) -> None:
    canvas = plan.view.viewport()
    shapes = Qt.CursorShape
    for point, shape in (
        (plan.end_of_bar(plan.audit), shapes.SizeHorCursor),
        (plan.middle_of_bar(plan.audit, "2026-03-09"), shapes.OpenHandCursor),
        (plan.flag(plan.website, "2026-03-13"), shapes.SizeHorCursor),
        (plan.point(plan.audit.id, "2026-03-20"), shapes.ArrowCursor),
        (plan.view.scene.row(0).topLeft() + QPoint(20, 10), shapes.PointingHandCursor),
    ):
        plan.hover(point)
        assert canvas.cursor().shape() == shape
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert plan.view.scene.hot.part is Part.NONE


def test_today_leads_back_from_far_away(plan: Plan) -> None:
    plan.view.go_to(number_of(TODAY) + 3000)

    plan.page.head.today.click()

    first, last = plan.view.scene.scale.days(plan.view.scene.days_width)
    assert first < number_of(TODAY) < last
    assert plan.view.hasFocus()


def test_picture_follows_the_colours_and_the_row_height(plan: Plan) -> None:
    light = plan.page.grab().toImage()
    plan.stage.appearance.choose("dark")
    assert plan.page.grab().toImage() != light

    plan.stage.shell.put_device_setting(compact_rows=True)
    plan.page.restyle()

    assert plan.view.scene.row(1).height() < 44


def test_scrolled_picture_is_the_one_that_would_be_painted_anew(plan: Plan) -> None:
    for number in range(30):
        plan.run(create_project, name=f"Extra {number}", start_date=TODAY, due_date="2026-05-01", estimate_minutes=600)
    plan.wait(lambda: len(plan.names) == 34)
    QApplication.processEvents()

    for step in (17, -160, 31):
        plan.view.scroll_days(step)
        QApplication.processEvents()
    plan.view.verticalScrollBar().setValue(150)
    QApplication.processEvents()
    moved = plan.stage.window.screen().grabWindow(plan.stage.window.winId()).toImage()
    plan.view.repaint_all()
    QApplication.processEvents()

    assert moved == plan.stage.window.screen().grabWindow(plan.stage.window.winId()).toImage()
