"""The chips of the bar: project, tags, billing and start, picked for the line or for what is running."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from app.domain.ids import TagId
from app.ui.choices import Choice, Choices, load_choices
from app.ui.entry_bar import work
from app.ui.entry_bar.bar import EntryBar
from app.ui.shell import Shell
from app.ui.tracking import Tracking

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.quick_entry.parser import QuickEntry
    from app.ui.widgets.picker import Picker


class Picks(QObject):
    """While a timer runs a chip changes its entry; else it writes into the line."""

    def __init__(self, bar: EntryBar, shell: Shell, tracking: Tracking, edit_line: Callable[[str], None]) -> None:
        super().__init__(bar)
        self._bar, self._shell, self._tracking, self._edit_line = bar, shell, tracking, edit_line
        self._choices = Choices()
        bar.project_wanted.connect(partial(self._with_choices, self._pick_project))
        bar.tags_wanted.connect(partial(self._with_choices, self._pick_tags))
        bar.billable_flipped.connect(self._flip_billable)
        bar.start_wanted.connect(self._pick_start)

    @property
    def running(self) -> "TimeEntry | None":
        """The entry whose timer runs."""
        status = self._tracking.status
        return status.running if status is not None else None

    def parsed(self) -> "QuickEntry":
        """Return what the line says, without looking its names up."""
        from app.domain.quick_entry.parser import parse

        return parse(self._bar.field.text(), now=self._tracking.now, tz=self._tracking.zone)

    def without(self, *kinds: str) -> str:
        """Return the line without its parts of some kinds."""
        text = self._bar.field.text()
        for chip in sorted(self.parsed().chips, key=lambda chip: -chip.start):
            if chip.kind in kinds:
                text = text[: chip.start] + text[chip.end :]
        return " ".join(text.split())

    def _with_choices(self, then: Callable[[], None]) -> None:
        def show(choices: Choices) -> None:
            self._choices = choices
            then()

        self._shell.jobs.read(load_choices, owner=self, on_done=show)

    def _pick_project(self) -> None:
        picker = self._picker(self.tr("Find a project"), self._on_project)
        picker.open_under(self._bar.project, self._choices.projects)

    def _on_project(self, choice: object) -> None:
        running, name = self.running, choice.name if isinstance(choice, Choice) else choice
        if running is None:
            rest = self.without("project", "task")
            self._edit_line(_joined(rest, _token(project=str(name))) if name else rest)
        elif isinstance(choice, str):
            self._tracking.do(partial(work.set_new_project, entry=running.id, name=choice))
        else:
            self._tracking.edit(running.id, project=choice.id if isinstance(choice, Choice) else None)

    def _pick_tags(self) -> None:
        running = self.running
        if running is not None:
            picked: set[str] = set(running.tags)
        else:
            names = {name.casefold() for name in self.parsed().tags}
            picked = {tag.id for tag in self._choices.tags if tag.name.casefold() in names}
        picker = self._picker(self.tr("Find a tag"), self._on_tag, many=True)
        picker.open_under(self._bar.tags, self._choices.tags, picked)

    def _on_tag(self, choice: object) -> None:
        running = self.running
        if running is None:
            self._flip_in_line(choice.name if isinstance(choice, Choice) else str(choice))
        elif isinstance(choice, Choice):
            self._flip_on_entry(running, TagId(choice.id))
        else:
            self._tracking.do(partial(work.add_new_tag, entry=running.id, name=str(choice)))

    def _flip_on_entry(self, running: "TimeEntry", tag: TagId) -> None:
        flipped = running.tags ^ {tag}
        status = self._tracking.status
        if status is not None:
            # The next tag may be picked before this one came back from the store.
            self._tracking.status = replace(status, running=replace(running, tags=flipped))
        self._tracking.edit(running.id, tags=flipped)

    def _flip_in_line(self, name: str) -> None:
        tags = list(self.parsed().tags)
        known = [tag for tag in tags if tag.casefold() == name.casefold()]
        tags = [tag for tag in tags if tag not in known] if known else [*tags, name]
        self._edit_line(_joined(self.without("tag"), *(_token(tags=(tag,)) for tag in tags)))

    def _flip_billable(self) -> None:
        running = self.running
        if running is not None:
            self._tracking.edit(running.id, billable=not running.billable)
            return
        self._edit_line(_joined(self.without("billable"), "" if self.parsed().billable else "$"))

    def _pick_start(self) -> None:
        running = self.running
        if running is None:
            return
        from app.ui.entry_bar.start_time import StartTime

        popup = StartTime(self._bar)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.moved.connect(lambda at: self._tracking.do(partial(work.move_start, at=at)))
        popup.open_under(
            self._bar.elapsed, started_at=running.started_at, now=self._tracking.now, zone=self._tracking.zone
        )

    def _picker(self, prompt: str, on_picked: Callable[[object], None], *, many: bool = False) -> "Picker":
        from app.ui.widgets.picker import Picker

        picker = Picker(prompt, many=many, new=self.tr("Create “{name}”"), parent=self._bar)
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.picked.connect(on_picked)
        return picker


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _token(**fields: Any) -> str:
    from app.domain.quick_entry.parser import QuickEntry
    from app.domain.quick_entry.printer import format_quick_entry

    return format_quick_entry(QuickEntry(**fields), tz="UTC")
