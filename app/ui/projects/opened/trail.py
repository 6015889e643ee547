"""The way over the tree of projects: what is opened, loaded and shown, and what Back leads to."""

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from app.ui.projects.opened.page import Job, OpenedPage
from app.ui.shell import Shell

_FARTHEST = 20


class Stop(NamedTuple):
    """A kind of page and what it is about."""

    kind: str
    key: Any


class Trail(QObject):
    """Keeps where somebody came from; the tree is the first page of the stack."""

    emptied = Signal(object)
    """Back at the tree; the stop that was left."""

    def __init__(
        self, shell: Shell, stack: QStackedWidget, pages: dict[str, OpenedPage], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shell, self._stack, self._pages = shell, stack, pages
        self._stops: list[Stop] = []
        self._is_fresh = False
        for page in pages.values():
            stack.addWidget(page)
            page.back_wanted.connect(self.back)
            page.reload_wanted.connect(self.reload)

    @property
    def stop(self) -> Stop | None:
        """Where the trail is; None on the tree."""
        return self._stops[-1] if self._stops else None

    def open(self, kind: str, key: Any) -> None:
        """Go to a page; what is open now is where Back leads to."""
        stop = Stop(kind, key)
        if stop != self.stop:
            self._stops = [*self._stops[-_FARTHEST:], stop]
            self._is_fresh = True
            self._pages[kind].turn_to(key)
        self.reload()

    def reload(self) -> None:
        """Load what is open anew."""
        stop = self.stop
        if stop is None:
            return
        for place, job in enumerate(self._pages[stop.kind].jobs()):
            self._load(stop, job, is_main=place == 0)

    def back(self) -> None:
        """Go back to where one came from."""
        if not self._stops:
            return
        left = self._stops.pop()
        if self.stop is None:
            self._stack.setCurrentIndex(0)
            self.emptied.emit(left)
        else:
            self._is_fresh = True
            self._pages[self.stop.kind].turn_to(self.stop.key, is_back=True)
            self.reload()

    def _load(self, stop: Stop, job: Job, *, is_main: bool) -> None:
        ask, show = job
        self._shell.jobs.read(
            ask,
            owner=self,
            on_done=partial(self._show, stop, show, is_main),
            # What is gone is said once, by the page itself.
            on_error=partial(self._on_missing, stop) if is_main else _pass_over,
        )

    def _show(self, stop: Stop, show: Any, is_main: bool, answer: Any) -> None:
        if stop != self.stop:
            return
        show(answer)
        page = self._pages[stop.kind]
        if is_main and self._is_fresh:
            self._is_fresh = False
            self._stack.setCurrentWidget(page)
            page.verticalScrollBar().setValue(0)
            page.setFocus()

    def _on_missing(self, stop: Stop, error: Exception) -> None:
        if stop == self.stop:
            self._shell.say_error(error)
            self.back()


def _pass_over(_error: Exception) -> None:
    return None
