"""Runs what a person asked for: says it with an Undo, says warnings, and lets those that can be accepted be accepted."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app.domain.errors import RuleBroken
from app.domain.problems import Severity
from app.ui.shell import Shell
from app.ui.widgets.dates import with_local_days

_TIME_TO_ACCEPT_S = 20


class Runner(QObject):
    """Brings jobs to the writing lane and their answers to the toast."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell

    def run(
        self,
        job: Callable[..., Any],
        said: str,
        *,
        owner: QObject,
        on_done: Callable[[Any], None] | None = None,
        on_refused: Callable[[str], None] | None = None,
    ) -> None:
        """Run a workflow; ``on_refused`` shows the sentence where it belongs, else the toast does."""

        def refused(error: Exception) -> None:
            text = with_local_days(str(error))
            if on_refused is not None:
                on_refused(text)
            if can_be_accepted(error):
                accepted = partial(job, accept_warnings=True)
                again = partial(self.run, accepted, said, owner=owner, on_done=on_done, on_refused=on_refused)
                self._shell.toast(text, self.tr("Do it anyway"), again, seconds=_TIME_TO_ACCEPT_S)
            elif on_refused is None:
                self._shell.say_error(error)

        self._shell.jobs.submit(job, owner=owner, on_done=partial(self._say, said, on_done), on_error=refused)

    def _say(self, said: str, on_done: Callable[[Any], None] | None, outcome: Any) -> None:
        self.say_done(said, outcome)
        if on_done is not None:
            on_done(outcome)

    def say_done(self, said: str, outcome: Any) -> None:
        """Say what was done, and what is worth knowing about it."""
        notes = [f"{with_local_days(problem.message)}" for problem in outcome.problems]
        self._shell.toast_undoable(". ".join([said, *notes]) if notes else said)


def can_be_accepted(error: Exception) -> bool:
    """Return whether only warnings stand in the way."""
    problems = error.problems if isinstance(error, RuleBroken) else ()
    return bool(problems) and all(problem.severity is Severity.WARNING for problem in problems)
