"""A group's page: its projects together, by dates; every figure leads to what it counts."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.domain.entities.projects import ProjectStatus
from app.domain.entities.workspace import Member
from app.domain.ids import UserId
from app.domain.outcome import Outcome
from app.domain.ranges import Range
from app.orchestrators.groups.groups import create_group, delete_group
from app.orchestrators.projects.projects import set_status
from app.orchestrators.time_tracking.entries import add_entry
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from app.ui.projects.counted.panel import CountedEntries
from app.ui.projects.group.page import AT_RISK, GroupPage
from app.ui.projects.page import ProjectsPage
from app.ui.projects.tree_delegate import group_name_place
from app.ui.ranges.range_filter import Chosen
from tests.support.pages import Stage
from tests.support.store import MORNING, USER
from tests.support.studio import HOUR, Studio

ADA = UserId("0195f000-0000-7000-8000-000000000002")


@pytest.fixture
def group(page: ProjectsPage, qtbot: QtBot, studio: Studio) -> GroupPage:
    """The page of the group Client work."""
    page.open_group(studio.group.id)
    qtbot.waitUntil(page.group.isVisible)
    return page.group


def names(group: GroupPage) -> list[str]:
    return [share.project.name for share in group.model.lines]


def press(group: GroupPage, figure: str) -> None:
    QTest.mouseClick(group.figures[figure], Qt.MouseButton.LeftButton)


def counted(page: ProjectsPage, qtbot: QtBot) -> CountedEntries:
    qtbot.waitUntil(lambda: isinstance(page.panel.content(), CountedEntries))
    content = page.panel.content()
    assert isinstance(content, CountedEntries)
    qtbot.waitUntil(lambda: content.sum != "Loading…")
    return content


def test_figures_are_those_of_its_projects_together(group: GroupPage, qtbot: QtBot) -> None:
    figures = group.figures

    assert (figures["tracked"].value, figures["tracked"].below) == ("14:00", "100 % billable")
    qtbot.waitUntil(lambda: figures["amount"].value == "€1,330.00")
    assert (figures["used"].value, figures["used"].below) == ("25 %", "10:00 of 40:00")
    assert (figures["projects"].value, figures["projects"].below) == ("2", "2 active")
    assert (figures["milestones"].value, figures["milestones"].below) == ("2 open", "1 overdue")
    assert names(group) == ["Website", "Mobile app"]
    assert group.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Website, 10:00, ")
    assert group.model.index(1).data() == "Mobile app"


def test_dates_narrow_what_is_counted(group: GroupPage, qtbot: QtBot) -> None:
    group.dates.choose(Chosen(Range.THIS_MONTH))
    qtbot.waitUntil(lambda: group.figures["tracked"].value == "6:00")
    assert [share.seconds for share in group.model.lines] == [4 * HOUR, 2 * HOUR]

    group.dates.choose(Chosen(None, "2026-02-26", "2026-02-27"))

    qtbot.waitUntil(lambda: group.figures["tracked"].value == "4:00")
    assert group.figures["used"].below == "10:00 of 40:00"


def test_tracked_leads_to_its_entries_and_those_to_today(
    page: ProjectsPage, group: GroupPage, stage: Stage, qtbot: QtBot
) -> None:
    press(group, "tracked")
    content = counted(page, qtbot)

    assert content.sum == "7 entries · 14:00"
    assert content.model.lines[0].description == "Second"
    content.list.setCurrentIndex(content.model.index(0))
    QTest.keyClick(content.list, Qt.Key.Key_Return)

    assert stage.went == [("today", content.model.lines[0].id)]
    assert content.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Second, 2 Mar 2026 · 05:00 – 07:00 · Mobile app, 2:00"
    )
    content.grab()


def test_amount_and_tags_lead_to_the_entries_they_count(page: ProjectsPage, group: GroupPage, qtbot: QtBot) -> None:
    press(group, "amount")
    assert counted(page, qtbot).sum == "7 entries · 14:00"
    page.panel.dismiss()

    group.tags.setFocus()
    QTest.keyClick(group.tags, Qt.Key.Key_Down)
    QTest.keyClick(group.tags, Qt.Key.Key_Return)

    assert counted(page, qtbot).sum == "5 entries · 10:00"


def test_only_the_newest_of_many_entries_are_listed(
    page: ProjectsPage, group: GroupPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    def many(ctx: Context) -> None:
        for place in range(201):
            begin = MORNING - 200_000 - place * 60
            add_entry(ctx, started_at=begin, ended_at=begin + 60, project=studio.app.id, accept_warnings=True)

    stage.run(qtbot, many)

    press(group, "tracked")

    assert counted(page, qtbot).sum.endswith("the newest 200 are shown")


def test_people_lead_to_their_entries(
    page: ProjectsPage, group: GroupPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    def come(ctx: Context) -> Outcome[None]:
        entry = add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, project=studio.app.id).value
        with unit_of_work(ctx, "prepare") as work:
            for user, name in ((ADA, "Ada"), (USER, "Me")):
                work.members.save(Member(id=ctx.new_id(), created_at=0, user=user, name=name))
            work.time_entries.save(replace(entry, user=ADA))
        return work.outcome(None)

    stage.run(qtbot, come)
    qtbot.waitUntil(lambda: group.people.accessibleDescription() == "Me 14:00, Ada 1:00")

    group.people.picked.emit("Ada")

    assert counted(page, qtbot).sum == "1 entry · 1:00"


def test_counts_by_status_and_at_risk_show_those_projects(
    page: ProjectsPage, group: GroupPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    stage.run(qtbot, set_status, studio.app.id, ProjectStatus.ON_HOLD)
    qtbot.waitUntil(lambda: group.figures["projects"].below == "1 active · 1 on hold")
    assert "On hold (1)" in [label for label, _ in group.standing.choices]

    group.standing.choose(ProjectStatus.ON_HOLD)
    assert names(group) == ["Mobile app"]
    press(group, "risk")
    assert group.standing.value() == AT_RISK
    press(group, "projects")

    assert names(group) == ["Website", "Mobile app"]
    group.standing.choose(ProjectStatus.ARCHIVED)
    assert names(group) == []
    assert group._none.text() == "No project of this group fits."


def test_estimates_used_leads_to_the_projects(group: GroupPage, stage: Stage, qtbot: QtBot) -> None:
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)

    press(group, "used")

    qtbot.waitUntil(group.projects.hasFocus)
    assert group.projects.currentIndex().row() == 0


def test_a_project_opens_from_its_row_and_back_leads_to_the_group(
    page: ProjectsPage, group: GroupPage, qtbot: QtBot, studio: Studio
) -> None:
    row = group.projects.visualRect(group.model.index(0))
    group.ensureWidgetVisible(group.projects)
    QTest.mouseClick(group.projects.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    qtbot.waitUntil(page.detail.isVisible)

    page.back()
    qtbot.waitUntil(group.isVisible)
    page.back()

    qtbot.waitUntil(page.tree.isVisible)
    assert page.tree.currentIndex() == page.model.find(studio.group.id, group=True)
    page.back()
    assert page.tree.isVisible()


def test_another_page_begins_at_its_top(page: ProjectsPage, group: GroupPage, qtbot: QtBot, studio: Studio) -> None:
    page.open_project(studio.website.id)
    qtbot.waitUntil(page.detail.isVisible)
    bar = page.detail.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0

    page.open_project(studio.app.id)

    qtbot.waitUntil(lambda: bar.value() == 0)


def test_milestones_lead_to_those_of_the_group(page: ProjectsPage, group: GroupPage, qtbot: QtBot) -> None:
    press(group, "milestones")

    qtbot.waitUntil(page.milestones.isVisible)
    assert page.milestones.group.text() == "Group: Client work"


def test_an_empty_group_says_so(page: ProjectsPage, stage: Stage, qtbot: QtBot) -> None:
    empty = stage.run(qtbot, create_group, name="Ideas")

    page.open_group(empty.id)
    qtbot.waitUntil(page.group.isVisible)

    assert page.group._none.text() == "No projects here yet."
    assert page.group.figures["projects"].below == "none yet"
    assert page.group.figures["used"].below == "no estimates"
    qtbot.waitUntil(lambda: page.group.figures["amount"].below == "no rate set")
    assert not page.group.projects.isVisible()


def test_another_group_has_no_tags_and_amounts_of_the_one_before(
    page: ProjectsPage, group: GroupPage, stage: Stage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: group.tags.accessibleDescription() == "bug 10:00")
    empty = stage.run(qtbot, create_group, name="Ideas")

    page.open_group(empty.id)

    assert (group.figures["amount"].value, group.tags.isHidden()) == ("–", True)
    qtbot.waitUntil(lambda: group.figures["projects"].value == "0" and not group._no_shares.isHidden())


def test_a_group_deleted_elsewhere_leads_back_with_a_word(
    page: ProjectsPage, group: GroupPage, stage: Stage, qtbot: QtBot, studio: Studio
) -> None:
    stage.run(qtbot, delete_group, studio.group.id, projects_to="")

    qtbot.waitUntil(page.tree.isVisible)

    assert not group.isVisible()
    assert stage.toasts


def test_narrow_windows_put_the_cards_under_each_other(group: GroupPage, stage: Stage, qtbot: QtBot) -> None:
    stage.window.resize(640, 480)

    qtbot.waitUntil(lambda: group.figures["projects"].y() > group.figures["tracked"].y())
    assert not group.grab().toImage().allGray()


def test_the_name_in_the_tree_opens_the_group_and_the_rest_folds_it(
    page: ProjectsPage, qtbot: QtBot, studio: Studio
) -> None:
    index = page.model.find(studio.group.id, group=True)
    rect, line = page.tree.visualRect(index), page.model.groups[index.row()]
    place = group_name_place(rect, index.row(), line, page.tree.font())
    QTest.mouseClick(
        page.tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.right() + 150, place.center().y())
    )
    assert not page.tree.isExpanded(index)

    QTest.mouseClick(page.tree.viewport(), Qt.MouseButton.LeftButton, pos=place.center())

    qtbot.waitUntil(page.group.isVisible)


def test_enter_opens_a_group_and_space_folds_it(page: ProjectsPage, qtbot: QtBot, studio: Studio) -> None:
    index = page.model.find(studio.group.id, group=True)
    page.tree.setFocus()
    page.tree.setCurrentIndex(index)
    QTest.keyClick(page.tree, Qt.Key.Key_Space)
    assert not page.tree.isExpanded(index)

    QTest.keyClick(page.tree, Qt.Key.Key_Return)

    qtbot.waitUntil(page.group.isVisible)


def test_the_menu_of_a_group_is_there_on_its_page_and_in_the_tree(
    page: ProjectsPage, group: GroupPage, studio: Studio
) -> None:
    QTest.mouseClick(group.more, Qt.MouseButton.LeftButton)
    (menu,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    assert "Open" not in [action.text() for action in menu.actions()]
    menu.close()

    opened: list[str] = []
    menu = page._menus.group(studio.group, opened.append)
    menu.actions()[0].trigger()

    assert opened == [studio.group.id]


def test_what_can_be_pressed_shows_it(group: GroupPage) -> None:
    card: Any = group.figures["tracked"]
    quiet = card.grab().toImage()

    card.setFocus()
    card.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QApplication.sendEvent(card, QEvent(QEvent.Type.FocusIn)) if not card.hasFocus() else None
    card.mark(is_on=True)

    assert card.grab().toImage() != quiet
    card.mark(is_on=False)
    heard: list[str] = []
    group.figures.pressed.connect(heard.append)
    QTest.keyClick(card, Qt.Key.Key_Space)
    QTest.keyClick(card, Qt.Key.Key_A)
    away = QPointF(-5, -5)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    card.mouseReleaseEvent(QMouseEvent(QEvent.Type.MouseButtonRelease, away, away, left, left, none))
    assert heard == ["tracked"]
