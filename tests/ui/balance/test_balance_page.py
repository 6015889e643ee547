"""The page of working hours: figures, bars, rows, and the days ahead with too much on them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.ranges import Range
from app.orchestrators.planning.events import add_event
from app.orchestrators.projects.projects import create_project
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.work_hours.slots import set_week
from app.ui.balance.page import BalancePage
from app.ui.ranges.range_filter import Chosen
from tests.support.pages import Stage
from tests.support.store import MORNING

HOUR, DAY = 3600, 86_400


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> BalancePage:
    """Monday 2 March at nine: eight hours on Friday, two on Saturday, one today; ten planned for tomorrow."""
    project = stage.run(qtbot, create_project, name="Website")
    for begin, hours in ((MORNING - 3 * DAY, 8), (MORNING - 2 * DAY, 2), (MORNING - 2 * HOUR, 1)):
        stage.run(qtbot, add_entry, started_at=begin, ended_at=begin + hours * HOUR, project=project.id)
    tomorrow = MORNING + DAY
    stage.run(qtbot, add_event, starts_at=tomorrow, ends_at=tomorrow + 10 * HOUR, project=project.id, title="Workshop")
    made = BalancePage(stage.shell)
    stage.show(made)
    qtbot.waitUntil(lambda: made.view is not None)
    return made


def spoken(page: BalancePage, row: int) -> str:
    return str(page.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))


def choose(page: BalancePage, qtbot: QtBot, chosen: Chosen) -> None:
    before = page.view
    page.dates.choose(chosen)
    qtbot.waitUntil(lambda: page.view is not before)


def test_figures_of_the_month_and_of_what_is_to_come(page: BalancePage) -> None:
    told = {name: (card.value, card.below) for name, card in page.figures.cards.items()}

    assert told == {
        "tracked": ("1:00", "1 % of the capacity"),
        "capacity": ("176:00", "could be worked"),
        "balance": ("0:00", "up to yesterday"),
        "overtime": ("–", "not counted yet"),
        "planned": ("10:00", "10:00 planned, 0:00 forecast"),
        "free": ("166:00", "from today on"),
        "inside": ("0 %", "1:00 besides"),
        "busy": ("1 day", "in the next 8 weeks"),
    }
    assert page._usual.isVisible()


def test_overtime_counts_from_the_day_that_was_set(page: BalancePage, stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, update_settings, balance_since="2026-02-26", balance_opening_minutes=600)

    # Thursday was missed, Saturday came on top; today counts when it is over.
    qtbot.waitUntil(lambda: page.figures["overtime"].value == "+4:00")

    assert page.figures["overtime"].below == "since 26 Feb 2026"
    QTest.mouseClick(page.figures["overtime"], Qt.MouseButton.LeftButton)
    assert stage.went[-1] == ("settings", "work_hours")


def test_rows_say_capacity_work_and_balance_of_each_day(page: BalancePage, qtbot: QtBot) -> None:
    choose(page, qtbot, Chosen(None, "2026-02-27", "2026-03-03"))

    assert [spoken(page, row) for row in range(5)] == [
        "Fri 27 Feb, Capacity 8:00, Tracked 8:00, Free 8:00, Balance 0:00",
        "Sat 28 Feb, Capacity 0:00, Tracked 2:00, Free 0:00, Balance +2:00",
        "Sun 1 Mar, Capacity 0:00, Tracked 0:00, Free 0:00, Balance 0:00",
        "Mon 2 Mar, Capacity 8:00, Tracked 1:00, Free 8:00, Balance −7:00",
        "Tue 3 Mar, Capacity 8:00, Tracked 0:00, Planned 10:00, Free −2:00, Balance −8:00",
    ]
    assert page.figures["balance"].value == "+2:00"


def test_weeks_and_months_are_sums(page: BalancePage, qtbot: QtBot) -> None:
    choose(page, qtbot, Chosen(None, "2026-02-23", "2026-03-08"))
    page.by.buttons[1].click()
    qtbot.waitUntil(lambda: len(page.model.lines) == 2)
    assert spoken(page, 0).startswith("23 Feb – 1 Mar, Capacity 40:00, Tracked 10:00")

    page.by.buttons[2].click()

    qtbot.waitUntil(lambda: spoken(page, 0).startswith("February 2026"))
    page.grab()


def test_many_days_are_told_by_week_and_many_weeks_by_month(page: BalancePage, qtbot: QtBot) -> None:
    choose(page, qtbot, Chosen(Range.THIS_YEAR))
    assert page.by.value() == "week"

    choose(page, qtbot, Chosen(None, "2020-01-01", "2026-12-31"))

    assert page.by.value() == "month"


def test_an_open_end_is_today(page: BalancePage, qtbot: QtBot) -> None:
    choose(page, qtbot, Chosen(None, "2026-02-27", None))
    assert [load.day for load in page.model.lines] == ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]

    choose(page, qtbot, Chosen(None, None, "2026-03-04"))

    assert [load.day for load in page.model.lines] == ["2026-03-02", "2026-03-03", "2026-03-04"]


def test_days_the_wrong_way_round_are_refused_with_a_sentence(page: BalancePage, stage: Stage, qtbot: QtBot) -> None:
    page.dates.choose(Chosen(None, "2026-03-04", "2026-03-02"))

    qtbot.waitUntil(lambda: bool(stage.toasts))

    assert "before the first" in stage.toasts[-1]


def test_days_ahead_with_too_much_lead_to_the_calendar(page: BalancePage, stage: Stage, qtbot: QtBot) -> None:
    (row,) = range(page.busy_model.rowCount())
    assert page.busy_model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) == "Tue 3 Mar, 2:00 too much"
    assert page.busy_model.index(row).data() == "Tue 3 Mar"
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)

    QTest.mouseClick(page.figures["busy"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.busy.hasFocus)
    QTest.keyClick(page.busy, Qt.Key.Key_Return)

    assert stage.went == [("calendar", "2026-03-03")]
    QTest.mouseClick(page.figures["tracked"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.rows.hasFocus)


def test_what_was_worked_leads_to_today_and_what_is_to_come_to_the_calendar(page: BalancePage, stage: Stage) -> None:
    page.rows.picked.emit(page.model.lines[1])
    page.rows.picked.emit(page.model.lines[20])
    assert stage.went == [("today", "2026-03-02"), ("calendar", "2026-03-21")]

    page.settings.click()

    assert stage.went[-1] == ("settings", "work_hours")


def test_bars_are_read_by_keys(page: BalancePage, stage: Stage) -> None:
    chart = page.chart
    assert chart.accessibleDescription() == "31 bars"
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Home)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == "Tue 3 Mar: Capacity 8:00, Tracked 0:00, Planned 10:00, Free −2:00"
    chart.grab()

    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert stage.went == [("today", "2026-03-02")]
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.load is not None
    assert chart.load.day == "2026-03-31"
    QTest.keyClick(chart, Qt.Key.Key_A)
    assert chart.load is not None


def test_bars_are_read_by_the_mouse(page: BalancePage, stage: Stage, qtbot: QtBot) -> None:
    chart = page.chart
    place = chart.slot(2).center().toPoint()
    QTest.mouseMove(chart, place)
    qtbot.waitUntil(lambda: chart.load is not None)

    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)

    assert stage.went == [("calendar", "2026-03-03")]
    QTest.mouseMove(chart, QPoint(2, 2))
    qtbot.waitUntil(lambda: chart.load is None)


def test_a_week_that_was_set_is_what_counts(page: BalancePage, stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, set_week, [(0, 360, 720)], effective_from="2026-01-01")

    qtbot.waitUntil(lambda: page.figures["capacity"].value == "30:00")

    assert not page._usual.isVisible()
    # Seven to eight this morning lies inside the hours.
    assert page.figures["inside"].value == "100 %"


def test_the_colours_are_followed(page: BalancePage, stage: Stage) -> None:
    before = page.legend.grab().toImage()

    stage.appearance.choose("dark")

    assert page.legend.grab().toImage() != before
    stage.appearance.choose("light")
