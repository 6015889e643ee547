"""The import dialog: choose, look, answer, run, and undo if it was not what was meant."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.ui.importing import plans, tables
from app.ui.importing.columns_view import ColumnsView
from app.ui.importing.drop_zone import DropZone
from app.ui.importing.lines import PlanLine
from app.ui.importing.plan_view import PlanView
from app.ui.jobs import Jobs
from app.ui.widgets.tab_order import follow_layout

_log = logging.getLogger(__name__)


class ImportDialog(QDialog):
    """One file at a time; every step keeps the way back open."""

    imported = Signal(object)
    """The changes of an import, or of its undo."""
    _progressed = Signal(int, int)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._path: Path | None = None
        self._answers: dict[str, Any] = {}
        self._plan: Any = None
        self._planned: tuple[Any, PlanLine] | None = None
        self._asked = 0
        self._undo: Callable[[Any], Any] | None = None
        self._cancelled = Event()
        self.setWindowTitle(self.tr("Import time entries"))
        self.setObjectName("importDialog")
        self.resize(760, 620)
        self.setMinimumSize(560, 440)
        self._build()
        self._progressed.connect(self._on_progress)
        self._go("choose")

    def _build(self) -> None:
        self._title = QLabel(self.tr("Import time entries"))
        self._title.setObjectName("pageTitle")
        self.drop, self.view, self.columns = DropZone(), PlanView(), ColumnsView()
        self.drop.chosen.connect(self.open_file)
        self.columns.changed.connect(self._on_columns)
        self.view.answered.connect(self._on_answered)
        self._stack = QStackedWidget()
        self._stages = {
            "choose": self.drop,
            "columns": self.columns,
            "plan": self.view,
            "run": self._build_run(),
            "result": self._build_result(),
        }
        for stage in self._stages.values():
            self._stack.addWidget(stage)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("tone", "problem")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(14)
        column.addWidget(self._title)
        column.addWidget(self._stack, 1)
        column.addWidget(self.note)
        column.addLayout(self._build_buttons())

    def _build_run(self) -> QWidget:
        stage = QWidget()
        self.running = QLabel()
        self.running.setObjectName("emptyTitle")
        self.running.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        column = QVBoxLayout(stage)
        column.setContentsMargins(60, 0, 60, 0)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(self.running)
        column.addWidget(self.progress)
        column.addStretch(1)
        return stage

    def _build_result(self) -> QWidget:
        stage = QWidget()
        self.result_title, self.result_about = QLabel(), QLabel()
        self.result_title.setObjectName("emptyTitle")
        self.result_about.setObjectName("rowAbout")
        self.result_about.setWordWrap(True)
        column = QVBoxLayout(stage)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self.result_title, self.result_about):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addStretch(1)
        return stage

    def _build_buttons(self) -> QHBoxLayout:
        self.other = QPushButton(self.tr("Another file…"))
        self.other.setObjectName("quietButton")
        self.other.clicked.connect(self._start_over)
        self.name_columns = QPushButton(self.tr("Name the columns…"))
        self.name_columns.clicked.connect(self._name_columns)
        self.undo = QPushButton(self.tr("Undo this import"))
        self.undo.clicked.connect(self._take_back)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.go = QPushButton()
        self.go.setObjectName("primaryButton")
        self.go.clicked.connect(self._run)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.other)
        row.addStretch(1)
        for button in (self.name_columns, self.undo, self.cancel, self.go):
            row.addWidget(button)
        return row

    @property
    def stage(self) -> str:
        """Return which step is shown: choose, columns, plan, run or result."""
        return next(name for name, widget in self._stages.items() if widget is self._stack.currentWidget())

    def _go(self, stage: str) -> None:
        self._stack.setCurrentWidget(self._stages[stage])
        self.other.setVisible(stage in ("columns", "plan", "result"))
        self.name_columns.setVisible(stage == "plan" and self._plan is not None and tables.is_table(self._plan))
        self.undo.setVisible(stage == "result")
        self.cancel.setVisible(stage != "result")
        self.go.setVisible(stage in ("columns", "plan", "result"))
        self.note.setText("")
        self.note.hide()
        if stage == "result":
            self.go.setText(self.tr("Done"))
            self.go.setEnabled(True)
            self.go.setFocus()

    def open_file(self, path: Path) -> None:
        """Read a file and show what it would add."""
        self._path, self._answers = path, {}
        self._dry_run()

    def _dry_run(self) -> None:
        if self._path is None:
            return
        self._wait(self.tr("Reading {file}…").format(file=self._path.name))
        work = partial(plans.dry_run, path=self._path, answers=dict(self._answers))
        self._jobs.read(work, owner=self, on_done=self._on_plan, on_error=self._on_unreadable)

    def _wait(self, text: str) -> None:
        self._go("run")
        self.running.setText(text)
        self.progress.setRange(0, 0)

    def _on_plan(self, planned: tuple[Any, PlanLine]) -> None:
        self._plan, line = planned
        self._go("plan")
        self.view.show_plan(line, self._path.name if self._path else "")
        follow_layout(self)
        count = line.created + line.running
        self.go.setText(self._go_words(count))
        self.go.setEnabled(line.can_run)
        if not count and not line.is_open:
            nothing = self.tr("There is nothing new in this file.")
            refused = self.tr("Nothing can be added: each new row of this file is left out, for the reason beside it.")
            self._say(refused if line.rejected else nothing, "hint")
        asked = next((question.code for question in line.questions if question.answer is None), None)
        (self.go if asked is None else self.view.choices[asked]).setFocus()

    def _go_words(self, count: int) -> str:
        if not count:
            return self.tr("Nothing to add")
        label = self.tr("Add {count} entries").format(count=QLocale().toString(count))
        return label if count != 1 else self.tr("Add 1 entry")

    def _on_unreadable(self, error: BaseException) -> None:
        self._go("choose")
        self._say(str(error) if _is_expected(error) else self.tr("This file could not be read."))
        if isinstance(error, AppError) and self._path is not None:
            work = partial(tables.columns_of, path=self._path)
            self._jobs.read(work, owner=self, on_done=self._on_maybe_table, on_error=lambda _error: None)

    def _on_maybe_table(self, table: Any) -> None:
        # What was said of an unreadable file stands beside the offer.
        if table is not None and self.stage == "choose" and self.note.text():
            self.name_columns.show()
            self.name_columns.setFocus()

    def _name_columns(self) -> None:
        if self._path is None:
            return
        work = partial(tables.columns_of, path=self._path)
        self._jobs.read(work, owner=self, on_done=self._on_table, on_error=self._on_unreadable)

    def _on_table(self, table: Any) -> None:
        if table is None or self._path is None:
            return
        said = self._answers.get("columns", {})
        self.columns.show_table(table, self._path.name)
        if said:
            self.columns.sample.choose(said)
        self._go("columns")
        self.go.setText(self.tr("Continue"))
        follow_layout(self)
        self.columns.focus_first()
        self._on_columns(self.columns.sample.columns)

    def _on_columns(self, columns: dict[str, str]) -> None:
        if self._path is None:
            return
        self._asked += 1
        self._answers["columns"] = columns
        self.go.setEnabled(False)
        answers = {code: answer for code, answer in self._answers.items() if code not in ("columns", "format")}
        work = partial(tables.preview, path=self._path, columns=columns, answers=answers)
        show = partial(self._on_preview, self._asked)
        self._jobs.read(work, owner=self, on_done=show, on_error=self._on_unreadable)

    def _on_preview(self, asked: int, preview: tables.Preview) -> None:
        # A choice made since then has a preview of its own to come.
        if asked != self._asked or self.stage != "columns":
            return
        self.columns.show_preview(preview)
        self._planned = preview.planned
        self.go.setEnabled(preview.planned is not None)

    def _on_answered(self, code: str, value: object) -> None:
        self._answers[code] = value
        self._dry_run()

    def _run(self) -> None:
        if self.stage == "result":
            self.accept()
            return
        if self.stage == "columns" and self._planned is not None:
            self._on_plan(self._planned)
            return
        self._cancelled = Event()
        self._wait(self.tr("Adding entries…"))
        # Bound once: the worker thread only emits, the slot runs here.
        work = partial(plans.run, plan=self._plan, progress=self._progressed.emit, cancelled=self._cancelled.is_set)
        self._jobs.submit(work, owner=self, on_done=self._on_imported, on_error=self._on_failed, is_kept=False)

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)

    def _on_imported(self, result: plans.Imported) -> None:
        self._undo = result.undo
        self._go("result")
        number = QLocale().toString
        self.result_title.setText(
            self.tr("1 entry added")
            if result.created == 1
            else self.tr("{count} entries added").format(count=number(result.created))
        )
        rejected = (
            self.tr("1 row was left out and waits in Review.")
            if result.rejected == 1
            else self.tr("{count} rows were left out and wait in Review.").format(count=number(result.rejected))
        )
        self.result_about.setText(rejected if result.rejected else self.tr("Reading the same file again adds nothing."))
        self.undo.setEnabled(True)
        self.imported.emit(result.changes)

    def _on_failed(self, error: BaseException) -> None:
        self._go("plan")
        nothing = self.tr("Nothing was added.")
        # An error of the import says by itself that nothing was added.
        self._say(str(error) if _is_expected(error) else nothing, "problem")

    def _take_back(self) -> None:
        if self._undo is None:
            return
        self.undo.setEnabled(False)
        undone, failed = self._on_undone, self._on_undo_failed
        self._jobs.submit(self._undo, owner=self, on_done=undone, on_error=failed, is_kept=False)

    def _on_undone(self, outcome: Any) -> None:
        self.undo.hide()
        self.result_title.setText(self.tr("The import was undone"))
        self.result_about.setText(self.tr("Everything is as it was before."))
        self.imported.emit(outcome.changes)

    def _on_undo_failed(self, error: BaseException) -> None:
        self._say(str(error))

    def _start_over(self) -> None:
        self._go("choose")
        self.drop.button.setFocus()

    def _say(self, text: str, tone: str = "problem") -> None:
        self.note.setText(text)
        self.note.setProperty("tone", tone)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.show()

    def reject(self) -> None:
        """While it runs, cancel the run; else close."""
        if self.stage == "run" and self._plan is not None and not self._cancelled.is_set():
            self._cancelled.set()
            self.running.setText(self.tr("Stopping…"))
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing cancels what runs."""
        self._cancelled.set()
        super().closeEvent(event)


def _is_expected(error: BaseException) -> bool:
    """Return whether the error's own sentence is for people; a mistake of ours is logged."""
    if isinstance(error, AppError):
        return True
    _log.error("importing failed", exc_info=error)
    return False
