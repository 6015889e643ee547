"""The days that are in memory: a window that moves with what one looks at, read a piece at a time."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from app.ui.shell import Shell
from app.ui.today import work
from app.ui.today.blocks import Block
from app.ui.today.lines import DayBlock
from app.ui.today.model import DayListModel
from app.ui.today.view import DayListView

if TYPE_CHECKING:
    from app.orchestrators.time_tracking.status import DayTotal
    from app.ui.today.work import Loaded, Week

MOST_ROWS, _MARGIN_ROWS, _RESYNC_S, _DRIFT_S = 300, 60, 30, 2


class DayWindowLoader(QObject):
    """Reads days when they are needed and lets go of those far away, so that ten years weigh as much as ten days."""

    loaded = Signal(object)
    week_loaded = Signal(object, object)

    def __init__(self, shell: Shell, view: DayListView, model: DayListModel, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._view, self._model = shell, view, model
        self.block: Block | None = None
        self._chosen: str | None = None
        self._week: tuple[DayTotal, ...] = ()
        self.week_read_at = 0
        self._week_wanted, self._turn = "", 0
        self._is_reading_on = False
        self._since_sync = QElapsedTimer()
        self._since_sync.start()
        view.older_wanted.connect(self.read_older)
        view.newer_wanted.connect(self.read_newer)

    def reload(self) -> None:
        """Read anew what is shown, or the newest days for the first time."""
        block, week_of = self.block, self._week[0].day if self._week else None
        if block is None or not block.days:
            job: Callable[..., Any] = partial(work.load_newest, chosen=self._chosen, week_of=week_of)
        else:
            since = block.days[-1].head.day
            job = partial(work.load, since=since, until=block.until, chosen=self._chosen, week_of=week_of)
        self._read(job, self._show)

    def go_to_day(self, day: str) -> None:
        """Bring a day to the top, reading it first when it is not in the window."""
        self._chosen = day
        if not self._view.go_to(f"day:{day}"):
            self._read(partial(work.load_around, day=day), partial(self._show_around, f"day:{day}"))

    def go_to_entry(self, entry: str) -> None:
        """Put the keyboard on an entry, wherever it is."""
        self._read(partial(work.load_around_entry, id=entry), partial(self._show_entry, entry))

    def go_to_newest(self) -> None:
        """Go back to the top."""
        self._chosen = None
        if self.block is not None and self.block.until is None:
            self._view.scrollToTop()
        else:
            self._read(partial(work.load_newest, chosen=None, week_of=None), self._show_newest)

    def show_week(self, day: str) -> None:
        """Read the figures of a day's week."""
        self._week_wanted = day
        self._shell.jobs.read(partial(work.week, day=day), owner=self, on_done=self._show_week_wanted)

    def follow_week(self, day: str) -> None:
        """Show the week of the day at the top of the list."""
        if not self._week or any(total.day == day for total in self._week):
            self._week_wanted = day
        else:
            self.show_week(day)

    def read_older(self) -> None:
        """Read the days before the window."""
        block = self.block
        if block is not None and block.since is not None and not self._is_reading_on:
            self._read_on(partial(work.load_before, day=block.since), self._add_older)

    def read_newer(self) -> None:
        """Read the days after the window."""
        block = self.block
        if block is not None and block.until is not None and not self._is_reading_on:
            self._read_on(partial(work.load_after, day=block.until), self._add_newer)

    def keep_time(self) -> None:
        """Now and then compare with the clock: a night's sleep, a moved clock, a new day."""
        if self._since_sync.elapsed() >= _RESYNC_S * 1000:
            self._since_sync.restart()
            self._shell.jobs.read(work.now_and_today, owner=self, on_done=self._check_time)

    def _check_time(self, answer: tuple[int, str]) -> None:
        now, today = answer
        if self.block is None or today != self.block.today or abs(now - self._model.now) > _DRIFT_S:
            self._week = ()
            self.reload()

    def _read(self, job: Callable[..., Any], then: Callable[[Any], None]) -> None:
        """Read; only the newest answer counts."""
        self._turn += 1
        turn, self._is_reading_on = self._turn, False

        def answered(answer: Any) -> None:
            if turn == self._turn:
                then(answer)

        self._shell.jobs.read(job, owner=self, on_done=answered, on_error=self._shell.say_error)

    def _read_on(self, job: Callable[..., Any], then: Callable[[Block], None]) -> None:
        self._is_reading_on = True
        turn = self._turn

        def answered(more: Block) -> None:
            if turn == self._turn:
                self._is_reading_on = False
                then(more)

        def failed(error: Exception) -> None:
            self._is_reading_on = False
            self._shell.say_error(error)

        self._shell.jobs.read(job, owner=self, on_done=answered, on_error=failed)

    def _show(self, loaded: "Loaded", move: Callable[[], object] = lambda: None) -> None:
        self.block = loaded.block
        with self._view.keeping_place(sticks_to_top=loaded.block.until is None):
            self._model.show(loaded.block)
        self._show_week(loaded.week)
        move()
        self.loaded.emit(loaded)
        self._view.ask_for_more(self._view.verticalScrollBar().value())

    def _show_around(self, key: str, loaded: "Loaded") -> None:
        self._show(loaded, partial(self._view.go_to, key))

    def _show_newest(self, loaded: "Loaded") -> None:
        self._show(loaded, self._view.scrollToTop)

    def _show_entry(self, entry: str, loaded: "Loaded | None") -> None:
        if loaded is not None:
            self._show(loaded, partial(self._put_on, entry))

    def _put_on(self, entry: str) -> None:
        index = self._model.find_entry(entry)
        if index.isValid():
            self._view.put_on(index)
            self._view.scrollTo(index)

    def _show_week_wanted(self, week: "Week") -> None:
        if any(total.day == self._week_wanted for total in week.days):
            self._show_week(week)

    def _show_week(self, week: "Week") -> None:
        self._week, self.week_read_at = week.days, week.read_at
        if self.block is not None:
            self.week_loaded.emit(week.days, self.block)

    def _add_older(self, more: Block) -> None:
        if self.block is None:
            return
        kept, until = self._without_far(self.block.days, self.block.until, is_above=True)
        self.block = replace(self.block, days=kept + more.days, since=more.since, until=until)
        self._slide(kept, older=more.days)

    def _add_newer(self, more: Block) -> None:
        if self.block is None:
            return
        kept, since = self._without_far(self.block.days, self.block.since, is_above=False)
        self.block = replace(self.block, days=more.days + kept, since=since, until=more.until)
        self._slide(kept, newer=more.days)

    def _slide(
        self, kept: tuple[DayBlock, ...], newer: tuple[DayBlock, ...] = (), older: tuple[DayBlock, ...] = ()
    ) -> None:
        with self._view.keeping_place():
            self._model.slide(kept, newer=newer, older=older)
        self._view.ask_for_more(self._view.verticalScrollBar().value())

    def _without_far(
        self, days: tuple[DayBlock, ...], border: str | None, *, is_above: bool
    ) -> tuple[tuple[DayBlock, ...], str | None]:
        """Let go of days far above (or below) what is seen, as long as there are too many rows."""
        rows, (first, last) = self._model.rowCount(), self._view.seen_rows()
        # A tall window needs more: it must never let go of what it will ask for at once.
        seen = last - first
        most, margin = max(MOST_ROWS, 8 * seen), max(_MARGIN_ROWS, 3 * seen)
        spare = (first if is_above else rows - last) - margin
        heights = self._model.rows_by_day()
        kept = list(days)
        while rows > most and len(kept) > 1:
            height = heights.get(kept[0 if is_above else -1].head.day, 0)
            spare -= height
            if spare < 0:
                break
            kept.pop(0 if is_above else -1)
            border = kept[0 if is_above else -1].head.day
            rows -= height
        return tuple(kept), border
