"""The Calendar page: what stands where, menus, tracking, reloading."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.ui.calendar import glide
from app.ui.calendar.blocks import Sort
from app.ui.calendar.gestures import Deed, Draft
from app.ui.calendar.spans import ViewName
from app.ui.calendar.words import draft_lines, times
from tests.support.calendar_page import CTRL, NO_KEYS, Wall, day_off, imported
from tests.support.reach import out_of_order, unnamed
from tests.support.store import clock_of
from tests.support.today import at


class LaterBy:
    """The clock of somebody who has looked at the page for some seconds."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds

    def start(self) -> None:
        self._seconds = 0

    def elapsed(self) -> int:
        return self._seconds * 1000

    def isValid(self) -> bool:
        return True


def test_kinds_of_time_stand_in_their_places(wall: Wall) -> None:
    wall.add("09:00", "11:00", "letters")
    wall.add("10:00", "11:00", "call")
    wall.run(imported, "10:30", "11:30", "team")
    wall.add("14:00", "15:00", "alone")
    wall.open()

    places = {place.block.title: place.rect for place in wall.body.grid.places}
    assert places["letters"].right() <= places["call"].left()
    assert places["call"].right() <= places["team"].left()
    assert places["alone"].width() > places["letters"].width() * 2
    assert wall.block("team").sort is Sort.IMPORTED


def test_what_others_write_is_shown(wall: Wall) -> None:
    wall.open()
    assert wall.said == []
    wall.add("09:00", "10:00", "letters")
    wall.wait_for("02 09:00-10:00 tracked letters")


def test_a_running_entry_grows_with_the_clock(wall: Wall) -> None:
    wall.run(start_timer, description="design", started_at=at("12:00", 2))
    wall.open()
    before = wall.body.grid.places[0].rect.height()
    assert wall.stage.ctx is not None
    clock_of(wall.stage.ctx).forward(1800)
    wall.page.reload()

    wall.wait(lambda: wall.body.grid.places[0].rect.height() > before + 20)
    assert wall.page.grid.heads.words(wall.body.span.days[2]).startswith("Wednesday, 4 March, 1:30 tracked")  # type: ignore[union-attr]


def test_time_passes_while_one_looks(wall: Wall) -> None:
    wall.run(start_timer, description="design", started_at=at("12:00", 2))
    wall.open()
    span = wall.body.span
    assert span is not None
    ends = wall.blocks[0].ends
    wall.body._since_read = LaterBy(60)  # type: ignore[assignment]
    wall.body.tick()
    wall.page.grid.heads.grow(60)

    assert wall.body.now >= span.now + 60
    assert wall.blocks[0].ends >= ends + 60
    assert "1:01 tracked" in wall.page.grid.heads.words(span.days[2])


def test_time_off_and_whole_days_stand_above_the_hours(wall: Wall) -> None:
    wall.run(day_off, "2026-03-05", "2026-03-06", "Skiing")
    wall.run(day_off, "2026-03-03", "2026-03-03", "Dentist", fraction=0.5)
    fair = wall.plan("00:00", "00:00", "Fair", all_day=True)
    wall.run(_stretch, fair.id)
    wall.open()
    strip = wall.page.grid.strip

    assert strip.isVisible()
    shown = {one.title: (one.first, one.last) for one, _ in strip.places()}
    assert shown == {
        "Fair": ("2026-03-02", "2026-03-03"),
        "Dentist · 50 %": ("2026-03-03", "2026-03-03"),
        "Skiing": ("2026-03-05", "2026-03-06"),
    }
    assert wall.body.span is not None
    assert [day.capacity_minutes for day in wall.body.span.days] == [480, 240, 480, 0, 0]
    spot = next(rect.center().toPoint() for one, rect in strip.places() if one.title == "Fair")
    QTest.mouseDClick(strip, Qt.MouseButton.LeftButton, NO_KEYS, spot)
    wall.wait(lambda: wall.page.actions_.events.form is not None)
    wall.page.panel.dismiss()
    QTest.mouseClick(strip, Qt.MouseButton.RightButton, NO_KEYS, spot)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Track this", "Edit…"]
    menu.close()
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleDescription() == "Fair"
    QTest.keyClick(strip, Qt.Key.Key_Return)
    wall.wait(lambda: wall.page.actions_.events.form is not None)


def _stretch(ctx: Context, id_: str) -> Any:
    from app.orchestrators.planning.events import edit_event

    return edit_event(ctx, id_, starts_at=at("00:00"), ends_at=at("00:00", 2))


def test_a_click_on_a_head_shows_that_day(wall: Wall) -> None:
    wall.open()
    heads = wall.page.grid.heads
    QTest.mouseClick(heads, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(heads.width() - 20, 10))
    wall.wait(lambda: wall.page.header.title.text() == "Friday, 6 March 2026")


def test_heads_say_what_was_tracked_planned_and_is_too_much(wall: Wall) -> None:
    wall.add("09:00", "10:30", "letters")
    wall.plan("09:00", "18:00", "workshop", day=3)
    wall.project("Shop", estimate_minutes=600, due_date="2026-03-06", start_date="2026-03-06")
    wall.open()
    assert wall.body.span is not None
    words = [wall.page.grid.heads.words(day) for day in wall.body.span.days]

    assert words[0] == "Monday, 2 March, 1:30 tracked, 8:00 of working time"
    assert words[3] == "Thursday, 5 March, 0:00 tracked, 9:00 planned, 1:00 too much, 8:00 of working time"
    assert words[4] == "Friday, 6 March, 0:00 tracked, 10:00 forecast, 2:00 too much, 8:00 of working time"


def test_ctrl_and_the_wheel_zoom_around_the_mouse(wall: Wall) -> None:
    wall.open()
    before = wall.body.grid.instant_at("2026-03-02", wall.body.at(QPointF(0, 100)).y())
    wall.wheel(2, CTRL)
    after = wall.body.grid.instant_at("2026-03-02", wall.body.at(QPointF(0, 100)).y())

    assert wall.body.hour > 50
    assert abs(after - before) < 120
    top = wall.body.verticalScrollBar().value()
    wall.wheel(-1, NO_KEYS)
    wall.wait(lambda: wall.body.verticalScrollBar().value() > top)


def test_hovering_tells_everything_about_a_block(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    spot = wall.on("letters")
    wall.hover(spot)
    assert wall.body.seen.hover == wall.block("letters").key
    wall.hover(wall.on("letters", "bottom"))
    assert wall.body.viewport().cursor().shape() is Qt.CursorShape.SizeVerCursor

    QApplication.sendEvent(wall.body.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, QPoint(5, 5)))
    assert QToolTip.text() == "letters\ntracked\nMonday, 2 March\n09:00 – 10:00 · 1:00"
    QToolTip.hideText()
    QApplication.sendEvent(wall.body, QEvent(QEvent.Type.Leave))
    assert wall.body.seen.hover == ""


def test_colours_switch_live(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    light = wall.body.viewport().grab().toImage().pixelColor(200, 5)
    wall.stage.appearance.choose("dark")
    dark = wall.body.viewport().grab().toImage().pixelColor(200, 5)
    assert light.lightness() > 150 > dark.lightness()


def test_twelve_hours_and_a_week_that_begins_on_sunday(wall: Wall) -> None:
    wall.run(update_settings, clock24=False, week_start=6)
    wall.add("14:00", "15:00", "letters")
    wall.open(view=ViewName.WEEK)

    assert wall.page.header.title.text() == "1 – 7 March 2026"
    wall.stand_on("letters")
    assert "2:00 – 3:00 pm · 1:00" in wall.body.accessibleDescription().lower()
    assert times(at("11:00"), at("13:00"), "Europe/Berlin").lower() == "11:00 am – 1:00 pm"


def test_another_page_leads_to_a_day(wall: Wall) -> None:
    wall.open()
    wall.page.open_target("2026-05-13")
    wall.wait(lambda: wall.page.header.title.text() == "11 – 15 May 2026")
    wall.page.header.forth.click()
    wall.wait(lambda: wall.page.header.title.text() == "18 – 22 May 2026")
    wall.page.header.today.click()
    wall.wait(lambda: wall.page.header.title.text() == "2 – 6 March 2026")
    wall.page.header.switch.buttons[2].click()
    wall.wait(lambda: wall.page.header.title.text() == "2 – 8 March 2026")


def test_an_empty_week_says_what_belongs_there_and_begins_it(wall: Wall) -> None:
    wall.open()
    hint = wall.page.grid.hint
    assert hint.isVisible()
    hint.new.click()
    wall.wait(lambda: wall.page.actions_.events.form is not None)
    wall.page.panel.dismiss()
    wall.add("09:00", "10:00", "letters")
    wall.wait(lambda: not hint.isVisible())


def test_a_past_drag_says_how_it_could_become_a_plan(wall: Wall) -> None:
    wall.open()
    wall.drag(wall.spot("09:00"), wall.spot("10:30"), drops=False)
    draft = wall.body.seen.draft
    assert draft is not None
    assert draft_lines(draft, "Europe/Berlin") == ["09:00 – 10:30", "Entry · 1:30", "With Ctrl: a plan"]
    before = wall.body.viewport().grab().toImage()
    wall.body.let_go()
    assert wall.body.viewport().grab().toImage() != before


def test_the_wheel_glides_and_jumps_where_no_motion_is_wanted(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    wall.open((900, 420))
    bar = wall.body.verticalScrollBar()
    bar.setValue(0)
    asked = {"ms": 200}
    monkeypatch.setattr(glide, "asked_ms", lambda _widget: asked["ms"])
    wall.wheel(-1, NO_KEYS)
    wall.wheel(-1, NO_KEYS)
    wall.wait(lambda: bar.value() == round(2 * wall.body.hour))
    asked["ms"] = 0
    wall.wheel(1, NO_KEYS)
    assert bar.value() == round(wall.body.hour)


def test_controls_have_names_and_tab_goes_the_way_of_reading(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    assert unnamed(wall.page) == []
    assert out_of_order(wall.page) == []
    wall.stand_on("letters")
    wall.key(Qt.Key.Key_Return)
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    assert unnamed(wall.page.panel) == []
    assert out_of_order(wall.page.panel) == []


def test_a_narrow_window_has_a_shorter_title(wall: Wall) -> None:
    wall.open((720, 560))
    assert wall.page.header.title.text() == "2 – 6 Mar 2026"
    assert wall.page.header.title.toolTip() == "2 – 6 March 2026"
    assert wall.page.header.switch.width() >= wall.page.header.switch.sizeHint().width()
    wall.stage.window.resize(1200, 700)
    wall.wait(lambda: wall.page.header.title.text() == "2 – 6 March 2026")


def test_a_tall_window_shows_the_whole_day_without_a_rest(wall: Wall) -> None:
    wall.open((900, 1500))
    assert wall.body.grid.height == wall.body.viewport().height()
    assert wall.body.verticalScrollBar().maximum() == 0


def test_the_days_make_room_for_a_form_where_there_is_any(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open((1200, 700))
    before = wall.page.grid.width()
    wall.stand_on("letters")
    wall.key(Qt.Key.Key_Return)
    wall.wait(lambda: wall.page.actions_.entries.form is not None)
    wall.wait(lambda: wall.page.grid.width() < before - 300)
    assert wall.page.grid.geometry().right() < wall.page.panel.x()

    wall.stage.window.resize(820, 700)
    wall.wait(lambda: wall.page.grid.width() > 700)
    wall.page.panel.dismiss()
    wall.stage.window.resize(1200, 700)
    wall.wait(lambda: wall.page.grid.width() == before)


def test_when_the_day_is_over_the_next_one_is_today(wall: Wall) -> None:
    wall.open()
    assert wall.stage.ctx is not None
    clock_of(wall.stage.ctx).forward(12 * 3600)
    wall.body._since_read = LaterBy(12 * 3600)  # type: ignore[assignment]
    wall.page.grid._on_tick()
    wall.wait(lambda: wall.body.span is not None and wall.body.span.today == "2026-03-05")


def test_forecasts_are_laid_anew_as_time_goes_by(wall: Wall) -> None:
    wall.project("Shop", estimate_minutes=120, due_date="2026-03-04", start_date="2026-03-04")
    wall.open()
    assert wall.said == ["04 13:00-15:00 estimate Shop"]
    assert wall.stage.ctx is not None
    clock_of(wall.stage.ctx).forward(600)
    wall.body._since_read = LaterBy(600)  # type: ignore[assignment]
    wall.page.grid._on_tick()
    wall.wait_for("04 13:10-15:10 estimate Shop")


def test_more_whole_days_than_there_is_room_for_are_counted(wall: Wall) -> None:
    for number in range(6):
        wall.plan("00:00", "23:59", f"Fair {number}", all_day=True)
    wall.open()
    strip = wall.page.grid.strip
    assert len(strip.places()) == 4
    QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, QPoint(20, strip.height() - 12), QPoint(5, 5)))
    assert QToolTip.text() == "Fair 4\nFair 5"
    QToolTip.hideText()


def test_pictures_of_the_grid_are_kept_only_around_what_is_seen(wall: Wall) -> None:
    wall.open((900, 420))
    bar = wall.body.verticalScrollBar()
    for value in range(0, bar.maximum(), 40):
        bar.setValue(value)
        wall.body.viewport().grab()
    assert 0 < len(wall.body.tiles._strips) <= 9
    wall.page.hide()
    assert wall.body.tiles._strips == {}


@pytest.mark.parametrize(("deed", "sort", "title", "said"), [
    (Deed.CREATE, Sort.PLANNED, "", "Plan · 1:00"),
    (Deed.MOVE, Sort.TRACKED, "letters", "1:00"),
    (Deed.COPY, Sort.TRACKED, "letters", "Copy · 1:00"),
])  # fmt: skip
def test_what_is_dragged_says_what_it_would_become(wall: Wall, deed: Deed, sort: Sort, title: str, said: str) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    draft = Draft(deed, at("09:00"), at("10:00"), sort, wall.block(title) if title else None)
    assert draft_lines(draft, "Europe/Berlin") == ["09:00 – 10:00", said, title]
