"""The question “Can I take this on?”: the panel, its ghost on the timeline, and the button that makes it real."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.domain.errors import RuleBroken
from app.ui.projects.running import can_be_accepted
from app.ui.timeline import work
from app.ui.timeline.amounts import Amounts
from app.ui.timeline.answer_words import answer
from app.ui.timeline.latest import Latest
from app.ui.timeline.lines import ProjectLine
from app.ui.timeline.preview_words import Told
from app.ui.timeline.scale import number_of
from app.ui.timeline.thinking import ThinkForm
from app.ui.timeline.words import tr
from app.ui.widgets.dates import with_local_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.work_hours import Load
    from app.orchestrators.planning.what_if import WhatIf
    from app.ui.projects.running import Runner
    from app.ui.shell import Shell
    from app.ui.timeline.ghost import GhostRow
    from app.ui.timeline.loader import Loader
    from app.ui.timeline.view import TimelineView
    from app.ui.widgets.side_panel import SidePanel

_LEAD = 0.12


class WhatIfPanel(QObject):
    """Thinks while one types; the newest question wins."""

    changed = Signal()
    """The ghost came, went or looks otherwise: the capacity row is to be shown with it."""
    made = Signal(str)
    """The project was created: its id."""
    room_changed = Signal()

    def __init__(
        self, shell: Shell, panel: SidePanel, view: TimelineView, loader: Loader, runner: Runner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell, self._panel, self._view, self._loader, self._runner = shell, panel, view, loader, runner
        self._latest = Latest(shell, self)
        self._latest.answered.connect(self._on_answer)
        self._latest.refused.connect(self._on_refused)
        self.form: ThinkForm | None = None
        self._auto: dict[str, int] = {}

    def open(self) -> None:
        """Open the panel; the form is new each time."""
        if self.form is not None:
            self.form.hours.setFocus()
            return
        form = self.form = ThinkForm(self._view.scene.scale.week_start)
        form.asked.connect(self._ask)
        form.create_wanted.connect(self._create)
        self._panel.present(self.tr("Can I take this on?"), form)
        form.answer.say(*_unasked())
        self.room_changed.emit()
        # What matters now lies ahead.
        self._view.go_to(self._view.scene.today, _LEAD)

    def close(self) -> None:
        """The panel was closed: nothing of it stays."""
        self.form = None
        self._latest.forget()
        self._show_ghost(None)
        self.room_changed.emit()

    def think_again(self) -> None:
        """The timeline changed: the answer may be another."""
        if self.form is not None and (fields := self.form.fields()) is not None:
            self._ask(fields)

    def with_ghost(self, days: Sequence[Load]) -> tuple[Load, ...]:
        """Return the loads of days with what is thought of."""
        if not self._auto:
            return tuple(days)
        return tuple(replace(load, auto=load.auto + self._auto.get(load.day, 0)) for load in days)

    def _ask(self, fields: dict[str, Any] | None) -> None:
        if fields is None:
            self._latest.forget()
            self._show_ghost(None)
            if self.form is not None:
                self.form.answer.say(*_unasked())
            return
        self._latest.ask(fields, partial(work.think, fields=fields))

    def _on_answer(self, fields: dict[str, Any], found: WhatIf) -> None:
        if self.form is None or self.form.fields() != fields:
            return
        said = answer(found, self._view.scene.scale.week_start)
        self.form.answer.say(said.told, said.tone)
        self._show_ghost(said.ghost)
        self._bring_into_view(number_of(said.ghost.project.start_date or found.today))

    def _bring_into_view(self, start: int) -> None:
        scene = self._view.scene
        first, last = scene.scale.days(scene.days_width)
        if not first <= start < last:
            self._view.go_to(start, _LEAD)

    def _on_refused(self, _fields: object, error: Exception) -> None:
        self._show_ghost(None)
        if self.form is None:
            return
        if isinstance(error, RuleBroken) and error.problems:
            self.form.show_problems(error.problems)
            self.form.answer.say(Told(self.tr("That cannot be.")), "plain")
        elif isinstance(error, RuleBroken):
            self.form.answer.say(Told(with_local_days(str(error))), "danger")
        else:
            self._shell.say_error(error)

    def _show_ghost(self, ghost: GhostRow | None) -> None:
        scene = self._view.scene
        self._auto = {} if ghost is None else dict(ghost.auto)
        line = None
        if ghost is not None:
            amounts = Amounts(ghost.done, ghost.planned, ghost.auto, scene.scale.week_start)
            line = ProjectLine(ghost, amounts, is_ghost=True)
        self._view.show_ghost(line)
        self.changed.emit()

    def _create(self, fields: dict[str, Any]) -> None:
        self._submit(partial(work.create, fields=fields))

    def _submit(self, job: Any) -> None:
        self._shell.jobs.submit(job, owner=self, on_done=self._on_made, on_error=partial(self._on_unmade, job))

    def _on_made(self, outcome: Any) -> None:
        self._panel.dismiss()
        self._runner.say_done(self.tr("Project created"), outcome)
        self.made.emit(outcome.value.id)

    def _on_unmade(self, job: Any, error: Exception) -> None:
        form = self.form
        if form is None:
            self._shell.say_error(error)
            return
        form.make.setEnabled(form.fields() is not None)
        if can_be_accepted(error):
            again = partial(self._submit, partial(job, accept_warnings=True))
            self._shell.toast(with_local_days(str(error)), self.tr("Do it anyway"), again, seconds=20)
        elif isinstance(error, RuleBroken) and error.problems:
            form.show_problems(error.problems)
        else:
            self._shell.say_error(error)


def _unasked() -> tuple[Told, str]:
    return Told(tr("How many hours, and until when?")), "plain"
