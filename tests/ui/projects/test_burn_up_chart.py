"""The burn-up: what it shows, says, and lets the keys and the mouse read."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.days import next_day
from app.domain.entities.projects import Project
from app.orchestrators.projects.burn_up import BurnUp, BurnUpDay, Flag
from app.orchestrators.time_tracking.entries import add_entry
from app.ui.projects.detail.burn_up_card import BurnUpCard
from app.ui.projects.detail.burn_up_plot import Plot, step_of
from app.ui.projects.page import ProjectsPage
from app.ui.theme.appearance import Appearance
from tests.support.pages import Stage
from tests.support.store import MORNING
from tests.support.studio import DAY, HOUR, Studio

TODAY = "2026-03-02"


def view(days: int = 11, *, since: str = "2026-02-25", estimate: int = 40 * HOUR) -> BurnUp:
    """A chart of eleven days, the sixth of them today."""
    project = Project(id="p", created_at=0, name="Website", due_date=next_day(since, days - 1), color="blue")
    shown = []
    for place in range(days):
        day = next_day(since, place)
        is_past = day <= TODAY
        shown.append(
            BurnUpDay(
                day,
                tracked=place * HOUR if is_past else None,
                ideal=(place + 1) * 3 * HOUR,
                forecast=place * 3 * HOUR if not is_past or day == TODAY else None,
                low=place * 2 * HOUR if day >= TODAY else None,
                high=place * 4 * HOUR if day >= TODAY else None,
            )
        )
    flags = (
        Flag("a", "2026-02-26", "Concept", completed=True, overdue=False),
        Flag("b", "2026-02-27", "A milestone whose name is much too long for its room", completed=False, overdue=True),
        Flag("c", next_day(since, days - 1), "Launch", completed=False, overdue=False),
    )
    return BurnUp(project, TODAY, estimate, tuple(shown), flags)


@pytest.fixture
def card(qtbot: QtBot) -> BurnUpCard:
    Appearance("light").apply()
    made = BurnUpCard()
    qtbot.addWidget(made)
    made.resize(900, 330)
    made.show()
    return made


def test_an_empty_project_says_what_it_takes(card: BurnUpCard) -> None:
    card.show_view(replace(view(), days=(BurnUpDay(TODAY, tracked=0),), estimate_seconds=0))

    assert not card.chart.isVisible()
    assert not card.legend.isVisible()
    assert card._empty.isVisible()


def test_the_legend_names_what_is_there(card: BurnUpCard) -> None:
    card.show_view(view())
    assert card.legend.accessibleDescription() == "Tracked, Ideal, Forecast, Likely at this pace"

    card.show_view(replace(view(), days=(BurnUpDay("2026-03-01", tracked=HOUR), BurnUpDay(TODAY, tracked=HOUR))))

    assert card.legend.accessibleDescription() == "Tracked"


def test_the_whole_is_said_and_then_the_day_the_keys_are_on(card: BurnUpCard) -> None:
    chart = card.chart
    card.show_view(view())
    assert chart.accessibleDescription() == "5:00 tracked, of 40:00 estimated, due 7 Mar 2026"

    chart.setFocus()
    assert chart.day is not None
    assert chart.day.day == TODAY
    assert chart.accessibleDescription() == (
        "2 Mar 2026: Tracked 5:00, Ideal 18:00, Forecast 15:00, Likely 10:00 – 20:00"
    )
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == "3 Mar 2026: Ideal 21:00, Forecast 18:00, Likely 12:00 – 24:00"


def test_keys_go_along_the_days_and_stop_at_the_ends(card: BurnUpCard) -> None:
    chart = card.chart
    card.show_view(view(40))
    chart.setFocus()

    def after(key: Qt.Key) -> str:
        QTest.keyClick(chart, key)
        return chart.day.day if chart.day is not None else ""

    assert after(Qt.Key.Key_Left) == "2026-03-01"
    assert after(Qt.Key.Key_PageDown) == "2026-03-15"
    assert after(Qt.Key.Key_End) == "2026-04-05"
    assert after(Qt.Key.Key_Right) == "2026-04-05"
    assert after(Qt.Key.Key_T) == TODAY
    assert after(Qt.Key.Key_PageUp) == after(Qt.Key.Key_Home) == "2026-02-25"
    assert after(Qt.Key.Key_Escape) == ""
    QTest.keyClick(chart, Qt.Key.Key_A)
    assert chart.day is None


def test_a_milestones_day_names_it(card: BurnUpCard) -> None:
    card.show_view(view())
    card.chart.setFocus()

    QTest.keyClick(card.chart, Qt.Key.Key_End)

    assert card.chart.say()[-1] == ("Milestone", "Launch")


def test_the_mouse_reads_the_day_under_it_and_takes_the_cursor_away(card: BurnUpCard, qtbot: QtBot) -> None:
    card.show_view(view())
    chart = card.chart
    point = chart.point_of("2026-02-28").toPoint()

    QTest.mouseMove(chart, point)
    qtbot.waitUntil(lambda: chart.day is not None)
    assert chart.day is not None
    assert chart.day.day == "2026-02-28"
    picture = chart.grab().toImage()
    chart.clear()

    assert picture != chart.grab().toImage()
    assert not chart.say()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.say() == []


def test_another_view_keeps_the_cursor_on_its_day(card: BurnUpCard) -> None:
    card.show_view(view())
    card.chart.setFocus()

    card.show_view(view(20))
    assert card.chart.day is not None
    assert card.chart.day.day == TODAY
    card.show_view(view(3, since="2026-05-01"))

    assert card.chart.day is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_tracked_line_has_the_colour_of_the_project(card: BurnUpCard, theme: str) -> None:
    Appearance(theme).apply()
    card.show_view(view())
    plot = card.chart.plot()
    assert plot is not None

    picture = card.chart.grab().toImage()

    at = QPointF(plot.x("2026-02-28"), plot.y(3 * HOUR)).toPoint()
    near = [picture.pixelColor(at.x(), at.y() + step) for step in (-1, 0, 1)]
    assert QColor("#3B82F6") in near
    Appearance("light").apply()


def plot_of(days: int, since: str = "2026-02-25") -> Plot:
    return Plot(view(days, since=since), QRectF(58, 34, 800, 200))


@pytest.mark.parametrize(
    ("hours", "step"), [(0.5, 1), (5, 1), (6, 2), (40, 10), (120, 25), (400, 100), (2_000, 500), (100_000, 20_000)]
)
def test_steps_of_the_axis_are_few_and_round(hours: float, step: int) -> None:
    assert step_of(hours) == step


def test_everything_lies_inside_the_plot() -> None:
    plot = plot_of(11)

    points = [*plot.points(lambda day: day.ideal), *plot.from_now(lambda day: day.forecast), *plot.band()]

    assert all(plot.area.adjusted(-1, -1, 1, 1).contains(point) for point in points)
    assert plot.lines()[0] == 0
    assert plot.lines()[-1] == plot.top_seconds


def test_labels_of_great_hours_have_the_room_they_need(card: BurnUpCard) -> None:
    card.show_view(view())
    usual = card.chart.plot()
    card.show_view(view(estimate=100_000 * HOUR))
    great = card.chart.plot()

    assert usual is not None
    assert great is not None
    assert great.area.left() > usual.area.left() == 58
    assert great.area.right() == usual.area.right()


def test_band_and_forecast_begin_where_one_stands() -> None:
    plot = plot_of(11)

    assert plot.now == QPointF(plot.x(TODAY), plot.y(5 * HOUR))
    assert plot.band()[0] == plot.band()[-1] == plot.from_now(lambda day: day.forecast)[0] == plot.now
    assert plot.from_now(lambda _: None) == []


@pytest.mark.parametrize(
    ("days", "first", "most"),
    [(11, "25 Feb", 11), (40, "2 Mar", 10), (90, "2 Mar", 11), (300, "Mar", 10), (800, "Apr", 11), (4_000, "2028", 11)],
)
def test_labels_under_the_axis_are_as_many_as_there_is_room_for(days: int, first: str, most: int) -> None:
    labels = plot_of(days).labels()

    assert labels[0][1] == first
    assert 1 < len(labels) <= most
    places = [place for place, _ in labels]
    assert all(after - before > 50 for before, after in pairwise(places))


def test_the_page_shows_a_projects_growth_and_follows_what_is_tracked(
    opened: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    chart = opened.detail.burn_up.chart
    qtbot.waitUntil(lambda: chart.accessibleDescription().startswith("10:00 tracked, of 40:00 estimated"))

    begin = MORNING - 6 * DAY
    stage.run(qtbot, add_entry, started_at=begin, ended_at=begin + HOUR, project=studio.website.id)

    qtbot.waitUntil(lambda: chart.accessibleDescription().startswith("11:00 tracked"))


def test_another_projects_page_does_not_show_the_chart_of_the_one_before(
    opened: ProjectsPage, qtbot: QtBot, studio: Studio
) -> None:
    qtbot.waitUntil(lambda: opened.detail.burn_up.chart.plot() is not None)

    opened.open_project(studio.loose.id)

    assert opened.detail.burn_up.chart.plot() is None
    qtbot.waitUntil(opened.detail.burn_up._empty.isVisible)
