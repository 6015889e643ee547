"""What becomes of drops and commands: each by one workflow, each with an Undo; what is refused goes back with its reason."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app.orchestrators.entry_rows import EntryRow
from app.orchestrators.planning.calendar_span import CalendarEvent, Estimate
from app.ui.calendar import work
from app.ui.calendar.blocks import Block, Sort
from app.ui.calendar.entry_panel import EntryPanel
from app.ui.calendar.gestures import Deed, Draft
from app.ui.calendar.hands import GridHands
from app.ui.calendar.month_days import times_on
from app.ui.calendar.words import tr
from app.ui.planning.event_panel import EventPanel
from app.ui.shell import Shell
from app.ui.today.work import continue_ as continue_entry
from app.ui.today.work import delete as delete_entry
from app.ui.today.work import duplicate as duplicate_entry
from app.ui.today.work import split as split_entry
from app.ui.widgets.dates import with_local_days
from app.ui.widgets.side_panel import SidePanel

_HOUR = 3600


class Actions(QObject):
    """Brings intents to the workflows, and to the forms at the side."""

    def __init__(self, shell: Shell, body: GridHands, panel: SidePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._body, self._panel = shell, body, panel
        self.entries, self.events = EntryPanel(shell, panel, self), EventPanel(shell, panel, self)
        self._acts: dict[str, Callable[[Block], None]] = {
            "edit": self.edit,
            "delete": self._delete,
            "continue": self._continue,
            "duplicate": self._duplicate,
            "split": self._split,
            "track": self._track,
            "cancel": self._cancel,
            "plan": self._plan,
            "today": self._open_in_today,
        }
        body.dropped.connect(self.drop)
        body.act_wanted.connect(self.act)
        body.new_wanted.connect(self.begin)
        panel.closed.connect(self._on_panel_closed)

    def act(self, name: str, block: Block) -> None:
        """Do something to a block."""
        self._acts[name](block)

    def drop(self, draft: Draft) -> None:
        """Let what was dragged become so; what is new is asked about first, at the side."""
        if draft.deed is Deed.CREATE:
            self.create(draft)
            return
        job, said = self._job(draft)
        self._body.show_draft(replace(draft, is_waiting=True))
        self._run(job, said)

    def shift(self, one: CalendarEvent, days: int) -> None:
        """Move an event by some days, to the same time of the day."""
        starts_at, ends_at = times_on(one, days)
        self._run(partial(work.move_event, one=one, starts_at=starts_at, ends_at=ends_at), tr("Event moved"))

    def create(self, draft: Draft) -> None:
        """Open the form of what a span becomes; until it is saved the span stays marked."""
        self._body.show_draft(draft)
        if draft.sort is Sort.TRACKED:
            self.entries.add(draft.since, draft.until)
        else:
            self.events.add(draft.since, draft.until)

    def begin(self, instant: int, *, plans: bool = False) -> None:
        """Begin something of an hour at an instant; at 0 after the block the keyboard is on, else around now."""
        now = self._body.now
        if not instant:
            current = self._body.current
            instant = current.ends if current is not None else now // _HOUR * _HOUR
        until = instant + _HOUR
        is_plan = plans or instant >= now
        if not is_plan:
            until = min(until, now)
        self.create(Draft(Deed.CREATE, instant, until, Sort.PLANNED if is_plan else Sort.TRACKED))

    def edit(self, block: Block) -> None:
        """Open the form of a block; an estimate can only be planned."""
        thing = block.thing
        if isinstance(thing, EntryRow):
            self.entries.edit(thing.entry, self._body.now)
        elif isinstance(thing, CalendarEvent):
            self.edit_event(thing)
        else:
            self.events.add(thing.box.since, thing.box.until, project=thing.box.project)

    def edit_event(self, one: CalendarEvent) -> None:
        """Open the form of an event as it happens once."""
        self.events.edit(one.event, one.starts_at, one.ends_at, is_done=one.is_done)

    def _job(self, draft: Draft) -> tuple[Callable[..., Any], str]:
        block = draft.block
        assert block is not None  # noqa: S101 - only what is new has none
        thing = block.thing
        if isinstance(thing, EntryRow):
            return self._entry_job(draft, thing)
        if isinstance(thing, Estimate):
            job = partial(work.plan, starts_at=draft.since, ends_at=draft.until, project=thing.box.project)
            return job, tr("Planned “{name}”").format(name=thing.project_name)
        if draft.deed is Deed.COPY:
            return partial(work.copy_event, one=thing, starts_at=draft.since), tr("Event copied")
        job = partial(work.move_event, one=thing, starts_at=draft.since, ends_at=draft.until)
        said = tr("Event moved") if draft.deed is Deed.MOVE else tr("Event changed")
        return job, tr("{what}, only this time").format(what=said) if thing.event.recurrence else said

    def _entry_job(self, draft: Draft, row: EntryRow) -> tuple[Callable[..., Any], str]:
        if draft.deed is Deed.COPY:
            return partial(work.copy_entry, entry=row.entry, started_at=draft.since), tr("Entry copied")
        fields: dict[str, Any] = {}
        if draft.since != row.entry.started_at:
            fields["started_at"] = draft.since
        if not row.entry.running and draft.until != row.entry.ended_at:
            fields["ended_at"] = draft.until
        said = tr("Entry moved") if draft.deed is Deed.MOVE else tr("Entry changed")
        return partial(work.edit_entry, id=row.entry.id, fields=fields), said

    def _delete(self, block: Block) -> None:
        thing = block.thing
        if isinstance(thing, EntryRow):
            self._run(partial(delete_entry, ids=(thing.entry.id,)), tr("Entry deleted"))
        elif isinstance(thing, Estimate):
            self._shell.toast(
                tr("A forecast is worked out from what is left. Plan time, or change the project's estimate.")
            )
        elif thing.is_imported:
            sentence = tr("This event is of the calendar “{name}” and can only be deleted there.")
            self._shell.toast(sentence.format(name=thing.event.calendar))
        else:
            said = tr("Event deleted, only this time") if thing.event.recurrence else tr("Event deleted")
            self._run(partial(work.delete_event, one=thing), said)

    def _continue(self, block: Block) -> None:
        thing = block.thing
        if isinstance(thing, EntryRow):
            job: Callable[..., Any] = partial(continue_entry, id=thing.entry.id)
        elif isinstance(thing, CalendarEvent):
            job = partial(work.start_like, title=thing.event.title, project=thing.event.project)
        else:
            job = partial(work.start_like, title="", project=thing.box.project)
        self._run(job, tr("Timer started"))

    def _duplicate(self, block: Block) -> None:
        thing = block.thing
        if isinstance(thing, EntryRow):
            self._run(partial(duplicate_entry, id=thing.entry.id), tr("Entry duplicated"))
        elif isinstance(thing, CalendarEvent):
            self._run(partial(work.copy_event, one=thing, starts_at=thing.starts_at), tr("Event copied"))
        else:
            self._plan(block)

    def _split(self, block: Block) -> None:
        self.split_at(block, (block.begins + block.ends) // 120 * 60)

    def split_at(self, block: Block, instant: int) -> None:
        """Split an entry in two at an instant."""
        if isinstance(block.thing, EntryRow):
            self._run(partial(split_entry, id=block.thing.entry.id, at=instant), tr("Entry split"))

    def _track(self, block: Block) -> None:
        if isinstance(block.thing, CalendarEvent):
            self.track(block.thing)

    def track(self, one: CalendarEvent) -> None:
        """Make an entry of an event."""
        self._run(partial(work.track_event, one=one), tr("Event tracked"))

    def _cancel(self, block: Block) -> None:
        if isinstance(block.thing, CalendarEvent):
            self._run(partial(work.cancel_event, one=block.thing), tr("Event called off"))

    def _plan(self, block: Block) -> None:
        if isinstance(block.thing, Estimate):
            self.drop(Draft(Deed.MOVE, block.begins, block.ends, Sort.PLANNED, block))

    def _open_in_today(self, block: Block) -> None:
        thing = block.thing
        entry = thing.entry.id if isinstance(thing, EntryRow) else block.event and block.event.event.entry
        self._shell.go("today", entry or block.day)

    def _on_panel_closed(self) -> None:
        draft = self._body.seen.draft
        if draft is not None and not draft.is_waiting:
            self._body.show_draft(None)

    def _run(self, job: Callable[..., Any], said: str) -> None:
        self._shell.jobs.submit(
            job, owner=self, on_done=lambda outcome: self._say(said, outcome), on_error=self._go_back
        )

    def _say(self, said: str, outcome: Any) -> None:
        notes = [with_local_days(problem.message) for problem in outcome.problems]
        self._shell.toast_undoable(". ".join([said, *notes]))
        if not outcome.changes:
            self._body.show_draft(None)

    def _go_back(self, error: Exception) -> None:
        self._body.show_draft(None)
        self._shell.say_error(error)
