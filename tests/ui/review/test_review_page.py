"""Review: each item says what happened and offers its fixes; dismissing and fixing are one undo each."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.orchestrators.history.history import undo
from app.orchestrators.projects.projects import create_project, list_projects
from app.orchestrators.review.review import dismiss
from app.orchestrators.time_tracking.entries import add_entry
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from app.ui.review.cards import FIRST, ReviewCard, ReviewRow
from app.ui.review.page import ReviewPage
from app.ui.review.words import kind_title
from app.ui.widgets.lines_table import LinesTable
from tests.support.pages import Stage
from tests.support.store import MORNING
from tests.support.studio import HOUR, open_studio


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> ReviewPage:
    """Review of the little studio: an overlap, an entry of nobody, an overdue milestone."""
    stage.run(qtbot, open_studio)
    made = ReviewPage(stage.shell)
    stage.show(made)
    qtbot.waitUntil(lambda: bool(made.cards))
    return made


def titles(page: ReviewPage) -> list[str]:
    return sorted(card.accessibleName() for card in page.cards)


def card(page: ReviewPage, title: str) -> ReviewCard:
    return next(card for card in page.cards if card.accessibleName() == title)


def row(page: ReviewPage, title: str) -> ReviewRow:
    found = card(page, title).rows[0]
    assert isinstance(found, ReviewRow)
    return found


def button(page: ReviewPage, title: str, words: str) -> QPushButton:
    return next(button for button in row(page, title).buttons if button.text() == words)


def leave_out(ctx: Context) -> Callable[..., object]:
    with unit_of_work(ctx, "import", "toggl.csv") as work:
        work.rejected_rows.add("batch", "toggl.csv", [(3, "No start"), (9, "Ends before it starts on 2026-02-01")])
    return work.outcome(None)  # type: ignore[return-value]


def test_every_finding_stands_under_its_heading_with_a_count(page: ReviewPage, stage: Stage) -> None:
    assert titles(page) == ["Entries without a project", "Overdue milestones", "Overlapping entries"]
    assert stage.badges["review"] == 3
    assert "20 Feb 2026" in row(page, "Overdue milestones").item.message
    page.grab()


def test_overlap_is_cut_by_its_button_and_comes_back_by_undo(page: ReviewPage, stage: Stage, qtbot: QtBot) -> None:
    QTest.mouseClick(button(page, "Overlapping entries", "Shorten the first"), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: "Overlapping entries" not in titles(page))
    assert stage.toasts[-1] == "Done"
    assert stage.badges["review"] == 2
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: "Overlapping entries" in titles(page))


def test_project_is_chosen_from_a_menu(page: ReviewPage, stage: Stage, qtbot: QtBot) -> None:
    row(page, "Entries without a project").buttons[0].click()
    qtbot.waitUntil(lambda: page.project_menu is not None and page.project_menu.isVisible())
    assert page.project_menu is not None
    choice = next(action for action in page.project_menu.actions() if action.text() == "Website")

    choice.trigger()
    page.project_menu.close()

    qtbot.waitUntil(lambda: "Entries without a project" not in titles(page))
    assert stage.toasts[-1] == "Moved to Website"
    rows = {row.project.name: row.seconds for row in stage.run(qtbot, list_projects)}
    assert rows["Website"] == 11 * HOUR


def test_without_projects_the_menu_says_so(stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, add_entry, started_at=MORNING - HOUR, ended_at=MORNING, description="Nobody's")
    page = ReviewPage(stage.shell)
    stage.show(page)
    qtbot.waitUntil(lambda: bool(page.cards))

    row(page, "Entries without a project").buttons[0].click()

    qtbot.waitUntil(lambda: page.project_menu is not None and page.project_menu.isVisible())
    assert isinstance(page.project_menu, QMenu)
    assert [(action.text(), action.isEnabled()) for action in page.project_menu.actions()] == [
        ("No projects yet", False)
    ]
    page.project_menu.close()


def test_showing_leads_to_the_entry(page: ReviewPage, stage: Stage) -> None:
    shown = row(page, "Overlapping entries")

    button(page, "Overlapping entries", "Show it").click()

    assert stage.went == [("today", shown.item.subjects[0])]


def test_showing_a_milestone_leads_to_its_project(page: ReviewPage, stage: Stage, qtbot: QtBot) -> None:
    website = next(r.project for r in stage.run(qtbot, list_projects) if r.project.name == "Website")

    button(page, "Overdue milestones", "Show it").click()

    qtbot.waitUntil(lambda: stage.went == [("projects", website.id)])


def test_showing_an_overcommitted_week_leads_to_its_first_day(page: ReviewPage, stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, create_project, name="Moon", estimate_minutes=30_000, due_date="2026-03-14")
    qtbot.waitUntil(lambda: "Overcommitted weeks" in titles(page))

    button(page, "Overcommitted weeks", "See it in the timeline").click()
    button(page, "Overcommitted weeks", "See it in the calendar").click()

    assert stage.went == [("timeline", "2026-03-02"), ("calendar", "2026-03-02")]


def test_dismissed_item_stays_away_and_one_undo_brings_it_back(page: ReviewPage, stage: Stage, qtbot: QtBot) -> None:
    row(page, "Overdue milestones").dismiss.click()

    qtbot.waitUntil(lambda: "Overdue milestones" not in titles(page))
    assert stage.toasts[-1] == "Dismissed"
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: "Overdue milestones" in titles(page))


def test_many_are_shown_by_twenties_and_dismissed_in_one_action(stage: Stage, qtbot: QtBot) -> None:
    for number in range(FIRST + 5):
        begin = MORNING - number * 2 * HOUR - HOUR
        stage.run(qtbot, add_entry, started_at=begin, ended_at=begin + HOUR, description=f"Work {number}")
    page = ReviewPage(stage.shell)
    stage.show(page)
    qtbot.waitUntil(lambda: bool(page.cards))
    loose = card(page, "Entries without a project")
    assert len(loose.rows) == FIRST
    more = next(child for child in loose.findChildren(QPushButton) if child.text() == "Show 5 more")

    more.click()

    assert len(loose.rows) == FIRST + 5
    assert not more.isVisible()
    every = next(child for child in loose.findChildren(QPushButton) if child.text() == "Dismiss all")
    every.click()
    qtbot.waitUntil(lambda: page.is_clear)
    assert stage.toasts[-1] == "25 dismissed"
    stage.run(qtbot, undo)
    qtbot.waitUntil(lambda: bool(page.cards) and len(page.cards[0].rows) == FIRST)


def test_settled_item_hands_the_keyboard_to_the_next(page: ReviewPage, stage: Stage, qtbot: QtBot) -> None:
    stage.window.activateWindow()
    first = page.cards[0].rows[0].dismiss
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    before = titles(page)

    QTest.keyClick(first, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: titles(page) != before)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert any(row.isAncestorOf(focused) for card in page.cards for row in card.rows)


def test_rows_an_import_left_out_can_be_read(page: ReviewPage, stage: Stage, qtbot: QtBot) -> None:
    stage.run(qtbot, leave_out)
    page.reload()
    qtbot.waitUntil(lambda: "Rows an import left out" in titles(page))

    button(page, "Rows an import left out", "Show the rows").click()

    qtbot.waitUntil(lambda: isinstance(page.panel.content(), LinesTable))
    table = page.panel.content()
    assert isinstance(table, LinesTable)
    shown = [[table.model().index(line, column).data() for column in (0, 1)] for line in range(2)]
    assert shown == [["3", "No start"], ["9", "Ends before it starts on 2026-02-01"]]
    assert [table.model().headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)] == [
        "Line",
        "Why it is left out",
    ]
    page.grab()


def test_what_settled_itself_meanwhile_is_said_and_goes(page: ReviewPage, stage: Stage, qtbot: QtBot) -> None:
    overlap = row(page, "Overlapping entries")
    page.hide()
    stage.run(qtbot, dismiss, overlap.item.key)

    button(page, "Overlapping entries", "Shorten the first").click()

    qtbot.waitUntil(lambda: "Overlapping entries" not in titles(page))
    assert "settled itself" in stage.toasts[-1]


def test_buttons_stand_under_the_sentence_when_it_is_narrow(page: ReviewPage, stage: Stage, qtbot: QtBot) -> None:
    stage.window.resize(1200, 700)
    shown = row(page, "Overlapping entries")
    qtbot.waitUntil(lambda: shown.buttons[0].y() < shown.height() / 2)
    wide = shown.height()

    stage.window.resize(620, 500)

    qtbot.waitUntil(lambda: shown.height() > wide)
    assert shown.buttons[0].x() < 100


def test_nothing_to_decide_says_so(stage: Stage, qtbot: QtBot) -> None:
    page = ReviewPage(stage.shell)
    stage.show(page)

    qtbot.waitUntil(lambda: page.is_clear)

    assert stage.badges["review"] == 0


def test_kind_of_a_newer_version_reads_as_itself() -> None:
    assert kind_title("odd_thing") == "Odd thing"
