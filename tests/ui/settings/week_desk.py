"""The section of working hours on a stage, and the hand that drags in its week."""

from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.orchestrators.work_hours.slots import list_weeks
from app.ui.settings.page import SettingsPage
from app.ui.settings.work_hours.grid import WeekGrid
from app.ui.settings.work_hours.section import WorkHoursSection
from tests.support.pages import Stage

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
NONE_BUTTON = Qt.MouseButton.NoButton
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
USUAL = tuple((day, 540, 1020) for day in range(5))
MONDAY = "2026-03-02"


def open_section(stage: Stage, qtbot: QtBot) -> WorkHoursSection:
    page = SettingsPage(stage.shell)
    stage.show(page)
    page.open_target("work_hours")
    qtbot.waitUntil(lambda: page.work_hours.is_built and page.work_hours.week.grid.spans != ())
    return page.work_hours


def focused_grid(section: WorkHoursSection, stage: Stage, qtbot: QtBot) -> WeekGrid:
    stage.window.activateWindow()
    section.week.grid.setFocus()
    qtbot.waitUntil(section.week.grid.hasFocus)
    return section.week.grid


def spot(grid: WeekGrid, weekday: int, minute: int) -> QPoint:
    return QPoint(round(grid.places().x(minute)), grid.places().row_of(weekday).center().y())


def drag(grid: WeekGrid, begin: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE, *, drops: bool = True) -> None:
    QTest.mousePress(grid, LEFT, NONE, begin)
    QTest.mouseMove(grid, (begin + end) / 2)
    # QTest's moves carry no modifiers.
    place = end.toPointF()
    event = QMouseEvent(QEvent.Type.MouseMove, place, grid.mapToGlobal(end).toPointF(), NONE_BUTTON, LEFT, keys)
    QApplication.sendEvent(grid, event)
    if drops:
        QTest.mouseRelease(grid, LEFT, keys, end)


def stored(stage: Stage, qtbot: QtBot) -> list[tuple[str | None, tuple[Any, ...]]]:
    return [(plan.since, plan.spans) for plan in stage.run(qtbot, list_weeks)[1:]]


def settled(stage: Stage, qtbot: QtBot, spans: tuple[Any, ...], since: str = MONDAY) -> None:
    qtbot.waitUntil(lambda: stored(stage, qtbot) == [(since, spans)])


def here(grid: WeekGrid) -> tuple[int, Any]:
    return grid.weekday, grid.chosen
