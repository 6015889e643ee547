"""All milestones on a page: figures that filter, rows that lead to their projects."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.ranges import Range
from app.orchestrators.milestones.milestones import complete_milestone, create_milestone
from app.ui.projects.milestones.page import MilestonesPage
from app.ui.projects.page import ProjectsPage
from app.ui.ranges.range_filter import Chosen
from tests.support.pages import Stage
from tests.support.studio import Studio


@pytest.fixture
def shown(page: ProjectsPage, stage: Stage, qtbot: QtBot, studio: Studio) -> MilestonesPage:
    """Concept (overdue) and Beta of one project; a monthly one of another."""
    stage.run(
        qtbot, create_milestone, project=studio.app.id, name="Care", due_date="2026-12-31", budget_minutes=120,
        recurrence="FREQ=MONTHLY",
    )  # fmt: skip
    page.filters.milestones.click()
    qtbot.waitUntil(lambda: page.milestones.isVisible() and len(page.milestones.model.lines) == 3)
    return page.milestones


def names(page: MilestonesPage) -> list[str]:
    return [row.milestone.name for row in page.model.lines]


def press(page: MilestonesPage, figure: str) -> None:
    QTest.mouseClick(page.figures[figure], Qt.MouseButton.LeftButton)


def test_open_ones_come_first_and_the_figures_count_them(
    shown: MilestonesPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    assert names(shown) == ["Concept", "Beta", "Care"]
    stage.run(qtbot, complete_milestone, studio.milestones[0].id)

    qtbot.waitUntil(lambda: names(shown)[-1] == "Concept")

    values = {name: card.value for name, card in shown.figures.cards.items()}
    assert values["total"] == "3"
    assert (values["open"], values["overdue"], values["completed"], values["rate"]) == ("2", "0", "1", "33 %")


def test_a_figure_shows_what_it_counts(shown: MilestonesPage) -> None:
    press(shown, "overdue")
    assert names(shown) == ["Concept"]
    assert shown.status.text() == "Status: Overdue"
    press(shown, "rate")
    assert names(shown) == []
    assert shown._none.text() == "No milestone passes these filters."
    press(shown, "total")
    assert len(names(shown)) == 3
    press(shown, "used")
    assert len(names(shown)) == 3


def test_carried_over_leads_to_the_first_with_some(shown: MilestonesPage) -> None:
    # Concept has ended with all of its ten hours left; Beta takes them over.
    assert shown.figures["carried"].value != "–"

    press(shown, "carried")

    assert shown.model.lines[shown.list.currentIndex().row()].milestone.name == "Beta"


def test_filters_by_project_group_and_dates(shown: MilestonesPage, qtbot: QtBot, studio: Studio) -> None:
    shown.project.choose(studio.app.id)
    qtbot.waitUntil(lambda: names(shown) == ["Care"])
    shown.project.choose(None)
    shown.group.choose(studio.group.id)
    qtbot.waitUntil(lambda: len(names(shown)) == 3)

    shown.dates.choose(Chosen(Range.LAST_MONTH))

    # The month of Care that is on begins in March.
    qtbot.waitUntil(lambda: names(shown) == ["Concept", "Beta"])
    shown.dates.choose(Chosen(None, "2026-03-21", None))
    qtbot.waitUntil(lambda: names(shown) == ["Beta", "Care"])


def test_a_row_says_everything_and_leads_to_its_project(
    page: ProjectsPage, shown: MilestonesPage, qtbot: QtBot
) -> None:
    spoken = [shown.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert spoken[0] == "Concept, Website, 20 Feb 2026, overdue, 0:00, 0 % of 10:00, Website"
    care = next(row for row in range(3) if shown.model.index(row).data() == "Care")
    assert "every month" in spoken[care]
    shown.list.setCurrentIndex(shown.model.index(0))

    QTest.keyClick(shown.list, Qt.Key.Key_Return)

    qtbot.waitUntil(page.detail.isVisible)
    assert page.detail.view is not None
    assert page.detail.view.project.name == "Website"


def test_filters_stay_when_one_comes_back(page: ProjectsPage, shown: MilestonesPage, qtbot: QtBot) -> None:
    press(shown, "overdue")
    shown.list.picked.emit(shown.model.lines[0])
    qtbot.waitUntil(page.detail.isVisible)

    page.back()

    qtbot.waitUntil(shown.isVisible)
    assert names(shown) == ["Concept"]
    page.open_milestones()
    assert shown.status.value() == "overdue"


def test_without_milestones_the_page_says_where_they_come_from(stage: Stage, qtbot: QtBot) -> None:
    page = ProjectsPage(stage.shell)
    stage.show(page)

    page.open_target("milestones")

    qtbot.waitUntil(page.milestones.isVisible)
    assert page.milestones._none.text().startswith("No milestones yet. Open a project")
    assert page.milestones.figures["used"].below == "no budgets"
    assert not page.milestones.list.isVisible()


def test_the_page_is_painted_wide_and_narrow(shown: MilestonesPage, stage: Stage, qtbot: QtBot) -> None:
    assert not shown.list.grab().toImage().allGray()
    stage.window.resize(640, 700)

    qtbot.waitUntil(lambda: shown.list.width() < 700)
    assert not shown.list.grab().toImage().allGray()
