"""What goes on beside the person's work: the heartbeat, a look for other writers, the daily routine, calendars, the badge."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, QTimer

from app.domain.errors import AppError
from app.domain.outcome import Changes
from app.ui.choices import load_choices
from app.ui.shell import Shell
from app.ui.tracking import Tracking

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context

_BEAT_MS, _LOOK_MS, _ROUTINE_MS, _ROUTINE_AGAIN_MS, _BADGE_MS = 30_000, 500, 4_000, 3_600_000, 700


class Upkeep(QObject):
    """Starts when the store is open; everything happens off the GUI thread."""

    def __init__(self, shell: Shell, tracking: Tracking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._tracking = shell, tracking
        self._is_looking = False
        # While somebody is, or may have to be, asked about the last sign of life, it must not be overwritten.
        self._may_beat = False
        self._watched = ""
        self._beat = self._timer(_BEAT_MS, self._send_beat)
        self._look = self._timer(_LOOK_MS, self._look_for_others)
        self._routine = self._timer(_ROUTINE_MS, self._run_routine)
        self._badge = self._timer(_BADGE_MS, self._count_review)
        self._badge.setSingleShot(True)
        shell.hub.changed.connect(self._badge.start)
        tracking.changed.connect(self._on_status)

    def start(self) -> None:
        """Begin; the caches are warmed first, in the order they are needed."""
        self._shell.jobs.read(load_choices, owner=self)
        self._shell.jobs.upkeep(_warm_up, owner=self)
        self._look.start()
        self._routine.start()
        self._badge.start()

    def stop(self) -> None:
        """End; the store's own farewell says that the heart did not stop by accident."""
        for timer in (self._beat, self._look, self._routine, self._badge):
            timer.stop()

    def allow_heartbeat(self) -> None:
        """Nobody has to be asked about an earlier sign of life any more."""
        self._may_beat = True
        self._on_status()

    def _send_beat(self) -> None:
        if self._may_beat:
            self._shell.jobs.submit(_beat, owner=self, on_error=self._on_no_beat, is_kept=False)

    def _on_no_beat(self, error: Exception) -> None:
        # A missed beat costs nothing but a rounder answer after a crash: not worth a word every half minute.
        if not isinstance(error, AppError):
            self._shell.log_mistake(error)

    def _timer(self, interval: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.timeout.connect(act)
        return timer

    def _on_status(self) -> None:
        status = self._tracking.status
        running = status.running if status is not None else None
        if running is None:
            self._beat.stop()
        elif self._may_beat and not (self._beat.isActive() and running.id == self._watched):
            # A timer that took over from another one has a heart of its own from the first second.
            self._send_beat()
            self._beat.start()
        self._watched = running.id if running is not None else ""

    def _look_for_others(self) -> None:
        if not self._is_looking:
            self._is_looking = True
            self._shell.jobs.read(_others_wrote, owner=self, on_done=self._on_looked, on_error=self._on_look_failed)

    def _on_looked(self, wrote: object) -> None:
        self._is_looking = False
        if wrote:
            self._shell.hub.publish(Changes(everything=True))

    def _on_look_failed(self, _error: Exception) -> None:
        # A file that is locked for a moment is looked at again at the next turn.
        self._is_looking = False

    def _run_routine(self) -> None:
        # Once soon after the start, then every hour: a window may stay open for weeks.
        self._routine.setInterval(_ROUTINE_AGAIN_MS)
        self._shell.jobs.upkeep(_daily, owner=self, on_error=self._shell.say_error)
        self._shell.jobs.upkeep(_keep_holidays, owner=self, on_error=self._shell.say_error)
        self._shell.jobs.ask(_refresh, owner=self, on_error=self._on_no_refresh)

    def _on_no_refresh(self, error: Exception) -> None:
        # What cannot be reached stands in the section of calendars; nobody is disturbed by it.
        if not isinstance(error, AppError):
            self._shell.log_mistake(error)

    def _count_review(self) -> None:
        self._shell.jobs.read(_review, owner=self, on_done=lambda count: self._shell.show_badge("review", count))


def _beat(ctx: "Context") -> None:
    from app.orchestrators.maintenance.heartbeat import beat

    if not ctx.database.read_only:
        beat(ctx)


def _warm_up(ctx: "Context") -> None:
    from app.orchestrators.maintenance.warming import warm_up

    warm_up(ctx)


def _daily(ctx: "Context") -> None:
    from app.orchestrators.maintenance.routine import daily_routine

    if not ctx.database.read_only:
        daily_routine(ctx)


def _keep_holidays(ctx: "Context") -> "Outcome[Any] | None":
    from app.orchestrators.work_hours.time_off import keep_holidays

    return None if ctx.database.read_only else keep_holidays(ctx, language=QLocale().name())


def _refresh(ctx: "Context") -> "Outcome[Any] | None":
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        if ctx.database.read_only or not read.calendar_sources.all():
            return None
    from app.orchestrators.planning.calendars import refresh_calendars

    return refresh_calendars(ctx)


def _review(ctx: "Context") -> int:
    from app.orchestrators.review.review import review_items

    return len(review_items(ctx))


def _others_wrote(ctx: "Context") -> bool:
    return ctx.database.foreign_commits()
