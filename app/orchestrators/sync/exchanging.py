"""One exchange with the server, whoever wants it: one at a time for a data folder, its end noted, its troubles said."""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import EnvironmentFailed
from app.orchestrators.sync.connecting import door_of, folder_of
from app.orchestrators.sync.failing import LocalTrouble, busy, reason_of
from app.orchestrators.sync.noting import note
from app.orchestrators.sync.values import Reason, RoundSummary
from app.storage.sync_store import SqliteSyncStore
from app.system.files import held
from sync.client.failures import Failure, ReadOnly, Revoked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.domain.outcome import Changes
    from app.orchestrators.sync.link import Link
    from app.storage.context import Context
    from sync.client.report import RoundReport
    from sync.client.transport import HttpTransport

_log = logging.getLogger(__name__)

_LOCK = "sync.lock"
# How long a person's command waits for another Stintbook to come to an end, and how often it looks.
_PATIENCE_S, _LOOK_S = 10.0, 0.1
# New objects after which Python looks for garbage in cycles, during an exchange.
_OBJECTS = 50_000


class MachineClock:
    """The clock of a context, and one that only moves on."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx

    def now_ms(self) -> int:
        """Return the wall clock in Unix milliseconds."""
        return self._ctx.clock.now_ms()

    def monotonic_ms(self) -> int:
        """Return a clock that only ever moves on."""
        return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What an exchange came to; ``is_unfinished``: there is more to do at once."""

    summary: RoundSummary
    is_unfinished: bool = False


class Exchange:
    """The exchanges of one session with the linked server. It belongs to one thread; ``abort`` may come from any.

    Raises:
        Unauthorised, Untrusted: there is no way in.
    """

    def __init__(
        self,
        ctx: Context,
        link: Link,
        *,
        told: Callable[[Changes], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        from sync.client.asking import Beside
        from sync.client.rounds import Rounds
        from sync.client.transport import HttpTransport

        self._ctx, self._link, self._cancelled = ctx, link, cancelled
        self.transport: HttpTransport = HttpTransport(door_of(ctx, link))
        self.store = SqliteSyncStore(ctx, told)
        self._beside = Beside()
        self._rounds = Rounds(
            self.store, self.transport, MachineClock(ctx), cancelled=cancelled, ask=self._beside
        )  # fmt: skip

    def run(self) -> Exchanged:
        """Exchange once and note how it ended.

        Raises:
            Failure: it came to nothing; whatever the reason is, it is one of these.
        """
        began, at = time.monotonic(), self._ctx.now()
        with _collecting_seldom:
            report = self._rounds.run()
        failure = report.failure or _worst(report)
        summary = RoundSummary(
            at=at,
            seconds=time.monotonic() - began,
            received=report.pulled,
            sent=report.pushed,
            set_aside=report.quarantined,
            failure=reason_of(failure, self._link.server) if failure else None,
            notices=_notices(report, self._link.server),
        )
        if not self._cancelled():
            note(self._ctx, summary, report.offset_ms if report.server_ms is not None else None)
        if failure is not None:
            raise failure
        return Exchanged(summary, report.unfinished)

    def abort(self) -> None:
        """End what is under way."""
        self.transport.abort()

    def close(self) -> None:
        """Let the connection go."""
        # After a round that ended early a question may still be on its way.
        self.transport.abort()
        self._beside.close()
        self.transport.close()


@contextlib.contextmanager
def alone(
    ctx: Context, *, patience_s: float = _PATIENCE_S, ended: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    """Be the only one who exchanges for a data folder while the block runs.

    Raises:
        SyncBusy: another Stintbook does and does not come to an end, or waiting for that was ``ended``.
    """
    path, waiting = folder_of(ctx) / _LOCK, threading.Event()
    until = time.monotonic() + patience_s
    while True:
        with held(path) as is_mine:
            if is_mine:
                yield
                return
        if time.monotonic() >= until or ended():
            raise busy()
        waiting.wait(_LOOK_S)


@contextlib.contextmanager
def as_failures(ended: Callable[[], bool]) -> Iterator[None]:
    """Turn what goes wrong on this machine into a Failure, so that a loop can wait and try again.

    Once ``ended``, the store may be closed in the middle of anything: that is no mistake.
    """
    try:
        yield
    except EnvironmentFailed as error:
        code = "busy" if error.code == "sync_busy" else "disk"
        raise LocalTrouble(Reason(code, str(error))) from error
    except Failure:
        raise
    except Exception as error:
        if not ended():
            _log.exception("an exchange failed")
        sentence = (
            "Stintbook made a mistake while exchanging with the server. Everything recorded is safe here, and it is tried"
            " again; the log says more."
        )
        raise LocalTrouble(Reason("mistake", sentence)) from error


class _CollectingSeldom:
    """Look for garbage in cycles less often: a page is thousands of new objects and not one cycle.

    It is the process's: of several that exchange at once the first begins it and the last one ends it.
    """

    def __init__(self) -> None:
        self._lock, self._inside, self._usual = threading.Lock(), 0, gc.get_threshold()

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._usual = gc.get_threshold()
                gc.set_threshold(max(self._usual[0], _OBJECTS), *self._usual[1:])
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                gc.set_threshold(*self._usual)


_collecting_seldom = _CollectingSeldom()


def _worst(report: RoundReport) -> Failure | None:
    """Return the failure of a scope that is worth trying again; what was taken away for good is seen elsewhere."""
    return next((each for each in report.failures.values() if not isinstance(each, Revoked | ReadOnly)), None)


def _notices(report: RoundReport, server: str) -> tuple[Reason, ...]:
    if not report.diverged:
        return ()
    sentence = (
        f"The server “{server}” was restored to an earlier state, or is another one than before. Nothing of yours is lost:"
        " what it lacks is being offered to it again."
    )
    return (Reason("server_restored", sentence),)
