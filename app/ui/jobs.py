"""Work off the GUI thread: one lane that writes, a small pool that reads, one for long upkeep; answers come back here."""

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from app.domain.outcome import Changes, Outcome
from app.ui.kept_work import Deed, KeptWork

if TYPE_CHECKING:
    from app.storage.context import Context

_READERS = 3
_FAREWELL_S = 0.5
_RETRY_MS = 15_000


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
    kept_changed = Signal(int)
    """How many deeds wait until the disk has room for them."""
    _answered = Signal(object)
    _kept_counted = Signal(int)

    def __init__(self, ctx_factory: "Callable[[], Context]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._factory = ctx_factory
        self._writer = ThreadPoolExecutor(1, "stintbook-work")
        self._readers = ThreadPoolExecutor(_READERS, "stintbook-read")
        self._upkeep: ThreadPoolExecutor | None = None
        self._asking: list[threading.Thread] = []
        self._context: Future[Context] | None = None
        self._closed = False
        self.kept = 0
        self._kept = KeptWork(self._kept_counted.emit)
        self._retry = QTimer(self)
        self._retry.setInterval(_RETRY_MS)
        self._retry.timeout.connect(self.retry)
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._kept_counted.connect(self._on_kept_counted, Qt.ConnectionType.QueuedConnection)

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
        is_kept: bool = True,
    ) -> None:
        """Run ``work(ctx)`` after everything submitted before; what it changed reaches the hub first.

        Where the disk is full it is kept and tried again, and so is all that is submitted after it, until there is room.
        With ``is_kept`` False that is an error like any other, as for what somebody watches and can begin again.
        """
        answer = _Answer(_weak(owner), on_done, on_error)
        self._run(self._writer, work, answer, self._do if is_kept else self._work)

    def retry(self) -> None:
        """Try what waits for room on the disk again; it is tried every now and then by itself."""
        if not self._closed:
            self._writer.submit(self._retry_kept)

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

    def ask(
        self,
        work: "Callable[[Context], Any]",
        *,
        owner: QObject | None,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run something that talks to a server; a slow one keeps nobody else waiting, nor the window from closing."""
        if self._closed:
            return
        if self._context is None:
            self.open()
        answer = _Answer(_weak(owner), on_done, on_error)
        thread = threading.Thread(target=self._work, args=(work, answer), name="stintbook-ask", daemon=True)
        self._asking = [*(one for one in self._asking if one.is_alive()), thread]
        thread.start()

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
        self._retry.stop()
        self._writer.submit(self._retry_kept)
        if self._upkeep is not None:
            self._upkeep.shutdown(wait=True, cancel_futures=True)
        for thread in self._asking:
            # What a silent server is asked is given up: every step of it is whole or not done.
            thread.join(_FAREWELL_S)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        if self._context is not None and self._context.exception() is None:
            self._context.result().database.close()

    def _run(
        self,
        lane: ThreadPoolExecutor,
        work: "Callable[[Context], Any]",
        answer: _Answer,
        run: "Callable[[Callable[[Context], Any], _Answer], None] | None" = None,
    ) -> None:
        if self._closed:
            return
        if self._context is None:
            self.open()
        lane.submit(run or self._work, work, answer)

    def _opened_context(self) -> "Context":
        assert self._context is not None  # noqa: S101 - opened before any job is queued
        return self._context.result()

    def _work(self, work: "Callable[[Context], Any]", answer: _Answer) -> None:
        ctx = self._context_if_open()
        if ctx is not None:
            self._work_outside(lambda: work(ctx), answer)

    def _do(self, work: "Callable[[Context], Any]", answer: _Answer) -> None:
        ctx = self._context_if_open()
        if ctx is not None:
            self._kept.do(Deed(work, partial(self._answer, answer)), ctx)

    def _retry_kept(self) -> None:
        ctx = self._context_if_open()
        if ctx is not None:
            self._kept.retry(ctx)

    def _context_if_open(self) -> "Context | None":
        try:
            return None if self._context is None else self._context.result()
        except Exception:  # noqa: BLE001 - said once, by the opening itself
            return None

    def _work_outside(self, work: Callable[[], Any], answer: _Answer) -> None:
        try:
            value = work()
        except Exception as error:  # noqa: BLE001 - every error is brought to the person, none ends the lane
            self._answer(answer, None, error)
        else:
            self._answer(answer, value, None)

    def _answer(self, answer: _Answer, value: Any, error: Exception | None) -> None:
        if not answer.is_wanted():
            answer.on_done = answer.on_error = None
        answer.value, answer.error = value, error
        if isValid(self):
            self._answered.emit(answer)

    @Slot(int)
    def _on_kept_counted(self, count: int) -> None:
        self.kept = count
        if count and not self._closed:
            self._retry.start()
        else:
            self._retry.stop()
        self.kept_changed.emit(count)

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
