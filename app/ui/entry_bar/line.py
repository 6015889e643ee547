"""What happens to the line: understood while typed, done on Enter, changed while a timer runs."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError, RuleBroken
from app.ui import words
from app.ui.entry_bar import work
from app.ui.entry_bar.bar import EntryBar
from app.ui.entry_bar.favorites import Favorites
from app.ui.entry_bar.picks import Picks
from app.ui.formats import clock, hours
from app.ui.shell import Shell
from app.ui.tracking import Tracking

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.domain.quick_entry.parser import QuickEntry
    from app.orchestrators.time_tracking.log import Suggestion
    from app.orchestrators.time_tracking.quick import Preview
    from app.storage.context import Context
    from app.ui.entry_bar.suggestions import SuggestionPopup

_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ACCEPTS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Do = Callable[..., None]
"""Does what the line says; ``create`` an unknown project, ``repeated`` first or second of two equal clock times."""


class EntryLine(QObject):
    """Joins the bar to what is tracked; what it offers lies ``over`` a widget."""

    def __init__(self, bar: EntryBar, shell: Shell, tracking: Tracking, *, over: QWidget) -> None:
        super().__init__(bar)
        self._bar, self._shell, self._tracking, self._over = bar, shell, tracking, over
        self._made_popup: SuggestionPopup | None = None
        self._picks = Picks(bar, shell, tracking, self._edit_line)
        self.favorites = Favorites(bar, shell, tracking, lambda: self._is_edited)
        # Somebody may have typed as soon as the window was painted.
        self._is_edited = bool(bar.field.text())
        self._has_begun = self._is_entered = False
        self._left = ""
        self._wire()

    def _wire(self) -> None:
        bar, tracking = self._bar, self._tracking
        bar.on_list_key = self._on_list_key
        bar.typed.connect(self._on_typed)
        bar.field.textEdited.connect(self._on_edited)
        bar.left.connect(self._hide_popup)
        bar.entered.connect(self._on_entered)
        bar.pressed.connect(self._on_pressed)
        bar.escaped.connect(self._on_escaped)
        tracking.changed.connect(self._on_status)
        tracking.ticked.connect(self._on_tick)

    @property
    def _popup(self) -> "SuggestionPopup":
        """What offers work from before; made when there is something to offer for the first time."""
        from app.ui.entry_bar.suggestions import SuggestionPopup

        if self._made_popup is None:
            self._made_popup = SuggestionPopup(self._over)
            self._made_popup.taken.connect(self._take)
        return self._made_popup

    @property
    def _is_offering(self) -> bool:
        return self._made_popup is not None and self._made_popup.isVisible()

    def _hide_popup(self) -> None:
        if self._made_popup is not None:
            self._made_popup.hide()

    def toggle(self) -> None:
        """Stop what runs; else start what the line says, or what was worked on last when it says nothing."""
        if self._picks.running is None and not self._bar.field.text().strip():
            self._tracking.continue_last()
        else:
            self._on_pressed()

    def begin(self) -> None:
        """The first page stands: from now on Enter acts at once; one that came before acts now."""
        if not self._has_begun:
            self._has_begun = True
            if self._is_entered:
                self._on_entered(is_new=False)

    def take_back(self) -> tuple[str, bool]:
        """Return what was typed before the first page stood, and whether it was entered; leave the line empty."""
        typed, self._has_begun = self._bar.field.text() if self._is_edited else "", True
        self._hide_popup()
        self._forget()
        self._bar.set_line("")
        return typed, self._is_entered

    def _on_status(self) -> None:
        status = self._tracking.status
        if status is None or self._is_edited:
            return
        if status.running is None:
            self._bar.set_line("")
            self._bar.show_idle()
            if not self._bar.under.asks:
                self._bar.under.say("")
            return
        self._bar.set_line(self._written(status.running.description))
        self._bar.show_running(status, self._tracking.elapsed)
        self._say_left()

    def _written(self, description: str) -> str:
        from app.domain.quick_entry.parser import QuickEntry
        from app.domain.quick_entry.printer import format_quick_entry

        return format_quick_entry(QuickEntry(description=description), tz=self._tracking.zone)

    def _on_tick(self) -> None:
        self._bar.show_elapsed(self._tracking.elapsed)
        # What else is said there stays until something happens.
        if not self._is_edited and self._bar.under.text == self._left:
            self._say_left()

    def _say_left(self) -> None:
        status = self._tracking.status
        if status is not None and not self._bar.under.asks:
            left = status.left
            self._left = words.left_line(left, self._tracking.passed) if left else ""
            self._bar.under.say(self._left)

    def _on_edited(self, _text: str) -> None:
        self._is_edited = True
        self._bar.under.say("")

    def _on_typed(self, text: str) -> None:
        self._shell.jobs.read(
            partial(work.understand, text=text), owner=self, on_done=partial(self._on_understood, text)
        )

    def _on_understood(self, text: str, answer: "tuple[Preview, list[Suggestion]]") -> None:
        if text != self._bar.field.text() or not self._is_edited:
            return
        preview, found = answer
        # A line with an end is an entry of its own; any other is about what is running.
        is_change = self._picks.running is not None and preview.line.ended_at is None
        self._bar.show_preview(preview, self._time_words(preview.line), self._tracking.status if is_change else None)
        # What is there already needs no offer.
        found = [item for item in found if item.description != text.strip()]
        if found and text.strip() and self._bar.field.hasFocus():
            self._popup.offer(found, self._bar)
        else:
            self._hide_popup()
        self._say_about(preview, text)

    def _say_about(self, preview: "Preview", text: str) -> None:
        under = self._bar.under
        if preview.line.problems:
            under.say(preview.line.problems[0].message, "problem")
        elif preview.left:
            under.say(words.left_line(preview.left))
        elif self._picks.running is not None and preview.line.ended_at is not None:
            under.say(self.tr("Enter adds this; what is running goes on"))
        elif self._picks.running is not None and text.strip():
            under.say(self.tr("Enter changes what is running · Ctrl+Enter starts anew · Esc leaves it as it is"))
        else:
            under.say("")

    def _time_words(self, line: "QuickEntry") -> str:
        if line.started_at is None:
            return ""
        start = clock(line.started_at, self._tracking.zone)
        if line.ended_at is None:
            return self.tr("since {time}").format(time=start)
        end = clock(line.ended_at, self._tracking.zone)
        return f"{start} – {end} · {hours(line.ended_at - line.started_at)}"

    def _on_list_key(self, key: int) -> bool:
        if not self._is_offering:
            return False
        if key in _KEYS:
            self._popup.move_choice(_KEYS[Qt.Key(key)])
            return True
        if key == Qt.Key.Key_Tab or (key in _ACCEPTS and self._popup.marked() is not None):
            best = self._popup.best()
            if best is not None:
                self._take(best)
            return True
        return False

    def _take(self, suggestion: "Suggestion") -> None:
        from app.domain.quick_entry.parser import QuickEntry
        from app.domain.quick_entry.printer import format_quick_entry

        self._hide_popup()
        entry = QuickEntry(
            description=suggestion.description,
            project=suggestion.project_name,
            task=suggestion.task_name if suggestion.project_name else None,
            tags=suggestion.tag_names,
            billable=suggestion.billable or None,
        )
        time = next((chip.text for chip in self._picks.parsed().chips if chip.kind == "time"), "")
        self._edit_line(f"{time} {format_quick_entry(entry, tz=self._tracking.zone)}".strip())
        self._bar.field.setFocus()

    def _edit_line(self, text: str) -> None:
        self._is_edited = True
        self._bar.set_line(text)
        self._on_typed(text)

    def _on_entered(self, is_new: bool) -> None:
        self._hide_popup()
        if not self._has_begun:
            self._is_entered = True
            return
        if self._bar.under.asks:
            self._bar.under.answer(is_yes=True)
            return
        text = self._bar.field.text().strip()
        if self._picks.running is None or (is_new and text):
            self._start(text)
        elif self._is_edited:
            self._change_running(text)

    def _on_pressed(self) -> None:
        self._hide_popup()
        if not self._has_begun:
            self._is_entered = True
            return
        text = self._bar.field.text().strip()
        if self._picks.running is None:
            self._start(text)
        elif self._is_edited:
            # What was typed belongs to the entry that is about to be stopped.
            self._change_running(text, then=self._tracking.stop)
        else:
            self._tracking.stop()

    def _on_escaped(self) -> None:
        if self._is_offering:
            self._hide_popup()
            return
        self._forget()
        self._on_status()

    def _forget(self) -> None:
        self._is_edited = False
        self._bar.under.say("")

    def _start(self, text: str, **how: Any) -> None:
        job = partial(work.start, text=text, create=how.get("create", False), repeated=how.get("repeated"))
        self._tracking.do(job, self._on_started, self._refused(self._start, text, how))

    def _change_running(self, text: str, then: Callable[[], None] | None = None, **how: Any) -> None:
        def done(outcome: "Outcome[Any]") -> None:
            self._on_started(outcome)
            if then is not None:
                then()

        job = partial(work.change_running, text=text, create=how.get("create", False), repeated=how.get("repeated"))
        self._tracking.do(job, done, self._refused(partial(self._change_running, then=then), text, how))

    def _on_started(self, outcome: "Outcome[Any]") -> None:
        self._forget()
        entry = outcome.value
        if entry.ended_at is not None:
            spent = hours(entry.ended_at - entry.started_at)
            name = entry.description or self.tr("no description")
            self._shell.toast_undoable(self.tr("Added {time} · {name}").format(time=spent, name=name))
        elif outcome.problems:
            self._shell.toast_undoable(outcome.problems[0].message)
        self._tracking.refresh()

    def _refused(self, again: Do, text: str, how: dict[str, Any]) -> Callable[[Exception], None]:
        def say(error: Exception) -> None:
            codes = {problem.code for problem in getattr(error, "problems", ())}
            if isinstance(error, RuleBroken) and error.code == "unknown_name" and error.values["kind"] == "project":
                self._ask_to_create(error, again, text, how)
            elif "time_repeated" in codes:
                self._ask_which(error, again, text, how)
            elif isinstance(error, AppError):
                self._bar.under.say(str(error), "problem")
            else:
                self._shell.say_error(error)

        return say

    def _ask_to_create(self, error: Exception, again: Do, text: str, how: dict[str, Any]) -> None:
        self._bar.under.ask(
            str(error),
            self.tr("Create it (Enter)"),
            lambda: again(text, **how | {"create": True}),
            self.tr("Go on without"),
            lambda: again(self._picks.without("project", "task"), **how),
        )

    def _ask_which(self, error: Exception, again: Do, text: str, how: dict[str, Any]) -> None:
        self._bar.under.ask(
            str(error),
            self.tr("The first (Enter)"),
            lambda: again(text, **how | {"repeated": "first"}),
            self.tr("The second"),
            lambda: again(text, **how | {"repeated": "second"}),
        )


def start_first(ctx: "Context", *, text: str) -> "Outcome[Any]":
    """Do the first line of all: what it names cannot be there yet, so it is made."""
    return work.start(ctx, text=text, create=True)
