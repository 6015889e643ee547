"""A timer that ran when Stintbook ended without being asked to: one card, four answers, and no hurry."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.entities.base import Kind
from app.domain.outcome import Changes
from app.ui.formats import clock, hours
from app.ui.shell import Shell
from app.ui.widgets import painting
from app.ui.words import short_day

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.maintenance.heartbeat import FoundRunning
    from app.storage.context import Context


class FoundRunningCard(QWidget):
    """Says what was found; never takes the focus, and can wait."""

    chosen = Signal(str)
    """keep, stop_then, stop_now or discard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.about = QLabel(), QLabel()
        self.title.setObjectName("cardHeading")
        self.about.setObjectName("rowAbout")
        for label in (self.title, self.about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.buttons = {name: QPushButton() for name in ("stop_then", "keep", "stop_now", "discard")}
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, button in self.buttons.items():
            button.setObjectName({"stop_then": "softButton", "discard": "quietButton"}.get(name, ""))
            button.clicked.connect(partial(self.chosen.emit, name))
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 16, 14)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addSpacing(6)
        column.addLayout(row)
        self.hide()

    def show_found(self, found: "FoundRunning", *, zone: str, today: str) -> None:
        """Say what runs, when it began, and when there was the last sign of life."""
        from app.domain.days import local_day

        entry = found.entry
        name = f"“{entry.description}”" if entry.description else self.tr("A timer")
        self.title.setText(self.tr("{name} was still running when Stintbook last ended").format(name=name))
        day = local_day(found.last_sign_of_life, zone)
        time = clock(found.last_sign_of_life, zone)
        then = time if day == today else f"{short_day(day)}, {time}"
        worked = hours(max(0, found.last_sign_of_life - entry.started_at))
        away = hours(found.away_seconds)
        self.about.setText(
            self.tr(
                "The last sign of life was at {then}, {away} ago; until then it had run for {worked}."
                " Nothing is lost: choose what the time since then was."
            ).format(then=then, away=away, worked=worked)
        )
        for code, words in (
            ("stop_then", self.tr("Stop at {then}").format(then=then)),
            ("keep", self.tr("Keep running")),
            ("stop_now", self.tr("Stop now")),
            ("discard", self.tr("Discard the entry")),
        ):
            self.buttons[code].setText(words)
            self.buttons[code].setAccessibleName(words)
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.about.text())
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, with a stripe that says it wants a decision."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(0, 0, 0, -self.contentsMargins().bottom())
        painting.card(painter, area)
        stripe = area.toRectF().adjusted(8, 14, 0, -14)
        stripe.setWidth(4)
        painting.ground(painter, stripe, painting.tokens().warning, radius=2)


class FoundRunningWork(QObject):
    """Looks for such a timer once the store is open, and does what was chosen."""

    settled = Signal()
    """There is nothing to ask, or nothing any more."""

    def __init__(self, shell: Shell, card: FoundRunningCard) -> None:
        super().__init__(card)
        self._shell, self._card = shell, card
        self._entry = ""
        card.chosen.connect(self._choose)
        shell.appearance.switched.connect(card.update)
        shell.hub.changed.connect(self._on_changed)

    def look(self) -> None:
        """Ask whether a timer was found running."""
        self._shell.jobs.read(_look, owner=self, on_done=self._show, on_error=self._shell.say_error)

    def _show(self, answer: "tuple[FoundRunning | None, str, str]") -> None:
        found, zone, today = answer
        if found is None:
            self._card.hide()
            self.settled.emit()
            return
        self._entry = found.entry.id
        self._card.show_found(found, zone=zone, today=today)

    def _choose(self, choice: str) -> None:
        job = partial(_repair, choice=choice)
        done = partial(self._on_done, choice)
        self._shell.jobs.submit(job, owner=self, on_done=done, on_error=self._shell.say_error)

    def _on_done(self, choice: str, _outcome: object) -> None:
        self._card.hide()
        self.settled.emit()
        said = {
            "keep": self.tr("The timer goes on"),
            "stop_then": self.tr("Stopped at the last sign of life"),
            "stop_now": self.tr("Stopped now"),
            "discard": self.tr("Discarded; it waits in the trash"),
        }[choice]
        if choice == "keep":
            self._shell.toast(said)
        else:
            self._shell.toast_undoable(said)

    def _on_changed(self, changes: Changes) -> None:
        # The timer may have been stopped by hand, or from the command line: then there is nothing left to ask.
        if self._card.isVisible() and (changes.everything or self._entry in changes.of(Kind.TIME_ENTRY)):
            self.look()


def _look(ctx: "Context") -> "tuple[FoundRunning | None, str, str]":
    from app.domain.days import local_day
    from app.orchestrators.maintenance.heartbeat import found_running
    from app.ui.formats import follow

    follow(ctx)
    return found_running(ctx), ctx.zone, local_day(ctx.now(), ctx.zone)


def _repair(ctx: "Context", *, choice: Any) -> "Outcome[Any]":
    from app.orchestrators.maintenance.heartbeat import repair_running

    return repair_running(ctx, choice)
