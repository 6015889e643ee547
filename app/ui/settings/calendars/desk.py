"""Between the section of calendars and the workflows; what is fetched keeps nobody waiting."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.ui.settings.calendars import work
from app.ui.settings.calendars.section import CalendarsSection
from app.ui.shell import Shell

if TYPE_CHECKING:
    from app.orchestrators.planning.calendars import CalendarPlan
    from app.ui.settings.calendars.work import Shelf


class CalendarsDesk(QObject):
    """Loads the calendars, looks at new ones, and writes what is asked for."""

    def __init__(self, shell: Shell, section: CalendarsSection, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._section = shell, section
        self._shelf: Shelf | None = None
        self._is_wired = False
        section.load_wanted.connect(self.load)

    def load(self) -> None:
        """Load what the section shows, once it has been opened."""
        if not self._section.is_built:
            return
        if not self._is_wired:
            self._wire()
        self._shell.jobs.read(work.load, owner=self, on_done=self._show, on_error=self._shell.say_error)

    def _wire(self) -> None:
        self._is_wired = True
        card, adding = self._section.calendars, self._section.adding
        card.refresh_wanted.connect(self._refresh)
        card.remove_wanted.connect(self._remove)
        card.color_wanted.connect(self._paint)
        adding.look_wanted.connect(self._look)
        adding.add_wanted.connect(self._add)

    def _show(self, shelf: "Shelf") -> None:
        self._shelf = shelf
        self._section.show_shelf(shelf)

    def _look(self, source: str) -> None:
        job = partial(work.plan, source=source)
        self._shell.jobs.ask(job, owner=self, on_done=self._show_plan, on_error=self._refuse)

    def _show_plan(self, plan: "CalendarPlan") -> None:
        from app.orchestrators.references import next_color

        here = {one.name: one.color for one in self._shelf.calendars} if self._shelf else {}
        self._section.adding.show_plan(plan, here.get(plan.name) or next_color(here.values()))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self._section.adding.refuse(str(error))
        else:
            self._section.adding.refuse("")
            self._shell.say_error(error)

    def _add(self, source: str, name: str, color: str) -> None:
        job = partial(work.add, source=source, name=name, color=color)
        self._shell.jobs.ask(job, owner=self, on_done=self._on_added, on_error=self._refuse)

    def _on_added(self, outcome: Any) -> None:
        self._section.adding.clear()
        self._shell.toast_undoable(self.tr("Calendar “{name}” added").format(name=outcome.value.name))
        self.load()

    def _refresh(self, name: str) -> None:
        job = partial(work.refresh, name=name)
        self._shell.jobs.ask(job, owner=self, on_done=self._on_refreshed, on_error=self._on_failed)

    def _on_refreshed(self, outcome: Any) -> None:
        refreshed = outcome.value
        if not refreshed.failed:
            said = self.tr("Calendar brought up to date") if refreshed.changed else self.tr("Nothing new in it")
            self._shell.toast(said)
        # What failed is said in its row.
        self.load()

    def _on_failed(self, error: Exception) -> None:
        self._shell.say_error(error)
        self.load()

    def _remove(self, name: str) -> None:
        job = partial(work.remove, name=name)
        said = self.tr("Calendar “{name}” removed").format(name=name)
        self._shell.jobs.submit(job, owner=self, on_done=partial(self._say, said), on_error=self._on_failed)

    def _paint(self, name: str, color: str) -> None:
        job = partial(work.paint, name=name, color=color)
        self._shell.jobs.submit(job, owner=self, on_done=lambda _: self.load(), on_error=self._on_failed)

    def _say(self, said: str, _outcome: Any) -> None:
        self._shell.toast_undoable(said)
        self.load()
