"""Opens the form of an entry at the side of the page, and runs what it asks for."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import RuleBroken
from app.ui.calendar import work
from app.ui.calendar.entry_form import EntryDraft, EntryForm
from app.ui.calendar.work import Offered
from app.ui.shell import Shell
from app.ui.today.work import delete as delete_entries
from app.ui.widgets.dates import with_local_days
from app.ui.widgets.side_panel import SidePanel


class EntryPanel(QObject):
    """``add`` for an empty span, ``edit`` for an entry."""

    saved = Signal(str)
    """The id of the entry that was added or changed."""

    def __init__(self, shell: Shell, panel: SidePanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._panel = shell, panel

    @property
    def form(self) -> EntryForm | None:
        """The form that is open, None when there is none."""
        content = self._panel.content()
        return content if isinstance(content, EntryForm) else None

    def add(self, since: int, until: int) -> None:
        """Open the form of a new entry for a span."""
        self._load(EntryDraft(since, until))

    def edit(self, entry: TimeEntry, now: int) -> None:
        """Open the form of an entry."""
        self._load(EntryDraft(entry.started_at, entry.until(now), entry))

    def _load(self, draft: EntryDraft) -> None:
        self._shell.jobs.read(
            work.offer, owner=self, on_done=partial(self._open, draft), on_error=self._shell.say_error
        )

    def _open(self, draft: EntryDraft, offered: Offered) -> None:
        form = EntryForm(draft, offered)
        form.cancelled.connect(self._panel.dismiss)
        form.submitted.connect(lambda fields, _: self._save(form, draft, fields))
        form.delete_wanted.connect(lambda: self._delete(form, draft))
        self._panel.present(form.heading, form)

    def _save(self, form: EntryForm, draft: EntryDraft, fields: dict[str, Any]) -> None:
        if not fields:
            self._panel.dismiss()
        elif draft.entry is None:
            self._run(form, partial(work.add_entry, fields=fields), self.tr("Entry added"))
        else:
            self._run(form, partial(work.edit_entry, id=draft.entry.id, fields=fields), self.tr("Entry changed"))

    def _delete(self, form: EntryForm, draft: EntryDraft) -> None:
        if draft.entry is not None:
            self._run(form, partial(delete_entries, ids=(draft.entry.id,)), self.tr("Entry deleted"))

    def _run(self, form: EntryForm, job: Any, said: str) -> None:
        def done(outcome: Any) -> None:
            if isinstance(outcome.value, TimeEntry):
                self.saved.emit(outcome.value.id)
            self._panel.dismiss()
            self._shell.toast_undoable(said)

        self._shell.jobs.submit(job, owner=form, on_done=done, on_error=partial(_refuse, form))


def _refuse(form: EntryForm, error: Exception) -> None:
    if isinstance(error, RuleBroken) and error.problems:
        form.show_problems(error.problems)
    else:
        form.say_error(with_local_days(str(error)))
