"""The figures of a project's page: what is ahead, when it will be done, and what each counts."""

from itertools import cycle

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.entities.projects import Project
from app.domain.outcome import Outcome
from app.orchestrators.planning.events import add_event
from app.orchestrators.projects.projects import update_project
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.work_hours.time_off import add_time_off
from app.storage.context import Context
from app.ui.projects import words
from app.ui.projects.counted.panel import CountedEntries
from app.ui.projects.page import ProjectsPage
from tests.support.pages import Stage
from tests.support.store import MORNING
from tests.support.studio import DAY, HOUR, Studio


def test_figures_say_what_is_ahead(opened: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio) -> None:
    figures = opened.detail.figures
    # Concept ended with its ten hours undone: Beta has them now.
    assert (figures["left"].value, figures["left"].below) == ("30:00", "10:00 carried over")
    assert (figures["pace"].value, figures["pace"].below) == ("6 %", "of working time")
    assert (figures["gap"].value, figures["gap"].below) == ("–", "without work")

    begin = MORNING + HOUR
    stage.run(qtbot, add_event, starts_at=begin, ends_at=begin + 2 * HOUR, project=studio.website.id, title="Workshop")

    qtbot.waitUntil(lambda: figures["left"].below == "2:00 planned · 10:00 carried over")


def test_work_without_a_free_day_and_work_beyond_the_estimate_are_said(
    opened: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    left = opened.detail.figures["left"]
    stage.run(qtbot, add_time_off, name="Away", start_date="2026-03-01", end_date="2026-04-30")
    qtbot.waitUntil(lambda: left.below.endswith("find no free day"))

    stage.run(qtbot, update_project, studio.website.id, estimate_minutes=300, accept_warnings=True)

    qtbot.waitUntil(lambda: (left.value, left.below) == ("5:00", "over the estimate"))


def test_a_finish_beyond_what_is_looked_at_is_much_later(
    opened: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    def work_slowly(ctx: Context) -> Outcome[Project]:
        for back in range(8, 20):
            begin = MORNING - back * DAY
            add_entry(ctx, started_at=begin, ended_at=begin + 60, project=studio.website.id)
        return update_project(ctx, studio.website.id, estimate_minutes=6_000_000, accept_warnings=True)

    stage.run(qtbot, work_slowly)

    card = opened.detail.figures["finish"]
    qtbot.waitUntil(lambda: card.value == "much later", timeout=20_000)
    assert card.below == "85 % sure: much later"
    assert opened.detail.figures["due"].below == "0 % on time · 59 days left"


@pytest.mark.parametrize(
    ("figure", "said"),
    [("tracked", "5 entries · 10:00"), ("money", "5 entries · 10:00"), ("month", "1 entry · 2:00")],
)
def test_a_figure_leads_to_the_entries_it_counts(opened: ProjectsPage, qtbot: QtBot, figure: str, said: str) -> None:
    QTest.mouseClick(opened.detail.figures[figure], Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: isinstance(opened.panel.content(), CountedEntries))
    content = opened.panel.content()
    assert isinstance(content, CountedEntries)
    qtbot.waitUntil(lambda: content.sum == said)


def test_a_tag_leads_to_its_entries_by_mouse(opened: ProjectsPage, qtbot: QtBot) -> None:
    tags = opened.detail.tags
    opened.detail.ensureWidgetVisible(tags)
    places = cycle((60, 61))

    def points() -> bool:
        # What is still being laid out moves away from under the pointer.
        QTest.mouseMove(tags, QPoint(next(places), 15))
        return tags.cursor().shape() == Qt.CursorShape.PointingHandCursor

    qtbot.waitUntil(points)
    tags.grab()

    QTest.mouseClick(tags, Qt.MouseButton.LeftButton, pos=QPoint(60, 15))

    qtbot.waitUntil(lambda: isinstance(opened.panel.content(), CountedEntries))
    QTest.mouseMove(tags, QPoint(60, tags.height() - 1))


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ("FREQ=DAILY", "every day"), ("RRULE:FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"), ("FREQ=YEARLY", "every year"),
        ("nonsense", "repeats"),
    ],
)  # fmt: skip
def test_rules_are_said_in_words(rule: str, word: str) -> None:
    assert words.repeats(rule) == word


def test_counts_are_said_in_words() -> None:
    assert [words.day_count(days) for days in (0, 1, 12)] == ["–", "1 day", "12 days"]
    assert [words.entry_count(count) for count in (1, 34)] == ["1 entry", "34 entries"]
