"""What happens to the line: understood while typed, done on Enter, changed while a timer runs."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from app.domain.durations import format_duration
from app.ui import words
from app.ui.choices import Choice, Choices, load_choices
from app.ui.entry_bar.bar import EntryBar
from app.ui.entry_bar.start_time import StartTime
from app.ui.entry_bar.suggestions import SuggestionPopup
from app.ui.shell import Shell
from app.ui.tracking import Tracking
from app.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.domain.quick_entry.parser import QuickEntry
    from app.orchestrators.time_tracking.log import Suggestion
    from app.orchestrators.time_tracking.quick import Preview
    from app.storage.context import Context

_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class EntryLine(QObject):
    """Joins the bar to what is tracked."""

    def __init__(self, bar: EntryBar, popup: SuggestionPopup, shell: Shell, tracking: Tracking) -> None:
        super().__init__(bar)
        self._bar, self._popup, self._shell, self._tracking = bar, popup, shell, tracking
        self._preview: Preview | None = None
        self._is_edited = False
        self._choices = Choices()
        self._wire()

    def _wire(self) -> None:
        bar, tracking = self._bar, self._tracking
        bar.on_list_key = self._on_list_key
        bar.typed.connect(self._on_typed)
        bar.field.textEdited.connect(self._on_edited)
        bar.entered.connect(self._on_entered)
        bar.pressed.connect(self._on_pressed)
        bar.escaped.connect(self._on_escaped)
        bar.project_wanted.connect(partial(self._with_choices, self._pick_project))
        bar.tags_wanted.connect(partial(self._with_choices, self._pick_tags))
        bar.billable_flipped.connect(self._flip_billable)
        bar.start_wanted.connect(self._pick_start)
        self._popup.taken.connect(self._take)
        tracking.changed.connect(self._on_status)
        tracking.ticked.connect(self._on_tick)

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
        self._bar.set_line(status.running.description)
        self._bar.show_running(status, self._tracking.elapsed)
        self._say_left()

    def _on_tick(self) -> None:
        self._bar.show_elapsed(self._tracking.elapsed)
        if not self._is_edited and self._tracking.elapsed % 60 == 0:
            self._say_left()

    def _say_left(self) -> None:
        status = self._tracking.status
        if status is not None and not self._bar.under.asks:
            left = status.left
            self._bar.under.say(words.left_line(left, self._tracking.passed) if left else "")

    def _on_edited(self, _text: str) -> None:
        self._is_edited = True
        self._bar.under.say("")

    def _on_typed(self, text: str) -> None:
        self._shell.jobs.read(partial(_understand, text=text), owner=self, on_done=partial(self._on_understood, text))

    def _on_understood(self, text: str, answer: "tuple[Preview, list[Suggestion]]") -> None:
        if text != self._bar.field.text() or not self._is_edited:
            return
        self._preview, found = answer
        line = self._preview.line
        self._bar.show_preview(self._preview, self._time_words(line))
        self._popup.offer(found if text.strip() and self._bar.field.hasFocus() else [], self._bar)
        if line.problems:
            self._bar.under.say(line.problems[0].message, "problem")
        elif self._preview.left:
            self._bar.under.say(words.left_line(self._preview.left))
        elif self._is_running() and text.strip():
            self._bar.under.say(self.tr("Enter changes what is running · Ctrl+Enter starts anew"))
        else:
            self._bar.under.say("")

    def _time_words(self, line: "QuickEntry") -> str:
        if line.started_at is None:
            return ""
        start = words.clock(line.started_at, self._tracking.zone)
        if line.ended_at is None:
            return self.tr("since {time}").format(time=start)
        end = words.clock(line.ended_at, self._tracking.zone)
        return f"{start} – {end} · {format_duration(line.ended_at - line.started_at)}"

    def _on_list_key(self, key: int) -> bool:
        if not self._popup.isVisible():
            return False
        if key in _KEYS:
            self._popup.move_choice(_KEYS[Qt.Key(key)])
            return True
        if key == Qt.Key.Key_Tab or (key == Qt.Key.Key_Return and self._popup.marked() is not None):
            best = self._popup.best()
            if best is not None:
                self._take(best)
            return True
        return False

    def _take(self, suggestion: "Suggestion") -> None:
        from app.domain.quick_entry.parser import QuickEntry
        from app.domain.quick_entry.printer import format_quick_entry

        self._popup.hide()
        entry = QuickEntry(
            description=suggestion.description,
            project=suggestion.project_name,
            task=suggestion.task_name if suggestion.project_name else None,
            tags=suggestion.tag_names,
            billable=suggestion.billable or None,
        )
        time = self._line_time()
        self._edit_line(f"{time} {format_quick_entry(entry, tz=self._tracking.zone)}".strip())
        self._bar.field.setFocus()

    def _line_time(self) -> str:
        line = self._parsed()
        return next((chip.text for chip in line.chips if chip.kind == "time"), "")

    def _edit_line(self, text: str) -> None:
        self._is_edited = True
        self._bar.set_line(text)
        self._on_typed(text)

    def _parsed(self) -> "QuickEntry":
        from app.domain.quick_entry.parser import parse

        return parse(self._bar.field.text(), now=self._tracking.now, tz=self._tracking.zone)

    def _is_running(self) -> bool:
        status = self._tracking.status
        return status is not None and status.running is not None

    def _on_entered(self, is_new: bool) -> None:
        self._popup.hide()
        if self._bar.under.asks:
            self._bar.under.answer(is_yes=True)
            return
        text = self._bar.field.text().strip()
        if not self._is_running() or (is_new and text):
            self._start(text)
        elif self._is_edited:
            self._change_running(text)

    def _on_pressed(self) -> None:
        self._popup.hide()
        if not self._is_running():
            self._start(self._bar.field.text().strip())
        else:
            self._forget()
            self._tracking.stop()

    def _on_escaped(self) -> None:
        if self._popup.isVisible():
            self._popup.hide()
            return
        self._forget()
        self._on_status()

    def _forget(self) -> None:
        self._is_edited = False
        self._preview = None
        self._bar.under.say("")

    def _change_running(self, text: str) -> None:
        line = self._parsed()
        if line.ended_at is not None:
            self._start(text)
            return
        self._tracking.do(partial(_change_running, text=text), self._on_changed, self._on_refused)

    def _on_changed(self, _outcome: object) -> None:
        self._forget()
        self._tracking.refresh()

    def _start(self, text: str, *, create: bool = False) -> None:
        self._tracking.do(partial(_start, text=text, create=create), self._on_started, self._on_refused)

    def _on_started(self, outcome: "Outcome[Any]") -> None:
        self._forget()
        entry = outcome.value
        if entry.ended_at is not None:
            spent = format_duration(entry.ended_at - entry.started_at)
            name = entry.description or self.tr("no description")
            self._shell.toast_undoable(self.tr("Added {time} · {name}").format(time=spent, name=name))
        self._tracking.refresh()

    def _on_refused(self, error: Exception) -> None:
        from app.domain.errors import AppError

        fields = getattr(error, "fields", {})
        if getattr(error, "code", "") == "unknown_name" and fields.get("kind") == "project":
            text = self._bar.field.text().strip()
            self._bar.under.ask(
                str(error),
                self.tr("Create it (Enter)"),
                lambda: self._start(text, create=True),
                self.tr("Go on without"),
                self._start_without_project,
            )
        elif isinstance(error, AppError):
            self._bar.under.say(str(error), "problem")
        else:
            self._shell.say_error(error)

    def _start_without_project(self) -> None:
        self._start(self._without("project", "task"))

    def _without(self, *kinds: str) -> str:
        text = self._bar.field.text()
        for chip in sorted(self._parsed().chips, key=lambda chip: -chip.start):
            if chip.kind in kinds:
                text = text[: chip.start] + text[chip.end :]
        return " ".join(text.split())

    def _with_choices(self, then: Any) -> None:
        def show(choices: Choices) -> None:
            self._choices = choices
            then()

        self._shell.jobs.read(load_choices, owner=self, on_done=show)

    def _pick_project(self) -> None:
        new = self.tr("Create “{name}”")
        picker = Picker(self.tr("Find a project"), new=new, parent=self._bar)
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.picked.connect(self._on_project)
        picker.open_under(self._bar.project, self._choices.projects)

    def _on_project(self, choice: object) -> None:
        status = self._tracking.status
        if self._is_running() and isinstance(choice, Choice | None) and status and status.running:
            self._tracking.edit(status.running.id, project=choice.id if choice else None)
            return
        name = choice.name if isinstance(choice, Choice) else choice
        rest = self._without("project", "task")
        self._edit_line(f"{rest} {self._token(project=str(name))}".strip() if name else rest)

    def _pick_tags(self) -> None:
        picker = Picker(self.tr("Find a tag"), many=True, new=self.tr("Create “{name}”"), parent=self._bar)
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.picked.connect(self._on_tag)
        status = self._tracking.status
        if status and status.running:
            picked = set(status.running.tags)
        else:
            names = {name.casefold() for name in self._parsed().tags}
            picked = {tag.id for tag in self._choices.tags if tag.name.casefold() in names}
        picker.open_under(self._bar.tags, self._choices.tags, picked)

    def _on_tag(self, choice: object) -> None:
        status = self._tracking.status
        if status and status.running and isinstance(choice, Choice):
            running = status.running
            flipped = frozenset(running.tags ^ {choice.id})
            self._tracking.status = replace(status, running=replace(running, tags=flipped))
            self._tracking.edit(running.id, tags=flipped)
            return
        name = choice.name if isinstance(choice, Choice) else str(choice)
        if status and status.running:
            self._tracking.do(partial(_add_tag, entry_id=status.running.id, name=name))
            return
        tags = list(self._parsed().tags)
        known = [tag for tag in tags if tag.casefold() == name.casefold()]
        tags = [tag for tag in tags if tag not in known] if known else [*tags, name]
        rest = self._without("tag")
        self._edit_line(" ".join([rest, *(self._token(tags=(tag,)) for tag in tags)]).strip())

    def _flip_billable(self) -> None:
        status = self._tracking.status
        if status and status.running:
            self._tracking.edit(status.running.id, billable=not status.running.billable)
            return
        sign = "" if self._parsed().billable else " $"
        self._edit_line(self._without("billable") + sign)

    def _pick_start(self) -> None:
        status = self._tracking.status
        if status is None or status.running is None:
            return
        popup = StartTime(self._bar)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.moved.connect(lambda at: self._tracking.do(partial(_move_start, at=at)))
        running = status.running
        popup.open_under(
            self._bar.elapsed, started_at=running.started_at, now=self._tracking.now, zone=self._tracking.zone
        )

    def _token(self, **fields: Any) -> str:
        from app.domain.quick_entry.parser import QuickEntry
        from app.domain.quick_entry.printer import format_quick_entry

        return format_quick_entry(QuickEntry(**fields), tz="UTC")


def _understand(ctx: "Context", text: str) -> "tuple[Preview, list[Suggestion]]":
    from app.orchestrators.time_tracking.log import suggestions
    from app.orchestrators.time_tracking.quick import preview_text

    preview = preview_text(ctx, text)
    return preview, suggestions(ctx, preview.line.description, limit=6)


def _start(ctx: "Context", text: str, *, create: bool) -> "Outcome[Any]":
    from app.orchestrators.time_tracking.quick import start_from_text

    return start_from_text(ctx, text, create_missing=create)


def _change_running(ctx: "Context", text: str) -> "Outcome[Any]":
    from app.orchestrators.time_tracking.entries import edit_entry
    from app.orchestrators.time_tracking.quick import preview_text
    from app.orchestrators.time_tracking.status import status

    preview, running = preview_text(ctx, text), status(ctx).running
    if running is None:
        return _start(ctx, text, create=False)
    fields: dict[str, Any] = {"description": preview.line.description}
    if preview.found.project:
        fields["project"] = preview.found.project.id
        fields["task"] = preview.found.task.id if preview.found.task else None
    if preview.found.tags:
        fields["tags"] = running.tags | {tag.id for tag in preview.found.tags}
    if preview.line.billable is not None:
        fields["billable"] = preview.line.billable
    if preview.line.started_at is not None:
        fields["started_at"] = preview.line.started_at
    return edit_entry(ctx, running.id, **fields)


def _add_tag(ctx: "Context", entry_id: str, name: str) -> "Outcome[Any]":
    from app.orchestrators.tags.tags import create_tag
    from app.orchestrators.time_tracking.entries import edit_entry
    from app.orchestrators.time_tracking.status import status

    made, running = create_tag(ctx, name=name), status(ctx).running
    tags = (running.tags if running else frozenset()) | {made.value.id}
    return edit_entry(ctx, entry_id, tags=tags)


def _move_start(ctx: "Context", at: int) -> "Outcome[Any]":
    from app.orchestrators.time_tracking.timer import move_start

    return move_start(ctx, at)
