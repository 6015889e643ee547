"""The whole window over a real store in a file, with a clock and ids the test holds in its hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.storage.context import Context
from app.system.config import Config
from app.system.paths import Paths
from app.ui.jobs import Jobs
from app.ui.opening.place import Place
from app.ui.shell import Shell
from app.ui.theme.appearance import Appearance
from app.ui.window import MainWindow
from tests.support.store import MORNING, FakeClock, clock_of, make_context

OpenContext = Callable[[str], Context]


class Desk:
    """Somebody's desk: the window, and what they do at it."""

    def __init__(
        self, qtbot: QtBot, folder: Path, *, page: str = "projects", open_context: OpenContext | None = None
    ) -> None:
        self.qtbot, self.paths = qtbot, Paths(folder)
        self.ctx: Context | None = None
        config = Config(self.paths.config)
        if config.get("window_page") is None:
            config.put(window_page=page)
        appearance = Appearance("light")
        appearance.apply()
        place = Place(open_context or self._open, self.paths)
        self.window = MainWindow(place, config, appearance)

    def _open(self, data_dir: str) -> Context:
        self.ctx = make_context(Path(data_dir) / "stintbook.db", now=MORNING)
        return self.ctx

    @property
    def shell(self) -> Shell:
        return self.window.shell

    @property
    def jobs(self) -> Jobs:
        return self.window.shell.jobs

    @property
    def clock(self) -> FakeClock:
        assert self.ctx is not None
        return clock_of(self.ctx)

    @property
    def field_text(self) -> str:
        return self.window.frame.bar.field.text()

    @property
    def said(self) -> str:
        """What the toast says, empty when there is none."""
        return self.window.toast.text if self.window.toast.isVisible() else ""

    def show(self) -> MainWindow:
        """Show the window and wait until the store is open, the first page stands and everything is built."""
        self.begin()
        self.sees(lambda: self.window.is_furnished)
        self.sees(lambda: self.window.frame.page != "" and self.window.tracking.status is not None)
        return self.window

    def begin(self) -> MainWindow:
        """Show the window and wait until it is filled, whether the store is open or not."""
        self.window.show()
        self.sees(lambda: self.window.is_filled)
        return self.window

    def sees(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def run(self, workflow: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        """Run a workflow in the writing lane and return what it answers."""
        answers: list[Any] = []
        self.jobs.submit(lambda ctx: workflow(ctx, *args, **fields), owner=None, on_done=answers.append)
        self.sees(lambda: answers)
        return getattr(answers[0], "value", answers[0])

    def type(self, text: str) -> None:
        """Replace what stands in the entry line by a text, key by key."""
        field = self.window.frame.bar.field
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def close(self) -> None:
        self.window.close()
        self.window.stop()
        self.window.close_store()
        self.window.deleteLater()


@contextmanager
def desk(qtbot: QtBot, folder: Path, **how: Any) -> Iterator[Desk]:
    made = Desk(qtbot, folder, **how)
    try:
        yield made
    finally:
        made.close()
