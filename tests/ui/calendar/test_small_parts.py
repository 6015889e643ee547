"""Small parts of the calendar: words that wrap, steps of a drag, keys that are listed, what a device remembers."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.calendar.block_painter import wrapped
from app.ui.calendar.blocks import Sort
from app.ui.calendar.body import HOUR
from app.ui.calendar.gestures import Gestures
from app.ui.calendar.keys import calendar_keys
from app.ui.calendar.page import CalendarPage
from tests.support.calendar_page import ALT, Wall


def test_a_title_wraps_at_blanks_and_its_rest_stands_in_the_last_line(wall: Wall) -> None:
    wall.open()
    metrics = QFontMetrics(QApplication.font())
    width = metrics.horizontalAdvance("Interview with")
    assert wrapped("Interview with the grid team", metrics, width, 2) == ["Interview with", "the grid team"]
    assert wrapped("Interview", metrics, width, 2) == ["Interview"]
    assert wrapped("Interviewpartnerinnen und so", metrics, 20, 2) == ["Interviewpartnerinnen und so"]
    assert wrapped("one two three", metrics, metrics.horizontalAdvance("two"), 3) == ["one", "two", "three"]


def test_a_trembling_hand_drags_nothing(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    gestures, grid = Gestures(), wall.body.grid
    assert gestures.move(grid, QPointF(300, 300), wall.body.now) is None
    point = grid.places[0].rect.center()
    gestures.press(grid, point)
    assert gestures.move(grid, point + QPointF(1, 1), wall.body.now) is None
    assert not gestures.is_drag
    assert gestures.release() is None


def test_no_key_is_listed_twice() -> None:
    keys = [key for key, _ in calendar_keys()]
    assert len(keys) == len(set(keys))


def test_a_device_zooms_as_it_did_last(wall: Wall) -> None:
    wall.stage.shell.put_device_setting(calendar_hour=90, calendar_view="week")
    again = CalendarPage(wall.stage.shell)
    assert (again.grid.body.hour, again.view.value) == (90, "week")
    again.deleteLater()
    wall.stage.shell.put_device_setting(calendar_hour="high", calendar_view="decade", calendar_snap=7)
    odd = CalendarPage(wall.stage.shell)
    assert (odd.grid.body.hour, odd.view.value, odd.grid.body.gestures.snap_minutes) == (HOUR, "work_week", 5)
    odd.deleteLater()


def test_a_move_by_keys_goes_on_when_others_write_meanwhile(wall: Wall) -> None:
    wall.add("09:00", "10:00", "letters")
    wall.open()
    wall.stand_on("letters")
    QTest.keyPress(wall.body, Qt.Key.Key_Down, ALT)
    wall.body._settle.stop()
    wall.add("11:00", "12:00", "call")
    wall.wait(lambda: len(wall.said) == 2)
    draft = wall.ghost()
    assert draft is not None
    assert draft.block is wall.block("letters")

    QTest.keyPress(wall.body, Qt.Key.Key_Down, ALT)
    QTest.keyRelease(wall.body, Qt.Key.Key_Alt)

    wall.wait(lambda: "02 09:10-10:10 tracked letters" in wall.said)


def test_starting_a_timer_for_a_forecast_and_copying_an_event_by_keys(wall: Wall) -> None:
    shop = wall.project("Shop", estimate_minutes=120, due_date="2026-03-05", start_date="2026-03-05")
    wall.plan("15:00", "16:00", "workshop", day=4)
    wall.open()
    wall.stand_on("workshop")
    wall.key(Qt.Key.Key_D)
    wall.wait(lambda: wall.said.count("06 15:00-16:00 planned workshop") == 2)
    wall.stand_on("Shop")
    wall.key(Qt.Key.Key_C)
    wall.wait(lambda: any(block.is_running for block in wall.blocks))
    running = next(block for block in wall.blocks if block.is_running)
    assert running.title == "Shop"
    assert wall.entries() == ["04 13:00-now "]
    assert shop.name == "Shop"


def test_a_forecast_is_planned_by_key(wall: Wall) -> None:
    wall.project("Shop", estimate_minutes=120, due_date="2026-03-05", start_date="2026-03-05")
    wall.open()
    wall.stand_on("Shop")
    wall.key(Qt.Key.Key_D)
    wall.wait(lambda: [block.sort for block in wall.blocks] == [Sort.PLANNED])


def test_the_handle_is_as_long_as_what_is_seen(wall: Wall) -> None:
    wall.open()
    bar = wall.body.verticalScrollBar()
    assert wall.body.handle.pageStep() == bar.pageStep() == wall.body.viewport().height()
    assert wall.body.handle.value() == bar.value()
