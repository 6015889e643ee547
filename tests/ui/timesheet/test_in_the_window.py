"""The timesheet in the real window: reached by its key, filled, seen in Today, taken back by Ctrl+Z."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.orchestrators.projects.projects import create_project
from app.orchestrators.time_tracking.status import week_strip
from app.ui.pages import PAGES
from app.ui.widgets.picker import Picker
from tests.support.desk import desk
from tests.support.store import MORNING

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_week_is_filled_by_the_keyboard_alone(qtbot: QtBot, tmp_path: Path) -> None:
    with desk(qtbot, tmp_path) as at:
        window = at.show()
        at.clock.seconds = MORNING + 8 * 3600
        at.run(create_project, name="Website")
        window.activateWindow()
        number = [entry.name for entry in PAGES].index("timesheet") + 1
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
        page: Any = window.frame.pages.page("timesheet")
        at.sees(lambda: page.isVisible() and page.empty.buttons["add"].hasFocus())

        QTest.keyClick(page.empty.buttons["add"], Qt.Key.Key_Space)
        at.sees(lambda: page.findChildren(Picker))
        QTest.keyClick(page.findChildren(Picker)[-1].field, Qt.Key.Key_Return)
        at.sees(lambda: page.model.rowCount() == 1 and page.view.hasFocus())
        QTest.keyClicks(page.view, "6")
        QTest.keyClick(page.view.delegate.line, Qt.Key.Key_Return)

        at.sees(lambda: at.said == "Website, Mon 2 Mar: 6:00")
        assert [day.seconds for day in at.run(week_strip)] == [6 * 3600, 0, 0, 0, 0, 0, 0]
        QTest.keyClick(page.view, Qt.Key.Key_Z, CTRL)
        at.sees(lambda: at.said == "Undone: set time “Website”")
        at.sees(lambda: page.model.text(0, 1) == "")
        assert page.model.rowCount() == 1
