"""The Today page on a stage, and the hands of a person on it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.days import wall_clock
from app.orchestrators.projects.projects import create_project
from app.orchestrators.tags.tags import create_tag
from app.orchestrators.time_tracking.day_window import newest_days
from app.orchestrators.time_tracking.entries import add_entry
from app.ui.today.lines import DayLine, EmptyLine, EntryLine, Line, MarkLine
from app.ui.today.page import TodayPage
from tests.support.pages import Stage
from tests.support.store import MORNING

MIDNIGHT = MORNING - 9 * 3600
EVENING = MORNING + 9 * 3600
ZONE = "Europe/Berlin"
NO_KEYS = Qt.KeyboardModifier.NoModifier


def at(time: str, day: int = 0) -> int:
    """Return the instant of ``9:30`` on Monday, 2 March 2026, or some days later."""
    hours, minutes = time.split(":")
    return MIDNIGHT + day * 86_400 + int(hours) * 3600 + int(minutes) * 60


class Today:
    """Adds what is to be seen, opens the page, clicks and types."""

    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage, self.qtbot = stage, qtbot

    def run(self, workflow: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        return self.stage.run(self.qtbot, workflow, *args, **fields)

    def add(self, start: str, end: str, description: str = "", *, day: int = 0, **fields: Any) -> Any:
        return self.run(add_entry, started_at=at(start, day), ended_at=at(end, day), description=description, **fields)

    def project(self, name: str, **fields: Any) -> Any:
        return self.run(create_project, name=name, **fields)

    def tag(self, name: str) -> Any:
        return self.run(create_tag, name=name)

    def open(self, size: tuple[int, int] = (1000, 640)) -> "Today":
        self.page = TodayPage(self.stage.shell)
        self.stage.show(self.page, size)
        self.stage.window.activateWindow()
        self.qtbot.waitUntil(lambda: self.page.loader.block is not None and self.stage.window.isActiveWindow())
        return self

    @property
    def lines(self) -> list[Line]:
        return self.page.model.lines

    @property
    def said(self) -> list[str]:
        """What was typed as a description, head or mark, row by row."""
        return [
            line.date if isinstance(line, DayLine) else line.description if isinstance(line, EntryLine) else line.text
            for line in self.lines
        ]

    @property
    def entries(self) -> list[str]:
        return [f"{line.start}-{line.end} {line.description}" for line in self.lines if isinstance(line, EntryLine)]

    def line(self, description: str) -> EntryLine:
        return next(x for x in self.lines if isinstance(x, EntryLine) and x.description == description)

    def mark(self, place: int = 0) -> MarkLine | EmptyLine:
        return [line for line in self.lines if isinstance(line, MarkLine | EmptyLine)][place]

    def index(self, description: str) -> QModelIndex:
        return self.page.model.find(self.line(description).key)

    def hover(self, description: str) -> None:
        place = self.page.view.visualRect(self.index(description)).center()
        QTest.mouseMove(self.page.view.viewport(), place)
        self.page.view._pointer.move(place)

    def click(self, description: str, part: str, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.hover(description)
        self.press(self.page.view.place_of(self.index(description), part).center(), keys)

    def click_row(self, description: str, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Click where nothing can be edited."""
        rect = self.page.view.visualRect(self.index(description))
        self.press(QPoint(rect.left() + 3, rect.center().y()), keys)

    def click_fix(self, mark: Line, label: str) -> None:
        from app.ui.today.places import fixes

        assert isinstance(mark, MarkLine | EmptyLine)
        view = self.page.view
        row = view.visualRect(self.page.model.find(mark.key))
        spot = next(rect for fix, rect in fixes(row, mark, view.delegate.looks) if fix.label == label)
        self.press(spot.center())

    def press(self, place: QPoint, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.mouseClick(self.page.view.viewport(), Qt.MouseButton.LeftButton, keys, place)

    def stand_on(self, description: str) -> None:
        self.page.view.setFocus()
        self.page.view.put_on(self.index(description))

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(self.page.view, key, keys)

    def type(self, text: str, key: Qt.Key | None = Qt.Key.Key_Return) -> None:
        """Type over what the editor shows."""
        line = self.page.editing.editor.line
        assert line.isVisible()
        line.selectAll()
        QTest.keyClicks(line, text)
        if key is not None:
            QTest.keyClick(line, key)

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition)

    def wait_for(self, *entries: str) -> None:
        self.qtbot.waitUntil(lambda: self.entries == list(entries))

    def stored(self) -> list[Any]:
        """Every entry of the store, newest first."""
        window = self.run(newest_days)
        return [row.entry for day in window.days for row in day.rows]

    @property
    def note(self) -> str:
        note = self.page.editing.editor.note
        return note.words.text() if note.isVisible() else ""

    def wall(self, instant: int | None) -> str:
        assert instant is not None
        return f"{wall_clock(instant, ZONE):%d %H:%M}"
