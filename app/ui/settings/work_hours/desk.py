"""Between the section of working hours and the workflows."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.errors import RuleBroken
from app.ui.settings.work_hours import work
from app.ui.settings.work_hours.section import WorkHoursSection
from app.ui.shell import Shell

if TYPE_CHECKING:
    from app.ui.settings.work_hours.work import Shown


class HoursDesk(QObject):
    """Loads the week of the day that is looked at, and writes what the section asks for."""

    def __init__(self, shell: Shell, section: WorkHoursSection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._section = shell, section
        self._day: str | None = None
        self._is_wired = False
        self._asked = self._pending = 0
        section.load_wanted.connect(self.load)

    def load(self) -> None:
        """Load what the section shows, once it has been opened."""
        if not self._section.is_built:
            return
        self._wire()
        if self._pending:
            # The grid is ahead of what is stored; when that has caught up it is loaded.
            return
        self._asked += 1
        job, show = partial(work.load, day=self._day), partial(self._show, self._asked)
        self._shell.jobs.read(job, owner=self, on_done=show, on_error=self._on_unloaded)

    def _wire(self) -> None:
        if self._is_wired:
            return
        self._is_wired = True
        section = self._section
        section.week.week_wanted.connect(self._set_week)
        section.week.day_wanted.connect(self._look_at)
        section.weeks.day_wanted.connect(self._look_at)
        section.weeks.drop_wanted.connect(self._drop_week)
        section.days.day_wanted.connect(self._set_day)
        section.days.clear_wanted.connect(self._clear_day)

    def _show(self, asked: int, shown: "Shown") -> None:
        # What was read before the latest edit would put it back; of two readings the later one counts.
        if asked == self._asked:
            self._section.show_hours(shown)

    def _look_at(self, day: str) -> None:
        self._day = day
        self.load()

    def _set_week(self, spans: tuple[tuple[int, int, int], ...], since: str) -> None:
        self._day = since
        self._submit(partial(work.set_week, spans=spans, since=since), self.tr("Working hours changed"))

    def _drop_week(self, since: str) -> None:
        self._day = None
        self._submit(partial(work.drop_week, since=since), self.tr("Week removed; the one before goes on"))

    def _set_day(self, day: str, minutes: int, note: str) -> None:
        job = partial(work.set_day, day=day, minutes=minutes, note=note)
        self._submit(job, self.tr("Day set"), self._section.days.empty, self._on_day_refused)

    def _clear_day(self, day: str) -> None:
        self._submit(partial(work.clear_day, day=day), self.tr("The day has the week's hours again"))

    def _submit(
        self,
        job: Callable[[Any], Any],
        said: str,
        on_done: Callable[[], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        def done(_outcome: Any) -> None:
            self._finish()
            self._shell.toast_undoable(said)
            if on_done is not None:
                on_done()

        def refused(error: Exception) -> None:
            # What was dropped goes back to where it was.
            self._finish()
            (on_error or self._shell.say_error)(error)

        self._asked += 1
        self._pending += 1
        self._shell.jobs.submit(job, owner=self, on_done=done, on_error=refused)

    def _finish(self) -> None:
        self._pending -= 1
        self.load()

    def _on_day_refused(self, error: Exception) -> None:
        if isinstance(error, RuleBroken) and error.problems:
            self._section.days.show_problems(list(error.problems))
        else:
            self._shell.say_error(error)

    def _on_unloaded(self, error: Exception) -> None:
        self._day = None
        self._shell.say_error(error)
