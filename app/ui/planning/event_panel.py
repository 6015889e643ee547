"""Opens the form of a planned event at the side of a page, and runs what it asks for."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.days import local_day
from app.domain.entities.planning import PlannedEvent
from app.domain.errors import RuleBroken
from app.ui.planning import work
from app.ui.planning.event_form import Draft, EventForm
from app.ui.planning.work import Surroundings
from app.ui.shell import Shell
from app.ui.widgets.dates import with_local_days
from app.ui.widgets.side_panel import SidePanel


class EventPanel(QObject):
    """What a page needs to let people plan: ``add`` for an empty span, ``edit`` for an event as it happens once."""

    saved = Signal(str)
    """The id of the event that was added or changed."""
    deleted = Signal()
    tracked = Signal(str)
    """The id of the entry that was made."""
    closed = Signal()
    """The form was left, with or without saving; a preview of its span can go."""

    def __init__(self, shell: Shell, panel: SidePanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._panel = shell, panel
        panel.closed.connect(self.closed)

    @property
    def form(self) -> EventForm | None:
        """The form that is open, None when there is none."""
        content = self._panel.content()
        return content if isinstance(content, EventForm) else None

    def add(
        self, starts_at: int, ends_at: int, *, all_day: bool = False, project: str | None = None, title: str = ""
    ) -> None:
        """Open the form of a new event for a span."""
        draft = Draft(starts_at, ends_at, all_day=all_day, project=project, title=title)
        self._load(project, partial(self._open, draft))

    def edit(self, event: PlannedEvent, starts_at: int, ends_at: int, *, is_done: bool = False) -> None:
        """Open the form of an event as it happens once; of an imported one it shows what it is, and tracks it."""
        draft = Draft(
            starts_at, ends_at, all_day=event.all_day, project=event.project, title=event.title, event=event,
            is_done=is_done,
        )  # fmt: skip
        self._load(event.project, partial(self._open, draft))

    def _load(self, project: str | None, opened: Any) -> None:
        self._shell.jobs.read(
            partial(work.load, project=project), owner=self, on_done=opened, on_error=self._shell.say_error
        )

    def _open(self, draft: Draft, around: Surroundings) -> None:
        form = EventForm(draft, around)
        form.cancelled.connect(self._panel.dismiss)
        form.submitted.connect(lambda fields, _: self._save(form, draft, fields))
        form.delete_wanted.connect(partial(self._delete, form, draft))
        form.track_wanted.connect(partial(self._track, form, draft))
        self._panel.present(form.heading, form)

    def _save(self, form: EventForm, draft: Draft, fields: dict[str, Any]) -> None:
        if draft.event is None:
            self._run(form, partial(work.add, fields=fields), self.tr("Event planned"), self._say_saved)
            return
        which = fields.pop("which")
        if not fields:
            self._panel.dismiss()
            return
        job = partial(work.edit, id=draft.event.id, day=_day(draft), which=which, fields=fields)
        self._run(form, job, self.tr("Event saved"), self._say_saved)

    def _delete(self, form: EventForm, draft: Draft, which: str) -> None:
        assert draft.event is not None  # noqa: S101 - a new one has nothing to delete
        job = partial(work.delete, id=draft.event.id, day=_day(draft), which=which)
        self._run(form, job, self.tr("Event deleted"), lambda _: self.deleted.emit())

    def _track(self, form: EventForm, draft: Draft, project: str | None) -> None:
        assert draft.event is not None  # noqa: S101 - a new one is not offered to be tracked
        job = partial(work.track, id=draft.event.id, starts_at=draft.starts_at, project=project)
        self._run(form, job, self.tr("Event tracked"), lambda outcome: self.tracked.emit(outcome.value.id))

    def _run(self, form: EventForm, job: Any, said: str, then: Any) -> None:
        def done(outcome: Any) -> None:
            self._panel.dismiss()
            notes = [with_local_days(problem.message) for problem in outcome.problems]
            self._shell.toast_undoable(". ".join([said, *notes]))
            then(outcome)

        self._shell.jobs.submit(job, owner=form, on_done=done, on_error=partial(_refuse, form))

    def _say_saved(self, outcome: Any) -> None:
        self.saved.emit(outcome.value.id)


def _day(draft: Draft) -> str:
    assert draft.event is not None  # noqa: S101 - asked only of an event that is there
    return local_day(draft.starts_at, draft.event.tz)


def _refuse(form: EventForm, error: Exception) -> None:
    if isinstance(error, RuleBroken) and error.problems:
        form.show_problems(error.problems)
    else:
        form.say_error(with_local_days(str(error)))
