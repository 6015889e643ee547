"""What is being tracked, for everybody in the window: loaded once, ticking in between, and the intents around it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from app.domain.entities.base import Kind
from app.domain.outcome import Changes
from app.ui.shell import Shell

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.time_tracking.status import Status
    from app.storage.context import Context

_TICK_MS, _AFTER_MS, _RESYNC_S, _CONTINUE_S = 1000, 5, 30, 10
_WATCHED = (Kind.TIME_ENTRY, Kind.PROJECT, Kind.TASK, Kind.TAG, Kind.MILESTONE, Kind.SETTING, Kind.WORK_SLOT)


class Tracking(QObject):
    """The status of now. ``changed`` after it was loaded, ``ticked`` every second a timer runs."""

    changed = Signal(object)
    ticked = Signal()

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.status: Status | None = None
        self.zone = "UTC"
        self._loaded_ms = 0
        self._since = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._on_tick)
        shell.hub.changed.connect(self._on_changed)

    @property
    def passed(self) -> int:
        """Seconds that the clock went on since the status was counted."""
        return self.now - self._loaded_ms // 1000 if self.status is not None else 0

    @property
    def now(self) -> int:
        """The wall clock as of the last load, carried on; its seconds change when those of the wall do."""
        return (self._loaded_ms + self._since.elapsed()) // 1000

    @property
    def elapsed(self) -> int:
        """Seconds of the running timer, 0 when none runs."""
        if self.status is None or self.status.running is None:
            return 0
        return self.status.running.seconds(self.now)

    def refresh(self) -> None:
        """Load the status."""
        self._shell.jobs.read(_load, owner=self, on_done=self._on_loaded)

    def do(
        self,
        work: "Callable[[Context], Any]",
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something that writes."""
        self._shell.jobs.submit(work, owner=self, on_done=on_done, on_error=on_error)

    def stop(self) -> None:
        """Stop the timer; for ten seconds it can go on as if never stopped."""
        self.do(_stop, self._on_stopped)

    def continue_entry(self, entry_id: str) -> None:
        """Start a timer like an earlier entry."""
        self.do(partial(_continue, entry_id=entry_id))

    def continue_last(self) -> None:
        """Start a timer for what was worked on last."""
        self.do(_continue_last)

    def edit(self, entry_id: str, **fields: Any) -> None:
        """Change fields of an entry."""
        self.do(partial(_edit, entry_id=entry_id, fields=fields))

    def _on_stopped(self, outcome: "Outcome[Any]") -> None:
        entry = outcome.value
        name = f" “{entry.description}”" if entry.description else ""
        self._shell.toast(
            self.tr("Stopped{name}").format(name=name),
            self.tr("Continue as if never stopped"),
            lambda: self.do(partial(_resume, entry_id=entry.id)),
            seconds=_CONTINUE_S,
        )

    def _on_loaded(self, answer: "tuple[Status, int, str]") -> None:
        self.status, self._loaded_ms, self.zone = answer
        self._since.start()
        if self.status.running is not None:
            self._aim()
        else:
            self._tick.stop()
        self.changed.emit(self.status)

    def _aim(self) -> None:
        """Tick just after the next full second of the wall."""
        self._tick.start(_TICK_MS - (self._loaded_ms + self._since.elapsed()) % _TICK_MS + _AFTER_MS)

    def _on_tick(self) -> None:
        self._aim()
        self.ticked.emit()
        # The monotonic clock stands still while the machine sleeps.
        if self.passed >= _RESYNC_S:
            self.refresh()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_WATCHED):
            self.refresh()


def _load(ctx: "Context") -> "tuple[Status, int, str]":
    from app.orchestrators.time_tracking.status import status
    from app.ui.formats import follow

    follow(ctx)
    now_ms = ctx.clock.now_ms()
    return status(ctx), now_ms, ctx.zone


def _stop(ctx: "Context") -> "Outcome[Any]":
    from app.orchestrators.time_tracking.timer import stop_timer

    return stop_timer(ctx)


def _resume(ctx: "Context", entry_id: str) -> "Outcome[Any]":
    from app.orchestrators.time_tracking.timer import resume_as_if_never_stopped

    return resume_as_if_never_stopped(ctx, entry_id)


def _continue(ctx: "Context", entry_id: str) -> "Outcome[Any]":
    from app.orchestrators.time_tracking.timer import continue_entry

    return continue_entry(ctx, entry_id)


def _continue_last(ctx: "Context") -> "Outcome[Any]":
    from app.orchestrators.time_tracking.timer import continue_last

    return continue_last(ctx)


def _edit(ctx: "Context", entry_id: str, fields: dict[str, Any]) -> "Outcome[Any]":
    from app.orchestrators.time_tracking.entries import edit_entry

    return edit_entry(ctx, entry_id, **fields)
