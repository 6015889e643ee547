"""The whole window in the hands of somebody who plans: the calendar's grid, the timeline's rows, the pages of projects."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.orchestrators.planning.calendar_span import CalendarSpan
from app.storage.context import Context
from app.ui.calendar.spans import ViewName
from app.ui.page import Page
from app.ui.window import MainWindow
from tests.support.calendar_page import Wall
from tests.support.desk import Desk, desk
from tests.support.store import MORNING, make_context


class Planner(Wall):
    """Goes from page to page of one window; ``day`` 0 is Monday, 2 March 2026."""

    def __init__(self, at: Desk) -> None:
        self.at, self.qtbot = at, at.qtbot

    @property
    def window(self) -> MainWindow:
        return self.at.window

    def run(self, workflow: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        return self.at.run(workflow, *args, **fields)

    def wait(self, condition: Callable[[], object]) -> None:
        self.at.sees(condition)

    def go(self, name: str, target: object = None) -> Any:
        """Go to a page as the rail does, and return it."""
        self.window.shell.go(name, target)
        self.at.sees(lambda: self.window.frame.page == name)
        page = self.window.frame.pages.page(name)
        assert isinstance(page, Page)
        return page

    def to_calendar(self) -> "Planner":
        self.page = self.go("calendar")
        self.page.show_view(ViewName.WORK_WEEK)
        self.body = self.page.grid.body
        self.wait(lambda: self.page.span is not None and self.page.span.since == "2026-03-02")
        self.body.setFocus()
        return self

    @property
    def span(self) -> CalendarSpan:
        """What the calendar shows."""
        assert self.page.span is not None
        return self.page.span

    def fill_in(self, title: str, project: str | None = None) -> None:
        """Fill in the form of something planned, and press Enter."""
        self.wait(lambda: self.page.actions_.events.form is not None)
        form = self.page.actions_.events.form
        assert form is not None
        if project is not None:
            form.project.setCurrentText(project)
        QTest.keyClicks(form.title, title)
        QTest.keyClick(form.title, Qt.Key.Key_Return)

    def row(self, name: str) -> Any:
        """Return a project's row of the timeline, as it is shown now."""
        board = self.go("timeline").loader.board
        rows = board.timeline.rows if board else []
        return next((row for row in rows if row.shown_name == name), None)

    def sees_row(self, name: str, condition: Callable[[Any], object]) -> Any:
        """Wait until a project's row of the timeline is so, and return it."""
        self.go("timeline")
        self.at.sees(lambda: (row := self.row(name)) is not None and condition(row))
        return self.row(name)

    def undo(self, said: str) -> None:
        """Take back the last action by its key."""
        self.window.setFocus()
        self.window.undoing.undo()
        self.at.sees(lambda: self.at.said == f"Undone: {said}")


@contextmanager
def planning(qtbot: QtBot, folder: Path, *, seed: int = 1, now: int = MORNING) -> Iterator[Planner]:
    """A window for a block; each start on the same folder has ids of its own."""
    opened: list[Context] = []

    def open_context(data_dir: str) -> Context:
        opened.append(make_context(Path(data_dir) / "stintbook.db", now=now, seed=seed))
        return opened[-1]

    with desk(qtbot, folder, page="today", open_context=open_context) as at:
        at.show()
        at.ctx = opened[-1]
        at.window.resize(1280, 800)
        yield Planner(at)
