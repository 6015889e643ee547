"""A studio's plan on the Timeline page, and the hands of a person on it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.orchestrators.groups.groups import create_group
from app.orchestrators.milestones.milestones import create_milestone
from app.orchestrators.planning.events import add_event
from app.orchestrators.projects.projects import create_project
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.work_hours.slots import set_week
from app.orchestrators.work_hours.time_off import add_time_off
from app.ui.timeline.lines import MilestoneLine, ProjectLine
from app.ui.timeline.page import TimelinePage
from app.ui.timeline.scale import number_of
from app.ui.timeline.view import TimelineView
from tests.support.pages import Stage
from tests.support.store import MORNING

HOUR, DAY = 3600, 86_400
TODAY = "2026-03-02"
NO_KEYS = Qt.KeyboardModifier.NoModifier
SHIFT, ALT, CTRL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
_LEFT = Qt.MouseButton.LeftButton


class Plan:
    """Makes what is to be planned, opens the page, drags and types."""

    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage, self.qtbot = stage, qtbot
        self.offers: dict[str, Callable[[], None]] = {}
        stage.shell.toast_wanted.connect(lambda _text, name, act, _seconds: self.offers.update({name: act}))

    def run(self, workflow: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        return self.stage.run(self.qtbot, workflow, *args, **fields)

    def furnish(self) -> "Plan":
        """Eight hours from Monday to Friday; Website with two milestones, an entry and an event; Audit; a day off."""
        self.run(set_week, [(day, 540, 1020) for day in range(5)], effective_from="2025-01-01")
        group = self.run(create_group, name="Client work")
        self.website = self.run(
            create_project, name="Website", group=group.id, color="blue", start_date="2026-02-02",
            due_date="2026-03-27", estimate_minutes=2400, code="WEB",
        )  # fmt: skip
        self.audit = self.run(
            create_project, name="Audit", color="green", start_date=TODAY, due_date="2026-03-13", estimate_minutes=1200
        )
        self.concept, self.beta = (
            self.run(create_milestone, project=self.website.id, name=name, due_date=due, budget_minutes=600)
            for name, due in (("Concept", "2026-02-20"), ("Beta", "2026-03-13"))
        )
        friday, wednesday = MORNING - 3 * DAY, MORNING + 2 * DAY
        self.run(add_entry, started_at=friday, ended_at=friday + 2 * HOUR, project=self.website.id)
        self.run(add_event, starts_at=wednesday, ends_at=wednesday + HOUR, project=self.website.id, title="Review")
        self.run(add_time_off, name="Carnival", start_date="2026-03-05", end_date="2026-03-05")
        return self

    def open(self, size: tuple[int, int] = (1080, 700)) -> "Plan":
        self.page = TimelinePage(self.stage.shell)
        self.stage.show(self.page, size)
        self.stage.window.activateWindow()
        self.qtbot.waitUntil(lambda: self.page.loader.board is not None and self.stage.window.isActiveWindow())
        self.view.setFocus()
        self.qtbot.waitUntil(self.view.hasFocus)
        return self

    @property
    def view(self) -> TimelineView:
        return self.page.view

    @property
    def names(self) -> list[str]:
        """What the rows are called, from top to bottom; groups in brackets."""
        found = []
        for line in self.view.scene.shelf.lines:
            if isinstance(line, ProjectLine):
                found.append(line.row.shown_name)
            elif isinstance(line, MilestoneLine):
                found.append(f"- {line.stage.milestone.name}")
            else:
                found.append(f"[{line.name}]")
        return found

    def line(self, project: Any) -> ProjectLine:
        line = self.view.scene.line(project.id)
        assert isinstance(line, ProjectLine)
        return line

    def stored(self, project: Any) -> Any:
        """Return a project as it is in the store now."""
        return self.run(_project, project.id)

    def stored_milestone(self, milestone: Any) -> Any:
        return self.run(_milestone, milestone.id)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(self.view, key, modifiers)

    def point(self, key: str, day: str) -> QPoint:
        """Return the middle of a cell."""
        return self.view.point_of(key, number_of(day))

    def end_of_bar(self, project: Any) -> QPoint:
        """Return where the due date of a project can be taken hold of."""
        return self._on_bar(project, self.view.scene.dates(self.line(project))[1], after=1)

    def start_of_bar(self, project: Any) -> QPoint:
        return self._on_bar(project, self.view.scene.dates(self.line(project))[0])

    def middle_of_bar(self, project: Any, day: str) -> QPoint:
        return self._on_bar(project, number_of(day))

    def flag(self, project: Any, day: str) -> QPoint:
        """Return where a milestone's flag of a day hangs."""
        scene = self.view.scene
        row = scene.row(scene.shelf.places[project.id])
        return QPoint((scene.x(number_of(day)) + scene.x(number_of(day) + 1)) // 2, row.top() + 4)

    def _on_bar(self, project: Any, day: int | None, after: int = 0) -> QPoint:
        scene = self.view.scene
        row = scene.row(scene.shelf.places[project.id])
        assert day is not None
        return QPoint(scene.x(day + after), row.bottom() - 5)

    def take(self, point: QPoint) -> None:
        QTest.mousePress(self.view.viewport(), _LEFT, NO_KEYS, point)

    def hover(self, point: QPoint) -> None:
        QTest.mouseMove(self.view.viewport(), point)

    def pull(self, point: QPoint, days: int) -> QPoint:
        """Take hold at a point and move so many days, without letting go; return where the mouse is."""
        self.take(point)
        there = point + QPoint(round(days * self.view.scene.scale.day_width), 0)
        self.hover((point + there) / 2)
        self.hover(there)
        return there

    def drag(self, point: QPoint, days: int) -> None:
        self.let_go(self.pull(point, days))

    def let_go(self, point: QPoint) -> None:
        QTest.mouseRelease(self.view.viewport(), _LEFT, NO_KEYS, point)

    def click(self, point: QPoint) -> None:
        QTest.mouseClick(self.view.viewport(), _LEFT, NO_KEYS, point)

    def double_click(self, point: QPoint) -> None:
        QTest.mouseDClick(self.view.viewport(), _LEFT, NO_KEYS, point)

    def fold(self, place: int) -> None:
        """Click on the fold mark of a row."""
        self.click(self.view.scene.row(place).topLeft() + QPoint(20, 14))

    def wheel(self, delta: int, modifiers: Qt.KeyboardModifier = NO_KEYS, at: QPoint | None = None) -> None:
        place = QPointF(at or self.view.scene.grid.center())
        event = QWheelEvent(
            place, self.view.viewport().mapToGlobal(place), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
            modifiers, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003
        )  # fmt: skip
        QApplication.sendEvent(self.view.viewport(), event)

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))


def _project(ctx: Any, id_: str) -> Any:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        return read.projects.require(id_)


def _milestone(ctx: Any, id_: str) -> Any:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        return read.milestones.require(id_)
