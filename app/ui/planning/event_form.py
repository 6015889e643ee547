"""The form of a planned event: what, for which project, when, how it repeats; or what an imported one says."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.days import wall_clock
from app.domain.entities.planning import PlannedEvent
from app.domain.problems import Problem
from app.domain.series import is_series
from app.ui.planning.repeat_field import RepeatField
from app.ui.planning.repeats import sentence
from app.ui.planning.span_field import SpanField, span_words
from app.ui.planning.work import Surroundings
from app.ui.projects.forms.form import Form
from app.ui.today.words import place_name
from app.ui.widgets.choice import Choice
from app.ui.widgets.menu_button import MenuButton


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form opens with: a span, and the event that happens then, None for a new one."""

    starts_at: int
    ends_at: int
    all_day: bool = False
    project: str | None = None
    title: str = ""
    event: PlannedEvent | None = None
    is_done: bool = False

    @property
    def is_read_only(self) -> bool:
        """Whether the event is another calendar's."""
        return self.event is not None and self.event.calendar is not None


class EventForm(Form):
    """``submitted`` carries the fields of a new event, or those that changed and ``which`` of a series they are for."""

    delete_wanted = Signal(str)
    """Which of a series: one, following or all."""
    track_wanted = Signal(object)
    """The project it was for, None for none."""

    def __init__(self, draft: Draft, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._draft, self._around = draft, around
        self._zone = draft.event.tz if draft.event else around.zone
        self._repeats = draft.event is not None and is_series(draft.event)
        self._save_label = self.tr("Save") if draft.event else self.tr("Plan it")
        self._save.setText(self._save_label)
        self._build()
        self._show()
        self._start = self._all_values()
        self.setFocusProxy(self.title if not draft.is_read_only else self.project)

    @property
    def heading(self) -> str:
        """What the form is called."""
        if self._draft.is_read_only:
            return self.tr("Calendar event")
        return self.tr("Edit event") if self._draft.event else self.tr("Plan time")

    def _build(self) -> None:
        self.title, self.notes = QLineEdit(), QPlainTextEdit()
        self.title.setMaxLength(400)
        self.title.setPlaceholderText(self.tr("What is planned"))
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(76)
        self.project = Choice([(self.tr("No project"), None), *((one.name, one.id) for one in self._around.projects)])
        self.span = SpanField()
        self.repeat = RepeatField(self._day(), week_start=self._around.week_start)
        self.which = Choice(
            [
                (self.tr("Only this time"), "one"),
                (self.tr("This and all later ones"), "following"),
                (self.tr("All of them"), "all"),
            ]
        )
        if self._draft.is_read_only:
            self._build_read_only()
        else:
            self._add_fields()
        self.finish()
        self._add_actions()

    def _add_fields(self) -> None:
        rule = self._draft.event.recurrence if self._draft.event else None
        repeats = sentence(rule, self._day()) if rule and self._repeats else ""
        self.add("which", self.tr("Change"), self.which, hint=repeats)
        self.add("title", self.tr("Title"), self.title)
        self.add("project", self.tr("Project"), self.project)
        elsewhere = self.tr("Times in {place}").format(place=place_name(self._zone))
        self.add("starts_at", self.tr("When"), self.span, hint="" if self._zone == self._around.zone else elsewhere)
        self.add("recurrence", self.tr("Repeat"), self.repeat)
        self.add("notes", self.tr("Notes"), self.notes)
        self.span.day_changed.connect(self.repeat.set_day)
        self.which.currentIndexChanged.connect(lambda _: self._show_parts())

    def _build_read_only(self) -> None:
        """Show what another calendar says; only what it was for can be chosen."""
        assert self._draft.event is not None  # noqa: S101 - only an event is another calendar's
        whose = self.tr("From the calendar “{name}”. It is changed there; here you can track it.")
        for name, text in (
            ("cardHeading", self._draft.title or self.tr("(no title)")),
            (
                "",
                span_words(self._draft.starts_at, self._draft.ends_at, self._around.zone, all_day=self._draft.all_day),
            ),
            ("", self._draft.event.notes),
            ("quiet", whose.format(name=self._draft.event.calendar)),
        ):
            label = QLabel(text)
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setVisible(bool(text))
            self.column.addWidget(label)
        self.add("project", self.tr("Project it was for"), self.project)
        self._cancel.setText(self.tr("Close"))
        self._save.hide()

    def _add_actions(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.track = QPushButton(self.tr("Track this"))
        self.track.setObjectName("softButton")
        self.track.setToolTip(self.tr("Make an entry of it, as long as it was planned"))
        self.track.clicked.connect(lambda: self.track_wanted.emit(self.project.currentData()))
        self.delete: QPushButton = MenuButton(self.tr("Delete")) if self._repeats else QPushButton(self.tr("Delete"))
        if isinstance(self.delete, MenuButton):
            for place in range(self.which.count()):
                which = self.which.itemData(place)
                action = self.delete.opens.addAction(self.which.itemText(place))
                action.triggered.connect(lambda _=False, which=which: self.delete_wanted.emit(which))
        else:
            self.delete.clicked.connect(lambda: self.delete_wanted.emit("all"))
        row.addWidget(self.track)
        row.addStretch(1)
        row.addWidget(self.delete)
        # In sight whatever of the form is.
        foot = self.foot.layout()
        assert isinstance(foot, QVBoxLayout)  # noqa: S101 - made by the form
        foot.insertLayout(0, row)

    def _show(self) -> None:
        draft, event = self._draft, self._draft.event
        self.title.setText(draft.title)
        self.project.choose(draft.project)
        self.span.show_span(draft.starts_at, draft.ends_at, self._zone, all_day=draft.all_day)
        self.repeat.show_rule(event.recurrence if event else None)
        self.notes.setPlainText(event.notes if event else "")
        self._show_parts()

    def _show_parts(self) -> None:
        """Show what can be asked now: one time of a series has no repetition of its own."""
        draft, event = self._draft, self._draft.event
        if not draft.is_read_only:
            self.field("which").setVisible(self._repeats)
            self.field("recurrence").setVisible(not self._repeats or self.which.currentData() != "one")
        self.delete.setVisible(event is not None and not draft.is_read_only)
        self.track.setVisible(event is not None and not draft.is_done and draft.starts_at <= self._around.now)

    def _day(self) -> str:
        return wall_clock(self._draft.starts_at, self._zone).date().isoformat()

    def own_problems(self) -> list[Problem]:
        """Return what can't be read, and what is missing."""
        found = [self.span.problem(), None if self.field("recurrence").isHidden() else self.repeat.problem()]
        if not self.title.text().strip() and self.project.currentData() is None:
            found.insert(0, Problem("title_missing", self.tr("Give it a title, or choose a project."), "title"))
        return [problem for problem in found if problem is not None]

    def values(self) -> Mapping[str, object]:
        """Return all fields of a new event; of one that is there those that changed, and which of a series is meant."""
        now = self._all_values()
        if self._draft.event is None:
            return now
        changed = {name: value for name, value in now.items() if value != self._start[name]}
        if changed.keys() & {"starts_at", "ends_at", "all_day"}:
            changed |= {name: now[name] for name in ("starts_at", "ends_at")}
        if "starts_at" in changed and now["recurrence"]:
            # On other days, what is shown holds, and does not move along.
            changed |= {"recurrence": now["recurrence"]} if self.span.first_day() != self._day() else {}
        if not self._repeats:
            return changed | {"which": "all"}
        which = self.which.currentData()
        if which == "one":
            changed.pop("recurrence", None)
        return changed | {"which": which}

    def submit(self) -> None:
        """Hand the values on; of another calendar's event there is nothing to save, but it can be tracked."""
        if not self._draft.is_read_only:
            super().submit()
        elif self.track.isVisible():
            self.track.click()

    def _all_values(self) -> dict[str, object]:
        starts_at, ends_at = self.span.span()
        return {
            "title": self.title.text().strip(),
            "project": self.project.currentData(),
            "starts_at": starts_at,
            "ends_at": ends_at,
            "all_day": self.span.all_day.isChecked(),
            "recurrence": self.repeat.value(),
            "notes": self.notes.toPlainText().strip(),
        }
