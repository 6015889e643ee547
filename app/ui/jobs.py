"""Work off the GUI thread: one lane that writes, a small pool that reads, one for long upkeep; answers come back here."""

import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from app.domain.outcome import Changes, Outcome

if TYPE_CHECKING:
    from app.storage.context import Context

_READERS = 3


@dataclass(slots=True)
class _Answer:
    """What came of a job, and who wants to know it."""

    owner: "weakref.ref[QObject] | None"
    on_done: Callable[[Any], None] | None
    on_error: Callable[[Exception], None] | None
    value: Any = None
    error: Exception | None = None

    def is_wanted(self) -> bool:
        if self.owner is None:
            return True
        owner = self.owner()
        return owner is not None and isValid(owner)


class Jobs(QObject):
    """Runs workflows. Make it on the GUI thread; the context is opened in the writing lane, before any job."""

    wrote = Signal(Changes)
    """What a job of the writing lane changed."""
    failed = Signal(object)
    """An exception that no ``on_error`` took."""
    opened = Signal(object)
    """The context, when the store is open."""
    _answered = Signal(object)

    def __init__(self, ctx_factory: "Callable[[], Context]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._factory = ctx_factory
        self._writer = ThreadPoolExecutor(1, "stintbook-work")
        self._readers = ThreadPoolExecutor(_READERS, "stintbook-read")
        self._upkeep: ThreadPoolExecutor | None = None
        self._context: Future[Context] | None = None
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(self, on_error: Callable[[Exception], None] | None = None) -> None:
        """Open the store in the writing lane, once; again after an attempt that failed."""
        if self._closed or (self._context is not None and not self._has_failed()):
            return
        self._context = self._writer.submit(self._factory)
        self.outside(self._opened_context, owner=self, on_done=self.opened.emit, on_error=on_error)

    def _has_failed(self) -> bool:
        context = self._context
        return context is not None and context.done() and context.exception() is not None

    def submit(
        self,
        work: "Callable[[Context], Any]",
        *,
        owner: QObject | None,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run ``work(ctx)`` after everything submitted before; what it changed reaches the hub first."""
        self._run(self._writer, work, _Answer(_weak(owner), on_done, on_error))

    def read(
        self,
        work: "Callable[[Context], Any]",
        *,
        owner: QObject | None,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run ``work(ctx)`` beside the writing lane; it must not write."""
        self._run(self._readers, work, _Answer(_weak(owner), on_done, on_error))

    def upkeep(
        self,
        work: "Callable[[Context], Any]",
        *,
        owner: QObject | None,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run something long that nobody waits for, as a backup is; it delays neither writing nor reading."""
        if self._upkeep is None and not self._closed:
            self._upkeep = ThreadPoolExecutor(1, "stintbook-upkeep")
        if self._upkeep is not None:
            self._run(self._upkeep, work, _Answer(_weak(owner), on_done, on_error))

    def outside(
        self,
        work: Callable[[], Any],
        *,
        owner: QObject | None,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run something on the files while the store is not open."""
        if not self._closed:
            self._writer.submit(self._work_outside, work, _Answer(_weak(owner), on_done, on_error))

    def close(self) -> None:
        """Let what was submitted finish, then close the store."""
        if self._closed:
            return
        self._closed = True
        if self._upkeep is not None:
            self._upkeep.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        if self._context is not None and self._context.exception() is None:
            self._context.result().database.close()

    def _run(self, lane: ThreadPoolExecutor, work: "Callable[[Context], Any]", answer: _Answer) -> None:
        if self._closed:
            return
        if self._context is None:
            self.open()
        lane.submit(self._work, work, answer)

    def _opened_context(self) -> "Context":
        assert self._context is not None  # noqa: S101 - opened before any job is queued
        return self._context.result()

    def _work(self, work: "Callable[[Context], Any]", answer: _Answer) -> None:
        try:
            ctx = self._opened_context()
        except Exception:  # noqa: BLE001 - said once, by the opening itself
            return
        self._work_outside(lambda: work(ctx), answer)

    def _work_outside(self, work: Callable[[], Any], answer: _Answer) -> None:
        if not answer.is_wanted():
            answer.on_done = answer.on_error = None
        try:
            answer.value = work()
        except Exception as error:  # noqa: BLE001 - every error is brought to the person, none ends the lane
            answer.error = error
        if isValid(self):
            self._answered.emit(answer)

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        if self._closed:
            return
        if isinstance(answer.value, Outcome) and answer.value.changes:
            self.wrote.emit(answer.value.changes)
        if not answer.is_wanted():
            return
        if answer.error is None:
            if answer.on_done is not None:
                answer.on_done(answer.value)
        elif answer.on_error is not None:
            answer.on_error(answer.error)
        else:
            self.failed.emit(answer.error)


def _weak(owner: QObject | None) -> "weakref.ref[QObject] | None":
    return None if owner is None else weakref.ref(owner)
