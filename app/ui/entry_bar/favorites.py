"""Favourites in the entry bar: the star opens them; one is started, kept, renamed, moved or removed."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.ui.entry_bar.bar import EntryBar
from app.ui.shell import Shell
from app.ui.tracking import Tracking

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.entry_bar.favorites_popup import FavoritesPopup
    from app.ui.entry_bar.favorites_work import FavoriteLine


class Favorites(QObject):
    """``is_edited`` says whether what stands in the line was typed, or is only what runs."""

    def __init__(self, bar: EntryBar, shell: Shell, tracking: Tracking, is_edited: "Callable[[], bool]") -> None:
        super().__init__(bar)
        self._bar, self._shell, self._tracking, self._is_edited = bar, shell, tracking, is_edited
        self.popup: FavoritesPopup | None = None
        self._lines: tuple[FavoriteLine, ...] = ()
        bar.favorites.clicked.connect(self.open)

    def open(self) -> None:
        """Read the favourites, and show them under the star."""
        from app.ui.entry_bar import favorites_work as work

        self._shell.jobs.read(work.load, owner=self, on_done=self._on_read)

    def _on_read(self, lines: "tuple[FavoriteLine, ...]") -> None:
        popup = self.popup or self._make()
        popup.offer(self._name(), is_kept=self._is_kept(lines))
        self._show(lines, 0)
        popup.open_under(self._bar.favorites)

    def _make(self) -> "FavoritesPopup":
        from app.ui.entry_bar.favorites_popup import FavoritesPopup

        self.popup = popup = FavoritesPopup(self._bar)
        popup.list.start_wanted.connect(self._start)
        popup.list.rename_wanted.connect(self._rename)
        popup.list.move_wanted.connect(self._move)
        popup.list.remove_wanted.connect(self._remove)
        popup.save.clicked.connect(self._keep)
        return popup

    def _show(self, lines: "tuple[FavoriteLine, ...]", current: int) -> None:
        self._lines = lines
        if self.popup is not None:
            self.popup.show_lines(lines, current)

    def _read_again(self, current: int) -> None:
        from app.ui.entry_bar import favorites_work as work

        self._shell.jobs.read(work.load, owner=self, on_done=lambda lines: self._show(lines, current))

    def _name(self) -> str:
        """Return what can be kept: what was typed, else what runs."""
        text, status = self._bar.field.text().strip(), self._tracking.status
        if status is None or status.running is None or self._is_edited():
            return text
        return status.running.description or (status.project.name if status.project else "")

    def _is_kept(self, lines: "tuple[FavoriteLine, ...]") -> bool:
        status = self._tracking.status
        running = status.running if status is not None and not self._is_edited() else None
        return running is not None and any(
            (line.description, line.project, line.task) == (running.description, running.project, running.task)
            for line in lines
        )

    def _start(self, place: int) -> None:
        from app.ui.entry_bar import favorites_work as work

        self._close()
        self._tracking.do(partial(work.start, id=self._lines[place].id), self._on_started, self._shell.say_error)

    def _on_started(self, outcome: Any) -> None:
        if outcome.problems:
            self._shell.toast_undoable(outcome.problems[0].message)

    def _keep(self) -> None:
        from app.ui.entry_bar import favorites_work as work

        status = self._tracking.status
        running = status.running if status is not None else None
        if running is None or self._is_edited():
            job: Callable[..., Any] = partial(work.save_line, text=self._bar.field.text())
        else:
            job = partial(work.save_entry, entry=running)
        self._close()
        self._do(job, self.tr("Kept as a favourite"))

    def _rename(self, place: int, name: str) -> None:
        from app.ui.entry_bar import favorites_work as work

        self._do(partial(work.rename, id=self._lines[place].id, description=name), "", place)

    def _move(self, place: int, step: int) -> None:
        from app.ui.entry_bar import favorites_work as work

        lines, target = list(self._lines), place + step
        if not 0 <= target < len(lines):
            return
        lines[place], lines[target] = lines[target], lines[place]
        self._show(tuple(lines), target)
        self._do(partial(work.reorder, ids=tuple(line.id for line in lines)), "", target)

    def _remove(self, place: int) -> None:
        from app.ui.entry_bar import favorites_work as work

        name = self._lines[place].title
        said = self.tr("Favourite “{name}” removed").format(name=name)
        self._do(partial(work.remove, id=self._lines[place].id), said, place)

    def _do(self, job: "Callable[..., Any]", said: str, current: int = 0) -> None:
        def done(_outcome: Any) -> None:
            if said:
                self._shell.toast_undoable(said)
            self._read_again(current)

        def refused(error: Exception) -> None:
            self._shell.say_error(error)
            self._read_again(current)

        self._tracking.do(job, done, refused)

    def _close(self) -> None:
        if self.popup is not None:
            self.popup.close()
