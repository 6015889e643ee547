"""The Timesheet page: wires what is typed into the week to the workflows, and shows what became of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.domain.days import is_day, next_day
from app.domain.entities.base import Kind
from app.ui.page import Page
from app.ui.shell import Shell
from app.ui.timesheet import words, work
from app.ui.timesheet.card import SheetCard
from app.ui.timesheet.model import Column, SheetModel
from app.ui.timesheet.view import SheetView
from app.ui.timesheet.week_bar import WeekBar
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.widgets.empty_page import EmptyPage

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.time_tracking.timesheet import Copied
    from app.orchestrators.time_tracking.timesheet_week import RowKey, Timesheet
    from app.ui.choices import Choice

_TICK_MS = 1000


class TimesheetPage(Page):
    """Shows one week; what was typed stands there at once, and goes back where it is refused."""

    watches: ClassVar[tuple[Kind, ...]] = (
        Kind.TIME_ENTRY, Kind.PROJECT, Kind.TASK, Kind.GROUP, Kind.CLIENT, Kind.SETTING, Kind.WORK_SLOT,
        Kind.DAY_OVERRIDE, Kind.TIME_OFF, Kind.INVOICE,
    )  # fmt: skip

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.model = SheetModel(self)
        self.view = SheetView(self.model)
        self.bar, self.card, self.hint = WeekBar(), SheetCard(self.view), ElidedLabel()
        self.empty = EmptyPage("timesheet", self.tr("Nothing in this week yet"), self.tr(
            "Choose what you worked on, and type how long into its days. Each time becomes an entry of that day."
        ))  # fmt: skip
        self.empty.offer("add", self.tr("Add a row"))
        self.empty.offer("copy", self.tr("Copy the rows of last week"))
        self._stack = QStackedWidget()
        self._week: str | None = None
        self._goes_to: RowKey | None = None
        self._waiting: tuple[Timesheet, frozenset[tuple[RowKey, str]]] | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._lay_out()
        self._wire()
        self.restyle()

    def _lay_out(self) -> None:
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 0, 8)
        inside.setSpacing(6)
        inside.addWidget(self.card)
        inside.addWidget(self.hint)
        inside.addStretch(1)
        self._stack.addWidget(full)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self._say("")

    def _wire(self) -> None:
        self.view.time_typed.connect(self._set)
        self.view.unreadable.connect(self._say)
        self.view.lost.connect(self._say_lost)
        self.view.row_opened.connect(self._open_project)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.settled.connect(self._show_waiting)
        self.bar.week_wanted.connect(self.turn)
        self.bar.copy_wanted.connect(self.copy_last_week)
        self.card.add.button.clicked.connect(self.pick_row)
        self.empty.stepped.connect(self._on_step)
        self._tick.timeout.connect(self.model.tick)
        for keys, act in (
            ("Alt+Left", partial(self.turn, -1)),
            ("Alt+Right", partial(self.turn, 1)),
            ("Alt+Home", partial(self.turn, 0)),
            ("Insert", self.pick_row),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def activate(self) -> None:
        """The page has come into view: the grid has the keyboard."""
        super().activate()
        self._focus()

    def reload(self) -> None:
        """Read the week anew; what is stored by then is no longer only typed."""
        done = self.model.done()
        self.shell.jobs.read(
            partial(work.load, week=self._week), owner=self, on_done=partial(self._on_loaded, done, self._week)
        )

    def restyle(self) -> None:
        """Follow colours and row height."""
        super().restyle()
        self.view.set_compact(compact=bool(self.shell.device_setting("compact_rows", False)))  # noqa: FBT003
        self.card.updateGeometry()
        self.view.viewport().update()

    def open_target(self, target: object) -> None:
        """Go to the week of an ISO day."""
        if isinstance(target, str) and is_day(target):
            self._week = target
            self.reload()

    def turn(self, weeks: int) -> None:
        """Go some weeks on; 0 goes to this week."""
        sheet = self.model.sheet
        if sheet is not None:
            self._week = next_day(sheet.week, 7 * weeks) if weeks else None
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Time goes on where one looks."""
        super().showEvent(event)
        self._let_tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing ticks."""
        super().hideEvent(event)
        self._tick.stop()

    # --- what is shown ---

    def _on_loaded(self, done: frozenset[tuple[RowKey, str]], week: str | None, sheet: Timesheet) -> None:
        if week != self._week:
            return
        if self.view.is_typing:
            self._waiting = (sheet, done)
        else:
            self._show(sheet, done)

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            # The view is still closing its line.
            QTimer.singleShot(0, self, partial(self._show, *waiting))

    def _show(self, sheet: Timesheet, done: frozenset[tuple[RowKey, str]]) -> None:
        place, had_focus = self._place(), self.empty.buttons["add"].hasFocus()
        self.model.show(sheet, done)
        self.bar.show_week(sheet.week, sheet.days[-1].day, is_this=sheet.week <= sheet.today <= sheet.days[-1].day)
        self._stack.setCurrentIndex(0 if sheet.rows else 1)
        self._stand(sheet, *place)
        self._let_tick()
        if had_focus and sheet.rows:
            self._focus()
        self.settled.emit()

    def _place(self) -> tuple[RowKey | None, int, int]:
        """Return where the keyboard is: the row's key, its place, and the column."""
        index = self.view.currentIndex()
        keys = self.model.row_keys()
        key = keys[index.row()] if 0 <= index.row() < len(keys) else None
        return key, index.row(), index.column()

    def _stand(self, sheet: Timesheet, key: RowKey | None, row: int, column: int) -> None:
        """Put the keyboard where it was, on a row just added, or on today."""
        keys = self.model.row_keys()
        if not keys:
            return
        wanted, self._goes_to = self._goes_to or key, None
        row = keys.index(wanted) if wanted in keys else min(max(0, row), len(keys) - 1)
        if column < 0:
            days = [day.day for day in sheet.days]
            column = Column.FIRST_DAY + (days.index(sheet.today) if sheet.today in days else 0)
        index = self.model.index(row, column)
        if index != self.view.currentIndex():
            self.view.setCurrentIndex(index)

    def _focus(self) -> None:
        (self.view if self._stack.currentIndex() == 0 else self.empty).setFocus()

    def _let_tick(self) -> None:
        if self.isVisible() and self.model.runs:
            self._tick.start()
        else:
            self._tick.stop()

    def _say(self, problem: str) -> None:
        usual = self.tr("Type 1:30, 1.5, 90m or +15m · Enter goes down, Tab right · Del clears · 0 leaves nothing")
        self.hint.setText(problem or usual)
        self.hint.setProperty("tone", "problem" if problem else "hint")
        self.hint.style().polish(self.hint)

    def _say_lost(self, problem: str) -> None:
        self.shell.toast(problem)

    # --- what is done ---

    def _set(self, row: int, column: int, seconds: int) -> None:
        shown, day = self.model.row(row), self.model.day(column).day
        self.model.type(row, column, seconds)
        words_ = f"{words.row_name(shown)}, {words.day_name(day)}: {self.model.style.length(seconds)}"
        self.shell.jobs.submit(
            partial(work.set_cell, key=shown.key, day=day, seconds=seconds),
            owner=self,
            on_done=partial(self._on_set, shown.key, day, seconds, words_),
            on_error=partial(self._on_refused, shown.key, day, seconds),
        )

    def _on_set(self, key: RowKey, day: str, seconds: int, words_: str, outcome: Outcome[int]) -> None:
        self.model.stored(key, day, seconds)
        if outcome.changes:
            self.shell.toast_undoable(words_)
        else:
            self.reload()

    def _on_refused(self, key: RowKey, day: str, seconds: int, error: Exception) -> None:
        self.model.refused(key, day, seconds)
        if getattr(error, "code", "") == "to_come":
            self.shell.toast(self.tr("{day} is still to come. Its time can be entered once it has passed.").format(
                day=words.day_name(day)
            ), seconds=10)  # fmt: skip
        else:
            self.shell.say_error(error)

    def copy_last_week(self, times: bool) -> None:
        """Take over the rows of the week before, or their time as well."""
        if self.model.sheet is not None:
            job = partial(work.copy_last_week, week=self.model.sheet.week, times=times)
            self.shell.jobs.submit(job, owner=self, on_done=self._on_copied, on_error=self.shell.say_error)

    def _on_copied(self, outcome: Outcome[Copied]) -> None:
        copied, length = outcome.value, self.model.style.length
        times = (length(seconds) if seconds else "" for seconds in (copied.seconds, copied.left_out))
        self.shell.toast_undoable(words.copied_line(copied.rows, *times))

    def pick_row(self) -> None:
        """Ask what the new row is of."""
        self.shell.jobs.read(work.choices, owner=self, on_done=self._open_picker)

    def _open_picker(self, choices: tuple[Choice, ...]) -> None:
        from app.ui.widgets.picker import Picker

        picker = Picker(self.tr("Find a project or task"), parent=self)
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.picked.connect(self._add_row)
        is_full = self._stack.currentIndex() == 0
        picker.open_under(self.card.add.button if is_full else self.empty.buttons["add"], choices)

    def _add_row(self, choice: object) -> None:
        from app.orchestrators.time_tracking.timesheet_week import RowKey
        from app.ui.today.work import TASK

        project, _, task = getattr(choice, "id", "").partition(TASK)
        key = RowKey(project or None, task or None)
        self._goes_to = key
        if self.model.sheet is None or key in self.model.row_keys():
            self.reload()
            return
        job = partial(work.add_row, key=key, week=self.model.sheet.week)
        self.shell.jobs.submit(job, owner=self, on_error=self.shell.say_error)

    def _remove_row(self, key: RowKey) -> None:
        if self.model.sheet is not None:
            job = partial(work.remove_row, key=key, week=self.model.sheet.week)
            done = partial(self.shell.toast_undoable, self.tr("Row taken away"))
            self.shell.jobs.submit(job, owner=self, on_done=lambda _: done(), on_error=self.shell.say_error)

    def _open_project(self, row: int) -> None:
        project = self.model.row(row).key.project
        if project is not None:
            self.shell.go("projects", project)

    def _open_menu(self, row: int, column: int, place: QPoint) -> None:
        menu, shown = QMenu(self), self.model.row(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.model.is_day(column):
            day = self.model.day(column).day
            menu.addAction(self.tr("Change"), self.view.edit_cell)
            clear = menu.addAction(self.tr("Clear"), partial(self._set, row, column, 0))
            clear.setEnabled(self.model.seconds(row, column) > 0)
            menu.addAction(self.tr("Show the entries of this day"), partial(self.shell.go, "today", day))
            menu.addSeparator()
        opens = menu.addAction(self.tr("Open the project"), partial(self._open_project, row))
        opens.setEnabled(bool(shown.project_name))
        remove = menu.addAction(self.tr("Take the row away"), partial(self._remove_row, shown.key))
        remove.setEnabled(shown.is_kept)
        menu.popup(place)

    def _on_step(self, name: str) -> None:
        if name == "add":
            self.pick_row()
        else:
            self.copy_last_week(times=False)
