import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.orchestrators.time_tracking.status import DayTotal
from app.ui.today.week_strip import WeekStrip
from app.ui.today.words import Style
from app.ui.widgets import painting
from tests.support.pages import Stage

WEEK = tuple(DayTotal(f"2026-03-0{day}", 3600 * (day % 3), 480 if day < 7 else 0) for day in range(2, 9))


@pytest.fixture
def strip(stage: Stage, qtbot: QtBot) -> WeekStrip:
    strip = WeekStrip()
    layout = stage.window.layout()
    assert layout is not None
    layout.addWidget(strip)
    strip.show_week(WEEK, Style("Europe/Berlin"), "2026-03-03")
    stage.window.resize(900, 120)
    stage.window.show()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    return strip


def test_cards_say_day_total_and_share(strip: WeekStrip) -> None:
    assert [card.accessibleName() for card in strip.cards[:3]] == ["Mon 2: 2:00", "Today, Tue 3: –", "Wed 4: 1:00"]
    assert strip.cards[0].accessibleDescription() == "25%"
    assert strip.week.accessibleName() == "This week: 8:00 / 40:00"
    assert not strip.grab().isNull()


def test_click_and_keys_go_to_a_day(strip: WeekStrip) -> None:
    wanted: list[str] = []
    strip.day_wanted.connect(wanted.append)

    QTest.mouseClick(strip.cards[3], Qt.MouseButton.LeftButton)
    QTest.keyClick(strip.cards[3], Qt.Key.Key_Right)
    assert strip.cards[4].hasFocus()
    QTest.keyClick(strip.cards[4], Qt.Key.Key_Left)
    QTest.keyClick(strip.cards[3], Qt.Key.Key_Left)
    QTest.keyClick(strip.cards[2], Qt.Key.Key_Return)
    QTest.keyClick(strip.cards[2], Qt.Key.Key_Space)
    QTest.keyClick(strip.cards[2], Qt.Key.Key_Home)

    assert wanted == ["2026-03-05", "2026-03-04", "2026-03-04", "2026-03-03"]
    assert not strip.grab().isNull()


def test_page_keys_and_buttons_change_the_week(strip: WeekStrip) -> None:
    wanted: list[str] = []
    strip.week_wanted.connect(wanted.append)
    strip.cards[0].setFocus()

    QTest.keyClick(strip.cards[0], Qt.Key.Key_PageUp)
    QTest.keyClick(strip.cards[0], Qt.Key.Key_PageDown)
    strip.week.buttons["caret-left"].click()
    strip.week.buttons["caret-right"].click()
    QTest.keyClick(strip.cards[0], Qt.Key.Key_A)

    assert wanted == ["2026-02-23", "2026-03-09", "2026-02-23", "2026-03-09"]


def test_only_the_chosen_day_is_a_stop_for_tab(strip: WeekStrip) -> None:
    def stops() -> list[int]:
        return [place for place, card in enumerate(strip.cards) if card.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert stops() == [1]
    strip.choose("2026-03-05")
    assert stops() == [3]


def test_a_running_timer_grows_today_and_the_sum(strip: WeekStrip) -> None:
    strip.grow(59)
    assert strip.week.accessibleName() == "This week: 8:00 / 40:00"

    strip.grow(120)

    assert strip.cards[1].accessibleName() == "Today, Tue 3: 0:02"
    assert strip.week.accessibleName() == "This week: 8:02 / 40:00"


def test_strip_turns_with_the_minute_of_the_days_total_not_with_that_of_the_timer(strip: WeekStrip) -> None:
    days = tuple(DayTotal(day.day, 3_630 if day.day == "2026-03-03" else 15, 480) for day in WEEK)
    strip.show_week(days, Style("Europe/Berlin"), "2026-03-03")
    strip.grow(29)
    assert strip.cards[1].accessibleName() == "Today, Tue 3: 1:00"
    assert strip.week.accessibleName().startswith("This week: 1:02")

    strip.grow(30)
    assert strip.cards[1].accessibleName() == "Today, Tue 3: 1:01"

    # The week's sum has minutes of its own.
    strip.grow(60)
    assert strip.week.accessibleName().startswith("This week: 1:03")


def test_another_week_is_named_and_offers_the_way_back(strip: WeekStrip) -> None:
    wanted: list[str] = []
    strip.day_wanted.connect(wanted.append)
    strip.show_week(WEEK, Style("Europe/Berlin"), "2026-04-01")
    assert strip.week.accessibleName() == "2–8 Mar: 8:00 / 40:00"

    strip.week.buttons["circle"].click()

    assert wanted == ["2026-04-01"]


def test_a_week_without_targets_shows_only_its_sum(strip: WeekStrip) -> None:
    strip.show_week(tuple(DayTotal(day.day, 0, 0) for day in WEEK), Style("Europe/Berlin"), "2026-03-03")

    assert strip.week.accessibleName() == "This week: – "


def test_an_empty_strip_stays_quiet(qtbot: QtBot) -> None:
    strip = WeekStrip()
    qtbot.addWidget(strip)
    strip.choose("2026-03-03")
    strip._turn(7)

    assert strip.first_day == ""


def test_the_way_home_is_left_out_where_there_is_no_room(strip: WeekStrip, qtbot: QtBot) -> None:
    strip.show_week(WEEK, Style("Europe/Berlin"), "2026-04-01")
    home = strip.week.buttons["circle"]

    strip.window().resize(700, 120)
    qtbot.waitUntil(home.isHidden)
    strip.window().resize(1300, 120)

    qtbot.waitUntil(lambda: not home.isHidden())


def test_figures_are_written_smaller_and_never_cut(strip: WeekStrip, qtbot: QtBot) -> None:
    days = tuple(DayTotal(day.day, 36_000 + 62, 480) for day in WEEK)
    strip.show_week(days, Style("Europe/Berlin", duration="h:mm:ss"), "2026-03-03")
    strip.window().resize(720, 120)
    card = strip.cards[1]
    qtbot.waitUntil(lambda: card.width() < 80)

    font = painting.fitting(card.font(), "10:01:02", card.width() - 16, range(10, 15))

    assert QFontMetrics(font).horizontalAdvance("10:01:02") <= card.width() - 16
    assert font.pixelSize() < 15
    # An estimate has no seconds.
    assert strip.week.accessibleName() == "This week: 70:07:14 / 56:00"
    assert not strip.grab().isNull()
