"""The line at the foot leads where its figures come from."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest

from tests.support.desk import Desk


def test_the_weeks_figure_leads_to_working_hours_by_mouse_and_keys(at_desk: Desk) -> None:
    week = at_desk.window.frame.status.week
    QTest.mouseClick(week, Qt.MouseButton.LeftButton)
    at_desk.sees(lambda: at_desk.window.frame.page == "balance")
    at_desk.shell.go("today")

    week.setFocus()
    week.grab()
    QTest.keyClick(week, Qt.Key.Key_A)
    assert at_desk.window.frame.page == "today"
    QTest.keyClick(week, Qt.Key.Key_Return)

    at_desk.sees(lambda: at_desk.window.frame.page == "balance")


def test_a_press_that_ends_beside_the_figure_leads_nowhere(at_desk: Desk) -> None:
    week, away = at_desk.window.frame.status.week, QPointF(-9, -9)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    week.mouseReleaseEvent(QMouseEvent(QMouseEvent.Type.MouseButtonRelease, away, away, left, left, none))

    assert at_desk.window.frame.page == "projects"
