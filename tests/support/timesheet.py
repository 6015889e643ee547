"""The Timesheet page on a stage, and the hands of a person on it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.orchestrators.projects.projects import create_project
from app.orchestrators.tasks.tasks import create_task
from app.orchestrators.time_tracking.day_window import newest_days
from app.orchestrators.time_tracking.entries import add_entry
from app.ui.timesheet.delegate import CellLine
from app.ui.timesheet.model import Column
from app.ui.timesheet.page import TimesheetPage
from tests.support.pages import Stage
from tests.support.today import NO_KEYS, at

MONDAY = "2026-03-02"
FIRST = int(Column.FIRST_DAY)


class Sheet:
    """Adds what is to be seen, opens the page, types and clicks."""

    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage, self.qtbot = stage, qtbot

    def run(self, workflow: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        return self.stage.run(self.qtbot, workflow, *args, **fields)

    def add(self, start: str, end: str, *, day: int = 0, **fields: Any) -> Any:
        return self.run(add_entry, started_at=at(start, day), ended_at=at(end, day), **fields)

    def project(self, name: str, **fields: Any) -> Any:
        return self.run(create_project, name=name, **fields)

    def task(self, project: Any, name: str) -> Any:
        return self.run(create_task, project=project.id, name=name)

    def open(self, size: tuple[int, int] = (1000, 640)) -> "Sheet":
        self.page = TimesheetPage(self.stage.shell)
        self.stage.show(self.page, size)
        self.stage.window.activateWindow()
        self.qtbot.waitUntil(lambda: self.page.model.sheet is not None and self.stage.window.isActiveWindow())
        self.page.activate()
        return self

    def row(self, place: int = 0) -> list[str]:
        """What stands in a row: its name, seven days, its sum."""
        model = self.page.model
        return [str(model.index(place, column).data() or "") for column in range(model.columnCount())]

    def wait_for(self, column: int, text: str, row: int = 0) -> None:
        self.qtbot.waitUntil(lambda: self.page.model.rowCount() > row and self.row(row)[column] == text)

    def stand(self, column: int, row: int = 0) -> None:
        self.page.view.setFocus()
        self.page.view.setCurrentIndex(self.page.model.index(row, column))

    @property
    def place(self) -> tuple[int, int]:
        index = self.page.view.currentIndex()
        return index.row(), index.column()

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(self.line or self.page.view, key, keys)

    def type(self, text: str, then: Qt.Key | None = Qt.Key.Key_Return) -> None:
        """Type over the current cell."""
        QTest.keyClicks(self.page.view, text[0])
        line = self.line
        assert line is not None
        QTest.keyClicks(line, text[1:])
        if then is not None:
            QTest.keyClick(line, then)

    @property
    def line(self) -> CellLine | None:
        """The line that is open over a cell."""
        return self.page.view.delegate.line if self.page.view.is_typing else None

    def line_text(self) -> str | None:
        line = self.line
        return line.text() if line is not None else None

    def center(self, column: int, row: int = 0) -> QPoint:
        return self.page.view.visualRect(self.page.model.index(row, column)).center()

    def menu(self, column: int, row: int = 0) -> dict[str, Any]:
        """Open the menu of a cell; its actions by what they say."""
        self.page._open_menu(row, column, self.page.view.viewport().mapToGlobal(self.center(column, row)))
        menu = self.page.findChildren(QMenu)[-1]
        return {action.text(): action for action in menu.actions() if action.text()}

    def spans(self) -> list[str]:
        """Every entry of the store, oldest first, as ``2 09:00-10:30``."""
        from app.domain.days import wall_clock

        entries = [row.entry for day in self.run(newest_days).days for row in day.rows]
        return [
            f"{wall_clock(e.started_at, e.tz):%-d %H:%M}-{wall_clock(e.ended_at or 0, e.tz):%H:%M}"
            for e in sorted(entries, key=lambda entry: entry.started_at)
        ]
