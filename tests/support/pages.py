"""A page in a small real window over a real store in a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.storage.context import Context
from app.system.config import Config
from app.system.paths import Paths
from app.ui.jobs import Jobs
from app.ui.page import Page
from app.ui.shell import Shell
from app.ui.theme.appearance import Appearance
from tests.support.store import MORNING, make_context


class Stage:
    """Shows pages and runs workflows the way the window does."""

    def __init__(self, folder: Path, theme: str = "light", now: int = MORNING) -> None:
        self.appearance = Appearance(theme)
        self.appearance.apply()
        self.ctx: Context | None = None
        self.jobs = Jobs(lambda: self._open(folder / "stintbook.db", now))
        self.shell = Shell(self.jobs, self.appearance, config=Config(folder / "device.json"), paths=Paths(folder))
        self.toasts: list[str] = []
        self.badges: dict[str, int] = {}
        self.went: list[tuple[str, object]] = []
        self.errors: list[Exception] = []
        self.shell.toast_wanted.connect(lambda text, *_: self.toasts.append(text))
        self.shell.badge_wanted.connect(self.badges.__setitem__)
        self.shell.page_wanted.connect(lambda page, target: self.went.append((page, target)))
        self.jobs.failed.connect(self.errors.append)
        self.window = QWidget()
        self.window.setObjectName("stage")
        self.window.setAutoFillBackground(True)
        QVBoxLayout(self.window).setContentsMargins(18, 14, 18, 14)

    def _open(self, path: Path, now: int) -> Context:
        self.ctx = make_context(path, now=now)
        return self.ctx

    def run(self, qtbot: Any, workflow: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        """Run a workflow in the writing lane and return what it answers."""
        answers: list[Any] = []
        self.jobs.submit(lambda ctx: workflow(ctx, *args, **fields), owner=None, on_done=answers.append)
        qtbot.waitUntil(lambda: bool(answers) or bool(self.errors))
        if self.errors:
            raise self.errors[0]
        return getattr(answers[0], "value", answers[0])

    def show(self, page: Page, size: tuple[int, int] = (1080, 700)) -> Page:
        """Put a page into the window and activate it."""
        layout = self.window.layout()
        assert layout is not None
        inside = page.layout()
        if inside is not None:
            inside.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page)
        self.window.resize(*size)
        self.window.show()
        page.activate()
        return page

    def close(self) -> None:
        self.jobs.close()
        self.window.close()
        self.window.deleteLater()


@contextmanager
def staged(folder: Path, theme: str = "light", now: int = MORNING) -> Iterator[Stage]:
    stage = Stage(folder, theme, now)
    try:
        yield stage
    finally:
        stage.close()
