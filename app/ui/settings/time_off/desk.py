"""Between the section of time off and the workflows; the form lives in the side panel of the page."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.errors import RuleBroken
from app.ui.settings.time_off import work
from app.ui.settings.time_off.off_form import TimeOffForm
from app.ui.settings.time_off.section import TimeOffSection
from app.ui.shell import Shell
from app.ui.widgets.dates import with_local_days
from app.ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from app.domain.entities.planning import TimeOff
    from app.orchestrators.work_hours.year_off import OffLine, YearOff


class TimeOffDesk(QObject):
    """Loads the year that is looked at, and writes what is asked for."""

    def __init__(self, shell: Shell, section: TimeOffSection, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._section = shell, section
        self._year: int | None = None
        self._shown: YearOff | None = None
        self._is_wired = False
        self._asked = 0
        self.panel = SidePanel(page)
        section.load_wanted.connect(self.load)

    def load(self) -> None:
        """Load what the section shows, once it has been opened."""
        if not self._section.is_built:
            return
        if not self._is_wired:
            self._wire()
        self._asked += 1
        self._read(partial(work.load, year=self._year), partial(self._show, self._asked))

    def _wire(self) -> None:
        self._is_wired = True
        section, card = self._section, self._section.holidays
        section.year_wanted.connect(self._look_at)
        section.add_wanted.connect(self._add)
        section.list.edit_wanted.connect(self._edit)
        section.list.delete_wanted.connect(self._delete)
        card.country_wanted.connect(self._load_regions)
        card.preview_wanted.connect(self._load_preview)
        card.keep_wanted.connect(self._keep)
        card.leave_wanted.connect(partial(self._submit, work.leave, self.tr("Public holidays removed")))
        self._read(work.countries, lambda found: card.show_countries(*found))

    def _show(self, asked: int, shown: "YearOff") -> None:
        # Somebody may have gone on to another year meanwhile.
        if asked == self._asked:
            self._shown = shown
            self._section.show_year(shown)

    def _look_at(self, year: int) -> None:
        self._year = year
        self.load()

    # --- public holidays ---

    def _load_regions(self, country: str) -> None:
        card = self._section.holidays
        self._read(partial(work.regions, country=country), partial(card.show_regions, country))

    def _load_preview(self, country: str, region: str) -> None:
        card = self._section.holidays
        job = partial(work.preview, country=country, region=region)
        self._read(job, partial(card.show_preview, (country, region)))

    def _keep(self, country: str, region: str) -> None:
        self._submit(partial(work.keep, country=country, region=region), self.tr("Public holidays kept"))

    # --- one's own ---

    def _add(self) -> None:
        shown = self._shown
        day = "" if shown is None else max(shown.today, f"{shown.year}-01-01")
        self._open(self.tr("Add time off"), TimeOffForm(day=day), work.add, self.tr("Time off added"))

    def _edit(self, line: "OffLine") -> None:
        off: TimeOff = line.off
        job = partial(work.update, id=off.id)
        self._open(self.tr("Edit time off"), TimeOffForm(off), job, self.tr("Time off changed"))

    def _delete(self, line: "OffLine") -> None:
        said = self.tr("“{name}” deleted").format(name=line.off.name)
        self._submit(partial(work.delete, id=line.off.id), said)

    def _open(self, title: str, form: TimeOffForm, job: Callable[..., Any], said: str) -> None:
        def done(outcome: Any) -> None:
            self.panel.dismiss()
            self._shell.toast_undoable(" ".join([said, *(problem.message for problem in outcome.problems)]))

        def submit(fields: dict[str, Any], _accepted: bool) -> None:
            filled = partial(job, fields=fields)
            self._shell.jobs.submit(filled, owner=form, on_done=done, on_error=partial(_refuse, form))

        form.cancelled.connect(self.panel.dismiss)
        form.submitted.connect(submit)
        self.panel.present(title, form)

    def _read(self, job: Callable[[Any], Any], on_done: Callable[[Any], None]) -> None:
        self._shell.jobs.read(job, owner=self, on_done=on_done, on_error=self._shell.say_error)

    def _submit(self, job: Callable[[Any], Any], said: str) -> None:
        self._shell.jobs.submit(
            job, owner=self, on_done=lambda _: self._shell.toast_undoable(said), on_error=self._shell.say_error
        )


def _refuse(form: TimeOffForm, error: Exception) -> None:
    if isinstance(error, RuleBroken) and error.problems:
        form.show_problems(error.problems)
    else:
        form.say_error(with_local_days(str(error)))
